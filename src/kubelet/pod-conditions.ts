/** The Pod conditions that the kubelet owns. Pure. Follows pkg/kubelet/status/generate.go. */
import type { ContainerStatus, Pod, PodCondition } from "../api/generated/types.ts";
import { rfc3339 } from "../api/time.ts";
import { isSidecar } from "./pod-view.ts";
import type { PodPhase } from "./pod-phase.ts";

type Verdict = Omit<PodCondition, "lastTransitionTime">;

const owned = new Set([
  "PodResizePending",
  "PodResizeInProgress",
  "PodReadyToStartContainers",
  "Initialized",
  "Ready",
  "ContainersReady",
  "PodScheduled",
  "AllContainersRestarting",
]);

/** Whether a condition is the kubelet's to state. */
export function isOwnCondition(type: string): boolean {
  return owned.has(type);
}

export interface ConditionsView {
  readonly pod: Pod;
  readonly phase: PodPhase;
  readonly statuses: readonly ContainerStatus[];
  /** A sandbox with its network exists. */
  readonly sandboxReady: boolean;
  readonly resize: readonly Verdict[];
  readonly restart: readonly Verdict[];
  readonly nowMs: number;
}

/** Conditions of others stay as they are; the kubelet's own keep their transition time while their status holds. */
export function podConditions(view: ConditionsView): readonly PodCondition[] {
  const before = view.pod.status?.conditions ?? [];
  const foreign = before.filter((condition) => !owned.has(condition.type));
  const verdicts = [
    ...view.resize,
    verdict("PodReadyToStartContainers", view.sandboxReady),
    initialized(view),
    ready(view, foreign),
    { ...containersReady(view), type: "ContainersReady" },
    verdict("PodScheduled", true),
  ];
  const now = rfc3339(view.nowMs);
  const generation = view.pod.metadata.generation;
  const seen = generation === undefined ? {} : { observedGeneration: generation };
  const withTimes = (next: Verdict): PodCondition => {
    const old = before.find((condition) => condition.type === next.type);
    const kept = old?.status === next.status ? old.lastTransitionTime : undefined;
    return { ...next, ...probed(next, old, now), lastTransitionTime: kept ?? now };
  };
  return [
    ...foreign,
    ...verdicts.map((next) => withTimes({ ...seen, ...next })),
    // Of which spec it speaks kubelets do not say.
    ...view.restart.map(withTimes),
  ];
}

/** Conditions of a resize say when they came to be as they are. */
function probed(
  { type, reason, message }: Verdict,
  old: PodCondition | undefined,
  now: string,
): Pick<PodCondition, "lastProbeTime"> {
  if (!type.startsWith("PodResize")) return {};
  const isSame = old?.reason === reason && old?.message === message;
  return { lastProbeTime: (isSame ? old?.lastProbeTime : undefined) ?? now };
}

function verdict(type: string, holds: boolean): Verdict {
  return { type, status: holds ? "True" : "False" };
}

function refusal(type: string, reason: string, message = ""): Verdict {
  return { type, status: "False", reason, ...(message === "" ? {} : { message }) };
}

function initialized(view: ConditionsView): Verdict {
  const type = "Initialized";
  const init = view.pod.spec?.initContainers ?? [];
  const status = (name: string) => view.statuses.find((candidate) => candidate.name === name);
  const unknown = init.filter((spec) => !status(spec.name)).map((spec) => spec.name);
  if (view.phase === "Succeeded" && unknown.length === 0)
    return { type, status: "True", reason: "PodCompleted" };
  const startedBefore = (view.pod.spec?.containers ?? []).some((spec) => {
    const of = status(spec.name);
    return Boolean(of?.state?.running ?? of?.state?.terminated ?? of?.lastState?.terminated);
  });
  if (startedBefore) return verdict(type, true);
  const incomplete = init
    .filter((spec) => {
      const of = status(spec.name);
      return of !== undefined && !(isSidecar(spec) ? of.started : of.ready);
    })
    .map((spec) => spec.name);
  const message = messageOf(unknown, "incomplete", incomplete);
  // What has been initialized once stays so, even while its containers begin again.
  const before = view.pod.status?.conditions?.find((condition) => condition.type === type);
  if (before?.status === "True") return verdict(type, true);
  return message === "" ? verdict(type, true) : refusal(type, "ContainersNotInitialized", message);
}

function containersReady(view: ConditionsView): Verdict {
  const type = "ContainersReady";
  const names = [
    ...(view.pod.spec?.initContainers ?? []).filter(isSidecar),
    ...(view.pod.spec?.containers ?? []),
  ].map((spec) => spec.name);
  const byName = new Map(view.statuses.map((status) => [status.name, status]));
  const unknown = names.filter((name) => !byName.has(name));
  if (view.phase === "Succeeded" && unknown.length === 0) return refusal(type, "PodCompleted");
  if (view.phase === "Failed") return refusal(type, "PodFailed");
  const unready = names.filter((name) => byName.get(name)?.ready === false);
  const message = messageOf(unknown, "unready", unready);
  return message === "" ? verdict(type, true) : refusal(type, "ContainersNotReady", message);
}

function ready(view: ConditionsView, foreign: readonly PodCondition[]): Verdict {
  const type = "Ready";
  const containers = containersReady(view);
  if (containers.status !== "True") return { ...containers, type };
  const messages: string[] = [];
  for (const { conditionType } of view.pod.spec?.readinessGates ?? []) {
    const gate = foreign.find((condition) => condition.type === conditionType);
    if (!gate)
      messages.push(
        `corresponding condition of pod readiness gate "${conditionType}" does not exist.`,
      );
    else if (gate.status !== "True")
      messages.push(
        `the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`,
      );
  }
  if (messages.length === 0) return verdict(type, true);
  return refusal(type, "ReadinessGatesNotReady", messages.join(", "));
}

function messageOf(unknown: readonly string[], word: string, lacking: readonly string[]): string {
  const parts: string[] = [];
  if (unknown.length > 0) parts.push(`containers with unknown status: [${unknown.join(" ")}]`);
  if (lacking.length > 0) parts.push(`containers with ${word} status: [${lacking.join(" ")}]`);
  return parts.join(", ");
}
