/** Path elements of field sets: how a struct's field, a map's entry and a list's item are named (structured-merge-diff, fieldpath). */
import { escapeHtml } from "../go-json.ts";
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import type { ListSchema } from "../schema/type-schema.ts";
import { rememberingTexts } from "../text-memo.ts";
import { quote } from "../validation/field-errors.ts";
import { exactJson, parseExact } from "../wide-integers.ts";

/** The names of fields are few, and asked for with every write; keys of maps come by here, too. */
export const fieldElement = rememberingTexts((name) => `f:${name}`, 10_000);

/** A value in an element, as json-iterator writes it, which knows no short escapes of these control characters. */
function elementJson(value: JsonValue): string {
  return typeof value === "string" ? stringJson(value) : escaped(exactJson(value));
}

const stringJson = rememberingTexts((text) => escaped(JSON.stringify(text)));

function escaped(text: string): string {
  if (!/[<>&\u2028\u2029]|\\[bf]/.test(text)) return text;
  return escapeHtml(text).replace(/\\(.)/g, (whole, escape) => {
    if (escape === "b") return "\\u0008";
    return escape === "f" ? "\\u000c" : whole;
  });
}

export function valueElement(value: JsonValue): string {
  return `v:${elementJson(value)}`;
}

/** The element of an item with these key fields. */
export function keyElement(key: JsonObject): string {
  const fields = Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = fields.map(([name, value]) => `${elementJson(name)}:${elementJson(value ?? null)}`);
  return `k:{${parts.join(",")}}`;
}

/**
 * The element of an item of an associative list: `k:{"name":"a"}` by its key fields, `v:"x"` for a set. Key fields that
 * an item leaves out count by their default; without one they are no part of its key. Returns an error's text (without
 * path) where the item has no key at all.
 */
export function itemElement(
  list: ListSchema,
  item: JsonValue,
): { readonly element: string } | { readonly error: string } {
  if (list.listType === "set") {
    const error = setItemError(item);
    return error === undefined ? { element: valueElement(item) } : { error };
  }
  if (item === null) return { error: "associative list with keys may not have a null element" };
  if (!isJsonObject(item)) {
    return { error: "associative list with keys may not have non-map elements" };
  }
  const parts: string[] = [];
  for (const key of sortedKeys(list)) {
    const own = Object.hasOwn(item, key) ? item[key] : undefined;
    const value = own === undefined ? list.keyDefaults?.[key] : own;
    if (value !== undefined) parts.push(`${JSON.stringify(key)}:${elementJson(value)}`);
  }
  if (parts.length === 0) {
    const keys = list.mapKeys.map((key) => JSON.stringify(key)).join(" ");
    return {
      error: `associative list with keys has an element that omits all key fields [${keys}] (and doesn't have default values for any key fields)`,
    };
  }
  return { element: `k:{${parts.join(",")}}` };
}

function setItemError(item: JsonValue): string | undefined {
  if (item === null) return "associative list without keys has an element that's an explicit null";
  if (Array.isArray(item)) return "not supported: associative list with lists as elements";
  if (isJsonObject(item)) return "associative list without keys has an element that's a map type";
  return undefined;
}

const keysInOrder = new WeakMap<ListSchema, readonly string[]>();

function sortedKeys(list: ListSchema): readonly string[] {
  let keys = keysInOrder.get(list);
  if (keys === undefined) keysInOrder.set(list, (keys = list.mapKeys.toSorted()));
  return keys;
}

function elementText(element: string): string {
  const content = element.slice(2);
  switch (element.slice(0, 2)) {
    case "f:":
      return `.${content}`;
    case "v:":
      return `[=${valueText(parseExact(content))}]`;
    case "k:": {
      const keys = parseExact(content) as JsonObject;
      const parts = Object.entries(keys).map(
        ([key, value]) => `${key}=${valueText(value ?? null)}`,
      );
      return `[${parts.join(",")}]`;
    }
    default:
      return `[${content}]`;
  }
}

/** structured-merge-diff, value.ToString. */
function valueText(value: JsonValue): string {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) return `[${(value as JsonArray).map(valueText).join(",")}]`;
  if (!isJsonObject(value)) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key}=${valueText(part ?? null)}`)
    .join("");
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
export function elementAt(list: ListSchema, items: JsonArray, index: number): string {
  const named = itemElement(list, items[index] as JsonValue);
  return "element" in named ? named.element : `i:${index}`;
}

export function indexItems(list: ListSchema, items: JsonArray): IndexedItems {
  const order: string[] = [];
  const byElement = new Map<string, JsonValue[]>();
  for (const [index, item] of items.entries()) {
    const element = elementAt(list, items, index);
    const same = byElement.get(element);
    if (same === undefined) byElement.set(element, [item]);
    else same.push(item);
    order.push(element);
  }
  return { order, byElement };
}
