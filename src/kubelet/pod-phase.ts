/** The phase of a Pod from its containers' statuses. Pure. Follows kubelet_pods.go (getPhase). */
import type { ContainerStatus, Pod } from "../api/generated/types.ts";
import { wasReset } from "./pod-restart.ts";
import { isSidecar, shouldRestart } from "./pod-view.ts";

export type PodPhase = "Pending" | "Running" | "Succeeded" | "Failed";

/**
 * What a container's state counts as. A waiting container that ended before counts as ended, unless it was removed because its Pod
 * restarts in place: that Pod is pending again (KEP-5532, Pod Phase).
 */
type Standing = "unknown" | "running" | "waiting" | { readonly exitCode: number };

export function podPhase(
  pod: Pod,
  statuses: readonly ContainerStatus[],
  terminal: boolean,
): PodPhase {
  const byName = new Map(statuses.map((status) => [status.name, status]));
  const init = initStandings(pod, byName);
  const main = (pod.spec?.containers ?? []).map((spec) => standing(byName.get(spec.name)));
  if (init.failed) return "Failed";
  const all = [...init.sidecars, ...main];
  const exits = main.filter((state) => typeof state === "object");
  const startedBefore = main.some((state) => state === "running" || typeof state === "object");
  if (init.pending && !startedBefore) return "Pending";
  if (all.includes("waiting")) return "Pending";
  if (all.includes("unknown")) return "Pending";
  if (all.includes("running")) return "Running";
  if (exits.length === 0) return "Pending";
  const succeeded = exits.every((exit) => exit.exitCode === 0);
  const restarts = (pod.spec?.containers ?? []).some((spec, index) => {
    const state = main[index];
    if (typeof state !== "object") return false;
    return shouldRestart(pod, { role: "main", spec }, state.exitCode);
  });
  if (!terminal && restarts) return "Running";
  return succeeded ? "Succeeded" : "Failed";
}

function initStandings(
  pod: Pod,
  byName: ReadonlyMap<string, ContainerStatus>,
): { pending: boolean; failed: boolean; sidecars: readonly Standing[] } {
  let pending = false;
  let failed = false;
  const sidecars: Standing[] = [];
  for (const spec of pod.spec?.initContainers ?? []) {
    const status = byName.get(spec.name);
    const state = standing(status);
    if (!isSidecar(spec)) {
      if (typeof state !== "object") pending = true;
      else if (state.exitCode !== 0)
        failed ||= !shouldRestart(pod, { role: "init", spec }, state.exitCode);
      continue;
    }
    // One that ended is being restarted and says nothing of the phase.
    if (typeof state === "object") continue;
    sidecars.push(state);
    if (state !== "running" ? state !== "unknown" || status !== undefined : !status?.started)
      pending = true;
  }
  return { pending, failed, sidecars };
}

function standing(status: ContainerStatus | undefined): Standing {
  if (status?.state?.running) return "running";
  const { waiting, terminated } = status?.state ?? {};
  const last = waiting && status?.lastState?.terminated;
  const ended = terminated ?? (last && !wasReset(last) ? last : undefined);
  if (ended) return { exitCode: ended.exitCode };
  return waiting ? "waiting" : "unknown";
}
