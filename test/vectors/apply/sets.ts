/** structured-merge-diff, merge/set_test.go: TestUpdateSet and what was TestUpdateSetBroken. */
import { apply, update, type Shape, type Vector } from "./vector.ts";

export const setShape: Shape = { struct: { list: { set: "string" } } };

const items = (text: string): string[] => Array.from(text, (letter) => `.list[="${letter}"]`);

export const sets: readonly Vector[] = [
  {
    name: "apply_twice",
    steps: [apply("default", "{list: [a, c]}"), apply("default", "{list: [a, b, c, d]}")],
    object: "{list: [a, b, c, d]}",
    managed: { default: ["v1", ...items("abcd")] },
  },
  {
    name: "apply_update_apply_no_overlap",
    steps: [
      apply("default", "{list: [a, c]}"),
      update("controller", "{list: [a, b, c, d]}"),
      apply("default", "{list: [a, aprime, c, cprime]}"),
    ],
    object: "{list: [a, aprime, b, c, cprime, d]}",
    anyOrder: true,
    managed: {
      default: ["v1", ...items("ac"), '.list[="aprime"]', '.list[="cprime"]'],
      controller: ["v1", ...items("bd")],
    },
  },
  {
    name: "apply_update_apply_with_overlap",
    steps: [
      apply("default", "{list: [a, c]}"),
      update("controller", "{list: [a, b, c, d]}"),
      apply("default", "{list: [a, b, c]}"),
    ],
    object: "{list: [a, b, c, d]}",
    managed: { default: ["v1", ...items("abc")], controller: ["v1", ...items("bd")] },
  },
  {
    name: "apply_twice_reorder",
    steps: [apply("default", "{list: [a, b, c, d]}"), apply("default", "{list: [a, d, c, b]}")],
    object: "{list: [a, d, c, b]}",
    managed: { default: ["v1", ...items("abcd")] },
  },
  {
    name: "apply_update_apply_reorder",
    steps: [
      apply("default", "{list: [a, b, c, d]}"),
      update("controller", "{list: [a, d, c, b]}"),
      apply("default", "{list: [a, b, c, d]}"),
    ],
    object: "{list: [a, b, c, d]}",
    managed: { default: ["v1", ...items("abcd")] },
  },
  {
    name: "apply_twice_remove",
    steps: [apply("default", "{list: [a, b, c, d]}"), apply("default", "{list: [a, c]}")],
    object: "{list: [a, c]}",
    managed: { default: ["v1", ...items("ac")] },
  },
];
