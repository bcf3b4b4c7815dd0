/** The syntax of RE2, as Go's regexp/syntax reads it. What RE2 does not have (back references, look-around) is an error. */

import {
  equalTo,
  folded,
  not,
  perlClasses,
  posixClasses,
  unicodeClass,
  type CharTest,
} from "./char-classes.ts";

export type RegexNode =
  | { readonly kind: "empty" }
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "assert"; readonly what: Assertion }
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "choice"; readonly parts: readonly RegexNode[] }
  | {
      readonly kind: "repeat";
      readonly part: RegexNode;
      readonly min: number;
      /** Infinity where there is no upper bound. */
      readonly max: number;
      readonly greedy: boolean;
    };

export type Assertion = "start" | "end" | "lineStart" | "lineEnd" | "word" | "notWord";

/** Why a text is no regular expression, as Go says it: `error parsing regexp: missing closing ]: ...`. */
export class RegexSyntaxError extends Error {
  constructor(what: string, where: string) {
    super(`error parsing regexp: ${what}: \`${where}\``);
    this.name = "RegexSyntaxError";
  }
}

/** Go's bounds: of one count, and of counts within counts. */
const repeatMax = 1000;
const depthMax = 250;

/** Throws RegexSyntaxError. */
export function parseRegex(pattern: string): RegexNode {
  return new RegexParser(pattern).parse();
}

interface Flags {
  readonly ignoreCase: boolean;
  readonly dotAll: boolean;
  readonly multiLine: boolean;
  readonly swapGreed: boolean;
}

