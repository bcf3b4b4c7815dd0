import { describe, expect, test } from "vitest";
import { protobufMessages } from "../../../../src/api/decode/protobuf-fields.ts";
import { builtInResources } from "../../../../src/api/resources.ts";
import { schemaOf } from "../../../../src/api/schema/built-in.ts";
import type { StructSchema } from "../../../../src/api/schema/type-schema.ts";

describe("the table of field numbers", () => {
  const messages = [...protobufMessages()];

  test("every field is a field of its definition, or an inlined message of the table", () => {
    const strays: string[] = [];
    const check = (owner: string, message: string): void => {
      const struct = schemaOf(owner);
      for (const field of protobufMessages().get(message)?.values() ?? []) {
        if (field.inline !== undefined) check(owner, field.inline);
        else if (struct?.kind === "struct" && !struct.fields.has(field.name)) {
          strays.push(`${owner}.${field.name}`);
        }
      }
      if (!protobufMessages().has(message)) strays.push(message);
    };
    for (const [name] of messages) if (schemaOf(name)?.kind === "struct") check(name, name);
    expect(strays).toEqual([]);
  });

  test("every field of every resource is in the table, all the way down", () => {
    const missing: string[] = [];
    const seen = new Set<string>();
    const namesOf = (message: string): string[] =>
      [...(protobufMessages().get(message)?.values() ?? [])].flatMap((field) =>
        field.inline === undefined ? [field.name] : namesOf(field.inline),
      );
    const visit = (struct: StructSchema): void => {
      if (seen.has(struct.name)) return;
      seen.add(struct.name);
      const names = new Set([...namesOf(struct.name), "apiVersion", "kind"]);
      for (const [name, { schema }] of struct.fields) {
        if (!names.has(name) && protobufMessages().has(struct.name)) {
          missing.push(`${struct.name}.${name}`);
        }
        let inner = schema;
        while (inner.kind === "list" || inner.kind === "map") {
          inner = inner.kind === "list" ? inner.items : inner.values;
        }
        if (inner.kind !== "struct") continue;
        if (!protobufMessages().has(inner.name)) missing.push(inner.name);
        visit(inner);
      }
    };
    for (const { definition } of builtInResources) visit(schemaOf(definition) as StructSchema);
    expect(missing).toEqual([]);
  });
});
