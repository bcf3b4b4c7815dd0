/**
 * The events by which a kubelet tells of its Pods: type, reason, message and field path. Expectations: pkg/kubelet/events/event.go,
 * kuberuntime_container.go, image_manager.go, prober.go, allocation_manager_test.go and TestPodResizeStartedMsg of Kubernetes.
 */
import { describe, expect, test } from "vitest";
import type { Container, Event, Pod, PodSpec, Probe } from "../../../src/api/generated/types.ts";
import { EVENTS, PODS } from "../../../src/api/kinds.ts";
import { type NodeWorld, nodeWorld, one, shell } from "./node-world.ts";

const simulate = (options: object) => ({ "kubarium.dev/simulate": JSON.stringify(options) });
const path = "spec.containers{main}";
const started = [
  `Normal Pulling ${path} Pulling image "nginx:1"`,
  `Normal Pulled ${path} Successfully pulled image "nginx:1" in 0ms (0ms including waiting). Image size: 0 bytes.`,
  `Normal Created ${path} Container created`,
  `Normal Started ${path} Container started`,
];

async function eventsOf({ client }: NodeWorld, name = "web"): Promise<readonly Event[]> {
  const { items } = await client.list<Event>(EVENTS);
  return items
    .filter(({ involvedObject }) => involvedObject.kind === "Pod" && involvedObject.name === name)
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** `Normal Started spec.containers{main} Container started`, and how often when more than once. */
async function told(world: NodeWorld, name = "web"): Promise<readonly string[]> {
  return (await eventsOf(world, name)).map(({ type, reason, message, involvedObject, count }) =>
    [type, reason, involvedObject.fieldPath ?? "-", message, ...(count === 1 ? [] : [`x${count}`])]
      .join(" ")
      .replace(/Image size: \d+ bytes/, "Image size: 0 bytes")
      .replace(/ in \d+ms \(\d+ms including/, " in 0ms (0ms including"),
  );
}

test("an event says who tells of what", async () => {
  const world = await nodeWorld();
  const { metadata } = await world.run("web", one());
  const event = (await eventsOf(world)).find(({ reason }) => reason === "Started");
  expect(event).toMatchObject({
    type: "Normal",
    count: 1,
    source: { component: "kubelet", host: "node-1" },
    reportingComponent: "kubelet",
    reportingInstance: "node-1",
    involvedObject: {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "default",
      name: "web",
      uid: metadata.uid,
      fieldPath: path,
    },
  });
  expect(event?.firstTimestamp).toBe(event?.lastTimestamp);
});

interface Row {
  readonly what: string;
  readonly spec: PodSpec;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** What comes after `skip` others. */
  readonly events: readonly string[];
  readonly skip?: number;
}

const probed = (probe: Container["readinessProbe"], container: Partial<Container>) =>
  one({ ...container, readinessProbe: { periodSeconds: 60, ...probe } });
const server = { image: "agnhost", args: ["netexec"] };
const asleep = { image: "busybox", command: ["sleep", "60"] };
const unready = (
  what: string,
  probe: Container["readinessProbe"],
  message: string,
  { container = {}, annotations = {} }: Partial<Row> & { container?: Partial<Container> } = {},
): Row => ({
  what,
  spec: probed(probe, container),
  annotations,
  seconds: 5,
  skip: 4,
  events: [`Warning Unhealthy ${path} ${message}`],
});

const rows: readonly Row[] = [
  { what: "a Pod that starts", spec: one(), seconds: 1, events: started },
  {
    what: "an image that cannot be pulled",
    spec: one(),
    annotations: simulate({ imagePullError: true }),
    seconds: 3,
    events: [
      started[0] ?? "",
      `Warning Failed ${path} Failed to pull image "nginx:1": failed to resolve reference "nginx:1": not found`,
      `Warning Failed ${path} Error: ErrImagePull`,
      `Normal BackOff ${path} Back-off pulling image "nginx:1"`,
      `Warning Failed ${path} Error: ImagePullBackOff`,
    ],
  },
  {
    what: "a secret for pulling that is not there",
    spec: one({}, { imagePullSecrets: [{ name: "regcred" }, { name: "other" }] }),
    seconds: 1,
    events: [
      "Warning FailedToRetrieveImagePullSecret - Unable to retrieve some image pull secrets (regcred, other); attempting to pull the image may not succeed.",
      ...started,
    ],
  },
  {
    what: "an image that may not be pulled",
    spec: one({ image: "none:1", imagePullPolicy: "Never" }),
    seconds: 1,
    events: [
      `Warning ErrImageNeverPull ${path} Container image "none:1" is not present with pull policy of Never`,
      `Warning Failed ${path} Error: ErrImageNeverPull`,
    ],
  },
  {
    what: "a name that is no image's",
    spec: one({ image: "No Such Image" }),
    seconds: 1,
    events: [
      `Warning InspectFailed ${path} Failed to apply default image tag "No Such Image": couldn't parse image name "No Such Image": invalid reference format`,
      `Warning Failed ${path} Error: InvalidImageName`,
    ],
  },
  {
    what: "a ConfigMap that is not there",
    spec: one({ env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "gone", key: "a" } } }] }),
    seconds: 1,
    skip: 2,
    events: [`Warning Failed ${path} Error: configmap "gone" not found`],
  },
  {
    what: "a container that crashes",
    spec: one(),
    annotations: simulate({ exitCode: 1 }),
    seconds: 2,
    skip: 4,
    events: [
      `Normal Pulled ${path} Container image "nginx:1" already present on machine and can be accessed by the pod`,
      `Warning BackOff ${path} Back-off restarting failed container main in pod web_default(UID)`,
    ],
  },
  unready(
    "a page that is not there",
    { httpGet: { path: "/ready?full=1", port: 80 } },
    "Readiness probe failed: HTTP probe failed with statuscode: 404",
    { annotations: simulate({ httpStatus: 404 }) },
  ),
  unready(
    "a server that does not listen",
    { httpGet: { path: "ready", port: 81 } },
    'Readiness probe failed: Get "http://10.244.64.2:81/ready": dial tcp 10.244.64.2:81: connect: connection refused',
    { container: server },
  ),
  unready(
    "a port that is not open",
    { tcpSocket: { port: 81 } },
    "Readiness probe failed: dial tcp 10.244.64.2:81: connect: connection refused",
    { container: server },
  ),
  unready(
    "a port of a name that the container does not have",
    { httpGet: { path: "/", port: "http" } },
    'Readiness probe errored and resulted in unknown state: strconv.Atoi: parsing "http": invalid syntax',
  ),
  unready(
    "a command that fails",
    { exec: { command: ["cat", "/tmp/gone"] } },
    "Readiness probe failed: cat: can't open '/tmp/gone': No such file or directory\n",
    { container: asleep },
  ),
  unready(
    "a command that takes too long",
    { exec: { command: ["sleep", "30"] } },
    'Readiness probe failed: command timed out: "sleep 30" timed out after 1s',
    { container: asleep },
  ),
  {
    what: "a hook that fails after the start",
    spec: one(
      { ...asleep, lifecycle: { postStart: { exec: { command: ["false"] } } } },
      { restartPolicy: "Never" },
    ),
    seconds: 5,
    skip: 4,
    events: [
      `Warning FailedPostStartHook ${path} PostStartHook failed`,
      `Normal Killing ${path} FailedPostStartHook`,
    ],
  },
];

