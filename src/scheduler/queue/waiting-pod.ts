/** A Pod in the scheduling queue: what it has been through, and who of two goes first. */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { isEnabled } from "../profile/profile.ts";
import type { SchedulerProfile } from "../profile/profile.ts";

export interface QueuedPod {
  pod: Stored<Pod>;
  readonly key: string;
  readonly profile: SchedulerProfile;
  /** When it came, by the monotonic clock. */
  readonly sinceMs: number;
  attempts: number;
}

export type Place =
  | "active"
  | "backoff"
  | "errorBackoff"
  | "unschedulable"
  | "gated"
  | "taken"
  | "binding";

export interface Waiting {
  readonly queued: QueuedPod;
  place: Place;
  /** Order of its coming, or coming back, among all. */
  turn: number;
  backoffUntilMs: number;
  /** Tries in which it fitted nowhere; errors in a row since. */
  unschedulableCount: number;
  errorCount: number;
  /** Who rejected it at the last try. */
  rejectedBy: ReadonlySet<string>;
  unschedulableUntilMs: number;
  /** Preemption for it is under way: it does not come out before that is done. */
  held: boolean;
  /** What has happened meanwhile that it should come out for. */
  wantedFor: string | undefined;
}

/** backoffQOrderingWindowDuration: among those whose backoff ends within one window, priority decides. */
const backoffWindowMs = 1000;

export function priority(pod: Pod): number {
  return pod.spec?.priority ?? 0;
}

export function isGated({ pod, profile }: QueuedPod): boolean {
  const gates = pod.spec?.schedulingGates ?? [];
  return gates.length > 0 && isEnabled(profile, "preEnqueue", "SchedulingGates");
}

/** PrioritySort. */
export function goesFirst(a: Waiting, b: Waiting): boolean {
  const difference = priority(b.queued.pod) - priority(a.queued.pod);
  return difference === 0 ? a.turn < b.turn : difference < 0;
}

export function backsOffLess(a: Waiting, b: Waiting): boolean {
  const window = ({ backoffUntilMs }: Waiting): number =>
    Math.floor(backoffUntilMs / backoffWindowMs);
  const difference = window(a) - window(b);
  return difference === 0 ? goesFirst(a, b) : difference < 0;
}
