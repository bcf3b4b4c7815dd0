/**
 * Whether a Pod fits a node, with those counted as there that are nominated to it (RunFilterPluginsWithNominatedPods), and
 * whom it would have to send away (SelectVictimsOnNode).
 */
import type { Pod } from "../../api/generated/types.ts";
import type { Framework, PluginRefusal, SchedulingCycle } from "../plugins/framework.ts";
import type { NodeInfo } from "../plugins/node-info.ts";
import type { NominatedPods } from "../queue/nominated-pods.ts";
import { priority } from "../queue/waiting-pod.ts";
import { splitByViolation } from "./budgets.ts";
import type { Budget } from "./budgets.ts";
import { byImportance } from "./importance.ts";
import type { Victims } from "./importance.ts";

export const noVictims = "No preemption victims found for incoming pod";

/** `covered`: a budget speaks of some Pod that might have to go, so that a change of budgets can change the answer. */
export type DryRun = { readonly covered: boolean } & (
  | { readonly victims: Victims }
  | { readonly refusal: PluginRefusal }
);

export class NodeJudge {
  readonly framework: Framework;
  readonly #nominated: NominatedPods;

  constructor(framework: Framework, nominated: NominatedPods) {
    this.framework = framework;
    this.#nominated = nominated;
  }

  /** Undefined when the Pod fits, both with the nominated Pods of its priority or a higher one and without them. */
  refusal(cycle: SchedulingCycle, nodeInfo: NodeInfo): PluginRefusal | undefined {
    const { framework } = this;
    const others = this.#nominatedTo(nodeInfo, cycle.pod);
    if (others.length > 0) {
      const fork = framework.fork(cycle);
      const copy = nodeInfo.clone();
      for (const other of others) framework.addPod(fork, other, copy);
      const refusal = framework.filter(fork, copy);
      if (refusal !== undefined) return refusal;
    }
    return framework.filter(cycle, nodeInfo);
  }

  /**
   * Takes away every Pod of lower priority, and puts back those that may stay: first the ones whose going would violate a
   * budget, each time the most important first. Cycle and node are left as they are.
   */
  dryRun(cycle: SchedulingCycle, node: NodeInfo, budgets: readonly Budget[]): DryRun {
    const { framework } = this;
    const mine = priority(cycle.pod);
    const below = [...node.pods].filter(({ pod }) => priority(pod) < mine);
    if (below.length === 0) {
      const refusal = { plugin: "", reasons: [noVictims], resolvable: false };
      return { covered: false, refusal };
    }
    const fork = framework.fork(cycle);
    const copy = node.clone();
    for (const { pod } of below) framework.removePod(fork, pod, copy);
    const candidates = below.sort((a, b) => byImportance(a.pod, b.pod));
    const { violating, others, covered } = splitByViolation(candidates, budgets);
    const refusal = this.refusal(fork, copy);
    if (refusal !== undefined) return { covered, refusal };
    const pods: Pod[] = [];
    const mustGo = ({ pod }: { readonly pod: Pod }): boolean => {
      framework.addPod(fork, pod, copy);
      if (this.refusal(fork, copy) === undefined) return false;
      framework.removePod(fork, pod, copy);
      pods.push(pod);
      return true;
    };
    const violations = violating.filter(mustGo).length;
    for (const other of others) mustGo(other);
    if (violating.length > 0 && others.length > 0) pods.sort(byImportance);
    return { covered, victims: { pods, violations } };
  }

  #nominatedTo({ name }: NodeInfo, pod: Pod): readonly Pod[] {
    const others: Pod[] = [];
    for (const other of this.#nominated.on(name)) {
      if (other.metadata.uid === pod.metadata.uid) continue;
      if (priority(other) >= priority(pod)) others.push(other);
    }
    return others;
  }
}
