/**
 * The cluster's own certificate authority, the server's certificate and clients' certificates (X.509, P-256), by WebCrypto and der.ts:
 * a first start makes three of them, and the library that signs others' requests (sign-request.ts) costs more to load than all else.
 * Source: RFC 5280, RFC 5480.
 */
import { rfc3339 } from "../api/time.ts";
import { parseIp } from "../api/validation/addresses.ts";
import {
  bitString,
  boolean,
  contextTag,
  der,
  derValues,
  fromPem,
  objectIdentifier,
  octetString,
  sequence,
  tags,
  time,
  toPem,
  unsignedInteger,
  utf8String,
} from "./der.ts";

export const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;
const caDays = 3650;
/** Kubernetes' own certificates last a year; ours are made anew at a start when less than a month is left. */
const leafDays = 365;
/** Clocks differ: a certificate is valid from a little before it was made. */
export const skewMs = 300_000;

export interface PemPair {
  readonly certificate: string;
  /** PKCS #8. */
  readonly key: string;
}

export interface CertificateRequest {
  readonly commonName: string;
  readonly organizations?: readonly string[];
  readonly usage: "server" | "client";
  readonly dnsNames?: readonly string[];
  /** IPv4 or IPv6. */
  readonly addresses?: readonly string[];
}

const oids = {
  commonName: "2.5.4.3",
  organization: "2.5.4.10",
  ecdsaWithSha256: "1.2.840.10045.4.3.2",
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extKeyUsage: "2.5.29.37",
  server: "1.3.6.1.5.5.7.3.1",
  client: "1.3.6.1.5.5.7.3.2",
} as const;

export async function createAuthority(commonName: string, nowMs: number): Promise<PemPair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const name = nameOf({ commonName });
  const publicKey = await publicKeyOf(keys);
  const certificate = await signed(keys.privateKey, {
    issuer: name,
    subject: name,
    publicKey,
    nowMs,
    days: caDays,
    extensions: [
      extension(oids.basicConstraints, sequence(boolean(true)), true),
      // digitalSignature, keyCertSign, cRLSign
      extension(oids.keyUsage, bitString(Uint8Array.of(0b1000_0110), 1), true),
      extension(oids.subjectKeyIdentifier, octetString(await keyIdentifier(publicKey))),
    ],
  });
  return { certificate, key: await privatePem(keys.privateKey) };
}

/** Throws Error for an address that is none. */
export async function issueCertificate(
  authority: PemPair,
  request: CertificateRequest,
  nowMs: number,
): Promise<PemPair> {
  const issuer = readIssuer(authority.certificate);
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const names = alternativeNames(request);
  const identifier = await keyIdentifier(issuer.publicKey);
  const certificate = await signed(await signingKeyOf(authority), {
    issuer: issuer.subject,
    subject: nameOf(request),
    publicKey: await publicKeyOf(keys),
    nowMs,
    days: leafDays,
    extensions: [
      extension(oids.basicConstraints, sequence(), true),
      // digitalSignature
      extension(oids.keyUsage, bitString(Uint8Array.of(0b1000_0000), 7), true),
      extension(oids.extKeyUsage, sequence(objectIdentifier(oids[request.usage]))),
      extension(oids.authorityKeyIdentifier, sequence(der(contextTag(0, false), identifier))),
      ...(names.length > 0 ? [extension(oids.subjectAltName, sequence(...names))] : []),
    ],
  });
  return { certificate, key: await privatePem(keys.privateKey) };
}

