/** Nodes. Source: ValidateNode and ValidateNodeUpdate in pkg/apis/core/validation. */
import { scanJson } from "../decode/json-scan.ts";
import type { Node, Taint } from "../generated/types.ts";
import { parseCidrSloppy, validCidr } from "./addresses.ts";
import {
  duplicate,
  forbiddenField,
  invalidValue,
  quote,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { positive } from "./numbers.ts";
import { validateQuantity } from "./resources.ts";
import { validateTaints } from "./scheduling.ts";

export function validateNode(errors: FieldErrors, node: Node): void {
  validateNodeAnnotations(errors, node);
  // Kubernetes, too, looks for taints and swap in metadata here.
  validateTaints(errors, "metadata.taints", node.spec?.taints);
  validateAmounts(errors, node);
  const swap = node.status?.nodeInfo?.swap?.capacity;
  errors.push(...positive("metadata.nodeSwapStatus.capacity", swap));
  validateFeatures(errors, node.status?.declaredFeatures ?? []);
  const cidrs = node.spec?.podCIDRs ?? [];
  for (const [index, cidr] of cidrs.entries()) {
    errors.push(...validCidr(`spec.podCIDRs[${index}]`, cidr));
  }
  if (cidrs.length < 2) return;
  const families = cidrs.map((cidr) => parseCidrSloppy(cidr)?.bits);
  const wrong = families.indexOf(undefined);
  if (wrong >= 0) {
    const error = `invalid CIDR[${wrong}]: <nil> (invalid CIDR address: ${cidrs[wrong]})`;
    const message = `Internal error: invalid PodCIDRs. failed to check with dual stack with error:${error}`;
    errors.push({ type: "InternalError", field: "spec.podCIDRs", message });
  }
  if (wrong >= 0 || cidrs.length > 2 || families[0] === families[1]) {
    const message = "may specify no more than one CIDR for each IP family";
    errors.push(invalidValue("spec.podCIDRs", cidrs, message));
  }
}

function validateAmounts(errors: FieldErrors, { status }: Node): void {
  for (const field of ["capacity", "allocatable"] as const) {
    const quantities = status?.[field];
    for (const name in quantities) {
      const entry = { name, quantity: quantities[name] ?? "0" };
      validateQuantity(errors, `status.${field}.${name}`, entry);
    }
  }
}

const featureName = /^[A-Z][A-Za-z0-9]*(\/[A-Za-z][A-Za-z0-9]*)*$/;

function validateFeatures(errors: FieldErrors, features: readonly string[]): void {
  const at = (index: number): string => `status.declaredFeatures[${index}]`;
  for (const [index, feature] of features.entries()) {
    const wrong = `invalid feature name ${quote(feature)}: must`;
    if (feature.length > 253) {
      const message = `${wrong} be no more than 253 characters`;
      errors.push(invalidValue(at(index), feature, message));
    } else if (!featureName.test(feature)) {
      const message = `${wrong} start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes`;
      errors.push(invalidValue(at(index), feature, message));
    }
    const following = features[index + 1];
    if (following === undefined) continue;
    if (feature === following) errors.push(duplicate(at(index + 1), following));
    else if (feature > following) {
      errors.push(invalidValue(at(index + 1), following, "list must be sorted alphabetically"));
    }
  }
}

const oldTaints = "scheduler.alpha.kubernetes.io/taints";
const avoidPods = "scheduler.alpha.kubernetes.io/preferAvoidPods";

function validateNodeAnnotations(errors: FieldErrors, node: Node): void {
  const annotations = node.metadata.annotations ?? {};
  const path = "metadata.annotations";
  const taints = annotations[oldTaints];
  if (taints) {
    const { error } = scanJson(taints);
    if (error !== undefined) errors.push(invalidValue(path, oldTaints, error));
    else {
      const list: unknown = JSON.parse(taints);
      const given = Array.isArray(list) ? (list as readonly Taint[]) : [];
      validateTaints(errors, `${path}.${oldTaints}`, given);
    }
  }
  const avoided = annotations[avoidPods];
  if (!avoided) return;
  const { error } = scanJson(avoided);
  if (error !== undefined) {
    errors.push(invalidValue(`${path}.AvoidPods`, avoidPods, error));
    return;
  }
  const { preferAvoidPods = [] } = (JSON.parse(avoided) ?? {}) as {
    readonly preferAvoidPods?: readonly AvoidedPods[];
  };
  for (const [index, { podSignature }] of preferAvoidPods.entries()) {
    const at = `${path}.${avoidPods}[${index}].PodSignature`;
    const controller = podSignature?.podController;
    if (!controller) errors.push(required(at));
    else if (controller.controller !== true) {
      const message = "must point to a controller";
      errors.push(invalidValue(`${at}.PodController.Controller`, false, message));
    }
  }
}

interface AvoidedPods {
  readonly podSignature?: { readonly podController?: { readonly controller?: boolean } };
}

/** What may change: of the main resource, beside `validateNode`, and of the status. */
export function validateNodeUpdate(errors: FieldErrors, next: Node, previous: Node): void {
  validateNodeAnnotations(errors, next);
  validateAmounts(errors, next);
  validateFeatures(errors, next.status?.declaredFeatures ?? []);
  const seen = new Set<string>();
  for (const [index, address] of (next.status?.addresses ?? []).entries()) {
    const key = `${address.type}/${address.address}`;
    if (seen.has(key))
      errors.push(duplicate(`status.addresses[${index}]`, goValue("core.NodeAddress", address)));
    seen.add(key);
  }
  validateOnce(errors, next, previous);
  validateTaints(errors, "metadata.taints", next.spec?.taints);
  if ((next.spec?.externalID ?? "") !== (previous.spec?.externalID ?? "")) {
    errors.push(forbiddenField("spec.externalID", "may not be updated"));
  }
}

/** What is set once: the node's networks, and what its provider calls it. */
function validateOnce(errors: FieldErrors, next: Node, previous: Node): void {
  const old = previous.spec?.podCIDRs ?? [];
  const cidrs = next.spec?.podCIDRs ?? [];
  const message = 'node updates may not change podCIDR except from "" to valid';
  if (old.length > 0 && old.length !== cidrs.length) {
    errors.push(forbiddenField("spec.podCIDRs", message));
  } else {
    for (const [index, cidr] of old.entries()) {
      if (cidr !== cidrs[index]) errors.push(forbiddenField("spec.podCIDRs", message));
    }
  }
  const provider = previous.spec?.providerID;
  if (provider && provider !== next.spec?.providerID) {
    const detail = 'node updates may not change providerID except from "" to valid';
    errors.push(forbiddenField("spec.providerID", detail));
  }
}
