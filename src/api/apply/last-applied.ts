/**
 * kubectl's own record of what it applied on the client's side, and the way from there to server-side apply
 * (apimachinery, managedfields/internal/lastappliedmanager.go, lastappliedupdater.go).
 */
import { goJson } from "../go-json.ts";
import { isJsonObject } from "../json.ts";
import type { KubeObject } from "../object.ts";
import { appliedSetOf } from "./applied-set.ts";
import { compareObjects } from "./compare.ts";
import { emptySet, type FieldSet, subtract, unite } from "./field-set.ts";
import type { FieldWrite } from "./field-write.ts";
import { asJson, withoutManagedFields } from "./managed-fields.ts";
import { rootSlot } from "./slot.ts";
import { parseExact } from "../wide-integers.ts";

const annotation = "kubectl.kubernetes.io/last-applied-configuration";
/** apimachinery, api/validation: TotalAnnotationSizeLimitB. */
const annotationBytesMax = 256 * 1024;

function lastAppliedText(object: KubeObject | undefined): string {
  const annotations = object?.metadata.annotations ?? {};
  return (Object.hasOwn(annotations, annotation) ? annotations[annotation] : undefined) ?? "";
}

/**
 * The fields that client-side apply has set and that are still what it made them: kubectl may take them over without
 * force. Nothing when there is no record in the version that is applied, or one that does not fit its schema.
 */
export function lastAppliedSet(live: KubeObject | undefined, write: FieldWrite): FieldSet {
  const text = lastAppliedText(live);
  if (live === undefined || text === "") return emptySet;
  let parsed: unknown;
  try {
    parsed = parseExact(text);
  } catch {
    // Anyone may write the annotation; one that does not parse allows nothing.
    return emptySet;
  }
  if (!isJsonObject(parsed) || parsed["apiVersion"] !== write.apiVersion) return emptySet;
  const slot = rootSlot(write.schema);
  const { set, errors } = appliedSetOf(parsed, slot);
  if (errors.length > 0) return emptySet;
  const since = compareObjects(parsed, asJson(withoutManagedFields(live)), slot);
  return subtract(set, unite(unite(since.modified, since.added), since.removed));
}

/**
 * `object` with the record brought up to date, if it has one: client-side apply must find what kubectl applied last. One
 * that would be too long is left out.
 */
export function refreshLastApplied(object: KubeObject, config: KubeObject): KubeObject {
  if (lastAppliedText(object) === "") return object;
  const { annotations, ...bare } = config.metadata;
  const { [annotation]: _own, ...others } = annotations ?? {};
  const metadata = annotations ? { ...bare, annotations: others } : bare;
  const text = `${goJson(asJson({ ...config, metadata }))}\n`;
  if (text === lastAppliedText(object)) return object;
  const { [annotation]: _before, ...rest } = object.metadata.annotations ?? {};
  const next = { ...rest, [annotation]: text };
  const fits = bytesOf(next) <= annotationBytesMax;
  return { ...object, metadata: { ...object.metadata, annotations: fits ? next : rest } };
}

function bytesOf(annotations: Readonly<Record<string, string>>): number {
  const texts = Object.entries(annotations).map(([key, value]) => key + value);
  return new TextEncoder().encode(texts.join("")).length;
}
