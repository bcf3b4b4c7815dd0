/**
 * Inputs and answers of kube-scheduler's published plugin tables (pkg/scheduler/framework/plugins, *_test.go), as data that
 * any scheduler can be held to: nodes, placed Pods, one Pod, and what one plugin says of each node.
 */
import type {
  CSINode,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodAffinityTerm,
  Service,
  StorageClass,
  TopologySpreadConstraint,
  VolumeAttachment,
} from "../../../src/api/generated/types.ts";
import type { PluginArguments } from "../../../src/scheduler/profile/profile.ts";

/** `fits`, or why not; `never` where no eviction could help. */
export type NodeVerdict = "fits" | { readonly no: readonly string[] } | { readonly never: readonly string[] };

export interface VectorObjects {
  /** Labels by name. */
  readonly namespaces?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly claims?: readonly PersistentVolumeClaim[];
  readonly volumes?: readonly PersistentVolume[];
  readonly classes?: readonly StorageClass[];
  readonly csiNodes?: readonly CSINode[];
  readonly attachments?: readonly VolumeAttachment[];
  readonly services?: readonly Service[];
}

export interface PluginVector {
  readonly name: string;
  /** The only plugin that is asked. */
  readonly plugin: string;
  readonly args?: Partial<PluginArguments>;
  readonly pod: Pod;
  readonly nodes: readonly Node[];
  /** Nodes of the cluster that other plugins have refused: they count, but are not scored. */
  readonly refusedNodes?: readonly Node[];
  /** Placed, by spec.nodeName. */
  readonly pods?: readonly Pod[];
  readonly objects?: VectorObjects;
  /** By node. */
  readonly filter?: Readonly<Record<string, NodeVerdict>>;
  /** Normalised, by node, of all nodes. */
  readonly scores?: Readonly<Record<string, number>>;
}

type Labels = Readonly<Record<string, string>>;

export interface NodeParts {
  readonly labels?: Labels;
  readonly allocatable?: Labels;
  readonly taints?: NonNullable<Node["spec"]>["taints"];
  readonly unschedulable?: boolean;
  readonly images?: NonNullable<Node["status"]>["images"];
}

/** A node with room enough, unless its allocatable says otherwise. */
export function node(name: string, labels: Labels = {}, parts: NodeParts = {}): Node {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels },
    spec: {
      ...(parts.taints === undefined ? {} : { taints: parts.taints }),
      ...(parts.unschedulable === undefined ? {} : { unschedulable: parts.unschedulable }),
    },
    status: {
      allocatable: parts.allocatable ?? { cpu: "64", memory: "256Gi", pods: "110" },
      ...(parts.images === undefined ? {} : { images: parts.images }),
    },
  };
}

let count = 0;

/** A Pod of namespace default; placed when it has a node. */
export function pod(
  parts: {
    readonly labels?: Labels;
    readonly namespace?: string;
    readonly on?: string;
    readonly name?: string;
    readonly deleted?: boolean;
    readonly spec?: Partial<NonNullable<Pod["spec"]>>;
  } = {},
): Pod {
  count += 1;
  const name = parts.name ?? `p${count}`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: parts.namespace ?? "default",
      uid: `uid-${count}`,
      labels: parts.labels ?? {},
      ...(parts.deleted ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {}),
    },
    spec: {
      containers: [],
      ...parts.spec,
      ...(parts.on === undefined ? {} : { nodeName: parts.on }),
    },
  };
}

/** Containers that ask for so much each. */
export function asking(...requests: readonly Labels[]): { containers: NonNullable<Pod["spec"]>["containers"] } {
  return {
    containers: requests.map((each, index) => ({
      name: `c${index}`,
      image: "i",
      resources: { requests: each },
    })),
  };
}

/** `count` equal placed Pods. */
export function times(howMany: number, on: string, labels: Labels): readonly Pod[] {
  return Array.from({ length: howMany }, () => pod({ on, labels }));
}

export const exists = (key: string): PodAffinityTerm["labelSelector"] & object => ({
  matchExpressions: [{ key, operator: "Exists" }],
});
export const isIn = (key: string, ...values: string[]): PodAffinityTerm["labelSelector"] & object => ({
  matchExpressions: [{ key, operator: "In", values }],
});
export const notIn = (key: string, ...values: string[]): PodAffinityTerm["labelSelector"] & object => ({
  matchExpressions: [{ key, operator: "NotIn", values }],
});

type Constraint = Partial<TopologySpreadConstraint>;

export function hard(maxSkew: number, topologyKey: string, more: Constraint = {}): TopologySpreadConstraint {
  const labelSelector = exists("foo");
  return { maxSkew, topologyKey, whenUnsatisfiable: "DoNotSchedule", labelSelector, ...more };
}

export function soft(maxSkew: number, topologyKey: string, more: Constraint = {}): TopologySpreadConstraint {
  return { ...hard(maxSkew, topologyKey, more), whenUnsatisfiable: "ScheduleAnyway" };
}
