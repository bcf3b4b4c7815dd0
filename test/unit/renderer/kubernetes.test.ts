import { describe, expect, test } from "vitest";
import type { ContainerStatus, Event, Node, Pod } from "../../../src/api/generated/types.ts";
import { eventsOf, latestFirst } from "../../../renderer/kubernetes/events.ts";
import { nodeAllocations, nodeRoles, nodeStatus } from "../../../renderer/kubernetes/nodes.ts";
import { podRequests, podView } from "../../../renderer/kubernetes/pods.ts";
import { quantityValue } from "../../../renderer/kubernetes/quantity.ts";
import { decodeSecret } from "../../../renderer/kubernetes/secrets.ts";
import { matchesSelector, podsOf } from "../../../renderer/kubernetes/selection.ts";
import { portText, readyEndpoints } from "../../../renderer/kubernetes/services.ts";
import { workloadView, type Workload } from "../../../renderer/kubernetes/workloads.ts";

function pod(part: {
  readonly spec?: Partial<Pod["spec"]>;
  readonly status?: Pod["status"];
  readonly metadata?: Pod["metadata"];
}): Pod {
  const spec = { containers: [{ name: "a" }, { name: "b" }], ...part.spec };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: part.metadata ?? { name: "p", namespace: "default" },
    spec,
    ...(part.status ? { status: part.status } : {}),
  };
}

function container(part: Partial<ContainerStatus>): ContainerStatus {
  return { name: "a", image: "", imageID: "", ready: false, restartCount: 0, ...part };
}

const ready = [{ type: "Ready", status: "True" }];
const running = container({ ready: true, state: { running: {} } });

describe("a Pod in a word", () => {
  test.each<[string, Pod, string, string]>([
    ["nothing known yet", pod({}), "Pending", "busy"],
    [
      "running and ready",
      pod({ status: { phase: "Running", conditions: ready, containerStatuses: [running] } }),
      "Running",
      "good",
    ],
    ["running, not ready", pod({ status: { phase: "Running" } }), "Running", "busy"],
    [
      "a container that waits",
      pod({
        status: {
          phase: "Pending",
          containerStatuses: [container({ state: { waiting: { reason: "ImagePullBackOff" } } })],
        },
      }),
      "ImagePullBackOff",
      "bad",
    ],
    [
      "a container that a signal ended",
      pod({
        status: {
          phase: "Running",
          containerStatuses: [container({ state: { terminated: { exitCode: 1, signal: 9 } } })],
        },
      }),
      "Signal:9",
      "bad",
    ],
    [
      "one completed beside one that runs",
      pod({
        status: {
          phase: "Running",
          conditions: ready,
          containerStatuses: [
            container({ state: { terminated: { exitCode: 0, reason: "Completed" } } }),
            running,
          ],
        },
      }),
      "Running",
      "good",
    ],
    [
      "init containers under way",
      pod({
        spec: { initContainers: [{ name: "i" }, { name: "j" }] },
        status: {
          phase: "Pending",
          initContainerStatuses: [
            container({ name: "i", state: { terminated: { exitCode: 0 } } }),
            container({ name: "j", state: { running: {} } }),
          ],
        },
      }),
      "Init:1/2",
      "busy",
    ],
    [
      "an init container that fails",
      pod({
        spec: { initContainers: [{ name: "i" }] },
        status: {
          phase: "Pending",
          initContainerStatuses: [
            container({ name: "i", state: { waiting: { reason: "CrashLoopBackOff" } } }),
          ],
        },
      }),
      "Init:CrashLoopBackOff",
      "bad",
    ],
    ["evicted", pod({ status: { phase: "Failed", reason: "Evicted" } }), "Evicted", "bad"],
    ["done", pod({ status: { phase: "Succeeded" } }), "Succeeded", "idle"],
    [
      "being deleted",
      pod({
        metadata: { name: "p", deletionTimestamp: "2026-01-01T00:00:00Z" },
        status: { phase: "Running", conditions: ready },
      }),
      "Terminating",
      "busy",
    ],
  ])("%s", (_, subject, text, tone) => {
    expect(podView(subject).status).toEqual({ text, tone });
  });

  test("counts sidecars among its containers", () => {
    const view = podView(
      pod({
        spec: { initContainers: [{ name: "side", restartPolicy: "Always" }, { name: "once" }] },
        status: {
          phase: "Running",
          containerStatuses: [running, container({ name: "b", restartCount: 2 })],
          initContainerStatuses: [
            container({ name: "side", ready: true, started: true, restartCount: 1 }),
            container({ name: "once", restartCount: 7, state: { terminated: { exitCode: 0 } } }),
          ],
        },
      }),
    );
    expect(view).toMatchObject({ ready: 2, containers: 3, restarts: 3 });
  });

  test("asks for the sum of its containers, or for its largest init container", () => {
    const needs = (cpu: string, memory: string) => ({ resources: { requests: { cpu, memory } } });
    const spec = {
      containers: [
        { name: "a", ...needs("250m", "64Mi") },
        { name: "b", ...needs("0.5", "64Mi") },
      ],
      initContainers: [{ name: "i", ...needs("100m", "1Gi") }],
    };
    expect(podRequests(pod({ spec }))).toEqual({ cpu: 0.75, memory: 2 ** 30 });
  });
});

