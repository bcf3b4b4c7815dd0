/**
 * JSON patch (RFC 6902) as evanphx/json-patch v4 applies it, which is what Kubernetes uses: negative indexes count from the
 * end, `replace` and `copy` take an absent member for null, and no operation but `replace` and `test` names the whole document.
 */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { badRequest } from "../status.ts";
import { quote } from "../validation/field-errors.ts";
import { goKind } from "./rejection.ts";
import { jsonEqual, member, withMember } from "./members.ts";
import { exactJson } from "../wide-integers.ts";

/** apiserver, server/config.go: JSONPatchMaxCopyBytes. */
const copyBytesMax = 3 * 1024 * 1024;

/** Why an operation does not apply, in the words of evanphx/json-patch. */
export class JsonPatchFault extends Error {}

const missingValue = "missing value";
type Container = JsonArray | JsonObject;

/** A place in the document: the container, the key in it, and the keys that lead to the container. */
interface Place {
  readonly container: Container;
  readonly key: string;
  readonly above: readonly string[];
}

function isContainer(value: JsonValue | undefined): value is Container {
  return typeof value === "object" && value !== null;
}

function isArray(container: Container): container is JsonArray {
  return Array.isArray(container);
}

function decodedKey(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** What stands before the first slash of a path is not looked at. Undefined where there is no such container. */
function find(document: JsonValue, pointer: string): Place | undefined {
  const [, ...tokens] = pointer.split("/").map(decodedKey);
  const key = tokens.pop();
  if (key === undefined || !isContainer(document)) return undefined;
  let container: Container = document;
  for (const token of tokens) {
    const next = lookUp(container, token);
    if ("fault" in next || !isContainer(next.value)) return undefined;
    container = next.value;
  }
  return { container, key, above: tokens };
}

type Found = { readonly value: JsonValue } | { readonly fault: string };

/** An absent member is null. */
function lookUp(container: Container, key: string): Found {
  if (!isArray(container)) return { value: member(container, key) ?? null };
  const index = indexOf(key, container.length);
  return "fault" in index ? index : { value: container[index.at] ?? null };
}

/** A Go integer as an index into an array of `length`; negative ones count from its end. */
function indexOf(
  key: string,
  length: number,
): { readonly at: number } | { readonly fault: string } {
  const syntax = /^[+-]?\d+$/.test(key);
  if (!syntax || BigInt(key.replace("+", "")) !== BigInt.asIntN(64, BigInt(key.replace("+", "")))) {
    const why = syntax ? "value out of range" : "invalid syntax";
    return { fault: `strconv.Atoi: parsing ${quote(key)}: ${why}` };
  }
  const index = Number(key);
  const at = index < 0 ? index + length : index;
  if (at >= 0 && at < length) return { at };
  return { fault: `Unable to access invalid index: ${index}: invalid index referenced` };
}

/** The document with another container at a place that was found in it. */
function replaced(document: JsonValue, above: readonly string[], container: Container): JsonValue {
  const [token, ...rest] = above;
  if (token === undefined) return container;
  if (Array.isArray(document)) {
    const items: JsonArray = document;
    const index = indexOf(token, items.length);
    if ("fault" in index) throw new JsonPatchFault(index.fault);
    return items.with(index.at, replaced(items[index.at] ?? null, rest, container));
  }
  const object = document as JsonObject;
  return withMember(object, token, replaced(object[token] ?? null, rest, container));
}

function insert(
  document: JsonValue,
  { container, key, above }: Place,
  value: JsonValue,
): JsonValue {
  if (!isArray(container)) return replaced(document, above, withMember(container, key, value));
  if (key === "-") return replaced(document, above, [...container, value]);
  // One place more than there are items: the end is a valid place to insert at.
  const index = indexOf(key, container.length + 1);
  if ("at" in index) return replaced(document, above, container.toSpliced(index.at, 0, value));
  const isSyntax = index.fault.startsWith("strconv");
  const prefix = isSyntax ? `value was not a proper array index: '${key}': ` : "";
  throw new JsonPatchFault(`${prefix}${index.fault}`);
}

function take(document: JsonValue, { container, key, above }: Place): JsonValue {
  if (!isArray(container)) {
    if (member(container, key) === undefined) {
      throw new JsonPatchFault(`Unable to remove nonexistent key: ${key}: ${missingValue}`);
    }
    return replaced(document, above, withMember(container, key, undefined));
  }
  const index = indexOf(key, container.length);
  if ("fault" in index) throw new JsonPatchFault(index.fault);
  return replaced(document, above, container.toSpliced(index.at, 1));
}

/** Runs `change` and puts what was tried before what is wrong. */
function told(prefix: string, change: () => JsonValue): JsonValue {
  try {
    return change();
  } catch (error) {
    if (!(error instanceof JsonPatchFault)) throw error;
    throw new JsonPatchFault(`${prefix}: ${error.message}`);
  }
}

class Run {
  document: JsonValue;
  #copiedBytes = 0;

  constructor(document: JsonValue) {
    this.document = document;
  }

  apply(operation: JsonObject): void {
    const op = operation["op"];
    switch (op) {
      case "add":
        return this.#add(operation);
      case "remove":
        return this.#remove(operation);
      case "replace":
        return this.#replace(operation);
      case "move":
        return this.#move(operation);
      case "copy":
        return this.#copy(operation);
      case "test":
        return this.#test(operation);
      default:
        throw new JsonPatchFault(`Unexpected kind: ${typeof op === "string" ? op : "unknown"}`);
    }
  }

  #add(operation: JsonObject): void {
    const path = pathOf(operation, "add operation failed to decode path", missingValue);
    const place = find(this.document, path);
    if (!place) throw missing(`add operation does not apply: doc is missing path: "${path}"`);
    const value = operation["value"] ?? null;
    this.document = told(`error in add for path: '${path}'`, () =>
      insert(this.document, place, value),
    );
  }

  #remove(operation: JsonObject): void {
    const path = pathOf(operation, "remove operation failed to decode path", missingValue);
    const place = find(this.document, path);
    if (!place) throw missing(`remove operation does not apply: doc is missing path: "${path}"`);
    this.document = told(`error in remove for path: '${path}'`, () => take(this.document, place));
  }

  #replace(operation: JsonObject): void {
    const path = pathOf(operation, "replace operation failed to decode path");
    const value = operation["value"] ?? null;
    if (path === "") {
      if (!isContainer(value)) {
        throw new JsonPatchFault("replace operation value must be object or array: %!w(<nil>)");
      }
      this.document = value;
      return;
    }
    const place = find(this.document, path);
    if (!place) throw missing(`replace operation does not apply: doc is missing path: ${path}`);
    const { container, key, above } = place;
    if (!isArray(container)) {
      this.document = replaced(this.document, above, withMember(container, key, value));
      return;
    }
    const index = indexOf(key, container.length);
    if ("fault" in index) {
      throw missing(`replace operation does not apply: doc is missing key: ${path}`);
    }
    this.document = replaced(this.document, above, container.with(index.at, value));
  }

  #move(operation: JsonObject): void {
    const from = fromOf(operation, "move");
    const source = find(this.document, from);
    if (!source) throw missing(`move operation does not apply: doc is missing from path: ${from}`);
    const prefix = `error in move for path: '${source.key}'`;
    const found = lookUp(source.container, source.key);
    if ("fault" in found) throw new JsonPatchFault(`${prefix}: ${found.fault}`);
    const rest = told(prefix, () => take(this.document, source));
    const path = pathOf(operation, "move operation failed to decode path");
    const place = find(rest, path);
    if (!place) {
      throw missing(`move operation does not apply: doc is missing destination path: ${path}`);
    }
    this.document = told(`error in move for path: '${path}'`, () =>
      insert(rest, place, found.value),
    );
  }

  #copy(operation: JsonObject): void {
    const from = fromOf(operation, "copy");
    const source = find(this.document, from);
    if (!source) throw missing(`copy operation does not apply: doc is missing from path: ${from}`);
    const found = lookUp(source.container, source.key);
    if ("fault" in found) {
      throw new JsonPatchFault(`error in copy for from: '${from}': ${found.fault}`);
    }
    const path = pathOf(operation, "copy operation failed to decode path", missingValue);
    const place = find(this.document, path);
    if (!place) {
      throw missing(`copy operation does not apply: doc is missing destination path: ${path}`);
    }
    this.#copiedBytes += found.value === null ? 0 : exactJson(found.value).length;
    if (this.#copiedBytes > copyBytesMax) {
      throw new JsonPatchFault(
        `Unable to complete the copy, the accumulated size increase of copy is ${this.#copiedBytes}, exceeding the limit ${copyBytesMax}`,
      );
    }
    this.document = told("error while adding value during copy", () =>
      insert(this.document, place, found.value),
    );
  }

  #test(operation: JsonObject): void {
    const path = pathOf(operation, "test operation failed to decode path");
    const failed = new JsonPatchFault(`testing value ${path} failed: test failed`);
    const wanted = operation["value"] ?? null;
    if (path === "") {
      if (!jsonEqual(this.document, wanted)) throw failed;
      return;
    }
    const place = find(this.document, path);
    if (!place) throw missing(`test operation does not apply: is missing path: ${path}`);
    const found = lookUp(place.container, place.key);
    if ("fault" in found) {
      throw new JsonPatchFault(`error in test for path: '${path}': ${found.fault}`);
    }
    if (!jsonEqual(found.value, wanted)) throw failed;
  }
}

