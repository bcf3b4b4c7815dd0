/**
 * CustomResourceDefinitions. What all versions say alike is checked once and reported where Kubernetes' internal version has it:
 * `spec.validation`, `spec.subresources`. Source: apiextensions-apiserver, pkg/apis/apiextensions/validation.
 */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionVersion,
} from "../generated/types.ts";
import { hasFaultyItems } from "../structural-schema/merge-type-rules.ts";
import { apiApprovalErrors } from "./api-approval.ts";
import { validateConversion } from "./custom-resource-conversion.ts";
import {
  validateColumns,
  validateDeprecation,
  validateSchema,
  validateSelectableFields,
  validateSubresources,
} from "./custom-resource-version.ts";
import { invalidValue, notSupported, required, type FieldErrors } from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import type { GoText } from "./go-text.ts";
import { validateImmutable } from "./metadata.ts";
import { dns1035Label, dnsSubdomain } from "./names.ts";
import { same } from "./same.ts";

type Spec = CustomResourceDefinition["spec"];
type Version = CustomResourceDefinitionVersion;
type Names = CustomResourceDefinitionNames;

export function validateCustomResourceDefinition(
  errors: FieldErrors,
  definition: CustomResourceDefinition,
): void {
  validateName(errors, definition);
  validateSpec(errors, definition, undefined);
  validateStored(errors, definition);
  errors.push(...apiApprovalErrors(definition, undefined));
  refusePreserving(errors, definition, undefined);
}

/** Once established, scope and kind cannot change any more; group and plural never can; versions that are stored must stay. */
export function validateCustomResourceDefinitionUpdate(
  errors: FieldErrors,
  next: CustomResourceDefinition,
  previous: CustomResourceDefinition,
): void {
  validateSpec(errors, next, previous);
  const immutable = (field: string, values: { next: unknown; previous: unknown }): void =>
    validateImmutable(errors, `spec.${field}`, values);
  const [after, before] = [specOf(next), specOf(previous)];
  if (isEstablished(previous)) {
    immutable("scope", { next: after.scope, previous: before.scope });
    immutable("names.kind", { next: after.names?.kind, previous: before.names?.kind });
  }
  immutable("group", { next: after.group, previous: before.group });
  immutable("names.plural", { next: after.names?.plural, previous: before.names?.plural });
  validateStored(errors, next);
  errors.push(...apiApprovalErrors(next, previous));
  refusePreserving(errors, next, previous);
}

/** A protobuf body may come without any of it. */
function specOf({ spec }: CustomResourceDefinition): Spec {
  const given: Spec | undefined = spec;
  return given ?? ({} as Spec);
}

function versionsOf(definition: CustomResourceDefinition): readonly Version[] {
  return specOf(definition).versions ?? [];
}

export function isEstablished({ status }: CustomResourceDefinition): boolean {
  return (status?.conditions ?? []).some(
    (condition) => condition.type === "Established" && condition.status === "True",
  );
}

function validateName(errors: FieldErrors, { metadata, spec }: CustomResourceDefinition): void {
  const { name = "", generateName } = metadata;
  const wanted = `${spec?.names?.plural ?? ""}.${spec?.group ?? ""}`;
  const message = 'must be spec.names.plural+"."+spec.group';
  if (generateName && generateName !== wanted) {
    errors.push(invalidValue("metadata.generateName", generateName, message));
  }
  if (name !== "" && name !== wanted) errors.push(invalidValue("metadata.name", name, message));
}

