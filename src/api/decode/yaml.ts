/**
 * YAML request bodies as JSON values: the first document, read as YAML 1.1 the way Kubernetes' decoder does (yes and off
 * are booleans, 0777 is octal, dates stay text).
 */
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node as YamlNode,
  Parser,
} from "yaml";
import type { JsonValue } from "../json.ts";
import { exactInteger } from "../wide-integers.ts";
import { DecodeFault } from "./decode-error.ts";
import { refuseUnsafeKey } from "./json-limits.ts";
import { nestingMax, strictErrorsMax } from "./json-scan.ts";
import type { OddNumber } from "./odd-numbers.ts";

/** YAML 1.1 types that Kubernetes' decoder does not turn text into. */
const unusedTags = new Set(
  ["timestamp", "binary", "set", "omap", "pairs"].map((t) => `tag:yaml.org,2002:${t}`),
);
/** Aliases may repeat an anchored node this often in all: enough for any manifest, too little for a bomb. */
const aliasesMax = 1000;
/** About eight a line: twice what fits into an object that Kubernetes could store, read in under a second. */
const lexemesMax = 500_000;
/** Any notation of an integer that might be wider than a number. */
const mayBeWide = /[0-9a-fA-F_]{14}/;
/** Shorter texts are read in no time, whatever they hold. */
const hostileBytesMin = 50_000;

export interface DecodedYaml {
  /** Null for an empty text. */
  readonly value: JsonValue;
  readonly duplicateFields: readonly string[];
  /** What Go's strict decoder says of keys that are there twice, with their lines; undefined where none is. */
  readonly yamlLines?: readonly string[];
  /** Integers that only 64 bits without a sign hold, which `value` has as doubles; undefined where there are none. */
  readonly oddNumbers?: readonly OddNumber[];
}

/** Keys that are there twice: their paths, and what is said of each. */
interface Duplicates {
  readonly paths: Set<string>;
  readonly faults: string[];
  readonly lines: LineCounter;
}

/** What stands before the words of a fault where an object is read from YAML at once, and not by way of its JSON. */
export const yamlPrefix = "error converting YAML to JSON: ";

/**
 * Decodes the first document of `text`; throws DecodeFault when it is no YAML, or holds what JSON cannot. Its words begin with `prefix`.
 */
export function decodeYaml(text: string, prefix = ""): DecodedYaml {
  try {
    return decoded(text);
  } catch (error) {
    if (!(error instanceof DecodeFault)) throw error;
    throw new DecodeFault(`${prefix}${error.message}`);
  }
}

function decoded(text: string): DecodedYaml {
  checkLexemes(text);
  const lines = new LineCounter();
  const document = firstDocument(text, lines, mayBeWide.test(text));
  if (document === undefined) return { value: null, duplicateFields: [] };
  const duplicates: Duplicates = { paths: new Set(), faults: [], lines };
  findDuplicates(document.contents, { path: "", depth: 1 }, duplicates);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: aliasesMax });
  } catch (error) {
    const { message } = error as Error;
    throw yamlFault(message.startsWith("Excessive alias count") ? tooManyAliases : message);
  }
  const oddNumbers: OddNumber[] = [];
  return {
    value: toJson(value, { path: [], oddNumbers }),
    duplicateFields: [...duplicates.paths],
    ...(duplicates.faults.length > 0 ? { yamlLines: duplicates.faults } : {}),
    ...(oddNumbers.length > 0 ? { oddNumbers } : {}),
  };
}

/** As go-yaml says it of its own limits, which are no lower than ours. */
const tooDeep = "exceeded max depth of 10000";
const tooManyAliases = "document contains excessive aliasing";

function yamlFault(why: string): DecodeFault {
  return new DecodeFault(`yaml: ${why}`);
}

/** Where the first error is; thrown by the composer's own listener, to compose no further. */
class Misplaced extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

type ErrorSource = number | [number, number] | { readonly offset: number };

function offsetOf(source: ErrorSource): number {
  if (typeof source === "number") return source;
  return Array.isArray(source) ? source[0] : source.offset;
}

