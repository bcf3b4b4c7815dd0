/** Connections that send the same request again and again: what was found out about it ends when what it follows from does. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiRequest } from "../../../../src/server/message.ts";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

let api: ApiOnly;
let token: string;
const core = "/api/v1/namespaces/default";
const rbac = "/apis/rbac.authorization.k8s.io/v1";

/** What a listener hands over: the same frozen headers for as long as a client sends them. */
function asker(headers: Record<string, string>, peer: ApiRequest["peer"] = {}) {
  const same = Object.freeze({ accept: "application/json", ...headers });
  const { signal } = new AbortController();
  return async (path: string): Promise<number> => {
    const query = new URLSearchParams();
    const request = { method: "GET", path, search: "", query, headers: same, peer, signal };
    const { status } = await api.server.handle(request);
    return status;
  };
}

async function make(path: string, body: object, status = 201) {
  const answer = await api.call("POST", path, body);
  expect(answer.status).toBe(status);
  return answer.body;
}

beforeEach(async () => {
  api = await startApiOnly();
  await make(`${core}/serviceaccounts`, { metadata: { name: "reader" } });
  await make(`${core}/configmaps`, { metadata: { name: "one" } });
  await make(`${core}/secrets`, { metadata: { name: "bound" } });
  const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }];
  await make(`${rbac}/namespaces/default/roles`, { metadata: { name: "reader" }, rules });
  await make(`${rbac}/namespaces/default/rolebindings`, {
    metadata: { name: "reader" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
    subjects: [
      { kind: "ServiceAccount", name: "reader", namespace: "default" },
      { apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "jane" },
    ],
  });
  const { status } = await make(`${core}/serviceaccounts/reader/token`, {
    spec: { boundObjectRef: { apiVersion: "v1", kind: "Secret", name: "bound" } },
  });
  token = status.token;
});
afterEach(() => api.stop());

const one = `${core}/configmaps/one`;

describe("a token that was good a moment ago", () => {
  let ask: ReturnType<typeof asker>;
  beforeEach(async () => {
    ask = asker({ authorization: `Bearer ${token}` });
    for (let turn = 0; turn < 3; turn += 1) expect(await ask(one)).toBe(200);
  });

  test.each([
    ["its account", `${core}/serviceaccounts/reader`],
    ["the Secret that it is bound to", `${core}/secrets/bound`],
  ])("ends with %s", async (_what, path) => {
    await api.call("DELETE", path);
    expect(await ask(one)).toBe(401);
  });

  test("does not come back with an account of the same name", async () => {
    await api.call("DELETE", `${core}/serviceaccounts/reader`);
    await make(`${core}/serviceaccounts`, { metadata: { name: "reader" } });
    expect(await ask(one)).toBe(401);
  });

  test("ends with its time", async () => {
    await api.host.advance(3601 * 1000);
    expect(await ask(one)).toBe(401);
  });
});

describe("what was allowed a moment ago", () => {
  test.each([
    ["the binding", `${rbac}/namespaces/default/rolebindings/reader`],
    ["the role", `${rbac}/namespaces/default/roles/reader`],
  ])("is forbidden without %s, and allowed again with it", async (_what, path) => {
    const byToken = asker({ authorization: `Bearer ${token}` });
    const certificate = { commonName: "jane", organizations: [], sha256: "ab" };
    const byCertificate = asker({}, { certificate });
    const both = async () => [await byToken(one), await byCertificate(one)];
    expect([await both(), await both()]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    const { metadata: _stored, ...rest } = (await api.call("GET", path)).body;
    await api.call("DELETE", path);
    expect([await both(), await both()]).toEqual([
      [403, 403],
      [403, 403],
    ]);
    await make(path.slice(0, path.lastIndexOf("/")), { ...rest, metadata: { name: "reader" } });
    expect(await both()).toEqual([200, 200]);
  });

  test("is not allowed to somebody else who asks for the same", async () => {
    const jane = asker({}, { certificate: { commonName: "jane", organizations: [], sha256: "1" } });
    const joe = asker({}, { certificate: { commonName: "joe", organizations: [], sha256: "2" } });
    const nobody = asker({});
    for (let turn = 0; turn < 2; turn += 1) {
      expect([await jane(one), await joe(one), await nobody(one)]).toEqual([200, 403, 403]);
    }
  });

  test("is one object's, not its neighbour's", async () => {
    const path = `${rbac}/namespaces/default/roles/reader`;
    const rules = [
      { apiGroups: [""], resources: ["configmaps"], resourceNames: ["one"], verbs: ["get"] },
    ];
    await api.call("PUT", path, { metadata: { name: "reader" }, rules });
    const jane = asker({}, { certificate: { commonName: "jane", organizations: [], sha256: "1" } });
    expect([await jane(one), await jane(`${core}/configmaps/two`)]).toEqual([200, 403]);
  });
});

test("a kind that a definition brings is there with it, and gone with it", async () => {
  const admin = asker({}, { trusted: { name: "admin", groups: ["system:masters"] } });
  const path = "/apis/example.com/v1/namespaces/default/things/none";
  const list = "/apis/example.com/v1/namespaces/default/things";
  expect([await admin(path), await admin(list)]).toEqual([404, 404]);
  const crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  await make(crds, {
    metadata: { name: "things.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "things", kind: "Thing" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object" } },
        },
      ],
    },
  });
  await api.host.advance(1000);
  expect([await admin(path), await admin(list)]).toEqual([404, 200]);
  await api.call("DELETE", `${crds}/things.example.com`);
  await api.host.advance(60_000);
  expect(await admin(list)).toBe(404);
});
