/** An API that answers at once and forgets events: what is left of a scheduling cycle's time is the scheduler's own. */
import { NODES, PODS } from "../../src/api/kinds.ts";
import type { Node, Pod } from "../../src/api/generated/types.ts";
import type { KubeObject, ResourceRef, Stored } from "../../src/api/object.ts";
import type { Client, ListResult, ObjectName, WatchHandlers } from "../../src/loop/client.ts";

export class InstantClient implements Client {
  readonly userName = "system:bench";
  bound = 0;
  /** Status updates of Pods that were refused. */
  refused = 0;
  readonly #nodes: readonly Stored<Node>[];
  readonly #placed: readonly Stored<Pod>[];
  readonly #byName: ReadonlyMap<string, Stored<Pod>>;
  #onPods: WatchHandlers<Pod> | undefined;
  #revision = 1;

  constructor(nodes: readonly Stored<Node>[], placed: readonly Stored<Pod>[] = []) {
    this.#nodes = nodes;
    this.#placed = placed;
    this.#byName = new Map(placed.map((pod) => [pod.metadata.name, pod]));
  }

  /** Lets the scheduler see new Pods, all in one tick. */
  addPods(pods: readonly Stored<Pod>[]): void {
    this.#emit(pods, "ADDED");
  }

  list<T extends KubeObject>(resource: ResourceRef<T>): Promise<ListResult<T>> {
    const known: Readonly<Record<string, readonly KubeObject[]>> = {
      [NODES.resource]: this.#nodes,
      [PODS.resource]: this.#placed,
    };
    const items = known[resource.resource] ?? [];
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

  servedResources(): readonly ResourceRef[] {
    return [];
  }

  onServedResources(): () => void {
    return () => undefined;
  }

  get(): Promise<never> {
    return Promise.reject(new Error("the scheduler gets nothing"));
  }

  patch<T extends KubeObject>(_resource: ResourceRef<T>): Promise<Stored<T>> {
    this.refused += 1;
    return Promise.resolve({ apiVersion: "v1", kind: "Pod", metadata: {} } as Stored<T>);
  }

  /** Victims of preemption are gone at once. */
  delete<T extends KubeObject>(_resource: ResourceRef<T>, { name }: ObjectName): Promise<void> {
    const victim = this.#byName.get(name);
    if (victim === undefined) return Promise.reject(new Error(`deletes ${name}`));
    this.#revision += 1;
    const resourceVersion = String(this.#revision);
    const metadata = { ...victim.metadata, resourceVersion };
    this.#emit([{ ...victim, metadata }], "DELETED");
    return Promise.resolve();
  }

  #emit(pods: readonly Stored<Pod>[], type: "ADDED" | "DELETED"): void {
    const events = pods.map((object) => ({ type, object }));
    this.#revision = Math.max(this.#revision, Number(pods.at(-1)?.metadata.resourceVersion ?? 0));
    this.#onPods?.onEvents(events, String(this.#revision));
  }
}
