/** How many Pods a disruption budget counts on, and how many of them have to stay healthy (disruption.go, getExpectedPodCount). */
import type { PodDisruptionBudget } from "../../api/generated/types.ts";
import { scaledValue } from "../int-or-percent.ts";

/** What stands behind some of the Pods, and how many of them it wants. */
export interface Scale {
  readonly uid: string;
  readonly replicas: number;
}

export interface ExpectedPods {
  readonly expectedPods: number;
  readonly desiredHealthy: number;
}

/** Why nothing can be counted: the text of the SyncFailed condition. */
export class UncountablePods extends Error {}

/** `scales` is asked only where the budget speaks of a part of a whole; it throws UncountablePods. */
export function expectedPodsOf(
  { spec }: PodDisruptionBudget,
  podCount: number,
  scales: () => readonly Scale[],
): ExpectedPods {
  const { maxUnavailable, minAvailable } = spec ?? {};
  if (maxUnavailable !== undefined) {
    const expectedPods = totalOf(scales());
    const unavailable = partOf(maxUnavailable, expectedPods);
    return { expectedPods, desiredHealthy: Math.max(0, expectedPods - unavailable) };
  }
  if (minAvailable === undefined) return { expectedPods: 0, desiredHealthy: 0 };
  if (typeof minAvailable === "number") {
    return { expectedPods: podCount, desiredHealthy: minAvailable };
  }
  const expectedPods = totalOf(scales());
  return { expectedPods, desiredHealthy: partOf(minAvailable, expectedPods) };
}

function partOf(value: number | string, total: number): number {
  const part = scaledValue(value, total, "up");
  if (part !== undefined) return part;
  throw new UncountablePods(
    `invalid value for IntOrString: invalid type: string is not a percentage`,
  );
}

/** Each scale once, however many Pods it stands behind. */
function totalOf(scales: readonly Scale[]): number {
  const replicas = new Map(scales.map((scale) => [scale.uid, scale.replicas]));
  let total = 0;
  for (const count of replicas.values()) total += count;
  return total;
}
