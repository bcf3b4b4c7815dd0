/** Admission policies and their bindings. Source: pkg/apis/admissionregistration/validation. */
import type { AdmissionVariables } from "../cel/admission-environment.ts";
import type {
  AuditAnnotation,
  MatchResources,
  MutatingAdmissionPolicy,
  MutatingAdmissionPolicyBinding,
  Mutation,
  NamedRuleWithOperations,
  ParamKind,
  ParamRef,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  Validation,
} from "../generated/types.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateLabelSelector } from "./metadata.ts";
import { utf8Length } from "../utf8.ts";
import { dns1035Label, dnsSubdomain, pathSegmentName, qualifiedName } from "./names.ts";
import { oneOf, optionalOneOf } from "./numbers.ts";
import {
  validateExpression,
  validateMatchConditions,
  validateVariables,
} from "./policy-expressions.ts";
import { same } from "./same.ts";
import { validateRule } from "./webhooks.ts";

const annotationsMax = 20;
const annotationBytesMax = 5 * 1024;
const reasons = ["Forbidden", "Invalid", "RequestEntityTooLarge"];
const atLeastOne = "validations or auditAnnotations must contain at least one item";

/** `previous` is the policy that an update replaces: conditions that it keeps are not compiled again. */
export function validateValidatingPolicy(
  errors: FieldErrors,
  policy: ValidatingAdmissionPolicy,
  previous?: ValidatingAdmissionPolicy,
): void {
  const { metadata, spec } = policy;
  validatePolicy(errors, { spec, old: previous?.spec, mutates: false });
  const params = Boolean(spec?.paramKind);
  const plain = { params, authorizer: true };
  const variables = spec?.variables?.length
    ? validateVariables(errors, spec.variables, plain)
    : undefined;
  const declared = variables ? { ...plain, variables } : plain;
  if (!spec?.validations?.length && !spec?.auditAnnotations?.length) {
    errors.push(required("spec.validations", atLeastOne));
    errors.push(required("spec.auditAnnotations", atLeastOne));
    return;
  }
  for (const [index, validation] of (spec.validations ?? []).entries()) {
    validateValidation(errors, `spec.validations[${index}]`, { validation, declared });
  }
  validateAnnotations(errors, spec.auditAnnotations ?? [], {
    name: metadata?.name ?? "",
    declared,
  });
}

function validateValidation(
  errors: FieldErrors,
  path: string,
  context: { readonly validation: Partial<Validation>; readonly declared: AdmissionVariables },
): void {
  const { validation, declared } = context;
  const { expression = "", message = "", messageExpression = "", reason } = validation;
  const at = `${path}.expression`;
  if (expression.trim() === "") errors.push(required(at, "expression is not specified"));
  else validateExpression(errors, at, { text: expression, declared, results: "bool" });
  const messageAt = `${path}.messageExpression`;
  if (messageExpression.trim() !== "") {
    validateExpression(errors, messageAt, {
      text: messageExpression,
      declared: { ...declared, authorizer: false },
      results: "string",
    });
  } else if (messageExpression !== "") {
    errors.push(invalidValue(messageAt, messageExpression, "must be non-empty if specified"));
  }
  if (message !== "" && message.trim() === "") {
    errors.push(invalidValue(`${path}.message`, message, "must be non-empty if specified"));
  } else if (/[\n\r]/.test(message.trim())) {
    errors.push(invalidValue(`${path}.message`, message, "must not contain line breaks"));
  }
  errors.push(...optionalOneOf(`${path}.reason`, reason, reasons));
}

function validateAnnotations(
  errors: FieldErrors,
  annotations: readonly AuditAnnotation[],
  context: { readonly name: string; readonly declared: AdmissionVariables },
): void {
  const path = "spec.auditAnnotations";
  const { name, declared } = context;
  if (annotations.length > annotationsMax) {
    const message = `must not have more than ${annotationsMax} auditAnnotations`;
    const value = goValue("admissionregistration.AuditAnnotation", annotations);
    errors.push(invalidValue(path, value, message));
  }
  const keys = new Set<string>();
  for (const [index, { key = "", valueExpression = "" }] of annotations.entries()) {
    const at = `${path}[${index}]`;
    const whole = `${name}/${key}`;
    if (name === "") {
      errors.push(invalidValue(`${at}.key`, key, "requires metadata.name be non-empty"));
    } else errors.push(...invalidAll(`${at}.key`, whole, qualifiedName(whole)));
    const text = valueExpression.trim();
    const field = `${at}.valueExpression`;
    if (text === "") errors.push(required(field, "valueExpression is not specified"));
    else if (utf8Length(text) > annotationBytesMax) {
      errors.push(required(field, `must not exceed ${annotationBytesMax} bytes in length`));
    } else {
      const results = "string or null";
      validateExpression(errors, field, { text, shown: valueExpression, declared, results });
    }
    if (keys.has(key)) errors.push(duplicate(`${at}.key`, key));
    keys.add(key);
  }
}

export function validateMutatingPolicy(
  errors: FieldErrors,
  { spec }: MutatingAdmissionPolicy,
  previous?: MutatingAdmissionPolicy,
): void {
  validatePolicy(errors, { spec, old: previous?.spec, mutates: true });
  const plain = { params: Boolean(spec?.paramKind), authorizer: true };
  const variables = validateVariables(errors, spec?.variables, plain);
  const declared = { ...plain, variables, mutation: true };
  const mutations = spec?.mutations ?? [];
  if (mutations.length === 0) {
    errors.push(required("spec.mutations", "mutations must contain at least one item"));
  }
  for (const [index, mutation] of mutations.entries()) {
    validateMutation(errors, `spec.mutations[${index}]`, { mutation, declared });
  }
  const policies = ["IfNeeded", "Never"];
  errors.push(...oneOf("spec.reinvocationPolicy", spec?.reinvocationPolicy, policies));
}

