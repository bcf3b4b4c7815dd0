/**
 * The answers of `GET /kubarium/v1/namespaces/{namespace}/pods/{name}/explanation`, `GET /kubarium/v1/decisions` and
 * `POST /kubarium/v1/what-if` as types.
 * Types only: dashboards and clients may import this file. Described for users in docs/scheduling.md.
 */

/** What one score plugin makes of a node. */
export interface PluginScoreDocument {
  readonly plugin: string;
  /** As the plugin gives it. */
  readonly raw: number;
  /** 0 to 100 over the nodes that fit. */
  readonly normalized: number;
  readonly weight: number;
  /** normalized times weight. */
  readonly weighted: number;
}

/** Why a node does not come into question. */
export interface RefusalDocument {
  /** The filter that refuses; empty where several plugins together leave the node out. */
  readonly plugin: string;
  /** In kube-scheduler's words. */
  readonly reasons: readonly string[];
  /** Whether taking Pods away from the node could help. */
  readonly resolvable: boolean;
}

export interface NodeExplanationDocument {
  readonly name: string;
  readonly chosen?: true;
  /** The first filter that refuses, as kube-scheduler stops there; absent when the node fits. */
  readonly refusal?: RefusalDocument;
  /** In the order of the profile; absent when the node is refused. */
  readonly scores?: readonly PluginScoreDocument[];
  /** Sum of the weighted scores. */
  readonly total?: number;
}

/** One reason, and the nodes refused for it. A node that has several reasons is in several. */
export interface RefusedNodesDocument {
  readonly plugin: string;
  readonly reason: string;
  readonly count: number;
  /** The first ones by name. */
  readonly nodes: readonly string[];
}

export interface PlacementDocument {
  readonly outcome: "placed" | "unschedulable" | "gated";
  /** Where the Pod goes. */
  readonly nodeName?: string;
  readonly total?: number;
  /** Why it goes nowhere, as in the event. */
  readonly message?: string;
  readonly nodeCount: number;
  readonly feasibleCount: number;
  /** Present where several nodes have the highest total. */
  readonly tie?: {
    /** How one is picked. */
    readonly rule: string;
    /** The first ones by name. */
    readonly nodes: readonly string[];
    readonly count: number;
  };
  readonly refused: readonly RefusedNodesDocument[];
  /** Nodes that fit, the best first, then refused ones by name. Cut to `limit`, the chosen one kept. */
  readonly nodes: readonly NodeExplanationDocument[];
  /** How many nodes are not in `nodes`. */
  readonly nodesOmitted: number;
}

export interface PodExplanationDocument extends PlacementDocument {
  readonly apiVersion: "kubarium/v1";
  readonly kind: "PodExplanation";
  readonly pod: { readonly namespace: string; readonly name: string; readonly uid?: string };
  readonly schedulerName: string;
  /**
   * `decision`: the last decision, on the nodes and Pods as they were. `now`: as if the Pod were to be placed now, itself left
   * out where it runs.
   */
  readonly basis: "decision" | "now";
  /** RFC 3339: when the decision was made, or this answer. */
  readonly time: string;
  /** Where the Pod is, if it is anywhere. */
  readonly boundTo?: string;
  /** The node on which Pods were evicted for it. */
  readonly nominatedNodeName?: string;
  /** Set when something keeps this from being the whole truth. */
  readonly notes?: readonly string[];
}

/** One of the last decisions, in short. */
export interface DecisionDocument {
  readonly pod: { readonly namespace: string; readonly name: string; readonly uid: string };
  readonly time: string;
  readonly schedulerName: string;
  readonly outcome: "placed" | "unschedulable";
  readonly nodeName?: string;
  readonly total?: number;
  readonly message?: string;
  readonly nominatedNodeName?: string;
  readonly nodeCount: number;
  readonly feasibleCount: number;
}

/** `GET /kubarium/v1/decisions`: the last decision about each Pod, the newest first. */
export interface DecisionListDocument {
  readonly apiVersion: "kubarium/v1";
  readonly kind: "DecisionList";
  readonly items: readonly DecisionDocument[];
}

/** Room that the scheduler would make for a Pod that fits nowhere as things are. */
export interface PreemptionDocument {
  /** Where the Pod would go once its victims are gone. */
  readonly nominatedNodeName: string;
  /** Pods of lower priority on that node that would be evicted, the most important first. */
  readonly victims: readonly VictimDocument[];
  /** PodDisruptionBudgets that would not be kept to, as `namespace/name`, sorted. */
  readonly budgetsViolated: readonly string[];
}

export interface VictimDocument {
  readonly namespace: string;
  readonly name: string;
  readonly priority: number;
  /** Budgets that have no disruption left for this Pod. */
  readonly budgetsViolated?: readonly string[];
  /** It is on its way out already. */
  readonly terminating?: true;
}

export interface WhatIfPodDocument extends PlacementDocument {
  readonly name: string;
  readonly namespace: string;
  /** With outcome `unschedulable`: what would be done about it. Absent where preemption would not help. */
  readonly preemption?: PreemptionDocument;
}

/** A Pod that exists, on a node that would be removed. */
export interface DisplacedPodDocument {
  readonly namespace: string;
  readonly name: string;
  readonly from: string;
  /** `ends`: it belongs to its node (a DaemonSet's, a static Pod) and goes with it. */
  readonly outcome: "placed" | "unschedulable" | "ends";
  readonly nodeName?: string;
  readonly message?: string;
  readonly preemption?: PreemptionDocument;
}

export interface WhatIfDocument {
  readonly apiVersion: "kubarium/v1";
  readonly kind: "WhatIf";
  readonly time: string;
  /** Pods that were asked about, in the order in which they were placed, each on top of those before it. */
  readonly pods: readonly WhatIfPodDocument[];
  /** How many of them found a node. */
  readonly placed: number;
  /** How many others would have a node once Pods of lower priority were evicted; the Pods after them count those as gone. */
  readonly preempting: number;
  readonly displaced: readonly DisplacedPodDocument[];
  /** Pods of the request by node, and what each node would have left. */
  readonly nodes: readonly WhatIfNodeDocument[];
}

export interface WhatIfNodeDocument {
  readonly name: string;
  readonly added?: true;
  readonly removed?: true;
  /** How many of the Pods that were asked about, those counted that would make room for themselves there. */
  readonly pods: number;
  /** Pods that would be evicted from it, `namespace/name`; absent where there are none. */
  readonly evicted?: readonly string[];
  /** Cpu in milli, other resources in whole units. */
  readonly requested: Readonly<Record<string, number>>;
  readonly allocatable: Readonly<Record<string, number>>;
}
