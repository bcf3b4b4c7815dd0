/**
 * The syntax of regular expressions as Go knows it (RE2: regexp/syntax), read into a tree. What Go refuses is refused here, in the same
 * words. The tree tells whether a text matches; groups capture nothing.
 */
import { escapeSet, parsePropertySet, posixSet, type CharSet } from "./char-set.ts";
import { foldedSet, negated, rangeSet, singleSet, unionOf } from "./char-set.ts";

export type Assertion =
  | "begin-text"
  | "end-text"
  | "begin-line"
  | "end-line"
  | "word-boundary"
  | "no-word-boundary";

export type RegexNode =
  | { readonly kind: "set"; readonly has: CharSet }
  | { readonly kind: "all"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "any"; readonly parts: readonly RegexNode[] }
  | {
      readonly kind: "repeat";
      readonly node: RegexNode;
      readonly min: number;
      /** Infinity where there is no bound. */
      readonly max: number;
      /** Whether more is preferred to less. */
      readonly greedy: boolean;
    }
  | { readonly kind: "assert"; readonly what: Assertion };

/** `error parsing regexp: missing closing ): ...`, as Go's regexp.Compile says it. */
export class RegexSyntaxError extends Error {
  constructor(what: string, piece: string) {
    super(`error parsing regexp: ${what}: \`${piece}\``);
    this.name = "RegexSyntaxError";
  }
}

/** Go's highest repeat count. */
const repeatMax = 1000;
/** Go's highest nesting (regexp/syntax, maxHeight). */
const heightMax = 1000;

interface Flags {
  readonly fold: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly lazy: boolean;
}

/** Throws RegexSyntaxError. */
export function parseRegex(pattern: string): RegexNode {
  return new Parser(pattern).parse();
}

