/**
 * What is to be done next for a Pod, decided from its spec and the runtime's state. Pure: the worker carries it out and asks
 * again. Follows kuberuntime_manager.go (computePodActions, computeInitContainerActions).
 */
import type { RuntimeContainer, SandboxStatus } from "./container-runtime.ts";
import type { ProbeState } from "./container-status.ts";
import {
  type PodObject,
  type SpecContainer,
  ephemeralContainers,
  shouldRestart,
  specContainers,
} from "./pod-view.ts";

export interface ActionsView {
  readonly pod: PodObject;
  /** Newest first. */
  readonly sandboxes: readonly SandboxStatus[];
  /** Newest first. */
  readonly containers: readonly RuntimeContainer[];
  /** By container ID. */
  readonly probes: ReadonlyMap<string, ProbeState>;
  /** Container IDs that their liveness or startup probe has given up on, with the word for the event. */
  readonly condemned: ReadonlyMap<string, "liveness" | "startup">;
  /** By container name: the highest attempt ever seen, for instances that went with a lost sandbox. */
  readonly attempts: ReadonlyMap<string, number>;
  /** By container name: the hash of the spec as it is now. */
  readonly specHashes: ReadonlyMap<string, string>;
}

export interface ContainerStart {
  readonly container: SpecContainer;
  /** Becomes the restart count. */
  readonly attempt: number;
  /** The instance that it follows. */
  readonly previous: RuntimeContainer | undefined;
}

export interface ContainerKill {
  readonly container: RuntimeContainer;
  /** Of the Killing event; empty for the usual `Stopping container`. */
  readonly message: string;
  /** By the probe that has given up on it; the Pod's own by default. */
  readonly graceSeconds?: number | undefined;
}

export interface PodActions {
  /** Sandboxes that are of no use any more; removed with their containers. */
  readonly dropSandboxes: readonly SandboxStatus[];
  /** The attempt of the sandbox to create before anything is started. */
  readonly createSandbox: number | undefined;
  readonly kill: readonly ContainerKill[];
  readonly start: readonly ContainerStart[];
  /** All is over: only sidecars may be left, and the sandbox can be stopped. */
  readonly finished: boolean;
}

const nothing: PodActions = {
  dropSandboxes: [],
  createSandbox: undefined,
  kill: [],
  start: [],
  finished: false,
};

export function computePodActions(view: ActionsView): PodActions {
  const { pod, sandboxes } = view;
  const ready = sandboxes.find((sandbox) => sandbox.state === "ready");
  if (!ready) return withoutSandbox(view);
  const dropSandboxes = sandboxes.filter((sandbox) => sandbox.id !== ready.id);
  const all = specContainers(pod).map((container) => instanceOf(view, container, ready.id));
  const main = all.filter(({ container }) => container.role === "main");
  if (main.length > 0 && main.every((entry) => isOver(pod, entry))) {
    const kill = all
      .map(({ latest }) => latest)
      .filter((latest) => latest?.state === "running")
      .map((container) => ({ container: container as RuntimeContainer, message: "" }));
    return { ...nothing, dropSandboxes, kill, finished: true };
  }
  const next = initialized(main) ? startMain(view, all) : startInit(view, all);
  if (next.finished) return { ...nothing, ...next, dropSandboxes };
  return {
    ...nothing,
    ...next,
    start: [...startEphemeral(view), ...(next.start ?? [])],
    dropSandboxes,
  };
}

/** Each is started once, whatever the others do, and never again. */
function startEphemeral(view: ActionsView): readonly ContainerStart[] {
  const statuses = view.pod.status?.ephemeralContainerStatuses ?? [];
  return ephemeralContainers(view.pod).flatMap((container) => {
    const { name } = container.spec;
    const ran =
      view.containers.some((candidate) => candidate.name === name) ||
      view.attempts.has(name) ||
      statuses.some((status) => status.name === name && status.containerID);
    return ran ? [] : [{ container, attempt: 0, previous: undefined }];
  });
}

interface Entry {
  readonly container: SpecContainer;
  /** The newest of its instances in the sandbox that counts. */
  readonly latest: RuntimeContainer | undefined;
  /** The newest anywhere: what a new instance follows. */
  readonly newest: RuntimeContainer | undefined;
}

function instanceOf(view: ActionsView, container: SpecContainer, sandboxId: string): Entry {
  const named = view.containers.filter((candidate) => candidate.name === container.spec.name);
  return {
    container,
    latest: named.find((candidate) => candidate.sandboxId === sandboxId),
    newest: named[0],
  };
}

