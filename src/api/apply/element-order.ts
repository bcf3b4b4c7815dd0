/** The order of path elements in a set, which is the order that managedFields show: names, keys, values, indexes (structured-merge-diff, fieldpath/element.go, value/value.go). */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { parseExact } from "../wide-integers.ts";

function textOrder(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Of values of several kinds: numbers first, null last. */
function rankOf(value: JsonValue): number {
  if (typeof value === "number" || typeof value === "bigint") return 0;
  if (typeof value === "string") return 1;
  if (typeof value === "boolean") return 2;
  if (Array.isArray(value)) return 3;
  return value === null ? 5 : 4;
}

function valueOrder(a: JsonValue, b: JsonValue): number {
  const ranks = rankOf(a) - rankOf(b);
  if (ranks !== 0) return ranks;
  if (typeof a === "string") return textOrder(a, b as string);
  if (Array.isArray(a)) return listOrder(a as JsonArray, b as JsonArray);
  if (isJsonObject(a)) return membersOrder(membersOf(a), membersOf(b as JsonObject));
  return Number(a) - Number(b);
}

function listOrder(a: JsonArray, b: JsonArray): number {
  for (const [at, item] of a.entries()) {
    if (at >= b.length) return 1;
    const order = valueOrder(item, b[at] as JsonValue);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

type Members = readonly (readonly [string, JsonValue])[];

function membersOf(object: JsonObject): Members {
  return Object.entries(object)
    .map(([key, value]) => [key, value ?? null] as const)
    .sort(([a], [b]) => textOrder(a, b));
}

function membersOrder(a: Members, b: Members): number {
  for (const [at, [name, value]] of a.entries()) {
    const other = b[at];
    if (other === undefined) return 1;
    const order = textOrder(name, other[0]) || valueOrder(value, other[1]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** What an element is ordered by: its kind, then its content. */
type Place =
  | { readonly kind: 0; readonly name: string }
  | { readonly kind: 1; readonly key: Members }
  | { readonly kind: 2; readonly value: JsonValue }
  | { readonly kind: 3; readonly index: number };

function placeOf(element: string): Place {
  const content = element.slice(2);
  switch (element.slice(0, 2)) {
    case "k:":
      return { kind: 1, key: membersOf(parseExact(content) as JsonObject) };
    case "v:":
      return { kind: 2, value: parseExact(content) };
    case "i:":
      return { kind: 3, index: Number(content) };
    default:
      return { kind: 0, name: element };
  }
}

function placeOrder(a: Place, b: Place): number {
  if (a.kind === 0 && b.kind === 0) return textOrder(a.name, b.name);
  if (a.kind === 1 && b.kind === 1) return membersOrder(a.key, b.key);
  if (a.kind === 2 && b.kind === 2) return valueOrder(a.value, b.value);
  if (a.kind === 3 && b.kind === 3) return a.index - b.index;
  return a.kind - b.kind;
}

const f = "f".charCodeAt(0);
/** A key or a value of one text in which nothing is escaped, nor before the quotation mark that ends it. */
const plainText = /^(?:k:\{"[^"\\ !]+":"[^"\\ !]*"\}|v:"[^"\\ !]*")$/;

/** The order of such elements is that of their texts. */
function isOrderedAsText(element: string): boolean {
  return element.charCodeAt(0) === f || plainText.test(element);
}

/** `things` in the order of the elements that `elementOf` finds for them. */
export function inElementOrder<T>(
  things: readonly T[],
  elementOf: (thing: T) => string,
): readonly T[] {
  if (things.length < 2) return things;
  if (things.every((thing) => isOrderedAsText(elementOf(thing)))) {
    return things.toSorted((a, b) => textOrder(elementOf(a), elementOf(b)));
  }
  return things
    .map((thing) => ({ thing, place: placeOf(elementOf(thing)) }))
    .sort((a, b) => placeOrder(a.place, b.place))
    .map(({ thing }) => thing);
}