const patches = {
  JSONPatch: { own: "jsonPatch", other: "applyConfiguration", results: "patches" },
  ApplyConfiguration: { own: "applyConfiguration", other: "jsonPatch", results: "object" },
} as const;

function validateMutation(
  errors: FieldErrors,
  path: string,
  context: { readonly mutation: Mutation; readonly declared: AdmissionVariables },
): void {
  const { mutation, declared } = context;
  const type = mutation.patchType ?? "";
  const known = Object.keys(patches).sort();
  errors.push(...oneOf(`${path}.patchType`, type, known));
  if (type !== "JSONPatch" && type !== "ApplyConfiguration") return;
  const { own, other, results } = patches[type];
  const at = `${path}.${own}`;
  const part = mutation[own];
  const text = part?.expression?.trim() ?? "";
  if (!part) errors.push(required(at, `must be specified when patchType is ${type}`));
  else if (text === "") errors.push(required(`${at}.expression`));
  else validateExpression(errors, `${at}.expression`, { text, declared, results });
  if (!mutation[other]) return;
  const message = `must not be specified when patchType is ${type}`;
  errors.push(invalidValue(`${path}.${other}`, `{${other}}`, message));
}

export function validateValidatingBinding(
  errors: FieldErrors,
  binding: ValidatingAdmissionPolicyBinding,
): void {
  validateBinding(errors, binding.spec);
  validateActions(errors, binding.spec?.validationActions ?? []);
}

export function validateMutatingBinding(
  errors: FieldErrors,
  { spec }: MutatingAdmissionPolicyBinding,
): void {
  validateBinding(errors, spec);
  validateMutatingOperations(errors, "spec.matchResources", spec?.matchResources);
}

function validateBinding(
  errors: FieldErrors,
  spec: ValidatingAdmissionPolicyBinding["spec"] | MutatingAdmissionPolicyBinding["spec"],
): void {
  const name = spec?.policyName ?? "";
  if (name === "") errors.push(required("spec.policyName"));
  else errors.push(...invalidAll("spec.policyName", name, dnsSubdomain(name)));
  if (spec?.paramRef) validateParamRef(errors, spec.paramRef);
  if (spec?.matchResources) {
    validateMatchResources(errors, "spec.matchResources", spec.matchResources);
  }
}

function validateParamRef(errors: FieldErrors, reference: ParamRef): void {
  const at = "spec.paramRef";
  const { name, selector, parameterNotFoundAction: action } = reference;
  const exclusive = "name and selector are mutually exclusive";
  if (name) {
    errors.push(...invalidAll(`${at}.name`, name, pathSegmentName(name)));
    if (selector) errors.push(forbiddenField(`${at}.name`, exclusive));
  }
  if (selector) {
    validateLabelSelector(errors, `${at}.selector`, selector);
    if (name) errors.push(forbiddenField(`${at}.selector`, exclusive));
  }
  if (!name && !selector) {
    errors.push(required(at, "one of name or selector must be specified"));
  }
  errors.push(...oneOf(`${at}.parameterNotFoundAction`, action, ["Deny", "Allow"]));
}

function validateActions(errors: FieldErrors, given: readonly string[]): void {
  const at = "spec.validationActions";
  const seen = new Set<string>();
  for (const [index, action] of given.entries()) {
    errors.push(...optionalOneOf(`${at}[${index}]`, action, ["Audit", "Deny", "Warn"]));
    if (seen.has(action)) errors.push(duplicate(`${at}[${index}]`, action));
    seen.add(action);
  }
  if (seen.has("Deny") && seen.has("Warn")) {
    const message =
      "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
    errors.push(invalidValue(at, given, message));
  }
  if (seen.size === 0) errors.push(required(at, "at least one validation action is required"));
}

type PolicySpec = ValidatingAdmissionPolicy["spec"] | MutatingAdmissionPolicy["spec"];

interface Policy {
  readonly spec: PolicySpec;
  readonly old: PolicySpec;
  readonly mutates: boolean;
}

function validatePolicy(errors: FieldErrors, { spec, old, mutates }: Policy): void {
  errors.push(...optionalOneOf("spec.failurePolicy", spec?.failurePolicy, ["Fail", "Ignore"]));
  if (spec?.paramKind) validateParamKind(errors, "spec.paramKind", spec.paramKind);
  const at = "spec.matchConstraints";
  if (!spec?.matchConstraints) errors.push(required(at));
  else {
    validateMatchResources(errors, at, spec.matchConstraints);
    if (!spec.matchConstraints.resourceRules?.length) errors.push(required(`${at}.resourceRules`));
    if (mutates) validateMutatingOperations(errors, at, spec.matchConstraints);
  }
  const isKept =
    old && same(spec?.paramKind, old.paramKind) && same(spec?.matchConditions, old.matchConditions);
  if (isKept || !spec?.matchConditions?.length) return;
  validateMatchConditions(errors, "spec.matchConditions", {
    conditions: spec.matchConditions,
    params: Boolean(spec.paramKind),
  });
}

/** Nothing is mutated that is deleted. */
function validateMutatingOperations(
  errors: FieldErrors,
  path: string,
  match: MatchResources | undefined,
): void {
  for (const { operations } of match?.resourceRules ?? []) {
    for (const operation of operations ?? []) {
      const at = `${path}.resourceRules.operations`;
      errors.push(...optionalOneOf(at, operation, ["*", "CONNECT", "CREATE", "UPDATE"]));
    }
  }
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
