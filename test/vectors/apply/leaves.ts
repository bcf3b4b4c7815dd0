/** structured-merge-diff, merge/leaf_test.go. */
import { apply, force, update, type Table } from "./vector.ts";

export const leaves: Table = {
  of: "TestUpdateLeaf",
  shape: { struct: { numeric: "number", string: "string", bool: "boolean" } },
  rows: [
    {
      name: "apply_twice",
      steps: [
        apply("default", "{numeric: 1, string: string}"),
        apply("default", "{bool: false, numeric: 2, string: string}"),
      ],
      object: "{bool: false, numeric: 2, string: string}",
      managed: { default: ["v1", ".bool", ".numeric", ".string"] },
    },
    {
      name: "apply_twice_different_versions",
      steps: [
        apply("default", "{numeric: 1, string: string}"),
        apply("default", "{bool: false, numeric: 2, string: string}", { version: "v2" }),
      ],
      object: "{bool: false, numeric: 2, string: string}",
      managed: { default: ["v2", ".bool", ".numeric", ".string"] },
    },
    {
      name: "apply_update_apply_no_conflict_different_version",
      steps: [
        apply("default", "{numeric: 1, string: string}"),
        update("controller", "{bool: true, numeric: 1, string: string}", { version: "v2" }),
        apply("default", "{numeric: 2, string: string}"),
      ],
      object: "{bool: true, numeric: 2, string: string}",
      managed: { controller: ["v2", ".bool"], default: ["v1", ".numeric", ".string"] },
    },
    {
      name: "apply_update_apply_with_conflict",
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
      name: "apply_twice_remove",
      steps: [
        apply("default", "{bool: false, numeric: 1, string: string}"),
        apply("default", "{string: new string}"),
      ],
      object: "{string: new string}",
      managed: { default: ["v1", ".string"] },
    },
    {
      name: "update_apply_omits",
      steps: [
        apply("default", "{numeric: 2}"),
        update("controller", "{numeric: 1}"),
        apply("default", "null"),
      ],
      object: "{numeric: 1}",
      managed: { controller: ["v1", ".numeric"] },
    },
    {
      name: "apply_twice_remove_different_version",
      steps: [
        apply("default", "{bool: false, numeric: 1, string: string}"),
        apply("default", "{string: new string}", { version: "v2" }),
      ],
      object: "{string: new string}",
      managed: { default: ["v2", ".string"] },
    },
    {
      name: "update_remove_empty_set",
      steps: [
        apply("default", "{string: string}"),
        update("controller", "{string: new string}"),
      ],
      object: "{string: new string}",
      managed: { controller: ["v1", ".string"] },
    },
    {
      name: "apply_update_apply_no_conflict",
      steps: [
        apply("default", "{numeric: 1, string: string}"),
        update("controller", "{bool: true, numeric: 1, string: string}"),
        apply("default", "{numeric: 2, string: string}"),
      ],
      object: "{bool: true, numeric: 2, string: string}",
      managed: { controller: ["v1", ".bool"], default: ["v1", ".numeric", ".string"] },
    },
    {
      name: "apply_update_apply_with_conflict_across_version",
      steps: [
        apply("default", "{numeric: 1, string: string}"),
        update("controller", "{bool: true, numeric: 1, string: controller string}", { version: "v2" }),
        apply("default", "{numeric: 2, string: user string}", { conflicts: ['controller .string'] }),
        force("default", "{numeric: 2, string: user string}"),
      ],
      object: "{bool: true, numeric: 2, string: user string}",
      managed: { controller: ["v2", ".bool"], default: ["v1", ".numeric", ".string"] },
    },
    {
      name: "apply_remove_empty_set",
      steps: [
        apply("default", "{string: string}"),
        apply("default", "null"),
      ],
      object: "null",
      managed: {},
    },
  ],
};
