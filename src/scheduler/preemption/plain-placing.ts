/**
 * Places one Pod by the plain plugins, each node judged with the Pods nominated to it and without them. The kernel takes
 * nominated Pods for placed ones, which is as strict or stricter for every rule but two: a Pod must not follow another to
 * where that one is only expected, nor have its skew evened out by it. For Pods of such rules there is this way.
 */
import type { Pod } from "../../api/generated/types.ts";
import { fitMessage } from "../fit-message.ts";
import { hashText } from "../node-columns.ts";
import type { Outcome } from "../placer.ts";
import type { SchedulingCycle } from "../plugins/framework.ts";
import type { NodeInfo } from "../plugins/node-info.ts";
import type { QueuedPod } from "../queue/waiting-pod.ts";
import type { NodeJudge } from "./node-judge.ts";

/** True when some rule of the Pod can be met by Pods that are not there yet. */
export function countsOnOthers({ spec }: Pod): boolean {
  const { requiredDuringSchedulingIgnoredDuringExecution: wanted = [] } =
    spec?.affinity?.podAffinity ?? {};
  const spread = spec?.topologySpreadConstraints ?? [];
  return (
    wanted.length > 0 ||
    spread.some(({ whenUnsatisfiable }) => whenUnsatisfiable === "DoNotSchedule")
  );
}

export type PlainOutcome = Pick<Outcome, "result" | "feasible"> & { readonly nodeCount: number };

/** `seed` decides between nodes of equal score. The Pod's own nomination is to be lifted before. */
export function placePlainly(
  queued: QueuedPod,
  judge: NodeJudge,
  context: { readonly cycle: SchedulingCycle; readonly seed: number },
): PlainOutcome {
  const { cycle, seed } = context;
  const { nodes } = cycle.snapshot;
  const feasible: NodeInfo[] = [];
  const refused = new Map<string, number>();
  const rejectedBy = new Set<string>();
  let unresolvable = 0;
  for (const node of nodes) {
    const refusal = judge.refusal(cycle, node);
    if (refusal === undefined) {
      feasible.push(node);
      continue;
    }
    if (!refusal.resolvable) unresolvable += 1;
    // What the plugins leave out together is a matter of where the Pod wants to go.
    rejectedBy.add(refusal.plugin || "NodeAffinity");
    for (const reason of refusal.reasons) refused.set(reason, (refused.get(reason) ?? 0) + 1);
  }
  const nodeCount = nodes.length;
  if (feasible.length === 0) {
    const text = cycle.refusal === undefined ? refused : cycle.refusal.reasons.join(", ");
    const message = fitMessage(nodeCount, text);
    return { result: { message, rejectedBy, unresolvable }, feasible: 0, nodeCount };
  }
  const tieOf = (name: string): number =>
    hashText(`${queued.key} ${queued.attempts} ${name}`, seed);
  const [first, ...others] = judge.framework.score(cycle, feasible);
  if (first === undefined) throw new Error("no score for a node that fits");
  const best = others.reduce((a, b) => {
    if (a.total !== b.total) return a.total > b.total ? a : b;
    return tieOf(a.nodeInfo.name) >= tieOf(b.nodeInfo.name) ? a : b;
  }, first);
  const result = { nodeName: best.nodeInfo.name, score: best.total };
  return { result, feasible: feasible.length, nodeCount };
}
