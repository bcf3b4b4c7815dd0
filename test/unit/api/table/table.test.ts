/** Tables as a whole: their columns, what their rows carry, and that every built-in kind has one. */
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../../src/api/object.ts";
import { builtInResources } from "../../../../src/api/resources.ts";
import { partialObjectMetadata, tableFor } from "../../../../src/api/table/table.ts";

const nowMs = Date.parse("2026-01-01T01:00:00Z");
const metadata = { name: "x", creationTimestamp: "2026-01-01T00:00:00Z" };
const none = { nowMs, includeObject: "None", noHeaders: false } as const;

describe("every built-in kind", () => {
  it.each(builtInResources.map((definition) => [definition.kind, definition] as const))(
    "%s has one cell a column, even for an object that says nothing",
    (kind, definition) => {
      const bare = { apiVersion: "v1", kind, metadata: { name: "x" } };
      const hollow = { ...bare, spec: {}, status: {} } as KubeObject;
      const table = tableFor(definition, [bare, hollow], none);
      // IPAddresses have a cell that no column names, in Kubernetes too.
      const unnamed = kind === "IPAddress" ? 1 : 0;
      for (const { cells } of table.rows) {
        expect(cells).toHaveLength((table.columnDefinitions?.length ?? 0) + unnamed);
        expect(cells.every((cell) => cell !== undefined)).toBe(true);
      }
      const named = table.columnDefinitions?.filter(({ format }) => format === "name") ?? [];
      expect(named.length).toBeGreaterThan(0);
      expect(table.columnDefinitions?.every(({ description }) => description !== "")).toBe(true);
    },
  );
});

describe("a table", () => {
  const object: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata };
  const definition = { group: "", kind: "Namespace" };

  it("carries what was asked for beside its cells", () => {
    const rowsOf = (includeObject: "None" | "Metadata" | "Object"): unknown =>
      tableFor(definition, [object], { ...none, includeObject }).rows[0]?.object;
    expect(rowsOf("None")).toBeNull();
    expect(rowsOf("Object")).toBe(object);
    expect(rowsOf("Metadata")).toEqual(partialObjectMetadata(object));
    expect(partialObjectMetadata(object)).toEqual({
      kind: "PartialObjectMetadata",
      apiVersion: "meta.k8s.io/v1",
      metadata,
    });
  });

  it("is written in the version that was asked for, and so is the metadata in its rows", () => {
    const table = tableFor(definition, [object], {
      ...none,
      includeObject: "Metadata",
      metaVersion: "v1beta1",
    });
    expect([table.apiVersion, table.rows[0]?.object]).toMatchObject([
      "meta.k8s.io/v1beta1",
      { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1beta1" },
    ]);
  });

  it("has headers, or none where they were sent before", () => {
    const table = tableFor(definition, [], none);
    expect(table).toMatchObject({ kind: "Table", apiVersion: "meta.k8s.io/v1", rows: [] });
    expect(
      table.columnDefinitions?.map(({ name, type, format, priority }) => [
        name,
        type,
        format,
        priority,
      ]),
    ).toEqual([
      ["Name", "string", "name", 0],
      ["Status", "string", "", 0],
      ["Age", "string", "", 0],
    ]);
    expect(tableFor(definition, [], { ...none, noHeaders: true }).columnDefinitions).toBeNull();
  });
});
