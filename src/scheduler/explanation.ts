/** What is remembered of the last scheduling decisions, so that anyone can ask why a Pod is where it is, or nowhere. */
import { EXPLAIN, EXPLAIN_ROWS } from "../kernels/scheduler/layout.ts";
import type { SchedulerMemory } from "../kernels/scheduler/memory.ts";

export interface NodeExplanation {
  readonly nodeName: string;
  /** Refusals, worded as in events; empty when the node fits. */
  readonly refusedBy: readonly string[];
  /** Normalised scores, 0 to 100 each, and their weighted total; absent when the node is refused. */
  readonly scores?: Readonly<Record<keyof typeof EXPLAIN, number>>;
}

export interface PlacementExplanation {
  readonly podKey: string;
  /** Host clock, milliseconds since 1970. */
  readonly atMs: number;
  /** Where the Pod was placed; absent when it fits nowhere. */
  readonly nodeName?: string;
  readonly score?: number;
  readonly nodeCount: number;
  readonly feasible: number;
  /** Why it fits nowhere. */
  readonly message?: string;
  /** Node by node, in name order; only for clusters that are small enough to keep it for every Pod. */
  readonly nodes?: readonly NodeExplanation[];
}

/** Nodes up to which every decision is explained node by node: a few microseconds a Pod. */
export const explainedNodesMax = 64;
const rememberedMax = 512;

export class Explanations {
  readonly #byPod = new Map<string, PlacementExplanation>();

  remember(explanation: PlacementExplanation): void {
    this.#byPod.delete(explanation.podKey);
    this.#byPod.set(explanation.podKey, explanation);
    if (this.#byPod.size <= rememberedMax) return;
    for (const oldest of this.#byPod.keys()) {
      this.#byPod.delete(oldest);
      return;
    }
  }

  get(podKey: string): PlacementExplanation | undefined {
    return this.#byPod.get(podKey);
  }
}

export interface ExplanationNames {
  readonly nodes: readonly { readonly index: number; readonly name: string }[];
  reason(code: number): string;
}

/** Reads the explanation columns that the kernel has just filled. */
export function readExplanation(
  memory: SchedulerMemory,
  names: ExplanationNames,
): readonly NodeExplanation[] {
  const reasons = memory.row("explain", EXPLAIN_ROWS);
  const bits = new Uint32Array(reasons.buffer, reasons.byteOffset, reasons.length * 2);
  const score = (key: keyof typeof EXPLAIN, index: number): number =>
    memory.row("explain", EXPLAIN[key])[index] ?? 0;
  return names.nodes
    .map(({ index, name }): NodeExplanation => {
      const codes = Array.from({ length: 64 }, (_, code) => code).filter(
        (code) => (((bits[index * 2 + (code >> 5)] ?? 0) >>> (code & 31)) & 1) === 1,
      );
      if (codes.length > 0)
        return { nodeName: name, refusedBy: codes.map((code) => names.reason(code)) };
      return {
        nodeName: name,
        refusedBy: [],
        scores: {
          least: score("least", index),
          balanced: score("balanced", index),
          taint: score("taint", index),
          affinity: score("affinity", index),
          image: score("image", index),
          total: score("total", index),
        },
      };
    })
    .sort((a, b) => (a.nodeName < b.nodeName ? -1 : 1));
}
