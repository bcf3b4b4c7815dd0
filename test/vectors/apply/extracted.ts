/** structured-merge-diff, merge/extract_apply_test.go; what a client extracts and applies again stands here as the object that it then applies. */
import { apply, force, update, type Table } from "./vector.ts";

export const extracted: Table = {
  of: "TestExtractApply",
  shape: { struct: { list: { set: "string" }, atomicList: { atomic: "string" }, map: { map: "string" }, atomicMap: { map: "string", whole: true } } },
  rows: [
    {
      name: "extract_apply_from_beginning",
      steps: [
        force("default", "{list: [a]}"),
        force("default", "{list: [a, b]}"),
      ],
      object: "{list: [a, b]}",
      managed: { default: ["v1", '.list[="a"]', '.list[="b"]'] },
    },
    {
      name: "apply_after_extract_remove_fields",
      steps: [
        force("default", "{list: [a]}"),
        apply("default", "{list: [b]}"),
      ],
      object: "{list: [b]}",
      managed: { default: ["v1", '.list[="b"]'] },
    },
    {
      name: "extract_apply_share_ownership_after_another_apply",
      steps: [
        apply("apply-one", "{list: [a]}"),
        apply("apply-two", "{list: [a, b]}"),
        force("apply-one", "{list: [a, c]}"),
      ],
      object: "{list: [a, b, c]}",
      managed: { "apply-one": ["v1", '.list[="a"]', '.list[="c"]'], "apply-two": ["v1", '.list[="a"]', '.list[="b"]'] },
    },
    {
      name: "apply_two_cant_delete_object_also_owned_by_extract_apply",
      steps: [
        apply("apply-one", "{list: [a]}"),
        apply("apply-two", "{list: [a, b]}"),
        force("apply-one", "{list: [a, c]}"),
        apply("apply-two", "{list: [b]}"),
      ],
      object: "{list: [a, b, c]}",
      managed: { "apply-one": ["v1", '.list[="a"]', '.list[="c"]'], "apply-two": ["v1", '.list[="b"]'] },
    },
    {
      name: "extract_apply_empty_structure_add_later_list",
      steps: [
        force("apply-one", "{list: null}"),
        apply("apply-two", "{list: [a, b]}"),
        force("apply-one", "{list: [c]}"),
        apply("apply-two", "{list: [b]}"),
      ],
      object: "{list: [b, c]}",
      managed: { "apply-one": ["v1", '.list[="c"]'], "apply-two": ["v1", '.list[="b"]'] },
    },
    {
      name: "extract_apply_empty_structure_map",
      steps: [
        force("apply-one", "{map: null}"),
        apply("apply-two", "{map: {a: c, b: d}}"),
      ],
      object: "{map: {a: c, b: d}}",
      managed: { "apply-one": ["v1", ".map"], "apply-two": ["v1", ".map.a", ".map.b"] },
    },
    {
      name: "extract_apply_atomic_list",
      steps: [
        force("apply-one", "{atomicList: [a, b, c]}"),
      ],
      object: "{atomicList: [a, b, c]}",
      managed: { "apply-one": ["v1", ".atomicList"] },
    },
    {
      name: "extract_apply_atomic_map",
      steps: [
        force("apply-one", "{atomicMap: {a: c, b: d}}"),
      ],
      object: "{atomicMap: {a: c, b: d}}",
      managed: { "apply-one": ["v1", ".atomicMap"] },
    },
    {
      name: "apply_one_controller_remove_extract_apply_one",
      steps: [
        apply("default", "{list: [a]}"),
        update("controller", "{list: [b]}"),
        force("default", "{list: [c]}"),
      ],
      object: "{list: [b, c]}",
      managed: { controller: ["v1", '.list[="b"]'], default: ["v1", '.list[="c"]'] },
    },
    {
      name: "extract_apply_retain_ownership_after_controller_update",
      steps: [
        apply("default", "{list: [a]}"),
        update("controller", "{list: [a, b]}"),
        force("default", "{list: [a, c]}"),
      ],
      object: "{list: [a, b, c]}",
      managed: { controller: ["v1", '.list[="b"]'], default: ["v1", '.list[="a"]', '.list[="c"]'] },
    },
    {
      name: "extract_apply_empty_structure_list",
      steps: [
        force("apply-one", "{list: null}"),
        apply("apply-two", "{list: [a, b]}"),
      ],
      object: "{list: [a, b]}",
      managed: { "apply-one": ["v1", ".list"], "apply-two": ["v1", '.list[="a"]', '.list[="b"]'] },
    },
    {
      name: "extract_apply_empty_structure_remove_list",
      steps: [
        force("apply-one", "{list: null}"),
        apply("apply-two", "{list: [a, b]}"),
        apply("apply-two", "{list: [b]}"),
      ],
      object: "{list: [b]}",
      managed: { "apply-one": ["v1", ".list"], "apply-two": ["v1", '.list[="b"]'] },
    },
    {
      name: "extract_apply_empty_structure_add_later_map",
      steps: [
        force("apply-one", "{map: null}"),
        apply("apply-two", "{map: {a: c, b: d}}"),
        force("apply-one", "{map: {e: f}}"),
        apply("apply-two", "{map: {b: d}}"),
      ],
      object: "{map: {b: d, e: f}}",
      managed: { "apply-one": ["v1", ".map.e"], "apply-two": ["v1", ".map.b"] },
    },
    {
      name: "extract_apply_empty_structure_remove_map",
      steps: [
        force("apply-one", "{map: null}"),
        apply("apply-two", "{map: {a: c, b: d}}"),
        apply("apply-two", "{map: {b: d}}"),
      ],
      object: "{map: {b: d}}",
      managed: { "apply-one": ["v1", ".map"], "apply-two": ["v1", ".map.b"] },
    },
    {
      name: "apply_one_extract_apply_one_own_both",
      steps: [
        apply("default", "{list: [a]}"),
        force("default", "{list: [a, b]}"),
      ],
      object: "{list: [a, b]}",
      managed: { default: ["v1", '.list[="a"]', '.list[="b"]'] },
    },
  ],
};
