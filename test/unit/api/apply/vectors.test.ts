/** structured-merge-diff's own tables: what its merge says an object and its owners are after each step. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { apply } from "../../../../src/api/apply/apply.ts";
import { type FieldSet, membersOf } from "../../../../src/api/apply/field-set.ts";
import type { KindVersions } from "../../../../src/api/apply/field-write.ts";
import { pathText } from "../../../../src/api/apply/path-element.ts";
import { updateManagedFields } from "../../../../src/api/apply/update.ts";
import {
  deepFreeze,
  isJsonObject,
  type JsonArray,
  type JsonObject,
  type JsonValue,
} from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { StatusError } from "../../../../src/api/status.ts";
import {
  atomicMapAppliers,
  convertedAppliers,
  deducedAppliers,
  nestedAppliers,
  reliantAppliers,
  setAppliers,
} from "../../../vectors/apply/appliers.ts";
import { deduced } from "../../../vectors/apply/deduced.ts";
import { duplicates } from "../../../vectors/apply/duplicates.ts";
import { extracted } from "../../../vectors/apply/extracted.ts";
import { ignored } from "../../../vectors/apply/ignored.ts";
import { defaultKeys, keyedLists, nestedDefaultKeys } from "../../../vectors/apply/keys.ts";
import { leaves } from "../../../vectors/apply/leaves.ts";
import { nested } from "../../../vectors/apply/nested.ts";
import { overrides } from "../../../vectors/apply/overrides.ts";
import {
  newKeys,
  promotedKeys,
  toAtomic,
  toGranular,
} from "../../../vectors/apply/schema-changes.ts";
import { sets } from "../../../vectors/apply/sets.ts";
import { unknownFields } from "../../../vectors/apply/unknown-fields.ts";
import type { Shape, Step, Table, Vector } from "../../../vectors/apply/vector.ts";
import { unsetting, versionNames, versionShape } from "../../../vectors/apply/versions.ts";
import { kindFrom } from "./shape-schema.ts";

interface Kind {
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

function contentOf(object: KubeObject): JsonObject {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...rest } = object;
  return rest;
}

function take(
  kind: Kind,
  live: KubeObject | undefined,
  { step, ignored }: { readonly step: Step; readonly ignored?: Vector["ignored"] },
): KubeObject {
  const version = step.version ?? "v1";
  const write = {
    schema: kind.schemaOf(version),
    manager: step.by,
    apiVersion: version,
    nowRfc3339: "2026-01-01T00:00:00Z",
    force: step.do === "force",
    versions: kind.versions,
    resetFields: ignored?.[version]?.map((path) => path.slice(1).split(".")),
  };
  const seen = live && inVersion(kind, live, version);
  if (step.do !== "update") return apply(seen, bodyOf(step), write);
  const { managedFields } = seen?.metadata ?? {};
  const body = bodyOf(step);
  const metadata = { ...body.metadata, ...(managedFields ? { managedFields } : {}) };
  return updateManagedFields(seen, { ...body, metadata }, write);
}

function inVersion({ versions }: Kind, object: KubeObject, version: string): KubeObject {
  const json = object as unknown as JsonObject;
  if (!versions) return { ...object, apiVersion: version };
  return versions.convert(json, version) as unknown as KubeObject;
}

/** What is left empty by a removal is null in structured-merge-diff, until defaulting drops it; it is absent here. */
function withoutNulls(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as JsonArray).map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutNulls(part ?? null)]));
}

/** Takes a step that may be refused, and holds the refusal to what the table says of it. */
function tryStep(take: () => KubeObject, step: Step): KubeObject | undefined {
  try {
    const object = take();
    expect([step.conflicts, step.error]).toEqual([undefined, undefined]);
    return object;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    if (step.error !== undefined) {
      expect(error.message).toMatch(
        new RegExp(`^failed to create typed patch object .*: ${RegExp.escape(step.error)}$`),
      );
    } else if (step.conflicts !== undefined) {
      const causes = error.status.details?.causes ?? [];
      const told = causes.map(
        ({ message, field }) => `${/"(.*?)"/.exec(message ?? "")?.[1]} ${field}`,
      );
      expect([error.code, told.toSorted()]).toEqual([409, step.conflicts.toSorted()]);
    } else throw error;
    return undefined;
  }
}

function run(kinds: (shape?: Shape) => Kind, vector: Vector, inEnd = vector.version): void {
  let live: KubeObject | undefined;
  let kind = kinds();
  const { ignored } = vector;
  for (const step of vector.steps) {
    if (step.do === "schema") kind = kinds(step.shape);
    else {
      const taken = tryStep(() => take(kind, live, { step, ignored }), step);
      if (taken !== undefined) live = deepFreeze(taken);
    }
  }
  if (vector.object === undefined) return;
  if (live === undefined) throw new Error("no step has made an object");
  const content = contentOf(inVersion(kind, live, inEnd ?? "v1"));
  expect(withoutNulls(content)).toEqual(withoutNulls((parse(vector.object) ?? {}) as JsonValue));
  if (vector.managed === undefined) return;
  const managed = (live.metadata.managedFields ?? []).map(({ manager, apiVersion, fieldsV1 }) => {
    const paths = Array.from(membersOf(fieldsV1 as FieldSet), pathText);
    return [manager, [apiVersion, ...paths]] as const;
  });
  expect(Object.fromEntries(managed)).toEqual(vector.managed);
}

