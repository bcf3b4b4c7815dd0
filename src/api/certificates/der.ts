/**
 * As much of DER as it takes to see that a certificate is one, and which key it is for (RFC 5280, RFC 8017, RFC 5915, RFC 5958). What Go's
 * crypto/x509 refuses of keys is refused; public halves are made out of the private ones, as there, whatever comes beside them.
 */
import { hexOf } from "./binary-text.ts";
import { curveNamed, publicKeys } from "./curves.ts";

const tags = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  sequence: 0x30,
  /** Parts of a sequence that may be missing, by their numbers. */
  part0: 0xa0,
  part1: 0xa1,
} as const;

/** A sequence of what is signed, the algorithm and the signature (RFC 5280, section 4.1). */
export function isCertificate(der: string): boolean {
  return signedFields(der) !== undefined;
}

/** Serial number, algorithm, issuer, validity, subject and key. */
function signedFields(der: string): readonly Element[] | undefined {
  const parts = sequence(der) ?? [];
  if (!hasTags(parts, [tags.sequence, tags.sequence, tags.bits])) return undefined;
  const signed = elementsOf(parts[0]?.content ?? "") ?? [];
  const fields = (signed[0]?.tag === tags.part0 ? signed.slice(1) : signed).slice(0, 6);
  const { integer, sequence: list } = tags;
  return hasTags(fields, [integer, list, list, list, list, list]) ? fields : undefined;
}

export interface Key {
  readonly kind: "rsa" | "ec" | "ed25519";
  /** What the public key is told apart by. */
  readonly public: string;
}

/** Whose key a certificate is for. Undefined for what is no certificate, or of another algorithm; a text for what Go says is wrong. */
export function publicKeyOf(certificate: string): Key | string | undefined {
  const [algorithm, bits] = elementsOf(signedFields(certificate)?.[5]?.content ?? "") ?? [];
  const kind = kindOf(algorithm);
  // The first octet counts the bits that are not used: none.
  const key = bits?.tag === tags.bits ? bits.content.slice(1) : undefined;
  if (kind === undefined || key === undefined) return undefined;
  if (kind === "ec" && !curveNamed(curveOf(algorithm))) {
    return "x509: unsupported elliptic curve";
  }
  return { kind, public: kind === "rsa" ? modulusOf(sequence(key)?.[0]) : key };
}

/** A private key alone (RFC 8017, RFC 5915) or in its wrapping (RFC 5958). Undefined for anything else. Call `loadPublicKeys` first. */
export function privateKeyOf(der: string): Key | undefined {
  const parts = sequence(der) ?? [];
  if (parts[0]?.tag !== tags.integer) return undefined;
  if (parts[1]?.tag === tags.octets) return ellipticKey(parts, undefined);
  if (parts[1]?.tag === tags.integer) return rsaKey(parts);
  const [, algorithm, inner] = parts;
  if (inner?.tag !== tags.octets) return undefined;
  switch (kindOf(algorithm)) {
    case "rsa":
      return rsaKey(sequence(inner.content) ?? []);
    case "ec":
      return ellipticKey(sequence(inner.content) ?? [], curveOf(algorithm));
    case "ed25519":
      return edwardsKey(inner.content);
    default:
      return undefined;
  }
}

function rsaKey(parts: readonly Element[]): Key | undefined {
  if (parts.length < 9 || parts.some(({ tag }) => tag !== tags.integer)) return undefined;
  return { kind: "rsa", public: modulusOf(parts[1]) };
}

/** `named`: its curve, where its wrapping says it; it may itself. */
function ellipticKey(parts: readonly Element[], named: string | undefined): Key | undefined {
  const [version, secret] = parts;
  if (version?.content !== "\u0001" || secret?.tag !== tags.octets) return undefined;
  const given = parts.find(({ tag }) => tag === tags.part0);
  const oid = named ?? hexOf(elementsOf(given?.content ?? "")?.[0]?.content ?? "");
  const curve = curveNamed(oid);
  const point = curve && publicKeys().ellipticPublicKey(curve, secret.content);
  return point === undefined ? undefined : { kind: "ec", public: point };
}

/** The seed in octets of its own. */
function edwardsKey(content: string): Key | undefined {
  const [seed, ...more] = elementsOf(content) ?? [];
  if (seed?.tag !== tags.octets || more.length > 0) return undefined;
  const point = publicKeys().ed25519PublicKey(seed.content);
  return point === undefined ? undefined : { kind: "ed25519", public: point };
}

function modulusOf(element: Element | undefined): string {
  return element?.content.replace(/^\0+/, "") ?? "";
}

const algorithms: Readonly<Record<string, Key["kind"]>> = {
  "2a864886f70d010101": "rsa",
  "2a8648ce3d0201": "ec",
  "2b6570": "ed25519",
};

function kindOf(algorithm: Element | undefined): Key["kind"] | undefined {
  const [oid] = elementsOf(algorithm?.content ?? "") ?? [];
  if (oid?.tag !== tags.oid) return undefined;
  return algorithms[hexOf(oid.content)];
}

/** The object identifier that an algorithm has for a parameter; empty where there is none. */
function curveOf(algorithm: Element | undefined): string {
  const [, named] = elementsOf(algorithm?.content ?? "") ?? [];
  return named?.tag === tags.oid ? hexOf(named.content) : "";
}

/** What a sequence consists of that is all there is. */
function sequence(der: string): readonly Element[] | undefined {
  const [outer, ...after] = elementsOf(der) ?? [];
  if (outer?.tag !== tags.sequence || after.length > 0) return undefined;
  return elementsOf(outer.content);
}

interface Element {
  readonly tag: number;
  readonly content: string;
}

function hasTags(elements: readonly Element[], wanted: readonly number[]): boolean {
  return elements.length === wanted.length && elements.every(({ tag }, i) => tag === wanted[i]);
}

/** The elements that bytes in DER consist of; undefined where they do not. */
function elementsOf(bytes: string): readonly Element[] | undefined {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.charCodeAt(at);
    const short = bytes.charCodeAt(at + 1);
    const octets = short < 0x80 ? 0 : short - 0x80;
    if (Number.isNaN(short) || octets > 4) return undefined;
    let length = octets === 0 ? short : 0;
    for (let i = 0; i < octets; i++) length = length * 256 + bytes.charCodeAt(at + 2 + i);
    const start = at + 2 + octets;
    if (!(start + length <= bytes.length)) return undefined;
    found.push({ tag, content: bytes.slice(start, start + length) });
    at = start + length;
  }
  return found;
}
