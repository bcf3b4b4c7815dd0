/** Ends containers of a Pod in Kubernetes' order: the main ones together, then the sidecars, last started first. */
import { wait } from "../loop/wait.ts";
import type { RuntimeContainer, SandboxStatus } from "./container-runtime.ts";
import { runHook } from "./lifecycle-hooks.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import type { ContainerKill } from "./pod-actions.ts";
import {
  type PodObject,
  type SpecContainer,
  ephemeralContainers,
  specContainers,
} from "./pod-view.ts";

/** Even without grace a container gets this long, so that its last words are heard (minimumGracePeriodInSeconds). */
const graceMinSeconds = 2;

export interface KillOrder {
  readonly kills: readonly ContainerKill[];
  readonly graceSeconds: number;
  readonly signal: AbortSignal;
}

/**
 * Resolves when all of them have exited. All are told at once and run their hooks; a sidecar then waits for the main containers and for
 * the sidecars after it, as long as there is time (kuberuntime_termination_order.go).
 */
export async function killContainers(
  node: NodeContext,
  pod: PodObject,
  order: KillOrder,
): Promise<void> {
  const specs = [...specContainers(pod), ...ephemeralContainers(pod)];
  const rank = ({ container }: ContainerKill): number =>
    specs.findIndex(({ spec }) => spec.name === container.name);
  const of = (kill: ContainerKill): SpecContainer | undefined => specs[rank(kill)];
  const isSidecar = (kill: ContainerKill): boolean => of(kill)?.role === "sidecar";
  const ends: Promise<void>[] = [];
  const end = (kill: ContainerKill, turn?: Promise<unknown>): void => {
    const { graceSeconds = order.graceSeconds } = kill;
    const { signal } = order;
    ends.push(killContainer(node, pod, { ...kill, spec: of(kill), graceSeconds, signal, turn }));
  };
  for (const kill of order.kills) if (!isSidecar(kill)) end(kill);
  const sidecars = order.kills.filter(isSidecar).sort((a, b) => rank(b) - rank(a));
  for (const kill of sidecars) end(kill, Promise.allSettled(ends));
  await Promise.all(ends);
}

/** Ends all that run of these; false when none does. */
export async function killRunning(
  node: NodeContext,
  pod: PodObject,
  at: {
    readonly containers: readonly RuntimeContainer[];
    readonly graceSeconds: number;
    readonly signal: AbortSignal;
  },
): Promise<boolean> {
  const { containers, graceSeconds, signal } = at;
  const kills = containers
    .filter(({ state }) => state === "running")
    .map((container) => ({ container, message: "" }));
  if (kills.length > 0) await killContainers(node, pod, { kills, graceSeconds, signal });
  return kills.length > 0;
}

/** Stops the sandboxes that are up; false when none is. */
export async function stopReady(
  { runtime }: Pick<NodeContext, "runtime">,
  sandboxes: readonly SandboxStatus[],
  signal: AbortSignal,
): Promise<boolean> {
  const ready = sandboxes.filter(({ state }) => state === "ready");
  for (const { id } of ready) await runtime.stopPodSandbox(id, signal);
  return ready.length > 0;
}

/** Ends a container without grace, for a Pod that begins again in place: no hook is run. */
export async function killAtOnce(
  node: NodeContext,
  pod: PodObject,
  at: { readonly container: RuntimeContainer; readonly signal: AbortSignal },
): Promise<void> {
  const { container, signal } = at;
  const spec = specContainers(pod).find(({ spec: { name } }) => name === container.name);
  notePod(node, pod, { type: "Normal", reason: "Killing", message: "killing" }, spec);
  await node.runtime.stopContainer(container.id, graceMinSeconds, signal);
}

/** Tells of it, runs the hook, waits for its turn, and stops the container. */
export async function killContainer(
  node: NodeContext,
  pod: PodObject,
  at: {
    container: Pick<RuntimeContainer, "id" | "name" | "sandboxId">;
    message: string;
    spec: SpecContainer | undefined;
    graceSeconds: number;
    signal: AbortSignal;
    turn?: Promise<unknown> | undefined;
  },
): Promise<void> {
  const { container, spec, signal, turn } = at;
  const startMs = node.host.clock.monotonicMs();
  const left = (): number => at.graceSeconds - (node.host.clock.monotonicMs() - startMs) / 1000;
  const message = at.message === "" ? `Stopping container ${container.name}` : at.message;
  notePod(node, pod, { type: "Normal", reason: "Killing", message }, spec);
  const hook = spec?.spec.lifecycle?.preStop;
  if (hook && spec && at.graceSeconds > 0) await preStop(node, pod, { ...at, hook, spec });
  if (turn && left() > 0) await wait(node.host, left() * 1000, { turn, signal });
  signal.throwIfAborted();
  const grace = Math.max(graceMinSeconds, Math.ceil(left()));
  await node.runtime.stopContainer(container.id, at.graceSeconds === 0 ? 0 : grace, signal);
}

/** The hook has the grace period, no more; its failure is told and changes nothing. */
async function preStop(
  node: NodeContext,
  pod: PodObject,
  at: {
    container: Pick<RuntimeContainer, "id" | "sandboxId">;
    spec: SpecContainer;
    hook: Parameters<typeof runHook>[1];
    graceSeconds: number;
    signal: AbortSignal;
  },
): Promise<void> {
  const timeout = new AbortController();
  const timer = node.host.timers.after(at.graceSeconds * 1000, () => timeout.abort());
  try {
    const failure = await runHook(node, at.hook, {
      pod,
      container: at.spec,
      containerId: at.container.id,
      sandboxId: at.container.sandboxId,
      signal: AbortSignal.any([at.signal, timeout.signal]),
    });
    at.signal.throwIfAborted();
    if (failure === undefined) return;
    const note = {
      type: "Warning",
      reason: "FailedPreStopHook",
      message: "PreStopHook failed",
    } as const;
    notePod(node, pod, note, at.spec);
  } finally {
    timer.cancel();
  }
}