/** What the tables' own converters do. */
const conversions: Readonly<
  Record<NonNullable<Table["conversion"]>, (body: JsonObject, version: string) => JsonObject>
> = {
  repeated(body, version) {
    const times = Number(version.slice(1));
    const renamed = (value: JsonValue): JsonValue => {
      if (!isJsonObject(value)) return value;
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([key, part]) => [key.charAt(0).repeat(times), renamed(part ?? null)]),
      );
    };
    return Object.fromEntries(
      Object.entries(body).map(([key, part]) => [key, renamed(part ?? null)]),
    );
  },
  reliant(body, version) {
    const [from, to] = ["field_foo_rely_on_bar", "required_field_bar"] as const;
    const text = JSON.stringify(body);
    if (version !== "v1") return JSON.parse(text.replaceAll(from, to)) as JsonObject;
    if (text.includes(to)) return JSON.parse(text.replaceAll(to, from)) as JsonObject;
    // What is in v1 already.
    if (text.includes(from)) return body;
    throw new Error("a field is missing that v1 cannot do without");
  },
};

function kindOf(table: Table, versions: boolean, shape: Shape = table.shape): Kind {
  const schema = kindFrom(shape);
  const convert = table.conversion && conversions[table.conversion];
  const known: KindVersions = {
    schemaOf: () => schema,
    convert(object, apiVersion) {
      const { apiVersion: _version, kind, metadata, ...body } = object;
      return { apiVersion, kind, metadata, ...(convert ? convert(body, apiVersion) : body) };
    },
  };
  return { schemaOf: () => schema, ...(versions || convert ? { versions: known } : {}) };
}

describe.each(
  [
    leaves,
    sets,
    nested,
    deduced,
    defaultKeys,
    nestedDefaultKeys,
    keyedLists,
    duplicates,
    extracted,
    overrides,
    ignored,
    unknownFields,
    toAtomic,
    toGranular,
    newKeys,
    promotedKeys,
    setAppliers,
    nestedAppliers,
    deducedAppliers,
    atomicMapAppliers,
    convertedAppliers,
    reliantAppliers,
  ].map((table) => [table.of, table] as const),
)("%s", (_of, table) => {
  const rows = table.rows.map((vector) => [vector.name, vector] as const);
  it.each(rows)("%s", (_name, vector) => {
    run((shape) => kindOf(table, false, shape), vector);
  });
  it.each(rows)("%s, converted on its way", (_name, vector) => {
    run((shape) => kindOf(table, true, shape), vector);
  });
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
    run(() => ({ schemaOf, versions }), vector, third);
  });
});

/** merge/obsolete_versions_test.go: versions come and go. */
describe("owners of a version that there is no more", () => {
  const among = (names: readonly string[], schema: TypeSchema): Kind => ({
    schemaOf: () => schema,
    versions: {
      schemaOf: (name) => (names.includes(name) ? schema : undefined),
      convert: (object, apiVersion) => ({ ...object, apiVersion }),
    },
  });

  it("are forgotten with the next write (TestObsoleteVersions)", () => {
    const schema = kindFrom("any");
    const write = (names: readonly string[], live: KubeObject | undefined, object: string) => {
      const version = names.at(-1) ?? "";
      const step: Step = { do: "update", by: version, version, object };
      return deepFreeze(take(among(names, schema), live, { step }));
    };
    const one = write(["v1"], undefined, "{v1: 0}");
    const two = write(["v1", "v2"], one, "{v1: 0, v2: 0}");
    const three = write(["v2", "v3"], two, "{v1: 0, v2: 0, v3: 0}");
    expect(
      three.metadata.managedFields?.map(({ apiVersion, fieldsV1 }) => [apiVersion, fieldsV1]),
    ).toEqual([
      ["v2", { "f:v2": {} }],
      ["v3", { "f:v3": {} }],
    ]);
  });

  it("leave what they have applied (TestApplyObsoleteVersion)", () => {
    const schema = kindFrom({ struct: { list: { set: "string" } } });
    const step = { do: "apply", by: "apply" } as const;
    const first = take(among(["v1"], schema), undefined, {
      step: { ...step, object: "{list: [a, b, c, d]}" },
    });
    const second = take(among(["v2"], schema), deepFreeze(first), {
      step: { ...step, version: "v2", object: "{list: [a]}" },
    });
    expect(contentOf(second)).toEqual({ list: ["a", "b", "c", "d"] });
  });
});
