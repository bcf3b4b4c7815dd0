/**
 * The API's view of one container, computed from what the runtime knows, what the probes found and why the last start
 * failed. Pure. Follows kubelet_pods.go (convertToAPIContainerStatuses) and prober_manager.go (UpdatePodStatus).
 */
import type {
  ContainerState,
  ContainerStatus,
  Pod,
  ResourceRequirements,
} from "../api/generated/types.ts";
import { rfc3339 } from "../api/time.ts";
import type { RuntimeContainer } from "./container-runtime.ts";
import { resetState, resetWaiting } from "./pod-restart.ts";
import { type SpecContainer, shouldRestart, specContainers } from "./pod-view.ts";

/** Why a container is not running though it should be. */
export interface WaitingReason {
  readonly reason: string;
  readonly message: string;
}

/** What the probes say of a running container. */
export interface ProbeState {
  /** The startup probe has succeeded, or there is none. */
  readonly started: boolean;
  readonly ready: boolean;
}

export interface ContainerView {
  readonly pod: Pod;
  /** With what it was given. */
  readonly container: SpecContainer;
  /** What holds for it. */
  readonly resources?: ResourceRequirements | undefined;
  /** Of this name, newest first. */
  readonly instances: readonly RuntimeContainer[];
  readonly waiting: WaitingReason | undefined;
  readonly probe: ProbeState | undefined;
  /** Where the Pod was restarted in place: the attempt of the instance that was removed for it. */
  readonly removedAttempt?: number | undefined;
  /** The Pod's containers are being removed for that. */
  readonly restarting?: boolean;
  /** What the API shows now. */
  readonly previous: ContainerStatus | undefined;
  /** The Pod will not start anything again. */
  readonly ending: boolean;
  /** `docker`, `simulated`: the scheme of container IDs. */
  readonly runtimeName: string;
}

export function containerStatus(view: ContainerView): ContainerStatus {
  const { container, instances, previous } = view;
  const [latest, before] = instances;
  if (isReset(view)) return resetStatus(view);
  const last = lastReset(view) ?? previous?.lastState ?? {};
  const base = {
    name: container.spec.name,
    restartCount: latest?.attempt ?? previous?.restartCount ?? 0,
    image: latest?.image ?? container.spec.image ?? "",
    imageID: latest?.imageId ?? "",
    ...mountStatuses(view),
  };
  if (!latest) return { ...base, ...withoutInstance(view) };
  const id = `${view.runtimeName}://${latest.id}`;
  if (latest.state === "exited") {
    const terminated = terminatedState(latest, view);
    const restarts = shouldRestart(view.pod, container, latest.exitCode ?? 0) && !view.ending;
    const completedInit = container.role === "init" && latest.exitCode === 0;
    if (view.waiting && restarts) {
      return {
        ...base,
        ...resourcesOf(view),
        containerID: id,
        state: { waiting: view.waiting },
        lastState: terminated,
        ready: false,
        started: false,
      };
    }
    return {
      ...base,
      ...resourcesOf(view),
      containerID: id,
      state: terminated,
      lastState: before ? terminatedState(before, view) : last,
      ready: completedInit,
      started: false,
    };
  }
  const lastState = before ? terminatedState(before, view) : last;
  if (latest.state === "created") {
    const waiting = view.waiting ?? { reason: "ContainerCreating" };
    return { ...base, state: { waiting }, lastState, ready: false, started: false };
  }
  return {
    ...base,
    ...resourcesOf(view),
    containerID: id,
    state: { running: { startedAt: rfc3339(latest.startedAtMs ?? latest.createdAtMs) } },
    lastState,
    ready: container.role === "init" ? false : (view.probe?.ready ?? false),
    started: container.role === "init" ? true : (view.probe?.started ?? false),
  };
}

/** It was removed for a restart of its Pod, and is not back. */
function isReset({ instances, removedAttempt }: ContainerView): boolean {
  return instances.length === 0 && removedAttempt !== undefined;
}

