/** CustomResourceDefinitions and APIServices. Source: apiextensions' and kube-aggregator's validation packages. */
import type {
  APIService,
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
} from "../generated/types.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable } from "./metadata.ts";
import { dns1035Label, dnsSubdomain } from "./names.ts";
import { oneOf } from "./numbers.ts";
import { validateStructural } from "./structural-schema.ts";

type Spec = CustomResourceDefinition["spec"];

export function validateCustomResourceDefinition(
  errors: FieldErrors,
  definition: CustomResourceDefinition,
): void {
  const spec = definition.spec ?? ({} as Spec);
  const group = spec.group ?? "";
  const plural = spec.names?.plural ?? "";
  const expected = `${plural}.${group}`;
  const name = definition.metadata.name ?? "";
  if (name !== expected) {
    const message = 'must be spec.names.plural+"."+spec.group';
    errors.push(invalidValue("metadata.name", name, message));
  }
  if (group === "") errors.push(required("spec.group"));
  else {
    errors.push(...invalidAll("spec.group", group, dnsSubdomain(group)));
    if (!group.includes(".")) {
      const message = "should be a domain with at least one dot";
      errors.push(invalidValue("spec.group", group, message));
    }
  }
  errors.push(...oneOf("spec.scope", spec.scope, ["Cluster", "Namespaced"]));
  validateNames(errors, spec);
  validateVersions(errors, spec);
  if (spec.preserveUnknownFields) {
    const message =
      "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead";
    errors.push(invalidValue("spec.preserveUnknownFields", true, message));
  }
  const conversion = spec.conversion;
  errors.push(...oneOf("spec.conversion.strategy", conversion?.strategy, ["None", "Webhook"]));
  if (conversion?.strategy === "None" && conversion.webhook) {
    const message = "should not be set when strategy is not set to Webhook";
    errors.push(forbiddenField("spec.conversion.webhook", message));
  }
}

function validateNames(errors: FieldErrors, spec: Spec): void {
  const names = spec.names ?? ({} as Spec["names"]);
  const path = "spec.names";
  for (const field of ["plural", "singular"] as const) {
    const value = names[field] ?? "";
    if (value === "") errors.push(required(`${path}.${field}`));
    else errors.push(...invalidAll(`${path}.${field}`, value, dns1035Label(value)));
  }
  for (const field of ["kind", "listKind"] as const) {
    const value = names[field] ?? "";
    if (value === "") errors.push(required(`${path}.${field}`));
    else {
      const messages = dns1035Label(value.toLowerCase());
      if (messages.length === 0) continue;
      const message = `may have mixed case, but should otherwise match: ${messages.join(",")}`;
      errors.push(invalidValue(`${path}.${field}`, value, message));
    }
  }
  if (names.kind && names.kind === names.listKind) {
    const message = "kind and listKind may not be the same";
    errors.push(invalidValue(`${path}.listKind`, names.listKind, message));
  }
  for (const field of ["shortNames", "categories"] as const) {
    for (const [index, value] of (names[field] ?? []).entries()) {
      errors.push(...invalidAll(`${path}.${field}[${index}]`, value, dns1035Label(value)));
    }
  }
}

function validateVersions(errors: FieldErrors, spec: Spec): void {
  const versions = spec.versions ?? [];
  const seen = new Set<string>();
  for (const [index, version] of versions.entries()) {
    const at = `spec.versions[${index}]`;
    const name = version.name ?? "";
    errors.push(...invalidAll(`${at}.name`, name, dns1035Label(name)));
    if (seen.has(name)) {
      const message = "must contain unique version names";
      errors.push(
        invalidValue(
          "spec.versions",
          versions.map((one) => one.name),
          message,
        ),
      );
    }
    seen.add(name);
    validateVersion(errors, at, version);
  }
  const stored = versions.filter(({ storage }) => storage).length;
  if (stored !== 1) {
    const message = "must have exactly one version marked as storage version";
    errors.push(invalidValue("spec.versions", versions, message));
  }
}

