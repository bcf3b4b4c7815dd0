/** A Pod in the words of `kubectl get pods` (kubernetes/kubernetes, pkg/printers/internalversion, printPod). */
import type { ContainerState, ContainerStatus, Pod } from "../../src/api/generated/types.ts";
import { quantityValue } from "./quantity.ts";
import type { StatusView, Tone } from "./tone.ts";

export interface PodView {
  readonly status: StatusView;
  readonly ready: number;
  readonly containers: number;
  readonly restarts: number;
}

export const podPhases = ["Running", "Pending", "Succeeded", "Failed", "Unknown"] as const;
export type PodPhase = (typeof podPhases)[number];

export function podView(pod: Pod): PodView {
  const statuses = pod.status?.containerStatuses ?? [];
  const sidecars = restartableInits(pod);
  const text = podReason(pod);
  return {
    status: { text, tone: podTone(pod, text) },
    ready: [...statuses, ...sidecars].filter((status) => status.ready).length,
    containers: (pod.spec?.containers.length ?? 0) + sidecars.length,
    restarts: [...statuses, ...sidecars].reduce((sum, status) => sum + status.restartCount, 0),
  };
}

export function podReason(pod: Pod): string {
  const { status } = pod;
  const own = status?.reason ? status.reason : (status?.phase ?? "Pending");
  let reason = gated(pod) ? "SchedulingGated" : own;
  const init = initReason(pod);
  if (init !== undefined) {
    reason = init;
  } else {
    let running = false;
    for (const container of [...(status?.containerStatuses ?? [])].reverse()) {
      const problem = containerReason(container.state);
      if (problem !== undefined) reason = problem;
      else if (container.ready && container.state?.running) running = true;
    }
    if (reason === "Completed" && running) reason = isReady(pod) ? "Running" : "NotReady";
  }
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  return status?.reason === "NodeLost" ? "Unknown" : "Terminating";
}

export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some((c) => c.type === "Ready" && c.status === "True") ?? false;
}

/** What the Pod asks for: the sum over its containers, or the largest init container where that is more. */
export function podRequests(pod: Pod): { readonly cpu: number; readonly memory: number } {
  const sum = { cpu: 0, memory: 0 };
  for (const { resources } of pod.spec?.containers ?? []) {
    sum.cpu += quantityValue(resources?.requests?.["cpu"]);
    sum.memory += quantityValue(resources?.requests?.["memory"]);
  }
  for (const { resources } of pod.spec?.initContainers ?? []) {
    sum.cpu = Math.max(sum.cpu, quantityValue(resources?.requests?.["cpu"]));
    sum.memory = Math.max(sum.memory, quantityValue(resources?.requests?.["memory"]));
  }
  return sum;
}

/** Done: it holds no resources of its node any more. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
}

export function stateView(state: ContainerState | undefined): StatusView {
  const problem = containerReason(state);
  if (state?.running) return { text: "Running", tone: "good" };
  if (state?.terminated) {
    return {
      text: problem ?? "Terminated",
      tone: state.terminated.exitCode === 0 ? "idle" : "bad",
    };
  }
  return { text: problem ?? "Waiting", tone: toneOfReason(problem ?? "") };
}

function gated(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some(
      (condition) => condition.type === "PodScheduled" && condition.reason === "SchedulingGated",
    ) ?? false
  );
}

function containerReason(state: ContainerState | undefined): string | undefined {
  if (state?.waiting?.reason) return state.waiting.reason;
  const ended = state?.terminated;
  if (!ended) return undefined;
  if (ended.reason) return ended.reason;
  return ended.signal ? `Signal:${ended.signal}` : `ExitCode:${ended.exitCode}`;
}

function initReason(pod: Pod): string | undefined {
  const specs = pod.spec?.initContainers ?? [];
  const sidecars = new Set(
    specs.filter((spec) => spec.restartPolicy === "Always").map((spec) => spec.name),
  );
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    if (status.state?.terminated?.exitCode === 0) continue;
    if (sidecars.has(status.name) && status.started) continue;
    const problem = containerReason(status.state);
    if (problem !== undefined && problem !== "PodInitializing") return `Init:${problem}`;
    return `Init:${index}/${specs.length}`;
  }
  return undefined;
}

function restartableInits(pod: Pod): readonly ContainerStatus[] {
  const names = new Set(
    (pod.spec?.initContainers ?? [])
      .filter((spec) => spec.restartPolicy === "Always")
      .map((spec) => spec.name),
  );
  return (pod.status?.initContainerStatuses ?? []).filter((status) => names.has(status.name));
}

function podTone(pod: Pod, reason: string): Tone {
  if (reason === "Running") return isReady(pod) ? "good" : "busy";
  return toneOfReason(reason);
}

const busyReasons = new Set([
  "Pending",
  "ContainerCreating",
  "PodInitializing",
  "Terminating",
  "NotReady",
  "SchedulingGated",
  "Waiting",
]);

function toneOfReason(reason: string): Tone {
  if (reason === "Succeeded" || reason === "Completed") return "idle";
  if (busyReasons.has(reason) || /^Init:\d+\/\d+$/.test(reason)) return "busy";
  return reason === "" ? "idle" : "bad";
}
