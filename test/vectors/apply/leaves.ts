/** structured-merge-diff, merge/leaf_test.go: TestUpdateLeaf. */
import { apply, force, update, type Shape, type Vector } from "./vector.ts";

export const leafShape: Shape = { struct: { numeric: "number", string: "string", bool: "boolean" } };

const v2 = { version: "v2" };
const controllerHasString = { conflicts: ["controller .string"] };

export const leaves: readonly Vector[] = [
  {
    name: "apply_twice",
    steps: [
      apply("default", "{numeric: 1, string: string}"),
      apply("default", "{numeric: 2, string: string, bool: false}"),
    ],
    object: "{numeric: 2, string: string, bool: false}",
    managed: { default: ["v1", ".numeric", ".string", ".bool"] },
  },
  {
    name: "apply_twice_different_versions",
    steps: [
      apply("default", "{numeric: 1, string: string}"),
      apply("default", "{numeric: 2, string: string, bool: false}", v2),
    ],
    object: "{numeric: 2, string: string, bool: false}",
    managed: { default: ["v2", ".numeric", ".string", ".bool"] },
  },
  {
    name: "apply_update_apply_no_conflict",
    steps: [
      apply("default", "{numeric: 1, string: string}"),
      update("controller", "{numeric: 1, string: string, bool: true}"),
      apply("default", "{numeric: 2, string: string}"),
    ],
    object: "{numeric: 2, string: string, bool: true}",
    managed: { default: ["v1", ".numeric", ".string"], controller: ["v1", ".bool"] },
  },
  {
    name: "apply_update_apply_no_conflict_different_version",
    steps: [
      apply("default", "{numeric: 1, string: string}"),
      update("controller", "{numeric: 1, string: string, bool: true}", v2),
      apply("default", "{numeric: 2, string: string}"),
    ],
    object: "{numeric: 2, string: string, bool: true}",
    managed: { default: ["v1", ".numeric", ".string"], controller: ["v2", ".bool"] },
  },
  {
    name: "apply_update_apply_with_conflict",
    steps: [
      apply("default", "{numeric: 1, string: string}"),
      update("controller", "{numeric: 1, string: controller string, bool: true}"),
      apply("default", "{numeric: 2, string: user string}", controllerHasString),
      force("default", "{numeric: 2, string: user string}"),
    ],
    object: "{numeric: 2, string: user string, bool: true}",
    managed: { default: ["v1", ".numeric", ".string"], controller: ["v1", ".bool"] },
  },
  {
    name: "apply_update_apply_with_conflict_across_version",
    steps: [
      apply("default", "{numeric: 1, string: string}"),
      update("controller", "{numeric: 1, string: controller string, bool: true}", v2),
      apply("default", "{numeric: 2, string: user string}", controllerHasString),
      force("default", "{numeric: 2, string: user string}"),
    ],
    object: "{numeric: 2, string: user string, bool: true}",
    managed: { default: ["v1", ".numeric", ".string"], controller: ["v2", ".bool"] },
  },
  {
    name: "apply_twice_remove",
    steps: [
      apply("default", "{numeric: 1, string: string, bool: false}"),
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
      apply("default", "{}"),
    ],
    object: "{numeric: 1}",
    managed: { controller: ["v1", ".numeric"] },
  },
  {
    name: "apply_twice_remove_different_version",
    steps: [
      apply("default", "{numeric: 1, string: string, bool: false}"),
      apply("default", "{string: new string}", v2),
    ],
    object: "{string: new string}",
    managed: { default: ["v2", ".string"] },
  },
  {
    name: "update_remove_empty_set",
    steps: [apply("default", "{string: string}"), update("controller", "{string: new string}")],
    object: "{string: new string}",
    managed: { controller: ["v1", ".string"] },
  },
  {
    name: "apply_remove_empty_set",
    steps: [apply("default", "{string: string}"), apply("default", "{}")],
    object: "{}",
    managed: {},
  },
];
