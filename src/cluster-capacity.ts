/** What all nodes of a cluster have together for Pods. */
import type { Node } from "./api/generated/types.ts";
import { quantityMilli, quantityToNumber } from "./api/quantity.ts";
import type { StateStore } from "./store/store.ts";

export function capacityOf(store: StateStore): { cpuMilli: number; memoryBytes: number } {
  const total = { cpuMilli: 0, memoryBytes: 0 };
  for (const { object } of store.list("nodes").entries) {
    const { allocatable } = (object as unknown as Node).status ?? {};
    total.cpuMilli += quantityMilli(allocatable?.["cpu"] ?? "0") ?? 0;
    total.memoryBytes += quantityToNumber(allocatable?.["memory"] ?? "0") ?? 0;
  }
  return total;
}
