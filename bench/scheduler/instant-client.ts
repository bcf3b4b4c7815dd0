/** An API that answers at once and forgets events: what is left of a scheduling cycle's time is the scheduler's own. */
import { NODES, PODS } from "../../src/api/kinds.ts";
import type { Node, Pod } from "../../src/api/generated/types.ts";
import type { KubeObject, ResourceRef, Stored } from "../../src/api/object.ts";
import type { Client, ListResult, WatchHandlers } from "../../src/loop/client.ts";

export class InstantClient implements Client {
  readonly userName = "system:bench";
  bound = 0;
  readonly #nodes: readonly Stored<Node>[];
  #onPods: WatchHandlers<Pod> | undefined;
  #revision = 1;

  constructor(nodes: readonly Stored<Node>[]) {
    this.#nodes = nodes;
  }

  /** Lets the scheduler see new Pods, all in one tick. */
  addPods(pods: readonly Stored<Pod>[]): void {
    this.#emit(pods, "ADDED");
  }

  list<T extends KubeObject>(resource: ResourceRef<T>): Promise<ListResult<T>> {
    const items = resource.resource === NODES.resource ? this.#nodes : [];
    return Promise.resolve({
      items: items as unknown as readonly Stored<T>[],
      resourceVersion: String(this.#revision),
    });
  }

  watch<T extends KubeObject>(
    resource: ResourceRef<T>,
    _options: unknown,
    handlers: WatchHandlers<T>,
  ): Promise<() => void> {
    if (resource.resource === PODS.resource) {
      this.#onPods = handlers as unknown as WatchHandlers<Pod>;
    }
    return Promise.resolve(() => undefined);
  }

  create<T extends KubeObject>(_resource: ResourceRef<T>, object: unknown): Promise<Stored<T>> {
    return Promise.resolve(object as Stored<T>);
  }

  update<T extends KubeObject>(_resource: ResourceRef<T>, object: T): Promise<Stored<T>> {
    return Promise.resolve(object as unknown as Stored<T>);
  }

  post(): Promise<KubeObject> {
    this.bound += 1;
    return Promise.resolve({ apiVersion: "v1", kind: "Status", metadata: {} });
  }

  get(): Promise<never> {
    return Promise.reject(new Error("the scheduler gets nothing"));
  }

  patch(): Promise<never> {
    return Promise.reject(new Error("a Pod of the bench was refused"));
  }

  delete(): Promise<void> {
    return Promise.reject(new Error("the scheduler deletes nothing"));
  }

  #emit(pods: readonly Stored<Pod>[], type: "ADDED"): void {
    const events = pods.map((object) => ({ type, object }));
    this.#revision = Number(pods.at(-1)?.metadata.resourceVersion ?? this.#revision);
    this.#onPods?.onEvents(events, String(this.#revision));
  }
}