const anyChar: CharSet = () => true;
const notNewline: CharSet = (code) => code !== 10;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #flags: Flags = { fold: false, multiline: false, dotAll: false, lazy: false };

  constructor(text: string) {
    this.#text = text;
  }

  parse(): RegexNode {
    const node = this.#alternatives();
    if (this.#at < this.#text.length) throw new RegexSyntaxError("unexpected )", this.#text);
    return node;
  }

  #peek(): string {
    const code = this.#text.codePointAt(this.#at);
    return code === undefined ? "" : String.fromCodePoint(code);
  }

  #alternatives(): RegexNode {
    const parts: RegexNode[] = [this.#sequence()];
    while (this.#peek() === "|") {
      this.#at++;
      parts.push(this.#sequence());
    }
    return parts.length === 1 ? (parts[0] as RegexNode) : { kind: "any", parts };
  }

  #sequence(): RegexNode {
    const parts: RegexNode[] = [];
    let repeatedFrom = -1;
    for (
      let char = this.#peek();
      char !== "" && char !== "|" && char !== ")";
      char = this.#peek()
    ) {
      const start = this.#at;
      const counts = this.#counts(char);
      if (counts === undefined) {
        parts.push(...this.#atoms(char));
        repeatedFrom = -1;
        continue;
      }
      const operator = this.#text.slice(start, this.#at);
      const node = parts.pop();
      if (node === undefined) {
        throw new RegexSyntaxError("missing argument to repetition operator", operator);
      }
      if (repeatedFrom >= 0) {
        const both = this.#text.slice(repeatedFrom, this.#at);
        throw new RegexSyntaxError("invalid nested repetition operator", both);
      }
      if (counts.min > repeatMax || (counts.max !== Infinity && counts.max > repeatMax)) {
        throw new RegexSyntaxError("invalid repeat count", operator);
      }
      if (counts.max < counts.min) throw new RegexSyntaxError("invalid repeat count", operator);
      const repeat: RegexNode = { kind: "repeat", node, ...counts };
      if (char === "{" && !unfoldsWithin(repeat, repeatMax)) {
        throw new RegexSyntaxError("invalid repeat count", operator);
      }
      parts.push(repeat);
      repeatedFrom = start;
    }
    return parts.length === 1 ? (parts[0] as RegexNode) : { kind: "all", parts };
  }

  /** Reads a repetition operator where one stands. */
  #counts(char: string): Omit<RegexNode & { kind: "repeat" }, "kind" | "node"> | undefined {
    let counts: { min: number; max: number } | undefined;
    let length = 1;
    if (char === "*") counts = { min: 0, max: Infinity };
    else if (char === "+") counts = { min: 1, max: Infinity };
    else if (char === "?") counts = { min: 0, max: 1 };
    else if (char === "{") {
      const match = /^\{(\d+)(?:(,)(\d*))?\}/.exec(this.#text.slice(this.#at, this.#at + 40));
      if (match === null) return undefined;
      const [all, low = "", comma, high] = match;
      const min = Number(low);
      counts = { min, max: comma === undefined ? min : high ? Number(high) : Infinity };
      length = all.length;
    }
    if (counts === undefined) return undefined;
    this.#at += length;
    const swapped = this.#peek() === "?";
    if (swapped) this.#at++;
    return { ...counts, greedy: swapped === this.#flags.lazy };
  }

  /** One piece of text may be several nodes (quoted text) or none (flags, empty quotes). */
  #atoms(char: string): readonly RegexNode[] {
    if (this.#text.startsWith("\\Q", this.#at)) return this.#quoted();
    const node = this.#atom(char);
    return node === undefined ? [] : [node];
  }

  /** Undefined for what only sets flags. */
  #atom(char: string): RegexNode | undefined {
    switch (char) {
      case "(":
        return this.#group();
      case "[":
        return this.#set(this.#class());
      case ".":
        this.#at++;
        return { kind: "set", has: this.#flags.dotAll ? anyChar : notNewline };
      case "^":
        this.#at++;
        return { kind: "assert", what: this.#flags.multiline ? "begin-line" : "begin-text" };
      case "$":
        this.#at++;
        return { kind: "assert", what: this.#flags.multiline ? "end-line" : "end-text" };
      case "\\":
        return this.#escape();
      default:
        this.#at += char.length;
        return this.#set(singleSet(char));
    }
  }

  #set(has: CharSet): RegexNode {
    return { kind: "set", has: this.#flags.fold ? foldedSet(has) : has };
  }

  #group(): RegexNode | undefined {
    const start = this.#at++;
    const outer = this.#flags;
    if (this.#peek() === "?") {
      const rest = this.#text.slice(start);
      const named = /^\(\?P?<([^>]*)>/.exec(rest);
      if (named && !/^\(\?<[=!]/.test(rest)) {
        if (!/^\w+$/.test(named[1] ?? "")) {
          throw new RegexSyntaxError("invalid named capture", named[0]);
        }
        this.#at = start + named[0].length;
      } else if (this.#readFlags(start)) return undefined;
    }
    if (++this.#depth > heightMax)
      throw new RegexSyntaxError("expression nests too deeply", this.#text);
    const node = this.#alternatives();
    this.#depth--;
    if (this.#peek() !== ")") throw new RegexSyntaxError("missing closing )", this.#text);
    this.#at++;
    this.#flags = outer;
    return node;
  }

  /** `(?i)` sets flags for the rest of the group (true); `(?i:` for a group that begins here (false). */
  #readFlags(start: number): boolean {
    const match = /^\(\?([imsU]*)(-[imsU]+)?([:)])/.exec(this.#text.slice(start));
    if (match === null) {
      const piece = this.#text.slice(start, start + 3);
      throw new RegexSyntaxError("invalid or unsupported Perl syntax", piece);
    }
    const [all, on = "", off = "", end] = match;
    this.#at = start + all.length;
    const flag = (letter: string, now: boolean): boolean =>
      off.includes(letter) ? false : on.includes(letter) || now;
    const { fold, multiline, dotAll, lazy } = this.#flags;
    this.#flags = {
      fold: flag("i", fold),
      multiline: flag("m", multiline),
      dotAll: flag("s", dotAll),
      lazy: flag("U", lazy),
    };
    return end === ")";
  }

  #escape(): RegexNode {
    const next = this.#text.charAt(this.#at + 1);
    const assertions: Readonly<Record<string, Assertion>> = {
      A: "begin-text",
      z: "end-text",
      b: "word-boundary",
      B: "no-word-boundary",
    };
    const what = assertions[next];
    if (what !== undefined) {
      this.#at += 2;
      return { kind: "assert", what };
    }
    return this.#set(this.#escapedSet());
  }

  #quoted(): readonly RegexNode[] {
    const end = this.#text.indexOf("\\E", this.#at + 2);
    const text = this.#text.slice(this.#at + 2, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#text.length : end + 2;
    return Array.from(text, (char) => this.#set(singleSet(char)));
  }

  /** A class or a character behind a backslash, inside brackets and outside. */
  #escapedSet(): CharSet {
    const rest = this.#text.slice(this.#at, this.#at + 80);
    const property = /^\\([pP])(\{\^?[^}]*\}|.)/su.exec(rest);
    if (property) {
      const set = parsePropertySet(property[1] === "P", property[2] ?? "");
      if (set === undefined) {
        throw new RegexSyntaxError("invalid character class range", property[0]);
      }
      this.#at += property[0].length;
      return set;
    }
    const perl = escapeSet(rest.charAt(1));
    if (perl !== undefined) {
      this.#at += 2;
      return perl;
    }
    const code = this.#escapedCode();
    return (value) => value === code;
  }

  #escapedCode(): number {
    const rest = this.#text.slice(this.#at);
    if (rest === "\\") throw new RegexSyntaxError("trailing backslash at end of expression", "");
    const simple: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
    const known = simple[rest.charAt(1)];
    const match =
      known !== undefined
        ? null
        : /^\\(?:x\{([0-9a-fA-F]{1,8})\}|x([0-9a-fA-F]{2})|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/.exec(
            rest,
          );
    if (match) {
      this.#at += match[0].length;
      const code =
        match[3] === undefined
          ? Number.parseInt(match[1] ?? match[2] ?? "", 16)
          : Number.parseInt(match[3], 8);
      if (code > 0x10ffff) throw new RegexSyntaxError("invalid escape sequence", match[0]);
      return code;
    }
    const char = String.fromCodePoint(rest.codePointAt(1) ?? 0);
    if (known === undefined && (/[A-Za-z0-9]/.test(char) || (char.codePointAt(0) ?? 0) >= 0x80)) {
      throw new RegexSyntaxError("invalid escape sequence", `\\${char}`);
    }
    this.#at += 1 + char.length;
    return known ?? char.codePointAt(0) ?? 0;
  }

  #class(): CharSet {
    const start = this.#at++;
    const negate = this.#peek() === "^";
    if (negate) this.#at++;
    const parts: CharSet[] = [];
    for (let first = true; first || this.#peek() !== "]"; first = false) {
      if (this.#at >= this.#text.length) {
        throw new RegexSyntaxError("missing closing ]", this.#text.slice(start));
      }
      parts.push(this.#classPart());
    }
    this.#at++;
    const fold = this.#flags.fold ? foldedSet(unionOf(parts)) : unionOf(parts);
    return negate ? negated(fold) : fold;
  }

  #classPart(): CharSet {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    const posix = /^\[:\^?(\w+):\]/.exec(rest);
    if (posix) {
      const set = posixSet(posix[1] ?? "");
      if (set === undefined) throw new RegexSyntaxError("invalid character class range", posix[0]);
      this.#at += posix[0].length;
      return posix[0].startsWith("[:^") ? negated(set) : set;
    }
    if (/^\\[pPdDsSwW]/.test(rest)) return this.#escapedSet();
    const start = this.#at;
    const low = this.#classCode();
    if (this.#peek() !== "-" || this.#text.charAt(this.#at + 1) === "]") {
      return (code) => code === low;
    }
    if (this.#at + 1 >= this.#text.length) return (code) => code === low;
    this.#at++;
    const high = this.#classCode();
    if (high < low) {
      const piece = this.#text.slice(start, this.#at);
      throw new RegexSyntaxError("invalid character class range", piece);
    }
    return rangeSet(low, high);
  }

  #classCode(): number {
    const char = this.#peek();
    if (char === "\\") return this.#escapedCode();
    if (char === "") throw new RegexSyntaxError("missing closing ]", this.#text);
    this.#at += char.length;
    return char.codePointAt(0) ?? 0;
  }
}

/** Go's bound of counts within counts (regexp/syntax, repeatIsValid): `*` and `+` do not count. */
function unfoldsWithin(node: RegexNode, countMax: number): boolean {
  switch (node.kind) {
    case "repeat": {
      if (node.max === 0) return true;
      const isCount = node.max !== Infinity ? node.max > 1 : node.min > 1;
      if (!isCount) return unfoldsWithin(node.node, countMax);
      const count = node.max === Infinity ? node.min : node.max;
      return count <= countMax && unfoldsWithin(node.node, Math.trunc(countMax / count));
    }
    case "all":
    case "any":
      return node.parts.every((part) => unfoldsWithin(part, countMax));
    case "set":
    case "assert":
      return true;
  }
}
