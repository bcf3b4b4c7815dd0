/** structured-merge-diff, merge/multiple_appliers_test.go. */
import { apply, force, update, type Table } from "./vector.ts";

export const setAppliers: Table = {
  of: "TestMultipleAppliersSet",
  shape: { struct: { list: { keyed: { struct: { name: "string", value: "number" } }, by: ["name"] } } },
  rows: [
    {
      name: "same_value_no_conflict",
      steps: [
        apply("apply-one", "{list: [{name: a, value: 0}]}"),
        apply("apply-two", "{list: [{name: a, value: 0}]}", { version: "v2" }),
      ],
      object: "{list: [{name: a, value: 0}]}",
      managed: { "apply-one": ["v1", '.list[name="a"]', '.list[name="a"].name', '.list[name="a"].value'], "apply-two": ["v2", '.list[name="a"]', '.list[name="a"].name', '.list[name="a"].value'] },
    },
    {
      name: "change_value_yes_conflict",
      steps: [
        apply("apply-one", "{list: [{name: a, value: 0}]}"),
        apply("apply-two", "{list: [{name: a, value: 1}]}", { version: "v2", conflicts: ['apply-one .list[name="a"].value'] }),
      ],
      object: "{list: [{name: a, value: 0}]}",
      managed: { "apply-one": ["v1", '.list[name="a"]', '.list[name="a"].name', '.list[name="a"].value'] },
    },
    {
      name: "remove_one_keep_one",
      steps: [
        apply("apply-one", "{list: [{name: a}, {name: b}, {name: c}]}"),
        apply("apply-two", "{list: [{name: c}, {name: d}]}", { version: "v2" }),
        apply("apply-one", "{list: [{name: a}]}", { version: "v3" }),
      ],
      object: "{list: [{name: a}, {name: c}, {name: d}]}",
      managed: { "apply-one": ["v3", '.list[name="a"]', '.list[name="a"].name'], "apply-two": ["v2", '.list[name="c"]', '.list[name="d"]', '.list[name="c"].name', '.list[name="d"].name'] },
    },
    {
      name: "remove_one",
      steps: [
        apply("apply-one", "{list: [{name: a}, {name: b}]}"),
        apply("apply-two", "{list: [{name: c}]}", { version: "v2" }),
        apply("apply-one", "{list: [{name: a}]}", { version: "v3" }),
      ],
      object: "{list: [{name: a}, {name: c}]}",
      managed: { "apply-one": ["v3", '.list[name="a"]', '.list[name="a"].name'], "apply-two": ["v2", '.list[name="c"]', '.list[name="c"].name'] },
    },
  ],
};

