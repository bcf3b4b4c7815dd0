/**
 * YAML request bodies as JSON values: the first document, read as YAML 1.1 the way Kubernetes' decoder does (yes and off
 * are booleans, 0777 is octal, dates stay text).
 */
import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node as YamlNode,
  Parser,
} from "yaml";
import type { JsonValue } from "../json.ts";
import { DecodeFault } from "./decode-error.ts";
import { refuseUnsafeKey } from "./json-limits.ts";
import { nestingMax, strictErrorsMax } from "./json-scan.ts";

/** YAML 1.1 types that Kubernetes' decoder does not turn text into. */
const unusedTags = new Set(
  ["timestamp", "binary", "set", "omap", "pairs"].map((t) => `tag:yaml.org,2002:${t}`),
);
/** Aliases may repeat an anchored node this often in all: enough for any manifest, too little for a bomb. */
const aliasesMax = 1000;

export interface DecodedYaml {
  /** Null for an empty text. */
  readonly value: JsonValue;
  readonly duplicateFields: readonly string[];
}

/** Decodes the first document of `text`; throws DecodeFault when it is no YAML, or holds what JSON cannot. */
export function decodeYaml(text: string): DecodedYaml {
  const lines = new LineCounter();
  const document = firstDocument(text, lines);
  const fault = document?.errors[0];
  if (fault !== undefined) {
    const overflow = fault.message.includes("call stack");
    const why = overflow ? "exceeded max depth" : (fault.message.split("\n")[0] ?? "");
    throw yamlFault(`line ${lines.linePos(fault.pos[0]).line}: ${why}`);
  }
  if (document === undefined) return { value: null, duplicateFields: [] };
  const duplicates = new Set<string>();
  findDuplicates(document.contents, { path: "", depth: 1 }, duplicates);
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: aliasesMax });
  } catch (error) {
    throw yamlFault((error as Error).message);
  }
  return { value: toJson(value, 1), duplicateFields: [...duplicates] };
}

function yamlFault(why: string): DecodeFault {
  return new DecodeFault(`error converting YAML to JSON: yaml: ${why}`);
}

/** Composes no further than the first document, and lays out no error: both keep a hostile text from taking seconds. */
function firstDocument(text: string, lines: LineCounter): Document | undefined {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    version: "1.1",
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: "silent",
    customTags: (tags) =>
      tags.filter(
        (tag) => typeof tag === "string" || (!unusedTags.has(tag.tag) && tag.format !== "TIME"),
      ),
  });
  try {
    const [document] = composer.compose(parser.parse(text));
    return document;
  } catch (error) {
    // Only a nesting deeper than the stack makes the parser throw.
    if (error instanceof RangeError) throw yamlFault("exceeded max depth");
    throw error;
  }
}

function findDuplicates(
  node: unknown,
  at: { readonly path: string; readonly depth: number },
  found: Set<string>,
): void {
  if (at.depth > nestingMax) throw yamlFault("exceeded max depth");
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
    if (seen.has(name) && name !== "<<" && found.size < strictErrorsMax) found.add(path);
    seen.add(name);
    findDuplicates(value, { path, depth }, found);
  }
}

function toJson(value: unknown, depth: number): JsonValue {
  if (depth > nestingMax) throw yamlFault("exceeded max depth");
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") {
    if (Number.isFinite(value)) return value;
    throw new DecodeFault(`error converting YAML to JSON: json: unsupported value: ${value}`);
  }
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1));
  if (typeof value !== "object") throw yamlFault(`cannot convert ${typeof value} to JSON`);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => {
      refuseUnsafeKey(key);
      return [key, toJson(part, depth + 1)];
    }),
  );
}
