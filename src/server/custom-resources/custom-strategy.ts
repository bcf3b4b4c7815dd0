/** The strategy of custom resources: what their schema asks, and the rules that hold for all of them (registry/customresource, strategy.go). */
import type { ObjectMeta } from "../../api/generated/types.ts";
import type { JsonObject, JsonValue, Int64 } from "../../api/json.ts";
import type { KubeObject } from "../../api/object.ts";
import { jsonEqual, withMember } from "../../api/patch/members.ts";
import type { FieldError } from "../../api/status.ts";
import type { RuleCheck, RuleFindings, Strategy } from "../../api/strategy/strategy.ts";
import { Correlation } from "../../api/structural-schema/correlation.ts";
import { applyDefaults } from "../../api/structural-schema/defaults.ts";
import { validateListTypes } from "../../api/structural-schema/list-types.ts";
import { validateEmbedded } from "../../api/structural-schema/object-meta.ts";
import { validateValue } from "../../api/structural-schema/validate-value.ts";
import { noPath } from "../../api/structural-schema/validation-result.ts";
import { invalidValue, quote, type FieldErrors } from "../../api/validation/field-errors.ts";
import {
  validateMetadata,
  validateMetadataUpdate,
  type MetadataRules,
} from "../../api/validation/metadata.ts";
import { dnsSubdomain, qualifiedName } from "../../api/validation/names.ts";
import type { CustomKind } from "./custom-kind.ts";
import { validateScaleSpec, validateScaleStatus } from "./replica-paths.ts";
import { selectableFieldsOf } from "./selectable-fields.ts";
import { whenReady } from "./versions.ts";

const asJson = (object: KubeObject): JsonObject => object as unknown as JsonObject;
const asObject = (object: JsonObject): KubeObject => object as unknown as KubeObject;

export function customStrategy(kind: CustomKind): Strategy {
  const { schema, hasStatus } = kind;
  const rules: MetadataRules = {
    namespaced: kind.definition.namespaced,
    name: dnsSubdomain,
    anyName: false,
    builtIn: false,
  };
  return {
    default: (object) => asObject(applyDefaults(asJson(object), schema)),

    prepareForCreate(object) {
      const next = hasStatus ? asObject(withMember(asJson(object), "status", undefined)) : object;
      return withGeneration(next, 1);
    },

    validateCreate(object) {
      const errors: FieldErrors = [];
      validateMetadata(errors, object.metadata, rules);
      errors.push(...validateValue(asJson(object), schema));
      validateObject(errors, kind, { object });
      validateListTypes(errors, asJson(object), schema);
      return errors;
    },

    prepareForUpdate(next, previous) {
      let result = next;
      if (hasStatus) {
        result = asObject(withMember(asJson(next), "status", asJson(previous)["status"]));
      }
      const { generation } = previous.metadata;
      const changed = !sameBody(asJson(result), asJson(previous));
      return withGeneration(result, changed ? Number(generation ?? 0) + 1 : generation);
    },

    validateUpdate(next, previous) {
      const errors: FieldErrors = [];
      const correlation = new Correlation(asJson(next), asJson(previous), schema);
      validateMetadataUpdate(errors, next.metadata, { previous: previous.metadata, rules });
      errors.push(...validateValue(asJson(next), schema, { correlation }));
      validateObject(errors, kind, { object: next });
      ratchetListTypes(errors, kind, { next, previous });
      return errors;
    },

    rules: (check) => checkRules(kind, check),

    prepareForStatusUpdate(next, previous) {
      const { resourceVersion, managedFields } = next.metadata;
      const status = asJson(next)["status"];
      const metadata: ObjectMeta = {
        ...previous.metadata,
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
        ...(managedFields === undefined ? {} : { managedFields }),
      };
      return asObject(withMember(asJson({ ...previous, metadata }), "status", status));
    },

    validateStatusUpdate(next, previous) {
      const errors: FieldErrors = [];
      const correlation = new Correlation(asJson(next), asJson(previous), schema);
      validateMetadataUpdate(errors, next.metadata, { previous: previous.metadata, rules });
      const status = asJson(next)["status"];
      const { statusSchema } = kind;
      if (status !== undefined && statusSchema) {
        const below = correlation.key("status");
        errors.push(...validateValue(status, statusSchema, { path: "status", correlation: below }));
      }
      if (kind.scale) validateScaleStatus(errors, next, kind.scale);
      ratchetListTypes(errors, kind, { next, previous });
      return errors;
    },

    warnings: finalizerWarnings,
    selectableFields: (object) => selectableFieldsOf(kind.version.selectableFields ?? [], object),
    deletionGraceSeconds: () => 0,
    allowCreateOnUpdate: false,
    allowUnconditionalUpdate: false,
    defaultPropagation: "Background",
  };
}

