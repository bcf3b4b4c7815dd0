/** The certificates of a start, read by OpenSSL's eyes and another's (RFC 5280). */
import "reflect-metadata";
import { X509Certificate as LibraryCertificate } from "@peculiar/x509";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import {
  createAuthority,
  issueCertificate,
  type CertificateRequest,
  type PemPair,
} from "../../../src/host/certificates.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");
let authority: PemPair;
beforeAll(async () => {
  authority = await createAuthority("kubarium-ca", nowMs);
});

const issued = async (request: CertificateRequest) => {
  const pair = await issueCertificate(authority, request, nowMs);
  return { pair, read: new X509Certificate(pair.certificate) };
};

describe("an authority", () => {
  test("signs itself, and may sign others", () => {
    const read = new X509Certificate(authority.certificate);
    expect(read.ca).toBe(true);
    expect(read.subject).toBe("CN=kubarium-ca");
    expect(read.issuer).toBe("CN=kubarium-ca");
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(authority.key))).toBe(true);
    expect([read.validFrom, read.validTo]).toEqual([
      "Nov 23 11:55:00 2026 GMT",
      "Nov 20 12:00:00 2036 GMT",
    ]);
  });

  test("says what its key is for, critically", () => {
    const read = new LibraryCertificate(authority.certificate);
    const usage = read.getExtension("2.5.29.15");
    // digitalSignature, keyCertSign and cRLSign are bits 0, 5 and 6
    expect(usage).toMatchObject({ critical: true, usages: 1 | (1 << 5) | (1 << 6) });
    expect(read.getExtension("2.5.29.19")).toMatchObject({ critical: true, ca: true });
  });
});

describe("a certificate", () => {
  test("of a server has its names", async () => {
    const { pair, read } = await issued({
      usage: "server",
      commonName: "kube-apiserver",
      dnsNames: ["localhost", "kubernetes.default.svc"],
      addresses: ["127.0.0.1", "::1", "fd00::12:0", "10.244.128.1"],
    });
    expect(read.subject).toBe("CN=kube-apiserver");
    expect(read.subjectAltName).toBe(
      "DNS:localhost, DNS:kubernetes.default.svc, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, IP Address:FD00:0:0:0:0:0:12:0, IP Address:10.244.128.1",
    );
    expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect([read.checkHost("localhost"), read.checkIP("::1"), read.checkIP("::2")]).toEqual([
      "localhost",
      "::1",
      undefined,
    ]);
    expect(read.ca).toBe(false);
    expect(read.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
    expect(read.validTo).toBe("Nov 23 12:00:00 2027 GMT");
  });

  test("of a client has its organizations", async () => {
    const { read } = await issued({
      usage: "client",
      commonName: "jürgen, admin",
      organizations: ["system:masters", "a=b"],
    });
    expect(read.toLegacyObject().subject).toEqual({
      O: ["system:masters", "a=b"],
      CN: "jürgen, admin",
    });
    expect(read.keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
    expect(read.subjectAltName).toBeUndefined();
  });

  test("is the authority's own, by name, key and signature", async () => {
    const { pair, read } = await issued({ usage: "client", commonName: "a" });
    const ca = new X509Certificate(authority.certificate);
    expect([read.checkIssued(ca), read.verify(ca.publicKey)]).toEqual([true, true]);
    const identifiers = [
      new LibraryCertificate(authority.certificate).getExtension("2.5.29.14"),
      new LibraryCertificate(pair.certificate).getExtension("2.5.29.35"),
    ] as unknown as { keyId: string }[];
    expect(identifiers[0]?.keyId).toMatch(/^[0-9a-f]{40}$/);
    expect(identifiers[1]?.keyId).toBe(identifiers[0]?.keyId);
    const other = new X509Certificate((await createAuthority("kubarium-ca", nowMs)).certificate);
    expect(read.verify(other.publicKey)).toBe(false);
  });

  test("has a serial number of its own, positive and of 16 bytes", async () => {
    const serials = new Set<string>();
    for (let turn = 0; turn < 20; turn += 1) {
      const { read } = await issued({ usage: "client", commonName: "a" });
      expect(read.serialNumber).toMatch(/^[0-7][0-9A-F]{31}$/);
      serials.add(read.serialNumber);
    }
    expect(serials.size).toBe(20);
  });

  test("is refused an address that is none", async () => {
    const request = { usage: "server", commonName: "a", addresses: ["localhost"] } as const;
    await expect(issueCertificate(authority, request, nowMs)).rejects.toThrow(/^Invalid IP/);
  });
});
