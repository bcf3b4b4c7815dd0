/** structured-merge-diff, typed/reconcile_schema_test.go. Rows: a set as it was noted, and as it is now. */
import type { TypedTable } from "./vector.ts";

export const reconciled: readonly TypedTable[] = [
  {
    of: "granular-to-atomic",
    shape: { struct: { struct: { struct: { numeric: "number", string: "string" }, whole: true }, list: { atomic: "string" }, objectList: { atomic: { struct: { keyA: "string", keyB: "string", value: "string" } } }, stringMap: { map: "string", whole: true }, unchanged: { struct: { numeric: "number" } } } },
    rows: [
      ["{\"f:list\":{\"v:\\\"one\\\"\":{}},\"f:objectList\":{\"k:{\\\"keyA\\\":\\\"a1\\\",\\\"keyB\\\":\\\"b1\\\"}\":{\"f:value\":{}}},\"f:stringMap\":{\"f:key1\":{}},\"f:struct\":{\"f:numeric\":{}},\"f:unchanged\":{\"f:numeric\":{}}}", '{"f:list":{},"f:objectList":{},"f:stringMap":{},"f:struct":{},"f:unchanged":{"f:numeric":{}}}'],
    ],
  },
  {
    of: "no-change-granular",
    shape: { struct: { struct: { struct: { numeric: "number", string: "string" } }, list: { set: "string" }, objectList: { keyed: { struct: { keyA: "string", keyB: "string", value: "string" } }, by: ["keyA","keyB"] }, stringMap: { map: "string" }, unchanged: { struct: { numeric: "number" } } } },
    rows: [
      ["{\"f:list\":{\"v:\\\"one\\\"\":{}},\"f:objectList\":{\"k:{\\\"keyA\\\":\\\"a1\\\",\\\"keyB\\\":\\\"b1\\\"}\":{\"f:value\":{}}},\"f:stringMap\":{\"f:key1\":{}},\"f:struct\":{\"f:numeric\":{}},\"f:unchanged\":{\"f:numeric\":{}}}", "{\"f:list\":{\"v:\\\"one\\\"\":{}},\"f:objectList\":{\"k:{\\\"keyA\\\":\\\"a1\\\",\\\"keyB\\\":\\\"b1\\\"}\":{\"f:value\":{}}},\"f:stringMap\":{\"f:key1\":{}},\"f:struct\":{\"f:numeric\":{}},\"f:unchanged\":{\"f:numeric\":{}}}"],
    ],
  },
  {
    of: "no-change-atomic",
    shape: { struct: { struct: { struct: { numeric: "number", string: "string" }, whole: true }, list: { atomic: "string" }, objectList: { atomic: { struct: { keyA: "string", keyB: "string", value: "string" } } }, stringMap: { map: "string", whole: true }, unchanged: { struct: { numeric: "number" } } } },
    rows: [
      ['{"f:list":{},"f:objectList":{},"f:struct":{},"f:unchanged":{"f:numeric":{}}}', '{"f:list":{},"f:objectList":{},"f:struct":{},"f:unchanged":{"f:numeric":{}}}'],
    ],
  },
  {
    of: "no-change-empty-granular",
    shape: { struct: { struct: { struct: { numeric: "number", string: "string" } }, list: { set: "string" }, objectList: { keyed: { struct: { keyA: "string", keyB: "string", value: "string" } }, by: ["keyA","keyB"] }, stringMap: { map: "string" }, unchanged: { struct: { numeric: "number" } } } },
    rows: [
      ["{\"f:list\":{},\"f:objectList\":{\".\":{},\"k:{\\\"keyA\\\":\\\"a1\\\",\\\"keyB\\\":\\\"b1\\\"}\":{\".\":{},\"f:value\":{}}},\"f:struct\":{},\"f:unchanged\":{}}", "{\"f:list\":{},\"f:objectList\":{\".\":{},\"k:{\\\"keyA\\\":\\\"a1\\\",\\\"keyB\\\":\\\"b1\\\"}\":{\".\":{},\"f:value\":{}}},\"f:struct\":{},\"f:unchanged\":{}}"],
    ],
  },
  {
    of: "deduced",
    shape: { map: "any" },
    rows: [
      ['{"f:list":{},"f:objectList":{},"f:struct":{},"f:unchanged":{"f:numeric":{}}}', '{"f:list":{},"f:objectList":{},"f:struct":{},"f:unchanged":{"f:numeric":{}}}'],
    ],
  },
  {
    of: "empty-preserve-unknown",
    shape: { struct: { preserveField: { map: "any" } } },
    rows: [
      ['{"f:preserveField":{".":{},"f:arbitrary":{}}}', '{"f:preserveField":{".":{},"f:arbitrary":{}}}'],
    ],
  },
  {
    of: "populated-preserve-unknown",
    shape: { struct: { preserveField: { struct: { list: { atomic: "string" } }, open: true } } },
    rows: [
      ["{\"f:preserveField\":{\".\":{},\"f:arbitrary\":{},\"f:list\":{\".\":{},\"v:\\\"one\\\"\":{}}}}", '{"f:preserveField":{".":{},"f:arbitrary":{},"f:list":{}}}'],
    ],
  },
];
