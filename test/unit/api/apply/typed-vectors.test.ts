/** structured-merge-diff's tables of single operations: merge, compare, the set of an object, validity, removal, schemas that change. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { appliedSetOf } from "../../../../src/api/apply/applied-set.ts";
import { compareObjects } from "../../../../src/api/apply/compare.ts";
import type { FieldSet } from "../../../../src/api/apply/field-set.ts";
import { mergeConfig, removeFields } from "../../../../src/api/apply/merge-config.ts";
import { reconciledSet } from "../../../../src/api/apply/reconcile-schema.ts";
import { rootSlot, type Slot } from "../../../../src/api/apply/slot.ts";
import { deepFreeze, type JsonObject, type JsonValue } from "../../../../src/api/json.ts";
import type { TypeSchema } from "../../../../src/api/schema/type-schema.ts";
import { compared } from "../../../vectors/apply/typed-compare.ts";
import { merged } from "../../../vectors/apply/typed-merge.ts";
import { reconciled } from "../../../vectors/apply/typed-reconcile.ts";
import { removed } from "../../../vectors/apply/typed-remove.ts";
import { fieldSets } from "../../../vectors/apply/typed-sets.ts";
import { validity } from "../../../vectors/apply/typed-validity.ts";
import type { TypedTable } from "../../../vectors/apply/vector.ts";
import { schemaFrom } from "./shape-schema.ts";

const read = (text: string): JsonValue => deepFreeze(parse(text) as JsonValue);

/** Runs every row of the tables with its schema, under the row's own texts. */
function eachRow(
  what: string,
  tables: readonly TypedTable[],
  run: (row: readonly string[], slot: Slot, schema: TypeSchema) => void,
): void {
  describe.each(tables.map((table) => [table.of, table] as const))(`${what}: %s`, (_of, table) => {
    const schema = schemaFrom(table.shape);
    it.each(table.rows.map((row, at) => [at, row.join("  "), row] as const))(
      "%i %s",
      (_at, _name, row) => {
        run(row, rootSlot(schema), schema);
      },
    );
  });
}

eachRow("a configuration is merged", merged, ([live = "", config = "", out = ""], slot) => {
  expect(mergeConfig(read(live), read(config), slot)).toEqual(read(out));
});

eachRow("two states are compared", compared, (row, slot) => {
  const [before = "", after = "", added, modified, gone] = row;
  const [left, right] = [read(before) as JsonObject, read(after) as JsonObject];
  const forth = compareObjects(left, right, slot);
  expect([forth.added, forth.modified, forth.removed].map((set) => JSON.stringify(set))).toEqual([
    added,
    modified,
    gone,
  ]);
  const back = compareObjects(right, left, slot);
  expect([back.removed, back.modified, back.added].map((set) => JSON.stringify(set))).toEqual([
    added,
    modified,
    gone,
  ]);
});

eachRow("an object has a set", fieldSets, ([object = "", set], slot) => {
  expect(JSON.stringify(appliedSetOf(read(object) as JsonObject, slot).set)).toBe(set);
});

eachRow("a configuration fits its type or not", validity, ([object = "", faults], slot) => {
  const { errors } = appliedSetOf(read(object) as JsonObject, slot);
  expect(errors.toSorted().join(" | ")).toBe(faults);
});

eachRow("fields are removed", removed, ([object = "", set = "", left = ""], slot) => {
  const gone = JSON.parse(set) as FieldSet;
  expect(removeFields(read(object), gone, slot)).toEqual(read(left));
});

eachRow("a set follows its schema", reconciled, ([before = "", after], _slot, schema) => {
  expect(JSON.stringify(reconciledSet(JSON.parse(before) as FieldSet, schema))).toBe(after);
});
