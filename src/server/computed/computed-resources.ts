/** Resources whose objects are not stored but made when they are asked for: usage metrics, component statuses. */
import type { KubeObject } from "../../api/object.ts";
import { apiVersionOf } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { notFound, type StatusError } from "../../api/status.ts";
import { keyOf, unstoredEntry, type ServerCore, type Target } from "../core.ts";
import type { ListPage, ListQuery } from "../operations/read.ts";
import { selectionOf } from "../operations/selection.ts";
import type { StoredEntry } from "../../store/store.ts";

/** Makes the objects of one resource, in order; without apiVersion and kind. */
export type ComputedObjects = () => Promise<readonly Omit<KubeObject, "apiVersion" | "kind">[]>;

export class ComputedResources {
  readonly #makers: ReadonlyMap<string, ComputedObjects>;

  /** By group and resource: `metrics.k8s.io/nodes`, `/componentstatuses`. */
  constructor(makers: ReadonlyMap<string, ComputedObjects>) {
    this.#makers = makers;
  }

  has({ group, resource }: ResourceDefinition): boolean {
    return this.#makers.has(`${group}/${resource}`);
  }

  /** Throws 404 where there is no such object now. */
  async get(core: ServerCore, target: Target): Promise<StoredEntry> {
    const { definition, namespace, name } = target;
    for (const object of await this.#objects(definition)) {
      const { metadata } = object;
      if (metadata.name === name && (metadata.namespace ?? "") === namespace) {
        return entryOf(core, target, object);
      }
    }
    throw absent(core, target);
  }

  /** Everything that the selectors take, in one page. Throws 400 for selectors that are none. */
  async list(core: ServerCore, target: Target, query: ListQuery): Promise<ListPage> {
    const { definition, namespace } = target;
    const selection = selectionOf(definition, core.strategyOf(definition), query);
    const objects = await this.#objects(definition);
    const entries = objects
      .filter((object) => namespace === "" || object.metadata.namespace === namespace)
      .filter((object) => selection.matches(object))
      .map((object) => entryOf(core, target, object));
    return { entries, revision: core.store.revision };
  }

  async #objects(definition: ResourceDefinition): Promise<readonly KubeObject[]> {
    const make = this.#makers.get(`${definition.group}/${definition.resource}`);
    const typeMeta = { kind: definition.kind, apiVersion: apiVersionOf(definition) };
    return ((await make?.()) ?? []).map((object) => ({ ...typeMeta, ...object }));
  }
}

/**
 * metrics-server looks for the node or the Pod first; of one that is there it says that there are no metrics, under the names of its
 * own storage (kubernetes-sigs/metrics-server, pkg/api).
 */
function absent(core: ServerCore, { definition, namespace, name }: Target): StatusError {
  const { group, resource, kind } = definition;
  if (group !== "metrics.k8s.io") return notFound(definition, name);
  const measured = { group: "", resource };
  if (core.store.get({ resource, namespace, name }) === undefined) return notFound(measured, name);
  const full = namespace === "" ? name : `${namespace}/${name}`;
  return notFound({ group, resource: kind.toLowerCase() }, full);
}

function entryOf(core: ServerCore, target: Target, object: KubeObject): StoredEntry {
  const { namespace = "", name = "" } = object.metadata;
  const key = keyOf(core, { ...target, namespace, name });
  return unstoredEntry(key, core.store.revision, object);
}
