/** structured-merge-diff, merge/ignore_test.go. */
import { apply, update, type Table } from "./vector.ts";

export const ignored: Table = {
  of: "TestIgnoredFields",
  shape: "any",
  rows: [
    {
      name: "update_does_not_own_ignored",
      steps: [
        update("default", "{numeric: 1, string: some string}"),
      ],
      object: "{numeric: 1, string: some string}",
      managed: { default: ["v1", ".numeric"] },
      ignored: { v1: [".string"] },
    },
    {
      name: "update_does_not_own_deep_ignored",
      steps: [
        update("default", "{numeric: 1, obj: {numeric: 2, string: foo}}"),
      ],
      object: "{numeric: 1, obj: {numeric: 2, string: foo}}",
      managed: { default: ["v1", ".numeric"] },
      ignored: { v1: [".obj"] },
    },
    {
      name: "apply_does_not_own_ignored",
      steps: [
        apply("default", "{numeric: 1, string: some string}"),
      ],
      object: "{numeric: 1, string: some string}",
      managed: { default: ["v1", ".numeric"] },
      ignored: { v1: [".string"] },
    },
    {
      name: "apply_does_not_own_deep_ignored",
      steps: [
        apply("default", "{numeric: 1, obj: {numeric: 2, string: foo}}"),
      ],
      object: "{numeric: 1, obj: {numeric: 2, string: foo}}",
      managed: { default: ["v1", ".numeric"] },
      ignored: { v1: [".obj"] },
    },
  ],
};
