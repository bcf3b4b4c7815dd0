/**
 * Regular expressions with Go's syntax and RE2's promise: the time that a match takes grows with the text and the expression, never
 * exponentially. For patterns that users bring: a JavaScript RegExp would let one of them stop the server.
 */
import { wordChar, type CharSet } from "./char-set.ts";
import { parseRegex, RegexSyntaxError, type Assertion, type RegexNode } from "./syntax.ts";

export { RegexSyntaxError } from "./syntax.ts";

export interface Regex {
  /** Whether the expression matches anywhere in the text. */
  test(text: string): boolean;
}

/** Expressions that unfold to more than this are refused: Go bounds its own at a few thousand times as many bytes. */
const programMax = 60_000;
const cacheMax = 500;

const compiled = new Map<string, Regex>();

/** The compiled expression, from the cache where it is one of the last few hundred. Throws RegexSyntaxError. */
export function compileRegex(pattern: string): Regex {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const regex = new Program(parseRegex(pattern), pattern);
  if (compiled.size >= cacheMax) compiled.delete(compiled.keys().next().value ?? "");
  compiled.set(pattern, regex);
  return regex;
}

type Instruction =
  | { readonly op: "char"; readonly has: CharSet; next: number }
  | { readonly op: "split"; next: number; other: number }
  | { readonly op: "assert"; readonly what: Assertion; next: number }
  | { readonly op: "match" };

/** Pike's machine without captures: all the states that a text may have led to, stepped together. */
class Program implements Regex {
  readonly #code: Instruction[] = [];
  readonly #pattern: string;
  readonly #start: number;
  readonly #anchored: boolean;

  constructor(node: RegexNode, pattern: string) {
    this.#pattern = pattern;
    const end = this.#emit({ op: "match" });
    this.#start = this.#compile(node, end);
    this.#anchored = isAnchored(node);
  }

  #emit(instruction: Instruction): number {
    if (this.#code.length >= programMax) {
      throw new RegexSyntaxError("expression too large", this.#pattern);
    }
    return this.#code.push(instruction) - 1;
  }

  /** Where matching the node starts, so that it goes on at `next`. */
  #compile(node: RegexNode, next: number): number {
    switch (node.kind) {
      case "empty":
        return next;
      case "set":
        return this.#emit({ op: "char", has: node.has, next });
      case "assert":
        return this.#emit({ op: "assert", what: node.what, next });
      case "all":
        return node.parts.reduceRight((after, part) => this.#compile(part, after), next);
      case "any":
        return node.parts
          .map((part) => this.#compile(part, next))
          .reduceRight((other, start) => this.#emit({ op: "split", next: start, other }));
      case "repeat":
        return this.#repeat(node, next);
    }
  }

  #repeat(node: RegexNode & { kind: "repeat" }, next: number): number {
    let start = next;
    if (node.max === Infinity) {
      const loop: Instruction = { op: "split", next: 0, other: next };
      const at = this.#emit(loop);
      loop.next = this.#compile(node.node, at);
      start = at;
    } else {
      for (let count = node.min; count < node.max; count++) {
        const body = this.#compile(node.node, start);
        start = this.#emit({ op: "split", next: body, other: next });
      }
    }
    for (let count = 0; count < node.min; count++) start = this.#compile(node.node, start);
    return start;
  }

  test(text: string): boolean {
    const code = this.#code;
    const seen = new Int32Array(code.length).fill(-1);
    let current: number[] = [];
    let before = -1;
    for (let at = 0; ;) {
      const char = text.codePointAt(at) ?? -1;
      const place = { at, before, char, seen };
      const states: number[] = [];
      for (const state of current) if (this.#follow(state, place, states)) return true;
      if (at === 0 || !this.#anchored) if (this.#follow(this.#start, place, states)) return true;
      if (char < 0 || (states.length === 0 && this.#anchored)) return false;
      current = [];
      for (const state of states) {
        const instruction = code[state];
        if (instruction?.op === "char" && instruction.has(char)) current.push(instruction.next);
      }
      before = char;
      at += char > 0xffff ? 2 : 1;
    }
  }

  /** Adds the character states that `state` leads to without reading; true when one of them is the end. */
  #follow(state: number, place: Place, states: number[]): boolean {
    const pending = [state];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (place.seen[next] === place.at) continue;
      place.seen[next] = place.at;
      const instruction = this.#code[next];
      if (instruction === undefined) continue;
      if (instruction.op === "match") return true;
      if (instruction.op === "char") states.push(next);
      else if (instruction.op === "split") pending.push(instruction.other, instruction.next);
      else if (holds(instruction.what, place)) pending.push(instruction.next);
    }
    return false;
  }
}

interface Place {
  readonly at: number;
  /** The code points around the place; -1 at the ends. */
  readonly before: number;
  readonly char: number;
  readonly seen: Int32Array;
}

function holds(what: Assertion, { before, char }: Place): boolean {
  switch (what) {
    case "begin-text":
      return before < 0;
    case "end-text":
      return char < 0;
    case "begin-line":
      return before < 0 || before === 10;
    case "end-line":
      return char < 0 || char === 10;
    case "word-boundary":
      return wordChar(before) !== wordChar(char);
    case "no-word-boundary":
      return wordChar(before) === wordChar(char);
  }
}

/** Whether a match can begin at the text's start alone. */
function isAnchored(node: RegexNode): boolean {
  if (node.kind === "assert") return node.what === "begin-text";
  if (node.kind === "all") return node.parts[0] !== undefined && isAnchored(node.parts[0]);
  return node.kind === "any" && node.parts.every(isAnchored);
}
