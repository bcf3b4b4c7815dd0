/**
 * JSON patch (RFC 6902), as `application/json-patch+json` applies it: the operations of evanphx/json-patch v4, negative
 * indices included, and the API server's limits and answers (400 for no patch, 413 for too long a one, 422 for one that
 * does not apply).
 */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import { badRequest, requestEntityTooLarge } from "../status.ts";
import { jsonEqual, member, withMember } from "./members.ts";
import { goKind, patchRejected } from "./rejection.ts";

/** apiserver, endpoints/handlers/patch.go: maxJSONPatchOperations. */
const operationsMax = 10_000;
/** apiserver, server/config.go: JSONPatchMaxCopyBytes. */
const copyBytesMax = 3 * 1024 * 1024;

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from: string;
  readonly value: JsonValue;
}

/** Thrown inside this file only: why an operation does not apply. */
class Inapplicable extends Error {}

function textMember(operation: JsonObject, key: string): string {
  const value = member(operation, key);
  return typeof value === "string" ? value : "";
}

/** Checks the patch's form. Throws StatusError 400 or 413. */
function decode(patch: JsonValue): readonly Operation[] {
  if (!Array.isArray(patch)) {
    throw badRequest(
      `json: cannot unmarshal ${goKind(patch)} into Go value of type jsonpatch.Patch`,
    );
  }
  const items: JsonArray = patch;
  if (items.length > operationsMax) {
    throw requestEntityTooLarge(
      `Request entity too large: The allowed maximum operations in a JSON patch is ${operationsMax}, got ${items.length}`,
    );
  }
  return items.map((item) => {
    if (!isJsonObject(item)) {
      throw badRequest(
        `json: cannot unmarshal ${goKind(item)} into Go value of type jsonpatch.Operation`,
      );
    }
    if (typeof member(item, "path") !== "string") {
      throw patchRejected("operation missing path field: missing value");
    }
    const value = member(item, "value");
    return {
      op: textMember(item, "op"),
      path: textMember(item, "path"),
      from: textMember(item, "from"),
      value: value === undefined ? null : value,
    };
  });
}

/** The reference tokens of a JSON pointer (RFC 6901); no token names the whole document. */
function tokensOf(pointer: string, op: string): readonly string[] {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) {
    throw new Inapplicable(`${op} operation does not apply: doc is missing path: "${pointer}"`);
  }
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** An index into an array of `length`; negative ones count from its end, as evanphx/json-patch has it. */
function indexOf(token: string, length: number): number {
  if (!/^-?(0|[1-9][0-9]{0,9})$/.test(token)) {
    throw new Inapplicable(`strconv.Atoi: parsing ${JSON.stringify(token)}: invalid syntax`);
  }
  const index = Number(token);
  const actual = index < 0 ? index + length : index;
  if (actual < 0 || actual >= length) {
    throw new Inapplicable(`Unable to access invalid index: ${index}: invalid index referenced`);
  }
  return actual;
}

interface Step {
  readonly op: string;
  readonly pointer: string;
}

function missing({ op, pointer }: Step): Inapplicable {
  return new Inapplicable(`${op} operation does not apply: doc is missing path: "${pointer}"`);
}

function read(document: JsonValue, tokens: readonly string[], step: Step): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const token of tokens) {
    if (Array.isArray(value)) {
      const items: JsonArray = value;
      value = items[indexOf(token, items.length)];
    } else if (isJsonObject(value)) {
      value = member(value, token);
    } else {
      throw missing(step);
    }
  }
  return value;
}

/** Rebuilds the way to a container and applies `change` to its last token. */
function edit(
  container: JsonValue | undefined,
  tokens: readonly string[],
  at: Step & { readonly change: (container: JsonArray | JsonObject, token: string) => JsonValue },
): JsonValue {
  const [token = "", ...rest] = tokens;
  if (!Array.isArray(container) && !isJsonObject(container)) throw missing(at);
  if (rest.length === 0) return at.change(container as JsonArray | JsonObject, token);
  if (Array.isArray(container)) {
    const items: JsonArray = container;
    const index = indexOf(token, items.length);
    return items.with(index, edit(items[index], rest, at));
  }
  return withMember(container, token, edit(member(container, token), rest, at));
}

