/**
 * Decides where a batch of Pods goes: records in, kernel run, outcomes out. Knows the cache and the columns; writes nothing
 * to the API.
 */
import type { Log } from "../host/host.ts";
import type { SchedulerEngine } from "../kernels/pool.ts";
import { REASON } from "../kernels/scheduler/layout.ts";
import type { SchedulerCapacity } from "../kernels/scheduler/layout.ts";
import type { Placement } from "../kernels/scheduler/records.ts";
import type { PodEntries } from "../kernels/scheduler/records.ts";
import { toStatusError } from "../api/status.ts";
import type { ClusterCache } from "./cluster-cache.ts";
import { fitMessage, noNodes, reasonText } from "./fit-message.ts";
import { NodeColumns, hashText } from "./node-columns.ts";
import { setMaskBit } from "./node-answers.ts";
import { ClusterSnapshot } from "./plugins/snapshot.ts";
import type { ClusterObjects } from "./plugins/snapshot.ts";
import { PodRecords } from "./pod-records.ts";
import type { Draft } from "./pod-records.ts";
import { isConstrained, judgeVolumes } from "./pod-volumes.ts";
import type { HostReason } from "./pod-volumes.ts";
import type { QueuedPod } from "./queue/waiting-pod.ts";
import type { CounterLimits } from "./topology/counters.ts";

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
}

export interface PlacerContext {
  readonly cache: ClusterCache;
  readonly objects: ClusterObjects;
  /** Told why a batch is placed once more. */
  readonly log?: Log;
  /** The cluster as plugins read it, for the filters that the kernel does not have. */
  snapshot(): ClusterSnapshot;
  /** How much is kept of what Pods have asked about others. */
  readonly limits?: CounterLimits;
}

/** What an engine is made with; the columns grow with the cluster. */
export const initialCapacity: SchedulerCapacity = {
  nodes: 64,
  resources: 4,
  taintWords: 1,
  portWords: 0,
  masks: 16,
  scoreColumns: 4,
  pods: 256,
};

/** Who refuses for a reason. */
const pluginOf: Readonly<Record<number, string>> = {
  [REASON.unschedulable]: "NodeUnschedulable",
  [REASON.nodeName]: "NodeName",
  [REASON.taint]: "TaintToleration",
  [REASON.affinity]: "NodeAffinity",
  [REASON.notNamed]: "NodeAffinity",
  [REASON.enforced]: "NodeAffinity",
  [REASON.ports]: "NodePorts",
  [REASON.spreadLabelMissing]: "PodTopologySpread",
  [REASON.spread]: "PodTopologySpread",
  [REASON.podAffinity]: "InterPodAffinity",
  [REASON.podAntiAffinity]: "InterPodAffinity",
  [REASON.existingAntiAffinity]: "InterPodAffinity",
};

/** What is found before the kernel runs. */
type Prepared =
  | { readonly refusal: RefusedOutcome }
  | {
      readonly draft: Draft;
      readonly posts: PodEntries["posts"];
      readonly hostReasons: readonly HostReason[];
    };

export class Placer {
  readonly #engine: SchedulerEngine;
  readonly #context: PlacerContext;
  readonly #columns: NodeColumns;
  readonly #records: PodRecords;
  readonly #seed: number;
  #recordCount = 0;

  /** `seed` (32 bits) decides between nodes of equal score. */
  constructor(engine: SchedulerEngine, context: PlacerContext, seed: number) {
    this.#engine = engine;
    this.#context = context;
    this.#columns = new NodeColumns(engine.memory, context.cache, context);
    this.#records = new PodRecords(this.#columns, new ClusterSnapshot([], context.objects), seed);
    this.#seed = seed;
  }

  /** Pods that one call should take at most: more than that gains nothing. */
  get batchMax(): number {
    return 256;
  }

  /** The kernel's column of a node, and how many records the last batch had: for whoever asks the engine to explain itself. */
  columnOf(nodeName: string): number | undefined {
    return this.#columns.indexOf(nodeName);
  }

  get recordCount(): number {
    return this.#recordCount;
  }

  /**
   * Places the Pods in order. The columns then hold the placed ones; the cache does not yet. After a trap or the loss of a worker
   * once more, from columns written anew: the engine does it on this thread then. Rejects when that fails, too.
   */
  async place(batch: readonly QueuedPod[]): Promise<readonly Outcome[]> {
    try {
      return await this.#place(batch);
    } catch (error) {
      const { message } = toStatusError(error);
      this.#context.log?.write("warn", "batch is placed again", { error: message });
      return this.#place(batch);
    }
  }

