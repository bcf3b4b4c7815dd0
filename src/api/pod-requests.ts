/**
 * What a Pod asks for and what a node offers, as the plugins count it: cpu in milli, everything else in whole units.
 * Follows component-helpers/resource (PodRequests, AggregateContainerRequests), with pod-level resources, and the
 * scheduler's stand-in amounts (pkg/scheduler/util/pod_resources.go).
 */
import type { Container, ContainerStatus, Pod } from "./generated/types.ts";
import { quantityMilli, quantityValue } from "./quantity.ts";

/** Amounts by resource name. Absent means zero. */
export type Amounts = ReadonlyMap<string, number>;

type Quantities = Readonly<Record<string, string | number>> | undefined;

const mebibyte = 1024 * 1024;
/** What a container without a request counts for where scores are worked out. */
export const standIns: Amounts = new Map([
  ["cpu", 100],
  ["memory", 200 * mebibyte],
]);

/** A list of quantities as amounts. What cannot be read counts as nothing: validation has refused it before. */
export function amountsOf(list: Quantities): Map<string, number> {
  return new Map(
    Object.entries(list ?? {}).map(([name, quantity]) => [
      name,
      (name === "cpu" ? quantityMilli(quantity) : quantityValue(quantity)) ?? 0,
    ]),
  );
}

export interface RequestOptions {
  /** Stand-in amounts for containers that do not ask for a resource. */
  readonly missing?: Amounts;
  readonly overhead?: boolean;
}

/** What the Pod asks of its node, all in all. */
export function podRequests(
  pod: Pod,
  { missing = new Map(), overhead = true }: RequestOptions = {},
): Amounts {
  const total = containersTotal(pod, missing);
  for (const [name, amount] of wholeRequests(pod)) {
    if (isPodLevel(name)) total.set(name, amount);
  }
  if (overhead) add(total, amountsOf(pod.spec?.overhead));
  return total;
}

/**
 * What the Pod asks for as a whole. One that is being resized counts for the larger of what it has and what it wants. What it has
 * comes with the overhead, which is counted elsewhere: Kubernetes 1.36 counts it twice (kubernetes/kubernetes#139627).
 */
function wholeRequests(pod: Pod): Amounts {
  const wanted = amountsOf(pod.spec?.resources?.requests);
  const { resources, allocatedResources } = pod.status ?? {};
  if (!resources || ![...wanted.keys()].some(isPodLevel)) return wanted;
  const overhead = amountsOf(pod.spec?.overhead);
  const amounts = isResizeInfeasible(pod) ? new Map<string, number>() : new Map(wanted);
  for (const list of [resources.requests, allocatedResources]) {
    const given = [...amountsOf(list)];
    raise(amounts, new Map(given.map(([name, all]) => [name, all - (overhead.get(name) ?? 0)])));
  }
  return amounts;
}

/** cpu (milli) and memory (bytes) as LeastAllocated and MostAllocated count what is on a node already. */
export function nonZeroRequests(pod: Pod): readonly [cpu: number, memory: number] {
  const amounts = podRequests(pod, { missing: standIns });
  return [amounts.get("cpu") ?? 0, amounts.get("memory") ?? 0];
}

/** Sidecars run on beside the containers; other init containers one at a time, beside the sidecars started before them. */
function containersTotal(pod: Pod, missing: Amounts): Map<string, number> {
  const statuses = new Map(
    [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])].map(
      (status) => [status.name, status],
    ),
  );
  const resizeInfeasible = isResizeInfeasible(pod);
  const own = (container: Container): Map<string, number> =>
    containerRequests(container, {
      missing,
      status: statuses.get(container.name),
      resizeInfeasible,
    });
  const total = new Map<string, number>();
  for (const container of pod.spec?.containers ?? []) add(total, own(container));
  const sidecars = new Map<string, number>();
  const starting = new Map<string, number>();
  for (const container of pod.spec?.initContainers ?? []) {
    if (container.restartPolicy === "Always") {
      const amounts = own(container);
      add(total, amounts);
      add(sidecars, amounts);
      raise(starting, sidecars);
    } else {
      const moment = own(container);
      add(moment, sidecars);
      raise(starting, moment);
    }
  }
  raise(total, starting);
  return total;
}

interface ContainerContext {
  readonly missing: Amounts;
  readonly status: ContainerStatus | undefined;
  readonly resizeInfeasible: boolean;
}

/** A container that is being resized counts for the larger of what it has and what it wants. */
function containerRequests(container: Container, context: ContainerContext): Map<string, number> {
  const { missing, status, resizeInfeasible } = context;
  const wanted = amountsOf(container.resources?.requests);
  let amounts = wanted;
  if (status?.resources !== undefined) {
    const actual = amountsOf(status.resources.requests);
    const allocated = amountsOf(status.allocatedResources);
    amounts = resizeInfeasible ? new Map(actual) : new Map(wanted);
    raise(amounts, actual);
    raise(amounts, allocated);
  }
  for (const [name, amount] of missing) if (!amounts.has(name)) amounts.set(name, amount);
  return amounts;
}

function isResizeInfeasible(pod: Pod): boolean {
  const pending = pod.status?.conditions?.find(({ type }) => type === "PodResizePending");
  return pending?.reason === "Infeasible";
}

/** Resources that a Pod may ask for as a whole. */
function isPodLevel(name: string): boolean {
  return name === "cpu" || name === "memory" || name.startsWith("hugepages-");
}

function add(total: Map<string, number>, more: Amounts): void {
  for (const [name, amount] of more) total.set(name, (total.get(name) ?? 0) + amount);
}

function raise(total: Map<string, number>, floor: Amounts): void {
  for (const [name, amount] of floor) total.set(name, Math.max(total.get(name) ?? 0, amount));
}