export const nestedAppliers: Table = {
  of: "TestMultipleAppliersNestedType",
  shape: { struct: { listOfLists: { keyed: { struct: { name: "string", value: { set: "string" } } }, by: ["name"] }, listOfMaps: { keyed: { struct: { name: "string", value: { map: "string" } } }, by: ["name"] }, mapOfLists: { map: { set: "string" } }, mapOfMaps: { map: { map: "string" } }, mapOfMapsRecursive: { map: { map: { map: { map: { map: { map: "any" } } } } } }, struct: { struct: { name: "string", value: "number" } } } },
  rows: [
    {
      name: "remove_one_keep_one_with_two_sub_items",
      steps: [
        apply("apply-one", "{listOfLists: [{name: a}, {name: b, value: [c]}]}"),
        apply("apply-two", "{listOfLists: [{name: b, value: [d]}]}", { version: "v2" }),
        apply("apply-one", "{listOfLists: [{name: a}]}", { version: "v3" }),
      ],
      object: "{listOfLists: [{name: a}, {name: b, value: [d]}]}",
      managed: { "apply-one": ["v3", '.listOfLists[name="a"]', '.listOfLists[name="a"].name'], "apply-two": ["v2", '.listOfLists[name="b"]', '.listOfLists[name="b"].name', '.listOfLists[name="b"].value[="d"]'] },
    },
    {
      name: "remove_one_keep_one_with_dangling_subitem",
      steps: [
        apply("apply-one", "{listOfLists: [{name: a}, {name: b, value: [c]}]}"),
        apply("apply-two", "{listOfLists: [{name: b, value: [d]}]}", { version: "v2" }),
        update("controller", "{listOfLists: [{name: a}, {name: b, value: [c, d, e]}]}", { version: "v2" }),
        apply("apply-one", "{listOfLists: [{name: a}]}", { version: "v3" }),
      ],
      object: "{listOfLists: [{name: a}, {name: b, value: [d, e]}]}",
      managed: { "apply-one": ["v3", '.listOfLists[name="a"]', '.listOfLists[name="a"].name'], "apply-two": ["v2", '.listOfLists[name="b"]', '.listOfLists[name="b"].name', '.listOfLists[name="b"].value[="d"]'], controller: ["v2", '.listOfLists[name="b"].value[="e"]'] },
    },
    {
      name: "remove_one_with_dangling_subitem_keep_one",
      steps: [
        apply("apply-one", "{listOfLists: [{name: a}, {name: b, value: [c]}]}"),
        apply("apply-two", "{listOfLists: [{name: a, value: [b]}]}", { version: "v2" }),
        update("controller", "{listOfLists: [{name: a, value: [b]}, {name: b, value: [c, d]}]}", { version: "v2" }),
        apply("apply-one", "{listOfLists: [{name: a}]}", { version: "v3" }),
      ],
      object: "{listOfLists: [{name: a, value: [b]}]}",
      managed: { "apply-one": ["v3", '.listOfLists[name="a"]', '.listOfLists[name="a"].name'], "apply-two": ["v2", '.listOfLists[name="a"]', '.listOfLists[name="a"].name', '.listOfLists[name="a"].value[="b"]'] },
    },
    {
      name: "remove_one_with_managed_subitem_keep_one",
      steps: [
        apply("apply-one", "{listOfLists: [{name: a}, {name: b, value: [c]}]}"),
        apply("apply-two", "{listOfLists: [{name: a, value: [b]}]}", { version: "v2" }),
        update("controller", "{listOfLists: [{name: a, value: [b]}, {name: b, value: [c, d]}]}", { version: "v2" }),
        apply("apply-one", "{listOfLists: [{name: a}]}", { version: "v3" }),
      ],
      object: "{listOfLists: [{name: a, value: [b]}]}",
      managed: { "apply-one": ["v3", '.listOfLists[name="a"]', '.listOfLists[name="a"].name'], "apply-two": ["v2", '.listOfLists[name="a"]', '.listOfLists[name="a"].name', '.listOfLists[name="a"].value[="b"]'] },
    },
    {
      name: "remove_one_keep_one_with_sub_item",
      steps: [
        apply("apply-one", "{listOfLists: [{name: a}, {name: b, value: [c]}]}"),
        apply("apply-two", "{listOfLists: [{name: b, value: [d]}]}", { version: "v2" }),
        apply("apply-one", "{listOfLists: [{name: a}]}", { version: "v3" }),
      ],
      object: "{listOfLists: [{name: a}, {name: b, value: [d]}]}",
      managed: { "apply-one": ["v3", '.listOfLists[name="a"]', '.listOfLists[name="a"].name'], "apply-two": ["v2", '.listOfLists[name="b"]', '.listOfLists[name="b"].name', '.listOfLists[name="b"].value[="d"]'] },
    },
    {
      name: "multiple_appliers_recursive_map",
      steps: [
        apply("apply-one", "{mapOfMapsRecursive: {a: {b: null}, c: {d: null}}}"),
        apply("apply-two", "{mapOfMapsRecursive: {a: null, c: {d: null}}}", { version: "v2" }),
        update("controller-one", "{mapOfMapsRecursive: {a: {b: {c: null}}, c: {d: {e: null}}}}", { version: "v3" }),
        update("controller-two", "{mapOfMapsRecursive: {a: {b: {c: {d: null}}}, c: {d: {e: {f: null}}}}}", { version: "v2" }),
        update("controller-one", "{mapOfMapsRecursive: {a: {b: {c: {d: {e: null}}}}, c: {d: {e: {f: {g: null}}}}}}", { version: "v3" }),
        apply("apply-one", "{mapOfMapsRecursive: null}", { version: "v4" }),
      ],
      object: "{mapOfMapsRecursive: {a: null, c: {d: {e: {f: {g: null}}}}}}",
      managed: { "apply-one": ["v4", ".mapOfMapsRecursive"], "apply-two": ["v2", ".mapOfMapsRecursive.a", ".mapOfMapsRecursive.c", ".mapOfMapsRecursive.c.d"], "controller-one": ["v3", ".mapOfMapsRecursive.c.d.e", ".mapOfMapsRecursive.c.d.e.f.g"], "controller-two": ["v2", ".mapOfMapsRecursive.c.d.e.f"] },
    },
  ],
};

export const deducedAppliers: Table = {
  of: "TestMultipleAppliersDeducedType",
  shape: "any",
  rows: [
    {
      name: "multiple_appliers_recursive_map_deduced",
      steps: [
        apply("apply-one", "{a: {b: null}, c: {d: null}}"),
        apply("apply-two", "{a: null, c: {d: null}}", { version: "v2" }),
        update("controller-one", "{a: {b: {c: null}}, c: {d: {e: null}}}", { version: "v3" }),
        update("controller-two", "{a: {b: {c: {d: null}}}, c: {d: {e: {f: null}}}}", { version: "v2" }),
        update("controller-one", "{a: {b: {c: {d: {e: null}}}}, c: {d: {e: {f: {g: null}}}}}", { version: "v3" }),
        apply("apply-one", "null", { version: "v4" }),
      ],
      object: "{a: null, c: {d: {e: {f: {g: null}}}}}",
      managed: { "apply-two": ["v2", ".a", ".c", ".c.d"], "controller-one": ["v3", ".c.d.e", ".c.d.e.f.g"], "controller-two": ["v2", ".c.d.e.f"] },
    },
  ],
};