function isArray(container: JsonArray | JsonObject): container is JsonArray {
  return Array.isArray(container);
}

function add(document: JsonValue, step: Step, value: JsonValue): JsonValue {
  const tokens = tokensOf(step.pointer, step.op);
  if (tokens.length === 0) return value;
  return edit(document, tokens, {
    ...step,
    change(container, token) {
      if (!isArray(container)) return withMember(container, token, value);
      if (token === "-") return [...container, value];
      // One place more than there are items: the end is a valid place to insert at.
      return container.toSpliced(indexOf(token, container.length + 1), 0, value);
    },
  });
}

function remove(document: JsonValue, step: Step): JsonValue {
  const tokens = tokensOf(step.pointer, step.op);
  if (tokens.length === 0) throw missing(step);
  return edit(document, tokens, {
    ...step,
    change(container, token) {
      if (isArray(container)) return container.toSpliced(indexOf(token, container.length), 1);
      if (member(container, token) === undefined) {
        throw new Inapplicable(`Unable to remove nonexistent key: ${token}: missing value`);
      }
      return withMember(container, token, undefined);
    },
  });
}

function replace(document: JsonValue, step: Step, value: JsonValue): JsonValue {
  const tokens = tokensOf(step.pointer, step.op);
  if (tokens.length === 0) return value;
  return edit(document, tokens, {
    ...step,
    change(container, token) {
      if (isArray(container)) return container.with(indexOf(token, container.length), value);
      if (member(container, token) === undefined) {
        throw new Inapplicable(
          `replace operation does not apply: doc is missing key: ${step.pointer}: missing value`,
        );
      }
      return withMember(container, token, value);
    },
  });
}

function source(document: JsonValue, step: Step): JsonValue {
  const value = read(document, tokensOf(step.pointer, step.op), step);
  if (value === undefined) throw missing(step);
  return value;
}

function test(document: JsonValue, step: Step, expected: JsonValue): void {
  // A missing member equals null here, as it does in evanphx/json-patch.
  const actual = read(document, tokensOf(step.pointer, step.op), step) ?? null;
  if (!jsonEqual(actual, expected)) {
    throw new Inapplicable(`testing value ${step.pointer} failed: test failed`);
  }
}

class Run {
  private document: JsonValue;
  private copiedBytes = 0;

  constructor(document: JsonValue) {
    this.document = document;
  }

  apply({ op, path, from, value }: Operation): void {
    const step: Step = { op, pointer: path };
    switch (op) {
      case "add":
        this.document = add(this.document, step, value);
        return;
      case "remove":
        this.document = remove(this.document, step);
        return;
      case "replace":
        this.document = replace(this.document, step, value);
        return;
      case "move": {
        if (path.startsWith(`${from}/`)) {
          throw new Inapplicable("move operation does not apply: path is inside of from");
        }
        const moved = source(this.document, { op, pointer: from });
        const without = remove(this.document, { op, pointer: from });
        this.document = add(without, step, moved);
        return;
      }
      case "copy": {
        const copied = source(this.document, { op, pointer: from });
        this.copiedBytes += JSON.stringify(copied).length;
        if (this.copiedBytes > copyBytesMax) {
          throw new Inapplicable(
            `Unable to complete the copy, the accumulated size increase of copy is ${this.copiedBytes}, exceeding the limit ${copyBytesMax}`,
          );
        }
        this.document = add(this.document, step, copied);
        return;
      }
      case "test":
        test(this.document, step, value);
        return;
      default:
        throw new Inapplicable(`Unexpected kind: ${op === "" ? "unknown" : op}`);
    }
  }

  get result(): JsonValue {
    return this.document;
  }
}

/**
 * `document` after all operations of `patch`, or a StatusError and no change at all. Untouched parts are shared, the
 * inputs never change. Differs from evanphx v4 where the RFC is wider: the empty path names the whole document.
 */
export function applyJsonPatch(document: JsonValue, patch: JsonValue): JsonValue {
  const operations = decode(patch);
  const run = new Run(document);
  try {
    for (const operation of operations) run.apply(operation);
  } catch (error) {
    if (error instanceof Inapplicable) throw patchRejected(error.message);
    throw error;
  }
  return run.result;
}
