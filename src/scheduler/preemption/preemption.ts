/**
 * What is done for a Pod that fits nowhere: the postFilter plugins have their say, and DefaultPreemption looks for the node
 * where making room does the least harm. Decides; evictor.ts acts. Follows kube-scheduler's framework/preemption and
 * plugins/defaultpreemption.
 */
import type { Pod, PodDisruptionBudget } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import type { ClusterCache } from "../cluster-cache.ts";
import { fitMessage } from "../fit-message.ts";
import { hashText } from "../node-columns.ts";
import type { Framework, SchedulingCycle } from "../plugins/framework.ts";
import { podInfoOf } from "../plugins/node-info.ts";
import { profileFramework } from "../plugins/profile-framework.ts";
import type { SchedulerProfile } from "../profile/profile.ts";
import type { NominatedPods } from "../queue/nominated-pods.ts";
import { priority } from "../queue/waiting-pod.ts";
import type { QueuedPod } from "../queue/waiting-pod.ts";
import { budgetsOf } from "./budgets.ts";
import type { Budget } from "./budgets.ts";
import { answerKey, DryRuns } from "./dry-runs.ts";
import type { Candidate, Judge, Sample } from "./dry-runs.ts";
import { isLessHarmful } from "./importance.ts";
import { placePlainly } from "./plain-placing.ts";
import type { PlainOutcome } from "./plain-placing.ts";
import { NodeJudge, noVictims } from "./node-judge.ts";
import type { NodeInfos } from "./node-infos.ts";
import { aroundFit, RoomJudge } from "./room-judge.ts";

export interface PreemptionParts {
  readonly cache: ClusterCache;
  readonly infos: NodeInfos;
  readonly nominated: NominatedPods;
  /** The same list as long as nothing about budgets changes. */
  budgets(): readonly Stored<PodDisruptionBudget>[];
  /** 32 bits that the places where dry runs begin are drawn from. */
  readonly seed: number;
}

export interface PostFilterAnswer {
  /** What is added to the Pod's FailedScheduling message; empty when room is being made. */
  readonly message: string;
  /** Where room is to be made. */
  readonly candidate?: Candidate;
  /** The nomination that the Pod has from now on; an empty name takes it away, undefined leaves it. */
  readonly nominatedNodeName?: string;
}

/** A Pod that no node fits, as the placer says it. */
export interface Misfit {
  readonly nodeCount: number;
  /** Nodes that taking Pods away would not open. */
  readonly unresolvable: number;
}

const notHelpful = "Preemption is not helpful for scheduling";

export const neverPreempts: PostFilterAnswer = {
  message: "not eligible due to preemptionPolicy=Never.",
};

/** The profile's postFilter plugins in turn, until one has a way; `preempt` is what DefaultPreemption answers. */
export function askPostFilters(
  { plugins: { postFilter } }: SchedulerProfile,
  preempt: () => PostFilterAnswer,
): PostFilterAnswer {
  // Without any postFilter plugin a nomination is worth nothing.
  if (postFilter.length === 0) return { message: "", nominatedNodeName: "" };
  const messages: string[] = [];
  let nominatedNodeName: string | undefined;
  for (const { name } of postFilter) {
    if (name === "DynamicResources") messages.push("no new claims to deallocate");
    if (name !== "DefaultPreemption") continue;
    const answer = preempt();
    if (answer.candidate !== undefined) return answer;
    messages.push(`preemption: ${answer.message}`);
    nominatedNodeName = answer.nominatedNodeName;
  }
  const message = messages.join(", ");
  return nominatedNodeName === undefined ? { message } : { message, nominatedNodeName };
}

export class Preemption {
  readonly #parts: PreemptionParts;
  readonly #dryRuns: DryRuns;
  readonly #judges = new Map<SchedulerProfile, NodeJudge>();
  #budgets: { readonly of: readonly unknown[]; readonly ready: readonly Budget[] } | undefined;
  #budgetsVersion = 0;

  constructor(parts: PreemptionParts) {
    this.#parts = parts;
    this.#dryRuns = new DryRuns(parts.cache);
  }

