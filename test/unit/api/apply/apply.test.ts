/** Server-side apply: merging, removal, conflicts, and what it notes of owners. */
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../../src/api/object.ts";
import { StatusError } from "../../../../src/api/status.ts";
import { applied, configMap, content, day, object, owners, update } from "./fixture.ts";

function failureOf(run: () => unknown): StatusError {
  try {
    run();
  } catch (error) {
    if (error instanceof StatusError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function deployment(spec: object, more: object = {}): KubeObject {
  const template = {
    metadata: { labels: { app: "a" } },
    spec: { containers: [{ name: "web", ...more }] },
  };
  return object("Deployment", {
    spec: { selector: { matchLabels: { app: "a" } }, template, ...spec },
  });
}

const data = (target: KubeObject): unknown => (target as { data?: unknown }).data;
const spec = (target: KubeObject): Record<string, unknown> =>
  (target as unknown as { spec: Record<string, unknown> }).spec;

describe("applying for the first time", () => {
  it("creates the object, owned by its applier", () => {
    const made = applied(undefined, configMap({ a: "1" }), { manager: "me" });
    expect(content(made)).toEqual(content(configMap({ a: "1" })));
    expect(made.metadata.managedFields).toEqual([
      {
        manager: "me",
        operation: "Apply",
        apiVersion: "v1",
        time: day(1),
        fieldsType: "FieldsV1",
        fieldsV1: { "f:data": { "f:a": {} } },
      },
    ]);
  });

  it("shares fields that have the same value", () => {
    const live = update(undefined, configMap({ a: "1" }, { uid: "1" }), { manager: "m" });
    const after = applied(live, configMap({ a: "1" }), { manager: "me" });
    expect(owners(after)).toEqual({
      "me Apply": { "f:data": { "f:a": {} } },
      "m Update": { "f:data": { ".": {}, "f:a": {} } },
    });
  });

  it("gives an untracked object's fields to an owner of their own", () => {
    const live = configMap({ a: "1", b: "2" }, { uid: "1" });
    const after = applied(live, configMap({ a: "9" }), { manager: "me", force: true });
    expect(owners(after)).toEqual({
      "me Apply": { "f:data": { "f:a": {} } },
      "before-first-apply Update": { "f:data": { ".": {}, "f:b": {} } },
    });
    expect(data(after)).toEqual({ a: "9", b: "2" });
  });
});

describe("applying again", () => {
  const first = applied(undefined, configMap({ a: "1", b: "2" }), { manager: "me" });

  it("changes nothing, not even a time, when the configuration is the same", () => {
    const again = applied(first, configMap({ a: "1", b: "2" }), { manager: "me", now: day(2) });
    expect(again).toBe(first);
  });

  it("removes what is no longer applied", () => {
    const after = applied(first, configMap({ a: "1" }), { manager: "me" });
    expect(data(after)).toEqual({ a: "1" });
    expect(owners(after)["me Apply"]).toEqual({ "f:data": { "f:a": {} } });
  });

  it("keeps what another applier applies too", () => {
    const both = applied(first, configMap({ b: "2" }), { manager: "you" });
    const after = applied(both, configMap({ a: "1" }), { manager: "me" });
    expect(data(after)).toEqual({ a: "1", b: "2" });
    expect(owners(after)["you Apply"]).toEqual({ "f:data": { "f:b": {} } });
  });

  it("keeps what an ordinary writer has too", () => {
    const live = update(undefined, configMap({ a: "1" }, { uid: "1" }), { manager: "m" });
    const shared = applied(live, configMap({ a: "1" }), { manager: "me" });
    const after = applied(shared, configMap({}), { manager: "me" });
    expect(data(after)).toEqual({ a: "1" });
    expect(Object.keys(owners(after))).toContain("m Update");
  });

  it("lets go, without removing, of what another writer took over", () => {
    const taken = update(first, configMap({ a: "1", b: "3" }), { manager: "m", now: day(2) });
    expect(owners(taken)["me Apply"]).toEqual({ "f:data": { "f:a": {} } });
    const after = applied(taken, configMap({ a: "1" }), { manager: "me" });
    expect(data(after)).toEqual({ a: "1", b: "3" });
  });

  it("takes list items out by their keys and leaves those of others", () => {
    const two = object("Deployment", {
      spec: {
        selector: {},
        template: {
          spec: {
            containers: [
              { name: "a", image: "1" },
              { name: "b", image: "2" },
            ],
          },
        },
      },
    });
    const one = object("Deployment", {
      spec: { selector: {}, template: { spec: { containers: [{ name: "b", image: "2" }] } } },
    });
    const sidecar = object("Deployment", {
      spec: { template: { spec: { containers: [{ name: "s", image: "3" }] } } },
    });
    const live = applied(applied(undefined, two, { manager: "me" }), sidecar, { manager: "you" });
    const after = applied(live, one, { manager: "me" });
    expect(spec(after)["template"]).toEqual({
      spec: {
        containers: [
          { name: "b", image: "2" },
          { name: "s", image: "3" },
        ],
      },
    });
  });
});

describe("conflicts", () => {
  const live = update(undefined, deployment({ replicas: 1 }, { image: "nginx:1" }), {
    manager: "kubectl-client-side-apply",
  });

  it("are told as Kubernetes tells one", () => {
    const error = failureOf(() => applied(live, deployment({ replicas: 3 }), { manager: "me" }));
    expect(error.status).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message:
        'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
      reason: "Conflict",
      details: {
        causes: [
          {
            reason: "FieldManagerConflict",
            message: 'conflict with "kubectl-client-side-apply" using apps/v1',
            field: ".spec.replicas",
          },
        ],
      },
      code: 409,
    });
  });

  it("are told by owner when there are several", () => {
    const other = applied(live, deployment({ paused: true }), { manager: "b" });
    const scaled = update(other, { ...other, status: { replicas: 1 } } as KubeObject, {
      manager: "kubectl-client-side-apply",
      subresource: "status",
    });
    const config = { ...deployment({ replicas: 3, paused: false }, { image: "nginx:2" }) };
    const error = failureOf(() =>
      applied(scaled, { ...config, status: { replicas: 2 } } as KubeObject, { manager: "me" }),
    );
    expect(error.message.split("\n")).toEqual([
      'Apply failed with 4 conflicts: conflicts with "b":',
      "- .spec.paused",
      'conflicts with "kubectl-client-side-apply" with subresource "status" using apps/v1:',
      "- .status.replicas",
      'conflicts with "kubectl-client-side-apply" using apps/v1:',
      "- .spec.replicas",
      '- .spec.template.spec.containers[name="web"].image',
    ]);
    expect(error.status.details?.causes).toHaveLength(4);
  });

  it("are overruled by force, and the fields change hands", () => {
    const after = applied(live, deployment({ replicas: 3 }), { manager: "me", force: true });
    expect(spec(after)["replicas"]).toBe(3);
    expect(owners(after)["kubectl-client-side-apply Update"]).not.toHaveProperty([
      "f:spec",
      "f:replicas",
    ]);
    expect(owners(after)["me Apply"]).toHaveProperty(["f:spec", "f:replicas"]);
  });

  it("do not arise from a value that stays the same", () => {
    const config = deployment({ replicas: 1 });
    expect(() => applied(live, config, { manager: "me" })).not.toThrow();
  });

  it("leave the live object as it was", () => {
    const before = JSON.stringify(live);
    failureOf(() => applied(live, deployment({ replicas: 3 }), { manager: "me" }));
    expect(JSON.stringify(live)).toBe(before);
  });

  it("do not hold kubectl back from what it applied on the client's side", () => {
    const record = JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", data: { a: "1" } });
    const annotations = { "kubectl.kubernetes.io/last-applied-configuration": `${record}\n` };
    const csa = update(undefined, configMap({ a: "1", b: "1" }, { uid: "1", annotations }), {
      manager: "kubectl-client-side-apply",
    });
    const after = applied(csa, configMap({ a: "2" }), { manager: "kubectl" });
    expect(data(after)).toEqual({ a: "2", b: "1" });
    expect(after.metadata.annotations?.["kubectl.kubernetes.io/last-applied-configuration"]).toBe(
      '{"apiVersion":"v1","data":{"a":"2"},"kind":"ConfigMap","metadata":{"name":"x","namespace":"default"}}\n',
    );
    const error = failureOf(() =>
      applied(csa, configMap({ a: "2", b: "2" }), { manager: "kubectl" }),
    );
    expect(error.status.details?.causes?.map(({ field }) => field)).toEqual([".data.b"]);
  });
});

describe("lists and maps", () => {
  const pod = (containers: readonly object[], more: object = {}): KubeObject =>
    object("Pod", { spec: { containers, ...more } });
  const names = (target: KubeObject): unknown =>
    (spec(target)["containers"] as readonly { name: string }[]).map(({ name }) => name);

  it.each([
    [
      ["a", "b"],
      ["b", "a"],
      ["b", "a"],
    ],
    [
      ["a", "x", "b"],
      ["b", "a"],
      ["x", "b", "a"],
    ],
    [
      ["x", "a"],
      ["n", "a"],
      ["x", "n", "a"],
    ],
    [
      ["a", "x"],
      ["a", "n"],
      ["a", "x", "n"],
    ],
    [[], ["a"], ["a"]],
  ])("of %j and %j make the order %j", (before, config, expected) => {
    const named = (list: readonly string[]): KubeObject => pod(list.map((name) => ({ name })));
    const live = update(undefined, named(before), { manager: "m" });
    expect(names(applied(live, named(config), { manager: "me" }))).toEqual(expected);
  });

  it("count a port without protocol as TCP", () => {
    const port = (more: object): KubeObject =>
      pod([{ name: "a", ports: [{ containerPort: 80, ...more }] }]);
    const live = applied(undefined, port({ protocol: "TCP", name: "http" }), { manager: "m" });
    const after = applied(live, port({ hostPort: 1 }), { manager: "you" });
    expect(spec(after)["containers"]).toEqual([
      { name: "a", ports: [{ containerPort: 80, protocol: "TCP", name: "http", hostPort: 1 }] },
    ]);
  });

  it("replace an atomic map as a whole", () => {
    const service = (selector: object): KubeObject => object("Service", { spec: { selector } });
    const live = applied(undefined, service({ a: "1", b: "2" }), { manager: "me" });
    const after = applied(live, service({ c: "3" }), { manager: "me" });
    expect(spec(after)["selector"]).toEqual({ c: "3" });
    const error = failureOf(() => applied(after, service({ d: "4" }), { manager: "you" }));
    expect(error.message).toContain(".spec.selector");
  });

  it("merge a set of finalizers", () => {
    const config = (finalizers: readonly string[]): KubeObject => configMap({}, { finalizers });
    const live = applied(undefined, config(["a/a", "b/b"]), { manager: "me" });
    const both = applied(live, config(["c/c"]), { manager: "you" });
    const after = applied(both, config(["b/b"]), { manager: "me" });
    expect(after.metadata.finalizers).toEqual(["b/b", "c/c"]);
  });
});

describe("a configuration", () => {
  it.each<[string, KubeObject, string]>([
    [
      "with managedFields",
      configMap({}, { managedFields: [] }),
      "metadata.managedFields must be nil",
    ],
    [
      "with an unknown field",
      object("ConfigMap", { dota: {} }),
      "failed to create typed patch object (default/x; /v1, Kind=ConfigMap): .dota: field not declared in schema",
    ],
    [
      "with several faults",
      object("Pod", { spec: { containers: [{ name: "a", nope: 1 }, null] } }),
      "failed to create typed patch object (default/x; /v1, Kind=Pod): errors:\n" +
        '  .spec.containers[name="a"].nope: field not declared in schema\n' +
        "  .spec.containers: element 1: associative list with keys may not have a null element",
    ],
    [
      "with an item without a key",
      object("ServiceAccount", { secrets: [{ namespace: "a" }] }),
      "failed to create typed patch object (default/x; /v1, Kind=ServiceAccount): " +
        '.secrets: element 0: associative list with keys has an element that omits all key fields ["name"] (and doesn\'t have default values for any key fields)',
    ],
    [
      "with an item twice, once by its default",
      object("Pod", { spec: { containers: [{ name: "" }, { image: "a" }] } }),
      'failed to create typed patch object (default/x; /v1, Kind=Pod): .spec.containers: duplicate entries for key [name=""]',
    ],
    [
      "with an item twice",
      object("Pod", { spec: { containers: [{ name: "a" }, { name: "a" }] } }),
      'failed to create typed patch object (default/x; /v1, Kind=Pod): .spec.containers: duplicate entries for key [name="a"]',
    ],
    [
      "with a list for a map",
      object("ConfigMap", { data: [] }),
      "failed to create typed patch object (default/x; /v1, Kind=ConfigMap): .data: expected map, got &{[]}",
    ],
  ])("%s is refused", (_what, config, message) => {
    const error = failureOf(() => applied(undefined, config, { manager: "me" }));
    // What is wrong with its type is an error without a reason, which Kubernetes answers 500.
    const code = message.startsWith("failed to create typed patch object") ? 500 : 400;
    expect([error.code, error.message]).toEqual([code, message]);
  });

  it("owns nothing that its endpoint sets back", () => {
    const config = { ...deployment({ replicas: 1 }), status: { replicas: 5 } } as KubeObject;
    const made = applied(undefined, config, { manager: "me", resetFields: [["status"]] });
    expect(owners(made)["me Apply"]).not.toHaveProperty("f:status");
    expect(owners(made)["me Apply"]).toHaveProperty(["f:spec", "f:replicas"]);
  });
});