function resetStatus(view: ContainerView): ContainerStatus {
  const { container, removedAttempt = 0, previous } = view;
  const reason = isInitializing(view) ? "PodInitializing" : "ContainerCreating";
  const waiting = view.waiting ?? (view.restarting ? resetWaiting : { reason });
  return {
    name: container.spec.name,
    restartCount: Math.max(removedAttempt + 1, previous?.restartCount ?? 0),
    image: container.spec.image ?? "",
    imageID: "",
    ...mountStatuses(view),
    state: { waiting },
    lastState: { terminated: resetState },
    ready: false,
    started: false,
  };
}

/** How the run before ended, where nothing is left of it but that. */
function lastReset({ instances: [latest], removedAttempt }: ContainerView) {
  const follows = removedAttempt !== undefined && latest?.attempt === removedAttempt + 1;
  return follows ? { terminated: resetState } : undefined;
}

function isInitializing({ container: { role }, pod }: ContainerView): boolean {
  if (role === "ephemeral") return false;
  return role !== "main" || (pod.spec?.initContainers ?? []).length > 0;
}

function withoutInstance(
  view: ContainerView,
): Pick<ContainerStatus, "state" | "lastState" | "ready" | "started"> {
  const { previous, container } = view;
  const lost = { lastState: previous?.lastState ?? {}, ready: false, started: false };
  if (view.ending && previous?.state?.running) {
    // The runtime has forgotten a container that ran: its end is known, its exit code is not.
    const startedAt = previous.state.running.startedAt;
    const message = "The container could not be located when the pod was terminated";
    const terminated = {
      exitCode: 137,
      reason: "ContainerStatusUnknown",
      message,
      ...(startedAt === undefined ? {} : { startedAt }),
    };
    return { ...lost, state: { terminated } };
  }
  if (view.ending && previous?.state) return { ...lost, state: previous.state };
  if (previous?.state?.terminated && !view.waiting)
    return {
      ...lost,
      state: previous.state,
      ready: container.role === "init" && previous.state.terminated.exitCode === 0,
    };
  if (view.waiting) return { ...lost, state: { waiting: view.waiting } };
  const reason = isInitializing(view) ? "PodInitializing" : "ContainerCreating";
  return { ...lost, state: { waiting: { reason } } };
}

/** All containers of a Pod share so much of termination messages (status_manager.go, normalizeStatus). */
const podMessageBytesMax = 12 * 1024;

function messageOf({ message = "" }: RuntimeContainer, pod: Pod): string {
  const count = specContainers(pod).length;
  const max = Math.floor(podMessageBytesMax / Math.max(count, 1));
  if (message.length * 3 <= max) return message;
  const bytes = new TextEncoder().encode(message);
  return bytes.length <= max ? message : new TextDecoder().decode(bytes.subarray(0, max));
}

function terminatedState(
  container: RuntimeContainer,
  { pod, runtimeName }: ContainerView,
): ContainerState {
  const { exitCode = 0, reason, startedAtMs, finishedAtMs } = container;
  const message = messageOf(container, pod);
  return {
    terminated: {
      exitCode,
      reason: reason ?? (exitCode === 0 ? "Completed" : "Error"),
      ...(message ? { message } : {}),
      startedAt: rfc3339(startedAtMs ?? container.createdAtMs),
      finishedAt: rfc3339(finishedAtMs ?? container.createdAtMs),
      containerID: `${runtimeName}://${container.id}`,
    },
  };
}

function resourcesOf({ container, resources = {} }: ContainerView): Partial<ContainerStatus> {
  const { requests } = container.spec.resources ?? {};
  return { ...(requests ? { allocatedResources: requests } : {}), resources };
}

/** Simulated mounts that nobody may write to have no others below them that one may. */
function mountStatuses({ container, runtimeName }: ContainerView): Partial<ContainerStatus> {
  const mounts = container.spec.volumeMounts ?? [];
  if (mounts.length === 0) return {};
  return {
    volumeMounts: mounts.map(({ name, mountPath, readOnly, recursiveReadOnly = "Disabled" }) => {
      const isWhole = runtimeName === "simulated" && recursiveReadOnly !== "Disabled";
      const recursive = isWhole ? "Enabled" : "Disabled";
      return {
        name,
        mountPath,
        ...(readOnly ? { readOnly, recursiveReadOnly: recursive } : {}),
      };
    }),
  };
}
