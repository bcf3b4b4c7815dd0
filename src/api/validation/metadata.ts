/**
 * Validation of ObjectMeta and of label selectors, on creation and on update.
 * Source: apimachinery pkg/api/validation/objectmeta.go, pkg/apis/meta/v1/validation, core's validateKubeFinalizerName.
 */
import type { LabelSelector, ObjectMeta, OwnerReference } from "../generated/types.ts";
import {
  escapeHtml,
  forbiddenField,
  invalidValue,
  quote,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { utf8Length } from "../utf8.ts";
import { GoText } from "./go-text.ts";
import {
  dnsLabel,
  maskTrailingDash,
  qualifiedName,
  validLabelValue,
  type NameCheck,
} from "./names.ts";
import { same } from "./same.ts";

export interface MetadataRules {
  readonly namespaced: boolean;
  readonly name: NameCheck;
  /** The kind's names have no format; they must be there all the same. */
  readonly anyName: boolean;
  /** Built-in kinds refuse finalizers that are neither qualified nor Kubernetes' own. */
  readonly builtIn: boolean;
}

const annotationBytesMax = 256 * 1024;
const kubeFinalizers = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

export function validateMetadata(
  errors: FieldErrors,
  metadata: ObjectMeta,
  rules: MetadataRules,
): void {
  const { name, generateName, namespace, generation, finalizers } = metadata;
  if (generateName && !rules.anyName) {
    for (const message of rules.name(maskTrailingDash(generateName))) {
      errors.push(invalidValue("metadata.generateName", generateName, message));
    }
  }
  if (!name) errors.push(required("metadata.name", "name or generateName is required"));
  else if (!rules.anyName) {
    for (const message of rules.name(name)) {
      errors.push(invalidValue("metadata.name", name, message));
    }
  }
  if (!rules.namespaced) {
    if (namespace) errors.push(forbiddenField("metadata.namespace", "not allowed on this type"));
  } else if (!namespace) errors.push(required("metadata.namespace"));
  else {
    for (const message of dnsLabel(namespace)) {
      errors.push(invalidValue("metadata.namespace", namespace, message));
    }
  }
  if (generation !== undefined && generation < 0) {
    errors.push(
      invalidValue("metadata.generation", generation, "must be greater than or equal to 0"),
    );
  }
  validateCommonParts(errors, metadata);
  if (!finalizers) return;
  validateFinalizers(errors, finalizers);
  if (rules.builtIn) validateKubeFinalizers(errors, finalizers);
}

/** The rules that hold on creation and on update alike. */
function validateCommonParts(errors: FieldErrors, metadata: ObjectMeta): void {
  const { labels, annotations, ownerReferences } = metadata;
  validateLabels(errors, "metadata.labels", labels);
  validateAnnotations(errors, "metadata.annotations", annotations);
  if (ownerReferences) validateOwnerReferences(errors, ownerReferences);
}

/** What metadata is held to on an update, anew: what may change in it, its labels, annotations and owners, finalizers of built-in kinds. */
export function validateMetadataUpdate(
  errors: FieldErrors,
  metadata: ObjectMeta,
  context: { readonly previous: ObjectMeta; readonly rules: MetadataRules },
): void {
  validateMetadataChange(errors, metadata, context.previous);
  validateCommonParts(errors, metadata);
  if (metadata.finalizers && context.rules.builtIn) {
    validateKubeFinalizers(errors, metadata.finalizers);
  }
}

/** What may change in metadata. That a resourceVersion is there, and current, is the server's to check. */
export function validateMetadataChange(
  errors: FieldErrors,
  metadata: ObjectMeta,
  previous: ObjectMeta,
): void {
  if (previous.deletionTimestamp && metadata.finalizers) {
    const known = new Set(previous.finalizers ?? []);
    const given = new Set(metadata.finalizers);
    const added = [...given].filter((finalizer) => !known.has(finalizer)).sort();
    if (added.length > 0) {
      const list = `[]string{${added.map(quote).join(", ")}}`;
      errors.push(
        forbiddenField(
          "metadata.finalizers",
          `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`,
        ),
      );
    }
  }
  const generation = metadata.generation ?? 0;
  if (generation < (previous.generation ?? 0)) {
    errors.push(invalidValue("metadata.generation", generation, "must not be decremented"));
  }
  for (const field of immutableMetadata) {
    const value = metadata[field];
    if (value !== undefined && value !== "" && value !== previous[field]) {
      errors.push(invalidValue(`metadata.${field}`, value, "field is immutable"));
    }
  }
}

/** The server fills these in where an update leaves them out, so that only a different value is refused. */
const immutableMetadata = [
  "name",
  "namespace",
  "uid",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
] as const;

export function validateLabels(
  errors: FieldErrors,
  path: string,
  labels: Readonly<Record<string, string>> | undefined,
): void {
  for (const key in labels) {
    for (const message of qualifiedName(key)) errors.push(invalidValue(path, key, message));
    const value = labels[key] ?? "";
    for (const message of validLabelValue(value)) errors.push(invalidValue(path, value, message));
  }
}

export function validateAnnotations(
  errors: FieldErrors,
  path: string,
  annotations: Readonly<Record<string, string>> | undefined,
): void {
  let bytes = 0;
  for (const key in annotations) {
    for (const message of qualifiedName(key.toLowerCase())) {
      errors.push(invalidValue(path, key, message));
    }
    bytes += key.length + utf8Length(annotations[key] ?? "");
  }
  if (bytes > annotationBytesMax) errors.push(tooLong(path, annotationBytesMax));
}

const ownerFields = ["apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion"];

/** In the order of the Go type. */
function ownerText(owner: OwnerReference): string {
  return escapeHtml(JSON.stringify(owner, ownerFields));
}

function validateOwnerReferences(errors: FieldErrors, owners: readonly OwnerReference[]): void {
  const path = "metadata.ownerReferences";
  let controller = "";
  for (const owner of owners) {
    if (!versionOf(owner.apiVersion)) {
      errors.push(
        invalidValue(`${path}.apiVersion`, owner.apiVersion, "version must not be empty"),
      );
    }
    for (const field of ["kind", "name", "uid"] as const) {
      if (!owner[field]) {
        errors.push(invalidValue(`${path}.${field}`, owner[field] ?? "", "must not be empty"));
      }
    }
    if (owner.apiVersion === "v1" && owner.kind === "Event") {
      errors.push(
        invalidValue(
          path,
          new GoText(ownerText(owner)),
          "/v1, Kind=Event is disallowed from being an owner",
        ),
      );
    }
    if (!owner.controller) continue;
    const current = `${owner.kind}/${owner.name}`;
    if (controller === "") controller = current;
    else {
      errors.push(
        invalidValue(
          path,
          new GoText(`[${owners.map(ownerText).join(",")}]`),
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`,
        ),
      );
    }
  }
}

function versionOf(apiVersion: string | undefined): string {
  const parts = (apiVersion ?? "").split("/");
  return parts.length > 2 ? "" : (parts.at(-1) ?? "");
}

function validateFinalizers(errors: FieldErrors, finalizers: readonly string[]): void {
  const path = "metadata.finalizers";
  for (const finalizer of finalizers) {
    for (const message of qualifiedName(finalizer)) {
      errors.push(invalidValue(path, finalizer, message));
    }
  }
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion")) {
    errors.push(
      invalidValue(path, finalizers, "finalizer orphan and foregroundDeletion cannot be both set"),
    );
  }
}

/** Of built-in kinds: a finalizer is qualified, or one of Kubernetes' own. */
function validateKubeFinalizers(errors: FieldErrors, finalizers: readonly string[]): void {
  const path = "metadata.finalizers";
  for (const [index, finalizer] of finalizers.entries()) {
    if (!finalizer.includes("/") && !kubeFinalizers.has(finalizer)) {
      errors.push(
        invalidValue(
          `${path}[${index}]`,
          finalizer,
          "name is neither a standard finalizer name nor is it fully qualified",
        ),
      );
    }
  }
}

const selectorOperators = new Set(["In", "NotIn", "Exists", "DoesNotExist"]);

export function validateLabelSelector(
  errors: FieldErrors,
  path: string,
  selector: LabelSelector | undefined,
): void {
  if (!selector) return;
  validateLabels(errors, `${path}.matchLabels`, selector.matchLabels);
  for (const [index, requirement] of (selector.matchExpressions ?? []).entries()) {
    const at = `${path}.matchExpressions[${index}]`;
    const { values } = requirement;
    const key = requirement.key ?? "";
    const operator = requirement.operator ?? "";
    if (operator === "In" || operator === "NotIn") {
      if (!values?.length) {
        errors.push(
          required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"),
        );
      }
    } else if (selectorOperators.has(operator)) {
      if (values?.length) {
        errors.push(
          forbiddenField(
            `${at}.values`,
            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
          ),
        );
      }
    } else {
      errors.push(invalidValue(`${at}.operator`, operator, "not a valid selector operator"));
    }
    for (const message of qualifiedName(key)) {
      errors.push(invalidValue(`${at}.key`, key, message));
    }
    for (const [position, value] of (values ?? []).entries()) {
      for (const message of validLabelValue(value)) {
        errors.push(invalidValue(`${at}.values[${position}]`, value, message));
      }
    }
  }
}

/** Refuses any change of a value, with Kubernetes' "field is immutable". */
export function validateImmutable(
  errors: FieldErrors,
  path: string,
  values: { readonly next: unknown; readonly previous: unknown },
): void {
  if (!same(values.next, values.previous)) {
    const text = typeof values.previous === "string" ? "" : undefined;
    errors.push(invalidValue(path, values.next ?? text, "field is immutable"));
  }
}
