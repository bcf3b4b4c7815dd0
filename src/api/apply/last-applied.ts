/**
 * kubectl's own record of what it applied on the client's side, and the way from there to server-side apply
 * (apimachinery, managedfields/internal/lastappliedmanager.go, lastappliedupdater.go).
 */
import { isJsonObject, type JsonArray, type JsonObject, type JsonValue } from "../json.ts";
import type { KubeObject } from "../object.ts";
import { appliedSetOf } from "./applied-set.ts";
import { emptySet, type FieldSet } from "./field-set.ts";
import { withoutManagedFields } from "./managed-fields.ts";
import { rootSlot } from "./slot.ts";
import type { TypeSchema } from "../schema/type-schema.ts";

const annotation = "kubectl.kubernetes.io/last-applied-configuration";

function lastAppliedText(object: KubeObject | undefined): string | undefined {
  const annotations = object?.metadata.annotations ?? {};
  return Object.hasOwn(annotations, annotation) ? annotations[annotation] : undefined;
}

/** The fields that client-side apply has set: kubectl may take them over without force. Nothing when there is no record. */
export function lastAppliedSet(live: KubeObject | undefined, schema: TypeSchema): FieldSet {
  const text = lastAppliedText(live);
  if (text === undefined) return emptySet;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Anyone may write the annotation; one that does not parse allows nothing.
    return emptySet;
  }
  return isJsonObject(parsed) ? appliedSetOf(parsed, rootSlot(schema)).set : emptySet;
}

function sortedJson(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as JsonArray).map(sortedJson);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value)
    .filter((entry): entry is [string, JsonValue] => entry[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sortedJson(part)]));
}

/** `merged` with the record brought up to date, if `live` has one: client-side apply must find what kubectl applied last. */
export function refreshLastApplied(
  merged: KubeObject,
  live: KubeObject | undefined,
  config: KubeObject,
): KubeObject {
  if (lastAppliedText(live) === undefined) return merged;
  const { metadata, ...rest } = withoutManagedFields(config);
  const { [annotation]: _own, ...others } = metadata.annotations ?? {};
  const { annotations: _all, ...bare } = metadata;
  const record = {
    ...rest,
    metadata: Object.keys(others).length > 0 ? { ...bare, annotations: others } : bare,
  };
  const text = `${JSON.stringify(sortedJson(record as unknown as JsonObject))}\n`;
  return {
    ...merged,
    metadata: {
      ...merged.metadata,
      annotations: { ...merged.metadata.annotations, [annotation]: text },
    },
  };
}