test.each(rows)("$what is told of", async ({ spec, annotations = {}, seconds, skip, events }) => {
  const world = await nodeWorld();
  const { metadata } = await world.run("web", spec, annotations);
  await world.host.advance(seconds * 1000);
  const all = await told(world);
  const known = all.map((text) => text.replaceAll(metadata.uid, "UID"));
  expect(known.slice(skip ?? 0, (skip ?? 0) + events.length)).toEqual(events);
});

test("what has timed out and what is redirected elsewhere is told of a page, too", async () => {
  const world = await nodeWorld();
  const page = (loc: string): Probe => ({
    httpGet: { path: `/redirect?location=${encodeURIComponent(loc)}`, port: 8080 },
    periodSeconds: 60,
  });
  const agnhost = { image: "agnhost", args: ["netexec"] };
  await world.run("web", one({ ...agnhost, livenessProbe: page("http://192.0.2.1/") }));
  await world.run("local", one({ ...agnhost, livenessProbe: page("/healthz") }));
  await world.host.advance(5_000);
  expect((await told(world)).at(-1)).toBe(
    `Warning ProbeWarning ${path} Liveness probe warning: Probe terminated redirects, Response body: <a href="http://192.0.2.1/">Found</a>.\n\n`,
  );
  expect((await told(world, "local")).at(-1)).toBe(started.at(-1));
});

