/** Bundles in Go's words: client-go's transport (createErrorParsingCAData) and crypto/x509 (AppendCertsFromPEM). */
import { beforeAll, describe, expect, test } from "vitest";
import { caBundleFault } from "../../../../src/api/certificates/ca-bundle.ts";
import { createAuthority } from "../../../../src/host/certificates.ts";

let certificate = "";
beforeAll(async () => {
  const authority = await createAuthority("some-ca", Date.UTC(2026, 0, 1));
  certificate = `${authority.certificate.trimEnd()}\n`;
});

const pem = (type: string, body: string) =>
  `-----BEGIN ${type}-----\n${body}\n-----END ${type}-----\n`;
const noPem = "unable to load root certificates: unable to parse bytes as PEM block";
const noAuthority = "unable to load root certificates: no valid certificate authority data seen";
const malformed =
  "unable to load root certificates: failed to parse certificate: x509: malformed certificate";

test("no bundle has no fault", () => {
  expect(caBundleFault("")).toBeUndefined();
});

describe("a bundle is good that has a certificate", () => {
  test.each<[string, () => string]>([
    ["alone", () => certificate],
    ["without an end of its last line", () => certificate.trimEnd()],
    ["with Windows' line ends", () => certificate.replaceAll("\n", "\r\n")],
    ["twice", () => certificate + certificate],
    ["after text", () => `# some authority\n${certificate}`],
    ["before text", () => `${certificate}the end`],
    ["after a key", () => pem("PRIVATE KEY", btoa("key")) + certificate],
    ["after one that is none", () => pem("CERTIFICATE", btoa("none")) + certificate],
    ["after the start of one", () => `-----BEGIN CERTIFICATE-----\n${certificate}`],
  ])("%s", (_how, text) => {
    expect(caBundleFault(btoa(text()))).toBeUndefined();
  });
});

test.each<[string, string, string]>([
  ["text", "placeholder", noPem],
  ["a line end", "\n", noPem],
  ["an empty line after what is no certificate", `${pem("PRIVATE KEY", btoa("key"))}\n`, noPem],
  ["the start of a block", "-----BEGIN CERTIFICATE-----\nabc", noPem],
  ["a block that another ends", "-----BEGIN CERTIFICATE-----\nYQ==\n-----END KEY-----\n", noPem],
  ["no base64 between the lines", pem("CERTIFICATE", "!"), noPem],
  ["a key", pem("PRIVATE KEY", btoa("key")), noAuthority],
  ["a block with headers", pem("CERTIFICATE", `Proc-Type: 4\n\n${btoa("x")}`), noAuthority],
  ["bytes that are no certificate", pem("CERTIFICATE", btoa("hello")), malformed],
  ["an empty sequence", pem("CERTIFICATE", btoa("\u0030\u0000")), malformed],
])("%s is no bundle", (_what, text, fault) => {
  expect(caBundleFault(btoa(text))).toBe(fault);
});

test("half a certificate is none", () => {
  const body = certificate.split("\n").slice(1, -2).join("");
  expect(caBundleFault(btoa(pem("CERTIFICATE", body.slice(0, body.length - 8))))).toBe(malformed);
});

test("many starts of blocks take no longer than their text", () => {
  const starts = Array.from({ length: 40_000 }, (_, i) => `-----BEGIN ${i}-----\n`).join("");
  expect(caBundleFault(btoa(`${starts}-----END x-----\n`))).toBe(noPem);
});
