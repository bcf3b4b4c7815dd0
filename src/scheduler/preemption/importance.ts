/** Which of two Pods is missed more, and which node's victims are missed least (pkg/scheduler/util, framework/preemption). */
import type { Pod } from "../../api/generated/types.ts";
import { parseTime } from "../../api/time.ts";
import { priority } from "../queue/waiting-pod.ts";

/** What an eviction on one node would cost. */
export interface Victims {
  /** At least one; the most important first. */
  readonly pods: readonly Pod[];
  /** Victims whose disruption budget has nothing left for them. */
  readonly violations: number;
}

/** When the Pod started, milliseconds since 1970. One that has not started counts as starting now. */
function startMs(pod: Pod): number {
  return parseTime(pod.status?.startTime) ?? Infinity;
}

/** For sorting: the more important first, by priority, then by age. */
export function byImportance(a: Pod, b: Pod): number {
  const difference = priority(b) - priority(a);
  if (difference !== 0) return difference;
  const [ofA, ofB] = [startMs(a), startMs(b)];
  return ofA === ofB ? 0 : ofA - ofB;
}

/** Criteria in the order in which they decide; less is better. */
export interface Harm {
  readonly violations: number;
  readonly highestPriority: number;
  readonly prioritySum: number;
  readonly count: number;
  /** When the oldest of the victims of highest priority started; later is better. */
  readonly earliestStartMs: number;
}

/** Added to each priority, lest a few Pods of negative priority be dearer than many. */
const priorityOffset = 2 ** 31;

export function harmOf({ pods, violations }: Victims): Harm {
  const highestPriority = pods.reduce((max, pod) => Math.max(max, priority(pod)), -Infinity);
  return {
    violations,
    highestPriority: pods[0] === undefined ? -Infinity : priority(pods[0]),
    prioritySum: pods.reduce((sum, pod) => sum + priority(pod) + priorityOffset, 0),
    count: pods.length,
    earliestStartMs: pods
      .filter((pod) => priority(pod) === highestPriority)
      .reduce((min, pod) => Math.min(min, startMs(pod)), Infinity),
  };
}

/** True when the first does less harm. Of equals, whoever was found first is taken. */
export function isLessHarmful(a: Harm, b: Harm): boolean {
  if (a.violations !== b.violations) return a.violations < b.violations;
  if (a.highestPriority !== b.highestPriority) return a.highestPriority < b.highestPriority;
  if (a.prioritySum !== b.prioritySum) return a.prioritySum < b.prioritySum;
  if (a.count !== b.count) return a.count < b.count;
  return a.earliestStartMs > b.earliestStartMs;
}
