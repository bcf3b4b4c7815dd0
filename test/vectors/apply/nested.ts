/** structured-merge-diff, merge/nested_test.go: TestUpdateNestedType; merge/multiple_appliers_test.go: ...Set and ...NestedType. */
import { apply, update, type Shape, type Vector } from "./vector.ts";

const list: Shape = { set: "string" };
const map: Shape = { map: "string" };
/** Three levels of the table's recursive type: as deep as its rows go. */
const recursive: Shape = { map: { map: { map: { map: "string" } } } };

export const nestedShape: Shape = {
  struct: {
    listOfLists: { keyed: { struct: { name: "string", value: list } }, by: ["name"] },
    listOfMaps: { keyed: { struct: { name: "string", value: map } }, by: ["name"] },
    mapOfLists: { map: list },
    mapOfMaps: { map },
    mapOfMapsRecursive: recursive,
    struct: { struct: { name: "string", value: "number" } },
    list: { keyed: { struct: { name: "string", value: "number" } }, by: ["name"] },
  },
};

const item = (field: string, name: string, ...values: string[]): string[] => [
  `.${field}[name="${name}"]`,
  `.${field}[name="${name}"].name`,
  ...values.map((value) => `.${field}[name="${name}"].value${value}`),
];
const v2 = { version: "v2" };
const v3 = { version: "v3" };

