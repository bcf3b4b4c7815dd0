/** The room that is kept on nodes for nominated Pods: given free for those whom it does not bind, and kept again after. */
import type { ClusterCache } from "../cluster-cache.ts";
import type { NominatedPods } from "../queue/nominated-pods.ts";
import { priority } from "../queue/waiting-pod.ts";
import type { QueuedPod } from "../queue/waiting-pod.ts";
import type { SchedulingQueue } from "../scheduling-queue.ts";

export class KeptRoom {
  readonly #cache: ClusterCache;
  readonly #nominated: NominatedPods;
  readonly #queue: SchedulingQueue;

  constructor(cache: ClusterCache, nominated: NominatedPods, queue: SchedulingQueue) {
    this.#cache = cache;
    this.#nominated = nominated;
    this.#queue = queue;
  }

  /** False when no room is kept for anyone. */
  get isAny(): boolean {
    return this.#nominated.size > 0;
  }

  /** Nominates a waiting Pod for a node from now on; an empty name takes its nomination away. */
  nominate(uid: string, nodeName: string): void {
    const pod = this.#queue.get(uid);
    if (pod === undefined) return;
    this.#nominated.put(pod, nodeName);
    if (nodeName === "") this.#cache.unreserve(uid);
    else this.#cache.reserve(pod, nodeName);
  }

  /** The Pod has a node: it counts there, and is expected nowhere. */
  end(uid: string): void {
    this.#nominated.remove(uid);
  }

  /** Gives free what is kept for Pods of the batch and for those of lower priority; tells for whom. */
  lift(batch: readonly QueuedPod[]): readonly string[] {
    if (!this.isAny) return [];
    const lowest = Math.min(...batch.map(({ pod }) => priority(pod)));
    const own = new Set(batch.map(({ pod }) => pod.metadata.uid));
    const lifted: string[] = [];
    for (const pod of this.#nominated.all()) {
      const { uid } = pod.metadata;
      if (!own.has(uid) && priority(pod) >= lowest) continue;
      this.#cache.unreserve(uid);
      lifted.push(uid);
    }
    return lifted;
  }

  /** Keeps room again where the Pod is nominated, if it still is and still waits. */
  keep(uid: string): void {
    const nodeName = this.#nominated.nodeOf(uid);
    const pod = this.#queue.get(uid);
    if (nodeName !== undefined && pod !== undefined) this.#cache.reserve(pod, nodeName);
  }

  /** The node that the Pod is nominated for, while `fits` says so; its room is then free for it. */
  claim(queued: QueuedPod, fits: (nodeName: string) => boolean): string | undefined {
    const { uid } = queued.pod.metadata;
    const nodeName = this.#nominated.nodeOf(uid);
    if (nodeName === undefined) return undefined;
    this.#cache.unreserve(uid);
    if (fits(nodeName)) {
      // The columns have not been told of the Pod by the kernel, as they are of those that it places.
      this.#cache.markStale(nodeName);
      return nodeName;
    }
    this.keep(uid);
    return undefined;
  }
}
