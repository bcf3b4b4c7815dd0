/**
 * The cluster's own certificate authority, the server's certificate and clients' certificates (X.509, P-256), by WebCrypto alone.
 * Heavy to load: imported when the first certificate is made.
 */
/* oxlint-disable no-restricted-globals, no-restricted-properties -- dates are of the times that callers give; serial numbers are random wherever keys are */
// The library below resolves its parts at run time and needs this first.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const dayMs = 86_400_000;
const caDays = 3650;
/** Kubernetes' own certificates last a year; ours are made anew at a start when less than a month is left. */
const leafDays = 365;
/** Clocks differ: a certificate is valid from a little before it was made. */
const skewMs = 300_000;

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
  readonly addresses?: readonly string[];
}

export async function createAuthority(commonName: string, nowMs: number): Promise<PemPair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [commonName] }],
    notBefore: new Date(nowMs - skewMs),
    notAfter: new Date(nowMs + caDays * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign |
          x509.KeyUsageFlags.cRLSign |
          x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await privatePem(keys.privateKey) };
}

export async function issueCertificate(
  authority: PemPair,
  request: CertificateRequest,
  nowMs: number,
): Promise<PemPair> {
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await signingKeyOf(authority);
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const names = [
    ...(request.dnsNames ?? []).map((value) => ({ type: "dns" as const, value })),
    ...(request.addresses ?? []).map((value) => ({ type: "ip" as const, value })),
  ];
  const usage =
    request.usage === "server"
      ? x509.ExtendedKeyUsage.serverAuth
      : x509.ExtendedKeyUsage.clientAuth;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    // Never as one text: a comma in a name is no separator.
    subject: [
      ...(request.organizations ?? []).map((organization) => ({ O: [organization] })),
      { CN: [request.commonName] },
    ],
    issuer: issuer.subject,
    notBefore: new Date(nowMs - skewMs),
    notAfter: new Date(nowMs + leafDays * dayMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([usage]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await privatePem(keys.privateKey) };
}

const alternativeNamesOid = "2.5.29.17";
/** Certificates back-date by this much, except short ones (pkg/controller/certificates/authority). */
const shortMs = 8 * 3_600_000;

export interface SigningRequest {
  /** PKCS #10, PEM. */
  readonly pem: string;
  /** As CertificateSigningRequests name them: `client auth`. */
  readonly usages: readonly string[];
  readonly lifetimeMs: number;
  readonly nowMs: number;
}

/** Signs what somebody else has a key for. Rejects when the request's own signature does not hold. */
export async function signRequest(authority: PemPair, request: SigningRequest): Promise<string> {
  const { nowMs, lifetimeMs } = request;
  const asked = new x509.Pkcs10CertificateRequest(request.pem);
  if (!(await asked.verify())) {
    throw new Error("unable to verify certificate request signature");
  }
  const issuer = new x509.X509Certificate(authority.certificate);
  const endMs = nowMs + (lifetimeMs < shortMs ? lifetimeMs : lifetimeMs - skewMs);
  const names = asked.getExtension(alternativeNamesOid);
  const usages = usageExtensions(request.usages);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: asked.subjectName.toJSON(),
    issuer: issuer.subject,
    notBefore: new Date(nowMs - skewMs),
    notAfter: new Date(Math.min(endMs, issuer.notAfter.getTime())),
    signingAlgorithm: algorithm,
    publicKey: asked.publicKey,
    signingKey: await signingKeyOf(authority),
    extensions: [
      ...usages,
      new x509.BasicConstraintsExtension(false, undefined, true),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(names ? [new x509.SubjectAlternativeNameExtension(names.rawData)] : []),
    ],
  });
  return `${certificate.toString("pem")}\n`;
}

const keyUsages: Readonly<Record<string, number>> = {
  signing: x509.KeyUsageFlags.digitalSignature,
  "digital signature": x509.KeyUsageFlags.digitalSignature,
  "content commitment": x509.KeyUsageFlags.nonRepudiation,
  "key encipherment": x509.KeyUsageFlags.keyEncipherment,
  "key agreement": x509.KeyUsageFlags.keyAgreement,
  "data encipherment": x509.KeyUsageFlags.dataEncipherment,
  "cert sign": x509.KeyUsageFlags.keyCertSign,
  "crl sign": x509.KeyUsageFlags.cRLSign,
  "encipher only": x509.KeyUsageFlags.encipherOnly,
  "decipher only": x509.KeyUsageFlags.decipherOnly,
};
const extendedUsages: Readonly<Record<string, string>> = {
  "server auth": x509.ExtendedKeyUsage.serverAuth,
  "client auth": x509.ExtendedKeyUsage.clientAuth,
  "code signing": x509.ExtendedKeyUsage.codeSigning,
  "email protection": x509.ExtendedKeyUsage.emailProtection,
  timestamping: x509.ExtendedKeyUsage.timeStamping,
  "ocsp signing": x509.ExtendedKeyUsage.ocspSigning,
};

function usageExtensions(usages: readonly string[]): x509.Extension[] {
  const flags = usages.reduce((sum, usage) => sum | (keyUsages[usage] ?? 0), 0);
  const extended = usages.flatMap((usage) => extendedUsages[usage] ?? []);
  return [
    ...(flags === 0 ? [] : [keyUsagesExtension(flags)]),
    ...(extended.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(extended)]),
  ];
}

function keyUsagesExtension(flags: number): x509.Extension {
  // A sum of flags is what the library means by its enum.
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment
  return new x509.KeyUsagesExtension(flags, true);
}

function signingKeyOf(authority: PemPair): Promise<CryptoKey> {
  return crypto.subtle.importKey(
    "pkcs8",
    x509.PemConverter.decode(authority.key)[0] ?? new ArrayBuffer(0),
    algorithm,
    false,
    ["sign"],
  );
}

async function privatePem(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

/** 16 random bytes, positive as RFC 5280 wants it. */
function serialNumber(): string {
  // Like the keys beside it, a serial number is nobody's to foresee: no seed makes it.
  // oxlint-disable-next-line no-restricted-properties
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
