/** Rows of custom resources, by the JSONPath of their columns. */
import { describe, expect, it } from "vitest";
import { tableFor } from "../../../../src/api/table/table.ts";

const nowMs = Date.parse("2026-01-01T01:00:00Z");
const metadata = { name: "x", creationTimestamp: "2026-01-01T00:00:00Z" };
const none = { nowMs, includeObject: "None", noHeaders: false } as const;

describe("a custom resource's table", () => {
  const body = {
    metadata: { ...metadata, labels: { "app.kubernetes.io/name": "n" } },
    spec: { replicas: 3.7, on: true, "a b": "q", ports: [{ port: 1 }, { port: 2 }], map: { a: 1 } },
    status: { conditions: [{ type: "Other" }, { type: "Ready", status: "True" }] },
  };

  it.each([
    ["string", ".spec.replicas", "3.7"],
    ["integer", ".spec.replicas", 3],
    ["number", ".spec.replicas", 3.7],
    ["integer", ".spec.on", null],
    ["boolean", ".spec.on", true],
    ["date", ".metadata.creationTimestamp", "60m"],
    ["date", ".spec.on", null],
    ["string", ".spec.missing.more", null],
    ["string", ".spec['a b']", null],
    ["string", ".spec.ports[1].port", "2"],
    ["string", ".spec.ports[-1].port", "2"],
    ["string", ".spec.ports[*].port", "1"],
    ["string", ".spec.map", '{"a":1}'],
    ["string", ".metadata.labels.app\\.kubernetes\\.io/name", "n"],
    ["string", '.status.conditions[?(@.type=="Ready")].status', "True"],
    ["string", ".status.conditions[?(@.type=='Gone')].status", null],
    ["string", ".spec.constructor", null],
  ])("shows as %s the value at %s", (type, jsonPath, expected) => {
    const object = { apiVersion: "example.com/v1", kind: "Widget", ...body };
    const table = tableFor({ group: "example.com", kind: "Widget" }, [object], {
      ...none,
      customColumns: [{ name: "C", type, jsonPath, priority: 1 }],
    });
    expect(table.rows[0]?.cells).toEqual(["x", expected]);
    expect(table.columnDefinitions?.[1]).toMatchObject({ name: "C", type, priority: 1 });
  });
});

