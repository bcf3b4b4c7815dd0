/** Which requests the built-in signers sign. Rows after signer_test.go and helpers_test.go of Kubernetes. */
import { describe, expect, test } from "vitest";
import { validateSigningRequest } from "../../../../src/api/validation/signing-requests.ts";
import type { FieldErrors } from "../../../../src/api/validation/field-errors.ts";
import {
  builtInSigners,
  parseSigningRequest,
  signerRefusal,
  type ParsedRequest,
} from "../../../../src/api/certificates/signing-request.ts";

const node: ParsedRequest = {
  commonName: "system:node:n1",
  organizations: ["system:nodes"],
  dnsNames: [],
  ipAddresses: [],
  emailAddresses: [],
  uris: [],
};
const { apiClient, kubeletClient, kubeletServing } = builtInSigners;
const clientUsages = ["digital signature", "key encipherment", "client auth"];
const servingUsages = ["digital signature", "server auth"];
const reachable = { dnsNames: ["n1"] };

describe("signers refuse what is not theirs to sign", () => {
  test.each([
    [apiClient, {}, ["client auth"], undefined],
    [apiClient, {}, clientUsages, undefined],
    [
      apiClient,
      {},
      ["digital signature"],
      "missing required usage for client certificate: client auth",
    ],
    [
      apiClient,
      {},
      ["client auth", "server auth"],
      "invalid usage for client certificate: server auth",
    ],
    [kubeletClient, {}, clientUsages, undefined],
    [kubeletClient, {}, ["digital signature", "client auth"], undefined],
    [
      kubeletClient,
      { organizations: [] },
      clientUsages,
      "subject organization is not system:nodes",
    ],
    [
      kubeletClient,
      { organizations: ["system:nodes", "x"] },
      clientUsages,
      "subject organization is not system:nodes",
    ],
    [
      kubeletClient,
      { commonName: "n1" },
      clientUsages,
      "subject common name does not begin with system:node:",
    ],
    [kubeletClient, reachable, clientUsages, "DNS subjectAltNames are not allowed"],
    [
      kubeletClient,
      { ipAddresses: ["1.2.3.4"] },
      clientUsages,
      "IP subjectAltNames are not allowed",
    ],
    [
      kubeletClient,
      { emailAddresses: ["a@b"] },
      clientUsages,
      "Email subjectAltNames are not allowed",
    ],
    [kubeletClient, { uris: ["x:y"] }, clientUsages, "URI subjectAltNames are not allowed"],
    [
      kubeletClient,
      {},
      ["client auth"],
      "usages did not match [client auth digital signature key encipherment]",
    ],
    [kubeletServing, reachable, servingUsages, undefined],
    [kubeletServing, {}, servingUsages, "DNS or IP subjectAltName is required"],
    [
      kubeletServing,
      reachable,
      clientUsages,
      "usages did not match [digital signature key encipherment server auth]",
    ],
    [
      "kubernetes.io/legacy-unknown",
      {},
      clientUsages,
      'unrecognized signerName: "kubernetes.io/legacy-unknown"',
    ],
  ])("%s, %j, %j: %s", (signer, parts, usages, expected) => {
    expect(signerRefusal(signer, { ...node, ...parts }, usages)).toBe(expected);
  });
});

test.each([
  ["", "PEM block type must be CERTIFICATE REQUEST"],
  ["%%%", "PEM block type must be CERTIFICATE REQUEST"],
  [btoa("hello"), "PEM block type must be CERTIFICATE REQUEST"],
  [
    btoa("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
    "PEM block type must be CERTIFICATE REQUEST",
  ],
])("%j is no request", async (text, error) => {
  expect(await parseSigningRequest(text)).toEqual({ ok: false, error });
});

test("a block that holds something else is an error, not a crash", async () => {
  const text = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
  expect(await parseSigningRequest(btoa(text))).toMatchObject({ ok: false });
});

test.each([
  [{ usages: ["client auth", "digital signature"] }, []],
  [
    { usages: ["client auth", "client auth"] },
    [["spec.usages[1]", 'Duplicate value: "client auth"']],
  ],
  [
    { usages: ["client auth"], signerName: "kubernetes.io/legacy-unknown" },
    [
      [
        "spec.signerName",
        'Invalid value: "kubernetes.io/legacy-unknown": the legacy signerName is not allowed via this API version',
      ],
    ],
  ],
])("new requests are held to known usages, each once: %j", (spec, expected) => {
  const errors: FieldErrors = [];
  const signerName = "example.com/signer";
  validateSigningRequest(errors, {
    metadata: {},
    spec: { request: "", signerName, ...spec },
  } as never);
  expect(errors.map(({ field, message }) => [field, message])).toEqual(expected);
});

test("an unknown usage is answered with those there are", () => {
  const errors: FieldErrors = [];
  const spec = { request: "", signerName: "example.com/signer", usages: ["fly"] };
  validateSigningRequest(errors, { metadata: {}, spec } as never);
  expect(errors[0]?.message).toMatch(
    /^Unsupported value: "fly": supported values: "any", "cert sign", "client auth", .*"timestamping"$/,
  );
});
