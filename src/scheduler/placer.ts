/**
 * Decides where a batch of Pods goes: rules and records in, kernel run, outcomes out. Knows the cache and the columns;
 * writes nothing to the API.
 */
import type { Pod } from "../api/generated/types.ts";
import { REASON } from "../kernels/scheduler/layout.ts";
import type { Placement, PodRecord } from "../kernels/scheduler/memory.ts";
import type { SchedulerEngine } from "../kernels/pool.ts";
import type { ClusterCache } from "./cluster-cache.ts";
import { explainedNodesMax, readExplanation } from "./explanation.ts";
import type { NodeExplanation } from "./explanation.ts";
import { fitMessage, noNodes, reasonText } from "./fit-message.ts";
import { NodeColumns, hashText } from "./node-columns.ts";
import { setMaskBit } from "./node-answers.ts";
import { podRules } from "./pod-constraints.ts";
import type { ConstraintContext, NodeRule } from "./pod-constraints.ts";
import { computePodRequests } from "./pod-requests.ts";
import { volumeRules } from "./pod-volumes.ts";
import type { VolumeListers } from "./pod-volumes.ts";
import type { QueuedPod } from "./scheduling-queue.ts";

export interface PlacedOutcome {
  readonly nodeName: string;
  readonly score: number;
}

export interface RefusedOutcome {
  /** Without what the postFilter plugins add to it. */
  readonly message: string;
  /** Nodes that taking Pods away would not open. */
  readonly unresolvable: number;
  /** The plugins that have refused nodes: what they register for can bring the Pod back (UnschedulablePlugins). */
  readonly rejectedBy: ReadonlySet<string>;
}

export interface Outcome {
  readonly queued: QueuedPod;
  readonly result: PlacedOutcome | RefusedOutcome;
  readonly feasible: number;
  readonly nodeCount: number;
  readonly nodes?: readonly NodeExplanation[];
}

export interface PlacerContext extends ConstraintContext, VolumeListers {
  readonly cache: ClusterCache;
}

/** Who refuses for a reason. */
const pluginOf: Readonly<Record<number, string>> = {
  [REASON.unschedulable]: "NodeUnschedulable",
  [REASON.nodeName]: "NodeName",
  [REASON.taint]: "TaintToleration",
  [REASON.affinity]: "NodeAffinity",
  [REASON.notNamed]: "NodeAffinity",
  [REASON.ports]: "NodePorts",
  [REASON.volume]: "VolumeBinding",
  [REASON.spreadLabelMissing]: "PodTopologySpread",
  [REASON.spread]: "PodTopologySpread",
  [REASON.podAffinity]: "InterPodAffinity",
  [REASON.podAntiAffinity]: "InterPodAffinity",
  [REASON.existingAntiAffinity]: "InterPodAffinity",
};

type Prepared = { readonly record: PodRecord } | { readonly refusal: RefusedOutcome };

export class Placer {
  readonly #engine: SchedulerEngine;
  readonly #context: PlacerContext;
  readonly #columns: NodeColumns;
  readonly #seed: number;

  /** `seed` (32 bits) decides between nodes of equal score. */
  constructor(engine: SchedulerEngine, context: PlacerContext, seed: number) {
    this.#engine = engine;
    this.#context = context;
    this.#columns = new NodeColumns(engine.memory, context.cache);
    this.#seed = seed;
  }

  /** Pods that one call may take. */
  get batchMax(): number {
    const explained = this.#context.cache.nodeCount <= explainedNodesMax;
    return explained ? 1 : this.#engine.memory.capacity.pods;
  }

