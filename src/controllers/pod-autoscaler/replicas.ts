/**
 * How many replicas a metric asks for. Source: pkg/controller/podautoscaler/replica_calculator.go and metrics/utilization.go. Values are in
 * thousandths, as there.
 */
import type { Pod } from "../../api/generated/types.ts";
import { parseTime } from "../../api/time.ts";
import { isFinished, isReady, podCondition } from "../pod-state.ts";
import { MetricUnusable } from "./metric-unusable.ts";
import { requestsOf } from "./requests.ts";

/** What one Pod uses: over `windowMs` up to `atMs`. */
export interface PodMetric {
  readonly value: number;
  readonly atMs: number;
  readonly windowMs: number;
}

/** By the names of Pods. */
export type PodMetrics = ReadonlyMap<string, PodMetric>;

/** By how much of the target the usage may differ from it without consequence. */
export interface Tolerances {
  readonly down: number;
  readonly up: number;
}

/** What is scaled, as it is now. */
export interface Scaled {
  readonly replicas: number;
  /** The Pods that its selector takes, in order of their names. */
  readonly pods: readonly Pod[];
  readonly tolerances: Tolerances;
  readonly nowMs: number;
}

export interface Proposal {
  readonly replicas: number;
  /** Of a Pod on average, or of all together: as the target is meant. */
  readonly usage: number;
  /** Percent of what is requested. */
  readonly utilization?: number;
}

export const replicasMax = 2_147_483_647;
const valueMax = Number(2n ** 63n - 1n);

/** kube-controller-manager's --horizontal-pod-autoscaler-cpu-initialization-period and -initial-readiness-delay. */
const cpuInitializationMs = 120_000;
const initialReadinessMs = 30_000;

const noPods = "no pods returned by selector while calculating replica count";
const notReceived = "did not receive metrics for targeted pods (pods might be unready)";

export function isWithin({ down, up }: Tolerances, ratio: number): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

/** From a target in percent of what Pods request, of one container where one is named. Throws MetricUnusable. */
export function utilizationReplicas(
  metrics: PodMetrics,
  target: { readonly utilization: number; readonly resource: string; readonly container: string },
  scaled: Scaled,
): Proposal {
  const groups = usablePods(metrics, target.resource, scaled);
  const requests = requestsOf(scaled.pods, target.container, target.resource);
  const measure = (values: ReadonlyMap<string, number>) => {
    let [used, requested, count] = [0, 0, 0];
    for (const [name, value] of values) {
      const request = requests.get(name);
      if (request === undefined) continue;
      used += value;
      requested += request;
      count += 1;
    }
    if (requested === 0) throw new MetricUnusable("no metrics returned matched known pods");
    const utilization = Math.trunc((used * 100) / requested);
    return {
      ratio: utilization / target.utilization,
      usage: Math.trunc(used / count),
      utilization,
    };
  };
  // What Pods that nothing is known of use at worst, on the way down.
  const worst = (name: string): number =>
    Math.trunc(((requests.get(name) ?? 0) * Math.max(100, target.utilization)) / 100);
  const { ratio, usage, utilization } = measure(groups.values);
  const again = (values: ReadonlyMap<string, number>): number => measure(values).ratio;
  return { replicas: decide(groups, { ratio, again, worst }, scaled), usage, utilization };
}

/** From a target for the average of Pods, in thousandths. Throws MetricUnusable. */
export function averageReplicas(
  metrics: PodMetrics,
  target: { readonly value: number; readonly resource: string },
  scaled: Scaled,
): Proposal {
  const groups = usablePods(metrics, target.resource, scaled);
  const measure = (values: ReadonlyMap<string, number>): number => {
    let sum = 0;
    for (const value of values.values()) sum += value;
    return Math.trunc(sum / values.size);
  };
  const usage = measure(groups.values);
  const again = (values: ReadonlyMap<string, number>): number => measure(values) / target.value;
  const basis = { ratio: usage / target.value, again, worst: () => target.value };
  return { replicas: decide(groups, basis, scaled), usage };
}

/** From a target for something as a whole: the Pods that are ready are taken to have made it. Throws MetricUnusable. */
export function totalReplicas(usage: number, target: number, scaled: Scaled): Proposal {
  const ratio = usage / target;
  if (scaled.replicas === 0) return { replicas: Math.ceil(ratio), usage };
  if (isWithin(scaled.tolerances, ratio)) return { replicas: scaled.replicas, usage };
  if (scaled.pods.length === 0)
    throw new MetricUnusable(`unable to calculate ready pods: ${noPods}`);
  const ready = scaled.pods.filter((pod) => pod.status?.phase === "Running" && isReady(pod)).length;
  return { replicas: Math.min(replicasMax, Math.ceil(ratio * ready)), usage };
}

