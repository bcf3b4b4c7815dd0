/**
 * An object of a type in which nothing is set, as Go writes its zero value: what a bookmark holds beside its revision. Source: Go's
 * encoding/json and the types of k8s.io/api.
 */
import type { ScalarSchema, StructSchema, TypeSchema } from "../schema/type-schema.ts";
import { structFactsOf } from "./struct-facts.ts";

/** Structs that must be given and are pointers: null where they are not. */
const pointers: ReadonlySet<string> = new Set([
  "io.k8s.api.apps.v1.DaemonSetSpec.selector",
  "io.k8s.api.apps.v1.DeploymentSpec.selector",
  "io.k8s.api.apps.v1.ReplicaSetSpec.selector",
  "io.k8s.api.apps.v1.StatefulSetSpec.selector",
]);
const numbers: ReadonlySet<ScalarSchema["type"]> = new Set(["integer", "number", "int-or-string"]);

const forms = new WeakMap<StructSchema, Readonly<Record<string, unknown>>>();

/** The body of an object: all but what every object has. Deeply frozen. */
export function zeroBody(schema: StructSchema): Readonly<Record<string, unknown>> {
  const { kind: _kind, apiVersion: _version, metadata: _metadata, ...body } = zeroForm(schema);
  return body;
}

function zeroForm(schema: StructSchema): Readonly<Record<string, unknown>> {
  const known = forms.get(schema);
  if (known) return known;
  const { name, fields } = schema;
  const facts = structFactsOf(name);
  const [structs, nulls, written] = [
    new Set(facts.structs),
    new Set(facts.nulls),
    new Set([...facts.counters, ...facts.texts, ...facts.quantities]),
  ];
  const form: Record<string, unknown> = {};
  for (const [field, { schema: type, required }] of fields) {
    if (nulls.has(field)) form[field] = null;
    else if (structs.has(field) || required || written.has(field)) {
      form[field] = pointers.has(`${name}.${field}`) ? null : zeroOf(type);
    }
  }
  forms.set(schema, Object.freeze(form));
  return form;
}

function zeroOf(type: TypeSchema): unknown {
  switch (type.kind) {
    case "struct":
      return zeroForm(type);
    case "scalar":
      if (type.type === "string") return "";
      if (type.type === "boolean") return false;
      if (type.type === "quantity") return "0";
      return numbers.has(type.type) ? 0 : null;
    case "list":
    case "map":
    case "any":
      return null;
    default:
      throw new TypeError(`unknown schema ${String(type satisfies never)}`);
  }
}
