/** Objects of every built-in kind, made up along its schema: right types in any combination, whatever is needed or not. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiVersionOf } from "../../../../src/api/object.ts";
import { builtInResources, type ResourceDefinition } from "../../../../src/api/resources.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { ScalarSchema, TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";
import { attack, Tally } from "./attack.ts";
import { Dice } from "./dice.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const words = [
  "",
  ..."a b c-1 default example.com example.com/x A_b 10.0.0.1 fd00::1/64 TCP Always Never All None *".split(
    " ",
  ),
  ..."get Pod v1 apps User Group In Exists Equal NoExecute Local Cluster http true /a self".split(
    " ",
  ),
];

/** Some member of the type; `name` is the field's own. */
function made(dice: Dice, schema: TypeSchema, depth: number): unknown {
  switch (schema.kind) {
    case "any":
      return dice.pick([{}, { a: 1 }, [], "x", null, { apiVersion: "v1", kind: "Pod" }]);
    case "scalar":
      return scalar(dice, schema);
    case "list":
      return Array.from({ length: depth > 0 ? dice.below(3) : 0 }, () =>
        made(dice, schema.items, depth - 1),
      );
    case "map":
      return Object.fromEntries(
        Array.from({ length: depth > 0 ? dice.below(3) : 0 }, () => [
          dice.pick(["a", "cpu", "memory", "example.com/x", "storage", ""]),
          made(dice, schema.values, depth - 1),
        ]),
      );
    case "struct":
      break;
  }
  const fields = [...schema.fields].filter(
    ([name, { required }]) => name !== "managedFields" && dice.chance(required ? 0.9 : 0.25),
  );
  if (depth <= 0) return {};
  return Object.fromEntries(
    fields.map(([name, field]) => [
      name,
      dice.chance(0.03) ? null : made(dice, field.schema, depth - 1),
    ]),
  );
}

function scalar(dice: Dice, schema: ScalarSchema): unknown {
  switch (schema.type) {
    case "string":
      return schema.enum && dice.chance(0.8) ? dice.pick(schema.enum) : dice.pick(words);
    case "boolean":
      return dice.chance(0.5);
    case "integer":
    case "number":
      return dice.pick([0, 1, 2, -1, 80, 65_536, 2 ** 31 - 1]);
    case "quantity":
      return dice.pick(["0", "1", "100m", "1Gi", "-1", "1e3"]);
    case "int-or-string":
      return dice.pick([1, 0, -1, "50%", "http", "101%"]);
    case "time":
    case "micro-time":
      return dice.pick(["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.123456Z"]);
    case "bytes":
      return dice.pick(["", "e30=", "YQ=="]);
    default:
      throw new TypeError(`unknown type ${String(schema.type satisfies never)}`);
  }
}

/** Of Bindings, Kubernetes answers 500 to what does not fit. */
const creatable = builtInResources.filter(
  ({ verbs, kind }) => verbs.includes("create") && kind !== "Binding",
);

function pathOf(definition: ResourceDefinition): string {
  const root = definition.group === "" ? "/api/v1" : `/apis/${apiVersionOf(definition)}`;
  return `${root}${definition.namespaced ? "/namespaces/default" : ""}/${definition.resource}`;
}

test.each([71, 72])("seed %i", async (seed) => {
  const dice = new Dice(seed);
  const tally = new Tally();
  for (const definition of creatable) {
    const schema = schemaOf(definition.definition);
    const path = pathOf(definition);
    const { kind } = definition;
    let last: unknown;
    for (let round = 0; round < 12; round++) {
      const parts = made(dice, schema ?? { kind: "any" }, 4 + dice.below(6)) as object;
      const { metadata } = parts as { metadata?: object };
      const name = `k${seed}-${round}`;
      const body = JSON.stringify({
        ...parts,
        apiVersion: apiVersionOf(definition),
        kind,
        metadata: { ...(dice.chance(0.3) ? metadata : {}), name, namespace: undefined },
      });
      const { status, body: answer } = await attack(api, { method: "POST", path, body });
      tally.note(status);
      if (status === 201 && !kind.endsWith("Review")) last = JSON.parse(answer as string);
      if (last === undefined || !definition.verbs.includes("update")) continue;
      const { metadata: own } = last as { metadata: { name: string; resourceVersion: string } };
      const at = `${path}/${own.name}`;
      const next = JSON.stringify({ ...JSON.parse(body), metadata: own });
      await attack(api, { method: "PUT", path: at, query: "dryRun=All", body: next });
      if (definition.subresources.some((sub) => sub.name === "status")) {
        const query = "dryRun=All";
        await attack(api, { method: "PUT", path: `${at}/status`, query, body: next });
      }
      const headers = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
      expect((await attack(api, { method: "GET", path, headers })).status).toBe(200);
    }
  }
  for (const status of [201, 400, 422]) expect(tally.of(status), `${status}`).toBeGreaterThan(5);
});
