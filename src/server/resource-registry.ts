/** Which resources the server serves right now: the built-in table, and whatever custom resources add to it. */
import type { ResourceRef } from "../api/object.ts";
import { builtInResources, type ResourceDefinition } from "../api/resources.ts";

export class ResourceRegistry {
  #byPath = new Map<string, ResourceDefinition>();
  #byKind = new Map<string, ResourceDefinition>();
  #all: readonly ResourceDefinition[] = [];
  #stored: readonly ResourceRef[] | undefined;
  #listeners = new Set<() => void>();
  readonly #base: readonly ResourceDefinition[];
  readonly #rows = new Map<string, readonly ResourceDefinition[]>();

  constructor(definitions: readonly ResourceDefinition[] = builtInResources) {
    this.#base = definitions;
    this.#replace(definitions);
  }

  /** What one owner serves beyond the base, in the place of what it has served until now. */
  setRows(owner: string, rows: readonly ResourceDefinition[]): void {
    this.#rows.set(owner, rows);
    this.#replace([...this.#base, ...[...this.#rows.values()].flat()]);
  }

  /** Every served resource; the array is a new one after each change. */
  get definitions(): readonly ResourceDefinition[] {
    return this.#all;
  }

  /** Every resource that objects are stored of, each under one version: for custom ones the stored one, where it is served. */
  get stored(): readonly ResourceRef[] {
    this.#stored ??= storedResources(this.#all);
    return this.#stored;
  }

  find(group: string, version: string, resource: string): ResourceDefinition | undefined {
    return this.#byPath.get(`${group}/${version}/${resource}`);
  }

  findKind(group: string, version: string, kind: string): ResourceDefinition | undefined {
    return this.#byKind.get(`${group}/${version}/${kind}`);
  }

  /** The definition that a resource's objects are stored as: itself, or the row of another version or group. */
  storageOf(definition: ResourceDefinition): ResourceDefinition {
    if (!definition.storedAs) return definition;
    const { group, version } = definition.storedAs;
    return this.find(group, version, definition.resource) ?? definition;
  }

  #replace(definitions: readonly ResourceDefinition[]): void {
    this.#all = definitions;
    this.#stored = undefined;
    this.#byPath = new Map(definitions.map((d) => [`${d.group}/${d.version}/${d.resource}`, d]));
    this.#byKind = new Map(definitions.map((d) => [`${d.group}/${d.version}/${d.kind}`, d]));
    for (const listener of Array.from(this.#listeners)) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function storedResources(definitions: readonly ResourceDefinition[]): readonly ResourceRef[] {
  const found = new Map<string, ResourceDefinition>();
  for (const definition of definitions) {
    const { ephemeral, storedAs, verbs, group, resource } = definition;
    if (ephemeral || storedAs || !verbs.includes("watch")) continue;
    const key = `${group}/${resource}`;
    if (!found.has(key) || definition.isStorageVersion) found.set(key, definition);
  }
  return [...found.values()].map(({ group, version, resource, kind, namespaced }) => ({
    group,
    version,
    resource,
    kind,
    namespaced,
  }));
}
