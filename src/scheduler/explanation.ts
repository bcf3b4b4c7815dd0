/** Reads what the kernel explains of its last decision, node by node. What users see is made in explain/, by the plain plugins. */
import { EXPLAIN, EXPLAIN_ROWS } from "../kernels/scheduler/layout.ts";
import type { SchedulerMemory } from "../kernels/scheduler/memory.ts";

export type ExplainedScores = Readonly<Record<keyof typeof EXPLAIN, number>>;

export interface NodeExplanation {
  readonly nodeName: string;
  /** Refusals, worded as in events; empty when the node fits. */
  readonly refusedBy: readonly string[];
  /** By part, as the kernel's layout names them; absent when the node is refused. */
  readonly scores?: ExplainedScores;
}

/** Nodes up to which the kernel is asked to explain itself. */
export const explainedNodesMax = 64;

export interface ExplanationNames {
  readonly nodes: readonly { readonly index: number; readonly name: string }[];
  reason(code: number): string;
}

/** Reads the explanation columns that the kernel has just filled. In name order. */
export function readExplanation(
  memory: SchedulerMemory,
  names: ExplanationNames,
): readonly NodeExplanation[] {
  const reasons = memory.row("explain", EXPLAIN_ROWS);
  const bits = new Uint32Array(reasons.buffer, reasons.byteOffset, reasons.length * 2);
  const parts = Object.keys(EXPLAIN) as (keyof typeof EXPLAIN)[];
  return names.nodes
    .map(({ index, name }): NodeExplanation => {
      const codes = Array.from({ length: 64 }, (_, code) => code).filter(
        (code) => (((bits[index * 2 + (code >> 5)] ?? 0) >>> (code & 31)) & 1) === 1,
      );
      if (codes.length > 0)
        return { nodeName: name, refusedBy: codes.map((code) => names.reason(code)) };
      const scores = parts.map((part) => [part, memory.row("explain", EXPLAIN[part])[index] ?? 0]);
      return {
        nodeName: name,
        refusedBy: [],
        scores: Object.fromEntries(scores) as ExplainedScores,
      };
    })
    .sort((a, b) => (a.nodeName < b.nodeName ? -1 : 1));
}