  /** Places the Pods in order. The columns then hold the placed ones; the cache does not yet. */
  async place(batch: readonly QueuedPod[]): Promise<readonly Outcome[]> {
    const nodeCount = this.#context.cache.nodeCount;
    if (nodeCount === 0) {
      // Any node that comes is worth a try: what NodeName registers for.
      const result = { message: noNodes, rejectedBy: new Set(["NodeName"]), unresolvable: 0 };
      return batch.map((queued) => ({ queued, result, feasible: 0, nodeCount }));
    }
    this.#columns.flush();
    const masks: number[] = [];
    const prepared = batch.map((queued) => ({ queued, ...this.#prepare(queued, masks) }));
    const recorded = prepared.filter((each) => "record" in each);
    recorded.forEach(({ record }, i) => this.#engine.memory.writePod(i, record));
    const explained = batch.length === 1 && nodeCount <= explainedNodesMax && recorded.length === 1;
    if (explained) this.#engine.explain(0);
    const nodes = explained ? this.#readNodes() : undefined;
    await this.#engine.place(recorded.length);
    for (const mask of masks) this.#columns.masks.release(mask);
    let next = 0;
    return prepared.map((each): Outcome => {
      if ("refusal" in each) {
        return { queued: each.queued, result: each.refusal, feasible: 0, nodeCount };
      }
      const placement = this.#engine.memory.readResult(next++);
      return {
        queued: each.queued,
        result: this.#resultOf(placement),
        feasible: placement.feasible,
        nodeCount,
        ...(nodes === undefined ? {} : { nodes }),
      };
    });
  }

  #prepare(queued: QueuedPod, masks: number[]): Prepared {
    const { pod } = queued;
    const unsupported = unsupportedWish(pod);
    if (unsupported !== undefined)
      return { refusal: this.#refusal(unsupported, "DynamicResources") };
    const volumes = volumeRules(pod, this.#context);
    if ("refusal" in volumes) return { refusal: this.#refusal(volumes.refusal, "VolumeBinding") };
    const rules = [...volumes.rules, ...podRules(pod, this.#context)];
    try {
      const postMasks = this.#masksOf(rules, masks);
      const tie = hashText(`${queued.key} ${queued.attempts}`, this.#seed);
      const requests = computePodRequests(pod);
      return { record: this.#columns.record(pod, { requests, tie, postMasks }) };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { refusal: this.#refusal(error.message, "NodeResourcesFit") };
    }
  }

  /** One mask a reason: the nodes that all rules of that reason admit. */
  #masksOf(rules: readonly NodeRule[], taken: number[]): PodRecord["postMasks"] {
    const reasons = [...new Set(rules.map((rule) => rule.reason))];
    return reasons.map((reason) => {
      const mask = this.#columns.masks.take();
      taken.push(mask);
      const same = rules.filter((rule) => rule.reason === reason);
      const bits = this.#engine.memory.mask(mask);
      for (const [index, node] of this.#columns.nodes()) {
        if (same.every((rule) => rule.admits(node))) setMaskBit(bits, index, true);
      }
      return { mask, reason };
    });
  }

  #resultOf(placement: Placement): PlacedOutcome | RefusedOutcome {
    if (placement.node >= 0) {
      const nodeName = this.#columns.nameOf(placement.node);
      if (nodeName === undefined) throw new Error(`placed on column ${placement.node}: no node`);
      return { nodeName, score: placement.score };
    }
    const refused = new Map<string, number>();
    const rejectedBy = new Set<string>();
    placement.refused.forEach((count, code) => {
      if (count === 0) return;
      const text = this.#reasonText(code);
      refused.set(text, (refused.get(text) ?? 0) + count);
      rejectedBy.add(pluginOf[code] ?? "NodeResourcesFit");
    });
    const { nodeCount } = this.#context.cache;
    const message = fitMessage(nodeCount, refused);
    return { message, rejectedBy, unresolvable: placement.unresolvable };
  }

  #refusal(why: string, plugin: string): RefusedOutcome {
    const { nodeCount } = this.#context.cache;
    const message = fitMessage(nodeCount, why);
    return { message, rejectedBy: new Set([plugin]), unresolvable: nodeCount };
  }

  #readNodes(): readonly NodeExplanation[] {
    const nodes = [...this.#columns.nodes()].map(([index, node]) => ({
      index,
      name: node.metadata.name ?? "",
    }));
    return readExplanation(this.#engine.memory, {
      nodes,
      reason: (code) => this.#reasonText(code),
    });
  }

  #reasonText(code: number): string {
    return reasonText(code, (row) => this.#columns.resourceName(row));
  }
}

/** What a Pod may ask for that this scheduler cannot give: it must wait rather than be misplaced. */
function unsupportedWish(pod: Pod): string | undefined {
  if ((pod.spec?.resourceClaims ?? []).length > 0) {
    return "pod has resource claims, which this scheduler does not allocate";
  }
  if (pod.spec?.schedulingGroup !== undefined) {
    return "pod belongs to a scheduling group, and this scheduler does not place groups";
  }
  return undefined;
}
