/** What a Pod's status may become. Source: ValidatePodStatusUpdate in pkg/apis/core/validation. */
import type { Container, ContainerStatus, Pod, PodSpec, PodStatus } from "../generated/types.ts";
import { parseIpSloppy, validIp } from "./addresses.ts";
import { validateContainerStatuses } from "./container-status.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { validateImmutable } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import { validatePodAnnotationChanges } from "./pod-annotations.ts";

const systemConditions = new Set(["PodScheduled", "Ready", "Initialized"]);
const negative = "must be a non-negative integer";
const noSpec: PodSpec = Object.freeze({ containers: Object.freeze([]) });

export function validatePodStatusUpdate(errors: FieldErrors, next: Pod, previous: Pod): void {
  validatePodAnnotationChanges(errors, next, previous);
  const after = next.status ?? {};
  const before = previous.status ?? {};
  const spec = previous.spec ?? noSpec;
  for (const [index, condition] of (after.conditions ?? []).entries()) {
    const { type = "", observedGeneration = 0 } = condition as Partial<typeof condition>;
    const at = `status.conditions[${index}]`;
    if (observedGeneration < 0) {
      errors.push(invalidValue(`${at}.observedGeneration`, observedGeneration, negative));
    }
    if (systemConditions.has(type)) continue;
    errors.push(...invalidAll(`${at}.Type`, type, qualifiedName(type)));
  }
  validateNomination(errors, { after, before, isBound: !!spec.nodeName });
  const generation = after.observedGeneration ?? 0;
  if (generation < 0) {
    errors.push(invalidValue("status.observedGeneration", generation, negative));
  }
  validateImmutable(errors, "status.qosClass", {
    next: after.qosClass,
    previous: before.qosClass,
  });
  validateAllTransitions(errors, { after, before, spec });
  validateClaimStatuses(errors, after, spec);
  validateExtendedClaim(errors, after, spec);
  validateIps(errors, "podIPs", { after, before });
  const [hostIp] = after.hostIPs ?? [];
  if (hostIp && hostIp.ip !== after.hostIP) {
    errors.push(invalidValue("status.hostIPs[0].ip", hostIp.ip ?? "", "must be equal to `hostIP`"));
  }
  validateIps(errors, "hostIPs", { after, before });
  validateContainerStatuses(errors, after, spec);
}

interface Change {
  readonly after: PodStatus;
  readonly before: PodStatus;
}

function validateNomination(
  errors: FieldErrors,
  { after, before, isBound }: Change & { readonly isBound: boolean },
): void {
  const name = after.nominatedNodeName;
  if (!name || name === before.nominatedNodeName) return;
  const path = "status.nominatedNodeName";
  errors.push(...invalidAll(path, name, dnsSubdomain(name)));
  if (isBound) {
    errors.push(forbiddenField(path, "may not be set on pods that are already bound to a node"));
  }
}

function validateAllTransitions(
  errors: FieldErrors,
  { after, before, spec }: Change & { readonly spec: PodSpec },
): void {
  // One rule that restarts all may bring back any of them.
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].some((container) =>
    container.restartPolicyRules?.some(({ action }) => action === "RestartAllContainers"),
  );
  if (!all) {
    for (const [field, containers] of [
      ["containerStatuses", spec.containers],
      ["initContainerStatuses", spec.initContainers],
    ] as const) {
      const mayRestart = (status: ContainerStatus): boolean => {
        const container = containers?.find(({ name }) => name === status.name);
        const code = status.state?.terminated?.exitCode ?? 0;
        return container !== undefined && restarts(container, spec, code);
      };
      const change = { next: after[field], previous: before[field] };
      validateTransitions(errors, `status.${field}`, { ...change, mayRestart });
    }
  }
  validateTransitions(errors, "status.ephemeralContainerStatuses", {
    next: after.ephemeralContainerStatuses,
    previous: before.ephemeralContainerStatuses,
    mayRestart: () => false,
  });
}

/** Whether a container that ended with this code is started again: by its rules, its own policy, or the Pod's. */
function restarts(container: Container, spec: PodSpec, exitCode: number): boolean {
  const { restartPolicy, restartPolicyRules = [] } = container;
  if (restartPolicy !== undefined) {
    const matches = restartPolicyRules.some(({ exitCodes }) => {
      if (!exitCodes) return false;
      const named = exitCodes.values?.includes(exitCode) === true;
      return exitCodes.operator === "In" ? named : exitCodes.operator === "NotIn" && !named;
    });
    if (matches) return true;
  }
  switch (restartPolicy ?? spec.restartPolicy) {
    case "OnFailure":
      return exitCode !== 0;
    case "Never":
      return false;
    default:
      return true;
  }
}

