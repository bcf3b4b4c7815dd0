/**
 * The kubelet of one node: a worker for each of its Pods, woken by the API and by the runtime, whatever the runtime is.
 * What runs without the API knowing of it is removed.
 */
import type { Pod } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import type { RuntimeContainer } from "./container-runtime.ts";
import { orderDeferred } from "./deferred-resizes.ts";
import type { NodeContext } from "./node-context.ts";
import { rejectionOf, type Rejection } from "./pod-admission.ts";
import { isTerminal } from "./pod-view.ts";
import { PodWorker } from "./pod-worker.ts";

/** Sandboxes without a Pod that are younger may belong to one that is just being made. */
const orphanAgeMs = 60_000;

export class Kubelet {
  readonly node: NodeContext;
  readonly #workers = new Map<string, PodWorker>();
  /** The UIDs of those that it has not taken. */
  readonly #rejected = new Set<string>();
  readonly #unsubscribe: () => void;
  #closed = false;

  constructor(node: NodeContext) {
    this.node = node;
    this.#unsubscribe = node.runtime.subscribe(({ podUid }) => this.#workers.get(podUid)?.wake());
  }

  /** The Pods that it looks after. */
  get pods(): readonly PodWorker[] {
    return [...this.#workers.values()];
  }

  worker(podUid: string): PodWorker | undefined {
    return this.#workers.get(podUid);
  }

  /** A Pod of this node is new or has changed. */
  set(pod: Stored<Pod>): void {
    if (this.#closed) return;
    const worker = this.#workers.get(pod.metadata.uid);
    if (worker) {
      const ends = isTerminal(pod) && !isTerminal(worker.pod);
      worker.update(pod);
      if (ends) this.#retryDeferred();
      return;
    }
    const rejection = this.#rejection(pod);
    const { uid } = pod.metadata;
    if (rejection) this.#rejected.add(uid);
    const others = (): readonly Pod[] => this.#given(uid);
    const resized = (): void => this.#retryDeferred();
    this.#workers.set(uid, new PodWorker(this.node, pod, { rejection, others, resized }));
  }

  /** What the Pods that have not ended have of the node, but for one. */
  #given(uid: string): readonly Pod[] {
    return this.pods
      .filter(({ pod: { metadata } }) => metadata.uid !== uid && !this.#rejected.has(metadata.uid))
      .filter(({ pod }) => !isTerminal(pod))
      .map(({ given }) => given.pod);
  }

  /** There may be room now that there was not: Pods that wait to grow have it in their order. */
  #retryDeferred(): void {
    const deferred = this.pods
      .filter(({ given }) => given.isDeferred)
      .map((worker) => ({ worker, pod: worker.pod, given: worker.given.pod }));
    for (const { worker } of orderDeferred(deferred)) {
      if (worker.given.isDeferred) worker.reconsider();
    }
  }

  /** Asked once, of a Pod that has not been on the node before. */
  #rejection(pod: Stored<Pod>): Rejection | undefined {
    const { status, metadata } = pod;
    if (status?.startTime !== undefined || metadata.deletionTimestamp !== undefined)
      return undefined;
    if (isTerminal(pod)) return undefined;
    const { nodeName } = this.node;
    const node = this.node.node();
    const allocatable = node?.status?.allocatable ?? this.node.allocatable;
    const others = this.#given(metadata.uid);
    return rejectionOf({ pod, nodeName, node, allocatable, others });
  }

  /** The API has it no more. */
  delete(pod: Stored<Pod>): void {
    const { uid } = pod.metadata;
    const worker = this.#workers.get(uid);
    if (!worker || this.#closed) return;
    worker
      .remove()
      .catch((error: unknown) => {
        this.node.host.log.write("error", "pod not removed", {
          pod: pod.metadata.name,
          error: error instanceof Error ? error.message : String(error),
        });
      })
      .finally(() => {
        this.#workers.delete(uid);
        this.#rejected.delete(uid);
        this.#retryDeferred();
      });
  }

  /** Removes sandboxes whose Pod is unknown: what was deleted while nobody looked. Call when all Pods are known. */
  async removeOrphans(signal: AbortSignal): Promise<void> {
    const { runtime, host } = this.node;
    let isLater = false;
    for (const sandbox of await runtime.listPodSandboxes({}, signal)) {
      if (this.#workers.has(sandbox.uid)) continue;
      if (host.clock.nowMs() - sandbox.createdAtMs < orphanAgeMs) {
        isLater = true;
        continue;
      }
      host.log.write("info", "removing a pod that the API does not know", {
        pod: `${sandbox.namespace}/${sandbox.name}`,
      });
      await runtime.stopPodSandbox(sandbox.id, signal);
      await runtime.removePodSandbox(sandbox.id, signal);
    }
    await runtime.removeLeftVolumes?.(new Set(this.#workers.keys()), signal);
    if (!isLater) return;
    host.timers.after(orphanAgeMs, () => {
      if (this.#closed) return;
      this.removeOrphans(signal).catch((error: unknown) => {
        host.log.write("warn", "what is left of pods was not removed", { error: String(error) });
      });
    });
  }

  /**
   * The container whose log is asked for: the running or last instance, or the one before it. Undefined when there is none yet.
   */
  async container(
    podUid: string,
    name: string,
    options: { readonly previous: boolean; readonly signal: AbortSignal },
  ): Promise<RuntimeContainer | undefined> {
    const all = await this.node.runtime.listContainers({ podUid }, options.signal);
    const started = all.filter(
      (container) => container.name === name && container.state !== "created",
    );
    if (!options.previous) return started[0];
    return started.slice(1).find((container) => container.state === "exited");
  }

  /** Stops looking after Pods; they go on running. The runtime is closed. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#unsubscribe();
    await Promise.all([...this.#workers.values()].map((worker) => worker.close()));
    await this.node.runtime.close();
  }
}
