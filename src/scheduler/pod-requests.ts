/** What a Pod asks of a node, as the cache and the kernel's columns count it; worked out by the plugins, once a Pod. */
import type { Pod } from "../api/generated/types.ts";
import { podInfoOf } from "./plugins/node-info.ts";
import type { Amounts } from "../api/pod-requests.ts";

/** Amounts by resource name: cpu in milli, everything else in whole units (bytes, devices). */
export type ResourceAmounts = Amounts;

export interface PodRequests {
  readonly amounts: ResourceAmounts;
  /** cpu in milli and memory in bytes as scoring counts them. */
  readonly nonZero: readonly [cpu: number, memory: number];
}

export function computePodRequests(pod: Pod): PodRequests {
  const { requests, nonZero } = podInfoOf(pod);
  return { amounts: requests, nonZero };
}
