/**
 * Bodies that differ in their metadata only, as those of Pods that somebody stamps from a template: what comes after the metadata is
 * read and checked for the second of them, and is the same part of all that follow (shared-parts.ts). Knows of texts, not of kinds.
 */
import { decodeJsonText } from "../../api/decode/body.ts";
import { checkFields } from "../../api/decode/check-fields.ts";
import { DecodeFault } from "../../api/decode/decode-error.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { TypeSchema } from "../../api/schema/type-schema.ts";
import { share } from "../../api/shared-parts.ts";
import { StatusError } from "../../api/status.ts";

/** Where what many bodies have in common begins: clients write members in the order of Go's types, or of their names. */
const beginning = '"spec":';
/** Stands for what is known already. */
const placeholder = `${beginning}0}`;
/** Shorter texts hold no container; longer ones are not worth their room. */
const charsMin = 40;
const charsMax = 32 * 1024;
/** So many are remembered of a kind: those that came last. */
const tailsMax = 16;

/** What bodies of a kind end in. */
interface Tail {
  readonly text: string;
  /** How many bodies have ended so. */
  seen: number;
  /** The checked members that it stands for; undefined until it was seen twice, or where it does not stand for such. */
  parts: JsonObject | undefined;
}

export interface StampedBody {
  readonly object: JsonObject;
  /** The members that are checked already. */
  readonly known: JsonObject;
}

/** The tails of a kind, the last one that came at the end. */
interface Tails {
  readonly byText: Map<string, Tail>;
  last: Tail | undefined;
}

export class StampedBodies {
  readonly #tails = new Map<TypeSchema, Tails>();

  /** A body whose end is known, nothing wrong with it so far; undefined for one that has to be read whole. */
  read(text: string, schema: TypeSchema): StampedBody | undefined {
    if (schema.kind !== "struct" || !schema.fields.has("spec")) return undefined;
    const at = text.indexOf(beginning);
    if (at < 0 || text.length - at < charsMin || text.length - at > charsMax) return undefined;
    const tail = this.#tailOf(text, at, schema);
    tail.seen += 1;
    if (tail.seen === 2) tail.parts = partsOf(text, at, schema);
    const { parts } = tail;
    const head = parts && headOf(text, at);
    if (!parts || !head || sharesMember(head, parts)) return undefined;
    return { object: { ...head, ...parts }, known: parts };
  }

  #tailOf(text: string, at: number, schema: TypeSchema): Tail {
    let tails = this.#tails.get(schema);
    if (!tails) this.#tails.set(schema, (tails = { byText: new Map(), last: undefined }));
    const { byText, last } = tails;
    // To compare takes less than to look up.
    if (last?.text.length === text.length - at && text.endsWith(last.text)) return last;
    const end = text.slice(at);
    const tail = byText.get(end) ?? { text: end, seen: 0, parts: undefined };
    byText.delete(end);
    byText.set(end, tail);
    if (byText.size > tailsMax) byText.delete(byText.keys().next().value ?? "");
    tails.last = tail;
    return tail;
  }
}

/** A member that is both in front of the end and in it, its first one aside, for which there is a placeholder. */
function sharesMember(head: JsonObject, parts: JsonObject): boolean {
  return Object.keys(parts).some((key) => key !== "spec" && key in head);
}

/** What stands before `at`; undefined where that is not the beginning of an object whose own member begins there. */
function headOf(text: string, at: number): JsonObject | undefined {
  const head = faultless(text.slice(0, at) + placeholder);
  return head?.["spec"] === 0 ? head : undefined;
}

/** The members from `at` on, of a body with which nothing is wrong. */
function partsOf(text: string, at: number, schema: TypeSchema): JsonObject | undefined {
  const end = faultless(`{${text.slice(at)}`);
  const checked = faultless(text, schema);
  if (!end || !checked || !headOf(text, at)) return undefined;
  const parts: Record<string, JsonObject> = {};
  for (const key of Object.keys(end)) {
    const part = checked[key];
    if (!isJsonObject(part) || key === "metadata") return undefined;
    parts[key] = share(part);
  }
  return parts;
}

/** What a text stands for, checked where a schema is given; undefined where anything is the matter with it: read whole, it tells what. */
function faultless(text: string, schema?: TypeSchema): JsonObject | undefined {
  try {
    const { object, oddNumbers, duplicateFields } = decodeJsonText(text);
    if (oddNumbers || duplicateFields.length > 0) return undefined;
    if (!schema) return object;
    const checked = checkFields(object, schema);
    return checked.unknownFields.length > 0 ? undefined : checked.object;
  } catch (error) {
    if (!(error instanceof DecodeFault) && !(error instanceof StatusError)) throw error;
    return undefined;
  }
}