  /** Asks the profile's postFilter plugins in turn, until one has a way. */
  postFilter(queued: QueuedPod, misfit: Misfit): PostFilterAnswer {
    return askPostFilters(queued.profile, () => this.#preempt(queued, misfit));
  }

  /** True when the Pod fits the node now, those that are nominated to it counted; itself is not to be among them. */
  fits(queued: QueuedPod, nodeName: string): boolean {
    const info = this.#parts.infos.of(this.#parts.cache.entry(nodeName));
    if (info === undefined) return false;
    const judge = this.#judgeOf(queued.profile);
    return judge.refusal(this.#cycleOf(queued, judge.framework), info) === undefined;
  }

  /** Places a Pod whose rules could be met by nominated ones, which the kernel takes for placed; see plain-placing.ts. */
  placePlainly(queued: QueuedPod): PlainOutcome {
    const judge = this.#judgeOf(queued.profile);
    const cycle = this.#cycleOf(queued, judge.framework);
    return placePlainly(queued, judge, { cycle, seed: this.#parts.seed });
  }

  #preempt(queued: QueuedPod, misfit: Misfit): PostFilterAnswer {
    const { pod, profile } = queued;
    const { cache } = this.#parts;
    if (pod.spec?.preemptionPolicy === "Never") return neverPreempts;
    const { nodeCount, unresolvable } = misfit;
    if (unresolvable >= nodeCount || !cache.hasLowerPriority(priority(pod))) {
      return noCandidate(nodeCount, new Map([[noVictims, nodeCount - unresolvable]]));
    }
    const judge = this.#judgeOf(profile);
    const cycle = this.#cycleOf(queued, judge.framework);
    if (this.#isWaitingForVictims(pod, judge, cycle)) {
      return { message: "not eligible due to a terminating pod on the nominated node." };
    }
    const sample = this.#sample(queued, judge, cycle);
    const [first] = sample.candidates;
    if (first === undefined) return noCandidate(sample.nodeCount, histogramOf(sample));
    let candidate = first;
    for (const other of sample.candidates) {
      if (isLessHarmful(other.harm, candidate.harm)) candidate = other;
    }
    return { message: "", candidate, nominatedNodeName: candidate.nodeName };
  }

  /** The Pod's own nomination must not stand in its way: the caller has lifted it. */
  #sample(queued: QueuedPod, judge: NodeJudge, cycle: SchedulingCycle): Sample {
    const { pod, profile, key, attempts } = queued;
    const { minCandidateNodesPercentage, minCandidateNodesAbsolute } =
      profile.args.DefaultPreemption;
    const budgets = this.#readBudgets();
    const isLocal = this.#isLocal(queued);
    return this.#dryRuns.sample(
      {
        judge: isLocal ? this.#localJudge(queued, judge, cycle) : this.#plainJudge(judge, cycle),
        budgets,
        budgetsVersion: this.#budgetsVersion,
        key: isLocal ? answerKey(pod, profile.schedulerName) : undefined,
      },
      (potential) => ({
        offset: hashText(`${key} ${attempts}`, this.#parts.seed) % Math.max(1, potential),
        enough: Math.min(
          potential,
          Math.max(
            Math.floor((potential * minCandidateNodesPercentage) / 100),
            minCandidateNodesAbsolute,
          ),
        ),
      }),
    );
  }

  #plainJudge(judge: NodeJudge, cycle: SchedulingCycle): Judge {
    const { infos } = this.#parts;
    return {
      refusal(entry) {
        const info = infos.of(entry);
        return info === undefined ? undefined : judge.refusal(cycle, info);
      },
      dryRun(entry, budgets) {
        const info = infos.of(entry);
        return info === undefined ? undefined : judge.dryRun(cycle, info, budgets);
      },
    };
  }

  /** Of a Pod whose rules look at one node: what it can win is room, and host ports. */
  #localJudge({ pod, profile }: QueuedPod, judge: NodeJudge, cycle: SchedulingCycle): Judge {
    const around = aroundFit(judge.framework);
    if (around === undefined || podInfoOf(pod).ports.length > 0) {
      return this.#plainJudge(judge, cycle);
    }
    const { infos, nominated } = this.#parts;
    return new RoomJudge({ around, cycle, infos, nominated, args: profile.args.NodeResourcesFit });
  }