/** A container that is not to be restarted stays terminated. */
function validateTransitions(
  errors: FieldErrors,
  path: string,
  change: {
    readonly next: readonly ContainerStatus[] | undefined;
    readonly previous: readonly ContainerStatus[] | undefined;
    mayRestart(status: ContainerStatus): boolean;
  },
): void {
  const { next, previous, mayRestart } = change;
  for (const [index, old] of (previous ?? []).entries()) {
    if (!old.state?.terminated) continue;
    const revived = next?.some(({ name, state }) => name === old.name && !state?.terminated);
    if (!revived || mayRestart(old)) continue;
    const detail = "may not be transitioned to non-terminated state";
    errors.push(forbiddenField(`${path}[${index}].state`, detail));
  }
}

function validateClaimStatuses(errors: FieldErrors, status: PodStatus, spec: PodSpec): void {
  const known = new Set((spec.resourceClaims ?? []).map(({ name }) => name));
  const seen = new Set<string>();
  for (const [index, { name, resourceClaimName }] of (
    status.resourceClaimStatuses ?? []
  ).entries()) {
    const at = `status.resourceClaimStatuses[${index}]`;
    if (!known.has(name)) {
      const message = "must match the name of an entry in `spec.resourceClaims`";
      errors.push(invalidValue(`${at}.name`, name ?? "", message));
    }
    if (seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    seen.add(name);
    if (resourceClaimName === undefined) continue;
    const messages = dnsSubdomain(resourceClaimName);
    errors.push(...invalidAll(`${at}.resourceClaimName`, resourceClaimName, messages));
  }
}

function validateExtendedClaim(errors: FieldErrors, status: PodStatus, spec: PodSpec): void {
  const claim = status.extendedResourceClaimStatus;
  if (!claim) return;
  const path = "status.extendedResourceClaimStatus";
  const containers = new Map(
    [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map((entry) => [
      entry.name,
      entry,
    ]),
  );
  const mappings = claim.requestMappings ?? [];
  if (mappings.length === 0) {
    errors.push(required(`${path}.requestMappings`, "at least one request mapping is required"));
  }
  const seen = new Set<string>();
  for (const [index, mapping] of mappings.entries()) {
    const at = `${path}.requestMappings[${index}]`;
    const { requestName } = mapping;
    const containerName = mapping.containerName ?? "";
    const resourceName = mapping.resourceName ?? "";
    const container = containers.get(containerName);
    if (!container) {
      const message =
        "must match the name of an entry in spec.initContainers.name or spec.containers.name";
      errors.push(invalidValue(`${at}.containerName`, containerName, message));
    } else if (container.resources?.requests?.[resourceName] === undefined) {
      const message =
        "must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests";
      errors.push(invalidValue(`${at}.resourceName`, resourceName, message));
    }
    errors.push(...invalidAll(`${path}.requestName`, requestName, dnsLabel(requestName)));
    const key = JSON.stringify([containerName, resourceName, requestName]);
    if (seen.has(key)) {
      for (const field of ["containerName", "resourceName", "requestName"] as const) {
        errors.push(duplicate(`${at}.${field}`, mapping[field]));
      }
    }
    seen.add(key);
  }
  const name = claim.resourceClaimName;
  const at = `${path}.resourceClaimName`;
  if (!name) errors.push(required(at));
  else errors.push(...invalidAll(at, name, dnsSubdomain(name)));
}

/** Addresses that are new must be addresses; of each family there is one. */
function validateIps(
  errors: FieldErrors,
  field: "podIPs" | "hostIPs",
  { after, before }: Change,
): void {
  const path = `status.${field}`;
  const known = new Set((before[field] ?? []).map(({ ip }) => ip ?? ""));
  const ips = (after[field] ?? []).map(({ ip }) => ip ?? "");
  for (const [index, ip] of ips.entries()) {
    if (!known.has(ip)) errors.push(...validIp(`${path}[${index}]`, ip));
  }
  if (ips.length < 2) return;
  const addresses = ips.map((ip) => parseIpSloppy(ip));
  const wrong = addresses.indexOf(undefined);
  if (wrong >= 0) {
    const message = `Internal error: failed to check for dual stack with error:invalid IP[${wrong}]: ${ips[wrong]}`;
    errors.push({ type: "InternalError", field: path, message });
  }
  const families = new Set(addresses.map((address) => address?.bits));
  if (wrong >= 0 || families.size < 2 || ips.length > 2) {
    const message = "may specify no more than one IP for each IP family";
    const type = field === "podIPs" ? "core.PodIP" : "core.HostIP";
    errors.push(invalidValue(path, goValue(type, after[field]), message));
  }
}