describe("quantities", () => {
  test.each([
    ["250m", 0.25],
    ["1Gi", 2 ** 30],
    ["1.5k", 1_500],
    ["2e3", 2_000],
    ["100n", 1e-7],
    [7, 7],
    [undefined, 0],
    ["", 0],
    ["1 Gi", 0],
    ["many", 0],
    ["5Zi", 0],
  ])("%j is %d", (text, value) => {
    expect(quantityValue(text)).toBeCloseTo(value, 12);
  });
});

describe("workloads", () => {
  const base = { metadata: { name: "w" } };
  const template = { spec: { containers: [{ name: "c", image: "nginx" }] } };
  const selector = {};
  test.each<[string, unknown, string, string, number, number | undefined]>([
    [
      "a Deployment with all it wants",
      {
        kind: "Deployment",
        spec: { replicas: 2, selector, template },
        status: { readyReplicas: 2, updatedReplicas: 2 },
      },
      "Available",
      "good",
      2,
      2,
    ],
    [
      "a Deployment under way",
      {
        kind: "Deployment",
        spec: { replicas: 3, selector, template },
        status: { readyReplicas: 3, updatedReplicas: 1 },
      },
      "Progressing",
      "busy",
      3,
      3,
    ],
    [
      "a Deployment past its deadline",
      {
        kind: "Deployment",
        spec: { replicas: 3, selector, template },
        status: { conditions: [{ type: "Progressing", status: "False" }] },
      },
      "Stalled",
      "bad",
      0,
      3,
    ],
    [
      "a Deployment at nothing",
      { kind: "Deployment", spec: { replicas: 0, selector, template } },
      "Scaled to 0",
      "idle",
      0,
      0,
    ],
    [
      "a DaemonSet that lacks a node",
      {
        kind: "DaemonSet",
        spec: { selector, template },
        status: { desiredNumberScheduled: 3, numberReady: 2 },
      },
      "Progressing",
      "busy",
      2,
      3,
    ],
    [
      "a failed Job",
      {
        kind: "Job",
        spec: { template },
        status: { conditions: [{ type: "Failed", status: "True" }] },
      },
      "Failed",
      "bad",
      0,
      1,
    ],
    [
      "a suspended CronJob",
      {
        kind: "CronJob",
        spec: { schedule: "", suspend: true, jobTemplate: { spec: { template } } },
      },
      "Suspended",
      "idle",
      0,
      undefined,
    ],
  ])("%s", (_, workload, text, tone, readyCount, desired) => {
    expect(workloadView({ ...base, ...(workload as object) } as Workload)).toEqual({
      status: { text, tone },
      ready: readyCount,
      desired,
      images: ["nginx"],
    });
  });
});

describe("nodes", () => {
  const node = (part: object): Node => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "n" },
    ...part,
  });

  test.each([
    [{}, "Unknown", "bad"],
    [{ status: { conditions: [{ type: "Ready", status: "True" }] } }, "Ready", "good"],
    [{ status: { conditions: [{ type: "Ready", status: "Unknown" }] } }, "NotReady", "bad"],
    [
      {
        spec: { unschedulable: true },
        status: { conditions: [{ type: "Ready", status: "True" }] },
      },
      "Ready,SchedulingDisabled",
      "idle",
    ],
  ])("%j is %s", (part, text, tone) => {
    expect(nodeStatus(node(part))).toEqual({ text, tone });
  });

  test("roles come from labels, in order", () => {
    const labels = {
      "node-role.kubernetes.io/worker": "",
      "node-role.kubernetes.io/control-plane": "",
      "node-role.kubernetes.io/": "",
      other: "",
    };
    expect(nodeRoles(node({ metadata: { labels } }))).toEqual(["control-plane", "worker"]);
  });

  test("what is asked of a node counts living Pods only, and a node without Pods is there too", () => {
    const spec = {
      nodeName: "n",
      containers: [{ name: "a", resources: { requests: { cpu: "500m", memory: "1Gi" } } }],
    };
    const pods = [
      pod({ spec, status: { phase: "Running" } }),
      pod({ spec, status: { phase: "Succeeded" } }),
      pod({ spec: { containers: [{ name: "a" }] } }),
    ];
    const status = { allocatable: { cpu: "8", memory: "16Gi", pods: "110" } };
    const all = nodeAllocations([node({ status }), node({ metadata: { name: "idle" } })], pods);
    expect(all.get("n")).toEqual({
      cpu: 0.5,
      memory: 2 ** 30,
      pods: 1,
      cpuAllocatable: 8,
      memoryAllocatable: 16 * 2 ** 30,
      podsAllocatable: 110,
    });
    expect(all.get("idle")).toMatchObject({ cpu: 0, pods: 0 });
  });
});

