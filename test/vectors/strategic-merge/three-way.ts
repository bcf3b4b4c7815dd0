/** apimachinery, strategicpatch/patch_test.go: what a three-way patch makes of the current object. Rows: name, current, patch, result. */
export const threeWay: readonly (readonly [string, string, string, string])[] = [
  ["add field to map", "{name: 1, other: a}", "{value: 1}", "{name: 1, value: 1, other: a}"],
  ["add field to map with conflict", "{name: a, other: a}", "{name: 1, value: 1}", "{name: 1, value: 1, other: a}"],
  ["add field and delete field from map", "{name: 1, other: a}", "{name: null, value: 1}", "{value: 1, other: a}"],
  ["delete field from nested map with conflict", "{simpleMap: {key1: a, key2: 1, other: a}}", "{simpleMap: {key1: 1, key2: null}}", "{simpleMap: {key1: 1, other: a}}"],
  ["delete all fields from map", "{name: 1, value: 1, other: a}", "{name: null, value: null}", "{other: a}"],
  ["replace list of scalars with conflict", "{nonMergingIntList: [1, 4]}", "{nonMergingIntList: [2, 3]}", "{nonMergingIntList: [2, 3]}"],
  ["delete all maps from merging list with conflict", "{mergingList: [{name: 1, other: a}, {name: 2, other: b}]}", "{mergingList: [{name: 1, $patch: delete}, {name: 2, $patch: delete}]}", "{mergingList: []}"],
  ["delete all maps from empty merging list", "{mergingList: []}", "{mergingList: [{name: 1, $patch: delete}]}", "{mergingList: []}"],
  ["defined null values overwrite current fields", "{name: a, other: a}", "{name: 1, value: 1, other: null}", "{name: 1, value: 1}"],
  ["delete items in lists of scalars", "{mergingIntList: [1, 2, 3, 4]}", "{$setElementOrder/mergingIntList: [1, 2], $deleteFromPrimitiveList/mergingIntList: [3]}", "{mergingIntList: [1, 2, 4]}"],
  ["delete all duplicate items in lists of scalars", "{mergingIntList: [1, 2, 3, 3, 4]}", "{$setElementOrder/mergingIntList: [1, 2], $deleteFromPrimitiveList/mergingIntList: [3]}", "{mergingIntList: [1, 2, 4]}"],
  ["add and delete items in lists of scalars", "{mergingIntList: [1, 2, 3, 4]}", "{$setElementOrder/mergingIntList: [1, 2, 4], $deleteFromPrimitiveList/mergingIntList: [3]}", "{mergingIntList: [1, 2, 4]}"],
  ["merge lists of maps", "{mergingList: [{name: 1, other: a}, {name: 2, value: 2, other: b}]}", "{$setElementOrder/mergingList: [{name: 4}, {name: 1}, {name: 2}, {name: 3}], mergingList: [{name: 4, value: 4}, {name: 3, value: 3}]}", "{mergingList: [{name: 4, value: 4}, {name: 1, other: a}, {name: 2, value: 2, other: b}, {name: 3, value: 3}]}"],
  ["merge lists of maps with conflict", "{mergingList: [{name: 1, other: a}, {name: 2, value: 3, other: b}]}", "{$setElementOrder/mergingList: [{name: 1}, {name: 2}, {name: 3}], mergingList: [{name: 2, value: 2}, {name: 3, value: 3}]}", "{mergingList: [{name: 1, other: a}, {name: 2, value: 2, other: b}, {name: 3, value: 3}]}"],
  ["add field to map in merging list", "{mergingList: [{name: 1, other: a}, {name: 2, value: 2, other: b}]}", "{$setElementOrder/mergingList: [{name: 1}, {name: 2}], mergingList: [{name: 1, value: 1}]}", "{mergingList: [{name: 1, value: 1, other: a}, {name: 2, value: 2, other: b}]}"],
];
