/** structured-merge-diff's own tables: what its merge says an object and its owners are after each step. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { apply } from "../../../../src/api/apply/apply.ts";
import { type FieldSet, membersOf } from "../../../../src/api/apply/field-set.ts";
import type { KindVersions } from "../../../../src/api/apply/field-write.ts";
import { pathText } from "../../../../src/api/apply/path-element.ts";
import { updateManagedFields } from "../../../../src/api/apply/update.ts";
import { deepFreeze, type JsonObject } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import type {
  FieldSchema,
  ListSchema,
  TypeSchema,
} from "../../../../src/api/schema/type-schema.ts";
import { StatusError } from "../../../../src/api/status.ts";
import { leaves, leafShape } from "../../../vectors/apply/leaves.ts";
import { nested, nestedShape } from "../../../vectors/apply/nested.ts";
import { sets, setShape } from "../../../vectors/apply/sets.ts";
import type { Shape, Step, Vector } from "../../../vectors/apply/vector.ts";
import { unsetting, versionNames, versionShape } from "../../../vectors/apply/versions.ts";

function listOf(items: TypeSchema, more: Partial<ListSchema>): TypeSchema {
  const plain = { mapKeys: [], patchStrategy: "replace", retainKeys: false } as const;
  return { kind: "list", items, listType: "atomic", ...plain, ...more };
}

function schemaFrom(shape: Shape): TypeSchema {
  if (typeof shape === "string") return { kind: "scalar", type: shape };
  if ("map" in shape) return { kind: "map", values: schemaFrom(shape.map), atomic: false };
  if ("set" in shape) return listOf(schemaFrom(shape.set), { listType: "set" });
  if ("atomic" in shape) return listOf(schemaFrom(shape.atomic), {});
  if ("keyed" in shape) {
    return listOf(schemaFrom(shape.keyed), { listType: "map", mapKeys: shape.by });
  }
  const fields = Object.entries(shape.struct).map(([name, part]): [string, FieldSchema] => [
    name,
    { schema: schemaFrom(part), required: false },
  ]);
  return {
    kind: "struct",
    name: "T",
    fields: new Map(fields),
    atomic: false,
    preserveUnknown: false,
  };
}

/** The type of a table as a kind: with a version, a name and a place for managedFields. */
function kindFrom(shape: Shape): TypeSchema {
  const members = typeof shape === "object" && "struct" in shape ? shape.struct : {};
  const metadata: Shape = { struct: { name: "string" } };
  return schemaFrom({ struct: { apiVersion: "string", kind: "string", metadata, ...members } });
}

interface Table {
  readonly schemaOf: (version: string) => TypeSchema;
  readonly versions?: KindVersions;
}

function bodyOf(step: Pick<Step, "object" | "version">): KubeObject {
  const body = (parse(step.object) ?? {}) as JsonObject;
  return deepFreeze({
    apiVersion: step.version ?? "v1",
    kind: "T",
    metadata: { name: "x" },
    ...body,
  });
}

function contentOf(object: KubeObject): unknown {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...rest } = object;
  return rest;
}

function take(table: Table, live: KubeObject | undefined, step: Step): KubeObject | undefined {
  const version = step.version ?? "v1";
  const write = {
    schema: table.schemaOf(version),
    manager: step.by,
    apiVersion: version,
    nowRfc3339: "2026-01-01T00:00:00Z",
    force: step.do === "force",
    versions: table.versions,
  };
  const seen = live && inVersion(table, live, version);
  if (step.do !== "update") return apply(seen, bodyOf(step), write);
  const { managedFields } = seen?.metadata ?? {};
  const body = bodyOf(step);
  const metadata = { ...body.metadata, ...(managedFields ? { managedFields } : {}) };
  return updateManagedFields(seen, { ...body, metadata }, write);
}

function inVersion({ versions }: Table, object: KubeObject, version: string): KubeObject {
  const json = object as unknown as JsonObject;
  if (!versions) return { ...object, apiVersion: version };
  return versions.convert(json, version) as unknown as KubeObject;
}

/** Go's typed objects know no null: what is left empty by a removal is null there and absent here. */
function withoutNulls(content: unknown): unknown {
  return Object.fromEntries(
    Object.entries(content as object).filter(([, value]) => value !== null),
  );
}