describe("selectors", () => {
  test.each([
    [undefined, {}, false],
    [{}, undefined, true],
    [{ matchLabels: { a: "1" } }, { a: "1", b: "2" }, true],
    [{ matchLabels: { a: "1" } }, { a: "2" }, false],
    [{ matchExpressions: [{ key: "a", operator: "In", values: ["1", "2"] }] }, { a: "2" }, true],
    [{ matchExpressions: [{ key: "a", operator: "In", values: ["1"] }] }, {}, false],
    [{ matchExpressions: [{ key: "a", operator: "NotIn", values: ["1"] }] }, {}, true],
    [{ matchExpressions: [{ key: "a", operator: "Exists" }] }, { a: "" }, true],
    [{ matchExpressions: [{ key: "a", operator: "DoesNotExist" }] }, { a: "" }, false],
    [{ matchExpressions: [{ key: "a", operator: "Like" }] }, { a: "" }, false],
  ])("%j on %j: %s", (selector, labels, matches) => {
    expect(matchesSelector(selector, labels)).toBe(matches);
  });

  test("a Service's Pods are those of its namespace; without a selector it has none", () => {
    const labelled = (namespace: string) =>
      pod({ metadata: { name: "p", namespace, labels: { app: "web" } } });
    const service = (spec: object) => ({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "s", namespace: "shop" },
      spec,
    });
    const pods = [labelled("shop"), labelled("default")];
    expect(podsOf(service({ selector: { app: "web" } }), pods)).toEqual([pods[0]]);
    expect(podsOf(service({}), pods)).toEqual([]);
  });
});

describe("services, events, secrets", () => {
  test.each([
    [{ port: 80 }, "80/TCP"],
    [{ port: 53, protocol: "UDP" as const, nodePort: 30053 }, "53:30053/UDP"],
  ])("port %j reads %s", (port, text) => {
    expect(portText(port)).toBe(text);
  });

  test("an address counts once over all slices, unless it is not ready", () => {
    const slice = (addresses: readonly string[], isReady?: boolean) => ({
      apiVersion: "discovery.k8s.io/v1" as const,
      kind: "EndpointSlice" as const,
      addressType: "IPv4" as const,
      metadata: { namespace: "shop", labels: { "kubernetes.io/service-name": "web" } },
      endpoints: [
        { addresses, ...(isReady === undefined ? {} : { conditions: { ready: isReady } }) },
      ],
    });
    const slices = [slice(["1", "2"]), slice(["2"], true), slice(["3"], false)];
    expect([...readyEndpoints(slices)]).toEqual([["shop/web", 2]]);
  });

  test("events are those about the object, the latest first", () => {
    const event = (name: string, uid: string, lastTimestamp: string): Event => ({
      apiVersion: "v1",
      kind: "Event",
      metadata: { name },
      involvedObject: { kind: "Pod", namespace: "default", name: "p", uid },
      lastTimestamp,
    });
    const events = [
      event("old", "1", "2026-01-01T00:00:00Z"),
      event("of an earlier Pod of that name", "0", "2026-01-01T00:00:05Z"),
      event("new", "1", "2026-01-01T00:00:09Z"),
    ];
    const about = pod({ metadata: { name: "p", namespace: "default", uid: "1" } });
    expect(eventsOf(about, events).map(({ metadata }) => metadata.name)).toEqual(["new", "old"]);
    expect(latestFirst(events)[0]?.metadata.name).toBe("new");
  });

  test.each([
    ["aGVsbG8=", "hello"],
    ["5L2g5aW9", "你好"],
    ["/w==", undefined],
    ["%%%", undefined],
  ])("the secret value %j decodes to %j", (base64, text) => {
    expect(decodeSecret(base64)).toBe(text);
  });
});
