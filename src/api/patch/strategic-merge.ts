/**
 * Strategic merge patch: a merge patch that knows from the schema which lists merge by key or as sets. Follows
 * apimachinery, pkg/util/strategicpatch/patch.go (StrategicMergeMapPatch), with every directive.
 */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import type { ListSchema, StructSchema, TypeSchema } from "../schema/type-schema.ts";
import { badRequest } from "../status.ts";
import {
  asList,
  asMap,
  asNew,
  deleteFromPrimitiveListPrefix,
  directiveField,
  goType,
  mergeErrors,
  patchDirective,
  retainKeysDirective,
  setElementOrderPrefix,
  withoutMarked,
} from "./directives.ts";
import { checkElementOrder, identityOf, orderElements } from "./element-order.ts";
import { type Draft, draftOf, member, objectOf } from "./members.ts";
import { goKind } from "./rejection.ts";

/** How one field merges: its type, as far as the schema knows it, and whether it is replaced as a whole. */
interface FieldFacts {
  readonly schema: TypeSchema | undefined;
  readonly replace: boolean;
}

function fieldFacts(schema: TypeSchema | undefined, key: string): FieldFacts {
  if (schema?.kind === "struct") {
    const field = schema.fields.get(key);
    return { schema: field?.schema, replace: field?.patchStrategy === "replace" };
  }
  return { schema: schema?.kind === "map" ? schema.values : undefined, replace: false };
}

function listFacts(schema: TypeSchema | undefined): ListSchema | undefined {
  return schema?.kind === "list" ? schema : undefined;
}

function applyRetainKeys(draft: Draft, patch: JsonObject): void {
  const directive = member(patch, retainKeysDirective);
  if (directive === undefined) return;
  if (!Array.isArray(directive)) throw mergeErrors.retainKeysFormat();
  const kept = new Set<JsonValue>(directive as JsonArray);
  for (const [key, value] of Object.entries(patch)) {
    const isDirectiveKey =
      key === retainKeysDirective ||
      key.startsWith(deleteFromPrimitiveListPrefix) ||
      key.startsWith(setElementOrderPrefix);
    if (value !== null && !isDirectiveKey && !kept.has(key)) throw mergeErrors.retainKeysFormat();
  }
  for (const key of draft.keys()) if (!kept.has(key)) draft.delete(key);
}

/** The list that a patch speaks of. Throws StatusError 500 where the schema knows no such field, or no list in it. */
function listAt(schema: TypeSchema | undefined, key: string): ListSchema | undefined {
  if (schema?.kind !== "struct") return listFacts(fieldFacts(schema, key).schema);
  const field = schema.fields.get(key);
  if (field === undefined) throw mergeErrors.unknownField(goName(schema), key);
  if (field.schema.kind === "scalar" || field.schema.kind === "map") throw mergeErrors.noList();
  return listFacts(field.schema);
}

function goName({ name }: StructSchema): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** The fields whose order the patch sets are merged here, lists and order together; returns their names. */
function applyElementOrders(
  draft: Draft,
  patch: JsonObject,
  schema: TypeSchema | undefined,
): ReadonlySet<string> {
  const done = new Set<string>();
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(setElementOrderPrefix) || order === undefined) continue;
    const patchOrder = asList(order);
    const key = directiveField(directive, setElementOrderPrefix);
    const before = draft.get(key);
    const change = member(patch, key);
    const original = before === undefined ? [] : asList(before);
    const changes = change === undefined ? [] : asList(change);
    const list = listAt(schema, key);
    const mergeKey = list?.patchMergeKey;
    checkElementOrder(changes, patchOrder, mergeKey);
    if (before === undefined && change === undefined) continue;
    let merged: MergedList = { items: original, serverOrder: original };
    if (change !== undefined) {
      merged =
        before === undefined
          ? { items: asList(withoutMarked(change) ?? []), serverOrder: [] }
          : mergeList(original, changes, list);
    }
    const orders = { patchOrder, serverOrder: merged.serverOrder };
    draft.set(key, orderElements(merged.items, orders, mergeKey));
    done.add(key);
  }
  return done;
}

function mergeMap(
  original: JsonObject,
  patch: JsonObject,
  schema: TypeSchema | undefined,
): JsonObject {
  const directive = member(patch, patchDirective);
  if (directive !== undefined) {
    if (directive === "delete") return {};
    if (directive !== "replace") throw mergeErrors.badDirective(directive, patch);
    const { [patchDirective]: _dropped, ...rest } = patch;
    return rest;
  }
  const draft = draftOf(original);
  applyRetainKeys(draft, patch);
  const done = applyElementOrders(draft, patch, schema);
  for (const [key, value] of Object.entries(patch)) {
    if (key === retainKeysDirective || key.startsWith(setElementOrderPrefix)) continue;
    if (value === undefined || done.has(key)) continue;
    if (key.startsWith(deleteFromPrimitiveListPrefix)) {
      deleteFromList(draft, directiveField(key, deleteFromPrimitiveListPrefix), value);
    } else {
      mergeField(draft, { key, value }, fieldFacts(schema, key));
    }
  }
  return objectOf(draft);
}

