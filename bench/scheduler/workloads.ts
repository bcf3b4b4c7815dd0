/**
 * The workloads that kube-scheduler's own scheduler_perf names, at 5,000 nodes, with the lowest throughput that its
 * continuous runs accept (test/integration/scheduler_perf).
 */
import type { Node, Pod } from "../../src/api/generated/types.ts";
import type { Stored } from "../../src/api/object.ts";

export interface Workload {
  readonly name: string;
  /** Pods per second, published. */
  readonly floor: number;
  readonly nodes: readonly Stored<Node>[];
  /** Pods that are bound when the run begins. */
  readonly placed: readonly Stored<Pod>[];
  /** Pods that fit nowhere, and wait while the others are placed. */
  readonly hopeless: readonly Stored<Pod>[];
  readonly measured: readonly Stored<Pod>[];
}

const nodeCount = 5000;
const zones = ["moon-1", "moon-2", "moon-3"];

function meta(name: string, revision: number): Stored<Node>["metadata"] {
  return {
    name,
    uid: name,
    resourceVersion: String(revision),
    creationTimestamp: "2026-01-01T00:00:00Z",
    generation: 1,
  };
}

function nodesIn(zoneOf: (index: number) => string): readonly Stored<Node>[] {
  return Array.from({ length: nodeCount }, (_, i) => {
    const name = `node-${i}`;
    const labels = { "kubernetes.io/hostname": name, "topology.kubernetes.io/zone": zoneOf(i) };
    return {
      apiVersion: "v1",
      kind: "Node",
      metadata: { ...meta(name, 1), labels },
      status: { allocatable: { cpu: "4", memory: "32Gi", pods: "110" } },
    };
  });
}

let revision = 2;

interface Parts {
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: Partial<NonNullable<Pod["spec"]>>;
  readonly cpu?: string;
}

function podsOf(prefix: string, count: number, parts: Parts = {}): Stored<Pod>[] {
  return Array.from({ length: count }, (_, i) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...meta(`${prefix}-${i}`, revision++),
      namespace: parts.namespace ?? "sched-1",
      labels: parts.labels ?? {},
    },
    spec: {
      containers: [
        {
          name: "pause",
          image: "example.test/pause:3.10",
          resources: { requests: { cpu: parts.cpu ?? "100m", memory: "500Mi" } },
        },
      ],
      ...parts.spec,
    },
    status: { phase: "Pending" },
  }));
}

function bound(pods: readonly Stored<Pod>[]): Stored<Pod>[] {
  return pods.map((pod, i) => ({
    ...pod,
    spec: { containers: [], ...pod.spec, nodeName: `node-${i % nodeCount}` },
  }));
}

const zoneKey = "topology.kubernetes.io/zone";
const hostKey = "kubernetes.io/hostname";
const namespaces = ["sched-1", "sched-0"];

const spreading: Parts = {
  labels: { color: "blue" },
  spec: {
    topologySpreadConstraints: [
      {
        maxSkew: 5,
        topologyKey: zoneKey,
        whenUnsatisfiable: "DoNotSchedule",
        labelSelector: { matchLabels: { color: "blue" } },
      },
    ],
  },
};

const blue = { labelSelector: { matchLabels: { color: "blue" } }, namespaces };
const affine: Parts = {
  labels: { color: "blue" },
  spec: {
    affinity: {
      podAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ ...blue, topologyKey: zoneKey }],
      },
    },
  },
};

const green = { labelSelector: { matchLabels: { color: "green" } }, namespaces };
const antiAffine: Parts = {
  labels: { color: "green" },
  spec: {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [{ ...green, topologyKey: hostKey }],
      },
    },
  },
};

const preferring: Parts = {
  labels: { foo: "" },
  spec: {
    affinity: {
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            podAffinityTerm: {
              labelSelector: { matchLabels: { foo: "" } },
              namespaces,
              topologyKey: hostKey,
            },
          },
        ],
      },
    },
  },
};

/** Made anew for each run: what is remembered of objects must not help the next one. */
export function makeWorkloads(): readonly Workload[] {
  const inZones = nodesIn((i) => zones[i % zones.length] ?? "");
  const inOne = nodesIn(() => "zone1");
  const none = { placed: [], hopeless: [] };
  return [
    {
      ...none,
      name: "basic",
      floor: 810,
      nodes: inZones,
      placed: bound(podsOf("init", 1000)),
      measured: podsOf("pod", 5000),
    },
    {
      ...none,
      name: "topology spreading",
      floor: 460,
      nodes: inZones,
      placed: bound(podsOf("init", 1000)),
      measured: podsOf("pod", 5000, spreading),
    },
    {
      ...none,
      name: "pod affinity",
      floor: 35,
      nodes: inOne,
      placed: bound(podsOf("init", 5000, affine)),
      measured: podsOf("pod", 5000, affine),
    },
    {
      ...none,
      name: "pod anti-affinity",
      floor: 60,
      nodes: inZones,
      placed: bound(podsOf("init", 1000, { ...antiAffine, namespace: "sched-0" })),
      measured: podsOf("pod", 1000, antiAffine),
    },
    {
      ...none,
      name: "preferred pod affinity",
      floor: 90,
      nodes: inZones,
      placed: bound(podsOf("init", 5000, preferring)),
      measured: podsOf("pod", 2000, preferring),
    },
    {
      ...none,
      name: "preemption, each Pod for three",
      floor: 160,
      nodes: inZones,
      placed: bound(podsOf("low", 4 * nodeCount, { cpu: "900m" })),
      measured: podsOf("high", 1000, { cpu: "3", spec: { priority: 10 } }),
    },
    {
      ...none,
      name: "mixed",
      floor: 140,
      nodes: inOne,
      placed: [
        ...bound(podsOf("base", 2000)),
        ...bound(podsOf("affine", 2000, { ...affine, namespace: "sched-0" })),
        ...bound(podsOf("anti", 2000, { ...antiAffine, namespace: "sched-0" })),
        ...bound(podsOf("preferring", 2000, { ...preferring, namespace: "sched-0" })),
      ],
      measured: podsOf("pod", 5000),
    },
    {
      ...none,
      name: "unschedulable in the way",
      floor: 600,
      nodes: inZones,
      hopeless: podsOf("huge", 200, { cpu: "9" }),
      measured: podsOf("pod", 5000),
    },
  ];
}
