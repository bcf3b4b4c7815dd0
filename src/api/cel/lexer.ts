/** Splits an expression into tokens. Follows the grammar of cel-spec (CEL.g4); texts of faults are those of its generated lexer. */
import type { Issue } from "./issues.ts";

export type TokenKind =
  | "ident"
  | "int"
  | "uint"
  | "double"
  | "string"
  | "bytes"
  | "punctuation"
  /** `in`, `true`, `false`, `null`. */
  | "word"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  /** As written; for strings with their quotes. */
  readonly text: string;
  /** Code points from the start. */
  readonly at: number;
}

/** The longer ones first. */
const punctuation = "== != <= >= && || [ ] { } ( ) . - ! ? : + * / % < > ,".split(" ");
const words = new Set(["in", "true", "false", "null"]);

const space = /[\t \r\n\f]+/y;
const comment = /\/\/[^\n]*/y;
const ident = /[A-Za-z_][A-Za-z0-9_]*/y;
const double =
  /(?:[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)/y;
const integer = /(?:0x[0-9a-fA-F]+|[0-9]+)[uU]?/y;
const escape = String.raw`\\(?:[abfnrtv"'\\?${"`"}]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})`;
const text = new RegExp(
  [
    String.raw`[bB]?(?:[rR](?:"""[^]*?"""|'''[^]*?'''|"[^"\n\r]*"|'[^'\n\r]*')`,
    String.raw`|"""(?:${escape}|[^\\])*?"""|'''(?:${escape}|[^\\])*?'''`,
    String.raw`|"(?:${escape}|[^\\"\n\r])*"|'(?:${escape}|[^\\'\n\r])*')`,
  ].join(""),
  "y",
);

/** The tokens, the last of kind `end`; characters that start none are reported and left out. */
export function tokenize(source: string, issues: Issue[]): readonly Token[] {
  const tokens: Token[] = [];
  let index = 0;
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = index;
    return pattern.exec(source)?.[0];
  };
  const push = (kind: TokenKind, found: string) => tokens.push({ kind, text: found, at });
  while (index < source.length) {
    const skipped = take(space) ?? take(comment);
    let found = skipped;
    if (found === undefined) {
      found = take(text);
      if (found !== undefined) push(/^[bB]/.test(found) ? "bytes" : "string", found);
    }
    if (found === undefined) {
      found = take(ident);
      if (found !== undefined) push(words.has(found) ? "word" : "ident", found);
    }
    if (found === undefined) {
      found = take(double);
      if (found !== undefined) push("double", found);
    }
    if (found === undefined) {
      found = take(integer);
      if (found !== undefined) push(/[uU]$/.test(found) ? "uint" : "int", found);
    }
    if (found === undefined) {
      found = punctuation.find((mark) => source.startsWith(mark, index));
      if (found !== undefined) push("punctuation", found);
    }
    if (found === undefined) {
      found = String.fromCodePoint(source.codePointAt(index) ?? 0);
      const rest = found === '"' || found === "'" ? source.slice(index) : found;
      issues.push({ at, message: `Syntax error: token recognition error at: '${shown(rest)}'` });
      found = rest;
    }
    index += found.length;
    at += codePoints(found);
  }
  tokens.push({ kind: "end", text: "<EOF>", at });
  return tokens;
}

function shown(text: string): string {
  return text.replaceAll("\n", "\\n").replaceAll("\r", "\\r").replaceAll("\t", "\\t");
}

/** The length of a text in code points. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xd800 && code < 0xdc00) {
      const next = text.charCodeAt(index + 1);
      if (next >= 0xdc00 && next < 0xe000) {
        count -= 1;
        index += 1;
      }
    }
  }
  return count;
}
