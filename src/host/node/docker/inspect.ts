/** What the daemon says of a container, in the words of the runtime port. Pure. */
import type { RuntimeContainer, SandboxStatus } from "../../../kubelet/container-runtime.ts";
import { label } from "./labels.ts";

/** The parts of GET /containers/{id}/json that are read. */
export interface Inspected {
  readonly Id: string;
  readonly Created: string;
  readonly Image: string;
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly OOMKilled: boolean;
    readonly ExitCode: number;
    readonly Error: string;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
  readonly Config: { readonly Labels: Readonly<Record<string, string>>; readonly Tty: boolean };
  readonly HostConfig: { readonly NetworkMode: string };
  readonly NetworkSettings: {
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>>;
  };
}

export function sandboxOf(inspected: Inspected): SandboxStatus {
  const { Labels } = inspected.Config;
  const ip = Object.values(inspected.NetworkSettings.Networks ?? {}).find(
    (network) => network.IPAddress,
  )?.IPAddress;
  return {
    id: inspected.Id,
    uid: Labels[label.podUid] ?? "",
    namespace: Labels[label.podNamespace] ?? "",
    name: Labels[label.podName] ?? "",
    attempt: Number(Labels[label.attempt] ?? 0),
    state: inspected.State.Running ? "ready" : "notReady",
    ip,
    createdAtMs: timeMs(inspected.Created) ?? 0,
  };
}

export function containerOf(inspected: Inspected, imageId: string): RuntimeContainer {
  const { Labels } = inspected.Config;
  const { State } = inspected;
  const createdAtMs = timeMs(inspected.Created) ?? 0;
  const startedAtMs = timeMs(State.StartedAt);
  return {
    id: inspected.Id,
    sandboxId: Labels[label.sandbox] ?? "",
    podUid: Labels[label.podUid] ?? "",
    name: Labels[label.container] ?? "",
    attempt: Number(Labels[label.attempt] ?? 0),
    image: Labels[label.image] ?? "",
    imageId,
    specHash: Labels[label.specHash] ?? "",
    createdAtMs,
    ...(startedAtMs === undefined ? {} : { startedAtMs }),
    ...stateOf(State, createdAtMs),
  };
}

function stateOf(
  state: Inspected["State"],
  createdAtMs: number,
): Pick<RuntimeContainer, "state" | "exitCode" | "reason" | "message" | "finishedAtMs"> {
  if (state.Running) return { state: "running" };
  const neverStarted = timeMs(state.StartedAt) === undefined;
  if (neverStarted && state.Error === "" && state.ExitCode === 0) return { state: "created" };
  // containerd's shim and CRI-O both show a failed start as exit code 128 with reason StartError.
  if (neverStarted)
    return {
      state: "exited",
      exitCode: 128,
      reason: "StartError",
      message: state.Error,
      finishedAtMs: createdAtMs,
    };
  const finishedAtMs = timeMs(state.FinishedAt) ?? createdAtMs;
  const { ExitCode: exitCode } = state;
  // cgroup v1 also says OOMKilled where only a child was killed and the container ended well.
  const reason = exitCode === 0 ? "Completed" : state.OOMKilled ? "OOMKilled" : "Error";
  return {
    state: "exited",
    exitCode,
    reason,
    finishedAtMs,
    ...(state.Error ? { message: state.Error } : {}),
  };
}

/** Docker writes "never" as year 1. */
function timeMs(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? undefined : ms;
}
