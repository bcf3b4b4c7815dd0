/** Answers why a Pod is where it is, or nowhere: the decision as it was made, or as it would be made now. */
import type { Pod, PodDisruptionBudget } from "../../api/generated/types.ts";
import { PODS } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import { notFound } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import type { Framework } from "../plugins/framework.ts";
import { NodeInfo } from "../plugins/node-info.ts";
import { profileFramework } from "../plugins/profile-framework.ts";
import { ClusterSnapshot } from "../plugins/snapshot.ts";
import type { ClusterObjects } from "../plugins/snapshot.ts";
import type { SchedulerProfile } from "../profile/profile.ts";
import type { Decision, DecisionLog } from "./decision-log.ts";
import type {
  DecisionDocument,
  DecisionListDocument,
  PodExplanationDocument,
} from "./explanation-document.ts";
import type { NodeStates } from "./node-states.ts";
import { explainPlacement } from "./placement.ts";
import type { RememberedVolumes } from "./remembered-volumes.ts";

export interface ExplainerParts {
  readonly host: Host;
  readonly decisions: DecisionLog;
  readonly objects: ClusterObjects;
  /** By schedulerName. */
  readonly profiles: ReadonlyMap<string, SchedulerProfile>;
  /** Nodes and Pods as they are now. */
  states(): NodeStates;
  budgets(): readonly PodDisruptionBudget[];
}

export interface ExplainOptions {
  /** Without it: the decision if it is remembered, else now. */
  readonly basis?: PodExplanationDocument["basis"];
  /** Nodes in the answer at most; default 64. The chosen node is always among them. */
  readonly limit?: number;
}

const limitDefault = 64;

export class Explainer {
  readonly #parts: ExplainerParts;
  readonly #frameworks = new Map<string, Framework>();

  constructor(parts: ExplainerParts) {
    this.#parts = parts;
  }

  /** Undefined when it is none of ours. */
  profileOf(schedulerName: string): SchedulerProfile | undefined {
    return this.#parts.profiles.get(schedulerName);
  }

  budgets(): readonly PodDisruptionBudget[] {
    return this.#parts.budgets();
  }

  /** The plugins of the scheduler of that name; undefined when it is none of ours. */
  frameworkOf(schedulerName: string): Framework | undefined {
    const profile = this.profileOf(schedulerName);
    if (profile === undefined) return undefined;
    let framework = this.#frameworks.get(schedulerName);
    if (framework === undefined) {
      framework = profileFramework(profile);
      this.#frameworks.set(schedulerName, framework);
    }
    return framework;
  }

  defaultProfile(): SchedulerProfile {
    const [first] = this.#parts.profiles.values();
    if (first === undefined) throw new Error("a scheduler without profiles");
    return first;
  }

  /** That of the first profile. */
  defaultFramework(): Framework {
    const framework = this.frameworkOf(this.defaultProfile().schedulerName);
    if (framework === undefined) throw new Error("a scheduler without profiles");
    return framework;
  }

  /** The cluster as it is now, for the caller to change: nodes are fresh. */
  snapshot(): ClusterSnapshot {
    return this.#snapshotOf(this.#parts.states());
  }

  /** Throws StatusError 404 when the decision is asked for and not remembered. */
  explain(pod: Stored<Pod>, options: ExplainOptions = {}): PodExplanationDocument {
    const decision = this.#parts.decisions.get(pod.metadata.uid);
    const basis = options.basis ?? (decision === undefined ? "now" : "decision");
    const limit = options.limit ?? limitDefault;
    if (basis === "now") return this.#now(pod, decision === undefined, limit);
    if (decision === undefined) {
      throw notFound({ group: "", resource: `${PODS.resource}/explanation` }, pod.metadata.name);
    }
    return this.#decided(pod, decision, limit);
  }

  /** The last decision about each Pod, the newest first. */
  decisions(limit: number): DecisionListDocument {
    const items = this.#parts.decisions.all().slice(0, limit).map(toDocument);
    return { apiVersion: "kubarium/v1", kind: "DecisionList", items };
  }

