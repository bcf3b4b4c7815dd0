/**
 * Which part of the old object a part of the new one is compared with, for rules that look at changes and for ratcheting. Follows
 * apiserver, pkg/cel/common/equality.go (CorrelatedObject).
 */
import { isJsonObject, type JsonValue } from "../json.ts";
import { jsonEqual } from "../patch/members.ts";
import { canonicalJson } from "./canonical-json.ts";
import { memberOf, type JsonSchema } from "./schema.ts";

/** A place that both objects have. */
export class Correlation {
  readonly value: JsonValue;
  readonly old: JsonValue;
  readonly schema: JsonSchema | undefined;
  #equal: boolean | undefined;
  #oldByKey: ReadonlyMap<string, JsonValue> | undefined;

  constructor(value: JsonValue, old: JsonValue, schema: JsonSchema | undefined) {
    this.value = value;
    this.old = old;
    this.schema = schema;
  }

  /** True when nothing has changed here: what is wrong was wrong before. */
  get unchanged(): boolean {
    this.#equal ??= jsonEqual(this.value, this.old);
    return this.#equal;
  }

  /** The place of a member; undefined where it cannot be told what it was before. */
  key(name: string): Correlation | undefined {
    const { value, old, schema } = this;
    if (!isJsonObject(value) || !isJsonObject(old)) return undefined;
    const mapType = schema?.["x-kubernetes-map-type"] ?? "granular";
    if (mapType !== "granular" && mapType !== "atomic") return undefined;
    if (!Object.hasOwn(value, name) || !Object.hasOwn(old, name)) return undefined;
    const [next, before] = [value[name], old[name]];
    if (next === undefined || before === undefined) return undefined;
    return new Correlation(next, before, memberOf(schema, name));
  }

  /** The place of an item: by its keys in a list of type map, by its index in an atomic list; none in a set. */
  index(at: number): Correlation | undefined {
    const { value, old, schema } = this;
    if (!Array.isArray(value) || !Array.isArray(old)) return undefined;
    const item = (value as readonly JsonValue[])[at];
    if (item === undefined) return undefined;
    const listType = schema?.["x-kubernetes-list-type"] ?? "atomic";
    if (listType === "map") {
      const before = this.#previousItem(item, old as readonly JsonValue[]);
      return before === undefined ? undefined : new Correlation(item, before, schema?.items);
    }
    if (listType !== "atomic") return undefined;
    const before = (old as readonly JsonValue[])[at];
    return before === undefined ? undefined : new Correlation(item, before, schema?.items);
  }

  #previousItem(item: JsonValue, old: readonly JsonValue[]): JsonValue | undefined {
    const names = this.schema?.["x-kubernetes-list-map-keys"] ?? [];
    this.#oldByKey ??= new Map(
      // The first of several with one key counts.
      old.toReversed().map((each) => [itemKey(each, names), each]),
    );
    return this.#oldByKey.get(itemKey(item, names));
  }
}

/** The keys of an item of a list of type map, as text. */
export function itemKey(item: JsonValue, names: readonly string[]): string {
  if (!isJsonObject(item)) return "";
  return canonicalJson(names.map((name) => item[name] ?? null));
}
