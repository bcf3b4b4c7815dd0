/** Resource names, quantities and requirements. Source: validateResourceRequirements in pkg/apis/core/validation. */
import type { ResourceRequirements } from "../generated/types.ts";
import type { FieldError } from "../status.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
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

const podResources = ["cpu", "hugepages-", "memory"];

/** What a Pod as a whole may ask for. */
export function podResourceName(field: string, name: string): readonly FieldError[] {
  const errors = resourceName(field, name);
  if (errors.length > 0 || name === "cpu" || name === "memory" || isHugePage(name)) return errors;
  return [notSupported(field, name, podResources)];
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

/** Not negative, in the older words; the value is the whole number that Kubernetes shows. */
export function basicQuantity(field: string, quantity: string): readonly FieldError[] {
  if (!isNegativeQuantity(quantity)) return [];
  const nanos = quantityNanos(quantity);
  // Rounded away from zero, as Quantity.Value does.
  const value = Number(nanos / 1_000_000_000n) - (nanos % 1_000_000_000n === 0n ? 0 : 1);
  return [invalidValue(field, value, "must be a valid resource quantity")];
}

/** `claimNames` are those of the Pod's resourceClaims. */
export function validateResources(
  errors: FieldErrors,
  path: string,
  context: {
    readonly resources: ResourceRequirements;
    readonly claimNames: ReadonlySet<string>;
    /** Of resources that a container may have, unless told otherwise. */
    readonly checkName?: (field: string, name: string) => readonly FieldError[];
  },
): void {
  const { limits, requests, claims } = context.resources;
  const { checkName = containerResourceName } = context;
  for (const name in limits) {
    const entry = { name, quantity: limits[name] ?? "0" };
    errors.push(...checkName(`${path}.limits[${name}]`, name));
    validateQuantity(errors, `${path}.limits[${name}]`, entry);
    validateHugePages(errors, `${path}.limits[${name}]`, entry);
  }
  for (const name in requests) {
    const entry = { name, quantity: requests[name] ?? "0" };
    errors.push(...checkName(`${path}.requests[${name}]`, name));
    validateQuantity(errors, `${path}.requests[${name}]`, entry);
    validateWithinLimit(errors, path, { ...entry, limit: limits?.[name] });
    validateHugePages(errors, `${path}.requests[${name}]`, entry);
  }
  const names = [...Object.keys(limits ?? {}), ...Object.keys(requests ?? {})];
  if (names.some(isHugePage) && !names.some((name) => name === "cpu" || name === "memory")) {
    errors.push(forbiddenField(path, "HugePages require cpu or memory"));
  }
  if (claims) validateClaims(errors, `${path}.claims`, { claims, known: context.claimNames });
}

/** What cannot be given out twice is requested at its limit; anything else at most at it. */
function validateWithinLimit(
  errors: FieldErrors,
  path: string,
  entry: { readonly name: string; readonly quantity: string; readonly limit: string | undefined },
): void {
  const { name, quantity, limit } = entry;
  if (limit === undefined) {
    if (overcommits(name)) return;
    errors.push(required(`${path}.limits`, "Limit must be set for non overcommitable resources"));
    return;
  }
  const order = compareQuantityTexts(quantity, limit);
  if (order !== 0 && !overcommits(name)) {
    const message = `must be equal to ${name} limit of ${limit}`;
    errors.push(invalidValue(`${path}.requests`, quantity, message));
  } else if (order > 0) {
    const message = `must be less than or equal to ${name} limit of ${limit}`;
    errors.push(invalidValue(`${path}.requests`, quantity, message));
  }
}

function validateHugePages(
  errors: FieldErrors,
  path: string,
  { name, quantity }: { readonly name: string; readonly quantity: string },
): void {
  if (!isHugePage(name)) return;
  const size = quantityNanos(name.slice(hugePages.length));
  if (size > 0n && quantityNanos(quantity) % size === 0n) return;
  const message = `${quantity} is not positive integer multiple of ${name}`;
  errors.push(invalidValue(path, quantity, message));
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
    validateClaimKey(errors, at, { name, request, seen });
    if (known.has(name)) continue;
    const names = known.size === 0 ? " which is empty" : `: ${[...known].sort().join(", ")}`;
    errors.push({
      type: "FieldValueNotFound",
      field: at,
      message: `Not found: "${name}": must be one of the names in pod.spec.resourceClaims${names}`,
    });
  }
}

/** A claim counts once, as a whole or by its requests. */
function validateClaimKey(
  errors: FieldErrors,
  path: string,
  claim: {
    readonly name: string;
    readonly request: string | undefined;
    readonly seen: Set<string>;
  },
): void {
  const { name, request, seen } = claim;
  if (seen.has(name)) {
    errors.push(duplicate(path, name));
    return;
  }
  if (request) {
    errors.push(...invalidAll(`${path}.request`, request, dnsLabel(request)));
    const key = `${name}/${request}`;
    if (seen.has(key)) errors.push(duplicate(path, key));
    seen.add(key);
    return;
  }
  for (const key of seen) {
    if (key.startsWith(`${name}/`)) errors.push(duplicate(path, name));
  }
  seen.add(name);
}

/** A reference to another object by name. */
export function subdomainName(field: string, name: string): readonly FieldError[] {
  return invalidAll(field, name, dnsSubdomain(name));
}
