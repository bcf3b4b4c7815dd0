/** The status of a Pod as the kubelet reports it, computed from the runtime's state. Pure. */
import type { ContainerStatus, PodCondition, PodStatus } from "../api/generated/types.ts";
import { computeQosClass } from "../api/qos-class.ts";
import { rfc3339 } from "../api/time.ts";
import type { RuntimeContainer, SandboxStatus } from "./container-runtime.ts";
import { type ProbeState, type WaitingReason, containerStatus } from "./container-status.ts";
import { wasRejected } from "./pod-admission.ts";
import { isOwnCondition, podConditions } from "./pod-conditions.ts";
import { podLevelStatus, withPodLimits } from "./pod-level-resources.ts";
import { podPhase } from "./pod-phase.ts";
import type { PodRestart } from "./pod-restart.ts";
import {
  type ContainerRole,
  type PodObject,
  ephemeralContainers,
  isTerminal,
  specContainers,
} from "./pod-view.ts";

export interface PodStatusView {
  readonly pod: PodObject;
  /** The same with the resources that the node has given it. */
  readonly given: PodObject;
  /** With what holds for its running containers: the same but while that is being changed, or cannot be. */
  readonly actual: PodObject;
  /** What there is to say of a resize. */
  readonly resize: readonly Omit<PodCondition, "lastTransitionTime">[];
  /** Where its containers are restarted together. */
  readonly restart: Pick<PodRestart, "condition" | "isUnderway" | "removed">;
  /** The newest sandbox. */
  readonly sandbox: SandboxStatus | undefined;
  /** Of all names, newest first. */
  readonly containers: readonly RuntimeContainer[];
  readonly waiting: ReadonlyMap<string, WaitingReason>;
  /** By container ID. */
  readonly probes: ReadonlyMap<string, ProbeState>;
  /** Why the kubelet ends the Pod for good (a deadline), if it does. */
  readonly failure: WaitingReason | undefined;
  /** The Pod is being deleted or has ended: nothing starts again. */
  readonly ending: boolean;
  readonly runtimeName: string;
  readonly nodeIp: string;
  /** When the node first saw the Pod. */
  readonly acceptedMs: number;
  readonly nowMs: number;
}

export function podStatus(view: PodStatusView): PodStatus {
  const { pod, sandbox } = view;
  const old = pod.status ?? {};
  const main = statusesOf(view, ["main"]).sort(byName);
  const init = statusesOf(view, ["init", "sidecar"]);
  // Whether one of these has started its probes do not tell: it has none.
  const ephemeral = statusesOf(view, ["ephemeral"]).map(withoutStarted).sort(byName);
  const phase = phaseOf(view, [...init, ...main]);
  const statuses = [...init, ...main];
  const sandboxReady = sandbox?.state === "ready" && (sandbox.ip !== undefined || hostNetwork(pod));
  const generation = pod.metadata.generation;
  const ip = hostNetwork(pod) ? view.nodeIp : (sandbox?.ip ?? old.podIP);
  const explained = view.failure ?? (old.phase === phase ? reasonOf(old) : undefined);
  const seen = generation === undefined ? {} : { observedGeneration: generation };
  if (wasRejected({ ...pod, status: { phase, ...explained } })) {
    const { conditions } = old;
    const foreign = (conditions ?? []).filter(({ type }) => !isOwnCondition(type));
    const startTime = old.startTime ?? rfc3339(view.acceptedMs);
    const qos = old.qosClass ?? computeQosClass(pod.spec);
    const others = foreign.length > 0 ? { conditions: foreign } : {};
    return { ...seen, phase, ...explained, ...others, startTime, qosClass: qos };
  }
  return {
    ...seen,
    phase,
    conditions: podConditions({
      pod,
      phase,
      statuses,
      sandboxReady,
      resize: view.resize,
      restart: view.restart.condition(pod, phase),
      nowMs: view.nowMs,
    }),
    ...explained,
    ...(old.nominatedNodeName ? { nominatedNodeName: old.nominatedNodeName } : {}),
    hostIP: view.nodeIp,
    hostIPs: [{ ip: view.nodeIp }],
    ...(ip === undefined ? {} : { podIP: ip, podIPs: [{ ip }] }),
    startTime: old.startTime ?? rfc3339(view.acceptedMs),
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: main,
    ...(ephemeral.length > 0 ? { ephemeralContainerStatuses: ephemeral } : {}),
    qosClass: old.qosClass ?? computeQosClass(pod.spec),
    ...podLevelStatus(view.given),
    resources: podLevelStatus(view.actual).resources ?? {},
  };
}

/** The order in which kubelets tell of containers, but of the init ones, whatever the order in the spec. */
function byName(a: ContainerStatus, b: ContainerStatus): number {
  return a.name < b.name ? -1 : 1;
}

function withoutStarted({ started: _started, ...status }: ContainerStatus): ContainerStatus {
  return status;
}

function statusesOf(view: PodStatusView, roles: readonly ContainerRole[]): ContainerStatus[] {
  const { pod, given, actual, containers } = view;
  const held = new Map(specContainers(actual).map(({ spec }) => [spec.name, spec]));
  const old = [
    ...(pod.status?.containerStatuses ?? []),
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.ephemeralContainerStatuses ?? []),
  ];
  return [...specContainers(given), ...ephemeralContainers(pod)]
    .filter(({ role }) => roles.includes(role))
    .map((container) => {
      const { name } = container.spec;
      const instances = containers.filter((candidate) => candidate.name === name);
      const running = instances[0]?.state === "running" ? held.get(name) : undefined;
      return containerStatus({
        pod,
        container,
        resources: running ? withPodLimits(running, actual).resources : container.spec.resources,
        instances,
        waiting: view.waiting.get(name),
        probe: instances[0] && view.probes.get(instances[0].id),
        previous: old.find((status) => status.name === name),
        removedAttempt: view.restart.removed.get(name),
        restarting: view.restart.isUnderway,
        ending: view.ending,
        runtimeName: view.runtimeName,
      });
    });
}

function phaseOf(
  view: PodStatusView,
  statuses: readonly ContainerStatus[],
): "Pending" | "Running" | "Succeeded" | "Failed" {
  const shown = view.pod.status?.phase;
  if (shown === "Succeeded" || shown === "Failed") return shown;
  if (view.failure) return "Failed";
  return podPhase(view.pod, statuses, view.ending);
}

function reasonOf(status: PodStatus): { reason?: string; message?: string } {
  return {
    ...(status.reason ? { reason: status.reason } : {}),
    ...(status.message ? { message: status.message } : {}),
  };
}

function hostNetwork(pod: PodObject): boolean {
  return pod.spec?.hostNetwork === true;
}

/** Whether two statuses say the same, whatever the order of their fields. */
export function sameStatus(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map(Object.entries(b).filter(([, value]) => value !== undefined));
  if (left.length !== right.size) return false;
  return left.every(([key, value]) => right.has(key) && sameStatus(value, right.get(key)));
}

/** A Pod in a terminal phase whose containers have all ended. */
export function hasEnded(pod: PodObject, containers: readonly RuntimeContainer[]): boolean {
  return isTerminal(pod) && containers.every((container) => container.state === "exited");
}
