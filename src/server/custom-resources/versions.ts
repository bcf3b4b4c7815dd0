/**
 * Custom objects between the store and a served version. What is stored may be of any version of its definition, and from a time of
 * another schema: it is pruned, defaulted and converted when it is read, and converted to the storage version when it is written.
 */
import type { JsonObject } from "../../api/json.ts";
import { apiVersionOf, type KubeObject, type Stored } from "../../api/object.ts";
import type { ResourceDefinition } from "../../api/resources.ts";
import { deepFreeze } from "../../api/json.ts";
import { internalError } from "../../api/status.ts";
import { applyDefaults } from "../../api/structural-schema/defaults.ts";
import type { StoredEntry } from "../../store/store.ts";
import type { CustomResourceCatalog } from "./catalog.ts";
import type { CustomKind } from "./custom-kind.ts";
import { coerceStored } from "./decode.ts";
import { exactJson } from "../../api/wide-integers.ts";

/** Converts objects of one definition; all inputs are of another version than `to`. Rejects with StatusError. */
export type Convert = (
  kind: CustomKind,
  objects: readonly KubeObject[],
  to: string,
) => Soon<readonly KubeObject[]>;

/** A value that is there at once, or will be: what is stored in the version asked for costs no turn of the loop. */
export type Soon<T> = T | Promise<T>;

/** `use(value)`, now or later. */
export function whenReady<T, U>(value: Soon<T>, use: (value: T) => Soon<U>): Soon<U> {
  return value instanceof Promise ? value.then(use) : use(value);
}

const encoder = new TextEncoder();

export class CustomVersions {
  readonly #catalog: CustomResourceCatalog;
  readonly #convert: Convert;
  /** What each stored entry is in each kind: kinds are of one revision of their definition, entries never change. */
  readonly #read = new WeakMap<CustomKind, WeakMap<StoredEntry, StoredEntry>>();

  constructor(catalog: CustomResourceCatalog, convert: Convert) {
    this.#catalog = catalog;
    this.#convert = convert;
  }

  /** A stored entry as its row serves it; the very entry for built-in resources and for what needs no change. */
  read(definition: ResourceDefinition, entry: StoredEntry): Soon<StoredEntry> {
    const kind = this.#catalog.kindOf(definition);
    return kind ? this.#readOne(kind, entry) : entry;
  }

  /** Many of them at once: those that have to be converted go in one call. */
  readAll(
    definition: ResourceDefinition,
    entries: readonly StoredEntry[],
  ): Soon<readonly StoredEntry[]> {
    const kind = this.#catalog.kindOf(definition);
    if (!kind) return entries;
    const foreign = entries.filter((entry) => this.#needsConversion(kind, entry));
    if (foreign.length === 0) return entries.map((entry) => this.#prepared(kind, entry));
    return whenReady(this.#convertAll(kind, foreign), () =>
      entries.map((entry) => this.#prepared(kind, entry)),
    );
  }

  /** An object of the row's version in the version that is stored. */
  write(definition: ResourceDefinition, object: KubeObject): Soon<KubeObject> {
    const kind = this.#catalog.kindOf(definition);
    const storage = kind?.crd.spec.versions.find((version) => version.storage);
    if (!kind || !storage || storage.name === kind.version.name) return object;
    const current = this.#catalog.versionOf(kind, storage.name) ?? kind;
    const to = `${kind.crd.spec.group}/${storage.name}`;
    return whenReady(this.#convert(kind, [object], to), ([converted]) => {
      if (!converted) throw internalError("conversion gave no object");
      return coerceStored(converted, current);
    });
  }

  /** An object of one version of the row's kind in another: `example.com/v2`. Throws or rejects with StatusError. */
  convert(
    definition: ResourceDefinition,
    object: KubeObject,
    apiVersion: string,
  ): Soon<KubeObject> {
    const kind = this.#catalog.kindOf(definition);
    const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
    const wanted = kind && this.#catalog.versionOf(kind, version);
    if (!kind || !wanted) throw internalError(`no version ${apiVersion} to convert to`);
    return whenReady(this.#convert(kind, [object], apiVersion), ([converted]) => {
      if (!converted) throw internalError("conversion gave no object");
      return coerceStored(converted, wanted);
    });
  }

  #readOne(kind: CustomKind, entry: StoredEntry): Soon<StoredEntry> {
    if (!this.#needsConversion(kind, entry)) return this.#prepared(kind, entry);
    return whenReady(this.#convertAll(kind, [entry]), () => this.#prepared(kind, entry));
  }

  #known(kind: CustomKind): WeakMap<StoredEntry, StoredEntry> {
    let known = this.#read.get(kind);
    if (!known) this.#read.set(kind, (known = new WeakMap()));
    return known;
  }

  #needsConversion(kind: CustomKind, entry: StoredEntry): boolean {
    if (this.#known(kind).has(entry)) return false;
    return entry.object.apiVersion !== kind.apiVersion;
  }

  /** The entry where nothing has to be waited for. */
  #prepared(kind: CustomKind, entry: StoredEntry): StoredEntry {
    const known = this.#known(kind);
    let prepared = known.get(entry);
    if (prepared === undefined) {
      prepared = entryOf(entry, this.#inOrder(entry.object, kind));
      known.set(entry, prepared);
    }
    return prepared;
  }

  #inOrder(object: KubeObject, kind: CustomKind): KubeObject {
    const coerced = coerceStored(object, kind);
    const json = coerced as unknown as JsonObject;
    return applyDefaults(json, kind.schema) as unknown as KubeObject;
  }

  #convertAll(kind: CustomKind, entries: readonly StoredEntry[]): Soon<void> {
    const objects = entries.map(({ object }) => {
      const version = object.apiVersion.slice(object.apiVersion.indexOf("/") + 1);
      const own = this.#catalog.versionOf(kind, version);
      return own ? this.#inOrder(object, own) : object;
    });
    return whenReady(
      this.#convert(kind, objects, apiVersionOf(kind.definition)),
      (converted): void => {
        const known = this.#known(kind);
        for (const [at, entry] of entries.entries()) {
          const object = converted[at];
          if (!object) throw internalError("conversion gave too few objects");
          known.set(entry, entryOf(entry, coerceStored(object, kind)));
        }
      },
    );
  }
}

/** `entry` with another object of the same revision. */
function entryOf(entry: StoredEntry, object: KubeObject): StoredEntry {
  if (object === entry.object) return entry;
  const frozen = deepFreeze(object) as Stored<KubeObject>;
  let json: Uint8Array | undefined;
  return {
    key: entry.key,
    revision: entry.revision,
    object: frozen,
    get json() {
      json ??= encoder.encode(`${exactJson(frozen)}\n`);
      return json;
    },
  };
}