/** The lists of an object's own fields in one order. */
function sorted(content: unknown): unknown {
  const entries = Object.entries(content as object).map(([key, value]) => [
    key,
    Array.isArray(value) ? (value as string[]).toSorted() : value,
  ]);
  return Object.fromEntries(entries);
}

function run(table: Table, vector: Vector, inEnd = "v1"): void {
  let live: KubeObject | undefined;
  for (const step of vector.steps) {
    try {
      live = deepFreeze(take(table, live, step));
      expect(step.conflicts).toBeUndefined();
    } catch (error) {
      if (!(error instanceof StatusError) || step.conflicts === undefined) throw error;
      const causes = error.status.details?.causes ?? [];
      const told = causes.map(
        ({ message, field }) => `${/"(.*?)"/.exec(message ?? "")?.[1]} ${field}`,
      );
      expect([error.code, told]).toEqual([409, step.conflicts]);
    }
  }
  if (live === undefined) throw new Error("no step has made an object");
  const ordered = vector.anyOrder ? sorted : (value: unknown): unknown => value;
  const content = contentOf(inVersion(table, live, inEnd));
  expect(withoutNulls(ordered(content))).toEqual(withoutNulls(ordered(parse(vector.object))));
  if (vector.managed === undefined) return;
  const managed = (live.metadata.managedFields ?? []).map(({ manager, apiVersion, fieldsV1 }) => {
    const paths = Array.from(membersOf(fieldsV1 as FieldSet), pathText);
    return [manager, [apiVersion, ...paths.sort()]] as const;
  });
  const wanted = Object.entries(vector.managed).map(
    ([manager, [version, ...paths]]) => [manager, [version, ...paths.toSorted()]] as const,
  );
  expect(Object.fromEntries(managed)).toEqual(Object.fromEntries(wanted));
}

describe.each<[string, Shape, readonly Vector[]]>([
  ["leaves", leafShape, leaves],
  ["sets", setShape, sets],
  ["nested types, and several appliers of them", nestedShape, nested],
])("%s", (_what, shape, vectors) => {
  const schema = kindFrom(shape);
  const versions: KindVersions = {
    schemaOf: () => schema,
    convert: (object, apiVersion) => ({ ...object, apiVersion }),
  };
  it.each(vectors.map((vector) => [vector.name, vector] as const))("%s", (_name, vector) => {
    run({ schemaOf: () => schema }, vector);
  });
  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    "%s, converted on its way",
    (_name, vector) => {
      run({ schemaOf: () => schema, versions }, vector);
    },
  );
});

describe("fields that are named otherwise in each version", () => {
  const schemas = new Map(
    versionNames.map((name) => [name as string, kindFrom(versionShape(name))]),
  );
  const renamed = (text: string, from: string, to: string): string =>
    text.replaceAll(`_${from}`, `_${to}`);
  const versions: KindVersions = {
    schemaOf: (version) => schemas.get(version),
    convert(object, apiVersion) {
      const { metadata, apiVersion: from, ...rest } = object;
      const body = JSON.parse(
        renamed(JSON.stringify(rest), String(from), apiVersion),
      ) as JsonObject;
      return { ...body, apiVersion, metadata };
    },
  };
  const schemaOf = (version: string): TypeSchema => schemas.get(version) as TypeSchema;
  const choices = versionNames.flatMap((first) =>
    versionNames.flatMap((second) =>
      versionNames.flatMap((third) =>
        unsetting(first, second, third).map(
          (vector) => [`${first}-${second}-${third} ${vector.name}`, vector, third] as const,
        ),
      ),
    ),
  );
  it.each(choices)("%s", (_name, vector, third) => {
    run({ schemaOf, versions }, vector, third);
  });

  it("forget owners of a version that there is no more", () => {
    const first = take({ schemaOf, versions }, undefined, {
      do: "apply",
      by: "old",
      object: "{struct: {name: a, scalarField_v1: a}}",
    });
    const gone: KindVersions = {
      ...versions,
      schemaOf: (name) => (name === "v1" ? undefined : schemas.get(name)),
    };
    const after = take({ schemaOf, versions: gone }, first, {
      do: "apply",
      by: "new",
      version: "v2",
      object: "{struct: {name: b}}",
    });
    expect(after?.metadata.managedFields?.map(({ manager }) => manager)).toEqual(["new"]);
  });
});