/** What create and update check alike, beyond the schema itself. */
function validateObject(
  errors: FieldErrors,
  { schema, scale }: CustomKind,
  { object }: { readonly object: KubeObject },
): void {
  if (scale) {
    validateScaleSpec(errors, object, scale);
    validateScaleStatus(errors, object, scale);
  }
  validateEmbedded(errors, asJson(object), { schema, path: "" });
}

/** Sets and maps that held twice the same before may go on doing so. */
function ratchetListTypes(
  errors: FieldErrors,
  { schema }: CustomKind,
  { next, previous }: { readonly next: KubeObject; readonly previous: KubeObject },
): void {
  const found: FieldErrors = [];
  validateListTypes(found, asJson(next), schema);
  if (found.length === 0) return;
  const before: FieldErrors = [];
  validateListTypes(before, asJson(previous), schema);
  if (before.length === 0) errors.push(...found);
}

const blocking: ReadonlySet<FieldError["type"]> = new Set<FieldError["type"]>([
  "FieldValueNotSupported",
  "FieldValueRequired",
  "FieldValueTooLong",
  "FieldValueTooMany",
  "FieldValueTypeInvalid",
]);
const notChecked =
  "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation";

function checkRules(
  kind: CustomKind,
  { object, previous, found, spend }: RuleCheck,
): RuleFindings | Promise<RuleFindings> {
  if (!kind.rules.exist) return { errors: found, warnings: [] };
  if (found.some(({ type }) => blocking.has(type))) {
    return { errors: [...found, invalidValue(noPath, null, notChecked)], warnings: [] };
  }
  const [next, old] = [asJson(object), previous && asJson(previous)];
  const correlation = old && new Correlation(next, old, kind.schema);
  return whenReady(
    kind.rules.validate(next, old, { correlation, spend }),
    ({ errors, ratcheted }) => ({ errors: [...found, ...errors], warnings: ratcheted }),
  );
}

/** Everything but metadata counts; the status too, where it has no endpoint of its own. */
function sameBody(next: JsonObject, previous: JsonObject): boolean {
  const body = (object: JsonObject): JsonValue => withMember(object, "metadata", undefined);
  return jsonEqual(body(next), body(previous));
}

function withGeneration(object: KubeObject, generation: Int64 | undefined): KubeObject {
  if (generation === undefined || object.metadata.generation === generation) return object;
  return { ...object, metadata: { ...object.metadata, generation } };
}

const standardFinalizers = new Set(["orphan", "foregroundDeletion", "kubernetes"]);

/** Doubtful names among the finalizers that a write adds. */
function finalizerWarnings(
  object: KubeObject,
  previous: KubeObject | undefined,
): readonly string[] {
  const known = new Set(previous?.metadata.finalizers);
  const added = [...new Set(object.metadata.finalizers)].filter((name) => !known.has(name)).sort();
  return added.flatMap((name) => {
    const about = `metadata.finalizers: ${quote(name)}`;
    const warnings = qualifiedName(name).map((message) => `${about}: ${message}`);
    if (name.includes("/") || standardFinalizers.has(name)) return warnings;
    const path = name.includes(".") ? " including a path (/)" : "";
    const advice = `prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`;
    return [...warnings, `${about}: ${advice}`];
  });
}
