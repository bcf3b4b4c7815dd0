/** One pass over JSON text that is known to be valid, for what JSON.parse does not tell of it. */
import { endOfString } from "./json-strings.ts";

export interface JsonTokens {
  /** How many keys all objects in the text have together. */
  readonly keys: number;
  /** Whether a number in it has a fraction, an exponent or sixteen digits, or is minus zero. */
  readonly hasOddNumber: boolean;
  /** Where the longer values of the outermost object's members stand; none where the text is not as JSON.stringify writes it. */
  readonly members: readonly JsonMember[];
}

export interface JsonMember {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Shorter values are written as fast as they are found. */
const charsMin = 128;
const nothing: readonly JsonMember[] = Object.freeze([]);

const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const space = 0x20;

/** Escapes that JSON.stringify does not write, or only for what is rare. */
function hasOtherEscapes(text: string): boolean {
  return text.includes("\\") && (text.includes("\\u") || text.includes("\\/"));
}

export function tokensOf(text: string): JsonTokens {
  const scan = new Scan(text);
  scan.run();
  const { keys, hasOddNumber, members } = scan;
  const isPlain = scan.isDense && !hasOddNumber && members.length > 0 && !hasOtherEscapes(text);
  return { keys, hasOddNumber, members: isPlain ? members : nothing };
}

class Scan {
  keys = 0;
  hasOddNumber = false;
  /** Whether there is no blank between the tokens. */
  isDense = true;
  readonly members: JsonMember[] = [];
  readonly #text: string;
  #depth = 0;
  /** The quotes of the last string. */
  #stringStart = 0;
  #stringEnd = 0;
  /** Of the outermost object's member that is being read. */
  #keyStart = 0;
  #keyEnd = 0;
  #valueStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): void {
    const text = this.#text;
    for (let at = 0; at < text.length;) {
      const quote = text.indexOf('"', at);
      const end = quote < 0 ? text.length : quote;
      while (at < end) at = this.#token(at);
      if (quote < 0) return;
      this.#stringStart = quote;
      this.#stringEnd = endOfString(text, quote);
      at = this.#stringEnd + 1;
    }
  }

  /** Reads what is no string. Returns where it ends. */
  #token(at: number): number {
    switch (this.#text.charCodeAt(at)) {
      case openBrace:
      case openBracket:
        this.#depth += 1;
        break;
      case closeBrace:
      case closeBracket:
        if (this.#depth === 1) this.#endMember(at);
        this.#depth -= 1;
        break;
      case comma:
        if (this.#depth === 1) this.#endMember(at);
        break;
      case colon:
        this.keys += 1;
        if (this.#depth === 1) this.#beginMember(at + 1);
        break;
      default:
        return this.#literal(at);
    }
    return at + 1;
  }

  #beginMember(start: number): void {
    this.#keyStart = this.#stringStart;
    this.#keyEnd = this.#stringEnd;
    this.#valueStart = start;
  }

  #endMember(end: number): void {
    const start = this.#valueStart;
    if (end - start < charsMin || this.#text.charCodeAt(start) === 0x22) return;
    this.members.push({ key: this.#text.slice(this.#keyStart + 1, this.#keyEnd), start, end });
  }

  /** A blank, a number, or one of three words. */
  #literal(start: number): number {
    const text = this.#text;
    if (text.charCodeAt(start) <= space) {
      this.isDense = false;
      return start + 1;
    }
    let at = start + 1;
    for (let code = text.charCodeAt(at); isOfLiteral(code); code = text.charCodeAt(at)) at += 1;
    if (text.charCodeAt(start) <= 0x39 && isOdd(text.slice(start, at))) this.hasOddNumber = true;
    return at;
  }
}

/** NaN, behind the end of the text, is none. */
function isOfLiteral(code: number): boolean {
  return code > space && code !== comma && code !== closeBracket && code !== closeBrace;
}

function isOdd(number: string): boolean {
  return number.length > 15 ? /[.eE]|\d{16}/.test(number) : /[.eE]|^-0/.test(number);
}
