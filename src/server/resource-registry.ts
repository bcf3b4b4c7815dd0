/** Which resources the server serves right now: the built-in table, and whatever custom resources add to it. */
import { builtInResources, type ResourceDefinition } from "../api/resources.ts";

export class ResourceRegistry {
  #byPath = new Map<string, ResourceDefinition>();
  #byKind = new Map<string, ResourceDefinition>();
  #all: readonly ResourceDefinition[] = [];
  #listeners = new Set<() => void>();

  constructor(definitions: readonly ResourceDefinition[] = builtInResources) {
    this.replace(definitions);
  }

  /** Every served resource; the array is a new one after each change. */
  get definitions(): readonly ResourceDefinition[] {
    return this.#all;
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

  replace(definitions: readonly ResourceDefinition[]): void {
    this.#all = definitions;
    this.#byPath = new Map(definitions.map((d) => [`${d.group}/${d.version}/${d.resource}`, d]));
    this.#byKind = new Map(definitions.map((d) => [`${d.group}/${d.version}/${d.kind}`, d]));
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
