/** structured-merge-diff, merge/field_level_overrides_test.go. */
import { apply, type Table } from "./vector.ts";

export const overrides: Table = {
  of: "TestFieldLevelOverrides",
  shape: { struct: { associativeListReference: { atomic: { struct: { name: "string", value: "number" }, whole: true } }, separableInlineList: { set: "number" }, separableMapReference: { struct: { name: "string", value: "number" } }, atomicMapReference: { struct: { name: "string", value: "number" }, whole: true } } },
  rows: [
    {
      name: "test_override_associative_list_with_atomic",
      steps: [
        apply("apply_one", "{associativeListReference: [{name: a, value: 1}]}"),
        apply("apply_two", "{associativeListReference: [{name: b, value: 2}]}", { conflicts: ['apply_one .associativeListReference'] }),
      ],
      object: "{associativeListReference: [{name: a, value: 1}]}",
      managed: { apply_one: ["v1", ".associativeListReference"] },
    },
    {
      name: "test_override_inline_atomic_list_with_associative",
      steps: [
        apply("apply_one", "{separableInlineList: [1]}"),
        apply("apply_two", "{separableInlineList: [2]}"),
      ],
      object: "{separableInlineList: [1, 2]}",
      managed: { apply_one: ["v1", ".separableInlineList[=1]"], apply_two: ["v1", ".separableInlineList[=2]"] },
    },
    {
      name: "test_override_atomic_map_with_separable",
      steps: [
        apply("apply_one", "{separableMapReference: {name: a}}"),
        apply("apply_two", "{separableMapReference: {value: 2}}"),
      ],
      object: "{separableMapReference: {name: a, value: 2}}",
      managed: { apply_one: ["v1", ".separableMapReference.name"], apply_two: ["v1", ".separableMapReference.value"] },
    },
    {
      name: "test_override_unspecified_map_with_atomic",
      steps: [
        apply("apply_one", "{atomicMapReference: {name: a}}"),
        apply("apply_two", "{atomicMapReference: {value: 2}}", { conflicts: ['apply_one .atomicMapReference'] }),
        apply("apply_one", "{atomicMapReference: {name: b, value: 2}}"),
      ],
      object: "{atomicMapReference: {name: b, value: 2}}",
      managed: { apply_one: ["v1", ".atomicMapReference"] },
    },
  ],
};
