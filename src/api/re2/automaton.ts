/**
 * Whether a text matches at all: the states of the Pike machine taken together as those of a deterministic automaton, made as texts
 * ask for them and kept within a bound (Russ Cox, "Regular Expression Matching Can Be Simple And Fast"). Most characters then cost
 * one look into a table, however far the expression unfolds.
 */
import { wordChar } from "./char-set.ts";
import { holds, type Program } from "./program.ts";
import { spendSteps } from "./step-budget.ts";

/** Steps kept: numbers in states and edges between them. At some 10 bytes each, an expression keeps a few hundred kilobytes at most. */
const keptMax = 32_000;
/** How many characters an expression remembers by place, not by look-up. */
const asciiCount = 128;

/** The instructions that a text may have led to, before what follows is known. */
interface State {
  readonly at: Int32Array;
  /** A code point that stands for what came before: -1, a line's end, a word's character or another. */
  readonly before: number;
  readonly ascii: (State | undefined)[];
  readonly others: Map<number, State>;
}

/** Stands for a match, whatever follows. */
const matched: State = { at: new Int32Array(), before: -1, ascii: [], others: new Map() };

export class Automaton {
  readonly #program: Program;
  readonly #seen: Int32Array;
  #mark = 0;
  #states = new Map<string, State>();
  #kept = 0;

  constructor(program: Program) {
    this.#program = program;
    this.#seen = new Int32Array(program.code.length);
  }

  /** Whether anything from `from` on matches; what stands before it is seen by assertions. Throws RegexTooCostly. */
  test(text: string, from: number): boolean {
    const before = from === 0 ? -1 : (text.codePointAt(from - 1) ?? -1);
    const { start, anchored } = this.#program;
    if (anchored && from > 0) return false;
    let state = this.#intern([start], this.#kind(before));
    for (let at = from; ;) {
      const char = at < text.length ? (text.codePointAt(at) ?? -1) : -1;
      state =
        (char >= 0 && char < asciiCount ? state.ascii[char] : state.others.get(char)) ??
        this.#step(state, char);
      if (state === matched) return true;
      if (char < 0 || (anchored && state.at.length === 0)) return false;
      at += char > 0xffff ? 2 : 1;
    }
  }

  #kind(before: number): number {
    if (before < 0 || !this.#program.looksAround) return before < 0 ? -1 : 0x20;
    return before === 10 ? 10 : wordChar(before) ? 0x61 : 0x20;
  }

  #step(state: State, char: number): State {
    const { code, start, anchored } = this.#program;
    const mark = this.#nextMark();
    const pending: number[] = Array.from(state.at).reverse();
    if (!anchored) pending.unshift(start);
    const reached: number[] = [];
    let steps = 1;
    let isMatch = false;
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      if (this.#seen[at] === mark) continue;
      this.#seen[at] = mark;
      steps++;
      const instruction = code[at];
      if (instruction === undefined) continue;
      if (instruction.op === "match") {
        isMatch = true;
        break;
      }
      if (instruction.op === "split") pending.push(instruction.other, instruction.next);
      else if (instruction.op === "char") {
        if (char >= 0 && instruction.has(char)) reached.push(instruction.next);
      } else if (holds(instruction.what, state.before, char)) pending.push(instruction.next);
    }
    spendSteps(steps);
    const next = isMatch ? matched : this.#intern(reached, this.#kind(char));
    if (char >= 0 && char < asciiCount) state.ascii[char] = next;
    else state.others.set(char, next);
    this.#kept += 4;
    return next;
  }

  #nextMark(): number {
    if (this.#mark === 0x7fffffff) this.#seen.fill((this.#mark = 0));
    return ++this.#mark;
  }

  #intern(at: number[], before: number): State {
    const sorted = Int32Array.from(new Set(at)).sort();
    const key = `${before}:${sorted.join()}`;
    const known = this.#states.get(key);
    if (known !== undefined) return known;
    if (this.#kept > keptMax) {
      this.#states = new Map();
      this.#kept = 0;
    }
    spendSteps(sorted.length);
    const state: State = { at: sorted, before, ascii: [], others: new Map() };
    this.#states.set(key, state);
    this.#kept += 16 + 3 * sorted.length;
    return state;
  }
}
