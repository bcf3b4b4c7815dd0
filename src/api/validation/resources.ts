/** Resource names, quantities and requirements. Source: validateResourceRequirements in pkg/apis/core/validation. */
import type { ResourceRequirements } from "../generated/types.ts";
import type { FieldError } from "../status.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import {
  compareQuantityTexts,
  isNegativeQuantity,
  isWholeQuantity,
  quantityNanos,
} from "./quantity-order.ts";

const containerResources = new Set(["cpu", "memory", "ephemeral-storage"]);
const quotaCounts = [
  "pods",
  "services",
  "replicationcontrollers",
  "resourcequotas",
  "secrets",
  "configmaps",
  "persistentvolumeclaims",
  "services.nodeports",
  "services.loadbalancers",
];
const standardQuotaResources = new Set([
  ...containerResources,
  "requests.cpu",
  "requests.memory",
  "requests.storage",
  "requests.ephemeral-storage",
  "limits.cpu",
  "limits.memory",
  "limits.ephemeral-storage",
  ...quotaCounts,
]);
const standardResources = new Set([...standardQuotaResources, "storage"]);
const integerResources = new Set(quotaCounts);

const hugePages = "hugepages-";
const isHugePage = (name: string): boolean => name.startsWith(hugePages);

function isNative(name: string): boolean {
  return !name.includes("/") || isPrefixedNative(name);
}

function isPrefixedNative(name: string): boolean {
  return name.includes("kubernetes.io/");
}

/** Resources that other parties define: qualified, outside kubernetes.io, and not in the form of a quota key. */
export function isExtendedResourceName(name: string): boolean {
  if (isNative(name) || name.startsWith("requests.")) return false;
  return qualifiedName(`requests.${name}`).length === 0;
}

function overcommits(name: string): boolean {
  return isNative(name) && !isHugePage(name);
}

function resourceName(field: string, name: string): readonly FieldError[] {
  const errors = invalidAll(field, name, qualifiedName(name));
  if (errors.length > 0 || name.includes("/")) return errors;
  if (standardResources.has(name) || isHugePage(name) || isQuotaHugePage(name)) return [];
  return [invalidValue(field, name, "must be a standard resource type or fully qualified")];
}

function isQuotaHugePage(name: string): boolean {
  return name.startsWith(`requests.${hugePages}`);
}

export function containerResourceName(field: string, name: string): readonly FieldError[] {
  if (containerResources.has(name)) return [];
  const errors = resourceName(field, name);
  if (!name.includes("/")) {
    if (isHugePage(name)) return errors;
    return [...errors, invalidValue(field, name, "must be a standard resource for containers")];
  }
  if (isNative(name) || isExtendedResourceName(name)) return errors;
  return [...errors, invalidValue(field, name, "doesn't follow extended resource name standard")];
}

/** `storage` and the like, for limit types other than Pod and Container. */
export function anyResourceName(field: string, name: string): readonly FieldError[] {
  return resourceName(field, name);
}

export function quotaResourceName(field: string, name: string): readonly FieldError[] {
  const errors = resourceName(field, name);
  if (name.includes("/") || standardQuotaResources.has(name)) return errors;
  if (isHugePage(name) || isQuotaHugePage(name)) return errors;
  return [...errors, invalidValue(field, name, "must be a standard resource for quota")];
}

export function isStandardQuotaResource(name: string): boolean {
  return standardQuotaResources.has(name) || isHugePage(name) || isQuotaHugePage(name);
}

/** Not negative, and whole where the resource is counted. `path` is the quantity's own field. */
export function validateQuantity(
  errors: FieldErrors,
  path: string,
  entry: { readonly name: string; readonly quantity: string },
): void {
  const { name, quantity } = entry;
  if (isNegativeQuantity(quantity)) {
    errors.push(invalidValue(path, quantity, "must be greater than or equal to 0"));
  }
  if ((integerResources.has(name) || isExtendedResourceName(name)) && !isWholeQuantity(quantity)) {
    errors.push(invalidValue(path, quantity, "must be an integer"));
  }
}

/** `claimNames` are those of the Pod's resourceClaims. */
export function validateResources(
  errors: FieldErrors,
  path: string,
  context: {
    readonly resources: ResourceRequirements;
    readonly claimNames: ReadonlySet<string>;
  },
): void {
  const { limits, requests, claims } = context.resources;
  for (const name in limits) {
    validateEntry(errors, `${path}.limits[${name}]`, { name, quantity: limits[name] ?? "0" });
  }
  for (const name in requests) {
    const quantity = requests[name] ?? "0";
    validateEntry(errors, `${path}.requests[${name}]`, { name, quantity });
    const limit = limits?.[name];
    if (limit === undefined) {
      if (!overcommits(name)) {
        errors.push(
          required(`${path}.limits`, "Limit must be set for non overcommitable resources"),
        );
      }
      continue;
    }
    const order = compareQuantityTexts(quantity, limit);
    if (order !== 0 && !overcommits(name)) {
      errors.push(
        invalidValue(`${path}.requests`, quantity, `must be equal to ${name} limit of ${limit}`),
      );
    } else if (order > 0) {
      errors.push(
        invalidValue(
          `${path}.requests`,
          quantity,
          `must be less than or equal to ${name} limit of ${limit}`,
        ),
      );
    }
  }
  const names = [...Object.keys(limits ?? {}), ...Object.keys(requests ?? {})];
  if (names.some(isHugePage) && !names.some((name) => name === "cpu" || name === "memory")) {
    errors.push(forbiddenField(path, "HugePages require cpu or memory"));
  }
  if (claims) validateClaims(errors, `${path}.claims`, { claims, known: context.claimNames });
}

function validateEntry(
  errors: FieldErrors,
  path: string,
  entry: { readonly name: string; readonly quantity: string },
): void {
  const { name, quantity } = entry;
  errors.push(...containerResourceName(path, name));
  validateQuantity(errors, path, entry);
  if (isHugePage(name)) {
    const size = quantityNanos(name.slice(hugePages.length));
    if (size === 0n || quantityNanos(quantity) % size !== 0n) {
      errors.push(
        invalidValue(path, quantity, `${quantity} is not positive integer multiple of ${name}`),
      );
    }
  }
}

function validateClaims(
  errors: FieldErrors,
  path: string,
  context: {
    readonly claims: NonNullable<ResourceRequirements["claims"]>;
    readonly known: ReadonlySet<string>;
  },
): void {
  const { claims, known } = context;
  const seen = new Set<string>();
  for (const [index, { name, request }] of claims.entries()) {
    const at = `${path}[${index}]`;
    if (!name) {
      errors.push(required(at));
      continue;
    }
    const key = request ? `${name}/${request}` : name;
    if (request) errors.push(...invalidAll(`${at}.request`, request, dnsLabel(request)));
    if (seen.has(name) || seen.has(key)) errors.push(duplicate(at, seen.has(name) ? name : key));
    seen.add(key);
    if (known.has(name)) continue;
    const names = known.size === 0 ? " which is empty" : `: ${[...known].sort().join(", ")}`;
    errors.push({
      type: "FieldValueNotFound",
      field: at,
      message: `Not found: "${name}": must be one of the names in pod.spec.resourceClaims${names}`,
    });
  }
}

/** A reference to another object by name. */
export function subdomainName(field: string, name: string): readonly FieldError[] {
  return invalidAll(field, name, dnsSubdomain(name));
}