function mergeField(
  draft: Draft,
  { key, value }: { readonly key: string; readonly value: JsonValue },
  facts: FieldFacts,
): void {
  const before = draft.get(key);
  if (value === null) {
    draft.delete(key);
  } else if (isJsonObject(before) && isJsonObject(value)) {
    draft.set(key, facts.replace ? value : mergeMap(before, value, facts.schema));
  } else if (Array.isArray(before) && Array.isArray(value)) {
    const list = listFacts(facts.schema);
    draft.set(key, mergeList(before as JsonArray, value as JsonArray, list).items);
  } else {
    const kept = asNew(value);
    if (kept === undefined) draft.delete(key);
    else draft.set(key, kept);
  }
}

function deleteFromList(draft: Draft, key: string, value: JsonValue): void {
  if (value === null) draft.delete(key);
  const before = draft.get(key);
  if (!Array.isArray(before) || !Array.isArray(value)) return;
  const items: JsonArray = before;
  checkTypes(items, value as JsonArray);
  const gone = new Set<JsonValue>(value as JsonArray);
  draft.set(
    key,
    items.filter((item) => !gone.has(item)),
  );
}

/**
 * A merged list, and the one that its order is told by: the list as it was, but Go works in its place, and where items
 * were taken out there stands what came after them, or was new.
 */
interface MergedList {
  readonly items: JsonArray;
  readonly serverOrder: JsonArray;
}

/** Throws StatusError 422 or 500 unless all items are of one type, which is no list. */
function checkTypes(original: JsonArray, patch: JsonArray): void {
  const all = [...original, ...patch];
  const [first] = all;
  if (first === undefined) return;
  if (Array.isArray(first)) throw mergeErrors.listOfLists();
  const type = goType(first);
  if (all.some((item) => goType(item) !== type)) throw mergeErrors.mixedTypes([original, patch]);
}

function mergeList(
  original: JsonArray,
  patch: JsonArray,
  list: ListSchema | undefined,
): MergedList {
  if (list?.patchStrategy !== "merge") return { items: patch, serverOrder: original };
  checkTypes(original, patch);
  const all = [...original, ...patch];
  if (!all.some(isJsonObject)) {
    const orders = { patchOrder: patch, serverOrder: original };
    const items = orderElements([...new Set(all)], orders, undefined);
    return { items, serverOrder: original };
  }
  if (list.patchMergeKey === undefined) throw mergeErrors.noDeclaredKey(list.items.kind);
  return mergeListOfMaps(original, patch, { key: list.patchMergeKey, items: list.items });
}

/** What a list of maps is told to lose, to take, or to be instead. */
function readChanges(
  original: readonly JsonObject[],
  patch: JsonArray,
  key: string,
): {
  readonly left: JsonObject[];
  readonly slots: JsonObject[];
  readonly changes: JsonObject[];
  readonly replace: boolean;
} {
  const left = [...original];
  const slots = [...original];
  const changes: JsonObject[] = [];
  let replace = false;
  for (const item of patch) {
    const map = asMap(item);
    const directive = member(map, patchDirective);
    if (directive === undefined) changes.push(map);
    else if (directive === "replace") replace = true;
    else if (directive !== "delete") {
      throw directive === "merge"
        ? mergeErrors.listMerge()
        : mergeErrors.badDirective(directive, map);
    } else {
      const gone = identityOf(map, key);
      for (let at = indexOfKey(left, key, gone); at >= 0; at = indexOfKey(left, key, gone)) {
        left.splice(at, 1);
        for (let to = at; to < left.length; to += 1) slots[to] = left[to] as JsonObject;
      }
    }
  }
  return { left, slots, changes, replace };
}

function indexOfKey(items: readonly JsonObject[], key: string, value: JsonValue): number {
  return items.findIndex((item) => member(item, key) === value);
}

function mergeListOfMaps(
  original: JsonArray,
  patch: JsonArray,
  facts: { readonly key: string; readonly items: TypeSchema },
): MergedList {
  const { left, slots, changes, replace } = readChanges(original.map(asMap), patch, facts.key);
  if (replace) return { items: changes, serverOrder: slots };
  const merged: JsonObject[] = [...left];
  for (const change of changes) {
    const at = indexOfKey(merged, facts.key, identityOf(change, facts.key));
    if (at >= 0) {
      merged[at] = mergeMap(merged[at] ?? {}, change, facts.items);
      continue;
    }
    if (merged.length < slots.length) slots[merged.length] = change;
    merged.push(change);
  }
  const items = orderElements(merged, { patchOrder: changes, serverOrder: left }, facts.key);
  return { items, serverOrder: slots };
}

/**
 * `original` with the strategic merge patch applied, by the facts of `schema`; untouched parts are shared and neither
 * input changes. Fields that the schema does not know merge as maps, and are replaced as lists. Throws StatusError 400
 * for a malformed patch, 422 for one that cannot be applied.
 */
export function strategicMerge(
  original: JsonObject,
  patch: JsonValue,
  schema: TypeSchema,
): JsonObject {
  if (!isJsonObject(patch)) {
    throw badRequest(
      `json: cannot unmarshal ${goKind(patch)} into Go value of type map[string]interface {}`,
    );
  }
  return mergeMap(original, patch, schema);
}
