/** Pairs of certificate and key in the words of Go's crypto/tls (X509KeyPair). */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { curveNamed, loadPublicKeys } from "../../../../src/api/certificates/curves.ts";
import {
  ed25519PublicKey,
  ellipticPublicKey,
} from "../../../../src/api/certificates/public-keys.ts";
import { keyPairFault } from "../../../../src/api/certificates/key-pair.ts";
import { createAuthority } from "../../../../src/host/certificates.ts";

const pem = (type: string, body: string) =>
  `-----BEGIN ${type}-----\n${body}\n-----END ${type}-----\n`;
const noCertificate = "tls: failed to find any PEM data in certificate input";
const noKey = "tls: failed to find any PEM data in key input";

let own = { certificate: "", key: "" };
let other = { certificate: "", key: "" };
beforeAll(async () => {
  await loadPublicKeys();
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

/** A certificate for the key that signs it. */
async function selfSigned(keys: CryptoKeyPair): Promise<string> {
  const { X509CertificateGenerator } = await import("@peculiar/x509");
  const signed = await X509CertificateGenerator.createSelfSigned({ name: "CN=own", keys }, crypto);
  return signed.toString("pem");
}

async function pairOf(algorithm: EcKeyGenParams | RsaHashedKeyGenParams | "Ed25519") {
  const keys = (await crypto.subtle.generateKey(algorithm, true, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  const der = new Uint8Array(await crypto.subtle.exportKey("pkcs8", keys.privateKey));
  const key = createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
  return { certificate: await selfSigned(keys), key };
}

const pkcs8 = (key: KeyObject) => key.export({ type: "pkcs8", format: "pem" }) as string;
const mismatch = "tls: private key does not match public key";

describe.each<[string, EcKeyGenParams | RsaHashedKeyGenParams | "Ed25519"]>([
  ["Ed25519", "Ed25519"],
  ["P-256", { name: "ECDSA", namedCurve: "P-256" }],
  ["P-384", { name: "ECDSA", namedCurve: "P-384" }],
  ["P-521", { name: "ECDSA", namedCurve: "P-521" }],
  [
    "RSA",
    {
      name: "RSASSA-PKCS1-v1_5",
      hash: "SHA-256",
      modulusLength: 2048,
      publicExponent: Uint8Array.of(1, 0, 1),
    },
  ],
])("keys of %s", (_name, algorithm) => {
  test("are compared with those of the certificate", async () => {
    const [one, two] = [await pairOf(algorithm), await pairOf(algorithm)];
    expect(fault(one.certificate, pkcs8(one.key))).toBeUndefined();
    expect(fault(two.certificate, pkcs8(two.key))).toBeUndefined();
    expect(fault(one.certificate, pkcs8(two.key))).toBe(mismatch);
  });
});

describe("an elliptic key in the form of SEC 1", () => {
  test("is compared by what its secret gives", async () => {
    const ec = { name: "ECDSA", namedCurve: "P-256" };
    const [one, two] = [await pairOf(ec), await pairOf(ec)];
    const own = one.key.export({ type: "sec1", format: "der" });
    const sec1 = (der: Buffer) => pem("EC PRIVATE KEY", der.toString("base64"));
    expect(fault(one.certificate, sec1(own))).toBeUndefined();
    expect(fault(two.certificate, sec1(own))).toBe(mismatch);
    // Another's point beside it: Go makes its own. The last 66 octets are a tag, a length, a count and the point.
    const forged = Buffer.concat([
      own.subarray(0, -65),
      two.key.export({ type: "sec1", format: "der" }).subarray(-65),
    ]);
    expect(fault(one.certificate, sec1(forged))).toBeUndefined();
    expect(fault(two.certificate, sec1(forged))).toBe(mismatch);
  });

  test("of a curve that Go does not know is no key", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "secp256k1" });
    const unknown = "tls: failed to parse private key";
    expect(fault(own.certificate, pkcs8(privateKey))).toBe(unknown);
    const sec1 = privateKey.export({ type: "sec1", format: "pem" }) as string;
    expect(fault(own.certificate, sec1)).toBe(unknown);
  });
});

// RFC 8032, section 7.1, and what openssl makes of P-224, which Web Crypto does not have.
describe("public keys", () => {
  const bytes = (hex: string) => Buffer.from(hex, "hex").toString("latin1");
  test.each([
    [
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
    ],
    [
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
    ],
    [
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
    ],
  ])("of Ed25519: %s", (seed, point) => {
    expect(ed25519PublicKey(bytes(seed))).toBe(bytes(point));
  });

  test("of P-224", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "secp224r1" });
    const der = privateKey.export({ type: "sec1", format: "der" }).toString("latin1");
    const secret = der.slice(7, 35);
    expect(ellipticPublicKey("P-224", secret)).toBe(der.slice(-57));
  });

  test("are not made of seeds of another length, nor of numbers beyond the curve", () => {
    expect(ed25519PublicKey("short")).toBeUndefined();
    expect(ellipticPublicKey("P-256", "\u0000")).toBeUndefined();
    expect(ellipticPublicKey("P-256", "\u00ff".repeat(32))).toBeUndefined();
    expect(curveNamed("constructor")).toBeUndefined();
  });
});
