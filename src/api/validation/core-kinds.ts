/** Namespaces, Endpoints and the limits of namespaces. Source: pkg/apis/core/validation. */
import type {
  EndpointAddress,
  Endpoints,
  Namespace,
  ResourceQuota,
  ScopedResourceSelectorRequirement,
} from "../generated/types.ts";
import { nonSpecialIp, validIp } from "./addresses.ts";
import { invalidAll, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import { oneOf, portNumber } from "./numbers.ts";
import { isStandardQuotaResource, quotaResourceName, validateQuantity } from "./resources.ts";

const standardFinalizers = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

export function validateNamespace(errors: FieldErrors, namespace: Namespace): void {
  for (const finalizer of namespace.spec?.finalizers ?? []) {
    validateFinalizer(errors, "spec.finalizers", finalizer);
  }
}

/** What is left to do before a Namespace goes: `/finalize`. */
export function validateNamespaceFinalizers(errors: FieldErrors, namespace: Namespace): void {
  for (const [index, finalizer] of (namespace.spec?.finalizers ?? []).entries()) {
    validateFinalizer(errors, `spec.finalizers[${index}]`, finalizer);
  }
}

function validateFinalizer(errors: FieldErrors, path: string, finalizer: string): void {
  errors.push(...invalidAll(path, finalizer, qualifiedName(finalizer)));
  if (!finalizer.includes("/") && !standardFinalizers.has(finalizer)) {
    const message = "name is neither a standard finalizer name nor is it fully qualified";
    errors.push(invalidValue(path, finalizer, message));
  }
}

export function validateNamespaceStatus(errors: FieldErrors, namespace: Namespace): void {
  const phase = namespace.status?.phase ?? "";
  const deleting = namespace.metadata.deletionTimestamp !== undefined;
  if (!deleting && phase !== "Active") {
    const message = "may only be 'Active' if `deletionTimestamp` is empty";
    errors.push(invalidValue("status.Phase", phase, message));
  } else if (deleting && phase !== "Terminating") {
    const message = "may only be 'Terminating' if `deletionTimestamp` is not empty";
    errors.push(invalidValue("status.Phase", phase, message));
  }
}

export function validateEndpoints(errors: FieldErrors, endpoints: Endpoints): void {
  for (const [index, subset] of (endpoints.subsets ?? []).entries()) {
    const at = `subsets[${index}]`;
    if (!subset.addresses?.length && !subset.notReadyAddresses?.length) {
      errors.push(required(at, "must specify `addresses` or `notReadyAddresses`"));
    }
    for (const field of ["addresses", "notReadyAddresses"] as const) {
      for (const [position, address] of (subset[field] ?? []).entries()) {
        validateAddress(errors, `${at}.${field}[${position}]`, address);
      }
    }
    const ports = subset.ports ?? [];
    for (const [position, port] of ports.entries()) {
      const path = `${at}.ports[${position}]`;
      if (port.name) errors.push(...invalidAll(`${path}.name`, port.name, dnsLabel(port.name)));
      else if (ports.length > 1) errors.push(required(`${path}.name`));
      errors.push(
        ...portNumber(`${path}.port`, port.port ?? 0),
        ...oneOf(`${path}.protocol`, port.protocol, ["SCTP", "TCP", "UDP"]),
      );
      const protocol = port.appProtocol;
      if (protocol !== undefined) {
        errors.push(...invalidAll(`${path}.appProtocol`, protocol, qualifiedName(protocol)));
      }
    }
  }
}

function validateAddress(errors: FieldErrors, path: string, address: EndpointAddress): void {
  const { hostname, nodeName } = address;
  const ip = address.ip ?? "";
  errors.push(...validIp(`${path}.ip`, ip));
  if (hostname) errors.push(...invalidAll(`${path}.hostname`, hostname, dnsLabel(hostname)));
  if (nodeName !== undefined) {
    errors.push(...invalidAll(`${path}.nodeName`, nodeName, dnsSubdomain(nodeName)));
  }
  errors.push(...nonSpecialIp(`${path}.ip`, ip));
}

export function validateResourceQuota(errors: FieldErrors, quota: ResourceQuota): void {
  const { spec, status } = quota;
  const lists = {
    "spec.hard": spec?.hard,
    "status.hard": status?.hard,
    "status.used": status?.used,
  };
  for (const [path, quantities] of Object.entries(lists)) {
    for (const name in quantities) {
      const at = `${path}[${name}]`;
      errors.push(...quotaResourceName(at, name));
      validateQuantity(errors, at, { name, quantity: quantities[name] ?? "0" });
    }
  }
  validateScopes(errors, quota);
}

const scopes = [
  "BestEffort",
  "CrossNamespacePodAffinity",
  "NotBestEffort",
  "NotTerminating",
  "PriorityClass",
  "Terminating",
  "VolumeAttributesClass",
];
const opposites = [
  ["BestEffort", "NotBestEffort"],
  ["Terminating", "NotTerminating"],
] as const;
const ofPods = ["pods"];
const ofCompute = ["cpu", "memory"].flatMap((name) => [name, `limits.${name}`, `requests.${name}`]);
const ofClaims = ["persistentvolumeclaims", "requests.storage"];

/** What a scope can count of: no other of Kubernetes' own resources may be limited in it. */
function countsIn(scope: string, resource: string): boolean {
  if (scope === "BestEffort") return ofPods.includes(resource);
  if (scope === "VolumeAttributesClass") return ofClaims.includes(resource);
  if (!scopes.includes(scope)) return true;
  return ofPods.includes(resource) || ofCompute.includes(resource);
}

function validateScopes(errors: FieldErrors, quota: ResourceQuota): void {
  const named = quota.spec?.scopes ?? [];
  const resources = Object.keys(quota.spec?.hard ?? {})
    .filter(isStandardQuotaResource)
    .sort();
  const path = "spec.scopes";
  for (const scope of named) {
    if (!scopes.includes(scope)) errors.push(invalidValue(path, named, "unsupported scope"));
    for (const resource of resources) {
      if (countsIn(scope, resource)) continue;
      errors.push(invalidValue(path, named, "unsupported scope applied to resource"));
    }
  }
  refuseOpposites(errors, named, named);
  const selector = quota.spec?.scopeSelector;
  const expressions = selector?.matchExpressions ?? [];
  const at = "spec.scopeSelector.matchExpressions";
  for (const expression of expressions) {
    const { scopeName } = expression;
    if (!scopes.includes(scopeName)) {
      errors.push(invalidValue(`${at}.scopeName`, scopeName ?? "", "unsupported scope"));
    }
    for (const resource of resources) {
      if (countsIn(scopeName, resource)) continue;
      const shown = goValue("core.ScopeSelector", selector);
      errors.push(invalidValue(at, shown, "unsupported scope applied to resource"));
    }
    validateScopeOperator(errors, at, expression);
  }
  const selected = expressions.map(({ scopeName }) => scopeName);
  refuseOpposites(errors, selected, quota.spec?.scopes);
}

function refuseOpposites(errors: FieldErrors, list: readonly string[], shown: unknown): void {
  for (const [one, other] of opposites) {
    if (!list.includes(one) || !list.includes(other)) continue;
    errors.push(invalidValue("spec.scopes", shown, "conflicting scopes"));
  }
}

/** Scopes that are there or not: they have no values. */
const plainScopes = [
  "BestEffort",
  "NotBestEffort",
  "Terminating",
  "NotTerminating",
  "CrossNamespacePodAffinity",
];

function validateScopeOperator(
  errors: FieldErrors,
  path: string,
  { scopeName, operator, values }: ScopedResourceSelectorRequirement,
): void {
  if (plainScopes.includes(scopeName) && operator !== "Exists") {
    const message =
      "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
    errors.push(invalidValue(`${path}.operator`, operator ?? "", message));
  }
  const count = values?.length ?? 0;
  if (operator === "In" || operator === "NotIn") {
    if (count > 0) return;
    const detail =
      "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
    errors.push(required(`${path}.values`, detail));
  } else if (operator === "Exists" || operator === "DoesNotExist") {
    if (count === 0) return;
    const message =
      "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
    errors.push(invalidValue(`${path}.values`, values, message));
  } else {
    errors.push(invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator"));
  }
}

export function validateResourceQuotaUpdate(
  errors: FieldErrors,
  next: ResourceQuota,
  previous: ResourceQuota,
): void {
  const after = next.spec?.scopes ?? [];
  const before = previous.spec?.scopes ?? [];
  const sorted = (list: readonly string[]): string => [...new Set(list)].sort().join();
  if (sorted(after) !== sorted(before)) {
    errors.push(invalidValue("spec.scopes", after, "field is immutable"));
  }
}
