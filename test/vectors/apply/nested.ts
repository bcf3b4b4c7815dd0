/** structured-merge-diff, merge/nested_test.go. */
import { apply, update, type Table } from "./vector.ts";

export const nested: Table = {
  of: "TestUpdateNestedType",
  shape: { struct: { listOfLists: { keyed: { struct: { name: "string", value: { set: "string" } } }, by: ["name"] }, listOfMaps: { keyed: { struct: { name: "string", value: { map: "string" } } }, by: ["name"] }, mapOfLists: { map: { set: "string" } }, mapOfMaps: { map: { map: "string" } }, mapOfMapsRecursive: { map: { map: { map: { map: { map: { map: "any" } } } } } }, struct: { struct: { name: "string", value: "number" } } } },
  rows: [
    {
      name: "listOfLists_change_key_and_value",
      steps: [
        apply("default", "{listOfLists: [{name: a, value: [b, c]}]}"),
        apply("default", "{listOfLists: [{name: b, value: [a, c]}]}"),
      ],
      object: "{listOfLists: [{name: b, value: [a, c]}]}",
      managed: { default: ["v1", '.listOfLists[name="b"]', '.listOfLists[name="b"].name', '.listOfLists[name="b"].value[="a"]', '.listOfLists[name="b"].value[="c"]'] },
    },
    {
      name: "mapOfMaps_change_key_and_value",
      steps: [
        apply("default", '{mapOfMaps: {a: {b: x, c: "y"}}}'),
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
      managed: { default: ["v1", ".mapOfMapsRecursive.a", ".mapOfMapsRecursive.a.d", ".mapOfMapsRecursive.a.d.c"] },
    },
    {
      name: "struct_apply_remove_dangling",
      steps: [
        apply("default", "{struct: {name: a}}"),
        apply("default", "{struct: null}"),
      ],
      object: "{struct: null}",
      managed: { default: ["v1", ".struct"] },
    },
    {
      name: "struct_apply_update_dict_null",
      steps: [
        apply("default", "{struct: {name: a}}"),
        update("controller", "{struct: {name: a, value: 1}}"),
        apply("default", "{struct: null}"),
      ],
      object: "{struct: {value: 1}}",
      managed: { controller: ["v1", ".struct.value"], default: ["v1", ".struct"] },
    },
    {
      name: "listOfLists_change_value",
      steps: [
        apply("default", "{listOfLists: [{name: a, value: [b, c]}]}"),
        apply("default", "{listOfLists: [{name: a, value: [a, c]}]}"),
      ],
      object: "{listOfLists: [{name: a, value: [a, c]}]}",
      managed: { default: ["v1", '.listOfLists[name="a"]', '.listOfLists[name="a"].name', '.listOfLists[name="a"].value[="a"]', '.listOfLists[name="a"].value[="c"]'] },
    },
    {
      name: "listOfMaps_change_value",
      steps: [
        apply("default", '{listOfMaps: [{name: a, value: {b: x, c: "y"}}]}'),
        apply("default", "{listOfMaps: [{name: a, value: {a: x, c: z}}]}"),
      ],
      object: "{listOfMaps: [{name: a, value: {a: x, c: z}}]}",
      managed: { default: ["v1", '.listOfMaps[name="a"]', '.listOfMaps[name="a"].name', '.listOfMaps[name="a"].value.a', '.listOfMaps[name="a"].value.c'] },
    },
    {
      name: "struct_apply_update_remove_all",
      steps: [
        apply("default", "{struct: {name: a}}"),
        update("controller", "{struct: {name: a, value: 1}}"),
        apply("default", "null"),
      ],
      object: "{struct: {value: 1}}",
      managed: { controller: ["v1", ".struct.value"] },
    },
    {
      name: "struct_apply_update_dict_dangling",
      steps: [
        apply("default", "{struct: {name: a}}"),
        update("controller", "{struct: {name: a, value: 1}}"),
        apply("default", "{struct: {}}"),
      ],
      object: "{struct: {value: 1}}",
      managed: { controller: ["v1", ".struct.value"], default: ["v1", ".struct"] },
    },
    {
      name: "listOfMaps_change_key_and_value",
      steps: [
        apply("default", '{listOfMaps: [{name: a, value: {b: x, c: "y"}}]}'),
        apply("default", "{listOfMaps: [{name: b, value: {a: x, c: z}}]}"),
      ],
      object: "{listOfMaps: [{name: b, value: {a: x, c: z}}]}",
      managed: { default: ["v1", '.listOfMaps[name="b"]', '.listOfMaps[name="b"].name', '.listOfMaps[name="b"].value.a', '.listOfMaps[name="b"].value.c'] },
    },
    {
      name: "mapOfMaps_change_value",
      steps: [
        apply("default", '{mapOfMaps: {a: {b: x, c: "y"}}}'),
        apply("default", "{mapOfMaps: {a: {a: x, c: z}}}"),
      ],
      object: "{mapOfMaps: {a: {a: x, c: z}}}",
      managed: { default: ["v1", ".mapOfMaps.a", ".mapOfMaps.a.a", ".mapOfMaps.a.c"] },
    },
    {
      name: "struct_apply_remove_all",
      steps: [
        apply("default", "{struct: {name: a, value: 1}}"),
        apply("default", "null"),
      ],
      object: "null",
      managed: {},
    },
    {
      name: "struct_apply_update_took_over",
      steps: [
        apply("default", "{struct: {name: a}}"),
        update("controller", "{struct: {name: b, value: 1}}"),
        apply("default", "{struct: null}"),
      ],
      object: "{struct: {name: b, value: 1}}",
      managed: { controller: ["v1", ".struct.name", ".struct.value"], default: ["v1", ".struct"] },
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
  ],
};
