/** The type over which apimachinery's strategic merge vectors are written (strategicpatch/patch_test.go: MergeItem). */
import type {
  FieldSchema,
  ListSchema,
  StructSchema,
  TypeSchema,
} from "../../../../src/api/schema/type-schema.ts";

const text: TypeSchema = { kind: "scalar", type: "string" };
const fields = new Map<string, FieldSchema>();

export const mergeItem: StructSchema = {
  kind: "struct",
  name: "MergeItem",
  fields,
  atomic: false,
  preserveUnknown: false,
};

function list(items: TypeSchema, more: Partial<ListSchema> = {}): ListSchema {
  return {
    kind: "list",
    items,
    listType: "atomic",
    mapKeys: [],
    patchStrategy: "replace",
    retainKeys: false,
    ...more,
  };
}

const byName: Partial<ListSchema> = { patchStrategy: "merge", patchMergeKey: "name" };
const free: TypeSchema = { kind: "map", values: text, atomic: false };
const types: Record<string, TypeSchema> = {
  name: text,
  value: text,
  other: text,
  mergingList: list(mergeItem, byName),
  nonMergingList: list(mergeItem),
  mergingIntList: list(text, { patchStrategy: "merge" }),
  nonMergingIntList: list(text),
  mergeItemPtr: list(mergeItem, byName),
  simpleMap: free,
  retainKeysMergingList: list(mergeItem, { ...byName, retainKeys: true }),
  setOfMaps: list(mergeItem, { patchStrategy: "merge" }),
};
for (const [name, schema] of Object.entries(types)) fields.set(name, { schema, required: false });
fields.set("replacingItem", { schema: free, required: false, patchStrategy: "replace" });
fields.set("retainKeysMap", { schema: mergeItem, required: false, patchStrategy: "retainKeys" });
