/** The conformance texts of sig-node about probes and lifecycle hooks; on a virtual clock, for they take minutes. */
import { expect } from "vitest";
import { type ConformanceApi, describeConformance } from "./conformance-suite.ts";
import { agnhost, busybox, expectInLog } from "./pod-output.ts";
import type { AnyBody } from "../../fixtures/api-call.ts";

/** defaultObservationTimeout. */
const observationMs = 240_000;
const initialDelaySeconds = 15;

const webServer = (probes: object) => ({
  metadata: { name: "test-webserver" },
  spec: {
    containers: [
      {
        name: "test-webserver",
        image: agnhost,
        args: ["test-webserver", "--port", "80"],
        ports: [{ containerPort: 80 }],
        ...probes,
      },
    ],
  },
});
const livenessServer = (livenessProbe: object) => ({
  metadata: { name: "liveness", labels: { test: "liveness" } },
  spec: {
    containers: [
      {
        name: "agnhost-container",
        image: agnhost,
        args: ["liveness"],
        ports: [{ containerPort: 8080 }],
        livenessProbe,
      },
    ],
  },
});
const grpcServer = (livenessProbe: object) => ({
  metadata: { name: "test-grpc", labels: { test: "liveness" } },
  spec: {
    containers: [
      {
        name: "agnhost-container",
        image: agnhost,
        args: ["grpc-health-checking"],
        ports: [{ containerPort: 5000 }, { containerPort: 8080 }],
        livenessProbe,
      },
    ],
  },
});
const shellWithHealth = (script: string) => ({
  metadata: { name: "busybox", labels: { test: "liveness" } },
  spec: {
    containers: [
      {
        name: "busybox",
        image: busybox,
        command: ["/bin/sh", "-c", script],
        livenessProbe: {
          exec: { command: ["cat", "/tmp/health"] },
          initialDelaySeconds,
          timeoutSeconds: 5,
          failureThreshold: 1,
        },
      },
    ],
  },
});

const healthz = { httpGet: { path: "/healthz", port: 8080 } };

/** RunLivenessTest: within that time the container is restarted so often, and its count never falls. */
async function expectRestarts(
  api: ConformanceApi,
  pod: { readonly metadata: { readonly name: string } },
  wanted: number,
  withinMs = observationMs,
): Promise<void> {
  await api.post(api.path("v1/pods"), pod);
  const path = api.path(`v1/pods/${pod.metadata.name}`);
  await api.until(path, ({ status }) => expect(status.phase).not.toBe("Pending"));
  const countOf = ({ status }: AnyBody): number => status.containerStatuses[0].restartCount;
  const initial = countOf(await api.get(path));
  let last = initial;
  for (let spentMs = 0; spentMs < withinMs; spentMs += 2000) {
    await api.advance(2000);
    const now = countOf(await api.get(path));
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
    if (wanted > 0 && last - initial >= wanted) break;
  }
  if (wanted === 0) expect(last).toBe(initial);
  else expect(last - initial).toBeGreaterThanOrEqual(wanted);
  await api.delete(path);
  await api.expectGone(path);
}

const readyOf = ({ status }: AnyBody) =>
  status.conditions?.find(({ type }: { type: string }) => type === "Ready");

/** testPodWithHook: a sidecar hands the HTTP hooks on to a Pod whose log tells of them. */
async function expectHook(
  api: ConformanceApi,
  kind: "postStart" | "preStop",
  handler: "exec" | "httpGet",
): Promise<void> {
  const target = {
    metadata: { name: "pod-handle-http-request" },
    spec: {
      nodeName: "node-1",
      containers: [{ name: "container-handle-http-request", image: agnhost, args: ["netexec"] }],
    },
  };
  const { status } = await api.runPod(target);
  const ip = status["podIP" as never] as string;
  const message = kind.toLowerCase();
  const request = encodeURIComponent(`echo?msg=${message}`);
  const hook =
    handler === "exec"
      ? { exec: { command: ["sh", "-c", `curl http://${ip}:8080/echo?msg=${message}`] } }
      : { httpGet: { path: `/dial?host=${ip}&port=8080&request=${request}`, port: 8080 } };
  const image = handler === "exec" ? agnhost : "example.test/pause:3.10";
  const startupProbe = { httpGet: { scheme: "HTTP", path: "/echo?msg=startup", port: 8080 } };
  const sidecar = {
    name: "container-redirect",
    image: agnhost,
    args: ["netexec", "--udp-port", "-1"],
    restartPolicy: "Always",
    startupProbe,
  };
  const pod = {
    metadata: { name: `pod-with-${message}-hook` },
    spec: {
      ...(handler === "exec" ? {} : { nodeName: "node-1" }),
      initContainers: [sidecar],
      containers: [{ name: "hooked", image, lifecycle: { [kind]: hook } }],
    },
  };
  await api.runPod(pod);
  const wanted = new RegExp(`GET /echo\\?msg=${message}`);
  if (kind === "postStart") await expectInLog(api, target, wanted);
  const path = api.path(`v1/pods/${pod.metadata.name}`);
  await api.delete(path, { gracePeriodSeconds: 15 });
  await api.expectGone(path);
  if (kind === "preStop") await expectInLog(api, target, wanted);
}

