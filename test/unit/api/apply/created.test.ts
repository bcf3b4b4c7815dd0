/** The fields of new objects, held to the general comparison with an empty object: random objects of real kinds. */
import { expect, test } from "vitest";
import { compareObjects } from "../../../../src/api/apply/compare.ts";
import { createdFields } from "../../../../src/api/apply/created.ts";
import { unite } from "../../../../src/api/apply/field-set.ts";
import { ownable, unownedFields } from "../../../../src/api/apply/field-write.ts";
import { rootSlot } from "../../../../src/api/apply/slot.ts";
import type { JsonObject, JsonValue } from "../../../../src/api/json.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { RandomJson } from "../patch/random-json.ts";

const kinds = [
  "io.k8s.api.core.v1.Pod",
  "io.k8s.api.core.v1.Service",
  "io.k8s.api.core.v1.ConfigMap",
  "io.k8s.api.core.v1.Node",
  "io.k8s.api.apps.v1.Deployment",
  "io.k8s.api.batch.v1.CronJob",
  "io.k8s.api.networking.v1.NetworkPolicy",
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition",
];
const words = ["a", "b", "c", "<", 'x"y'];

function randomOf(random: RandomJson, schema: TypeSchema, depth: number): JsonValue {
  if (random.float() < 0.03) return null;
  switch (schema.kind) {
    case "struct": {
      const names = [...schema.fields.keys()].filter(() => random.float() < 4 / schema.fields.size);
      if (schema.preserveUnknown) names.push("other");
      return Object.fromEntries(
        names.map((name) => {
          const field = schema.fields.get(name);
          return [name, field ? randomOf(random, field.schema, depth - 1) : { x: [1, { y: 2 }] }];
        }),
      );
    }
    case "list":
      return Array.from({ length: depth > 0 ? random.below(4) : 0 }, () =>
        randomOf(random, schema.items, depth - 1),
      );
    case "map":
      return Object.fromEntries(
        words
          .slice(random.below(words.length))
          .map((word) => [word, randomOf(random, schema.values, depth - 1)]),
      );
    default:
      return random.pick<JsonValue>([...words, 0, 80, true, {}, [], { k: "v" }]);
  }
}

/** What the server knows of a new object at least. */
function withServerFields(object: JsonObject): JsonObject {
  const metadata = object["metadata"] as JsonObject | null | undefined;
  const own = { name: "a", uid: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
  return { ...object, apiVersion: "v1", kind: "A", metadata: { ...metadata, ...own } };
}

test.each(kinds)("of %s are those that it has beyond an empty object", (name) => {
  const schema = schemaOf(name) as TypeSchema;
  const slot = rootSlot(schema);
  for (let seed = 1; seed <= 400; seed += 1) {
    const random = new RandomJson(seed, { names: [], scalars: [] });
    const made = randomOf(random, schema, 8);
    const { managedFields: _, ...metadata } = ((made as JsonObject | null)?.["metadata"] ??
      {}) as JsonObject;
    const object = withServerFields({ ...(made as JsonObject | null), metadata });
    const write = {
      schema,
      manager: "m",
      apiVersion: "v1",
      nowRfc3339: "",
      ...(random.float() < 0.5 ? {} : { resetFields: [["status"]] }),
    };
    const { added, modified } = compareObjects({}, object, slot);
    const expected = ownable(unite(added, modified), write);
    const found = createdFields(object, slot, unownedFields(write));
    expect(JSON.stringify(found), `seed ${seed}`).toBe(JSON.stringify(expected));
  }
});
