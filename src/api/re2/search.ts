/** Where a text matches: Pike's machine, its threads in the order in which the expression prefers them, each with its start. */
import { holds, type Program } from "./program.ts";
import { spendSteps } from "./step-budget.ts";

export interface RegexMatch {
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** The leftmost match from `from` on; of several there, the one that the expression prefers. Throws RegexTooCostly. */
export function searchText(program: Program, text: string, from: number): RegexMatch | undefined {
  const { code } = program;
  let current = new Threads(code.length);
  let next = new Threads(code.length);
  let match: RegexMatch | undefined;
  for (let at = from; at <= text.length;) {
    const char = at < text.length ? (text.codePointAt(at) ?? -1) : -1;
    const before = at > 0 ? text.charCodeAt(at - 1) : -1;
    if (!match && (at === 0 || !program.anchored)) {
      follow(program, current, { from: program.start, start: at, before, char });
    }
    if (current.size === 0) break;
    spendSteps(current.size);
    const width = char > 0xffff ? 2 : 1;
    const after = at + width < text.length ? (text.codePointAt(at + width) ?? -1) : -1;
    for (let index = 0; index < current.size; index++) {
      const place = current.places[index] ?? 0;
      const start = current.starts[index] ?? 0;
      const instruction = code[place];
      if (instruction?.op === "match") {
        match = { start, end: at };
        // What comes after is preferred less.
        break;
      }
      if (instruction?.op !== "char" || char < 0 || !instruction.has(char)) continue;
      follow(program, next, { from: instruction.next, start, before: char, char: after });
    }
    current.size = 0;
    [current, next] = [next, current];
    at += width;
  }
  return match;
}

/** The threads of one position: each instruction once, in order of preference. */
class Threads {
  readonly places: Int32Array;
  readonly starts: Float64Array;
  readonly #index: Int32Array;
  size = 0;

  constructor(length: number) {
    this.places = new Int32Array(length);
    this.starts = new Float64Array(length);
    this.#index = new Int32Array(length);
  }

  /** False when it is there already. */
  add(place: number, start: number): boolean {
    const index = this.#index[place] ?? 0;
    if (index < this.size && this.places[index] === place) return false;
    this.#index[place] = this.size;
    this.places[this.size] = place;
    this.starts[this.size] = start;
    this.size++;
    return true;
  }
}

interface Place {
  readonly from: number;
  readonly start: number;
  /** The code points around the place; -1 at the ends. */
  readonly before: number;
  readonly char: number;
}

function follow({ code }: Program, threads: Threads, { from, start, before, char }: Place): void {
  const pending = [from];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (!threads.add(at, start)) continue;
    const instruction = code[at];
    if (instruction?.op === "split") pending.push(instruction.other, instruction.next);
    else if (instruction?.op === "assert" && holds(instruction.what, before, char)) {
      pending.push(instruction.next);
    }
  }
}