/** What the table convertor of apiextensions-apiserver 1.36 makes of this object. */
describe("a printer column", () => {
  const object = {
    apiVersion: "e.com/v1",
    kind: "X",
    metadata: {
      name: "n",
      creationTimestamp: "2026-11-23T10:00:00Z",
      labels: { "a.b/c": "lbl" },
      annotations: { x: "y" },
    },
    spec: {
      s: "text",
      i: 5,
      f: 2.5,
      z: 2.0,
      big: 12345678901,
      b: true,
      bf: false,
      d: "2026-11-20T10:00:00Z",
      baddate: "nope",
      n: null,
      list: ["a", "b", "c"],
      nums: [1, 2.5, 3],
      objs: [
        { name: "p", v: 1 },
        { name: "q", v: 2 },
      ],
      obj: { k: "v", a: 1 },
      empty: [],
      emptyobj: {},
      es: "",
      "dot.key": "dk",
      conds: [
        { type: "Ready", status: "True" },
        { type: "Other", status: "False" },
      ],
    },
  };
  const rowOf = (columns: readonly { name: string; type: string; jsonPath: string }[]) =>
    tableFor({ group: "e.com", kind: "X" }, [object], { ...none, customColumns: columns });

  it.each<[string, string, string | number | boolean | null]>([
    ["string", ".spec.s", "text"],
    ["integer", ".spec.s", null],
    ["number", ".spec.s", null],
    ["boolean", ".spec.s", null],
    ["date", ".spec.s", "<invalid>"],
    ["string", ".spec.i", "5"],
    ["integer", ".spec.i", 5],
    ["number", ".spec.i", 5],
    ["string", ".spec.f", "2.5"],
    ["integer", ".spec.f", 2],
    ["number", ".spec.f", 2.5],
    ["boolean", ".spec.f", null],
    ["date", ".spec.f", null],
    ["string", ".spec.z", "2"],
    ["integer", ".spec.z", 2],
    ["number", ".spec.z", 2],
    ["string", ".spec.big", "12345678901"],
    ["integer", ".spec.big", 12345678901],
    ["number", ".spec.big", 12345678901],
    ["string", ".spec.b", "true"],
    ["boolean", ".spec.b", true],
    ["string", ".spec.bf", "false"],
    ["boolean", ".spec.bf", false],
    ["string", ".spec.d", "2026-11-20T10:00:00Z"],
    ["string", ".spec.baddate", "nope"],
    ["date", ".spec.baddate", "<invalid>"],
    ["string", ".spec.n", "<no value>"],
    ["integer", ".spec.n", null],
    ["number", ".spec.n", null],
    ["boolean", ".spec.n", null],
    ["date", ".spec.n", null],
    ["string", ".spec.missing", null],
    ["integer", ".spec.missing", null],
    ["number", ".spec.missing", null],
    ["boolean", ".spec.missing", null],
    ["date", ".spec.missing", null],
    ["string", ".spec.list", '["a","b","c"]'],
    ["string", ".spec.list[*]", "a"],
    ["date", ".spec.list[*]", "<invalid>"],
    ["string", ".spec.list[0]", "a"],
    ["date", ".spec.list[0]", "<invalid>"],
    ["string", ".spec.list[-1]", "c"],
    ["date", ".spec.list[-1]", "<invalid>"],
    ["string", ".spec.list[0:2]", "a"],
    ["date", ".spec.list[0:2]", "<invalid>"],
    ["string", ".spec.nums", "[1,2.5,3]"],
    ["string", ".spec.objs[*].name", "p"],
    ["date", ".spec.objs[*].name", "<invalid>"],
    ["string", ".spec.objs[*].v", "1"],
    ["integer", ".spec.objs[*].v", 1],
    ["number", ".spec.objs[*].v", 1],
    ["string", ".spec.objs", '[{"name":"p","v":1},{"name":"q","v":2}]'],
    ["string", ".spec.obj", '{"a":1,"k":"v"}'],
    ["string", ".spec.empty", "[]"],
    ["string", ".spec.empty[*]", null],
    ["string", ".spec.emptyobj", "{}"],
    ["string", ".spec.es", ""],
    ["date", ".spec.es", "<unknown>"],
    ["string", ".spec.dot\\.key", "dk"],
    ["date", ".spec.dot\\.key", "<invalid>"],
    ["string", '.spec.conds[?(@.type=="Ready")].status', "True"],
    ["date", '.spec.conds[?(@.type=="Ready")].status', "<invalid>"],
    ["string", '.spec.conds[?(@.type=="None")].status', null],
    ["string", ".metadata.labels.a\\.b/c", "lbl"],
    ["date", ".metadata.labels.a\\.b/c", "<invalid>"],
    ["string", ".metadata.labels", '{"a.b/c":"lbl"}'],
    ["string", ".metadata.name", "n"],
    ["date", ".metadata.name", "<invalid>"],
    ["string", ".metadata.creationTimestamp", "2026-11-23T10:00:00Z"],
    ["string", ".spec.objs[?(@.v>1)].name", "q"],
    ["date", ".spec.objs[?(@.v>1)].name", "<invalid>"],
    ["string", "..name", "n"],
    ["date", "..name", "<invalid>"],
    ["string", ".spec['s']", "text"],
    ["date", ".spec['s']", "<invalid>"],
    ["string", ".metadata.annotations.x", "y"],
    ["date", ".metadata.annotations.x", "<invalid>"],
  ])("of type %s shows %s as %j", (type, jsonPath, expected) => {
    expect(rowOf([{ name: "C", type, jsonPath }]).rows[0]?.cells).toEqual(["n", expected]);
  });

  it("ends the columns where its path cannot be read", () => {
    const [a, b, c] = [".spec.s", ".spec[", ".spec.i"].map((jsonPath, at) => ({
      name: `C${at}`,
      type: "string",
      jsonPath,
    }));
    const { columnDefinitions, rows } = rowOf([a!, b!, c!]);
    expect(columnDefinitions?.map(({ name }) => name)).toEqual(["Name", "C0"]);
    expect(rows[0]?.cells).toEqual(["n", "text"]);
  });

  it("that nothing is said of is described by its path", () => {
    const [, column] =
      rowOf([{ name: "C", type: "string", jsonPath: ".spec.s" }]).columnDefinitions ?? [];
    expect(column?.description).toBe(
      "Custom resource definition column (in JSONPath format): .spec.s",
    );
  });

  it.each([
    [".spec.list[::2]", "a"],
    [".spec.list[1:]", "b"],
    [".spec.list[5]", null],
    [".spec.s[0]", null],
    [".spec.list[0,2]", "a"],
    ['.spec.objs[?(@.name!="p")].v', "2"],
    [".spec.objs[?(@.v<=1)].name", "p"],
    [".spec.objs[?(@.v)].name", "p"],
    [".spec.objs[?(@.gone)].name", null],
    ['.spec.objs[?(@.v=="1")].name', null],
    [".spec.nums[?(@>1)]", null],
    [".spec.obj[?(@.k)]", null],
    ["{.spec.s}", null],
  ])("follows %s", (jsonPath, expected) => {
    const { rows } = rowOf([{ name: "C", type: "string", jsonPath }]);
    expect(rows[0]?.cells[1] ?? null).toBe(expected);
  });
});