/** From a target for each replica's share of something. `replicas` are those that there are, by the status of the scale. */
export function shareReplicas(
  total: number,
  target: number,
  { replicas, tolerances }: Pick<Scaled, "replicas" | "tolerances">,
): Proposal {
  const ratio = total / (target * replicas);
  const wanted = isWithin(tolerances, ratio)
    ? replicas
    : Math.min(replicasMax, Math.ceil(total / target));
  const usage = replicas === 0 ? 0 : Math.min(valueMax, Math.ceil(total / replicas));
  return { replicas: wanted, usage: total >= valueMax ? valueMax : usage };
}

/** The sum of values, no more than an int64 holds. */
export function sumOf(values: readonly number[]): number {
  return Math.min(
    valueMax,
    values.reduce((sum, value) => sum + value, 0),
  );
}

export interface PodGroups {
  readonly readyCount: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

/** Which Pods count, of which nothing is known, and which are not to be asked. */
export function groupPods(
  pods: readonly Pod[],
  metrics: PodMetrics,
  { resource, nowMs }: { readonly resource: string; readonly nowMs: number },
): PodGroups {
  const [unready, missing, ignored]: string[][] = [[], [], []];
  let readyCount = 0;
  for (const pod of pods) {
    const { name = "", deletionTimestamp } = pod.metadata;
    const metric = metrics.get(name);
    if (deletionTimestamp !== undefined || isFinished(pod)) ignored?.push(name);
    else if (pod.status?.phase === "Pending") unready?.push(name);
    else if (metric === undefined) missing?.push(name);
    else if (resource === "cpu" && isStarting(pod, metric, nowMs)) unready?.push(name);
    else readyCount += 1;
  }
  return { readyCount, unready: unready ?? [], missing: missing ?? [], ignored: ignored ?? [] };
}

/** What a Pod that is only just starting uses says nothing of what it will. */
function isStarting(pod: Pod, metric: PodMetric, nowMs: number): boolean {
  const ready = podCondition(pod, "Ready");
  if (ready === undefined || pod.status?.startTime === undefined) return true;
  const startedMs = parseTime(pod.status.startTime) ?? 0;
  const changedMs = parseTime(ready.lastTransitionTime) ?? 0;
  if (startedMs + cpuInitializationMs > nowMs) {
    return ready.status === "False" || metric.atMs < changedMs + metric.windowMs;
  }
  return ready.status === "False" && startedMs + initialReadinessMs > changedMs;
}

interface UsablePods extends PodGroups {
  /** Of the Pods that count. */
  readonly values: ReadonlyMap<string, number>;
}

function usablePods(metrics: PodMetrics, resource: string, { pods, nowMs }: Scaled): UsablePods {
  if (pods.length === 0) throw new MetricUnusable(noPods);
  const groups = groupPods(pods, metrics, { resource, nowMs });
  const values = new Map([...metrics].map(([name, { value }]) => [name, value]));
  for (const name of [...groups.ignored, ...groups.unready]) values.delete(name);
  if (values.size === 0) throw new MetricUnusable(notReceived);
  return { ...groups, values };
}

interface Basis {
  readonly ratio: number;
  /** The ratio with other values. */
  again(values: ReadonlyMap<string, number>): number;
  /** What a Pod that nothing is known of is taken to use, on the way down. */
  worst(name: string): number;
}

/** Never further than what is not known could turn over. */
function decide(
  { readyCount, unready, missing, values }: UsablePods,
  { ratio, again, worst }: Basis,
  { replicas, tolerances }: Scaled,
): number {
  const upWithUnready = unready.length > 0 && ratio > 1;
  if (!upWithUnready && missing.length === 0) {
    return isWithin(tolerances, ratio) ? replicas : Math.ceil(ratio * readyCount);
  }
  const filled = new Map(values);
  if (ratio !== 1) for (const name of missing) filled.set(name, ratio < 1 ? worst(name) : 0);
  if (upWithUnready) for (const name of unready) filled.set(name, 0);
  const next = again(filled);
  const turns = (ratio < 1 && next > 1) || (ratio > 1 && next < 1);
  if (isWithin(tolerances, next) || turns) return replicas;
  const wanted = Math.ceil(next * filled.size);
  const isAgainst = (next < 1 && wanted > replicas) || (next > 1 && wanted < replicas);
  return isAgainst ? replicas : wanted;
}