  #decided(pod: Stored<Pod>, decision: Decision, limit: number): PodExplanationDocument {
    const { schedulerName, nodeName, message, states } = decision;
    const framework = this.frameworkOf(schedulerName) ?? this.defaultFramework();
    const snapshot = this.#snapshotOf(states, decision.volumes);
    // Room that was kept for the Pod itself does not stand in its own way.
    for (const nodeInfo of snapshot.nodes) nodeInfo.removePod(pod);
    const placement = explainPlacement(
      decision.pod,
      { framework, snapshot },
      {
        limit,
        ...(nodeName === undefined ? {} : { chosen: nodeName }),
        ...(message === undefined ? {} : { message }),
      },
    );
    const notes: string[] = [];
    const promised = decision.pod.status?.nominatedNodeName;
    if (nodeName !== undefined && promised === nodeName) {
      notes.push(
        "room was made for it on this node before: it went there without a look at others",
      );
    } else if (decision.total !== undefined && placement.total !== decision.total) {
      notes.push(
        `the total was ${decision.total} when it was decided: namespaces and Services are read as they are now`,
      );
    }
    return {
      ...this.#head(pod, { schedulerName, basis: "decision", atMs: decision.atMs, notes }),
      ...(decision.nominatedNodeName === undefined
        ? {}
        : { nominatedNodeName: decision.nominatedNodeName }),
      ...placement,
    };
  }

  #now(pod: Stored<Pod>, isUnknown: boolean, limit: number): PodExplanationDocument {
    const schedulerName = pod.spec?.schedulerName ?? "default-scheduler";
    const notes: string[] = [];
    const own = this.frameworkOf(schedulerName);
    if (own === undefined) {
      notes.push(`"${schedulerName}" is no scheduler of this cluster: judged by the default one`);
    }
    if (isUnknown && pod.spec?.nodeName) notes.push("how it was decided is no longer remembered");
    const framework = own ?? this.defaultFramework();
    const snapshot = this.snapshot();
    for (const nodeInfo of snapshot.nodes) nodeInfo.removePod(pod);
    const atMs = this.#parts.host.clock.nowMs();
    return {
      ...this.#head(pod, { schedulerName, basis: "now", atMs, notes }),
      ...explainPlacement(unplaced(pod), { framework, snapshot }, { limit }),
    };
  }

  #snapshotOf(states: NodeStates, volumes?: RememberedVolumes): ClusterSnapshot {
    const nodes = Array.from(states, ({ node, pods }) => new NodeInfo(node, pods));
    return new ClusterSnapshot(nodes, { ...this.#parts.objects, ...volumes });
  }

  #head(
    pod: Stored<Pod>,
    about: {
      readonly schedulerName: string;
      readonly basis: PodExplanationDocument["basis"];
      readonly atMs: number;
      readonly notes: readonly string[];
    },
  ): Pick<
    PodExplanationDocument,
    "apiVersion" | "kind" | "pod" | "schedulerName" | "basis" | "time" | "boundTo" | "notes"
  > {
    const { namespace = "", name, uid } = pod.metadata;
    return {
      apiVersion: "kubarium/v1",
      kind: "PodExplanation",
      pod: { namespace, name, uid },
      schedulerName: about.schedulerName,
      basis: about.basis,
      time: rfc3339(about.atMs),
      ...(pod.spec?.nodeName ? { boundTo: pod.spec.nodeName } : {}),
      ...(about.notes.length === 0 ? {} : { notes: about.notes }),
    };
  }
}

function toDocument(decision: Decision): DecisionDocument {
  const { pod, atMs, schedulerName, states, feasibleCount } = decision;
  const { nodeName, total, message, nominatedNodeName } = decision;
  const { namespace = "", name, uid } = pod.metadata;
  return {
    pod: { namespace, name, uid },
    time: rfc3339(atMs),
    schedulerName,
    outcome: nodeName === undefined ? "unschedulable" : "placed",
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(total === undefined ? {} : { total }),
    ...(message === undefined ? {} : { message }),
    ...(nominatedNodeName === undefined ? {} : { nominatedNodeName }),
    nodeCount: states.count,
    feasibleCount,
  };
}

/** The Pod as it was before it had a node. */
export function unplaced(pod: Pod): Pod {
  const { spec } = pod;
  if (spec?.nodeName === undefined) return pod;
  const { nodeName: _, ...rest } = spec;
  return { ...pod, spec: rest };
}