  /** Room has been made for the Pod before, and those who are to make it are still on their way out. */
  #isWaitingForVictims(pod: Stored<Pod>, judge: NodeJudge, cycle: SchedulingCycle): boolean {
    const { cache, infos, nominated } = this.#parts;
    // What was decided here may be newer than what the Pod's status says.
    const nodeName = nominated.nodeOf(pod.metadata.uid) ?? pod.status?.nominatedNodeName ?? "";
    const info = infos.of(cache.entry(nodeName));
    if (info === undefined) return false;
    // The node has turned out to be of no use, whoever leaves it.
    if (judge.refusal(cycle, info)?.resolvable === false) return false;
    for (const other of info.pods) {
      if (priority(other.pod) < priority(pod) && isLeavingByPreemption(other.pod)) return true;
    }
    return false;
  }

  #cycleOf(queued: QueuedPod, framework: Framework): SchedulingCycle {
    const { infos } = this.#parts;
    const snapshot = this.#isLocal(queued) ? infos.empty() : infos.snapshot();
    return framework.begin(queued.pod, snapshot);
  }

  /** True when no rule of the Pod, or about it, looks beyond one node. */
  #isLocal({ pod, profile }: QueuedPod): boolean {
    const { spec } = pod;
    const own = spec?.topologySpreadConstraints ?? [];
    const spread = own.length > 0 ? own : profile.args.PodTopologySpread.defaultConstraints;
    return (
      this.#parts.cache.antiAffineCount === 0 &&
      spec?.affinity?.podAffinity === undefined &&
      spec?.affinity?.podAntiAffinity === undefined &&
      spread.every(({ whenUnsatisfiable }) => whenUnsatisfiable === "ScheduleAnyway") &&
      (spec?.volumes ?? []).every(isWithoutRules)
    );
  }

  #judgeOf(profile: SchedulerProfile): NodeJudge {
    const known = this.#judges.get(profile);
    if (known !== undefined) return known;
    const judge = new NodeJudge(profileFramework(profile), this.#parts.nominated);
    this.#judges.set(profile, judge);
    return judge;
  }

  #readBudgets(): readonly Budget[] {
    const objects = this.#parts.budgets();
    if (this.#budgets?.of === objects) return this.#budgets.ready;
    this.#budgetsVersion += 1;
    this.#budgets = { of: objects, ready: budgetsOf(objects) };
    return this.#budgets.ready;
  }
}

type PodVolume = NonNullable<NonNullable<Pod["spec"]>["volumes"]>[number];

/** Volumes that bind a Pod to no place and exclude nobody. */
function isWithoutRules(volume: PodVolume): boolean {
  return (
    volume.emptyDir !== undefined ||
    volume.configMap !== undefined ||
    volume.secret !== undefined ||
    volume.projected !== undefined ||
    volume.downwardAPI !== undefined ||
    volume.hostPath !== undefined
  );
}

/** `refused`: of the nodes tried, by reason; the others are those where nobody's going would help. */
export function noCandidate(
  nodeCount: number,
  refused: ReadonlyMap<string, number>,
): PostFilterAnswer {
  const explicit = [...refused.values()].reduce((sum, count) => sum + count, 0);
  const absent = Math.max(0, nodeCount - explicit);
  const counts = new Map(refused).set(notHelpful, (refused.get(notHelpful) ?? 0) + absent);
  return { message: fitMessage(nodeCount, counts), nominatedNodeName: "" };
}

export function histogramOf({ refused }: Pick<Sample, "refused">): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { reasons } of refused.values()) {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
}

function isLeavingByPreemption(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp === undefined) return false;
  const target = pod.status?.conditions?.find(({ type }) => type === "DisruptionTarget");
  return target?.status === "True" && target.reason === "PreemptionByScheduler";
}
