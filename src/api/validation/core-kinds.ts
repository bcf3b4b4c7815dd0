/** Namespaces, Nodes, Endpoints, Events and the limits of namespaces. Source: pkg/apis/core/validation. */
import type {
  EndpointAddress,
  Endpoints,
  Event,
  Namespace,
  Node,
  ResourceQuota,
} from "../generated/types.ts";
import { nonSpecialIp, validCidr, validIp } from "./addresses.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { utf8Length } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import { oneOf, portNumber } from "./numbers.ts";
import { quotaResourceName, validateQuantity } from "./resources.ts";
import { validateTaints } from "./scheduling.ts";

const standardFinalizers = new Set(["kubernetes", "orphan", "foregroundDeletion"]);

export function validateNamespace(errors: FieldErrors, namespace: Namespace): void {
  for (const finalizer of namespace.spec?.finalizers ?? []) {
    const path = "spec.finalizers";
    errors.push(...invalidAll(path, finalizer, qualifiedName(finalizer)));
    if (!finalizer.includes("/") && !standardFinalizers.has(finalizer)) {
      const message = "name is neither a standard finalizer name nor is it fully qualified";
      errors.push(invalidValue(path, finalizer, message));
    }
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

export function validateNode(errors: FieldErrors, node: Node): void {
  // Kubernetes, too, looks for taints in metadata here.
  validateTaints(errors, "metadata.taints", node.spec?.taints);
  for (const field of ["capacity", "allocatable"] as const) {
    const quantities = node.status?.[field];
    for (const name in quantities) {
      validateQuantity(errors, `status.${field}.${name}`, {
        name,
        quantity: quantities[name] ?? "0",
      });
    }
  }
  const cidrs = node.spec?.podCIDRs ?? [];
  for (const [index, cidr] of cidrs.entries()) {
    errors.push(...validCidr(`spec.podCIDRs[${index}]`, cidr));
    if (cidrs.indexOf(cidr) < index) errors.push(duplicate(`spec.podCIDRs[${index}]`, cidr));
  }
  const families = cidrs.map((cidr) => cidr.includes(":"));
  if (cidrs.length > 2 || (cidrs.length === 2 && families[0] === families[1])) {
    const message = "may specify no more than one CIDR for each IP family";
    errors.push(invalidValue("spec.podCIDRs", cidrs, message));
  }
}

export function validateNodeUpdate(errors: FieldErrors, next: Node, previous: Node): void {
  const old = previous.spec?.podCIDRs ?? [];
  const cidrs = next.spec?.podCIDRs ?? [];
  if (old.length > 0 && old.join() !== cidrs.join()) {
    const message = 'node updates may not change podCIDR except from "" to valid';
    errors.push(forbiddenField("spec.podCIDRs", message));
  }
  const provider = previous.spec?.providerID;
  if (provider && provider !== next.spec?.providerID) {
    const message = 'node updates may not change providerID except from "" to valid';
    errors.push(forbiddenField("spec.providerID", message));
  }
  if (next.spec?.externalID !== previous.spec?.externalID) {
    errors.push(forbiddenField("spec.externalID", "may not be updated"));
  }
}

export function validateNodeStatus(errors: FieldErrors, node: Node): void {
  validateNode(errors, node);
  const seen = new Set<string>();
  for (const [index, address] of (node.status?.addresses ?? []).entries()) {
    const key = `${address.type}/${address.address}`;
    if (seen.has(key)) errors.push(duplicate(`status.addresses[${index}]`, address));
    seen.add(key);
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
  const { ip, hostname, nodeName } = address;
  errors.push(...validIp(`${path}.ip`, ip));
  if (hostname) errors.push(...invalidAll(`${path}.hostname`, hostname, dnsLabel(hostname)));
  if (nodeName !== undefined) {
    errors.push(...invalidAll(`${path}.nodeName`, nodeName, dnsSubdomain(nodeName)));
  }
  errors.push(...nonSpecialIp(`${path}.ip`, ip));
}

const eventTextMax = 128;
const eventNoteMax = 1024;

/** Events of either API: those with an eventTime are new ones, and held to more. */
export function validateEvent(errors: FieldErrors, event: Event): void {
  const namespace = event.metadata.namespace ?? "";
  const involved = event.involvedObject?.namespace ?? "";
  const path = "involvedObject.namespace";
  const mismatch = "does not match event.namespace";
  if (!event.eventTime) {
    const allowed = involved === "" ? ["", "default"] : [involved];
    if (!allowed.includes(namespace)) errors.push(invalidValue(path, involved, mismatch));
    return;
  }
  if (involved === "" && namespace !== "default" && namespace !== "kube-system") {
    errors.push(invalidValue(path, involved, mismatch));
  }
  const controller = event.reportingComponent ?? "";
  if (controller === "") errors.push(required("reportingController"));
  errors.push(...invalidAll("reportingController", controller, qualifiedName(controller)));
  for (const field of ["reportingInstance", "action", "reason"] as const) {
    const value = event[field] ?? "";
    if (value === "") errors.push(required(field));
    if (utf8Length(value) > eventTextMax) {
      errors.push(invalidValue(field, "", `can have at most ${eventTextMax} characters`));
    }
  }
  if (utf8Length(event.message ?? "") > eventNoteMax) {
    errors.push(invalidValue("message", "", `can have at most ${eventNoteMax} characters`));
  }
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

function validateScopes(errors: FieldErrors, quota: ResourceQuota): void {
  const named = quota.spec?.scopes ?? [];
  for (const scope of named) {
    if (!scopes.includes(scope)) {
      errors.push(invalidValue("spec.scopes", named, "unsupported scope"));
    }
  }
  const path = "spec.scopeSelector.matchExpressions";
  const expressions = quota.spec?.scopeSelector?.matchExpressions ?? [];
  for (const { scopeName, operator, values } of expressions) {
    if (!scopes.includes(scopeName)) {
      errors.push(invalidValue(`${path}.scopeName`, scopeName, "unsupported scope"));
    }
    const count = values?.length ?? 0;
    if (operator === "In" || operator === "NotIn") {
      if (count === 0) {
        const detail =
          "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
        errors.push(required(`${path}.values`, detail));
      }
    } else if (operator === "Exists" || operator === "DoesNotExist") {
      if (count > 0) {
        const message =
          "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
        errors.push(invalidValue(`${path}.values`, values, message));
      }
    } else {
      errors.push(
        invalidValue(`${path}.operator`, operator ?? "", "not a valid selector operator"),
      );
    }
  }
  const selected = expressions.map(({ scopeName }) => scopeName);
  for (const list of [named, selected]) {
    if (opposites.some(([one, other]) => list.includes(one) && list.includes(other))) {
      errors.push(invalidValue("spec.scopes", named, "conflicting scopes"));
    }
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
