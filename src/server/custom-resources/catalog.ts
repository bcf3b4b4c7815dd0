/**
 * Which custom resources are served right now: follows the CustomResourceDefinitions in the store and keeps the registry in line, through
 * restores and resets as well. A definition is served once its names are established (apiextensions-apiserver, customresource_handler.go).
 */
import type { CustomResourceDefinition } from "../../api/generated/types.ts";
import { jsonEqual } from "../../api/patch/members.ts";
import type { JsonValue } from "../../api/json.ts";
import type { Stored } from "../../api/object.ts";
import { builtInResources, type ResourceDefinition, type Verb } from "../../api/resources.ts";
import type { Store, StoreWatch } from "../../store/store.ts";
import type { ResourceRegistry } from "../resource-registry.ts";
import { isConditionTrue } from "./conditions.ts";
import { CustomKind } from "./custom-kind.ts";

export type StoredDefinition = Stored<CustomResourceDefinition>;

/** Where the store keeps CustomResourceDefinitions. */
export const definitionsKey = "customresourcedefinitions.apiextensions.k8s.io";

/** One definition and its kinds, kept as long as its spec and its accepted names stay. */
interface Served {
  readonly crd: StoredDefinition;
  readonly kinds: readonly CustomKind[];
  /** Its objects are going away, and discovery shows less of it. */
  readonly terminating: boolean;
}

/** apiextensions-apiserver, customresource_discovery_controller.go. */
const terminatingVerbs: readonly Verb[] = ["delete", "deletecollection", "get", "list", "watch"];

export class CustomResourceCatalog {
  readonly #store: Store;
  readonly #registry: ResourceRegistry;
  readonly #watch: StoreWatch;
  readonly #kinds = new WeakMap<ResourceDefinition, CustomKind>();
  readonly #terminatingRows = new WeakMap<CustomKind, ResourceDefinition>();
  #served = new Map<string, Served>();

  constructor(store: Store, registry: ResourceRegistry) {
    this.#store = store;
    this.#registry = registry;
    this.#watch = store.watch(definitionsKey, { fromRevision: store.revision }, () => this.#sync());
    if (store.list(definitionsKey).entries.length > 0) this.#sync();
  }

  /** The kind behind a row, served or no longer; undefined for built-in rows. */
  kindOf(definition: ResourceDefinition): CustomKind | undefined {
    return this.#kinds.get(definition);
  }

  /** Another version of a kind, served or not; undefined when the definition has none of that name. */
  versionOf(kind: CustomKind, version: string): CustomKind | undefined {
    const name = kind.crd.metadata.name;
    return this.#served.get(name)?.kinds.find((other) => other.version.name === version);
  }

  /** The kind of the version in which objects of a definition are stored. */
  storageKindOf(name: string): CustomKind | undefined {
    return this.#served.get(name)?.kinds.find(({ version }) => version.storage);
  }

  /** Whether the kind is served as it is: not removed, not replaced by one of another spec. */
  isCurrent(kind: CustomKind): boolean {
    const served = this.#served.get(kind.crd.metadata.name);
    return served?.kinds.includes(kind) === true && kind.version.served;
  }

  /** The definition of a kind as it is now, its conditions included. */
  currentDefinition(kind: CustomKind): StoredDefinition | undefined {
    const name = kind.crd.metadata.name;
    const entry = this.#store.get({ resource: definitionsKey, namespace: "", name });
    const crd = entry?.object as StoredDefinition | undefined;
    return crd?.metadata.uid === kind.crd.metadata.uid ? crd : undefined;
  }

  stop(): void {
    this.#watch.stop();
  }

  #sync(): void {
    const before = this.#served;
    const next = new Map<string, Served>();
    for (const { object } of this.#store.list(definitionsKey).entries) {
      const crd = object as unknown as StoredDefinition;
      if (!isConditionTrue(crd, "Established")) continue;
      const { name } = crd.metadata;
      const known = before.get(name);
      const served = known && isSame(known.crd, crd) ? known : this.#serve(crd);
      const terminating = isConditionTrue(crd, "Terminating");
      next.set(name, served.terminating === terminating ? served : { ...served, terminating });
    }
    const changed =
      next.size !== before.size || [...next].some(([name, served]) => before.get(name) !== served);
    this.#served = next;
    if (changed) this.#registry.setRows("customresourcedefinitions", this.#rows());
  }

  #serve(crd: StoredDefinition): Served {
    const kinds = crd.spec.versions.map((version) => new CustomKind(crd, version));
    for (const kind of kinds) this.#kinds.set(kind.definition, kind);
    return { crd, kinds, terminating: false };
  }

  #terminatingRow(kind: CustomKind): ResourceDefinition {
    const known = this.#terminatingRows.get(kind);
    if (known) return known;
    const row = { ...kind.definition, shownVerbs: terminatingVerbs };
    this.#terminatingRows.set(kind, row);
    this.#kinds.set(row, kind);
    return row;
  }

  #rows(): readonly ResourceDefinition[] {
    const builtIn = new Set(builtInResources.map(pathOf));
    return [...this.#served.values()]
      .flatMap(({ kinds, terminating }) =>
        kinds
          .filter(({ version }) => version.served)
          .map((kind) => (terminating ? this.#terminatingRow(kind) : kind.definition)),
      )
      .filter((definition) => !builtIn.has(pathOf(definition)));
  }
}

function pathOf({ group, version, resource }: ResourceDefinition): string {
  return `${group}/${version}/${resource}`;
}

function isSame(before: StoredDefinition, after: StoredDefinition): boolean {
  const part = (value: unknown): JsonValue => value as JsonValue;
  return (
    before.metadata.uid === after.metadata.uid &&
    jsonEqual(part(before.spec), part(after.spec)) &&
    jsonEqual(part(before.status?.acceptedNames), part(after.status?.acceptedNames))
  );
}
