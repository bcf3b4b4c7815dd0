/**
 * What a Pod asks of a node. Follows component-helpers/resource (PodRequests): init containers, sidecars, overhead and
 * pod-level resources; and the scheduler's stand-in amounts for containers that ask for no cpu or memory.
 */
import type { Container, Pod } from "../api/generated/types.ts";
import { quantityMilli, quantityValue } from "../api/quantity.ts";

/** Amounts by resource name: cpu in milli, everything else in whole units (bytes, devices). */
export type ResourceAmounts = ReadonlyMap<string, number>;

export interface PodRequests {
  readonly amounts: ResourceAmounts;
  /** cpu in milli and memory in bytes as scoring counts them. */
  readonly nonZero: readonly [cpu: number, memory: number];
}

type Quantities = Readonly<Record<string, string | number>> | undefined;

/** pkg/scheduler/util: what a container without a request counts for in scores. */
const defaultCpuMilli = 100;
const defaultMemoryBytes = 200 * 1024 * 1024;

export function computePodRequests(pod: Pod): PodRequests {
  const amounts = totalRequests(pod, false);
  const scored = totalRequests(pod, true);
  return { amounts, nonZero: [scored.get("cpu") ?? 0, scored.get("memory") ?? 0] };
}

/** A list of quantities as amounts. What cannot be read as a quantity counts as nothing: validation has refused it before. */
export function amountsOf(list: Quantities): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const [name, quantity] of Object.entries(list ?? {})) {
    const amount = name === "cpu" ? quantityMilli(quantity) : quantityValue(quantity);
    amounts.set(name, amount ?? 0);
  }
  return amounts;
}

function totalRequests(pod: Pod, standIns: boolean): Map<string, number> {
  const total = new Map<string, number>();
  for (const container of pod.spec?.containers ?? [])
    add(total, containerAmounts(container, standIns));
  const sidecars = new Map<string, number>();
  const initial = new Map<string, number>();
  for (const container of pod.spec?.initContainers ?? []) {
    const own = containerAmounts(container, standIns);
    if (container.restartPolicy === "Always") {
      add(total, own);
      add(sidecars, own);
      raise(initial, sidecars);
    } else {
      const during = new Map(sidecars);
      add(during, own);
      raise(initial, during);
    }
  }
  raise(total, initial);
  for (const [name, amount] of amountsOf(pod.spec?.resources?.requests)) {
    if (isPodLevelResource(name)) total.set(name, amount);
  }
  add(total, amountsOf(pod.spec?.overhead));
  return total;
}

function containerAmounts(container: Container, standIns: boolean): Map<string, number> {
  const amounts = amountsOf(container.resources?.requests);
  if (standIns) {
    if (!amounts.has("cpu")) amounts.set("cpu", defaultCpuMilli);
    if (!amounts.has("memory")) amounts.set("memory", defaultMemoryBytes);
  }
  return amounts;
}

function isPodLevelResource(name: string): boolean {
  return name === "cpu" || name === "memory" || name.startsWith("hugepages-");
}

function add(total: Map<string, number>, more: ResourceAmounts): void {
  for (const [name, amount] of more) total.set(name, (total.get(name) ?? 0) + amount);
}

function raise(total: Map<string, number>, floor: ResourceAmounts): void {
  for (const [name, amount] of floor) total.set(name, Math.max(total.get(name) ?? 0, amount));
}