interface Contents {
  /** Encoded names. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** A SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly nowMs: number;
  readonly days: number;
  readonly extensions: readonly Uint8Array[];
}

/** A certificate in PEM. */
async function signed(key: CryptoKey, contents: Contents): Promise<string> {
  const { issuer, subject, publicKey, nowMs, days, extensions } = contents;
  const signatureAlgorithm = sequence(objectIdentifier(oids.ecdsaWithSha256));
  const version3 = der(contextTag(0, true), unsignedInteger(Uint8Array.of(2)));
  const validity = sequence(time(rfc3339(nowMs - skewMs)), time(rfc3339(nowMs + days * dayMs)));
  const content = sequence(
    version3,
    unsignedInteger(serialNumber()),
    signatureAlgorithm,
    issuer,
    validity,
    subject,
    publicKey,
    der(contextTag(3, true), sequence(...extensions)),
  );
  // WebCrypto gives r and s side by side, certificates hold them as two integers (RFC 5480 names RFC 3279, 2.2.3).
  const pair = new Uint8Array(await crypto.subtle.sign(algorithm, key, content));
  const half = pair.length / 2;
  const signature = sequence(
    unsignedInteger(pair.subarray(0, half)),
    unsignedInteger(pair.subarray(half)),
  );
  return toPem(sequence(content, signatureAlgorithm, bitString(signature)), "CERTIFICATE");
}

function nameOf({
  commonName,
  organizations = [],
}: Pick<CertificateRequest, "commonName" | "organizations">): Uint8Array {
  const part = (oid: string, text: string) =>
    der(tags.set, sequence(objectIdentifier(oid), utf8String(text)));
  return sequence(
    ...organizations.map((organization) => part(oids.organization, organization)),
    part(oids.commonName, commonName),
  );
}

function extension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  const marked = critical ? [boolean(true)] : [];
  return sequence(objectIdentifier(oid), ...marked, octetString(value));
}

function alternativeNames({ dnsNames = [], addresses = [] }: CertificateRequest): Uint8Array[] {
  const encoder = new TextEncoder();
  return [
    ...dnsNames.map((name) => der(contextTag(2, false), encoder.encode(name))),
    ...addresses.map((address) => der(contextTag(7, false), addressBytes(address))),
  ];
}

function addressBytes(text: string): Uint8Array {
  const address = parseIp(text);
  if (!address) throw new Error(`${text} is not an IP address`);
  const digits = address.value.toString(16).padStart(address.bits / 4, "0");
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** Name and key of an authority, as its certificate encodes them. */
function readIssuer(pem: string): { subject: Uint8Array; publicKey: Uint8Array } {
  const [certificate] = derValues(fromPem(pem, "CERTIFICATE"));
  const [content] = derValues(certificate?.content ?? new Uint8Array(0));
  const fields = derValues(content?.content ?? new Uint8Array(0));
  // version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo
  const [subject, publicKey] = [fields[5], fields[6]];
  if (!subject || !publicKey) throw new Error("the authority's certificate is malformed");
  return { subject: subject.whole, publicKey: publicKey.whole };
}

/** SHA-1 of the key's bits (RFC 5280, 4.2.1.2): a name for the key, not a proof of anything. */
async function keyIdentifier(publicKey: Uint8Array): Promise<Uint8Array> {
  const [info] = derValues(publicKey);
  const bits = derValues(info?.content ?? new Uint8Array(0))[1];
  // The first byte says how many bits of the last one are unused.
  const key = new Uint8Array(bits?.content.subarray(1) ?? []);
  return new Uint8Array(await crypto.subtle.digest("SHA-1", key));
}

async function publicKeyOf({ publicKey }: CryptoKeyPair): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.exportKey("spki", publicKey));
}

export function signingKeyOf(authority: PemPair): Promise<CryptoKey> {
  const key = fromPem(authority.key, "PRIVATE KEY");
  return crypto.subtle.importKey("pkcs8", key, algorithm, false, ["sign"]);
}

async function privatePem(key: CryptoKey): Promise<string> {
  return toPem(new Uint8Array(await crypto.subtle.exportKey("pkcs8", key)), "PRIVATE KEY");
}

/** 16 random bytes, positive as RFC 5280 wants it. */
export function serialNumber(): Uint8Array {
  // Like the keys beside it, a serial number is nobody's to foresee: no seed makes it.
  // oxlint-disable-next-line no-restricted-properties
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes;
}
