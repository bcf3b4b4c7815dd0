/** The Pod's row: one word for its state, as kubectl users know it (kubernetes, pkg/printers/internalversion: printPod). */
import type { Container, ContainerStatus, Pod, PodTemplate } from "../generated/types.ts";
import { parseTime } from "../time.ts";
import { humanDuration } from "./human-duration.ts";
import {
  ageColumn,
  ageOf,
  column,
  containerCells,
  labelsText,
  nameColumn,
  nameOf,
  printer,
  type RowCondition,
  wide,
} from "./printer.ts";

function terminatedText(terminated: {
  readonly reason?: string;
  readonly signal?: number;
  readonly exitCode: number;
}): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
}

function isSidecar(container: Container | undefined): boolean {
  return container?.restartPolicy === "Always";
}

/** Restarts that were counted, and when the last of those containers ended. */
class Restarts {
  count = 0;
  lastMs: number | undefined;

  add(status: ContainerStatus): void {
    this.count += status.restartCount;
    const endedMs = parseTime(status.lastState?.terminated?.finishedAt);
    if (endedMs !== undefined && endedMs > (this.lastMs ?? 0)) this.lastMs = endedMs;
  }

  text(nowMs: number): string {
    if (this.count === 0 || this.lastMs === undefined) return String(this.count);
    return `${this.count} (${humanDuration(nowMs - this.lastMs)} ago)`;
  }
}

interface InitState {
  /** What holds the Pod up, undefined once its init containers are through. */
  readonly reason: string | undefined;
  readonly ready: number;
  readonly restarts: Restarts;
  readonly sidecarRestarts: Restarts;
}

function initReason(status: ContainerStatus, index: number, count: number): string {
  const { terminated, waiting } = status.state ?? {};
  if (terminated) return `Init:${terminatedText(terminated)}`;
  if (waiting?.reason && waiting.reason !== "PodInitializing") return `Init:${waiting.reason}`;
  return `Init:${index}/${count}`;
}

function initState(pod: Pod): InitState {
  const containers = pod.spec?.initContainers ?? [];
  const restarts = new Restarts();
  const sidecarRestarts = new Restarts();
  let ready = 0;
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = isSidecar(containers.find(({ name }) => name === status.name));
    restarts.add(status);
    if (sidecar) sidecarRestarts.add(status);
    if (status.state?.terminated?.exitCode === 0) continue;
    if (sidecar && status.started) {
      if (status.ready) ready += 1;
      continue;
    }
    const reason = initReason(status, index, containers.length);
    return { reason, ready, restarts, sidecarRestarts };
  }
  return { reason: undefined, ready, restarts, sidecarRestarts };
}

function hasTrueCondition(pod: Pod, type: string): boolean {
  return pod.status?.conditions?.find((each) => each.type === type)?.status === "True";
}

interface PodState {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: Restarts;
}

/** The state as the app containers tell it, the first of them having the last word. */
function runningState(pod: Pod, start: string, init: InitState): PodState {
  let reason = start;
  let ready = init.ready;
  let running = false;
  const restarts = init.sidecarRestarts;
  for (const status of (pod.status?.containerStatuses ?? []).toReversed()) {
    restarts.add(status);
    const { waiting, terminated, running: runs } = status.state ?? {};
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated) reason = terminatedText(terminated);
    else if (status.ready && runs) {
      running = true;
      ready += 1;
    }
  }
  if (reason === "Completed" && running) {
    reason = hasTrueCondition(pod, "Ready") ? "Running" : "NotReady";
  }
  return { reason, ready, restarts };
}

function podState(pod: Pod): PodState {
  const { status } = pod;
  const gated = status?.conditions?.some(
    (each) => each.type === "PodScheduled" && each.reason === "SchedulingGated",
  );
  const start = gated ? "SchedulingGated" : status?.reason || (status?.phase ?? "");
  const init = initState(pod);
  const state: PodState =
    init.reason === undefined || hasTrueCondition(pod, "Initialized")
      ? runningState(pod, init.reason ?? start, init)
      : { reason: init.reason, ready: init.ready, restarts: init.restarts };
  if (pod.metadata.deletionTimestamp === undefined) return state;
  if (status?.reason === "NodeLost") return { ...state, reason: "Unknown" };
  const finished = status?.phase === "Succeeded" || status?.phase === "Failed";
  return finished ? state : { ...state, reason: "Terminating" };
}

/** The word that kubectl shows under STATUS: `Running`, `Init:0/1`, `CrashLoopBackOff`, `Terminating`. */
export function podStatusText(pod: Pod): string {
  return podState(pod).reason;
}

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return "<none>";
  const open = gates.filter((gate) => hasTrueCondition(pod, gate.conditionType));
  return `${open.length}/${gates.length}`;
}

function completed(reason: string, message: string): readonly RowCondition[] {
  return [{ type: "Completed", status: "True", reason, message }];
}

export const podPrinter = printer<Pod>({
  kinds: ["/Pod"],
  columns: [
    nameColumn,
    column("Ready", "The aggregate readiness state of this pod for accepting traffic."),
    column("Status", "The aggregate status of the containers in this pod."),
    column("Restarts", "How often containers of this pod were restarted, and when last."),
    ageColumn,
    wide("IP", "Address of the pod, reachable within the cluster."),
    wide("Node", "Node that the pod is assigned to."),
    wide("Nominated Node", "Node on which room is being made for the pod."),
    wide("Readiness Gates", "How many of the pod's extra readiness conditions are true."),
  ],
  cells(pod, nowMs) {
    const state = podState(pod);
    const sidecars = (pod.spec?.initContainers ?? []).filter(isSidecar).length;
    const total = (pod.spec?.containers ?? []).length + sidecars;
    return [
      nameOf(pod),
      `${state.ready}/${total}`,
      state.reason,
      state.restarts.text(nowMs),
      ageOf(pod, nowMs),
      pod.status?.podIP || pod.status?.podIPs?.[0]?.ip || "<none>",
      pod.spec?.nodeName || "<none>",
      pod.status?.nominatedNodeName || "<none>",
      readinessGates(pod),
    ];
  },
  conditions(pod) {
    switch (pod.status?.phase) {
      case "Succeeded":
        return completed("Succeeded", "The pod has completed successfully.");
      case "Failed":
        return completed("Failed", "The pod failed.");
      case "Pending":
      case "Running":
      case "Unknown":
      case undefined:
      default:
        return undefined;
    }
  },
});

export const podTemplatePrinter = printer<PodTemplate>({
  kinds: ["/PodTemplate"],
  columns: [
    nameColumn,
    column("Containers", "Names of each container in the template."),
    column("Images", "Images referenced by each container in the template."),
    column("Pod Labels", "The labels for the pod template."),
  ],
  cells: (object) => [
    nameOf(object),
    ...containerCells(object.template?.spec?.containers),
    labelsText(object.template?.metadata?.labels),
  ],
});