export const atomicMapAppliers: Table = {
  of: "TestMultipleApplierAtomicMaps",
  shape: { struct: { atomicMap: { struct: { field1: "string", field2: "string" }, whole: true } } },
  rows: [
    {
      name: "force",
      steps: [
        apply("apply-one", "{atomicMap: {field1: a}}"),
        apply("apply-two", "{atomicMap: {field2: b}}", { conflicts: ['apply-one .atomicMap'] }),
        force("apply-two", "{atomicMap: {field2: b}}"),
      ],
      object: "{atomicMap: {field2: b}}",
      managed: { "apply-two": ["v1", ".atomicMap"] },
    },
  ],
};

export const convertedAppliers: Table = {
  of: "TestMultipleAppliersRealConversion",
  shape: { struct: { listOfLists: { keyed: { struct: { name: "string", value: { set: "string" } } }, by: ["name"] }, listOfMaps: { keyed: { struct: { name: "string", value: { map: "string" } } }, by: ["name"] }, mapOfLists: { map: { set: "string" } }, mapOfMaps: { map: { map: "string" } }, mapOfMapsRecursive: { map: { map: { map: { map: { map: { map: "any" } } } } } }, struct: { struct: { name: "string", value: "number" } } } },
  conversion: "repeated",
  rows: [
    {
      name: "multiple_appliers_recursive_map_real_conversion",
      steps: [
        apply("apply-one", "{mapOfMapsRecursive: {a: {b: null}, c: {d: null}}}"),
        apply("apply-two", "{mapOfMapsRecursive: {aa: null, cc: {dd: null}}}", { version: "v2" }),
        update("controller", "{mapOfMapsRecursive: {aaa: {bbb: {ccc: {ddd: null}}}, ccc: {ddd: {eee: {fff: null}}}}}", { version: "v3" }),
        apply("apply-one", "{mapOfMapsRecursive: null}", { version: "v4" }),
      ],
      object: "{mapOfMapsRecursive: {aaaa: null, cccc: {dddd: {eeee: {ffff: null}}}}}",
      managed: { "apply-one": ["v4", ".mapOfMapsRecursive"], "apply-two": ["v2", ".mapOfMapsRecursive.aa", ".mapOfMapsRecursive.cc", ".mapOfMapsRecursive.cc.dd"], controller: ["v3", ".mapOfMapsRecursive.ccc.ddd.eee", ".mapOfMapsRecursive.ccc.ddd.eee.fff"] },
      version: "v4",
    },
    {
      name: "appliers_remove_from_controller_real_conversion",
      steps: [
        apply("apply", "{mapOfMapsRecursive: {aaa: {bbb: null}}}", { version: "v3" }),
        update("controller", "{mapOfMapsRecursive: {a: {b: {c: null}}}}"),
        apply("apply", "{mapOfMapsRecursive: {aa: {bb: null}, cc: {dd: null}}}", { version: "v2" }),
        apply("apply", "{mapOfMapsRecursive: {aaa: null, ccc: null}}", { version: "v3" }),
      ],
      object: "{mapOfMapsRecursive: {aaa: null, ccc: null}}",
      managed: { apply: ["v3", ".mapOfMapsRecursive.aaa", ".mapOfMapsRecursive.ccc"] },
      version: "v3",
    },
    {
      name: "applier_updater_shared_ownership_real_conversion",
      steps: [
        update("updater", "{mapOfMapsRecursive: {a: {b: {c: null}}}}"),
        apply("apply", "{mapOfMapsRecursive: {aa: {bb: null}, cc: {dd: null}}}", { version: "v2" }),
        apply("apply", "{mapOfMapsRecursive: {aaa: null, ccc: null}}", { version: "v3" }),
      ],
      object: "{mapOfMapsRecursive: {aaa: {bbb: {ccc: null}}, ccc: null}}",
      managed: { apply: ["v3", ".mapOfMapsRecursive.aaa", ".mapOfMapsRecursive.ccc"], updater: ["v1", ".mapOfMapsRecursive", ".mapOfMapsRecursive.a", ".mapOfMapsRecursive.a.b", ".mapOfMapsRecursive.a.b.c"] },
      version: "v3",
    },
  ],
};

export const reliantAppliers: Table = {
  of: "TestMultipleAppliersReliantFieldsConversions",
  shape: { struct: { field_foo_rely_on_bar: "string", required_field_bar: "string", common_field: "string" } },
  conversion: "reliant",
  rows: [
    {
      name: "multiple_versions_with_reliant_fields",
      steps: [
        apply("v2_applier", "{required_field_bar: a}", { version: "v2" }),
        apply("v1_applier", "{common_field: b}"),
        apply("v2_applier", "{required_field_bar: b}", { version: "v2" }),
      ],
      object: "{common_field: b, required_field_bar: b}",
      managed: { v1_applier: ["v1", ".common_field"], v2_applier: ["v2", ".required_field_bar"] },
      version: "v2",
    },
  ],
};
