/** Ends containers of a Pod in Kubernetes' order: the main ones together, then the sidecars, last started first. */
import type { RuntimeContainer } from "./container-runtime.ts";
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

/** Resolves when all of them have exited. */
export async function killContainers(
  node: NodeContext,
  pod: PodObject,
  order: KillOrder,
): Promise<void> {
  const startMs = node.host.clock.monotonicMs();
  const specs = [...specContainers(pod), ...ephemeralContainers(pod)];
  const of = (kill: ContainerKill): SpecContainer | undefined =>
    specs.find(({ spec }) => spec.name === kill.container.name);
  const left = (): number =>
    Math.max(0, order.graceSeconds - (node.host.clock.monotonicMs() - startMs) / 1000);
  const end = (kill: ContainerKill): Promise<void> =>
    killContainer(node, pod, {
      ...kill,
      spec: of(kill),
      graceSeconds: kill.graceSeconds ?? left(),
      signal: order.signal,
    });
  const sidecars = order.kills.filter((kill) => of(kill)?.role === "sidecar");
  await Promise.all(order.kills.filter((kill) => !sidecars.includes(kill)).map(end));
  const rank = (kill: ContainerKill): number =>
    specs.findIndex(({ spec }) => spec.name === kill.container.name);
  for (const kill of sidecars.sort((a, b) => rank(b) - rank(a))) await end(kill);
}

/** Tells of it, runs the hook, and stops the container. */
export async function killContainer(
  node: NodeContext,
  pod: PodObject,
  at: {
    container: Pick<RuntimeContainer, "id" | "name" | "sandboxId">;
    message: string;
    spec: SpecContainer | undefined;
    graceSeconds: number;
    signal: AbortSignal;
  },
): Promise<void> {
  const { container, spec, signal } = at;
  const startMs = node.host.clock.monotonicMs();
  const message = at.message === "" ? `Stopping container ${container.name}` : at.message;
  notePod(node, pod, { type: "Normal", reason: "Killing", message }, spec);
  const hook = spec?.spec.lifecycle?.preStop;
  if (hook && spec && at.graceSeconds > 0) await preStop(node, pod, { ...at, hook, spec });
  const spentSeconds = (node.host.clock.monotonicMs() - startMs) / 1000;
  const grace = Math.max(graceMinSeconds, Math.ceil(at.graceSeconds - spentSeconds));
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
