/** What is wrong with a binding's parameters and actions. Source: pkg/apis/admissionregistration/validation. */
import type {
  MutatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicyBinding,
} from "../../../api/generated/types.ts";
import type { FieldError } from "../../../api/status.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
} from "../../../api/validation/field-errors.ts";
import { pathSegmentName } from "../../../api/validation/names.ts";

const actions = ["Audit", "Deny", "Warn"];

type Binding = ValidatingAdmissionPolicyBinding | MutatingAdmissionPolicyBinding;

export function checkBinding({ kind, spec }: Binding): readonly FieldError[] {
  const given = spec && "validationActions" in spec ? (spec.validationActions ?? []) : [];
  const validating = kind === "ValidatingAdmissionPolicyBinding";
  return [...checkParamRef(spec), ...(validating ? checkActions(given) : [])];
}

function checkParamRef(spec: Binding["spec"]): readonly FieldError[] {
  const ref = spec?.paramRef;
  if (!ref) return [];
  const at = "spec.paramRef";
  const errors: FieldError[] = [];
  const both = ref.name && ref.selector;
  const exclusive = "name and selector are mutually exclusive";
  if (ref.name) errors.push(...invalidAll(`${at}.name`, ref.name, pathSegmentName(ref.name)));
  if (both) {
    errors.push(forbiddenField(`${at}.name`, exclusive));
    errors.push(forbiddenField(`${at}.selector`, exclusive));
  }
  if (!ref.name && !ref.selector) {
    errors.push(required(at, "one of name or selector must be specified"));
  }
  const action = ref.parameterNotFoundAction;
  if (!action) errors.push(required(`${at}.parameterNotFoundAction`));
  else if (action !== "Allow" && action !== "Deny") {
    errors.push(notSupported(`${at}.parameterNotFoundAction`, action, ["Deny", "Allow"]));
  }
  return errors;
}

function checkActions(given: readonly string[]): readonly FieldError[] {
  const at = "spec.validationActions";
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  for (const [index, action] of given.entries()) {
    if (!actions.includes(action)) errors.push(notSupported(`${at}[${index}]`, action, actions));
    if (seen.has(action)) errors.push(duplicate(`${at}[${index}]`, action));
    seen.add(action);
  }
  if (seen.has("Deny") && seen.has("Warn")) {
    const message =
      "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)";
    errors.push(invalidValue(at, given, message));
  }
  if (seen.size === 0) errors.push(required(at, "at least one validation action is required"));
  return errors;
}
