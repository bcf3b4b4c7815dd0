/** `kubarium explain pod`: why a Pod is on its node, or on none. */
import type {
  NodeExplanationDocument,
  PlacementDocument,
  PodExplanationDocument,
} from "../scheduler/explain/explanation-document.ts";
import { callApi } from "./api-call.ts";
import { CliError } from "./cli-error.ts";
import { expectOk, running, type TargetOptions } from "./commands.ts";
import { tableText } from "./table-text.ts";

export interface ExplainPodOptions extends TargetOptions {
  readonly namespace: string;
  readonly output?: "json" | "wide";
  /** As if the Pod were to be placed now. */
  readonly now?: boolean;
  readonly limit?: number;
}

export async function explainPod(
  kind: string,
  name: string,
  options: ExplainPodOptions,
): Promise<void> {
  if (!["pod", "pods", "po"].includes(kind)) {
    throw new CliError(`only Pods are placed by the scheduler: explain pod NAME, not ${kind}`);
  }
  const query = new URLSearchParams();
  if (options.now) query.set("basis", "now");
  if (options.limit !== undefined) query.set("limit", String(options.limit));
  const place = `namespaces/${encodeURIComponent(options.namespace)}/pods/${encodeURIComponent(name)}`;
  const answer = await callApi(await running(options), {
    method: "GET",
    path: `/kubarium/v1/${place}/explanation?${query}`,
  });
  const body = expectOk(answer);
  if (options.output === "json") {
    console.log(JSON.stringify(JSON.parse(body), undefined, 2));
    return;
  }
  const explanation = JSON.parse(body) as PodExplanationDocument;
  console.log(explanationText(explanation, options.output === "wide"));
}

/** For people. `wide` has every plugin's raw score, normalised score and weight. */
export function explanationText(explanation: PodExplanationDocument, wide: boolean): string {
  const { pod, basis, time, schedulerName, notes = [], boundTo, nominatedNodeName } = explanation;
  const when =
    basis === "decision" ? `decided by ${schedulerName} at ${time}` : `as of now, ${time}`;
  const lines = [`Pod ${pod.namespace}/${pod.name}, ${when}`];
  if (boundTo !== undefined && boundTo !== explanation.nodeName)
    lines.push(`It runs on ${boundTo}.`);
  if (nominatedNodeName !== undefined) lines.push(`Room is made for it on ${nominatedNodeName}.`);
  lines.push(...notes.map((note) => `Note: ${note}.`), ...placementLines(explanation, wide));
  return lines.join("\n");
}

export function placementLines(placement: PlacementDocument, wide: boolean): readonly string[] {
  const lines = [headline(placement)];
  const { tie, refused, nodes, nodesOmitted } = placement;
  if (tie !== undefined) {
    const more = tie.count > tie.nodes.length ? ", ..." : "";
    lines.push(`Tie of ${tie.count} nodes (${tie.nodes.join(", ")}${more}): ${tie.rule}.`);
  }
  if (refused.length > 0) {
    const rows = refused.map(({ plugin, reason, count, nodes: names }) => [
      String(count),
      plugin || "-",
      reason,
      names.length < count ? `${names.join(", ")}, ...` : names.join(", "),
    ]);
    lines.push("", tableText(["REFUSED", "PLUGIN", "REASON", "NODES"], rows));
  }
  if (nodes.length > 0) lines.push("", nodeTable(nodes, wide));
  if (nodes.length > 0 && nodesOmitted > 0) lines.push(`... and ${nodesOmitted} nodes more`);
  return lines;
}

function headline(placement: PlacementDocument): string {
  const { outcome, nodeName, total, message, feasibleCount, nodeCount } = placement;
  if (outcome === "gated") return `Not looked at: ${message ?? ""}`;
  if (outcome === "unschedulable") return `Unschedulable: ${message ?? ""}`;
  const score = total === undefined ? "" : ` with a score of ${total}`;
  return `Placed on ${nodeName ?? ""}${score}; ${feasibleCount} of ${nodeCount} nodes fit`;
}

/** Weighted scores; with `wide` also how they come about. */
function nodeTable(nodes: readonly NodeExplanationDocument[], wide: boolean): string {
  const plugins = nodes.find(({ scores }) => scores !== undefined)?.scores ?? [];
  const head = [
    "NODE",
    "TOTAL",
    ...plugins.map(({ plugin, weight }) => (wide ? `${plugin} (x${weight})` : plugin)),
    ...(nodes.some(({ refusal }) => refusal !== undefined) ? ["REFUSED BY"] : []),
  ];
  const rows = nodes.map(({ name, chosen, total, scores, refusal }) => {
    const cells = plugins.map((_, index) => {
      const score = scores?.[index];
      if (score === undefined) return "-";
      return wide
        ? `${score.raw} -> ${score.normalized} -> ${score.weighted}`
        : `${score.weighted}`;
    });
    const why =
      refusal && `${refusal.plugin ? `${refusal.plugin}: ` : ""}${refusal.reasons.join(", ")}`;
    return [chosen ? `* ${name}` : `  ${name}`, String(total ?? "-"), ...cells, why ?? ""];
  });
  return tableText(
    head,
    rows.map((row) => row.slice(0, head.length)),
  );
}
