/** structured-merge-diff, merge/preserve_unknown_test.go. */
import { apply, type Table } from "./vector.ts";

export const unknownFields: Table = {
  of: "TestPreserveUnknownFields",
  shape: { struct: { num: "number" }, open: true },
  rows: [
    {
      name: "preserve_unknown_fields",
      steps: [
        apply("default", "{num: 5, unknown: value}"),
        apply("default", "{num: 6, unknown: new}"),
      ],
      object: "{num: 6, unknown: new}",
      managed: { default: ["v1", ".num", ".unknown"] },
    },
  ],
};
