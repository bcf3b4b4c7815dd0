/** Regular expressions in time linear in the text, whatever the pattern: a Pike machine over the syntax of RE2. */
import { isWordCode, type CharTest } from "./char-classes.ts";
import { parseRegex, RegexSyntaxError, type Assertion, type RegexNode } from "./syntax.ts";

type Instruction =
  | { readonly op: "char"; readonly test: CharTest }
  | { readonly op: "split"; first: number; second: number }
  | { readonly op: "jump"; to: number }
  | { readonly op: "assert"; readonly what: Assertion }
  | { readonly op: "match" };

/** Bounds memory and the work of one step. */
const programMax = 20_000;
/** Steps of one search: a second or so. Costs bound texts and patterns, not what a short pattern may unfold to. */
const stepsMax = 20_000_000;

/** The search would take too long. */
export class RegexTooCostly extends Error {}

export interface RegexMatch {
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

export class Regex {
  readonly #program: readonly Instruction[];

  /** Throws RegexSyntaxError. */
  constructor(pattern: string) {
    const program: Instruction[] = [];
    compile(parseRegex(pattern), program, pattern);
    program.push({ op: "match" });
    this.#program = program;
  }

  /** Whether any part of the text matches. */
  test(text: string): boolean {
    return this.#run(text, 0, true) !== undefined;
  }

  /** The leftmost match from `from` on; of several there, the one that the pattern prefers. */
  find(text: string, from = 0): RegexMatch | undefined {
    return this.#run(text, from, false);
  }

  /** Matches that do not overlap, at most `limit` (negative: all). An empty one right after another match does not count. */
  findAll(text: string, limit: number): readonly RegexMatch[] {
    const found: RegexMatch[] = [];
    let from = 0;
    let lastEnd = -1;
    const countMax = limit < 0 ? Infinity : limit;
    while (from <= text.length && found.length < countMax) {
      const match = this.find(text, from);
      if (!match) break;
      const empty = match.start === match.end;
      if (!empty || match.start !== lastEnd) found.push(match);
      lastEnd = match.end;
      from = empty ? match.end + unitsAt(text, match.end) : match.end;
    }
    return found;
  }

  #run(text: string, from: number, any: boolean): RegexMatch | undefined {
    const program = this.#program;
    let current = new Threads(program.length);
    let next = new Threads(program.length);
    let match: RegexMatch | undefined;
    let steps = 0;
    for (let at = from; at <= text.length;) {
      if (!match) addThread(program, current, { pc: 0, start: at, text, at });
      if (current.size === 0) break;
      steps += current.size;
      if (steps > stepsMax) throw new RegexTooCostly("too many steps");
      const code = text.codePointAt(at) ?? -1;
      for (let index = 0; index < current.size; index++) {
        const pc = current.pcs[index] ?? 0;
        const start = current.starts[index] ?? 0;
        const instruction = program[pc];
        if (instruction?.op === "match") {
          if (any) return { start, end: at };
          match = { start, end: at };
          // What comes after is preferred less.
          break;
        }
        if (instruction?.op === "char" && code >= 0 && instruction.test(code)) {
          const after = at + (code > 0xffff ? 2 : 1);
          addThread(program, next, { pc: pc + 1, start, text, at: after });
        }
      }
      current.clear();
      [current, next] = [next, current];
      at += code > 0xffff ? 2 : 1;
    }
    return match;
  }
}

/** The threads of one position: each instruction once, in order of preference. */
class Threads {
  readonly pcs: Int32Array;
  readonly starts: Float64Array;
  readonly #place: Int32Array;
  size = 0;

  constructor(length: number) {
    this.pcs = new Int32Array(length);
    this.starts = new Float64Array(length);
    this.#place = new Int32Array(length);
  }

  /** False when it is there already. */
  add(pc: number, start: number): boolean {
    const place = this.#place[pc] ?? 0;
    if (place < this.size && this.pcs[place] === pc) return false;
    this.#place[pc] = this.size;
    this.pcs[this.size] = pc;
    this.starts[this.size] = start;
    this.size++;
    return true;
  }

