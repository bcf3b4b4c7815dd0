/** structured-merge-diff, merge/schema_change_test.go. */
import { apply, force, type Table } from "./vector.ts";

export const toAtomic: Table = {
  of: "TestGranularToAtomicSchemaChanges",
  shape: { struct: { struct: { struct: { numeric: "number", string: "string" } } } },
  rows: [
    {
      name: "to-atomic",
      steps: [
        apply("one", "{struct: {numeric: 1}}"),
        { do: "schema", shape: { struct: { struct: { struct: { numeric: "number", string: "string" }, whole: true } } } },
        apply("two", "{struct: {string: string}}", { conflicts: ['one .struct'] }),
        force("two", "{struct: {string: string}}"),
      ],
      object: "{struct: {string: string}}",
      managed: { two: ["v1", ".struct"] },
    },
    {
      name: "to-atomic-owner-with-no-child-fields",
      steps: [
        apply("one", "{struct: {numeric: 1}}"),
        force("two", "{struct: {numeric: 2}}"),
        { do: "schema", shape: { struct: { struct: { struct: { numeric: "number", string: "string" }, whole: true } } } },
        apply("three", "{struct: {string: string}}", { conflicts: ['two .struct'] }),
        force("two", "{struct: {string: string}}"),
      ],
      object: "{struct: {string: string}}",
      managed: { two: ["v1", ".struct"] },
    },
  ],
};

export const toGranular: Table = {
  of: "TestAtomicToGranularSchemaChanges",
  shape: { struct: { struct: { struct: { numeric: "number", string: "string" }, whole: true } } },
  rows: [
    {
      name: "to-granular",
      steps: [
        apply("one", "{struct: {numeric: 1, string: a}}"),
        apply("two", "{struct: {string: b}}", { conflicts: ['one .struct'] }),
        { do: "schema", shape: { struct: { struct: { struct: { numeric: "number", string: "string" } } } } },
        apply("two", "{struct: {string: b}}"),
      ],
      object: "{struct: {numeric: 1, string: b}}",
      managed: { one: ["v1", ".struct"], two: ["v1", ".struct.string"] },
    },
  ],
};

export const newKeys: Table = {
  of: "TestAssociativeListSchemaChanges",
  shape: { struct: { list: { keyed: { struct: { name: "string", value: "number" } }, by: ["name"] } } },
  rows: [
    {
      name: "new_required_key_with_default",
      steps: [
        apply("one", "{list: [{name: a, value: 1}, {name: b, value: 1}, {name: c, value: 1}]}"),
        { do: "schema", shape: { struct: { list: { keyed: { struct: { name: "string", id: "number", value: "number" }, defaults: { id: 1 } }, by: ["name","id"] } } } },
        apply("one", "{list: [{name: a, value: 2}, {id: 1, name: b, value: 2}, {name: c, value: 1}, {id: 2, name: c, value: 2}, {id: 3, name: c, value: 3}]}"),
      ],
      object: "{list: [{name: a, value: 2}, {id: 1, name: b, value: 2}, {name: c, value: 1}, {id: 2, name: c, value: 2}, {id: 3, name: c, value: 3}]}",
      managed: { one: ["v1", '.list[id=1,name="a"]', '.list[id=1,name="b"]', '.list[id=1,name="c"]', '.list[id=2,name="c"]', '.list[id=3,name="c"]', '.list[id=1,name="a"].name', '.list[id=1,name="a"].value', '.list[id=1,name="b"].id', '.list[id=1,name="b"].name', '.list[id=1,name="b"].value', '.list[id=1,name="c"].name', '.list[id=1,name="c"].value', '.list[id=2,name="c"].id', '.list[id=2,name="c"].name', '.list[id=2,name="c"].value', '.list[id=3,name="c"].id', '.list[id=3,name="c"].name', '.list[id=3,name="c"].value'] },
    },
    {
      name: "new_optional_key",
      steps: [
        apply("one", "{list: [{name: a, value: 1}]}"),
        { do: "schema", shape: { struct: { list: { keyed: { struct: { name: "string", id: "number", value: "number" } }, by: ["name","id"] } } } },
        apply("one", "{list: [{name: a, value: 2}, {id: 1, name: a, value: 1}]}"),
      ],
      object: "{list: [{name: a, value: 2}, {id: 1, name: a, value: 1}]}",
      managed: { one: ["v1", '.list[id=1,name="a"]', '.list[name="a"]', '.list[id=1,name="a"].id', '.list[id=1,name="a"].name', '.list[id=1,name="a"].value', '.list[name="a"].name', '.list[name="a"].value'] },
    },
  ],
};

export const promotedKeys: Table = {
  of: "TestPromoteFieldToAssociativeListKey",
  shape: { struct: { list: { keyed: { struct: { name: "string", id: "number", value: "number" } }, by: ["name"] } } },
  rows: [
    {
      name: "identical_item_merges",
      steps: [
        apply("one", "{list: [{id: 1, name: a, value: 1}]}"),
        { do: "schema", shape: { struct: { list: { keyed: { struct: { name: "string", id: "number", value: "number" } }, by: ["name","id"] } } } },
        apply("one", "{list: [{id: 1, name: a, value: 2}]}"),
      ],
      object: "{list: [{id: 1, name: a, value: 2}]}",
      managed: { one: ["v1", '.list[id=1,name="a"]', '.list[id=1,name="a"].id', '.list[id=1,name="a"].name', '.list[id=1,name="a"].value'] },
    },
    {
      name: "distinct_item_added",
      steps: [
        apply("one", "{list: [{id: 1, name: a, value: 1}]}"),
        { do: "schema", shape: { struct: { list: { keyed: { struct: { name: "string", id: "number", value: "number" } }, by: ["name","id"] } } } },
        apply("one", "{list: [{id: 1, name: a, value: 1}, {id: 2, name: a, value: 2}]}"),
      ],
      object: "{list: [{id: 1, name: a, value: 1}, {id: 2, name: a, value: 2}]}",
      managed: { one: ["v1", '.list[id=1,name="a"]', '.list[id=2,name="a"]', '.list[id=1,name="a"].id', '.list[id=1,name="a"].name', '.list[id=1,name="a"].value', '.list[id=2,name="a"].id', '.list[id=2,name="a"].name', '.list[id=2,name="a"].value'] },
    },
    {
      name: "item_missing_new_key_field_is_distinct",
      steps: [
        apply("one", "{list: [{name: a, value: 1}]}"),
        { do: "schema", shape: { struct: { list: { keyed: { struct: { name: "string", id: "number", value: "number" } }, by: ["name","id"] } } } },
        apply("one", "{list: [{name: a, value: 1}, {id: 2, name: a, value: 2}]}"),
      ],
      object: "{list: [{name: a, value: 1}, {id: 2, name: a, value: 2}]}",
      managed: { one: ["v1", '.list[id=2,name="a"]', '.list[name="a"]', '.list[id=2,name="a"].id', '.list[id=2,name="a"].name', '.list[id=2,name="a"].value', '.list[name="a"].name', '.list[name="a"].value'] },
    },
  ],
};
