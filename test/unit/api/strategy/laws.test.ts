/** What must hold of every strategy, tried on a valid object of each built-in kind and on one of a custom resource. */
import { describe, expect, it } from "vitest";
import { deepFreeze } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import type { ResourceDefinition } from "../../../../src/api/resources.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { resourceOf, sampleOf, storedResources } from "./samples.ts";

const custom: ResourceDefinition = {
  ...resourceOf("Deployment"),
  group: "example.com",
  kind: "Foo",
  resource: "foos",
};
const all = [...storedResources, custom];
const titled = all.map(
  (definition) =>
    [
      `${definition.kind} of ${definition.group || "core"}/${definition.version}`,
      definition,
    ] as const,
);

/** As the server makes it: defaulted, prepared, and given what the allocator of Services gives. */
function created(definition: ResourceDefinition): KubeObject {
  const strategy = strategyFor(definition);
  return deepFreeze(strategy.prepareForCreate(strategy.default(sampleOf(definition))));
}

describe.each(titled)("the strategy for %s", (_title, definition) => {
  const strategy = strategyFor(definition);

  it("is the same whenever it is asked for", () => {
    expect(strategyFor(definition)).toBe(strategy);
  });

  it("defaults once: a second time changes nothing, and returns the very object", () => {
    const once = deepFreeze(strategy.default(sampleOf(definition)));
    expect(strategy.default(once)).toBe(once);
  });

  it("accepts the sample as new", () => {
    expect(strategy.validateCreate(created(definition))).toEqual([]);
  });

  it("accepts an update that changes nothing, and keeps the generation", () => {
    const object = created(definition);
    const next = strategy.prepareForUpdate(object, object);
    expect(strategy.validateUpdate(next, object)).toEqual([]);
    expect(next).toEqual(object);
  });

  it("lets a write of status change nothing but status and metadata", () => {
    const object = created(definition);
    const meddled = deepFreeze({ ...object, spec: { meddled: true }, data: { meddled: "yes" } });
    const {
      status: _a,
      metadata: _b,
      ...rest
    } = strategy.prepareForStatusUpdate(meddled, object) as KubeObject & { status?: unknown };
    const { status: _c, metadata: _d, ...expected } = object as KubeObject & { status?: unknown };
    expect(rest).toEqual(expected);
  });

  it("never throws on an object without anything", () => {
    const bare = deepFreeze({ apiVersion: "v1", kind: definition.kind, metadata: {} });
    const filled = deepFreeze(strategy.prepareForCreate(strategy.default(bare)));
    const errors = strategy.validateCreate(filled);
    // Events say so by the name of their namespace: their own check comes before that of metadata.
    const named =
      `${definition.group}/${definition.kind}` === "/Event" ? "namespace" : "metadata.name";
    expect(errors.map(({ field }) => field)).toContain(named);
    strategy.validateUpdate(strategy.prepareForUpdate(filled, filled), filled);
    strategy.validateStatusUpdate(strategy.prepareForStatusUpdate(filled, filled), filled);
    expect(strategy.warnings(filled, undefined)).toEqual([]);
    expect(
      Object.values(strategy.selectableFields(filled)).every((value) => typeof value === "string"),
    ).toBe(true);
    expect(strategy.deletionGraceSeconds(filled, undefined)).toBe(0);
  });

  it("wants a namespace exactly where the kind has one", () => {
    const { namespace: _namespace, ...metadata } = created(definition).metadata;
    const without = { ...created(definition), metadata };
    const within = { ...created(definition), metadata: { ...metadata, namespace: "default" } };
    const refused = (object: KubeObject): boolean =>
      strategy.validateCreate(object).some(({ field }) => /^(metadata\.)?namespace$/.test(field));
    expect(refused(without)).toBe(definition.namespaced);
    expect(refused(within)).toBe(!definition.namespaced);
  });
});