function validateSpec(
  errors: FieldErrors,
  definition: CustomResourceDefinition,
  previous: CustomResourceDefinition | undefined,
): void {
  const spec = specOf(definition);
  validateGroup(errors, spec.group ?? "");
  const scopes = ["Cluster", "Namespaced"];
  if (!spec.scope) errors.push(required("spec.scope"));
  else if (!scopes.includes(spec.scope)) {
    errors.push(notSupported("spec.scope", spec.scope, scopes));
  }
  const shared = hoist(spec.versions ?? []);
  const toleratesItems = hasFaultyItems(previous && versionsOf(previous));
  validateVersions(errors, spec, { shared, previous, toleratesItems });
  const names = (spec.names as Names | undefined) ?? ({} as Names);
  for (const field of ["plural", "singular", "kind", "listKind"] as const) {
    if (!names[field]) errors.push(required(`spec.names.${field}`));
  }
  validateNames(errors, "spec.names", names);
  const [first] = spec.versions ?? [];
  if (first) validateShared(errors, spec, { first, shared, previous, toleratesItems });
  validateConversion(errors, spec, previous);
}

function validateGroup(errors: FieldErrors, group: string): void {
  if (group === "") {
    errors.push(required("spec.group"));
    return;
  }
  const messages = dnsSubdomain(group);
  if (messages.length > 0) errors.push(invalidValue("spec.group", group, messages.join(",")));
  else if (!group.includes(".")) {
    errors.push(invalidValue("spec.group", group, "should be a domain with at least one dot"));
  }
}

/** Which parts all versions have alike. */
interface Shared {
  readonly schema: boolean;
  readonly subresources: boolean;
  readonly columns: boolean;
  readonly selectableFields: boolean;
}

function hoist(versions: readonly Version[]): Shared {
  const [first] = versions;
  const alike = (part: (version: Version) => unknown): boolean =>
    first !== undefined && versions.every((version) => same(part(version), part(first)));
  return {
    schema: alike(({ schema }) => schema),
    subresources: alike(({ subresources }) => subresources),
    columns: alike(({ additionalPrinterColumns }) => additionalPrinterColumns),
    selectableFields: alike(({ selectableFields }) => selectableFields),
  };
}

interface Context {
  readonly shared: Shared;
  readonly previous: CustomResourceDefinition | undefined;
  readonly toleratesItems: boolean;
}

function validateVersions(
  errors: FieldErrors,
  spec: Spec,
  { shared, previous, toleratesItems }: Context,
): void {
  const versions = spec.versions ?? [];
  const strict = !previous || versionsOf(previous).every(({ schema }) => schema?.openAPIV3Schema);
  for (const [index, { schema, served }] of versions.entries()) {
    if (schema?.openAPIV3Schema) continue;
    const at = `spec.versions[${index}].schema.openAPIV3Schema`;
    if (strict) errors.push(required(at));
    else if (served && !spec.preserveUnknownFields) {
      errors.push(required(at, "because otherwise all fields are pruned"));
    }
  }
  for (const [index, version] of versions.entries()) {
    const at = `spec.versions[${index}]`;
    const messages = dns1035Label(version.name ?? "");
    if (messages.length > 0) {
      errors.push(invalidValue(`${at}.name`, version.name ?? "", messages.join(",")));
    }
    validateDeprecation(errors, at, version);
    const hasStatus = version.subresources?.status !== undefined;
    const before = previous && versionsOf(previous).find(({ name }) => name === version.name);
    if (!shared.schema) {
      validateSchema(errors, `${at}.schema`, {
        version,
        hasStatus,
        previous: before,
        toleratesItems,
      });
    }
    if (!shared.subresources) validateSubresources(errors, `${at}.subresources`, version);
    if (!shared.columns) validateColumns(errors, `${at}.additionalPrinterColumns`, version);
    if (!shared.selectableFields) {
      validateSelectableFields(errors, `${at}.selectableFields`, { version, previous: before });
    }
  }
  const names = versions.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    const value = shownVersions(versions, shared);
    errors.push(invalidValue("spec.versions", value, "must contain unique version names"));
  }
  if (versions.filter(({ storage }) => storage).length !== 1) {
    const message = "must have exactly one version marked as storage version";
    errors.push(invalidValue("spec.versions", shownVersions(versions, shared), message));
  }
  // The internal type has the first version's name for itself, too.
  const [first = ""] = names;
  const messages = first === "" ? [] : dns1035Label(first);
  if (messages.length > 0) errors.push(invalidValue("spec.version", first, messages.join(",")));
}

