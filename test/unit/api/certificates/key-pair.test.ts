/** Pairs of certificate and key in the words of Go's crypto/tls (X509KeyPair). */
import { generateKeyPairSync } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { keyPairFault } from "../../../../src/api/certificates/key-pair.ts";
import { createAuthority } from "../../../../src/host/certificates.ts";

const pem = (type: string, body: string) =>
  `-----BEGIN ${type}-----\n${body}\n-----END ${type}-----\n`;
const noCertificate = "tls: failed to find any PEM data in certificate input";
const noKey = "tls: failed to find any PEM data in key input";

let own = { certificate: "", key: "" };
let other = { certificate: "", key: "" };
beforeAll(async () => {
  own = await createAuthority("some-ca", Date.UTC(2026, 0, 1));
  other = await createAuthority("another-ca", Date.UTC(2026, 0, 1));
});

const fault = (certificate: string, key: string) => keyPairFault(btoa(certificate), btoa(key));

test("a pair has no fault", () => {
  expect(fault(own.certificate, own.key)).toBeUndefined();
  expect(
    fault(`${other.key}\n${own.certificate}`, `${own.certificate}\n${own.key}`),
  ).toBeUndefined();
});

describe("what is told of", () => {
  test.each<[string, () => string | undefined, string]>([
    ["nothing at all", () => fault("", ""), noCertificate],
    ["text for a certificate", () => fault("hello", own.key), noCertificate],
    ["text for a key", () => fault(own.certificate, "hello"), noKey],
    [
      "the two switched",
      () => fault(own.key, own.certificate),
      "tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched",
    ],
    [
      "a certificate for a key",
      () => fault(own.certificate, own.certificate),
      "tls: found a certificate rather than a key in the PEM for the private key",
    ],
    [
      "blocks of other kinds for a certificate",
      () => fault(pem("A", "YQ==") + pem("B", "YQ=="), own.key),
      'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [A B]',
    ],
    [
      "a block of another kind for a key",
      () => fault(own.certificate, pem("PUBLIC KEY", "YQ==")),
      'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [PUBLIC KEY]',
    ],
    [
      "a certificate that is none",
      () => fault(pem("CERTIFICATE", "YQ=="), own.key),
      "x509: malformed certificate",
    ],
    [
      "a key that is none",
      () => fault(own.certificate, pem("PRIVATE KEY", "YQ==")),
      "tls: failed to parse private key",
    ],
    [
      "another's key",
      () => fault(own.certificate, other.key),
      "tls: private key does not match public key",
    ],
    [
      "a key of another kind",
      () => {
        const { privateKey } = generateKeyPairSync("ed25519");
        return fault(
          own.certificate,
          privateKey.export({ type: "pkcs8", format: "pem" }) as string,
        );
      },
      "tls: private key type does not match public key type",
    ],
  ])("%s", (_what, told, text) => {
    expect(told()).toBe(text);
  });
});

test.each(["pkcs1", "pkcs8"] as const)("an RSA key in %s is of its kind", (type) => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const key = privateKey.export({ type, format: "pem" }) as string;
  expect(fault(own.certificate, key)).toBe("tls: private key type does not match public key type");
});

test.each(["sec1", "pkcs8"] as const)("an elliptic key in %s is compared", (type) => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = privateKey.export({ type, format: "pem" }) as string;
  expect(fault(own.certificate, key)).toBe("tls: private key does not match public key");
});
