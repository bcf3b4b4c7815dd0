/** Path elements of field sets: how a struct's field, a map's entry and a list's item are named (structured-merge-diff, fieldpath). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import type { ListSchema } from "../schema/type-schema.ts";

/** The names of fields are few, and asked for with every write: their elements are kept. */
const fieldElements = new Map<string, string>();
const fieldElementsMax = 10_000;

export function fieldElement(name: string): string {
  const known = fieldElements.get(name);
  if (known !== undefined) return known;
  const element = `f:${name}`;
  // Keys of maps come by here, too: they may be of any number.
  if (fieldElements.size >= fieldElementsMax) fieldElements.clear();
  fieldElements.set(name, element);
  return element;
}

/**
 * Key fields that may be left out, with the value they then have. Of the built-in types' keys only `protocol` has a
 * default (ContainerPort and ServicePort).
 */
const keyDefaults: Readonly<Record<string, JsonValue>> = { protocol: "TCP" };

/**
 * The element of an item of an associative list: `k:{"name":"a"}` by its key fields, `v:"x"` for a set. Returns an
 * error's text (without path) where the item has no key.
 */
export function itemElement(
  list: ListSchema,
  item: JsonValue,
): { readonly element: string } | { readonly error: string } {
  if (list.listType === "set") return { element: `v:${JSON.stringify(item)}` };
  if (!isJsonObject(item)) {
    return { error: "associative list with keys may not have non-map elements" };
  }
  const parts: string[] = [];
  for (const key of sortedKeys(list)) {
    const value = valueOfKey(item, key);
    if (value === undefined) {
      return {
        error: `associative list with keys has an element that omits key field ${JSON.stringify(key)} (and doesn't have default value)`,
      };
    }
    parts.push(`${JSON.stringify(key)}:${JSON.stringify(value)}`);
  }
  return { element: `k:{${parts.join(",")}}` };
}

const keysInOrder = new WeakMap<ListSchema, readonly string[]>();

function sortedKeys(list: ListSchema): readonly string[] {
  let keys = keysInOrder.get(list);
  if (keys === undefined) keysInOrder.set(list, (keys = list.mapKeys.toSorted()));
  return keys;
}

function valueOfKey(item: JsonObject, key: string): JsonValue | undefined {
  const value = Object.hasOwn(item, key) ? item[key] : undefined;
  if (value !== undefined && value !== null) return value;
  return Object.hasOwn(keyDefaults, key) ? keyDefaults[key] : undefined;
}

function elementText(element: string): string {
  const content = element.slice(2);
  switch (element.slice(0, 2)) {
    case "f:":
      return `.${content}`;
    case "v:":
      return `[=${content}]`;
    case "k:": {
      const keys = JSON.parse(content) as JsonObject;
      const parts = Object.entries(keys).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
      return `[${parts.join(",")}]`;
    }
    default:
      return `[${content}]`;
  }
}

/** A path as conflicts show it: `.spec.template.spec.containers[name="a"].image`. */
export function pathText(path: readonly string[]): string {
  return path.map(elementText).join("");
}

/** The items of an associative list by element, in order; several where the list has the same key more than once. */
export interface IndexedItems {
  readonly order: readonly string[];
  readonly byElement: ReadonlyMap<string, JsonArray>;
}

/** Items without a usable key are named by their index, so that nothing of a live object is ever lost. */
export function indexItems(list: ListSchema, items: JsonArray): IndexedItems {
  const order: string[] = [];
  const byElement = new Map<string, JsonValue[]>();
  for (const [index, item] of items.entries()) {
    const named = itemElement(list, item);
    const element = "element" in named ? named.element : `i:${index}`;
    const same = byElement.get(element);
    if (same === undefined) byElement.set(element, [item]);
    else same.push(item);
    order.push(element);
  }
  return { order, byElement };
}
