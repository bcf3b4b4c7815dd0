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
    ["string", ".spec['a b']", "q"],
    ["string", ".spec.ports[1].port", "2"],
    ["string", ".spec.ports[-1].port", "2"],
    ["string", ".spec.ports[*].port", "1 2"],
    ["string", ".spec.map", '{"a":1}'],
    ["string", ".metadata.labels.app\\.kubernetes\\.io/name", "n"],
    ["string", '.status.conditions[?(@.type=="Ready")].status', "True"],
    ["string", ".status.conditions[?(@.type=='Gone')].status", null],
    ["string", ".spec.constructor", null],
    ["string", "..replicas[(", null],
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
