/**
 * Sets of fields as a request brings them: elements written otherwise than the server writes them are put right, those of
 * unknown kinds are dropped (structured-merge-diff, fieldpath/serialize.go, serialize-pe.go).
 */
import { isJsonObject, type JsonValue } from "../json.ts";
import { inElementOrder } from "./element-order.ts";
import { emptySet, type FieldSet, isEmptySet, unite } from "./field-set.ts";
import { keyElement, valueElement } from "./path-element.ts";
import { parseExact } from "../wide-integers.ts";

/** Sets that are in the form in which the server writes them: those that it has written, and those that were found to be. */
const canonical = new WeakSet<FieldSet>();

/** Notes that a whole set was written here: it is not looked through again when it is read. */
export function writtenSet(set: FieldSet): FieldSet {
  canonical.add(set);
  return set;
}

/** An element as the server writes it; undefined for one of an unknown kind, null for one that says nothing. */
export function decodedElement(text: string): string | undefined | null {
  const content = text.slice(2);
  if (text.length < 2 || text.charAt(1) !== ":") return null;
  switch (text.charAt(0)) {
    case "f":
      return text;
    case "i":
      return /^[+-]?\d+$/.test(content) ? `i:${Number(content)}` : null;
    case "v": {
      const value = parsed(content);
      return value === undefined ? null : valueElement(value);
    }
    case "k": {
      const key = parsed(content);
      return isJsonObject(key) ? keyElement(key) : null;
    }
    default:
      return undefined;
  }
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseExact(text);
  } catch {
    // The caller says what is wrong.
    return undefined;
  }
}

/** The set that `value` writes, the very value where it is in the server's own form; undefined where it writes none. */
export function decodedSet(value: unknown): FieldSet | undefined {
  if (value === null) return emptySet;
  const node = decodedNode(value, true);
  return node && (isEmptySet(node) ? emptySet : node);
}

function decodedNode(value: unknown, isRoot = false): FieldSet | undefined {
  if (value === null) return emptySet;
  if (!isJsonObject(value)) return undefined;
  if (isRoot && canonical.has(value as FieldSet)) return value as FieldSet;
  const children = new Map<string, FieldSet>();
  for (const [text, below] of Object.entries(value)) {
    if (text === ".") continue;
    const element = decodedElement(text);
    if (element === null) return undefined;
    if (element === undefined) continue;
    const node = decodedNode(below);
    if (node === undefined) return undefined;
    const other = children.get(element);
    children.set(element, other === undefined ? node : unite(other, node));
  }
  const node = nodeFrom(value, children, isRoot);
  if (isRoot && !Object.hasOwn(node, ".")) canonical.add(node);
  return node;
}

/** `value` itself where it has these very children, in order. */
function nodeFrom(
  value: object,
  children: ReadonlyMap<string, FieldSet>,
  isRoot: boolean,
): FieldSet {
  const own = value as FieldSet;
  const member = !isRoot && children.size > 0 && own["."] !== undefined;
  const sorted = inElementOrder([...children], ([element]) => element);
  const entries = member ? [[".", emptySet] as const, ...sorted] : sorted;
  const keys = Object.keys(own);
  const same =
    keys.length === entries.length &&
    entries.every(
      ([element, node], at) =>
        keys[at] === element &&
        (own[element] === node || (isEmptySet(node) && isEmptySet(own[element] ?? emptySet))),
    );
  return same ? own : Object.fromEntries(entries);
}
