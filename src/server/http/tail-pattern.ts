/**
 * Texts of JSON that are alike but for free texts in them (api/free-texts.ts): how they are cut, and what they have in common. Knows
 * nothing of which are worth to be remembered (stamped-bodies.ts).
 */
import type { Filling, Markers } from "../../api/blanks.ts";
import { freeTextOf, type TextKind } from "../../api/free-texts.ts";
import { isJsonObject, type JsonArray, type JsonValue } from "../../api/json.ts";
import type { TypeSchema } from "../../api/schema/type-schema.ts";

/** Members that may hold a free text, or a list of them. Quotes within texts are not bare: no match begins inside of one. */
const candidates =
  /"(?:image|value|hostname|claimName)"\s*:\s*(?="[^"\\]*")|"(?:args|command)"\s*:\s*\[(?=\s*")/g;
const textValue = /"[^"\\]*"/y;
const listItems = /\s*"[^"\\]*(?:\\.[^"\\]*)*"\s*(?:,\s*"[^"\\]*(?:\\.[^"\\]*)*"\s*)*/y;
/** Of more texts nobody has templates; they stay part of what is around them. */
const candidatesMax = 64;

/** A text, cut at its candidates: `literals[0]`, `values[0]`, `literals[1]`, ... */
export interface CutTail {
  readonly literals: readonly string[];
  /** The JSON of a text, or of the items of a list: those behind literals that end in a bracket. */
  readonly values: readonly string[];
}

export function cutTail(text: string, from: number): CutTail {
  const literals: string[] = [];
  const values: string[] = [];
  let at = from;
  candidates.lastIndex = from;
  while (values.length < candidatesMax && candidates.test(text)) {
    const start = candidates.lastIndex;
    const end = valueEnd(text, start, text[start - 1] === "[");
    if (end === undefined) continue;
    literals.push(text.slice(at, start));
    values.push(text.slice(start, end));
    candidates.lastIndex = at = end;
  }
  literals.push(text.slice(at));
  return { literals, values };
}

function valueEnd(text: string, start: number, isList: boolean): number | undefined {
  const value = isList ? listItems : textValue;
  value.lastIndex = start;
  return value.test(text) ? value.lastIndex : undefined;
}

/** A copy, which keeps nothing of the body; undefined where control characters are in it: who reads it whole tells. */
function fillingOf(json: string, isList: boolean): Filling | undefined {
  try {
    const value = JSON.parse(isList ? `[${json}]` : json) as Filling;
    return Object.freeze(value);
  } catch {
    return undefined;
  }
}

/** Candidates whose text is free where they stand, by their number. */
export type FreeCandidates = ReadonlyMap<number, TextKind>;

const markerPrefix = "kubarium-blank-";
/** What a marker may end in: an image without a tag is another kind of text than one that has one. */
const markerEnds = ["", ":1"];

/** Of a text that is the rest of an object of the schema, behind its opening brace; none of what is no such text. */
export function freeCandidates({ literals, values }: CutTail, schema: TypeSchema): FreeCandidates {
  const free = new Map<number, TextKind>();
  if ([...literals, ...values].some((text) => text.includes(markerPrefix))) return free;
  const marked = literals.map((literal, at) =>
    at < values.length ? `${literal}"${markerPrefix}${at}"` : literal,
  );
  try {
    findFree(JSON.parse(`{${marked.join("")}`) as JsonValue, schema, free);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return free;
}

function findFree(value: JsonValue, schema: TypeSchema, free: Map<number, TextKind>): void {
  if (schema.kind === "list" && Array.isArray(value)) {
    for (const item of value as JsonArray) findFree(item, schema.items, free);
  }
  if (!isJsonObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (schema.kind === "map") findFree(member, schema.values, free);
    if (schema.kind !== "struct") continue;
    const text: unknown = Array.isArray(member) ? member[0] : member;
    if (typeof text === "string" && text.startsWith(markerPrefix)) {
      const kindOf = freeTextOf(schema.name, key, value);
      if (kindOf) free.set(Number(text.slice(markerPrefix.length)), kindOf);
    }
    const field = schema.fields.get(key);
    if (field) findFree(member, field.schema, free);
  }
}

/** Which candidates differ; undefined where one may not stand for the other. */
export function freeDifferences(
  one: CutTail,
  other: CutTail,
  free: FreeCandidates,
): readonly number[] | undefined {
  const differences: number[] = [];
  for (const [at, value] of one.values.entries()) {
    if (value === other.values[at]) continue;
    const kind = kindAt(one, at, free);
    if (kind === undefined || kind !== kindAt(other, at, free)) return undefined;
    differences.push(at);
  }
  return differences;
}

function kindAt(cut: CutTail, at: number, free: FreeCandidates): string | undefined {
  const filling = fillingOf(cut.values[at] ?? "", isListAt(cut, at));
  return filling === undefined ? undefined : free.get(at)?.(filling);
}

function isListAt({ literals }: CutTail, at: number): boolean {
  return literals[at]?.endsWith("[") === true;
}

interface Blank {
  readonly isList: boolean;
  readonly marker: string;
  readonly kindOf: TextKind;
  readonly kind: string;
}

/** A text with blanks in it. */
export class TailPattern {
  /** One more than there are blanks. */
  readonly #literals: readonly string[];
  readonly #blanks: readonly Blank[];

  private constructor(literals: readonly string[], blanks: readonly Blank[]) {
    this.#literals = literals;
    this.#blanks = blanks;
  }

  /** The pattern of a text whose candidates in `blank`, all of them free, may be others; those that stand there are of the same kind. */
  static of(cut: CutTail, blank: ReadonlySet<number>, free: FreeCandidates): TailPattern {
    const literals = [""];
    const blanks: Blank[] = [];
    for (const [at, literal] of cut.literals.entries()) {
      const found = blank.has(at) ? blankAt(cut, at, free) : undefined;
      literals[literals.length - 1] += found ? literal : literal + (cut.values[at] ?? "");
      if (!found) continue;
      blanks.push(found);
      literals.push("");
    }
    return new TailPattern(literals, blanks);
  }

  get markers(): Markers {
    return new Map(this.#blanks.map(({ marker }, index) => [marker, index]));
  }

  /** The text with markers in its blanks. */
  get markedText(): string {
    const marks = this.#blanks.map(({ marker }) => `"${marker}"`);
    return this.#literals.map((literal, at) => literal + (marks[at] ?? "")).join("");
  }

  /** What stands in the blanks of the text that `text` has from `at` on; undefined where that is another one. */
  match(text: string, at: number): readonly Filling[] | undefined {
    const fillings: Filling[] = [];
    let from = at;
    for (const [index, { isList, kindOf, kind }] of this.#blanks.entries()) {
      const literal = this.#literals[index] ?? "";
      const start = from + literal.length;
      if (text.slice(from, start) !== literal) return undefined;
      const end = valueEnd(text, start, isList);
      if (end === undefined) return undefined;
      const filling = fillingOf(text.slice(start, end), isList);
      if (filling === undefined || kindOf(filling) !== kind) return undefined;
      fillings.push(filling);
      from = end;
    }
    return text.slice(from) === this.#literals[this.#blanks.length] ? fillings : undefined;
  }
}

/** Marked by a text of the kind of what stands there. */
function blankAt(cut: CutTail, at: number, free: FreeCandidates): Blank | undefined {
  const kindOf = free.get(at);
  const kind = kindAt(cut, at, free);
  const isList = isListAt(cut, at);
  const marker = markerEnds
    .map((end) => `${markerPrefix}${at}${end}`)
    .find((each) => kindOf?.(isList ? [each] : each) === kind);
  return kindOf && kind && marker ? { isList, marker, kindOf, kind } : undefined;
}