/** Refuses what is too deep or too long before anything is built of it. */
function checkLexemes(text: string): void {
  if (text.length < hostileBytesMin) return;
  let depth = 0;
  let lexemes = 0;
  let before = "";
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes > lexemesMax) throw yamlFault(`more than ${lexemesMax} tokens`);
    // After this mark stands a scalar, whatever it looks like.
    const isSign = before !== "\u001f";
    if (isSign && (lexeme === "{" || lexeme === "[")) depth++;
    else if (isSign && (lexeme === "}" || lexeme === "]")) depth--;
    if (depth > nestingMax) throw yamlFault(tooDeep);
    before = lexeme;
  }
}

function* parsed(text: string, lines: LineCounter): Generator<CST.Token> {
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    if (token.type === "error") throw new Misplaced(token.offset, token.message);
    yield token;
  }
}

/** Composes no further than the first document or error, and lays out none: that keeps a hostile text from taking seconds. */
function firstDocument(
  text: string,
  lines: LineCounter,
  intAsBigInt: boolean,
): Document | undefined {
  const composer = new Composer({
    version: "1.1",
    intAsBigInt,
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: "silent",
    customTags: (tags) =>
      tags.filter(
        (tag) => typeof tag === "string" || (!unusedTags.has(tag.tag) && tag.format !== "TIME"),
      ),
  });
  let first: Misplaced | undefined;
  Object.assign(composer, {
    onError(source: ErrorSource, _code: string, message: string, warning?: boolean) {
      if (warning) return;
      // The composer reports what is thrown through it as an error of its own.
      first ??= new Misplaced(offsetOf(source), message);
      throw first;
    },
  });
  try {
    const [document] = composer.compose(parsed(text, lines));
    return document;
  } catch (error) {
    if (error instanceof Misplaced) {
      const overflow = error.message.includes("call stack");
      const why = overflow ? tooDeep : (error.message.split("\n")[0] ?? "");
      throw yamlFault(`line ${text.slice(0, error.offset).split("\n").length}: ${why}`);
    }
    // Only a nesting deeper than the stack makes the parser throw.
    if (error instanceof RangeError) throw yamlFault(tooDeep);
    throw error;
  }
}

function findDuplicates(
  node: unknown,
  at: { readonly path: string; readonly depth: number },
  found: Duplicates,
): void {
  if (at.depth > nestingMax) throw yamlFault(tooDeep);
  const depth = at.depth + 1;
  if (isSeq<YamlNode>(node)) {
    for (const [index, item] of node.items.entries()) {
      findDuplicates(item, { path: `${at.path}[${index}]`, depth }, found);
    }
  }
  if (!isMap(node)) return;
  const seen = new Set<string>();
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : isAlias(key) ? `*${key.source}` : String(key);
    const path = at.path === "" ? name : `${at.path}.${name}`;
    if (seen.has(name) && name !== "<<" && found.paths.size < strictErrorsMax) {
      found.paths.add(path);
      const offset = isScalar(key) || isAlias(key) ? (key.range?.[0] ?? 0) : 0;
      const { line } = found.lines.linePos(offset);
      found.faults.push(`line ${line}: key ${JSON.stringify(name)} already set in map`);
    }
    seen.add(name);
    findDuplicates(value, { path, depth }, found);
  }
}

interface Conversion {
  /** Where the value is; the same array all the way. */
  readonly path: (string | number)[];
  readonly oddNumbers: OddNumber[];
}

function toJson(value: unknown, at: Conversion): JsonValue {
  if (at.path.length >= nestingMax) throw yamlFault(tooDeep);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "bigint") return integerOf(value, at);
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    const shown = Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    throw new DecodeFault(`json: unsupported value: ${shown}`);
  }
  if (Array.isArray(value)) return value.map((item, index) => partOf(item, index, at));
  if (typeof value !== "object") throw yamlFault(`cannot convert ${typeof value} to JSON`);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      refuseUnsafeKey(key);
      return [key, partOf(part, key, at)];
    }),
  );
}

function partOf(value: unknown, key: string | number, at: Conversion): JsonValue {
  at.path.push(key);
  const part = toJson(value, at);
  at.path.pop();
  return part;
}

/** Go's decoder reads up to 64 bits without a sign as such, and its JSON has the digits; anything longer is a double. */
function integerOf(value: bigint, { path, oddNumbers }: Conversion): JsonValue {
  const exact = exactInteger(value);
  if (exact !== undefined) return exact;
  if (BigInt.asUintN(64, value) === value) oddNumbers.push({ path: [...path], text: `${value}` });
  return Number(value);
}
