/** apimachinery, managedfields/internal: capmanagers_test.go, managedfields_test.go. */

/** An owner: manager, version, the hour of its write, its fields. */
type Updater = readonly [manager: string, version: string, hour: number, ...fields: string[]];

/** TestCapUpdateManagers: no more than three are kept. */
export const capped: readonly {
  readonly name: string;
  readonly before: readonly Updater[];
  readonly after: readonly Updater[];
}[] = [
  {
    name: "one version, no ancient changes",
    before: [["m1", "v1", 1, "a"], ["m2", "v1", 2, "b"], ["m3", "v1", 3, "c"], ["m4", "v1", 4, "d"]],
    after: [["ancient-changes", "v1", 2, "a", "b"], ["m3", "v1", 3, "c"], ["m4", "v1", 4, "d"]],
  },
  {
    name: "one version, one ancient changes",
    before: [["ancient-changes", "v1", 2, "a", "b"], ["m3", "v1", 3, "c"], ["m4", "v1", 4, "d"], ["m5", "v1", 5, "e"]],
    after: [["ancient-changes", "v1", 3, "a", "b", "c"], ["m4", "v1", 4, "d"], ["m5", "v1", 5, "e"]],
  },
  {
    name: "two versions, no ancient changes",
    before: [["m1", "v1", 1, "a"], ["m2", "v2", 2, "b"], ["m3", "v1", 3, "c"], ["m4", "v1", 4, "d"], ["m5", "v1", 5, "e"]],
    after: [["m2", "v2", 2, "b"], ["ancient-changes", "v1", 4, "a", "c", "d"], ["m5", "v1", 5, "e"]],
  },
  {
    name: "three versions, one ancient changes",
    before: [["m2", "v2", 2, "b"], ["ancient-changes", "v1", 4, "a", "c", "d"], ["m5", "v1", 5, "e"], ["m6", "v3", 6, "f"], ["m7", "v2", 7, "g"]],
    after: [["ancient-changes", "v1", 5, "a", "c", "d", "e"], ["m6", "v3", 6, "f"], ["ancient-changes", "v2", 7, "b", "g"]],
  },
  {
    name: "three versions, two ancient changes",
    before: [["ancient-changes", "v1", 5, "a", "c", "d", "e"], ["m6", "v3", 6, "f"], ["ancient-changes", "v2", 7, "b", "g"], ["m8", "v3", 8, "h"]],
    after: [["ancient-changes", "v1", 5, "a", "c", "d", "e"], ["ancient-changes", "v2", 7, "b", "g"], ["ancient-changes", "v3", 8, "f", "h"]],
  },
  {
    name: "four versions, two ancient changes",
    before: [["ancient-changes", "v1", 5, "a", "c", "d", "e"], ["m6", "v3", 6, "f"], ["ancient-changes", "v2", 7, "b", "g"], ["m8", "v4", 8, "h"]],
    after: [["ancient-changes", "v1", 5, "a", "c", "d", "e"], ["m6", "v3", 6, "f"], ["ancient-changes", "v2", 7, "b", "g"], ["m8", "v4", 8, "h"]],
  },
];

/** `manager operation hour subresource`; `-` for no time. */
type Sorted = readonly [name: string, before: readonly string[], after: readonly string[]];

/** TestSortEncodedManagedFields; its two rows of empty lists say nothing of an order. */
export const sorted: readonly Sorted[] = [
  ["remains untouched", ["a Apply -", "a Update 1"], ["a Apply -", "a Update 1"]],
  ["without time first", ["a Apply -", "b Apply 1"], ["a Apply -", "b Apply 1"]],
  ["without time first, name last", ["a Apply 1", "c Apply -", "b Apply -"], ["b Apply -", "c Apply -", "a Apply 1"]],
  ["apply first", ["a Update 1", "a Apply -"], ["a Apply -", "a Update 1"]],
  ["newest last", ["c Update 1", "a Apply -", "d Update 2", "b Apply -"], ["a Apply -", "b Apply -", "c Update 1", "d Update 2"]],
  ["manager last", ["c Update 1", "a Apply -", "d Update 1", "b Apply -"], ["a Apply -", "b Apply -", "c Update 1", "d Update 1"]],
  [
    "manager sorted",
    ["c Update 1", "a Apply -", "g Apply -", "f Update 2", "i Apply -", "d Update 2", "h Apply -", "e Update 3", "b Apply -"],
    ["a Apply -", "b Apply -", "g Apply -", "h Apply -", "i Apply -", "c Update 1", "d Update 2", "f Update 2", "e Update 3"],
  ],
  ["sort drops nanoseconds", ["c Update 1.000000001", "a Update 1.000000002", "b Update 1.000000003"], ["a Update 1.000000002", "b Update 1.000000003", "c Update 1.000000001"]],
  ["with subresource", ["a Apply - status", "a Apply - scale", "a Apply -"], ["a Apply -", "a Apply - scale", "a Apply - status"]],
];

/** TestRoundTripManagedFields: entries that come back as they were read; the sets as JSON. */
export const roundTrips: readonly (readonly string[])[] = [
  [
    '{manager: foo, operation: Update, apiVersion: v1, time: "2001-02-03T04:05:06Z", fieldsType: FieldsV1, fieldsV1: {"v:3": {"f:alsoPi": {}}, "v:3.1415": {"f:pi": {}}, "v:false": {"f:notTrue": {}}}}',
    '{manager: foo, operation: Update, apiVersion: v1beta1, time: "2011-12-13T14:15:16Z", fieldsType: FieldsV1, fieldsV1: {"i:5": {"f:i": {}}}}',
  ],
  [`{manager: foo, operation: Apply, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:containers": {'k:{"name":"c"}': {"f:image": {}, "f:name": {}}}}}}`],
  [`{manager: foo, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {"f:apiVersion": {}, "f:kind": {}, "f:metadata": {"f:labels": {"f:app": {}}, "f:name": {}}, "f:spec": {"f:replicas": {}, "f:template": {"f:spec": {"f:containers": {'k:{"name":"nginx"}': {".": {}, "f:image": {}, "f:name": {}, "f:ports": {"i:0": {"f:containerPort": {}}}}}}}}}}`],
  [`{manager: foo, operation: Apply, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {"f:allowVolumeExpansion": {}, "f:metadata": {"f:name": {}, "f:parameters": {"f:resturl": {}, "f:restuser": {}}}, "f:provisioner": {}}}`],
  [`{manager: foo, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:group": {}, "f:names": {"f:kind": {}, "f:shortNames": {"i:0": {}}}, "f:versions": {'k:{"name":"v1"}': {"f:name": {}, "f:served": {}}}}}}`],
  [`{manager: foo, operation: Update, apiVersion: v1, fieldsType: FieldsV1, fieldsV1: {"f:spec": {"f:replicas": {}}}, subresource: scale}`],
];
