/** structured-merge-diff, merge/deduced_test.go. */
import { apply, force, update, type Table } from "./vector.ts";

export const deduced: Table = {
  of: "TestDeduced",
  shape: "any",
  rows: [
    {
      name: "leaf_apply_twice",
      steps: [
        apply("default", "{numeric: 1, string: string}"),
        apply("default", "{bool: false, numeric: 2, string: string}"),
      ],
      object: "{bool: false, numeric: 2, string: string}",
      managed: { default: ["v1", ".bool", ".numeric", ".string"] },
    },
    {
      name: "leaf_apply_update_apply_no_conflict",
      steps: [
        apply("default", "{numeric: 1, string: string}"),
        update("controller", "{bool: true, numeric: 1, string: string}"),
        apply("default", "{numeric: 2, string: string}"),
      ],
      object: "{bool: true, numeric: 2, string: string}",
      managed: { controller: ["v1", ".bool"], default: ["v1", ".numeric", ".string"] },
    },
    {
      name: "leaf_apply_update_apply_with_conflict",
      steps: [
        apply("default", "{numeric: 1, string: string}"),
        update("controller", "{bool: true, numeric: 1, string: controller string}"),
        apply("default", "{numeric: 2, string: user string}", { conflicts: ['controller .string'] }),
        force("default", "{numeric: 2, string: user string}"),
      ],
      object: "{bool: true, numeric: 2, string: user string}",
      managed: { controller: ["v1", ".bool"], default: ["v1", ".numeric", ".string"] },
    },
    {
      name: "leaf_update_remove_empty_set",
      steps: [
        apply("default", "{string: string}"),
        update("controller", "{string: new string}"),
      ],
      object: "{string: new string}",
      managed: { controller: ["v1", ".string"] },
    },
    {
      name: "leaf_apply_remove_empty_set",
      steps: [
        apply("default", "{string: string}"),
        apply("default", "null"),
      ],
      object: "null",
      managed: {},
    },
    {
      name: "apply_update_apply_nested",
      steps: [
        apply("default", "{a: 1, b: {c: {d: 2, e: [1, 2, 3], f: [{name: false, value: 1}]}}}"),
        update("controller", "{a: 1, b: {c: {d: 3, e: [1, 2, 3, 4], f: [{name: false, value: 2}]}}, g: 5}"),
        apply("default", "{a: 2, b: {c: {d: 2, e: [3, 2, 1], f: [{name: false, value: 1}]}}}", { conflicts: ['controller .b.c.d', 'controller .b.c.e', 'controller .b.c.f'] }),
        force("default", "{a: 2, b: {c: {d: 2, e: [3, 2, 1], f: [{name: false, value: 1}]}}}"),
      ],
      object: "{a: 2, b: {c: {d: 2, e: [3, 2, 1], f: [{name: false, value: 1}]}}, g: 5}",
      managed: { controller: ["v1", ".g"], default: ["v1", ".a", ".b", ".b.c", ".b.c.d", ".b.c.e", ".b.c.f"] },
    },
    {
      name: "leaf_apply_twice_remove",
      steps: [
        apply("default", "{bool: false, numeric: 1, string: string}"),
        apply("default", "{string: new string}"),
      ],
      object: "{string: new string}",
      managed: { default: ["v1", ".string"] },
    },
    {
      name: "apply_twice_list_is_atomic",
      steps: [
        apply("default", "{list: [a, c]}"),
        apply("default", "{list: [a, d, c, b]}"),
      ],
      object: "{list: [a, d, c, b]}",
      managed: { default: ["v1", ".list"] },
    },
    {
      name: "apply_update_apply_list",
      steps: [
        apply("default", "{list: [a, c]}"),
        update("controller", "{list: [a, b, c, d]}"),
        force("default", "{list: [a, b, c]}"),
      ],
      object: "{list: [a, b, c]}",
      managed: { default: ["v1", ".list"] },
    },
    {
      name: "apply_update_apply_nested_different_version",
      steps: [
        apply("default", "{a: 1, b: {c: {d: 2, e: [1, 2, 3], f: [{name: false, value: 1}]}}}"),
        update("controller", "{a: 1, b: {c: {d: 3, e: [1, 2, 3, 4], f: [{name: false, value: 2}]}}, g: 5}", { version: "v2" }),
        apply("default", "{a: 2, b: {c: {d: 2, e: [3, 2, 1], f: [{name: false, value: 1}]}}}", { version: "v3", conflicts: ['controller .b.c.d', 'controller .b.c.e', 'controller .b.c.f'] }),
        force("default", "{a: 2, b: {c: {d: 2, e: [3, 2, 1], f: [{name: false, value: 1}]}}}", { version: "v3" }),
      ],
      object: "{a: 2, b: {c: {d: 2, e: [3, 2, 1], f: [{name: false, value: 1}]}}, g: 5}",
      managed: { controller: ["v2", ".g"], default: ["v3", ".a", ".b", ".b.c", ".b.c.d", ".b.c.e", ".b.c.f"] },
    },
  ],
};