function missing(why: string): JsonPatchFault {
  return new JsonPatchFault(`${why}: ${missingValue}`);
}

/** `why`: what is told instead of the fault itself. */
function pathOf(operation: JsonObject, prefix: string, why?: string): string {
  return textOf(operation, "path", { prefix, absent: "operation missing path field", why });
}

function fromOf(operation: JsonObject, op: string): string {
  const prefix = `${op} operation failed to decode from`;
  return textOf(operation, "from", {
    prefix,
    absent: "operation, missing from field",
    why: undefined,
  });
}

function textOf(
  operation: JsonObject,
  key: string,
  words: { readonly prefix: string; readonly absent: string; readonly why: string | undefined },
): string {
  const value = operation[key] ?? null;
  if (typeof value === "string") return value;
  const fault =
    value === null
      ? `${words.absent}: ${missingValue}`
      : `json: cannot unmarshal ${goKind(value)} into Go value of type string`;
  throw new JsonPatchFault(`${words.prefix}: ${words.why ?? fault}`);
}

/** The operations of a patch; a null is an empty one, or one without operations. Throws StatusError 400 for what is none. */
export function operationsOf(patch: JsonValue): readonly JsonObject[] {
  if (patch === null) return [];
  if (!Array.isArray(patch)) {
    throw badRequest(
      `json: cannot unmarshal ${goKind(patch)} into Go value of type jsonpatch.Patch`,
    );
  }
  return (patch as JsonArray).map((item) => {
    if (item === null) return {};
    if (isJsonObject(item)) return item;
    throw badRequest(
      `json: cannot unmarshal ${goKind(item)} into Go value of type jsonpatch.Operation`,
    );
  });
}

/**
 * `document` after all operations, or no change at all. Untouched parts are shared, the inputs never change. Throws
 * JsonPatchFault for the first operation that does not apply. Unlike upstream, values are compared, not their texts: 1 is 1.0.
 */
export function applyJsonPatch(document: JsonValue, operations: readonly JsonObject[]): JsonValue {
  const run = new Run(document);
  for (const operation of operations) run.apply(operation);
  return run.document;
}