describe("a liveness probe that has given up", () => {
  const failing = (more: object) => ({
    exec: { command: ["false"] },
    periodSeconds: 1,
    failureThreshold: 1,
    ...more,
  });
  const busy = (livenessProbe: Container["livenessProbe"]): Partial<Container> => ({
    image: "busybox",
    command: ["sh", "-c", "trap '' TERM; sleep 1000"],
    ...(livenessProbe ? { livenessProbe } : {}),
  });

  test("ends the container within the probe's own grace", async () => {
    const world = await nodeWorld();
    const probe = failing({ terminationGracePeriodSeconds: 5 });
    await world.run("web", one(busy(probe), { terminationGracePeriodSeconds: 500 }), {
      ...simulate({ ignoreTerm: true }),
    });
    await world.host.advance(10_000);
    expect((await world.container("web")).restartCount).toBe(1);
    expect(await told(world)).toContainEqual(
      expect.stringContaining("Container main failed liveness probe, will be restarted"),
    );
  });

  test("says nothing of a restart where there is none", async () => {
    const world = await nodeWorld();
    const spec = { restartPolicy: "Never", terminationGracePeriodSeconds: 0 } as const;
    await world.run("web", one(busy(failing({})), spec));
    await world.host.advance(5_000);
    expect(await told(world)).toContain(
      `Normal Killing ${path} Container main failed liveness probe`,
    );
  });

  test("is not asked any more while the Pod ends", async () => {
    const world = await nodeWorld();
    const script = "trap 'sleep 20; exit 0' TERM; touch /tmp/on; while true; do sleep 1; done";
    const probe = {
      exec: { command: ["cat", "/tmp/gone"] },
      periodSeconds: 1,
      initialDelaySeconds: 5,
    };
    await world.run(
      "web",
      one({ image: "busybox", ...shell(script), livenessProbe: probe }),
      simulate({ ignoreTerm: true }),
    );
    await world.client.delete(PODS, { namespace: "default", name: "web" });
    await world.host.advance(15_000);
    expect((await told(world)).filter((text) => text.includes("Unhealthy"))).toEqual([]);
  });
});

describe("a resize in place", () => {
  const sized = (cpu: string) =>
    one({ resources: { requests: { cpu }, limits: { memory: "1Gi" } } });
  const resize = async (world: NodeWorld, name: string, cpu: string): Promise<Pod> => {
    const pod = await world.pod(name);
    await world.client.update(PODS, {
      ...pod,
      metadata: { ...pod.metadata, generation: 2 },
      spec: { ...pod.spec, ...sized(cpu) },
    });
    await world.host.settle();
    return world.pod(name);
  };
  const shown = (pod: Pod) => pod.status?.containerStatuses?.[0]?.resources?.requests?.["cpu"];
  const pending = (pod: Pod) =>
    pod.status?.conditions?.find(({ type }) => type === "PodResizePending");
  const details =
    '{"containers":[{"name":"main","resources":{"limits":{"memory":"1Gi"},"requests":{"cpu":"CPU"}}}],"generation":2';

  test("is told of when it starts and when it is done", async () => {
    const world = await nodeWorld();
    await world.run("web", sized("1"));
    const pod = await resize(world, "web", "2");
    expect(shown(pod)).toBe("2");
    expect(pending(pod)).toBeUndefined();
    expect((await told(world)).slice(-2)).toEqual([
      `Normal ResizeStarted - Pod resize started: ${details.replace("CPU", "2")}}`,
      `Normal ResizeCompleted - Pod resize completed: ${details.replace("CPU", "2")}}`,
    ]);
  });

  test("beyond the node is infeasible: the container keeps what it has", async () => {
    const world = await nodeWorld();
    await world.run("web", sized("1"));
    const pod = await resize(world, "web", "1000");
    expect(shown(pod)).toBe("1");
    const message = "Node didn't have enough capacity: cpu, requested: 1000000, capacity: 8000";
    expect(pending(pod)).toMatchObject({
      status: "True",
      reason: "Infeasible",
      message,
      observedGeneration: 2,
    });
    expect((await told(world)).at(-1)).toBe(
      `Warning ResizeInfeasible - Pod resize Infeasible: ${details.replace("CPU", "1k")},"error":"${message}"}`.replace(
        "1k",
        "1000",
      ),
    );
    const back = await resize(world, "web", "1");
    expect(pending(back)).toBeUndefined();
  });

  test("beyond what others leave is deferred until one of them goes", async () => {
    const world = await nodeWorld();
    await world.run("other", sized("6"));
    await world.run("web", sized("1"));
    const pod = await resize(world, "web", "4");
    const message =
      "Node didn't have enough resource: cpu, requested: 4000, used: 6000, capacity: 8000";
    expect(shown(pod)).toBe("1");
    expect(pending(pod)).toMatchObject({ reason: "Deferred", message });
    expect((await told(world)).at(-1)).toBe(
      `Warning ResizeDeferred - Pod resize OutOfcpu: ${details.replace("CPU", "4")},"error":"${message}"}`,
    );
    await world.client.delete(PODS, { namespace: "default", name: "other" });
    await world.host.advance(35_000);
    const grown = await world.pod("web");
    expect(shown(grown)).toBe("4");
    expect(pending(grown)).toBeUndefined();
  });
});
