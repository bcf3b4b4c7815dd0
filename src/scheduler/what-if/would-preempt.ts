/**
 * What preemption would do for a Pod that fits nowhere, on a copy of the cluster: nobody is evicted. Every node is looked at
 * where kube-scheduler takes a sample of large clusters, and of equally good ones the first by name is taken.
 */
import type { Pod, PodDisruptionBudget } from "../../api/generated/types.ts";
import type { PreemptionDocument } from "../explain/explanation-document.ts";
import type { Framework, PluginRefusal } from "../plugins/framework.ts";
import type { ClusterSnapshot } from "../plugins/snapshot.ts";
import { budgetsOf, splitByViolation } from "../preemption/budgets.ts";
import type { Budget } from "../preemption/budgets.ts";
import type { Candidate } from "../preemption/dry-runs.ts";
import { byImportance, harmOf, isLessHarmful } from "../preemption/importance.ts";
import { NodeJudge } from "../preemption/node-judge.ts";
import {
  askPostFilters,
  histogramOf,
  neverPreempts,
  noCandidate,
} from "../preemption/preemption.ts";
import type { PostFilterAnswer } from "../preemption/preemption.ts";
import type { SchedulerProfile } from "../profile/profile.ts";
import { NominatedPods } from "../queue/nominated-pods.ts";
import { priority } from "../queue/waiting-pod.ts";

export interface WouldPreemptContext {
  readonly framework: Framework;
  readonly profile: SchedulerProfile;
  /** With the Pods that nodes are promised to on those nodes, as far as they come before the Pod. */
  readonly snapshot: ClusterSnapshot;
  readonly budgets: readonly PodDisruptionBudget[];
}

export interface WouldPreempt {
  /** What the event would add; empty where room would be made. */
  readonly message: string;
  readonly victims: readonly Pod[];
  /** Absent where preemption would not help. */
  readonly document?: PreemptionDocument;
}

/** The Pod is to be one that fits nowhere; the snapshot is left as it is. */
export function wouldPreempt(pod: Pod, context: WouldPreemptContext): WouldPreempt {
  const budgets = budgetsOf(context.budgets);
  const { message, candidate } = askPostFilters(context.profile, () =>
    preempt(pod, context, budgets),
  );
  if (candidate === undefined) return { message, victims: [] };
  const { pods } = candidate.victims;
  const violated = violations(pod, { candidate, context, budgets });
  const names = new Set([...violated.values()].flat());
  const document: PreemptionDocument = {
    nominatedNodeName: candidate.nodeName,
    victims: pods.map((victim) => {
      const { namespace = "", name = "", deletionTimestamp } = victim.metadata;
      const broken = violated.get(victim);
      return {
        namespace,
        name,
        priority: priority(victim),
        ...(broken === undefined ? {} : { budgetsViolated: broken }),
        ...(deletionTimestamp === undefined ? {} : { terminating: true as const }),
      };
    }),
    budgetsViolated: [...names].sort(),
  };
  return { message, victims: pods, document };
}

function preempt(
  pod: Pod,
  { framework, snapshot }: WouldPreemptContext,
  budgets: readonly Budget[],
): PostFilterAnswer {
  if (pod.spec?.preemptionPolicy === "Never") return neverPreempts;
  const judge = new NodeJudge(framework, new NominatedPods());
  const cycle = framework.begin(pod, snapshot);
  const refused = new Map<string, PluginRefusal>();
  let best: Candidate | undefined;
  const nodes = snapshot.nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const node of nodes) {
    if (judge.refusal(cycle, node)?.resolvable !== true) continue;
    const run = judge.dryRun(cycle, node, budgets);
    if ("refusal" in run) {
      refused.set(node.name, run.refusal);
      continue;
    }
    const { victims } = run;
    if (victims.pods.length === 0) continue;
    const candidate = { nodeName: node.name, victims, harm: harmOf(victims) };
    if (best === undefined || isLessHarmful(candidate.harm, best.harm)) best = candidate;
  }
  if (best === undefined) return noCandidate(nodes.length, histogramOf({ refused }));
  return { message: "", candidate: best, nominatedNodeName: best.nodeName };
}

/** By victim: the budgets, `namespace/name`, that have nothing left for it. */
function violations(
  pod: Pod,
  about: {
    readonly candidate: Candidate;
    readonly context: WouldPreemptContext;
    readonly budgets: readonly Budget[];
  },
): ReadonlyMap<Pod, readonly string[]> {
  const { candidate, context, budgets } = about;
  const below = [...(context.snapshot.node(candidate.nodeName)?.pods ?? [])]
    .filter((other) => priority(other.pod) < priority(pod))
    .sort((a, b) => byImportance(a.pod, b.pod));
  const going = new Set(candidate.victims.pods);
  const violated = new Map<Pod, string[]>();
  splitByViolation(below, budgets, (victim, { metadata }) => {
    if (!going.has(victim.pod)) return;
    const name = `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
    violated.set(victim.pod, [...(violated.get(victim.pod) ?? []), name]);
  });
  return violated;
}
