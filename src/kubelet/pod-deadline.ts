/** How long a Pod may be active on its node: spec.activeDeadlineSeconds. Follows pkg/kubelet/active_deadline.go. */
import type { Pod } from "../api/generated/types.ts";
import { durationMs } from "../api/time.ts";

/** Why such a Pod has failed, for its status and an event. */
export const deadlineExceeded = {
  reason: "DeadlineExceeded",
  message: "Pod was active on the node longer than the specified deadline",
} as const;

/** Undefined for Pods without a deadline; 0 or less when it is over. */
export function deadlineLeftMs(
  { spec }: Pod,
  acceptedMs: number,
  nowMs: number,
): number | undefined {
  const seconds = spec?.activeDeadlineSeconds;
  return seconds === undefined ? undefined : acceptedMs + durationMs(seconds) - nowMs;
}
