/** As much of DER (ITU-T X.690) as certificates of one's own are made of: values of a few types, and the way into a certificate. */

const textEncoder = new TextEncoder();

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

type Bytes = Uint8Array<ArrayBuffer>;

/** Tag, length and content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Bytes {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  const head = [tag, ...lengthOctets(length)];
  const bytes = new Uint8Array(head.length + length);
  bytes.set(head);
  let at = head.length;
  for (const part of content) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}

export const sequence = (...parts: readonly Uint8Array[]): Bytes => der(tags.sequence, ...parts);
export const octetString = (content: Uint8Array): Bytes => der(tags.octetString, content);
export const utf8String = (text: string): Bytes => der(tags.utf8String, textEncoder.encode(text));
export const boolean = (value: boolean): Bytes =>
  der(tags.boolean, Uint8Array.of(value ? 0xff : 0x00));

/** Context-specific: `[number]`; constructed where its content is tagged itself. */
export function contextTag(number: number, constructed: boolean): number {
  return 0x80 | (constructed ? 0x20 : 0) | number;
}

/** A number that is not negative, from its big-endian bytes. */
export function unsignedInteger(bytes: Uint8Array): Bytes {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1;
  const significant = bytes.subarray(from);
  const needsSign = ((significant[0] ?? 0) & 0x80) !== 0;
  return der(tags.integer, ...(needsSign ? [Uint8Array.of(0)] : []), significant);
}

/** `unusedBits` of the last byte do not count. */
export function bitString(bytes: Uint8Array, unusedBits = 0): Bytes {
  return der(tags.bitString, Uint8Array.of(unusedBits), bytes);
}

/** `1.2.840.10045.4.3.2`. */
export function objectIdentifier(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const octets = [first * 40 + second, ...rest].flatMap(base128);
  return der(tags.objectIdentifier, Uint8Array.from(octets));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift(0x80 | (rest % 128));
  }
  return digits;
}

/** A time of a certificate (RFC 5280, 4.1.2.5), from `2026-01-01T00:00:00Z`. */
export function time(rfc3339: string): Bytes {
  const digits = rfc3339.replace(/[-:T]/g, "");
  // Two digits of a year mean one from 1950 to 2049.
  const isShort = rfc3339 < "2050" && rfc3339 >= "1950";
  return isShort
    ? der(tags.utcTime, textEncoder.encode(digits.slice(2)))
    : der(tags.generalizedTime, textEncoder.encode(digits));
}

/** One value within others. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  /** With tag and length. */
  readonly whole: Uint8Array;
}

/** The values that follow each other in `bytes`. Throws Error where they are none. */
export function derValues(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length;) {
    const value = derValue(bytes, at);
    values.push(value);
    at += value.whole.length;
  }
  return values;
}

function derValue(bytes: Uint8Array, at: number): DerValue {
  const [tag, first] = [bytes[at], bytes[at + 1]];
  if (tag === undefined || first === undefined) throw new Error("malformed DER");
  let length = first;
  let from = at + 2;
  if (first >= 0x80) {
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4) throw new Error("malformed DER");
    length = 0;
    for (const octet of bytes.subarray(from, from + octets)) length = length * 256 + octet;
    from += octets;
  }
  const end = from + length;
  if (end > bytes.length) throw new Error("malformed DER");
  return { tag, content: bytes.subarray(from, end), whole: bytes.subarray(at, end) };
}

/** The first value within PEM of that label. Throws Error where there is none. */
export function fromPem(pem: string, label: string): Bytes {
  const text = new RegExp(`-----BEGIN ${label}-----([^-]+)-----END ${label}-----`).exec(pem)?.[1];
  if (text === undefined) throw new Error(`no ${label} in PEM`);
  return Uint8Array.from(atob(text.replace(/\s+/g, "")), (letter) => letter.charCodeAt(0));
}

export function toPem(bytes: Uint8Array, label: string): string {
  const text = btoa(String.fromCharCode(...bytes));
  const lines = text.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join("\n");
}
