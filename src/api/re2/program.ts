/** Expressions as programs of a Pike machine: what one step may do, in flat arrays. Captures nothing. */
import { wordChar, type CharSet } from "./char-set.ts";
import { spendSteps } from "./step-budget.ts";
import { RegexSyntaxError, type Assertion, type RegexNode } from "./syntax.ts";

/** Expressions that unfold to more than this are refused; Go's bound is of the same order (regexp/syntax, maxSize). */
const programMax = 60_000;

/** What compiling is worth in steps: of any expression, and for each of its instructions. */
const compileSteps = 400;
const instructionSteps = 8;

export type Instruction =
  | { readonly op: "char"; readonly has: CharSet; readonly next: number }
  /** `next` is preferred. */
  | { readonly op: "split"; next: number; other: number }
  | { readonly op: "assert"; readonly what: Assertion; readonly next: number }
  | { readonly op: "match" };

export interface Program {
  readonly code: readonly Instruction[];
  readonly start: number;
  /** A match can begin at the text's start alone. */
  readonly anchored: boolean;
  /** Whether words and lines are asked for: what stood before a place then matters. */
  readonly looksAround: boolean;
}

/** Throws RegexSyntaxError where the expression unfolds too far. */
export function compileProgram(node: RegexNode, pattern: string): Program {
  const compiler = new Compiler(pattern);
  const end = compiler.emit({ op: "match" });
  const start = compiler.compile(node, end);
  const { code } = compiler;
  spendSteps(compileSteps + code.length * instructionSteps);
  const looksAround = code.some(
    ({ op, ...rest }) =>
      op === "assert" && "what" in rest && rest.what !== "begin-text" && rest.what !== "end-text",
  );
  return { code, start, anchored: isAnchored(node), looksAround };
}

class Compiler {
  readonly code: Instruction[] = [];
  readonly #pattern: string;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  emit(instruction: Instruction): number {
    if (this.code.length >= programMax) {
      throw new RegexSyntaxError("expression too large", this.#pattern);
    }
    return this.code.push(instruction) - 1;
  }

  /** Where matching the node starts, so that it goes on at `next`. */
  compile(node: RegexNode, next: number): number {
    switch (node.kind) {
      case "set":
        return this.emit({ op: "char", has: node.has, next });
      case "assert":
        return this.emit({ op: "assert", what: node.what, next });
      case "all":
        return node.parts.reduceRight((after, part) => this.compile(part, after), next);
      case "any":
        return node.parts
          .map((part) => this.compile(part, next))
          .reduceRight((other, start) => this.emit({ op: "split", next: start, other }));
      case "repeat":
        return this.#repeat(node, next);
    }
  }

  #repeat(node: RegexNode & { kind: "repeat" }, next: number): number {
    const { greedy } = node;
    const split = (body: number, after: number): Instruction & { op: "split" } =>
      greedy
        ? { op: "split", next: body, other: after }
        : { op: "split", next: after, other: body };
    let start = next;
    let count = 0;
    if (node.max === Infinity) {
      const loop = split(0, next);
      const at = this.emit(loop);
      const body = this.compile(node.node, at);
      Object.assign(loop, split(body, next));
      // As Go does since 1.16: a body that may be empty goes round once before the loop may be left, or not at all.
      if (node.min === 0) return canBeEmpty(node.node) ? this.emit(split(body, next)) : at;
      start = body;
      count = 1;
    } else {
      for (let optional = node.min; optional < node.max; optional++) {
        start = this.emit(split(this.compile(node.node, start), next));
      }
    }
    for (; count < node.min; count++) start = this.compile(node.node, start);
    return start;
  }
}

function canBeEmpty(node: RegexNode): boolean {
  switch (node.kind) {
    case "set":
      return false;
    case "assert":
      return true;
    case "all":
      return node.parts.every(canBeEmpty);
    case "any":
      return node.parts.some(canBeEmpty);
    case "repeat":
      return node.min === 0 || canBeEmpty(node.node);
  }
}

function isAnchored(node: RegexNode): boolean {
  if (node.kind === "assert") return node.what === "begin-text";
  if (node.kind === "all") return node.parts[0] !== undefined && isAnchored(node.parts[0]);
  return node.kind === "any" && node.parts.every(isAnchored);
}

/** Whether an assertion holds between two code points; -1 stands for an end of the text. */
export function holds(what: Assertion, before: number, after: number): boolean {
  switch (what) {
    case "begin-text":
      return before < 0;
    case "end-text":
      return after < 0;
    case "begin-line":
      return before < 0 || before === 10;
    case "end-line":
      return after < 0 || after === 10;
    case "word-boundary":
      return wordChar(before) !== wordChar(after);
    case "no-word-boundary":
      return wordChar(before) === wordChar(after);
  }
}
