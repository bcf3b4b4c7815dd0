/**
 * Strategic merge patch: a merge patch that knows from the schema which lists merge by key or as sets. Follows
 * apimachinery, pkg/util/strategicpatch/patch.go (StrategicMergeMapPatch), with every directive.
 */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import type { ListSchema, TypeSchema } from "../schema/type-schema.ts";
import { badRequest } from "../status.ts";
import {
  asList,
  asMap,
  deleteFromPrimitiveListPrefix,
  directiveField,
  mergeErrors,
  patchDirective,
  retainKeysDirective,
  setElementOrderPrefix,
  withoutDirectives,
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

/** The fields whose order the patch sets are merged here, lists and order together; returns their names. */
function applyElementOrders(
  draft: Draft,
  patch: JsonObject,
  schema: TypeSchema | undefined,
): ReadonlySet<string> {
  const done = new Set<string>();
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(setElementOrderPrefix) || order === undefined) continue;
    const key = directiveField(directive, setElementOrderPrefix);
    const patchOrder = asList(order);
    const list = listFacts(fieldFacts(schema, key).schema);
    const mergeKey = list?.patchMergeKey;
    const before = draft.get(key);
    const change = member(patch, key);
    const serverOrder = before === undefined ? [] : asList(before);
    checkElementOrder(change === undefined ? [] : asList(change), patchOrder, mergeKey);
    if (before === undefined && change === undefined) continue;
    let merged: JsonArray = serverOrder;
    if (change !== undefined) {
      merged =
        before === undefined
          ? asList(withoutDirectives(change) ?? [])
          : mergeList(serverOrder, asList(change), list);
    }
    draft.set(key, orderElements(merged, { patchOrder, serverOrder }, mergeKey));
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
    return asMap(withoutDirectives(rest) ?? {});
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
    const merged = facts.replace
      ? asMap(withoutDirectives(value) ?? {})
      : mergeMap(before, value, facts.schema);
    draft.set(key, merged);
  } else if (Array.isArray(before) && Array.isArray(value)) {
    draft.set(key, mergeList(before as JsonArray, value as JsonArray, listFacts(facts.schema)));
  } else {
    const kept = withoutDirectives(value);
    if (kept === undefined) draft.delete(key);
    else draft.set(key, kept);
  }
}

function deleteFromList(draft: Draft, key: string, value: JsonValue): void {
  const before = draft.get(key);
  if (!Array.isArray(before) || !Array.isArray(value)) return;
  const items: JsonArray = before;
  const gone = new Set<JsonValue>(value as JsonArray);
  draft.set(
    key,
    items.filter((item) => !gone.has(item)),
  );
}

function mergeList(original: JsonArray, patch: JsonArray, list: ListSchema | undefined): JsonArray {
  if (list?.patchStrategy !== "merge") return asList(withoutDirectives(patch) ?? []);
  const all = [...original, ...patch];
  if (all.some((item) => Array.isArray(item))) throw mergeErrors.listOfLists();
  if (!all.some(isJsonObject)) {
    const merged = [...new Set(all)];
    return orderElements(merged, { patchOrder: patch, serverOrder: original }, undefined);
  }
  if (list.patchMergeKey === undefined) throw mergeErrors.noDeclaredKey(nameOf(list.items));
  return mergeListOfMaps(original, patch, { key: list.patchMergeKey, items: list.items });
}

function nameOf(schema: TypeSchema): string {
  return schema.kind === "struct" ? schema.name : schema.kind;
}

function mergeListOfMaps(
  original: JsonArray,
  patch: JsonArray,
  facts: { readonly key: string; readonly items: TypeSchema },
): JsonArray {
  let left = original.map(asMap);
  const changes: JsonObject[] = [];
  let replace = false;
  for (const item of patch) {
    const map = asMap(item);
    const directive = member(map, patchDirective);
    if (directive === undefined) {
      changes.push(map);
    } else if (directive === "delete") {
      const gone = identityOf(map, facts.key);
      left = left.filter((each) => member(each, facts.key) !== gone);
    } else if (directive === "replace") {
      replace = true;
    } else {
      throw directive === "merge"
        ? mergeErrors.listMerge()
        : mergeErrors.badDirective(directive, map);
    }
  }
  if (replace) return asList(withoutDirectives(changes) ?? []);
  const merged: JsonObject[] = [...left];
  for (const change of changes) {
    const identity = identityOf(change, facts.key);
    const at = merged.findIndex((each) => member(each, facts.key) === identity);
    if (at < 0) merged.push(asMap(withoutDirectives(change) ?? {}));
    else merged[at] = mergeMap(merged[at] ?? {}, change, facts.items);
  }
  return orderElements(merged, { patchOrder: changes, serverOrder: left }, facts.key);
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
      `error decoding patch: json: cannot unmarshal ${goKind(patch)} into Go value of type map[string]interface {}`,
    );
  }
  return mergeMap(original, patch, schema);
}
