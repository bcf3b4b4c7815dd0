/**
 * Signs what others ask certificates for (PKCS #10), with the cluster's own authority. Heavy to load: imported when the first request
 * is to be signed.
 */
/* oxlint-disable no-restricted-globals -- dates are of the times that callers give */
// The library below resolves its parts at run time and needs this first.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import { algorithm, serialNumber, signingKeyOf, skewMs, type PemPair } from "./certificates.ts";

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
    serialNumber: hex(serialNumber()),
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

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