/** Versions as the internal type has them: without what they say alike. */
function shownVersions(versions: readonly Version[], shared: Shared): GoText | null {
  if (versions.length === 0) return null;
  const own = versions.map((version) => ({
    ...version,
    schema: shared.schema ? undefined : version.schema,
    subresources: shared.subresources ? undefined : version.subresources,
    additionalPrinterColumns: shared.columns ? undefined : version.additionalPrinterColumns,
    selectableFields: shared.selectableFields ? undefined : version.selectableFields,
  }));
  return goValue("apiextensions.CustomResourceDefinitionVersion", own);
}

function validateShared(
  errors: FieldErrors,
  spec: Spec,
  { first, shared, previous, toleratesItems }: Context & { readonly first: Version },
): void {
  const before = previous && versionsOf(previous).find(({ name }) => name === first.name);
  if (shared.schema) {
    const hasStatus = spec.versions.some(({ subresources }) => subresources?.status !== undefined);
    validateSchema(errors, "spec.validation", {
      version: first,
      hasStatus,
      previous: before,
      toleratesItems,
    });
  }
  if (shared.subresources) validateSubresources(errors, "spec.subresources", first);
  if (shared.columns) validateColumns(errors, "spec.additionalPrinterColumns", first);
  if (!shared.selectableFields) return;
  if (first.selectableFields?.length && (!shared.schema || !first.schema)) {
    const message = "may only be set when validations.schema is included";
    errors.push(invalidValue("spec.selectableFields", "", message));
  } else {
    validateSelectableFields(errors, "spec.selectableFields", { version: first, previous: before });
  }
}

export function validateNames(
  errors: FieldErrors,
  path: string,
  names: CustomResourceDefinitionNames,
): void {
  const check = (field: string, value: string, prefix = ""): void => {
    const messages = value === "" ? [] : dns1035Label(prefix === "" ? value : value.toLowerCase());
    if (messages.length === 0) return;
    errors.push(invalidValue(`${path}.${field}`, value, prefix + messages.join(",")));
  };
  const mixed = "may have mixed case, but should otherwise match: ";
  check("plural", names.plural ?? "");
  check("singular", names.singular ?? "");
  check("kind", names.kind ?? "", mixed);
  check("listKind", names.listKind ?? "", mixed);
  for (const [index, name] of (names.shortNames ?? []).entries()) {
    check(`shortNames[${index}]`, name);
  }
  if (names.kind && names.kind === names.listKind) {
    const message = "kind and listKind may not be the same";
    errors.push(invalidValue(`${path}.listKind`, names.listKind, message));
  }
  for (const [index, name] of (names.categories ?? []).entries()) {
    check(`categories[${index}]`, name);
  }
}

function validateStored(errors: FieldErrors, { spec, status }: CustomResourceDefinition): void {
  const stored = status?.storedVersions ?? [];
  const path = "status.storedVersions";
  if (stored.length === 0) {
    const message = "must have at least one stored version";
    errors.push(invalidValue(path, null, message));
    return;
  }
  const indexes = new Map(stored.map((version, index) => [version, index]));
  for (const { name, storage } of spec?.versions ?? []) {
    const wasThere = indexes.delete(name ?? "");
    if (!storage || wasThere) continue;
    errors.push(invalidValue(path, stored, `must have the storage version ${name ?? ""}`));
  }
  for (const [version, index] of indexes) {
    const message =
      "missing from spec.versions; " +
      `${version} was previously a storage version, and must remain in spec.versions until a storage migration ` +
      `ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`;
    errors.push(invalidValue(`${path}[${index}]`, version, message));
  }
}

function refusePreserving(
  errors: FieldErrors,
  next: CustomResourceDefinition,
  previous: CustomResourceDefinition | undefined,
): void {
  if (!next.spec?.preserveUnknownFields || previous?.spec?.preserveUnknownFields) return;
  const message =
    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";
  errors.push(invalidValue("spec.preserveUnknownFields", true, message));
}
