/** Node and Pod affinity, and node selectors wherever they stand. Source: validateAffinity, ValidateNodeSelector. */
import type {
  Affinity,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinityTerm,
} from "../generated/types.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { validateLabelSelector } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, qualifiedName, validLabelValue } from "./names.ts";
import { validateSelectedOnce } from "./scheduling.ts";

const hard = "requiredDuringSchedulingIgnoredDuringExecution";
const soft = "preferredDuringSchedulingIgnoredDuringExecution";

export function validateAffinity(
  errors: FieldErrors,
  path: string,
  affinity: Affinity | undefined,
): void {
  if (!affinity) return;
  const { nodeAffinity } = affinity;
  const at = `${path}.nodeAffinity`;
  const selector = nodeAffinity?.[hard];
  if (selector) validateNodeSelector(errors, `${at}.${hard}`, selector);
  for (const [index, term] of (nodeAffinity?.[soft] ?? []).entries()) {
    validateWeight(errors, `${at}.${soft}[${index}].weight`, term.weight);
    validateTerm(errors, `${at}.${soft}[${index}].preference`, {
      term: term.preference,
      anyValue: true,
    });
  }
  for (const kind of ["podAffinity", "podAntiAffinity"] as const) {
    const terms = affinity[kind];
    for (const [index, term] of (terms?.[hard] ?? []).entries()) {
      validatePodTerm(errors, `${path}.${kind}.${hard}[${index}]`, term);
    }
    for (const [index, weighted] of (terms?.[soft] ?? []).entries()) {
      const where = `${path}.${kind}.${soft}[${index}]`;
      validateWeight(errors, `${where}.weight`, weighted.weight);
      validatePodTerm(errors, `${where}.podAffinityTerm`, weighted.podAffinityTerm);
    }
  }
}

function validateWeight(errors: FieldErrors, path: string, weight: number): void {
  if (weight > 0 && weight <= 100) return;
  errors.push(invalidValue(path, weight ?? 0, "must be in the range 1-100"));
}

export function validateNodeSelector(
  errors: FieldErrors,
  path: string,
  selector: NodeSelector,
): void {
  const at = `${path}.nodeSelectorTerms`;
  if (!selector.nodeSelectorTerms?.length) {
    errors.push(required(at, "must have at least one node selector term"));
    return;
  }
  for (const [index, term] of selector.nodeSelectorTerms.entries()) {
    validateTerm(errors, `${at}[${index}]`, { term, anyValue: false });
  }
}

/** `anyValue`: preferences may compare with what is no label value, for compatibility. */
function validateTerm(
  errors: FieldErrors,
  path: string,
  context: { readonly term: NodeSelectorTerm; readonly anyValue: boolean },
): void {
  const { term, anyValue } = context;
  for (const [index, requirement] of (term?.matchExpressions ?? []).entries()) {
    const at = `${path}.matchExpressions[${index}]`;
    validateRequirement(errors, at, requirement);
    if (anyValue) continue;
    for (const [position, value] of (requirement.values ?? []).entries()) {
      errors.push(...invalidAll(`${at}.values[${position}]`, value, validLabelValue(value)));
    }
  }
  for (const [index, requirement] of (term?.matchFields ?? []).entries()) {
    validateFieldRequirement(errors, `${path}.matchFields[${index}]`, requirement);
  }
}

function validateRequirement(
  errors: FieldErrors,
  path: string,
  requirement: NodeSelectorRequirement,
): void {
  const { operator } = requirement;
  const count = requirement.values?.length ?? 0;
  switch (operator) {
    case "In":
    case "NotIn":
      if (count === 0) {
        errors.push(
          required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"),
        );
      }
      break;
    case "Exists":
    case "DoesNotExist":
      if (count > 0) {
        errors.push(
          forbiddenField(
            `${path}.values`,
            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
          ),
        );
      }
      break;
    case "Gt":
    case "Lt":
      if (count !== 1) {
        errors.push(
          required(
            `${path}.values`,
            "must be specified single value when `operator` is 'Lt' or 'Gt'",
          ),
        );
      }
      break;
    default:
      errors.push(
        invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator"),
      );
  }
  const key = requirement.key ?? "";
  errors.push(...invalidAll(`${path}.key`, key, qualifiedName(key)));
}

function validateFieldRequirement(
  errors: FieldErrors,
  path: string,
  requirement: NodeSelectorRequirement,
): void {
  const { key, operator, values } = requirement;
  if (operator !== "In" && operator !== "NotIn") {
    errors.push(invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator"));
  } else if (values?.length !== 1) {
    errors.push(
      required(
        `${path}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      ),
    );
  }
  if (key !== "metadata.name") {
    errors.push(invalidValue(`${path}.key`, key ?? "", "not a valid field selector key"));
    return;
  }
  for (const [index, value] of (values ?? []).entries()) {
    errors.push(...invalidAll(`${path}.values[${index}]`, value, dnsSubdomain(value)));
  }
}

function validatePodTerm(errors: FieldErrors, path: string, term: PodAffinityTerm): void {
  const { labelSelector, namespaces, matchLabelKeys, mismatchLabelKeys } = term ?? {};
  validateLabelSelector(errors, `${path}.labelSelector`, labelSelector);
  validateLabelSelector(errors, `${path}.namespaceSelector`, term?.namespaceSelector);
  for (const name of namespaces ?? []) {
    errors.push(...invalidAll(`${path}.namespace`, name, dnsLabel(name)));
  }
  for (const field of ["matchLabelKeys", "mismatchLabelKeys"] as const) {
    const keys = term?.[field];
    if (!keys?.length) continue;
    if (!labelSelector) {
      errors.push(
        forbiddenField(`${path}.${field}`, "must not be specified when labelSelector is not set"),
      );
      continue;
    }
    for (const [index, key] of keys.entries()) {
      errors.push(...invalidAll(`${path}.${field}[${index}]`, key, qualifiedName(key)));
    }
  }
  if (labelSelector) validateSelectedOnce(errors, path, { labelSelector, matchLabelKeys });
  for (const [index, key] of (matchLabelKeys ?? []).entries()) {
    if (mismatchLabelKeys?.includes(key)) {
      errors.push(
        invalidValue(
          `${path}.matchLabelKeys[${index}]`,
          key,
          "exists in both matchLabelKeys and mismatchLabelKeys",
        ),
      );
    }
  }
  const topologyKey = term?.topologyKey ?? "";
  if (topologyKey === "") errors.push(required(`${path}.topologyKey`, "can not be empty"));
  errors.push(...invalidAll(`${path}.topologyKey`, topologyKey, qualifiedName(topologyKey)));
}
