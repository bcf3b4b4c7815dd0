/** Why a Pod fits nowhere, in kube-scheduler's words (framework.FitError; wording of release 1.36). */
import { REASON, RESOURCE } from "../kernels/scheduler/layout.ts";

const texts: Readonly<Record<number, string>> = {
  [REASON.unschedulable]: "node(s) were unschedulable",
  [REASON.nodeName]: "node(s) didn't match the requested node name",
  [REASON.taint]: "node(s) had untolerated taint(s)",
  [REASON.affinity]: "node(s) didn't match Pod's node affinity/selector",
  [REASON.enforced]: "node(s) didn't match scheduler-enforced node affinity",
  [REASON.ports]: "node(s) didn't have free ports for the requested pod ports",
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

/**
 * The message of the FailedScheduling event and of the PodScheduled condition, without what the postFilter plugins add.
 * `refused`: nodes by refusal text, or what kept every node from being looked at.
 */
export function fitMessage(
  nodeCount: number,
  refused: ReadonlyMap<string, number> | string,
): string {
  const reasons = typeof refused === "string" ? refused : histogram(refused);
  const head = `0/${nodeCount} nodes are available:`;
  return reasons === "" ? head : `${head} ${reasons}.`;
}

/** `1 Insufficient cpu, 2 node(s) were unschedulable`, sorted as text. */
function histogram(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([text, count]) => `${count} ${text}`)
    .sort()
    .join(", ");
}
