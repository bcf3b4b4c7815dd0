/**
 * Which waiting Pods have a node in prospect: those that have made room there by preemption, or were promised it by
 * someone else. They count as being there for every Pod of the same or a lower priority (kube-scheduler's nominator).
 */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";

export class NominatedPods {
  readonly #byNode = new Map<string, Map<string, Stored<Pod>>>();
  readonly #nodeOf = new Map<string, string>();

  /** Takes in what the Pod's status says, or `nodeName`, which is newer than that. An empty name takes the Pod out. */
  put(pod: Stored<Pod>, nodeName = pod.status?.nominatedNodeName ?? ""): void {
    const { uid } = pod.metadata;
    if (this.#nodeOf.get(uid) !== nodeName) this.remove(uid);
    if (nodeName === "") return;
    this.#nodeOf.set(uid, nodeName);
    const pods = this.#byNode.get(nodeName) ?? new Map<string, Stored<Pod>>();
    this.#byNode.set(nodeName, pods.set(uid, pod));
  }

  remove(uid: string): void {
    const nodeName = this.#nodeOf.get(uid);
    if (nodeName === undefined) return;
    this.#nodeOf.delete(uid);
    const pods = this.#byNode.get(nodeName);
    pods?.delete(uid);
    if (pods?.size === 0) this.#byNode.delete(nodeName);
  }

  nodeOf(uid: string): string | undefined {
    return this.#nodeOf.get(uid);
  }

  /** In the order of their nomination. */
  on(nodeName: string): Iterable<Stored<Pod>> {
    return this.#byNode.get(nodeName)?.values() ?? [];
  }

  /** All of them, in no particular order. */
  *all(): Iterable<Stored<Pod>> {
    for (const pods of this.#byNode.values()) yield* pods.values();
  }

  get size(): number {
    return this.#nodeOf.size;
  }
}
