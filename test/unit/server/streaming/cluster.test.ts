/** Connect subresources in a whole cluster of simulated nodes, through its API: proxies, refusals, logs, debugging, exec as a library. */
import { beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../../../fixtures/eventually.ts";
import { base, startCluster } from "./cluster-fixture.ts";

const { call, created, running, cluster } = startCluster();

beforeAll(async () => {
  const port = { name: "http", containerPort: 80 };
  await created("pods", {
    metadata: { name: "web", labels: { app: "web" } },
    spec: { containers: [{ name: "web", image: "web:1", ports: [port] }] },
  });
  await created("pods", {
    metadata: { name: "two" },
    spec: {
      initContainers: [{ name: "first", image: "a:1", command: ["true"] }],
      containers: [
        { name: "a", image: "a:1" },
        { name: "b", image: "b:1" },
      ],
    },
  });
  await created("pods", {
    metadata: { name: "gated" },
    spec: { schedulingGates: [{ name: "x/y" }], containers: [{ name: "a", image: "a:1" }] },
  });
  await created("services", {
    metadata: { name: "web" },
    spec: { selector: { app: "web" }, ports: [{ name: "main", port: 443, targetPort: "http" }] },
  });
  await created("services", {
    metadata: { name: "empty" },
    spec: { selector: { app: "none" }, ports: [{ port: 80 }] },
  });
  await created("services", {
    metadata: { name: "elsewhere" },
    spec: { type: "ExternalName", externalName: "localhost", ports: [{ port: 443 }] },
  });
  for (const name of ["web", "two"]) await running(name);
  await eventually(async () => {
    expect((await call("GET", `${base}/services/web:main/proxy/`)).status).toBe(200);
  });
});

describe("a proxy", () => {
  it.each([
    ["pods/web", "80"],
    ["pods/web:80", "80"],
    ["pods/http:web:80", "80"],
    ["services/web:main", "80"],
    ["services/web:443", "80"],
    ["services/https:web:main", "80"],
  ])("leads %s to the Pod, with path and query", async (name) => {
    const { status, text } = await call("GET", `${base}/${name}/proxy/a/b%20c/?x=1&y=%2F`);
    expect(status).toBe(200);
    expect(text).toContain("pod: web\n");
    expect(text).toContain("path: /a/b%20c/?x=1&y=%2F\n");
  });

  it.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("passes %s on", async (method) => {
    const body = method === "GET" ? undefined : { some: "body" };
    const { text } = await call(method, `${base}/pods/web/proxy/x`, body);
    expect(text).toContain(`method: ${method}\n`);
  });

  it("leaves a query alone that would mean something to the API", async () => {
    const query = "dryRun=maybe&watch=true&fieldManager=x&limit=none&includeObject=odd";
    const { text } = await call("GET", `${base}/pods/web/proxy/x?${query}`, undefined, {
      accept: "text/html;level=odd",
    });
    expect(text).toContain(`path: /x?${query}\n`);
  });

  it("answers HEAD without a body", async () => {
    const { status, text, headers } = await call("HEAD", `${base}/pods/web/proxy/x`);
    expect([status, text, headers.get("server")]).toEqual([200, "", "kubarium-simulated"]);
  });

  it("redirects to where relative links work", async () => {
    const { status, headers } = await call("GET", `${base}/pods/web/proxy?x=1`);
    expect([status, headers.get("location")]).toEqual([301, `${base}/pods/web/proxy/?x=1`]);
  });

  it.each([
    [
      "pods/web:81",
      503,
      "ServiceUnavailable",
      /^error trying to reach service: dial tcp 10\.\d+\.\d+\.\d+:81: connect: connection refused$/,
    ],
    ["pods/none", 404, "NotFound", 'pods "none" not found'],
    ["pods/ftp:web:80", 400, "BadRequest", 'invalid pod request "ftp:web:80"'],
    ["pods/gated", 400, "BadRequest", "address not allowed"],
    ["services/a:b:c:d", 400, "BadRequest", 'invalid service request "a:b:c:d"'],
    ["services/web:80", 503, "ServiceUnavailable", 'no service port 80 found for service "web"'],
    ["services/web", 503, "ServiceUnavailable", 'no endpoints available for service "web"'],
    [
      "services/elsewhere:443",
      503,
      "ServiceUnavailable",
      'no endpoints available for service "elsewhere:443"',
    ],
    ["services/empty", 503, "ServiceUnavailable", 'no endpoints available for service "empty"'],
    ["services/none", 404, "NotFound", 'services "none" not found'],
  ])("answers %s with a Status", async (name, code, reason, message) => {
    const answer = await call("GET", `${base}/${name}/proxy/`);
    expect(answer.json()).toMatchObject({ kind: "Status", code, reason });
    expect(answer.json().message).toEqual(
      typeof message === "string" ? message : expect.stringMatching(message),
    );
    expect(answer.status).toBe(code);
  });

  it("reaches a node's kubelet", async () => {
    const proxy = "/api/v1/nodes/node-1/proxy";
    expect((await call("GET", `${proxy}/healthz`)).text).toBe("ok");
    const pods = (await call("GET", `/api/v1/nodes/node-1:10250/proxy/pods`)).json();
    expect(pods.kind).toBe("PodList");
    expect(pods.items.map((pod) => pod.metadata.name).sort()).toEqual(["two", "web"]);
    const summary = (await call("GET", `${proxy}/stats/summary`)).json();
    expect(summary.node.nodeName).toBe("node-1");
    expect(summary.pods.map((pod) => pod.podRef.name).sort()).toEqual(["two", "web"]);
    expect((await call("GET", `${proxy}/metrics`)).text).toContain(
      'kubelet_running_containers{container_state="running"} 3\n',
    );
    const resources = (await call("GET", `${proxy}/metrics/resource`)).text;
    for (const line of [
      /^container_memory_working_set_bytes\{container="web",namespace="default",pod="web"\} \S+ \d+$/m,
      /^container_start_time_seconds\{container="web",namespace="default",pod="web"\} [\d.e+]+$/m,
      /^node_memory_working_set_bytes \S+ \d+$/m,
      /^pod_memory_working_set_bytes\{namespace="default",pod="web"\} \S+ \d+$/m,
      /^resource_scrape_error 0$/m,
    ]) {
      expect(resources).toMatch(line);
    }
    expect((await call("GET", `${proxy}/configz`)).json().kubeletconfig.maxPods).toBe(110);
    expect((await call("GET", `${proxy}/containerLogs/default/web/web?tailLines=1`)).status).toBe(
      200,
    );
    expect((await call("GET", `${proxy}/nonsense`)).status).toBe(404);
    expect((await call("GET", "/api/v1/nodes/none/proxy/healthz")).status).toBe(404);
  });
});

describe("exec, attach and portforward without an upgrade", () => {
  it.each([
    ["pods/web/exec?command=ls&stdout=1", 400, "Upgrade request required"],
    ["pods/web/attach?stdout=1", 400, "Upgrade request required"],
    ["pods/web/portforward", 400, "Upgrade request required"],
    ["pods/none/exec", 404, 'pods "none" not found'],
    [
      "pods/two/exec",
      400,
      "a container name must be specified for pod two, choose one of: [first a b]",
    ],
    ["pods/two/exec?container=c", 400, "container c is not valid for pod two"],
    ["pods/gated/exec", 400, "pod gated does not have a host assigned"],
    ["pods/gated/portforward", 400, "pod gated does not have a host assigned"],
  ])("%s is refused", async (path, code, message) => {
    for (const method of ["GET", "POST"]) {
      const answer = await call(method, `${base}/${path}`);
      expect(answer.json()).toMatchObject({ kind: "Status", status: "Failure", code, message });
    }
  });
});

describe("logs", () => {
  it.each([
    ["two", "", 400, "a container name must be specified for pod two, choose one of: [first a b]"],
    ["web", "container=x", 400, "container x is not valid for pod web"],
    [
      "web",
      "tailLines=-1",
      422,
      'PodLogOptions "web" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      "web",
      "limitBytes=0",
      422,
      'PodLogOptions "web" is invalid: limitBytes: Invalid value: 0: must be greater than 0',
    ],
    [
      "web",
      "sinceSeconds=0",
      422,
      'PodLogOptions "web" is invalid: sinceSeconds: Invalid value: 0: must be greater than 0',
    ],
    [
      "web",
      "stream=Stdout",
      422,
      'PodLogOptions "web" is invalid: stream: Forbidden: may not be specified',
    ],
    ["web", "tailLines=x", 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    [
      "web",
      "sinceTime=yesterday",
      400,
      'parsing time "yesterday" as "2006-01-02T15:04:05Z07:00": cannot parse "yesterday" as "2006"',
    ],
    ["web", "previous=true", 400, 'previous terminated container "web" in pod "web" not found'],
  ])("of %s with %j are refused", async (pod, query, code, message) => {
    const answer = await call("GET", `${base}/pods/${pod}/log?${query}`);
    expect(answer.json()).toMatchObject({ code, message });
  });

  it("come with the options that hold", async () => {
    const query =
      "timestamps=true&tailLines=1&limitBytes=20&insecureSkipTLSVerifyBackend=true&sinceSeconds=3600";
    const answer = await call("GET", `${base}/pods/web/log?${query}`);
    expect(answer.text).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\./,
    );
    expect(answer.text).toHaveLength(20);
  });
});

describe("ephemeral containers", () => {
  const path = `${base}/pods/two/ephemeralcontainers`;
  const patch = (containers: unknown) =>
    call(
      "PATCH",
      path,
      { spec: { ephemeralContainers: containers } },
      { "content-type": "application/strategic-merge-patch+json" },
    );
  const debug = { name: "debug", image: "busybox", command: ["sleep", "1000"] };

  it("start, show their status, and can be entered", async () => {
    expect((await patch([debug])).status).toBe(200);
    await eventually(async () => {
      const { json } = await call("GET", `${base}/pods/two`);
      expect(json().status.ephemeralContainerStatuses).toMatchObject([
        { name: "debug", ready: false, restartCount: 0, state: { running: {} } },
      ]);
    });
    const seen = await cluster().exec(
      { namespace: "default", name: "two" },
      { container: "debug", command: ["hostname"] },
    );
    expect(seen).toEqual({ exitCode: 0, stdout: "two\n", stderr: "" });
  });

  it.each([
    [
      "a change",
      [{ ...debug, image: "other" }],
      /^Pod "two" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be changed\n/,
    ],
    [
      "a doubled name",
      [{ name: "a", image: "x" }],
      /spec\.ephemeralContainers\[\d\]\.name: Duplicate value: "a"/,
    ],
    [
      "a port",
      [{ name: "p", image: "x", ports: [{ containerPort: 1 }] }],
      /spec\.ephemeralContainers\[\d\]\.ports: Forbidden: cannot be set for an Ephemeral Container/,
    ],
    [
      "an unknown target",
      [{ name: "t", image: "x", targetContainerName: "none" }],
      /spec\.ephemeralContainers\[\d\]\.targetContainerName: Not found: "none"/,
    ],
  ])("refuse %s", async (_what, containers, message) => {
    const answer = await patch(containers);
    expect(answer.status).toBe(422);
    expect(answer.json().message).toMatch(message);
  });

  it("cannot be removed", async () => {
    const { json } = await call("GET", path);
    const { ephemeralContainers: _gone, ...spec } = json().spec;
    const answer = await call("PUT", path, { ...json(), spec });
    expect(answer.json()).toMatchObject({
      code: 422,
      message:
        'Pod "two" is invalid: spec.ephemeralContainers: Forbidden: existing ephemeral containers "debug" may not be removed\n',
    });
  });
});

describe("exec as a library", () => {
  const pod = { namespace: "default", name: "web" };
  it("gives the exit code and both streams", async () => {
    expect(
      await cluster().exec(pod, {
        command: ["sh", "-c", "cat; echo err >&2; exit 4"],
        stdin: "in",
      }),
    ).toEqual({
      exitCode: 4,
      stdout: "in",
      stderr: "err\n",
    });
  });

  it("rejects where there is no such container or Pod", async () => {
    await expect(cluster().exec(pod, { container: "x", command: ["ls"] })).rejects.toMatchObject({
      code: 400,
    });
    await expect(
      cluster().exec({ ...pod, name: "none" }, { command: ["ls"] }),
    ).rejects.toMatchObject({ code: 404 });
  });
});
