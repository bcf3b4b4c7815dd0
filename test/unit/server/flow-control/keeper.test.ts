/** What priority and fairness says of itself, and what nobody may change of it (apiserver, pkg/util/flowcontrol; flowcontrol/validation). */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

const schemas = "/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas";
const levels = "/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations";

let api: ApiOnly;
beforeEach(async () => {
  api = await startApiOnly();
  await api.host.advance(1000);
});
afterEach(() => api.stop());

const dangling = async (name: string) => {
  const { body } = await api.call("GET", `${schemas}/${name}`);
  return body.status?.conditions?.find(({ type }: { type: string }) => type === "Dangling");
};

const own = (level: string) => ({
  apiVersion: "flowcontrol.apiserver.k8s.io/v1",
  kind: "FlowSchema",
  metadata: { name: "mine" },
  spec: {
    priorityLevelConfiguration: { name: level },
    matchingPrecedence: 700,
    rules: [
      {
        subjects: [{ kind: "User", user: { name: "jane" } }],
        nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/metrics"] }],
      },
    ],
  },
});

describe("the Dangling condition", () => {
  test("is False on every schema of a new cluster", async () => {
    const { body } = await api.call("GET", schemas);
    expect(body.items.length).toBe(11);
    for (const { metadata } of body.items) {
      expect(await dangling(metadata.name)).toMatchObject({ status: "False", reason: "Found" });
    }
    expect(await dangling("probes")).toEqual({
      type: "Dangling",
      status: "False",
      reason: "Found",
      message:
        'This FlowSchema references the PriorityLevelConfiguration object named "exempt" and it exists',
      lastTransitionTime: expect.stringMatching(/Z$/) as string,
    });
  });

  test("follows the level that a schema names, as it goes and comes", async () => {
    await api.call("POST", schemas, own("nowhere"));
    await api.host.advance(1000);
    expect(await dangling("mine")).toMatchObject({
      status: "True",
      reason: "NotFound",
      message:
        'This FlowSchema references the PriorityLevelConfiguration object named "nowhere" but there is no such object',
    });
    const { body } = await api.call("GET", `${levels}/workload-low`);
    await api.call("POST", levels, {
      apiVersion: body.apiVersion,
      kind: body.kind,
      metadata: { name: "nowhere" },
      spec: body.spec,
    });
    await api.host.advance(1000);
    expect(await dangling("mine")).toMatchObject({ status: "False", reason: "Found" });
    await api.call("DELETE", `${levels}/nowhere`);
    await api.host.advance(1000);
    expect(await dangling("mine")).toMatchObject({ status: "True", reason: "NotFound" });
  });
});

describe("a mandatory object", () => {
  test.each([
    [`${schemas}/exempt`, "exempt"],
    [`${schemas}/catch-all`, "catch-all"],
    [`${levels}/exempt`, "exempt"],
    [`${levels}/catch-all`, "catch-all"],
  ])("comes back when it is deleted: %s", async (path, name) => {
    const before = await api.call("GET", path);
    expect((await api.call("DELETE", path)).status).toBe(200);
    await api.host.advance(1000);
    const after = await api.call("GET", path);
    expect(after.body.metadata.name).toBe(name);
    expect(after.body.metadata.uid).not.toBe(before.body.metadata.uid);
    expect(after.body.spec).toEqual(before.body.spec);
  });

  test.each([
    [schemas, "exempt", { spec: { matchingPrecedence: 2 } }],
    [schemas, "catch-all", { spec: { matchingPrecedence: 9000 } }],
    [schemas, "catch-all", { spec: { rules: null } }],
    [levels, "catch-all", { spec: { limited: { nominalConcurrencyShares: 6 } } }],
  ])("of %s named %s keeps its spec", async (path, name, patch) => {
    const { status, body } = await api.call("PATCH", `${path}/${name}`, patch, {
      "content-type": "application/merge-patch+json",
    });
    expect(status).toBe(422);
    expect(body.reason).toBe("Invalid");
    expect(body.message).toMatch(new RegExp(`spec of '${name}' must equal the fixed value`));
  });

  test("lets the shares of the exempt level be set", async () => {
    const { status } = await api.call(
      "PATCH",
      `${levels}/exempt`,
      { spec: { exempt: { nominalConcurrencyShares: 7 } } },
      { "content-type": "application/merge-patch+json" },
    );
    expect(status).toBe(200);
  });
});