  clear(): void {
    this.size = 0;
  }
}

/** Follows jumps, splits and assertions from one instruction; with a stack of its own, so that long patterns fit. */
function addThread(
  program: readonly Instruction[],
  threads: Threads,
  from: { pc: number; start: number; text: string; at: number },
): void {
  const stack = [from.pc];
  for (let pc = stack.pop(); pc !== undefined; pc = stack.pop()) {
    if (!threads.add(pc, from.start)) continue;
    const instruction = program[pc];
    if (instruction?.op === "jump") stack.push(instruction.to);
    else if (instruction?.op === "split") stack.push(instruction.second, instruction.first);
    else if (instruction?.op === "assert" && holds(instruction.what, from.text, from.at)) {
      stack.push(pc + 1);
    }
  }
}

function holds(what: Assertion, text: string, at: number): boolean {
  switch (what) {
    case "start":
      return at === 0;
    case "end":
      return at === text.length;
    case "lineStart":
      return at === 0 || text.charCodeAt(at - 1) === 10;
    case "lineEnd":
      return at === text.length || text.charCodeAt(at) === 10;
    case "word":
    case "notWord": {
      const before = at > 0 && isWordCode(text.charCodeAt(at - 1));
      const after = at < text.length && isWordCode(text.charCodeAt(at));
      return (before !== after) === (what === "word");
    }
  }
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function compile(node: RegexNode, program: Instruction[], pattern: string): void {
  if (program.length > programMax) throw new RegexSyntaxError("expression too large", pattern);
  switch (node.kind) {
    case "empty":
      return;
    case "char":
      program.push({ op: "char", test: node.test });
      return;
    case "assert":
      program.push({ op: "assert", what: node.what });
      return;
    case "sequence":
      for (const part of node.parts) compile(part, program, pattern);
      return;
    case "choice":
      compileChoice(node.parts, program, pattern);
      return;
    case "repeat":
      compileRepeat(node, program, pattern);
  }
}

function compileChoice(parts: readonly RegexNode[], program: Instruction[], pattern: string): void {
  const ends: { op: "jump"; to: number }[] = [];
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1) {
      compile(part, program, pattern);
      break;
    }
    const split = { op: "split" as const, first: program.length + 1, second: 0 };
    program.push(split);
    compile(part, program, pattern);
    const end = { op: "jump" as const, to: 0 };
    program.push(end);
    ends.push(end);
    split.second = program.length;
  }
  for (const end of ends) end.to = program.length;
}

function compileRepeat(
  { part, min, max, greedy }: RegexNode & { readonly kind: "repeat" },
  program: Instruction[],
  pattern: string,
): void {
  for (let count = 0; count < min; count++) compile(part, program, pattern);
  const branch = () => {
    const split = { op: "split" as const, first: 0, second: 0 };
    program.push(split);
    return (body: number, after: number) => {
      split.first = greedy ? body : after;
      split.second = greedy ? after : body;
    };
  };
  if (max === Infinity) {
    const at = program.length;
    const set = branch();
    compile(part, program, pattern);
    program.push({ op: "jump", to: at });
    set(at + 1, program.length);
    return;
  }
  const optional: (() => void)[] = [];
  for (let count = min; count < max; count++) {
    const at = program.length;
    const set = branch();
    compile(part, program, pattern);
    optional.push(() => set(at + 1, program.length));
  }
  for (const finish of optional) finish();
}

const cache = new Map<string, Regex>();
const cacheMax = 256;

/** A compiled pattern; recent ones are kept. Throws RegexSyntaxError. */
export function regexOf(pattern: string): Regex {
  let regex = cache.get(pattern);
  if (!regex) {
    regex = new Regex(pattern);
    if (cache.size >= cacheMax) cache.clear();
    cache.set(pattern, regex);
  }
  return regex;
}
