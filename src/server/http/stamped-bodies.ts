/**
 * Bodies that differ only in their metadata and in texts from which nothing else follows, as those of Pods that somebody stamps from a
 * template: what comes after the metadata is read and checked for the second of them, and is one part of all that follow, or a variant
 * of one (shared-parts.ts). Knows of texts, not of kinds.
 */
import type { Markers } from "../../api/blanks.ts";
import { decodeJsonText } from "../../api/decode/body.ts";
import { checkFields } from "../../api/decode/check-fields.ts";
import { DecodeFault } from "../../api/decode/decode-error.ts";
import { isJsonObject, type JsonObject } from "../../api/json.ts";
import type { TypeSchema } from "../../api/schema/type-schema.ts";
import { share, variantOf } from "../../api/shared-parts.ts";
import { StatusError } from "../../api/status.ts";
import {
  type CutTail,
  cutTail,
  freeCandidates,
  type FreeCandidates,
  freeDifferences,
  TailPattern,
} from "./tail-pattern.ts";

/** Where what many bodies have in common begins: clients write members in the order of Go's types, or of their names. */
const beginning = '"spec":';
/** Stands for what is known already. */
const placeholder = `${beginning}0}`;
/** Shorter ends hold no container; longer ones, and what is remembered with them of the bodies, are not worth their room. */
const charsMin = 40;
const charsMax = 32 * 1024;
/** So many are remembered of a kind: those that came last. */
const shapesMax = 16;

/** What bodies of a kind end in. */
interface Shape {
  /** The last of them. */
  cut: CutTail;
  /** Undefined until there was another one whose text differs in candidates only. */
  free: FreeCandidates | undefined;
  /** The candidates that are not the same in all of them. */
  readonly varying: Set<number>;
  /** What they stand for; none where something is the matter with them. */
  known: Known | "none" | undefined;
}

interface Known {
  readonly pattern: TailPattern;
  /** The checked members, with blanks where the pattern has them. */
  readonly parts: JsonObject;
}

export interface StampedBody {
  readonly object: JsonObject;
  /** The members that are checked already. */
  readonly known: JsonObject;
}

export class StampedBodies {
  /** The shape that came last at the end. */
  readonly #shapes = new Map<TypeSchema, Shape[]>();

  /** A body whose end is known, nothing wrong with it so far; undefined for one that has to be read whole. */
  read(text: string, schema: TypeSchema): StampedBody | undefined {
    if (schema.kind !== "struct" || !schema.fields.has("spec")) return undefined;
    const at = text.indexOf(beginning);
    const chars = text.length - at;
    if (at < 0 || at > charsMax || chars < charsMin || chars > charsMax) return undefined;
    const parts = this.#knownParts(text, at, schema) ?? this.#learnedParts(text, at, schema);
    const head = parts && headOf(text, at);
    if (!parts || !head || sharesMember(head, parts)) return undefined;
    return { object: { ...head, ...parts }, known: parts };
  }

  #knownParts(text: string, at: number, schema: TypeSchema): JsonObject | undefined {
    const shapes = this.#shapes.get(schema) ?? [];
    for (let index = shapes.length - 1; index >= 0; index -= 1) {
      const parts = filledParts(shapes[index]?.known, text, at);
      if (parts === undefined) continue;
      if (index < shapes.length - 1) shapes.push(...shapes.splice(index, 1));
      return parts;
    }
    return undefined;
  }

  /** Of a text that came before, but for free texts that were always the same until now. */
  #learnedParts(text: string, at: number, schema: TypeSchema): JsonObject | undefined {
    const shapes = this.#shapes.get(schema) ?? [];
    const cut = cutTail(text, at);
    const { shape, differences } = shapeOf(shapes, cut, schema);
    const others = shapes.filter((each) => each !== shape);
    this.#shapes.set(schema, [...others.slice(1 - shapesMax), shape]);
    shape.cut = cut;
    if (differences === undefined || shape.known === "none") return undefined;
    for (const each of differences) shape.varying.add(each);
    shape.known = knownOf(shape, schema) ?? "none";
    return filledParts(shape.known, text, at);
  }
}

function filledParts(known: Shape["known"], text: string, at: number): JsonObject | undefined {
  if (known === undefined || known === "none") return undefined;
  const fillings = known.pattern.match(text, at);
  if (!fillings || fillings.length === 0) return fillings && known.parts;
  const parts: Record<string, JsonObject> = {};
  for (const key in known.parts) parts[key] = variantOf(known.parts[key] as JsonObject, fillings);
  return parts;
}

/** The shape of a text, and in which candidates it differs from the last of that shape; a new shape has no such. */
function shapeOf(
  shapes: readonly Shape[],
  cut: CutTail,
  schema: TypeSchema,
): { readonly shape: Shape; readonly differences?: readonly number[] } {
  let free: FreeCandidates | undefined;
  for (const shape of shapes) {
    if (!sameTexts(shape.cut.literals, cut.literals)) continue;
    free = shape.free ??= freeCandidates(cut, schema);
    const differences = freeDifferences(shape.cut, cut, free);
    if (differences) return { shape, differences };
  }
  return { shape: { cut, free, varying: new Set(), known: undefined } };
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, at) => text === other[at]);
}

function knownOf(shape: Shape, schema: TypeSchema): Known | undefined {
  const pattern = TailPattern.of(shape.cut, shape.varying, shape.free ?? new Map());
  const { markedText, markers } = pattern;
  const parts = partsOf(markedText, { schema, markers });
  return parts && { pattern, parts };
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

/** The members of `end`, the end of a body, nothing wrong with them. */
function partsOf(
  end: string,
  { schema, markers }: { readonly schema: TypeSchema; readonly markers: Markers },
): JsonObject | undefined {
  const checked = faultless(`{${end}`, schema);
  if (!checked?.["spec"]) return undefined;
  const parts: Record<string, JsonObject> = {};
  for (const [key, part] of Object.entries(checked)) {
    if (!isJsonObject(part) || key === "metadata") return undefined;
    parts[key] = share(part, markers);
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