class RegexParser {
  readonly #pattern: string;
  readonly #chars: readonly string[];
  #at = 0;
  #depth = 0;
  #flags: Flags = { ignoreCase: false, dotAll: false, multiLine: false, swapGreed: false };

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#chars = Array.from(pattern);
  }

  parse(): RegexNode {
    const node = this.#choice();
    if (this.#peek() === ")") throw new RegexSyntaxError("unexpected )", this.#pattern);
    checkRepeats(node, 1, this.#pattern);
    return node;
  }

  #choice(): RegexNode {
    if (++this.#depth > depthMax) {
      throw new RegexSyntaxError("expression nests too deeply", this.#pattern);
    }
    const parts = [this.#sequence()];
    while (this.#take("|")) parts.push(this.#sequence());
    this.#depth--;
    return parts.length === 1 ? (parts[0] as RegexNode) : { kind: "choice", parts };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    for (;;) {
      const char = this.#peek();
      if (char === undefined || char === "|" || char === ")") break;
      const start = this.#at;
      const atom = this.#atom();
      if (atom) parts.push(this.#quantified(atom, start));
    }
    return parts.length === 1 ? (parts[0] as RegexNode) : { kind: "sequence", parts };
  }

  /** Undefined where the text only sets flags. */
  #atom(): RegexNode | undefined {
    const char = this.#next();
    switch (char) {
      case "(":
        return this.#group();
      case "[":
        return { kind: "char", test: this.#class() };
      case ".":
        return { kind: "char", test: this.#flags.dotAll ? () => true : (code) => code !== 10 };
      case "^":
        return { kind: "assert", what: this.#flags.multiLine ? "lineStart" : "start" };
      case "$":
        return { kind: "assert", what: this.#flags.multiLine ? "lineEnd" : "end" };
      case "\\":
        return this.#escape();
      case "*":
      case "+":
      case "?":
        throw new RegexSyntaxError("missing argument to repetition operator", char);
      default:
        return this.#literal(char.codePointAt(0) ?? 0);
    }
  }

  #literal(code: number): RegexNode {
    const test = equalTo(code);
    return { kind: "char", test: this.#flags.ignoreCase ? folded(test) : test };
  }

  #quantified(atom: RegexNode, start: number): RegexNode {
    let node = atom;
    for (let first = true; ; first = false) {
      const from = this.#at;
      const range = this.#range();
      if (!range) return node;
      const lazy = this.#take("?");
      if (!first) {
        const text = this.#chars.slice(start, this.#at).join("");
        throw new RegexSyntaxError(
          "invalid nested repetition operator",
          text.slice(from - start - 1),
        );
      }
      const [min, max] = range;
      node = { kind: "repeat", part: node, min, max, greedy: lazy === this.#flags.swapGreed };
    }
  }

  #range(): readonly [number, number] | undefined {
    if (this.#take("*")) return [0, Infinity];
    if (this.#take("+")) return [1, Infinity];
    if (this.#take("?")) return [0, 1];
    if (this.#peek() !== "{") return undefined;
    const rest = this.#chars.slice(this.#at, this.#at + 16).join("");
    const match = /^\{(\d+)(?:(,)(\d*))?\}/.exec(rest);
    if (!match) return undefined;
    const [text, low = "", comma, high = ""] = match;
    const min = Number(low);
    const max = comma === undefined ? min : high === "" ? Infinity : Number(high);
    if (min > repeatMax || (max !== Infinity && (max > repeatMax || max < min))) {
      throw new RegexSyntaxError("invalid repeat count", text);
    }
    this.#at += text.length;
    return [min, max];
  }

  #group(): RegexNode | undefined {
    const before = this.#flags;
    if (this.#peek() === "?") {
      const rest = this.#chars.slice(this.#at, this.#at + 80).join("");
      const name = /^\?P?<([^>]*)>/.exec(rest);
      if (name && !/^\?<[=!]/.test(rest)) {
        if (!/^\w+$/.test(name[1] ?? "")) {
          throw new RegexSyntaxError("invalid named capture", `(${name[0]}`);
        }
        this.#at += Array.from(name[0]).length;
      } else {
        const flags = /^\?([imsU]*)(?:-([imsU]+))?([:)])/.exec(rest);
        if (!flags) {
          const shown = /^\?(?:<?[=!]|.)/.exec(rest)?.[0] ?? "?";
          throw new RegexSyntaxError("invalid or unsupported Perl syntax", `(${shown}`);
        }
        const [text, on = "", off = "", end] = flags;
        this.#at += text.length;
        this.#flags = withFlags(before, on, off);
        if (end === ")") return undefined;
      }
    }
    const node = this.#choice();
    if (!this.#take(")")) throw new RegexSyntaxError("missing closing )", this.#pattern);
    this.#flags = before;
    return node;
  }

  #escape(): RegexNode {
    const char = this.#peek();
    if (char === undefined) {
      throw new RegexSyntaxError("trailing backslash at end of expression", "");
    }
    const assertion = assertions[char];
    if (assertion) {
      this.#at++;
      return { kind: "assert", what: assertion };
    }
    if (char === "Q") return this.#quoted();
    const set = this.#classEscape();
    if (set) return { kind: "char", test: this.#flags.ignoreCase ? folded(set) : set };
    return this.#literal(this.#escapedCode());
  }

  #quoted(): RegexNode {
    this.#at++;
    const rest = this.#chars.slice(this.#at).join("");
    const end = rest.indexOf("\\E");
    const text = Array.from(end < 0 ? rest : rest.slice(0, end));
    this.#at += text.length + (end < 0 ? 0 : 2);
    const parts = text.map((char) => this.#literal(char.codePointAt(0) ?? 0));
    return { kind: "sequence", parts };
  }

  /** `\d`, `\pL` and the like, after the backslash; undefined for an escaped character. */
  #classEscape(): CharTest | undefined {
    const char = this.#peek() ?? "";
    const perl = perlClasses[char.toLowerCase()];
    if (perl && char !== "") {
      this.#at++;
      return char === char.toLowerCase() ? perl : not(perl);
    }
    if (char !== "p" && char !== "P") return undefined;
    const rest = this.#chars.slice(this.#at, this.#at + 64).join("");
    const match = /^[pP](?:\{(\^?)(\w+)\}|([A-Za-z]))/.exec(rest);
    const [text = "", caret = "", long, short] = match ?? [];
    const name = long ?? short ?? "";
    const test = match && unicodeClass(name);
    if (!test) throw new RegexSyntaxError("invalid character class range", `\\${text || char}`);
    this.#at += text.length;
    return (char === "P") === (caret === "^") ? test : not(test);
  }

  #escapedCode(): number {
    const char = this.#next();
    const rest = this.#chars.slice(this.#at, this.#at + 12).join("");
    if (char === "x") {
      const match = /^(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{2}))/.exec(rest);
      const code = Number.parseInt(match?.[1] ?? match?.[2] ?? "110000", 16);
      if (code > 0x10ffff)
        throw new RegexSyntaxError("invalid escape sequence", `\\x${rest.slice(0, 2)}`);
      this.#at += match?.[0].length ?? 0;
      return code;
    }
    const octal = /^[0-7]{1,2}/.exec(rest)?.[0];
    if (char === "0" || (/[1-7]/.test(char) && octal !== undefined)) {
      const digits = char + (octal ?? "");
      this.#at += digits.length - 1;
      return Number.parseInt(digits, 8);
    }
    const named = namedEscapes[char];
    if (named !== undefined) return named;
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80 && !/[A-Za-z0-9]/.test(char)) return code;
    throw new RegexSyntaxError("invalid escape sequence", `\\${char}`);
  }

  #class(): CharTest {
    const open = this.#at - 1;
    const negated = this.#take("^");
    const tests: CharTest[] = [];
    for (let first = true; first || this.#peek() !== "]"; first = false) {
      const char = this.#peek();
      if (char === undefined) {
        const text = this.#chars.slice(open).join("");
        throw new RegexSyntaxError("missing closing ]", text);
      }
      tests.push(this.#classPart());
    }
    this.#at++;
    const any: CharTest = (code) => tests.some((test) => test(code));
    const test = this.#flags.ignoreCase ? folded(any) : any;
    return negated ? not(test) : test;
  }

  #classPart(): CharTest {
    const rest = this.#chars.slice(this.#at, this.#at + 14).join("");
    const posix = /^\[:(\^?)(\w+):\]/.exec(rest);
    if (posix) {
      const [text, caret = "", name = ""] = posix;
      const test = posixClasses[name];
      if (!test) throw new RegexSyntaxError("invalid character class range", text);
      this.#at += text.length;
      return caret ? not(test) : test;
    }
    const start = this.#at;
    if (this.#take("\\")) {
      const set = this.#classEscape();
      if (set) return set;
      this.#at = start;
    }
    const low = this.#classCode();
    const dash = this.#peek() === "-" && this.#chars[this.#at + 1] !== "]";
    if (!dash || this.#chars[this.#at + 1] === undefined) return equalTo(low);
    this.#at++;
    const high = this.#classCode();
    if (high < low) {
      const text = this.#chars.slice(start, this.#at).join("");
      throw new RegexSyntaxError("invalid character class range", text);
    }
    return (code) => code >= low && code <= high;
  }

  #classCode(): number {
    const char = this.#next();
    return char === "\\" ? this.#escapedCode() : (char.codePointAt(0) ?? 0);
  }

  #peek(): string | undefined {
    return this.#chars[this.#at];
  }

  #next(): string {
    return this.#chars[this.#at++] ?? "";
  }

  #take(char: string): boolean {
    if (this.#chars[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}

function withFlags(flags: Flags, on: string, off: string): Flags {
  const set = (letter: string, before: boolean) =>
    off.includes(letter) ? false : on.includes(letter) || before;
  return {
    ignoreCase: set("i", flags.ignoreCase),
    dotAll: set("s", flags.dotAll),
    multiLine: set("m", flags.multiLine),
    swapGreed: set("U", flags.swapGreed),
  };
}

function checkRepeats(node: RegexNode, outer: number, pattern: string): void {
  switch (node.kind) {
    case "repeat": {
      const count = node.max === Infinity ? Math.max(node.min, 1) : Math.max(node.max, 1);
      if (outer * count > repeatMax) throw new RegexSyntaxError("invalid repeat count", pattern);
      checkRepeats(node.part, outer * count, pattern);
      return;
    }
    case "sequence":
    case "choice":
      for (const part of node.parts) checkRepeats(part, outer, pattern);
      return;
    default:
  }
}

const assertions: Readonly<Record<string, Assertion>> = {
  A: "start",
  z: "end",
  b: "word",
  B: "notWord",
};
const namedEscapes: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
