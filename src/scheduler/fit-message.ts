/** Why a Pod fits nowhere, in kube-scheduler's words (framework.FitError; wording of release 1.36). */
import { REASON, RESOURCE } from "../kernels/scheduler/layout.ts";

const texts: Readonly<Record<number, string>> = {
  [REASON.unschedulable]: "node(s) were unschedulable",
  [REASON.nodeName]: "node(s) didn't match the requested node name",
  [REASON.taint]: "node(s) had untolerated taint(s)",
  [REASON.affinity]: "node(s) didn't match Pod's node affinity/selector",
  [REASON.ports]: "node(s) didn't have free ports for the requested pod ports",
  [REASON.volume]: "node(s) didn't match PersistentVolume's node affinity",
  [REASON.spreadLabelMissing]:
    "node(s) didn't match pod topology spread constraints (missing required label)",
  [REASON.spread]: "node(s) didn't match pod topology spread constraints",
  [REASON.podAffinity]: "node(s) didn't match pod affinity rules",
  [REASON.podAntiAffinity]: "node(s) didn't match pod anti-affinity rules",
  [REASON.existingAntiAffinity]: "node(s) didn't satisfy existing pods anti-affinity rules",
  [REASON.notNamed]: "node(s) didn't satisfy plugin(s) [NodeAffinity]",
};

/** The text of a reason code; `resourceName` names the resource of a row. */
export function reasonText(code: number, resourceName: (row: number) => string): string {
  const row = code - REASON.resource;
  if (row < 0) return texts[code] ?? `refused for reason ${code}`;
  return row === RESOURCE.pods ? "Too many pods" : `Insufficient ${resourceName(row)}`;
}

export const noNodes = "no nodes available to schedule pods";

export interface FitFailure {
  readonly nodeCount: number;
  /** Nodes by refusal text; or what kept every node from being looked at. */
  readonly refused: ReadonlyMap<string, number> | string;
  /** Nodes that no eviction would open. */
  readonly unresolvable: number;
  /** "Never" when the Pod may not preempt. */
  readonly preemptionPolicy: string | undefined;
  /** True when Pods of lower priority run on nodes that an eviction could open. */
  readonly couldPreempt: boolean;
}

/** The message of the FailedScheduling event and of the PodScheduled condition. */
export function fitMessage(failure: FitFailure): string {
  const { nodeCount, refused } = failure;
  const reasons = typeof refused === "string" ? refused : histogram(refused);
  const head = `0/${nodeCount} nodes are available: ${reasons}.`;
  // The dynamic-resources plugin has its say first, whether or not the Pod has claims.
  return `${head} no new claims to deallocate, preemption: ${preemptionText(failure)}`;
}

function preemptionText(failure: FitFailure): string {
  if (failure.preemptionPolicy === "Never") return "not eligible due to preemptionPolicy=Never.";
  // Where kube-scheduler would look for victims we say that we do not, rather than that there are none.
  if (failure.couldPreempt) return "not attempted: this scheduler does not evict pods.";
  const { nodeCount } = failure;
  const unresolvable = typeof failure.refused === "string" ? nodeCount : failure.unresolvable;
  const reasons = histogram(
    new Map([
      ["No preemption victims found for incoming pod", nodeCount - unresolvable],
      ["Preemption is not helpful for scheduling", unresolvable],
    ]),
  );
  return `0/${nodeCount} nodes are available: ${reasons}.`;
}

function histogram(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([text, count]) => `${count} ${text}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(", ");
}