  async #place(batch: readonly QueuedPod[]): Promise<readonly Outcome[]> {
    const nodeCount = this.#context.cache.nodeCount;
    if (nodeCount === 0) {
      // Any node that comes is worth a try: what NodeName registers for.
      const result = { message: noNodes, rejectedBy: new Set(["NodeName"]), unresolvable: 0 };
      return batch.map((queued) => ({ queued, result, feasible: 0, nodeCount }));
    }
    this.#columns.flush();
    this.#records.startBatch();
    const masks: number[] = [];
    const prepared = batch.map((queued) => ({ queued, ...this.#prepare(queued, masks) }));
    const drafted = prepared.filter((each) => "draft" in each);
    this.#engine.memory.writeBatch(
      drafted.map(({ queued: { pod, profile, key, attempts }, draft, posts }) => {
        const tieOffset = hashText(`${key} ${attempts}`, this.#seed);
        return this.#records.finish(draft, { pod, profile, tieOffset, posts });
      }),
    );
    this.#recordCount = drafted.length;
    try {
      await this.#engine.place(drafted.length);
    } catch (error) {
      this.#columns.distrust();
      throw error;
    } finally {
      for (const mask of masks) this.#columns.masks.release(mask);
    }
    let next = 0;
    return prepared.map((each): Outcome => {
      const { queued } = each;
      if ("refusal" in each) return { queued, result: each.refusal, feasible: 0, nodeCount };
      const placement = this.#engine.memory.readResult(next++);
      const { feasible, node } = placement;
      if (node >= 0) this.#columns.topology.placed(queued.pod, node);
      const result = this.#resultOf(placement, each.hostReasons);
      return { queued, result, feasible, nodeCount };
    });
  }

  #prepare({ pod, profile }: QueuedPod, masks: number[]): Prepared {
    const unsupported = unsupportedWish(pod);
    if (unsupported !== undefined) {
      return { refusal: this.#refusal([unsupported], "DynamicResources", false) };
    }
    try {
      const draft = this.#records.draft(pod, profile);
      if ("refusal" in draft) {
        const { reasons, plugin, resolvable } = draft.refusal;
        return { refusal: this.#refusal(reasons, plugin, resolvable) };
      }
      if (!isConstrained(pod)) return { draft, posts: [], hostReasons: [] };
      const verdict = judgeVolumes(pod, profile, this.#context.snapshot());
      if ("refusal" in verdict) {
        const { reasons, plugin, resolvable } = verdict.refusal;
        return { refusal: this.#refusal(reasons, plugin, resolvable) };
      }
      const hostReasons = [...verdict.refused.keys()];
      return { draft, posts: this.#postsOf(verdict.refused, masks), hostReasons };
    } catch (error) {
      return { refusal: this.#refusal([toStatusError(error).message], "", false) };
    }
  }

  /** One mask a reason: the nodes that are not refused for it. */
  #postsOf(
    refused: ReadonlyMap<HostReason, ReadonlySet<string>>,
    masks: number[],
  ): PodEntries["posts"] {
    return [...refused].map(([{ code }, names]) => {
      const mask = this.#columns.masks.take();
      masks.push(mask);
      const bits = this.#engine.memory.mask(mask);
      bits.fill(0xffffffff);
      for (const name of names) {
        const index = this.#columns.indexOf(name);
        if (index !== undefined) setMaskBit(bits, index, false);
      }
      return { mask, reason: code };
    });
  }

  #resultOf(
    placement: Placement,
    hostReasons: readonly HostReason[],
  ): PlacedOutcome | RefusedOutcome {
    if (placement.node >= 0) {
      const nodeName = this.#columns.nameOf(placement.node);
      if (nodeName === undefined) throw new Error(`placed on column ${placement.node}: no node`);
      return { nodeName, score: placement.score };
    }
    const refused = new Map<string, number>();
    const rejectedBy = new Set<string>();
    placement.refused.forEach((count, code) => {
      if (count === 0) return;
      const own = hostReasons.find((reason) => reason.code === code);
      const texts = own?.texts ?? [reasonText(code, (row) => this.#columns.resourceName(row))];
      for (const text of texts) refused.set(text, (refused.get(text) ?? 0) + count);
      rejectedBy.add(own?.plugin ?? pluginOf[code] ?? "NodeResourcesFit");
    });
    const message = fitMessage(this.#context.cache.nodeCount, refused);
    return { message, rejectedBy, unresolvable: placement.unresolvable };
  }

  #refusal(reasons: readonly string[], plugin: string, resolvable: boolean): RefusedOutcome {
    const { nodeCount } = this.#context.cache;
    const message = fitMessage(nodeCount, reasons.join(", "));
    const unresolvable = resolvable ? 0 : nodeCount;
    return { message, rejectedBy: new Set([plugin]), unresolvable };
  }
}

/** What a Pod may ask for that this scheduler cannot give: it must wait rather than be misplaced. */
function unsupportedWish(pod: QueuedPod["pod"]): string | undefined {
  if ((pod.spec?.resourceClaims ?? []).length > 0) {
    return "pod has resource claims, which this scheduler does not allocate";
  }
  if (pod.spec?.schedulingGroup !== undefined) {
    return "pod belongs to a scheduling group, and this scheduler does not place groups";
  }
  return undefined;
}