function validateVersion(
  errors: FieldErrors,
  path: string,
  version: CustomResourceDefinitionVersion,
): void {
  const schema = version.schema?.openAPIV3Schema;
  if (!schema) {
    const at = `${path}.schema.openAPIV3Schema`;
    errors.push(required(at, "schemas are required"));
  } else validateStructural(errors, `${path}.schema.openAPIV3Schema`, schema);
  const scale = version.subresources?.scale;
  if (scale) {
    for (const [field, prefix] of [
      ["specReplicasPath", ".spec"],
      ["statusReplicasPath", ".status"],
    ] as const) {
      const at = `${path}.subresources.scale.${field}`;
      const value = scale[field] ?? "";
      if (value === "") errors.push(required(at));
      else if (!value.startsWith(`${prefix}.`)) {
        errors.push(invalidValue(at, value, `should be a json path under ${prefix}`));
      }
    }
  }
  for (const [index, column] of (version.additionalPrinterColumns ?? []).entries()) {
    const at = `${path}.additionalPrinterColumns[${index}]`;
    if (!column.name) errors.push(required(`${at}.name`));
    const types = ["boolean", "date", "integer", "number", "string"];
    errors.push(...oneOf(`${at}.type`, column.type, types));
    if (!column.jsonPath) errors.push(required(`${at}.JSONPath`));
  }
  if (version.deprecationWarning !== undefined && !version.deprecated) {
    const message = "can only be set for deprecated versions";
    errors.push(invalidValue(`${path}.deprecationWarning`, version.deprecationWarning, message));
  }
}

/** Once names are accepted, the scope and the group cannot change any more; versions that are stored must stay. */
export function validateCustomResourceDefinitionUpdate(
  errors: FieldErrors,
  next: CustomResourceDefinition,
  previous: CustomResourceDefinition,
): void {
  const established = (previous.status?.conditions ?? []).some(
    ({ type, status }) => type === "Established" && status === "True",
  );
  if (established) {
    for (const field of ["scope", "group"] as const) {
      validateImmutable(errors, `spec.${field}`, {
        next: next.spec?.[field],
        previous: previous.spec?.[field],
      });
    }
    for (const field of ["kind", "plural"] as const) {
      validateImmutable(errors, `spec.names.${field}`, {
        next: next.spec?.names?.[field],
        previous: previous.spec?.names?.[field],
      });
    }
  }
  const names = new Set((next.spec?.versions ?? []).map(({ name }) => name));
  for (const [index, stored] of (previous.status?.storedVersions ?? []).entries()) {
    if (names.has(stored)) continue;
    const message =
      "missing from spec.versions; " +
      `${stored} was previously a storage version, and must remain in spec.versions until a storage migration ` +
      `ensures no data remains persisted in ${stored} and removes ${stored} from status.storedVersions`;
    errors.push(invalidValue(`status.storedVersions[${index}]`, stored, message));
  }
}

export function validateApiService(errors: FieldErrors, service: APIService): void {
  const spec = service.spec ?? ({} as NonNullable<APIService["spec"]>);
  const { group = "", version = "" } = spec;
  const expected = `${version}.${group}`;
  const name = service.metadata.name ?? "";
  if (name !== expected) {
    const message = `must be \`spec.version+"."+spec.group\`: "${expected}"`;
    errors.push(invalidValue("metadata.name", name, message));
  }
  if (group !== "") errors.push(...invalidAll("spec.group", group, dnsSubdomain(group)));
  errors.push(...invalidAll("spec.version", version, dns1035Label(version)));
  validatePriority(errors, "spec.groupPriorityMinimum", {
    value: spec.groupPriorityMinimum ?? 0,
    max: 20_000,
  });
  validatePriority(errors, "spec.versionPriority", {
    value: spec.versionPriority ?? 0,
    max: 1000,
  });
  if (!spec.service) {
    if (spec.caBundle) {
      const message = "local APIServices may not have a caBundle";
      errors.push(invalidValue("spec.caBundle", `${spec.caBundle.length} bytes`, message));
    }
    if (spec.insecureSkipTLSVerify) {
      const message = "local APIServices may not have insecureSkipTLSVerify";
      errors.push(invalidValue("spec.insecureSkipTLSVerify", true, message));
    }
    return;
  }
  if (!spec.service.namespace) errors.push(required("spec.service.namespace"));
  if (!spec.service.name) errors.push(required("spec.service.name"));
  if (spec.insecureSkipTLSVerify && spec.caBundle) {
    const message = "may not be true if caBundle is present";
    errors.push(invalidValue("spec.insecureSkipTLSVerify", true, message));
  }
}

function validatePriority(
  errors: FieldErrors,
  path: string,
  { value, max }: { readonly value: number; readonly max: number },
): void {
  if (value > 0 && value <= max) return;
  errors.push(invalidValue(path, value, `must be positive and less than or equal to ${max}`));
}
