/** structured-merge-diff, merge/duplicates_test.go. */
import { apply, force, update, type Table } from "./vector.ts";

export const duplicates: Table = {
  of: "TestDuplicates",
  shape: { struct: { list: { keyed: { struct: { name: "string", value1: "number", value2: "number" } }, by: ["name"] }, unrelated: "number", set: { set: "number" } } },
  rows: [
    {
      name: "list/merge/unchanged_duplicated_item",
      steps: [
        update("updater", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
        apply("applier", "{list: [{name: a, value1: 2}]}", { conflicts: ['updater .list[name="a"]'] }),
        force("applier", "{list: [{name: a, value1: 3}]}"),
      ],
      object: "{list: [{name: a, value1: 3}, {name: b, value1: 3}]}",
      managed: { applier: ["v1", '.list[name="a"]', '.list[name="a"].name', '.list[name="a"].value1'], updater: ["v1", ".list", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'] },
    },
    {
      name: "list/merge/change_non_duplicated_item",
      steps: [
        update("updater", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
        force("applier", "{list: [{name: b, value1: 4}]}"),
      ],
      object: "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 4}]}",
      managed: { applier: ["v1", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'], updater: ["v1", ".list", '.list[name="a"]', '.list[name="b"]', '.list[name="b"].name'] },
    },
    {
      name: "sets/ownership/duplicates",
      steps: [
        update("updater-one", "{set: [1, 1, 3, 4]}"),
      ],
      object: "{set: [1, 1, 3, 4]}",
      managed: { "updater-one": ["v1", ".set", ".set[=1]", ".set[=3]", ".set[=4]"] },
    },
    {
      name: "list/ownership/duplicated_items",
      steps: [
        update("updater", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
      ],
      object: "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}",
      managed: { updater: ["v1", ".list", '.list[name="a"]', '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'] },
    },
    {
      name: "sets/ownership/remove_duplicate",
      steps: [
        update("updater-one", "{set: [1, 1, 3, 4]}"),
        update("updater-two", "{set: [1, 3, 4]}"),
      ],
      object: "{set: [1, 3, 4]}",
      managed: { "updater-one": ["v1", ".set", ".set[=3]", ".set[=4]"], "updater-two": ["v1", ".set[=1]"] },
    },
    {
      name: "list/merge/unrelated_with_duplicated_items",
      steps: [
        update("updater", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
        force("applier", "{unrelated: 5}"),
      ],
      object: "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}], unrelated: 5}",
      managed: { applier: ["v1", ".unrelated"], updater: ["v1", ".list", '.list[name="a"]', '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'] },
    },
    {
      name: "list/merge/change_duplicated_item",
      steps: [
        update("updater", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
        apply("applier", "{list: [{name: a, value1: 3}]}", { conflicts: ['updater .list[name="a"]'] }),
        force("applier", "{list: [{name: a, value1: 3}]}"),
      ],
      object: "{list: [{name: a, value1: 3}, {name: b, value1: 3}]}",
      managed: { applier: ["v1", '.list[name="a"]', '.list[name="a"].name', '.list[name="a"].value1'], updater: ["v1", ".list", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'] },
    },
    {
      name: "list/merge/apply_update_duplicates_apply_without",
      steps: [
        apply("applier", "{list: [{name: a, value1: 1}, {name: b, value1: 3}]}"),
        update("updater", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
        apply("applier", "{list: [{name: b, value1: 3}]}"),
      ],
      object: "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}",
      managed: { applier: ["v1", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'], updater: ["v1", '.list[name="a"]'] },
    },
    {
      name: "sets/ownership/add_duplicate",
      steps: [
        update("updater-one", "{set: [1, 3, 4]}"),
        update("updater-two", "{set: [1, 1, 3, 4]}"),
      ],
      object: "{set: [1, 1, 3, 4]}",
      managed: { "updater-one": ["v1", ".set", ".set[=3]", ".set[=4]"], "updater-two": ["v1", ".set[=1]"] },
    },
    {
      name: "sets/merging/ignore_duplicate",
      steps: [
        update("updater", "{set: [1, 1, 3, 4]}"),
        apply("applier", "{set: [5]}"),
      ],
      object: "{set: [1, 1, 3, 4, 5]}",
      managed: { applier: ["v1", ".set[=5]"], updater: ["v1", ".set", ".set[=1]", ".set[=3]", ".set[=4]"] },
    },
    {
      name: "list/ownership/change_fields_duplicated_items",
      steps: [
        update("updater-one", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
        update("updater-two", "{list: [{name: a, value1: 1}, {name: a, value1: 2, value2: 3}, {name: b, value1: 3}]}"),
      ],
      object: "{list: [{name: a, value1: 1}, {name: a, value1: 2, value2: 3}, {name: b, value1: 3}]}",
      managed: { "updater-one": ["v1", ".list", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'], "updater-two": ["v1", '.list[name="a"]'] },
    },
    {
      name: "list/ownership/add_unrelated_to_list_with_duplicates",
      steps: [
        update("updater-one", "{list: [{name: a, value1: 1}, {name: a, value1: 2}]}"),
        update("updater-two", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
      ],
      object: "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}",
      managed: { "updater-one": ["v1", ".list", '.list[name="a"]'], "updater-two": ["v1", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'] },
    },
    {
      name: "sets/merging/remove_duplicate",
      steps: [
        update("updater", "{set: [1, 1, 3, 4]}"),
        apply("applier", "{set: [1]}", { conflicts: ['updater .set[=1]'] }),
        force("applier", "{set: [1]}"),
      ],
      object: "{set: [1, 3, 4]}",
      managed: { applier: ["v1", ".set[=1]"], updater: ["v1", ".set", ".set[=3]", ".set[=4]"] },
    },
    {
      name: "list/ownership/change_duplicated_items",
      steps: [
        update("updater-one", "{list: [{name: a, value1: 1}, {name: a, value1: 2}, {name: b, value1: 3}]}"),
        update("updater-two", "{list: [{name: a, value1: 1}, {name: a, value1: 3}, {name: b, value1: 3}]}"),
      ],
      object: "{list: [{name: a, value1: 1}, {name: a, value1: 3}, {name: b, value1: 3}]}",
      managed: { "updater-one": ["v1", ".list", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'], "updater-two": ["v1", '.list[name="a"]'] },
    },
    {
      name: "list/ownership/add_duplicated_items_different_field",
      steps: [
        update("updater-one", "{list: [{name: a, value1: 1}, {name: b, value1: 3}]}"),
        update("updater-two", "{list: [{name: a, value1: 1}, {name: a, value2: 3}, {name: b, value1: 3}]}"),
      ],
      object: "{list: [{name: a, value1: 1}, {name: a, value2: 3}, {name: b, value1: 3}]}",
      managed: { "updater-one": ["v1", ".list", '.list[name="b"]', '.list[name="b"].name', '.list[name="b"].value1'], "updater-two": ["v1", '.list[name="a"]'] },
    },
  ],
};
