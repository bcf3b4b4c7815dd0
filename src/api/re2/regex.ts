/**
 * Regular expressions with Go's syntax and RE2's promise: the time that a match takes grows with the text and the expression, never
 * exponentially, and is bounded besides. For patterns that users bring: a JavaScript RegExp would let one of them stop the server.
 */
import { Automaton } from "./automaton.ts";
import { compileProgram, type Program } from "./program.ts";
import { searchText, type RegexMatch } from "./search.ts";
import { withinStepBudget } from "./step-budget.ts";
import { parseRegex } from "./syntax.ts";

export { RegexTooCostly, withinStepBudget } from "./step-budget.ts";
export { RegexSyntaxError } from "./syntax.ts";

/** Every search throws RegexTooCostly where it would take more steps than the budget in force has, or one of its own. */
export class Regex {
  readonly #program: Program;
  readonly #automaton: Automaton;

  /** Throws RegexSyntaxError. */
  constructor(pattern: string) {
    this.#program = compileProgram(parseRegex(pattern), pattern);
    this.#automaton = new Automaton(this.#program);
  }

  /** Instructions: what the expression keeps in memory. */
  get size(): number {
    return this.#program.code.length;
  }

  /** Whether the expression matches anywhere in the text. */
  test(text: string): boolean {
    return withinStepBudget(() => this.#automaton.test(text, 0));
  }

  /** The leftmost match from `from` on; of several there, the one that the expression prefers. */
  find(text: string, from = 0): RegexMatch | undefined {
    return withinStepBudget(() =>
      this.#automaton.test(text, from) ? searchText(this.#program, text, from) : undefined,
    );
  }

  /** Matches that do not overlap, at most `limit` (negative: all). An empty one right after another match does not count. */
  findAll(text: string, limit: number): readonly RegexMatch[] {
    return withinStepBudget(() => this.#findAll(text, limit < 0 ? Infinity : limit));
  }

  #findAll(text: string, countMax: number): readonly RegexMatch[] {
    const found: RegexMatch[] = [];
    let lastEnd = -1;
    for (let from = 0; from <= text.length && found.length < countMax;) {
      const match = this.find(text, from);
      if (!match) break;
      const empty = match.start === match.end;
      if (!empty || match.start !== lastEnd) found.push(match);
      lastEnd = match.end;
      const wide = (text.codePointAt(match.end) ?? 0) > 0xffff;
      from = empty ? match.end + (wide ? 2 : 1) : match.end;
    }
    return found;
  }
}

/** Bounds of the expressions kept: how many, and how many instructions in all (some 60 bytes each). */
const cacheMax = 500;
const cachedSizeMax = 300_000;

const compiled = new Map<string, Regex>();
let cachedSize = 0;

/** The compiled expression, from the cache where it is one of the last few hundred. Throws RegexSyntaxError. */
export function compileRegex(pattern: string): Regex {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const regex = new Regex(pattern);
  compiled.set(pattern, regex);
  cachedSize += regex.size;
  for (const [oldest, { size }] of compiled) {
    if (compiled.size <= cacheMax && cachedSize <= cachedSizeMax) break;
    compiled.delete(oldest);
    cachedSize -= size;
  }
  return regex;
}
