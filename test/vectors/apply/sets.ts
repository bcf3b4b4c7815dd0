/** structured-merge-diff, merge/set_test.go. */
import { apply, update, type Table } from "./vector.ts";

export const sets: Table = {
  of: "TestUpdateSet",
  shape: { struct: { list: { set: "string" } } },
  rows: [
    {
      name: "apply_update_apply_reorder_across_versions",
      steps: [
        apply("default", "{list: [a, b, c, d]}"),
        update("controller", "{list: [a, d, c, b]}"),
        apply("default", "{list: [a, b, c, d]}", { version: "v2" }),
      ],
      object: "{list: [a, b, c, d]}",
      managed: { default: ["v2", '.list[="a"]', '.list[="b"]', '.list[="c"]', '.list[="d"]'] },
    },
    {
      name: "apply_twice_remove",
      steps: [
        apply("default", "{list: [a, b, c, d]}"),
        apply("default", "{list: [a, c]}"),
      ],
      object: "{list: [a, c]}",
      managed: { default: ["v1", '.list[="a"]', '.list[="c"]'] },
    },
    {
      name: "apply_twice_remove_across_versions",
      steps: [
        apply("default", "{list: [a, b, c, d]}"),
        apply("default", "{list: [a, c, e]}", { version: "v2" }),
      ],
      object: "{list: [a, c, e]}",
      managed: { default: ["v2", '.list[="a"]', '.list[="c"]', '.list[="e"]'] },
    },
    {
      name: "apply_update_apply_no_overlap",
      steps: [
        apply("default", "{list: [a, c]}"),
        update("controller", "{list: [a, b, c, d]}"),
        apply("default", "{list: [a, aprime, c, cprime]}"),
      ],
      object: "{list: [a, b, aprime, c, d, cprime]}",
      managed: { controller: ["v1", '.list[="b"]', '.list[="d"]'], default: ["v1", '.list[="a"]', '.list[="aprime"]', '.list[="c"]', '.list[="cprime"]'] },
    },
    {
      name: "apply_update_apply_with_overlap",
      steps: [
        apply("default", "{list: [a, c]}"),
        update("controller", "{list: [a, b, c, d]}"),
        apply("default", "{list: [a, b, c]}"),
      ],
      object: "{list: [a, b, c, d]}",
      managed: { controller: ["v1", '.list[="b"]', '.list[="d"]'], default: ["v1", '.list[="a"]', '.list[="b"]', '.list[="c"]'] },
    },
    {
      name: "apply_update_apply_reorder",
      steps: [
        apply("default", "{list: [a, b, c, d]}"),
        update("controller", "{list: [a, d, c, b]}"),
        apply("default", "{list: [a, b, c, d]}"),
      ],
      object: "{list: [a, b, c, d]}",
      managed: { default: ["v1", '.list[="a"]', '.list[="b"]', '.list[="c"]', '.list[="d"]'] },
    },
    {
      name: "apply_twice",
      steps: [
        apply("default", "{list: [a, c]}"),
        apply("default", "{list: [a, b, c, d]}"),
      ],
      object: "{list: [a, b, c, d]}",
      managed: { default: ["v1", '.list[="a"]', '.list[="b"]', '.list[="c"]', '.list[="d"]'] },
    },
    {
      name: "apply_update_apply_no_overlap_and_different_version",
      steps: [
        apply("default", "{list: [a, c]}"),
        update("controller", "{list: [a, b, c, d]}", { version: "v2" }),
        apply("default", "{list: [a, aprime, c, cprime]}"),
      ],
      object: "{list: [a, b, aprime, c, d, cprime]}",
      managed: { controller: ["v2", '.list[="b"]', '.list[="d"]'], default: ["v1", '.list[="a"]', '.list[="aprime"]', '.list[="c"]', '.list[="cprime"]'] },
    },
    {
      name: "apply_update_apply_with_overlap_and_different_version",
      steps: [
        apply("default", "{list: [a, c]}"),
        update("controller", "{list: [a, b, c, d]}", { version: "v2" }),
        apply("default", "{list: [a, b, c]}"),
      ],
      object: "{list: [a, b, c, d]}",
      managed: { controller: ["v2", '.list[="b"]', '.list[="d"]'], default: ["v1", '.list[="a"]', '.list[="b"]', '.list[="c"]'] },
    },
    {
      name: "apply_twice_reorder",
      steps: [
        apply("default", "{list: [a, b, c, d]}"),
        apply("default", "{list: [a, d, c, b]}"),
      ],
      object: "{list: [a, d, c, b]}",
      managed: { default: ["v1", '.list[="a"]', '.list[="b"]', '.list[="c"]', '.list[="d"]'] },
    },
  ],
};
