/** The values of literals: numbers within their ranges, strings and bytes with their escapes resolved. */
import { CelUint, int64Max, int64Min, uint64Max, type CelValue } from "./values.ts";
import type { Token } from "./lexer.ts";

/** The value of a literal token (`negative`: a minus stands before it), or undefined when it is out of range or malformed. */
export function literalValue(token: Token, negative = false): CelValue | undefined {
  switch (token.kind) {
    case "int": {
      const value = negative ? -BigInt(token.text) : BigInt(token.text);
      return value < int64Min || value > int64Max ? undefined : value;
    }
    case "uint": {
      const value = BigInt(token.text.slice(0, -1));
      return value > uint64Max ? undefined : new CelUint(value);
    }
    case "double":
      return negative ? -Number(token.text) : Number(token.text);
    case "string":
      return stringOf(token.text);
    case "bytes":
      return bytesOf(token.text);
    default:
      return undefined;
  }
}

function bodyOf(text: string): { readonly raw: boolean; readonly body: string } {
  const prefix = /^[bBrR]*/.exec(text)?.[0] ?? "";
  const quoted = text.slice(prefix.length);
  const marks = quoted.startsWith('"""') || quoted.startsWith("'''") ? 3 : 1;
  return { raw: /[rR]/.test(prefix), body: quoted.slice(marks, -marks).replaceAll(/\r\n?/g, "\n") };
}

const named: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const escapes =
  /\\(?:[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/g;

function stringOf(text: string): string | undefined {
  const { raw, body } = bodyOf(text);
  if (raw) return body;
  let valid = true;
  const result = body.replaceAll(escapes, (...groups: (string | undefined)[]) => {
    const [, hex, short, long, octal, char = ""] = groups;
    if (char !== "") return named[char] ?? char;
    const code =
      octal === undefined
        ? Number.parseInt(hex ?? short ?? long ?? "", 16)
        : Number.parseInt(octal, 8);
    if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) valid = false;
    return valid ? String.fromCodePoint(code) : "";
  });
  return valid ? result : undefined;
}

const encoder = new TextEncoder();

function bytesOf(text: string): Uint8Array | undefined {
  const { raw, body } = bodyOf(text);
  if (raw) return encoder.encode(body);
  const bytes: number[] = [];
  let last = 0;
  for (const match of body.matchAll(escapes)) {
    bytes.push(...encoder.encode(body.slice(last, match.index)));
    last = match.index + match[0].length;
    const [, hex, short, long, octal, char] = match;
    if (short ?? long) return undefined;
    if (hex !== undefined) bytes.push(Number.parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...encoder.encode(named[char ?? ""] ?? char ?? ""));
  }
  bytes.push(...encoder.encode(body.slice(last)));
  return Uint8Array.from(bytes);
}
