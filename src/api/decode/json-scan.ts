/**
 * A second look at JSON text, for what `JSON.parse` does not tell: which fields stand twice, and where exactly the text is
 * wrong, in the words of Go's encoding/json (which are what a Kubernetes client is shown).
 */

/** Kubernetes allows 10,000 levels; no API object needs a tenth of ours, and recursion over ours is safe everywhere. */
export const nestingMax = 1000;

/** What a scan found. Paths as Kubernetes prints them: `spec.containers[0].image`; each once, at most 100. */
export interface JsonScan {
  readonly duplicates: readonly string[];
  /** The paths of all keys, as they come; those of doubled fields as often as they are there. */
  readonly keys: readonly string[];
  /** Go's message for the first syntax error. */
  readonly error?: string;
}

/** Kubernetes stops gathering strict decoding errors here. */
export const strictErrorsMax = 100;

export function scanJson(text: string): JsonScan {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return { duplicates: [...scanner.duplicates], keys: scanner.keys };
  } catch (error) {
    if (error instanceof SyntaxFault) return { duplicates: [], keys: [], error: error.message };
    throw error;
  }
}

/** Go's message for the first syntax error of what may be no UTF-8: it names the very byte. Undefined where JSON is right. */
export function jsonFault(bytes: Uint8Array): string | undefined {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  try {
    new Scanner(text, (c) => c).document();
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return error.message;
    throw error;
  }
}

class SyntaxFault extends Error {}

const escapes = new Set('"\\/bfnrtu');

class Scanner {
  readonly duplicates = new Set<string>();
  readonly keys: string[] = [];
  readonly #text: string;
  #at = 0;
  #depth = 0;

  readonly #byteOf: (codePoint: number) => number;

  constructor(text: string, byteOf = firstByte) {
    this.#text = text;
    this.#byteOf = byteOf;
  }

  document(): void {
    this.#value("");
    if (this.#skipSpace() !== "") this.#fail("after top-level value");
  }

  #skipSpace(): string {
    for (;;) {
      const c = this.#text.charAt(this.#at);
      if (c !== " " && c !== "\t" && c !== "\n" && c !== "\r") return c;
      this.#at++;
    }
  }

  #fail(context: string): never {
    const c = this.#text.codePointAt(this.#at);
    if (c === undefined) throw new SyntaxFault("unexpected end of JSON input");
    throw new SyntaxFault(`invalid character ${quoteByte(this.#byteOf(c))} ${context}`);
  }

  #value(path: string): void {
    const c = this.#skipSpace();
    if (c === "{") this.#object(path);
    else if (c === "[") this.#array(path);
    else if (c === '"') this.#string();
    else if (c === "t") this.#literal("true");
    else if (c === "f") this.#literal("false");
    else if (c === "n") this.#literal("null");
    else if (c === "-" || (c >= "0" && c <= "9")) this.#number();
    else this.#fail("looking for beginning of value");
  }

  #enter(): void {
    this.#at++;
    if (++this.#depth > nestingMax) throw new SyntaxFault("exceeded max depth");
  }

  #object(path: string): void {
    this.#enter();
    const seen = new Set<string>();
    if (this.#skipSpace() === "}") {
      this.#leave();
      return;
    }
    for (;;) {
      if (this.#skipSpace() !== '"') this.#fail("looking for beginning of object key string");
      const key = this.#string();
      const inner = path === "" ? key : `${path}.${key}`;
      if (seen.has(key) && this.duplicates.size < strictErrorsMax) this.duplicates.add(inner);
      seen.add(key);
      this.keys.push(inner);
      if (this.#skipSpace() !== ":") this.#fail("after object key");
      this.#at++;
      this.#value(inner);
      const next = this.#skipSpace();
      if (next === "}") break;
      if (next !== ",") this.#fail("after object key:value pair");
      this.#at++;
    }
    this.#leave();
  }

  #array(path: string): void {
    this.#enter();
    if (this.#skipSpace() === "]") {
      this.#leave();
      return;
    }
    for (let index = 0; ; index++) {
      this.#value(`${path}[${index}]`);
      const next = this.#skipSpace();
      if (next === "]") break;
      if (next !== ",") this.#fail("after array element");
      this.#at++;
    }
    this.#leave();
  }

  #leave(): void {
    this.#at++;
    this.#depth--;
  }

  #string(): string {
    const start = this.#at++;
    let escaped = false;
    for (;;) {
      const c = this.#text.charAt(this.#at);
      if (c === '"') break;
      if (c === "" || c < " ") this.#fail("in string literal");
      this.#at++;
      if (c !== "\\") continue;
      escaped = true;
      const escape = this.#text.charAt(this.#at);
      if (!escapes.has(escape)) this.#fail("in string escape code");
      this.#at++;
      if (escape === "u") this.#hexDigits();
    }
    this.#at++;
    const raw = this.#text.slice(start, this.#at);
    return escaped ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  }

  #hexDigits(): void {
    for (let i = 0; i < 4; i++) {
      if (!/^[0-9a-fA-F]$/.test(this.#text.charAt(this.#at))) {
        this.#fail("in \\u hexadecimal character escape");
      }
      this.#at++;
    }
  }

  #literal(word: string): void {
    for (const letter of word) {
      if (this.#text.charAt(this.#at) !== letter) {
        this.#fail(`in literal ${word} (expecting '${letter}')`);
      }
      this.#at++;
    }
  }

  #number(): void {
    if (this.#text.charAt(this.#at) === "-") this.#at++;
    if (this.#text.charAt(this.#at) === "0") this.#at++;
    else this.#digits("in numeric literal");
    if (this.#text.charAt(this.#at) === ".") {
      this.#at++;
      this.#digits("after decimal point in numeric literal");
    }
    if (/^[eE]$/.test(this.#text.charAt(this.#at))) {
      this.#at++;
      if (/^[+-]$/.test(this.#text.charAt(this.#at))) this.#at++;
      this.#digits("in exponent of numeric literal");
    }
  }

  #digits(context: string): void {
    const start = this.#at;
    while (/^[0-9]$/.test(this.#text.charAt(this.#at))) this.#at++;
    if (this.#at === start) this.#fail(context);
  }
}

function firstByte(codePoint: number): number {
  return new TextEncoder().encode(String.fromCodePoint(codePoint))[0] ?? 0;
}

/** A byte between single quotes, as Go prints it. */
function quoteByte(byte: number): string {
  const c = String.fromCharCode(byte);
  if (c === "'") return `'\\''`;
  if (c === '"') return `'"'`;
  if (c === "\\") return `'\\\\'`;
  const short = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f", "\v": "\\v" }[c];
  if (short !== undefined) return `'${short}'`;
  if (byte === 7) return `'\\a'`;
  if (byte < 0x20 || byte === 0x7f) return `'\\x${byte.toString(16).padStart(2, "0")}'`;
  if (byte >= 0x80 && byte < 0xa1) return `'\\u00${byte.toString(16)}'`;
  return `'${c}'`;
}
