/** Admission policies and their bindings. Source: pkg/apis/admissionregistration/validation. Expressions are checked by admission. */
import type {
  MatchResources,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  NamedRuleWithOperations,
  ParamKind,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "../generated/types.ts";
import { duplicate, invalidAll, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { validateLabelSelector } from "./metadata.ts";
import { dns1035Label, dnsSubdomain, pathSegmentName } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";
import { validateRule } from "./webhooks.ts";

export function validateValidatingPolicy(
  errors: FieldErrors,
  { spec }: ValidatingAdmissionPolicy,
): void {
  validatePolicy(errors, spec);
  if (spec?.validations?.length || spec?.auditAnnotations?.length) return;
  const message = "validations or auditAnnotations must contain at least one item";
  errors.push(required("spec.validations", message), required("spec.auditAnnotations", message));
}

export function validateMutatingPolicy(
  errors: FieldErrors,
  { spec }: MutatingAdmissionPolicy,
): void {
  validatePolicy(errors, spec);
  const mutations = spec?.mutations ?? [];
  if (mutations.length === 0) {
    errors.push(required("spec.mutations", "mutations must contain at least one item"));
  }
  if (!spec?.reinvocationPolicy) errors.push(required("spec.reinvocationPolicy"));
  const policies = ["IfNeeded", "Never"];
  errors.push(...optionalOneOf("spec.reinvocationPolicy", spec?.reinvocationPolicy, policies));
}

export function validatePolicyBinding(
  errors: FieldErrors,
  { spec }: ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding,
): void {
  const name = spec?.policyName ?? "";
  if (name === "") errors.push(required("spec.policyName"));
  else errors.push(...invalidAll("spec.policyName", name, dnsSubdomain(name)));
  validateLabelSelector(errors, "spec.paramRef.selector", spec?.paramRef?.selector);
  if (spec?.matchResources) {
    validateMatchResources(errors, "spec.matchResources", spec.matchResources);
  }
}

function validatePolicy(
  errors: FieldErrors,
  spec: ValidatingAdmissionPolicy["spec"] | MutatingAdmissionPolicy["spec"],
): void {
  errors.push(...optionalOneOf("spec.failurePolicy", spec?.failurePolicy, ["Fail", "Ignore"]));
  if (spec?.paramKind) validateParamKind(errors, "spec.paramKind", spec.paramKind);
  const at = "spec.matchConstraints";
  if (!spec?.matchConstraints) {
    errors.push(required(at));
    return;
  }
  validateMatchResources(errors, at, spec.matchConstraints);
  // Types are known by the rules alone.
  if (!spec.matchConstraints.resourceRules?.length) errors.push(required(`${at}.resourceRules`));
}

function validateParamKind(
  errors: FieldErrors,
  path: string,
  { apiVersion = "", kind = "" }: ParamKind,
): void {
  const at = `${path}.apiVersion`;
  const parts = apiVersion === "/" ? [""] : apiVersion.split("/");
  if (apiVersion === "") errors.push(required(at));
  else if (parts.length > 2) {
    const message = `unexpected GroupVersion string: ${apiVersion}`;
    errors.push(invalidValue(at, apiVersion, message));
  } else {
    const [group = "", version = ""] = parts.length === 1 ? ["", ...parts] : parts;
    const wrong = group === "" ? [] : dnsSubdomain(group);
    if (wrong.length > 0) errors.push(invalidValue(at, group, wrong.join(",")));
    const label = dns1035Label(version);
    if (version === "") errors.push(invalidValue(at, apiVersion, "version must be specified"));
    else if (label.length > 0) errors.push(invalidValue(at, version, label.join(",")));
  }
  const label = dns1035Label(kind.toLowerCase());
  if (kind === "") errors.push(required(`${path}.kind`));
  else if (label.length > 0) {
    const message = `may have mixed case, but should otherwise match: ${label.join(",")}`;
    errors.push(invalidValue(`${path}.kind`, kind, message));
  }
}

function validateMatchResources(errors: FieldErrors, path: string, match: MatchResources): void {
  const policies = ["Equivalent", "Exact"];
  errors.push(...optionalOneOf(`${path}.matchPolicy`, match.matchPolicy, policies));
  validateLabelSelector(errors, `${path}.namespaceSelector`, match.namespaceSelector);
  validateLabelSelector(errors, `${path}.objectSelector`, match.objectSelector);
  for (const field of ["resourceRules", "excludeResourceRules"] as const) {
    for (const [index, rule] of (match[field] ?? []).entries()) {
      validateNamedRule(errors, `${path}.${field}[${index}]`, rule);
    }
  }
}

function validateNamedRule(errors: FieldErrors, path: string, rule: NamedRuleWithOperations): void {
  const seen = new Set<string>();
  for (const [index, name] of (rule.resourceNames ?? []).entries()) {
    const at = `${path}.resourceNames[${index}]`;
    errors.push(...invalidAll(at, name, pathSegmentName(name)));
    if (seen.has(name)) errors.push(duplicate(at, name));
    seen.add(name);
  }
  validateRule(errors, path, rule);
}