/** A lost sandbox takes its containers along; a new one is made only while something is left to run. */
function withoutSandbox(view: ActionsView): PodActions {
  const { pod, sandboxes } = view;
  const last = sandboxes[0];
  const policy = pod.spec?.restartPolicy ?? "Always";
  const entries = specContainers(pod).map((container) =>
    instanceOf(view, container, last?.id ?? ""),
  );
  const main = entries.filter(({ container }) => container.role === "main");
  const isLast = ({ container, newest }: Entry): boolean =>
    newest?.state === "exited" && !shouldRestart(pod, container, newest.exitCode ?? 0);
  const done = main.every(isLast);
  const failedInit = entries.some(
    (entry) => entry.container.role === "init" && entry.newest?.exitCode !== 0 && isLast(entry),
  );
  if ((last && done) || failedInit) return { ...nothing, finished: true };
  if (last && policy === "Never" && view.containers.length > 0)
    return { ...nothing, finished: true };
  return { ...nothing, dropSandboxes: sandboxes, createSandbox: last ? last.attempt + 1 : 0 };
}

function isOver(pod: PodObject, { container, latest }: Entry): boolean {
  return latest?.state === "exited" && !shouldRestart(pod, container, latest.exitCode ?? 0);
}

function initialized(main: readonly Entry[]): boolean {
  return main.some(({ latest }) => latest !== undefined);
}

/** One init container after the other; a sidecar only has to be started. */
function startInit(view: ActionsView, entries: readonly Entry[]): Partial<PodActions> {
  const kill: ContainerKill[] = [];
  const start: ContainerStart[] = [];
  for (const entry of entries) {
    const { container, latest } = entry;
    if (container.role === "main") continue;
    const condemned = latest?.state === "running" && killIfCondemned(view, latest, container);
    if (condemned) {
      kill.push(condemned);
      return { kill, start };
    }
    if (latest?.state === "running") {
      const waits = container.role === "init" || !view.probes.get(latest.id)?.started;
      if (waits) return { kill, start };
      continue;
    }
    if (latest?.state === "exited" && container.role === "init") {
      if (latest.exitCode === 0) continue;
      if (!shouldRestart(view.pod, container, latest.exitCode ?? 1)) {
        const running = entries.flatMap(({ latest: other }) =>
          other?.state === "running" ? [{ container: other, message: "" }] : [],
        );
        return { kill: running, start: [], finished: true };
      }
    }
    start.push(startOf(view, entry));
    return { kill, start };
  }
  return { kill, start: mainEntries(entries).map((entry) => startOf(view, entry)) };
}

function startMain(view: ActionsView, entries: readonly Entry[]): Partial<PodActions> {
  const kill: ContainerKill[] = [];
  const start: ContainerStart[] = [];
  for (const entry of entries) {
    const { container, latest } = entry;
    if (container.role === "init") continue;
    if (latest?.state === "running") {
      const reason = killIfCondemned(view, latest, container) ?? killIfChanged(view, latest);
      if (reason) kill.push(reason);
      continue;
    }
    const over =
      latest?.state === "exited" && !shouldRestart(view.pod, container, latest.exitCode ?? 0);
    if (!over) start.push(startOf(view, entry));
  }
  return { kill, start };
}

function mainEntries(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ container }) => container.role === "main");
}

function killIfCondemned(
  view: ActionsView,
  container: RuntimeContainer,
  { role, spec }: SpecContainer,
): ContainerKill | undefined {
  const kind = view.condemned.get(container.id);
  if (!kind) return undefined;
  const probe = kind === "startup" ? spec.startupProbe : spec.livenessProbe;
  const grace = probe?.terminationGracePeriodSeconds;
  const graceSeconds = grace === undefined ? {} : { graceSeconds: Number(grace) };
  const failed = `ontainer ${container.name} failed ${kind} probe`;
  if (role === "sidecar") return { container, message: `Init c${failed}`, ...graceSeconds };
  const restarts = shouldRestart(view.pod, { role, spec }, 1);
  const message = `C${failed}${restarts ? ", will be restarted" : ""}`;
  return { container, message, ...graceSeconds };
}

function killIfChanged(view: ActionsView, container: RuntimeContainer): ContainerKill | undefined {
  const hash = view.specHashes.get(container.name);
  if (hash === undefined || hash === container.specHash) return undefined;
  return {
    container,
    message: `Container ${container.name} definition changed, will be restarted`,
  };
}

function startOf(view: ActionsView, { container, newest }: Entry): ContainerStart {
  if (newest) return { container, attempt: newest.attempt + 1, previous: newest };
  const seen = view.attempts.get(container.spec.name);
  if (seen !== undefined) return { container, attempt: seen + 1, previous: undefined };
  const status = [
    ...(view.pod.status?.containerStatuses ?? []),
    ...(view.pod.status?.initContainerStatuses ?? []),
  ].find((candidate) => candidate.name === container.spec.name);
  // The runtime has lost what the API remembers: it ran before, so this is a restart.
  const restarts = status?.restartCount ?? 0;
  const attempt = status?.containerID || restarts > 0 ? restarts + 1 : 0;
  return { container, attempt, previous: undefined };
}
