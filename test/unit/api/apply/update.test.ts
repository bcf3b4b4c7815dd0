/** Who owns which fields after ordinary creates, updates and patches. */
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../../src/api/object.ts";
import { configMap, content, day, object, owners, update } from "./fixture.ts";

const deployment = (replicas: number, image = "nginx:1"): KubeObject =>
  object(
    "Deployment",
    {
      spec: {
        replicas,
        selector: { matchLabels: { app: "a" } },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } },
        template: {
          metadata: { labels: { app: "a" } },
          spec: { containers: [{ name: "web", image, ports: [{ containerPort: 80 }] }] },
        },
      },
    },
    { labels: { app: "a" }, uid: "1", resourceVersion: "5" },
  );

describe("a create", () => {
  it("gives the creator every field, in the form that kubectl users know", () => {
    const created = update(undefined, deployment(1), { manager: "kubectl-create" });
    expect(created.metadata.managedFields).toEqual([
      {
        manager: "kubectl-create",
        operation: "Update",
        apiVersion: "apps/v1",
        time: day(1),
        fieldsType: "FieldsV1",
        fieldsV1: {
          "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
          "f:spec": {
            "f:replicas": {},
            "f:selector": {},
            "f:strategy": { "f:rollingUpdate": { ".": {}, "f:maxSurge": {} }, "f:type": {} },
            "f:template": {
              "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
              "f:spec": {
                "f:containers": {
                  'k:{"name":"web"}': {
                    ".": {},
                    "f:image": {},
                    "f:name": {},
                    "f:ports": {
                      ".": {},
                      'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ]);
  });

  it("names a writer who gives no name unknown", () => {
    expect(Object.keys(owners(update(undefined, configMap({ a: "1" }), { manager: "" })))).toEqual([
      "unknown Update",
    ]);
  });
});

describe("an update", () => {
  const created = update(undefined, deployment(1), { manager: "creator" });

  it("moves what changed to the writer and leaves the rest", () => {
    const scaled = update(
      created,
      { ...deployment(3), metadata: created.metadata },
      { manager: "scaler", now: day(2) },
    );
    expect(owners(scaled)["scaler Update"]).toEqual({ "f:spec": { "f:replicas": {} } });
    expect(owners(scaled)["creator Update"]).not.toHaveProperty(["f:spec", "f:replicas"]);
    expect(owners(scaled)["creator Update"]).toHaveProperty(["f:spec", "f:selector"]);
    expect(scaled.metadata.managedFields?.map(({ time }) => time)).toEqual([day(1), day(2)]);
  });

  it("joins a writer's fields with those it had, and renews its time", () => {
    const once = update(created, deployment(3), { manager: "scaler", now: day(2) });
    const twice = update(once, deployment(3, "nginx:2"), { manager: "scaler", now: day(3) });
    expect(owners(twice)["scaler Update"]).toEqual({
      "f:spec": {
        "f:replicas": {},
        "f:template": { "f:spec": { "f:containers": { 'k:{"name":"web"}': { "f:image": {} } } } },
      },
    });
    expect(twice.metadata.managedFields?.at(-1)?.time).toBe(day(3));
  });

  it("gives back the very entries when nothing changed", () => {
    const same = update(created, deployment(1), { manager: "other", now: day(2) });
    expect(same.metadata.managedFields).toBe(created.metadata.managedFields);
  });

  it("owns nothing of what the server looks after", () => {
    const bumped = {
      ...created,
      metadata: { ...created.metadata, resourceVersion: "6", generation: 2 },
    };
    const after = update(created, bumped, { manager: "other", now: day(2) });
    expect(owners(after)).toEqual(owners(created));
  });

  it("takes removed fields from their owner", () => {
    const live = update(undefined, configMap({ a: "1", b: "2" }), { manager: "m" });
    const after = update(live, configMap({ a: "1" }), { manager: "n", now: day(2) });
    expect(owners(after)).toEqual({ "m Update": { "f:data": { ".": {}, "f:a": {} } } });
  });

  it("tells writers of a subresource apart", () => {
    const status = { ...created, status: { replicas: 1 } } as KubeObject;
    const after = update(created, status, {
      manager: "creator",
      subresource: "status",
      now: day(2),
    });
    expect(owners(after)["creator Update status"]).toEqual({ "f:status": { "f:replicas": {} } });
    expect(after.metadata.managedFields?.at(-1)?.subresource).toBe("status");
  });

  it("keeps atomic lists and maps whole", () => {
    const live = update(
      undefined,
      object("Service", { spec: { selector: { a: "b" }, externalIPs: ["1.1.1.1"] } }),
      { manager: "m" },
    );
    expect(owners(live)["m Update"]).toEqual({
      "f:spec": { "f:externalIPs": {}, "f:selector": {} },
    });
  });

  it("names the items of a set by their value", () => {
    const live = update(undefined, configMap({}, { finalizers: ["a/b"] }), { manager: "m" });
    expect(owners(live)["m Update"]).toEqual({
      "f:data": {},
      "f:metadata": { "f:finalizers": { ".": {}, 'v:"a/b"': {} } },
    });
  });

  it("lives with a list that names a key twice", () => {
    const twice = object("Pod", {
      spec: { containers: [{ name: "a" }, { name: "a", image: "x" }] },
    });
    const live = update(undefined, twice, { manager: "m" });
    expect(owners(live)["m Update"]).toEqual({
      "f:spec": { "f:containers": { 'k:{"name":"a"}': {} } },
    });
    const once = object("Pod", { spec: { containers: [{ name: "a" }] } });
    expect(owners(update(live, once, { manager: "n" }))["n Update"]).toEqual({
      "f:spec": { "f:containers": { 'k:{"name":"a"}': { ".": {}, "f:name": {} } } },
    });
  });
});

describe("managedFields in a request", () => {
  const live = update(undefined, configMap({ a: "1" }, { uid: "1" }), { manager: "m" });
  const withEntries = (managedFields: unknown): KubeObject =>
    configMap({ a: "1" }, { uid: "1", managedFields });

  it("are taken as they are given", () => {
    const [entry] = live.metadata.managedFields ?? [];
    const after = update(live, withEntries([{ ...entry, manager: "renamed" }]), { manager: "n" });
    expect(Object.keys(owners(after))).toEqual(["renamed Update"]);
  });

  it("reset tracking as one empty entry, for good", () => {
    const reset = update(live, withEntries([{}]), { manager: "n" });
    expect(reset.metadata.managedFields).toBeUndefined();
    const after = update(reset, configMap({ a: "2" }, { uid: "1" }), { manager: "n" });
    expect(after.metadata.managedFields).toBeUndefined();
  });

  it.each([
    ["nothing", undefined],
    [
      "an unknown operation",
      [{ manager: "x", operation: "Own", apiVersion: "v1", fieldsType: "FieldsV1" }],
    ],
    ["no version", [{ manager: "x", operation: "Update", fieldsType: "FieldsV1" }]],
    [
      "another fields type",
      [{ manager: "x", operation: "Update", apiVersion: "v1", fieldsType: "FieldsV2" }],
    ],
    [
      "a malformed set",
      [
        {
          manager: "x",
          operation: "Update",
          apiVersion: "v1",
          fieldsType: "FieldsV1",
          fieldsV1: { "f:a": 1 },
        },
      ],
    ],
    [
      "a set of other names",
      [
        {
          manager: "x",
          operation: "Update",
          apiVersion: "v1",
          fieldsType: "FieldsV1",
          fieldsV1: { a: {} },
        },
      ],
    ],
    ["no entry", [null]],
  ])("count for nothing when they are %s", (_what, entries) => {
    expect(owners(update(live, withEntries(entries), { manager: "n" }))).toEqual(owners(live));
  });

  it.each([
    ["an empty list", []],
    ["one empty entry", [{}]],
    ["one entry of empty texts", [{ manager: "", fieldsV1: null }]],
  ])("are reset by %s", (_what, entries) => {
    const after = update(live, withEntries(entries), { manager: "n" });
    expect(after.metadata.managedFields).toBeUndefined();
  });

  it("count for nothing through a subresource", () => {
    const after = update(live, withEntries([{}]), { manager: "n", subresource: "status" });
    expect(owners(after)).toEqual(owners(live));
  });
});

describe("many writers", () => {
  it("are folded together from the eleventh on, the oldest first", () => {
    let live = update(undefined, configMap({}, { uid: "1" }), { manager: "creator" });
    const data: Record<string, string> = {};
    for (let number = 1; number <= 14; number += 1) {
      data[`k${number}`] = "v";
      const now = `2026-01-02T00:00:${String(number).padStart(2, "0")}Z`;
      live = update(live, configMap({ ...data }, { uid: "1" }), { manager: `m${number}`, now });
    }
    const all = owners(live);
    expect(Object.keys(all)).toHaveLength(10);
    expect(Object.keys(all)).toContain("ancient-changes Update");
    expect(Object.keys(all)).toContain("m14 Update");
    expect(all["ancient-changes Update"]).toHaveProperty(["f:data", "f:k1"]);
    const owned = JSON.stringify(Object.values(all)).match(/"f:k\d+"/g);
    expect(new Set(owned).size).toBe(14);
    expect(content(live)).toEqual(content(configMap(data, { uid: "1" })));
  });
});