describeConformance(
  "sig-node",
  (suite) => {
    suite.test("Pod Lifecycle, post start exec hook", (api) =>
      expectHook(api, "postStart", "exec"),
    );
    suite.test("Pod Lifecycle, prestop exec hook", (api) => expectHook(api, "preStop", "exec"));
    suite.test("Pod Lifecycle, post start http hook", (api) =>
      expectHook(api, "postStart", "httpGet"),
    );
    suite.test("Pod Lifecycle, prestop http hook", (api) => expectHook(api, "preStop", "httpGet"));

    suite.test("Pods, prestop hook", async (api) => {
      const server = { name: "server", image: agnhost, args: ["nettest"] };
      const ports = [{ containerPort: 8080 }];
      const { status } = await api.runPod({
        metadata: { name: "server" },
        spec: { containers: [{ ...server, ports }] },
      });
      const url = `http://${status["podIP" as never]}:8080/write`;
      const command = ["wget", "-O-", '--post-data={"Source": "prestop"}', url];
      const lifecycle = { preStop: { exec: { command } } };
      const tester = { name: "tester", image: agnhost, command: ["sleep", "600"], lifecycle };
      await api.runPod({ metadata: { name: "tester" }, spec: { containers: [tester] } });
      await api.delete(api.path("v1/pods/tester"));
      await api.eventually(async () => {
        const response = await api.cluster.fetch(api.path("v1/pods/server/proxy/read"));
        const { Received } = (await response.json()) as { Received: Record<string, number> };
        expect(Received["prestop"]).toBeGreaterThan(0);
      }, 60_000);
    });

    suite.test("Pod readiness probe, with initial delay", async (api) => {
      const httpGet = { path: "/", port: 80 };
      const readinessProbe = { httpGet, initialDelaySeconds };
      const { metadata } = await api.runPod(webServer({ readinessProbe }));
      const pod = await api.until(api.path(`v1/pods/${metadata.name}`), (now) =>
        expect(readyOf(now)?.status).toBe("True"),
      );
      const [container] = pod["status"].containerStatuses;
      const readyMs = Date.parse(readyOf(pod).lastTransitionTime);
      const delayMs = readyMs - Date.parse(container.state.running.startedAt);
      expect(delayMs).toBeGreaterThanOrEqual(initialDelaySeconds * 1000);
      expect(container.restartCount).toBe(0);
    });

    suite.test("Pod readiness probe, failure", async (api) => {
      const readinessProbe = { httpGet: { path: "/", port: 81 } };
      const { metadata } = await api.runPod(webServer({ readinessProbe }));
      const path = api.path(`v1/pods/${metadata.name}`);
      for (let seconds = 0; seconds < 60; seconds++) {
        expect(readyOf(await api.get(path))?.status).not.toBe("True");
        await api.advance(1000);
      }
      expect((await api.get(path))["status"].containerStatuses[0].restartCount).toBe(0);
    });

    suite.test("Pod liveness probe, using local file, restart", (api) =>
      expectRestarts(
        api,
        shellWithHealth("echo ok >/tmp/health; sleep 10; rm -rf /tmp/health; sleep 600"),
        1,
      ),
    );
    suite.test("Pod liveness probe, using local file, no restart", (api) =>
      expectRestarts(api, shellWithHealth("echo ok >/tmp/health; sleep 600"), 0),
    );
    suite.test("Pod liveness probe, using http endpoint, restart", (api) =>
      expectRestarts(
        api,
        livenessServer({ ...healthz, initialDelaySeconds, failureThreshold: 1 }),
        1,
      ),
    );
    suite.test("Pod liveness probe, using tcp socket, no restart", (api) =>
      expectRestarts(
        api,
        livenessServer({ tcpSocket: { port: 8080 }, initialDelaySeconds, failureThreshold: 1 }),
        0,
      ),
    );
    suite.test("Pod liveness probe, using http endpoint, multiple restarts (slow)", (api) =>
      expectRestarts(
        api,
        livenessServer({ ...healthz, initialDelaySeconds: 5, failureThreshold: 1 }),
        5,
        120_000 + observationMs + 4 * 120_000,
      ),
    );
    suite.test("Pod liveness probe, using http endpoint, failure", (api) =>
      expectRestarts(
        api,
        webServer({
          livenessProbe: {
            httpGet: { path: "/", port: 80 },
            initialDelaySeconds,
            timeoutSeconds: 5,
            failureThreshold: 5,
          },
        }),
        0,
      ),
    );
    suite.test("Pod liveness probe, using grpc call, success", (api) =>
      expectRestarts(
        api,
        grpcServer({
          grpc: { port: 5000 },
          initialDelaySeconds,
          timeoutSeconds: 5,
          failureThreshold: 1,
        }),
        0,
      ),
    );
    suite.test("Pod liveness probe, using grpc call, failure", (api) =>
      expectRestarts(
        api,
        grpcServer({
          grpc: { port: 2333 },
          initialDelaySeconds: initialDelaySeconds * 4,
          timeoutSeconds: 5,
          failureThreshold: 1,
        }),
        1,
      ),
    );
  },
  { clock: "virtual" },
);
