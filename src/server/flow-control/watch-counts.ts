/**
 * How many clients watch what a request writes. Watches of the engine's own components are not among them: these take the very objects,
 * and nothing is written to them. Source: apiserver, pkg/util/flowcontrol/watch_tracker.go.
 */
import type { ResourceRequestInfo } from "../request-info.ts";

/** Of one namespace, or with an empty one of those who name none. */
interface Watched {
  all: number;
  readonly byName: Map<string, number>;
}

type ByNamespace = Map<string, Watched>;

export class WatchCounts {
  readonly #groups = new Map<string, Map<string, ByNamespace>>();

  /** A watch has begun; the returned function tells of its end. */
  begin(info: ResourceRequestInfo): () => void {
    if (seesOnlyItsNode(info)) return () => undefined;
    const watched = this.#watched(info);
    const add = (by: 1 | -1): void => {
      if (info.name === "") watched.all += by;
      else watched.byName.set(info.name, (watched.byName.get(info.name) ?? 0) + by);
    };
    add(1);
    return () => {
      add(-1);
      if (watched.byName.get(info.name) === 0) watched.byName.delete(info.name);
      this.#forget(info, watched);
    };
  }

  /** Those of the whole resource, of its namespace, and of the very object. */
  interested({ group, resource, namespace, name }: ResourceRequestInfo): number {
    const byNamespace = this.#groups.get(group)?.get(resource);
    if (byNamespace === undefined) return 0;
    let count = byNamespace.get("")?.all ?? 0;
    const within = byNamespace.get(namespace);
    if (within === undefined) return count;
    if (namespace !== "") count += within.all;
    if (name !== "") count += within.byName.get(name) ?? 0;
    return count;
  }

  #watched({ group, resource, namespace }: ResourceRequestInfo): Watched {
    let resources = this.#groups.get(group);
    if (!resources) this.#groups.set(group, (resources = new Map<string, ByNamespace>()));
    let namespaces = resources.get(resource);
    if (!namespaces) resources.set(resource, (namespaces = new Map<string, Watched>()));
    let watched = namespaces.get(namespace);
    if (!watched) namespaces.set(namespace, (watched = { all: 0, byName: new Map() }));
    return watched;
  }

  #forget({ group, resource, namespace }: ResourceRequestInfo, watched: Watched): void {
    if (watched.all > 0 || watched.byName.size > 0) return;
    const resources = this.#groups.get(group);
    const namespaces = resources?.get(resource);
    if (namespaces?.get(namespace) !== watched) return;
    namespaces.delete(namespace);
    if (namespaces.size > 0) return;
    resources?.delete(resource);
    if (resources?.size === 0) this.#groups.delete(group);
  }
}

/** Of what is written to Pods those who watch one node's, as kubelets do, see next to nothing. */
function seesOnlyItsNode({ resource, fields = [] }: ResourceRequestInfo): boolean {
  if (resource !== "pods") return false;
  return fields.some(
    ({ field, operator, value }) => field === "spec.nodeName" && operator === "=" && value !== "",
  );
}