export const nested: readonly Vector[] = [
  {
    name: "listOfLists_change_value",
    steps: [
      apply("default", "{listOfLists: [{name: a, value: [b, c]}]}"),
      apply("default", "{listOfLists: [{name: a, value: [a, c]}]}"),
    ],
    object: "{listOfLists: [{name: a, value: [a, c]}]}",
    managed: { default: ["v1", ...item("listOfLists", "a", '[="a"]', '[="c"]')] },
  },
  {
    name: "listOfLists_change_key_and_value",
    steps: [
      apply("default", "{listOfLists: [{name: a, value: [b, c]}]}"),
      apply("default", "{listOfLists: [{name: b, value: [a, c]}]}"),
    ],
    object: "{listOfLists: [{name: b, value: [a, c]}]}",
    managed: { default: ["v1", ...item("listOfLists", "b", '[="a"]', '[="c"]')] },
  },
  {
    name: "listOfMaps_change_value",
    steps: [
      apply("default", "{listOfMaps: [{name: a, value: {b: x, c: 'y'}}]}"),
      apply("default", "{listOfMaps: [{name: a, value: {a: x, c: z}}]}"),
    ],
    object: "{listOfMaps: [{name: a, value: {a: x, c: z}}]}",
    managed: { default: ["v1", ...item("listOfMaps", "a", ".a", ".c")] },
  },
  {
    name: "listOfMaps_change_key_and_value",
    steps: [
      apply("default", "{listOfMaps: [{name: a, value: {b: x, c: 'y'}}]}"),
      apply("default", "{listOfMaps: [{name: b, value: {a: x, c: z}}]}"),
    ],
    object: "{listOfMaps: [{name: b, value: {a: x, c: z}}]}",
    managed: { default: ["v1", ...item("listOfMaps", "b", ".a", ".c")] },
  },
  {
    name: "mapOfLists_change_value",
    steps: [
      apply("default", "{mapOfLists: {a: [b, c]}}"),
      apply("default", "{mapOfLists: {a: [a, c]}}"),
    ],
    object: "{mapOfLists: {a: [a, c]}}",
    managed: { default: ["v1", ".mapOfLists.a", '.mapOfLists.a[="a"]', '.mapOfLists.a[="c"]'] },
  },
  {
    name: "mapOfLists_change_key_and_value",
    steps: [
      apply("default", "{mapOfLists: {a: [b, c]}}"),
      apply("default", "{mapOfLists: {b: [a, c]}}"),
    ],
    object: "{mapOfLists: {b: [a, c]}}",
    managed: { default: ["v1", ".mapOfLists.b", '.mapOfLists.b[="a"]', '.mapOfLists.b[="c"]'] },
  },
  {
    name: "mapOfMaps_change_value",
    steps: [
      apply("default", "{mapOfMaps: {a: {b: x, c: 'y'}}}"),
      apply("default", "{mapOfMaps: {a: {a: x, c: z}}}"),
    ],
    object: "{mapOfMaps: {a: {a: x, c: z}}}",
    managed: { default: ["v1", ".mapOfMaps.a", ".mapOfMaps.a.a", ".mapOfMaps.a.c"] },
  },
  {
    name: "mapOfMaps_change_key_and_value",
    steps: [
      apply("default", "{mapOfMaps: {a: {b: x, c: 'y'}}}"),
      apply("default", "{mapOfMaps: {b: {a: x, c: z}}}"),
    ],
    object: "{mapOfMaps: {b: {a: x, c: z}}}",
    managed: { default: ["v1", ".mapOfMaps.b", ".mapOfMaps.b.a", ".mapOfMaps.b.c"] },
  },
  {
    name: "mapOfMapsRecursive_change_middle_key",
    steps: [
      apply("default", "{mapOfMapsRecursive: {a: {b: {c: null}}}}"),
      apply("default", "{mapOfMapsRecursive: {a: {d: {c: null}}}}"),
    ],
    object: "{mapOfMapsRecursive: {a: {d: {c: null}}}}",
    managed: {
      default: [
        "v1",
        ".mapOfMapsRecursive.a",
        ".mapOfMapsRecursive.a.d",
        ".mapOfMapsRecursive.a.d.c",
      ],
    },
  },
  {
    name: "struct_apply_remove_all",
    steps: [apply("default", "{struct: {name: a, value: 1}}"), apply("default", "{}")],
    object: "{}",
    managed: {},
  },
  {
    name: "struct_apply_remove_dangling",
    steps: [apply("default", "{struct: {name: a}}"), apply("default", "{struct: null}")],
    object: "{struct: null}",
    managed: { default: ["v1", ".struct"] },
  },
  {
    name: "struct_apply_update_remove_all",
    steps: [
      apply("default", "{struct: {name: a}}"),
      update("controller", "{struct: {name: a, value: 1}}"),
      apply("default", "{}"),
    ],
    object: "{struct: {value: 1}}",
  },
  {
    name: "struct_apply_update_dict_dangling",
    steps: [
      apply("default", "{struct: {name: a}}"),
      update("controller", "{struct: {name: a, value: 1}}"),
      apply("default", "{struct: {}}"),
    ],
    object: "{struct: {value: 1}}",
  },
  {
    name: "struct_apply_update_dict_null",
    steps: [
      apply("default", "{struct: {name: a}}"),
      update("controller", "{struct: {name: a, value: 1}}"),
      apply("default", "{struct: null}"),
    ],
    object: "{struct: {value: 1}}",
  },
  {
    name: "struct_apply_update_took_over",
    steps: [
      apply("default", "{struct: {name: a}}"),
      update("controller", "{struct: {name: b, value: 1}}"),
      apply("default", "{struct: null}"),
    ],
    object: "{struct: {name: b, value: 1}}",
  },
  {
    name: "remove_one",
    steps: [
      apply("apply-one", "{list: [{name: a}, {name: b}]}"),
      apply("apply-two", "{list: [{name: c}]}", v2),
      apply("apply-one", "{list: [{name: a}]}", v3),
    ],
    object: "{list: [{name: a}, {name: c}]}",
    managed: { "apply-one": ["v3", ...item("list", "a")], "apply-two": ["v2", ...item("list", "c")] },
  },
  {
    name: "same_value_no_conflict",
    steps: [
      apply("apply-one", "{list: [{name: a, value: 0}]}"),
      apply("apply-two", "{list: [{name: a, value: 0}]}", v2),
    ],
    object: "{list: [{name: a, value: 0}]}",
    managed: {
      "apply-one": ["v1", ...item("list", "a", "")],
      "apply-two": ["v2", ...item("list", "a", "")],
    },
  },
  {
    name: "change_value_yes_conflict",
    steps: [
      apply("apply-one", "{list: [{name: a, value: 0}]}"),
      apply("apply-two", "{list: [{name: a, value: 1}]}", {
        ...v2,
        conflicts: ['apply-one .list[name="a"].value'],
      }),
    ],
    object: "{list: [{name: a, value: 0}]}",
    managed: { "apply-one": ["v1", ...item("list", "a", "")] },
  },
  {
    name: "remove_one_keep_one",
    steps: [
      apply("apply-one", "{list: [{name: a}, {name: b}, {name: c}]}"),
      apply("apply-two", "{list: [{name: c}, {name: d}]}", v2),
      apply("apply-one", "{list: [{name: a}]}", v3),
    ],
    object: "{list: [{name: a}, {name: c}, {name: d}]}",
    managed: {
      "apply-one": ["v3", ...item("list", "a")],
      "apply-two": ["v2", ...item("list", "c"), ...item("list", "d")],
    },
  },
  {
    name: "remove_one_keep_one_with_two_sub_items",
    steps: [
      apply("apply-one", "{listOfLists: [{name: a}, {name: b, value: [c]}]}"),
      apply("apply-two", "{listOfLists: [{name: b, value: [d]}]}", v2),
      apply("apply-one", "{listOfLists: [{name: a}]}", v3),
    ],
    object: "{listOfLists: [{name: a}, {name: b, value: [d]}]}",
    managed: {
      "apply-one": ["v3", ...item("listOfLists", "a")],
      "apply-two": ["v2", ...item("listOfLists", "b", '[="d"]')],
    },
  },
  {
    name: "remove_one_keep_one_with_dangling_subitem",
    steps: [
      apply("apply-one", "{listOfLists: [{name: a}, {name: b, value: [c]}]}"),
      apply("apply-two", "{listOfLists: [{name: b, value: [d]}]}", v2),
      update("controller", "{listOfLists: [{name: a}, {name: b, value: [c, d, e]}]}", v2),
      apply("apply-one", "{listOfLists: [{name: a}]}", v3),
    ],
    object: "{listOfLists: [{name: a}, {name: b, value: [d, e]}]}",
    managed: {
      "apply-one": ["v3", ...item("listOfLists", "a")],
      "apply-two": ["v2", ...item("listOfLists", "b", '[="d"]')],
      controller: ["v2", '.listOfLists[name="b"].value[="e"]'],
    },
  },
  {
    name: "remove_one_with_dangling_subitem_keep_one",
    steps: [
      apply("apply-one", "{listOfLists: [{name: a}, {name: b, value: [c]}]}"),
      apply("apply-two", "{listOfLists: [{name: a, value: [b]}]}", v2),
      update("controller", "{listOfLists: [{name: a, value: [b]}, {name: b, value: [c, d]}]}", v2),
      apply("apply-one", "{listOfLists: [{name: a}]}", v3),
    ],
    object: "{listOfLists: [{name: a, value: [b]}]}",
  },
];
