/** Objects that etcd would refuse (etcd, --max-request-bytes 1.5 MiB; its client's 2 MiB), and bodies that the server does not read. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const path = "/apis/apps/v1/namespaces/default/controllerrevisions";
const revision = (name: string, bytes: number) => ({
  apiVersion: "apps/v1",
  kind: "ControllerRevision",
  metadata: { name },
  revision: 1,
  data: { text: "x".repeat(bytes) },
});

test.each([
  ["fits", 1_571_000, undefined],
  ["large", 1_573_000, "etcdserver: request is too large"],
  [
    "huge",
    2_100_000,
    /^rpc error: code = ResourceExhausted desc = trying to send message larger than max \(21\d{5} vs\. 2097152\)$/,
  ],
])("an object that %s: %d bytes", async (name, bytes, message) => {
  const { status, body } = await api.call("POST", path, revision(name, bytes));
  if (message === undefined) return expect(status).toBe(201);
  expect(status).toBe(500);
  expect(body).toMatchObject({ kind: "Status", status: "Failure", code: 500 });
  expect(body.message).toMatch(message);
  expect(body).not.toHaveProperty("reason");
  expect((await api.call("GET", `${path}/${name}`)).status).toBe(404);
});

test("an update that makes an object too large leaves it as it was", async () => {
  await api.call("POST", path, revision("grown", 10));
  const headers = { "content-type": "application/merge-patch+json" };
  const labels = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, i) => [`k${i}`, "v".repeat(60)]),
  );
  const refused = await api.call("PATCH", `${path}/grown`, { metadata: { labels } }, headers);
  expect([refused.status, refused.body.message]).toEqual([
    500,
    expect.stringMatching(/too large|ResourceExhausted/) as string,
  ]);
  const after = await api.call("GET", `${path}/grown`);
  expect(after.body.metadata).not.toHaveProperty("labels");
});
