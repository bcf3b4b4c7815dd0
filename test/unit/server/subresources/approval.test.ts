/** Certificate requests over the API, after the conformance test "should support CSR API operations" and the strategies' tests. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { apiCaller } from "../../../fixtures/api-call.ts";

let cluster: Cluster;
let count = 0;
const call = apiCaller(() => cluster);
const path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
const merge = { "content-type": "application/merge-patch+json" };
const condition = (type: string, status = "True") => ({ type, status, reason: "test" });
/** A P-256 request for CN=test. */
let request = "";

beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
  request = await certificateRequest();
});
afterAll(() => cluster.stop());

async function certificateRequest(): Promise<string> {
  await import("reflect-metadata");
  const x509 = await import("@peculiar/x509");
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const made = await x509.Pkcs10CertificateRequestGenerator.create({
    name: "CN=test",
    keys,
    signingAlgorithm: algorithm,
  });
  return btoa(made.toString("pem"));
}

async function create(spec: object = {}): Promise<string> {
  const name = `csr-${++count}`;
  const { status, body } = await call("POST", path, {
    metadata: { name },
    spec: { request, signerName: "example.com/any", usages: ["client auth"], ...spec },
  });
  expect(status, body.message).toBe(201);
  return name;
}

test("a request is by whoever made it, whatever it says", async () => {
  const name = await create({ username: "somebody", groups: ["system:masters"], uid: "1" });
  const { body } = await call("GET", `${path}/${name}`);
  expect(body["spec"].username).toBe("kubarium:embedder");
  expect(body["spec"].groups).toEqual(["system:masters", "system:authenticated"]);
  expect(body["spec"].uid).toBeUndefined();
});

test.each([
  [{ request: btoa("hello") }, "PEM block type must be CERTIFICATE REQUEST"],
  [{ usages: ["fly"] }, 'spec.usages[0]: Unsupported value: "fly"'],
  [{ expirationSeconds: 1 }, "may not specify a duration less than 600 seconds (10 minutes)"],
])("%j is refused", async (spec, why) => {
  const { status, body } = await call("POST", path, {
    metadata: { name: "refused" },
    spec: { request, signerName: "example.com/any", usages: ["client auth"], ...spec },
  });
  expect(status).toBe(422);
  expect(body.message).toContain(why);
});

test("approval takes conditions and metadata, and stamps them", async () => {
  const name = await create();
  const { status, body } = await call(
    "PATCH",
    `${path}/${name}/approval`,
    {
      metadata: { annotations: { patchedapproval: "true" } },
      spec: { signerName: "example.com/other" },
      status: { certificate: btoa("no"), conditions: [condition("ApprovalPatch")] },
    },
    merge,
  );
  expect(status).toBe(200);
  expect(body.metadata.annotations).toEqual({ patchedapproval: "true" });
  expect(body["spec"].signerName).toBe("example.com/any");
  expect(body["status"].certificate).toBeUndefined();
  expect(body["status"].conditions).toMatchObject([{ type: "ApprovalPatch", status: "True" }]);
  expect(body["status"].conditions[0].lastTransitionTime).toMatch(/Z$/);
});

test("what is decided stays decided", async () => {
  const name = await create();
  const decide = (...conditions: object[]) =>
    call("PATCH", `${path}/${name}/approval`, { status: { conditions } }, merge);
  expect((await decide(condition("Approved"))).status).toBe(200);
  expect((await decide()).body.message).toContain(
    'status.conditions: Forbidden: updates may not remove a condition of type "Approved"',
  );
  expect((await decide(condition("Approved"), condition("Denied"))).body.message).toContain(
    'status.conditions: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive',
  );
  expect((await decide(condition("Approved", "False"))).body.message).toContain(
    'status.conditions[0].status: Unsupported value: "False": supported values: "True"',
  );
});

test("status signs, and does not decide", async () => {
  const name = await create();
  const write = (...conditions: object[]) =>
    call(
      "PATCH",
      `${path}/${name}/status`,
      { metadata: { annotations: { patchedstatus: "true" } }, status: { conditions } },
      merge,
    );
  const refused = await write(condition("Approved"), condition("StatusUpdate"));
  expect(refused.status).toBe(422);
  expect(refused.body.message).toContain(
    'status.conditions: Forbidden: updates may not add a condition of type "Approved"',
  );
  const written = await write(condition("StatusUpdate"));
  expect(written.status).toBe(200);
  expect(written.body.metadata.annotations).toEqual({ patchedstatus: "true" });
  expect(written.body["status"].conditions).toMatchObject([{ type: "StatusUpdate" }]);
});

const old = "2020-01-01T00:00:00Z";
const times = { lastUpdateTime: old, lastTransitionTime: old };

test.each(["approval", "status"])(
  "%s gives conditions the times that they lack, and keeps those that they bring",
  async (subresource) => {
    const name = await create();
    const write = async (...conditions: object[]) => {
      const url = `${path}/${name}/${subresource}`;
      return (await call("PATCH", url, { status: { conditions } }, merge)).body["status"]
        .conditions;
    };
    const [first] = await write({ ...condition("Seen"), ...times });
    expect(first).toMatchObject(times);
    // The condition held before, and since when it did is known; that it was written again is news.
    const [again] = await write({ ...condition("Seen"), message: "again" });
    expect(again.lastTransitionTime).toBe(old);
    expect(again.lastUpdateTime).not.toBe(old);
    const [turned] = await write(condition("Seen", "False"));
    expect(turned.lastTransitionTime).not.toBe(old);
    expect(turned.lastUpdateTime).toMatch(/Z$/);
  },
);

test("status leaves decisions as they were, times included", async () => {
  const name = await create();
  const decision = { ...condition("Approved"), ...times };
  const write = (subresource: string, ...conditions: object[]) =>
    call("PATCH", `${path}/${name}/${subresource}`, { status: { conditions } }, merge);
  expect((await write("approval", decision)).status).toBe(200);
  const changed = { ...condition("Approved"), message: "another", lastUpdateTime: null };
  const { status, body } = await write("status", changed, condition("Ready"));
  expect(status, body.message).toBe(200);
  expect(body["status"].conditions).toMatchObject([
    { type: "Approved", ...times },
    { type: "Ready", lastUpdateTime: expect.stringMatching(/Z$/) as string },
  ]);
  expect(body["status"].conditions[0].message).toBeUndefined();
});
