/**
 * The arithmetic of resource scores, in whole numbers as Go's int64 does it: least and most allocated, a broken line, and
 * how evenly resources are used (plugins/noderesources; plugins/helper/shape_score.go).
 */
import { nodeScoreMax } from "./framework.ts";

export interface ResourceUse {
  readonly weight: number;
  /** With the Pod that is being placed. */
  readonly requested: number;
  /** Without it. */
  readonly allocated: number;
  readonly capacity: number;
}

/** `a * b / c`, truncated toward zero; exact where the product is beyond 2^53. */
export function scale(a: number, b: number, c: number): number {
  const product = a * b;
  if (Number.isSafeInteger(product)) return Math.trunc(product / c);
  return Number((BigInt(Math.trunc(a)) * BigInt(b)) / BigInt(c));
}

export function leastAllocated(resources: readonly ResourceUse[]): number {
  return weightedMean(resources, ({ requested, capacity }) =>
    requested > capacity ? 0 : scale(capacity - requested, nodeScoreMax, capacity),
  );
}

export function mostAllocated(resources: readonly ResourceUse[]): number {
  return weightedMean(resources, ({ requested, capacity }) =>
    scale(Math.min(requested, capacity), nodeScoreMax, capacity),
  );
}

function weightedMean(
  resources: readonly ResourceUse[],
  score: (resource: ResourceUse) => number,
): number {
  let [sum, weights] = [0, 0];
  for (const resource of resources) {
    sum += score(resource) * resource.weight;
    weights += resource.weight;
  }
  return weights === 0 ? 0 : Math.trunc(sum / weights);
}

/** A point of the line: utilization 0 to 100, score 0 to 10. */
export interface LinePoint {
  readonly utilization: number;
  readonly score: number;
}

const configuredScoreMax = 10;

export function requestedToCapacityRatio(
  resources: readonly ResourceUse[],
  shape: readonly LinePoint[],
): number {
  const factor = nodeScoreMax / configuredScoreMax;
  const line = shape.map(({ utilization, score }) => ({ utilization, score: score * factor }));
  let [sum, weights] = [0, 0];
  for (const { requested, capacity, weight } of resources) {
    const utilization = requested > capacity ? 100 : scale(requested, 100, capacity);
    const score = brokenLine(line, utilization);
    // A resource that scores nothing does not count at all.
    if (score <= 0) continue;
    sum += score * weight;
    weights += weight;
  }
  return weights === 0 ? 0 : Math.round(sum / weights);
}

/** Between the points in whole numbers; flat before the first and after the last. */
export function brokenLine(line: readonly LinePoint[], at: number): number {
  let before: LinePoint | undefined;
  for (const point of line) {
    if (at <= point.utilization) {
      if (before === undefined) return point.score;
      const rise = (point.score - before.score) * (at - before.utilization);
      return before.score + Math.trunc(rise / (point.utilization - before.utilization));
    }
    before = point;
  }
  return before?.score ?? 0;
}

/** 50 and more: by how much the Pod makes the use of the node's resources more even, 75 for not at all. */
export function balancedAllocation(resources: readonly ResourceUse[]): number {
  const withPod = evenness(resources.map(({ requested, capacity }) => requested / capacity));
  const without = evenness(resources.map(({ allocated, capacity }) => allocated / capacity));
  const half = nodeScoreMax / 2;
  return half + Math.trunc((half + withPod - without) / 2);
}

/** 100 less the standard deviation of the used fractions, in percent. */
function evenness(uses: readonly number[]): number {
  const fractions = uses.map((use) => Math.min(use, 1));
  return Math.trunc((1 - deviation(fractions)) * nodeScoreMax);
}

function deviation(fractions: readonly number[]): number {
  const [first = 0, second = 0] = fractions;
  // Two need no root, and so round as kube-scheduler's do.
  if (fractions.length === 2) return Math.abs((first - second) / 2);
  if (fractions.length < 2) return 0;
  const mean = fractions.reduce((sum, each) => sum + each, 0) / fractions.length;
  const squares = fractions.reduce((sum, each) => sum + (each - mean) * (each - mean), 0);
  return Math.sqrt(squares / fractions.length);
}
