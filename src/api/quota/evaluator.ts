/**
 * What objects use of a quota: one evaluator a resource (pkg/quota/v1/evaluator/core, apiserver/pkg/quota/v1/generic). Pure:
 * admission charges with it, and the ResourceQuota controller adds up with it.
 */
import type {
  PersistentVolumeClaim,
  ResourceQuota,
  ScopedResourceSelectorRequirement,
  Service,
} from "../generated/types.ts";
import type { KubeObject } from "../object.ts";
import { parseQuantity } from "../quantity.ts";
import { one, zero, type Amounts } from "./amounts.ts";
import { deviceClaimEvaluator, type DeviceSources } from "./device-claims.ts";
import { podEvaluator } from "./pod-evaluator.ts";
import { requirementMatches } from "./scopes.ts";

export interface Evaluator {
  /** What the object uses at `nowMs`. */
  usage(object: KubeObject, nowMs: number): Amounts;
  /** Whether a resource that a quota limits is one of this evaluator's. */
  limits(name: string): boolean;
  matchesScope(object: KubeObject, scope: ScopedResourceSelectorRequirement): boolean;
  /** Writes that may use more: updates count for resources whose usage can grow. */
  readonly onUpdate: "never" | "object" | "object and status" | "resize";
  /** What is wrong with the object where `required` are limited; undefined when nothing is. */
  constraint?(object: KubeObject, required: readonly string[]): string | undefined;
}

export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** Resources that are limited by their plain names, too. */
const plainNames = new Set(["replicationcontrollers", "secrets", "configmaps", "resourcequotas"]);
const storageClassSuffix = ".storageclass.storage.k8s.io/";
const claimNames = ["persistentvolumeclaims", "requests.storage"];
const noScope = (): boolean => false;

export function countName({ group, resource }: GroupResource): string {
  return group === "" ? `count/${resource}` : `count/${resource}.${group}`;
}

/** `devices`: what the claims of devices are read with; asked for when they are. */
export function evaluatorOf(of: GroupResource, devices?: () => DeviceSources): Evaluator {
  if (of.group === "" && of.resource === "pods") return podEvaluator;
  if (of.group === "" && of.resource === "services") return serviceEvaluator;
  if (of.group === "" && of.resource === "persistentvolumeclaims") return claimEvaluator;
  if (isDeviceClaim(of)) return deviceClaimEvaluator(devices);
  const names = [
    countName(of),
    ...(of.group === "" && plainNames.has(of.resource) ? [of.resource] : []),
  ];
  const usage: Amounts = new Map(names.map((name) => [name, one]));
  return {
    usage: () => usage,
    limits: (name) => names.includes(name),
    matchesScope: noScope,
    onUpdate: "never",
  };
}

export function isDeviceClaim({ group, resource }: GroupResource): boolean {
  return group === "resource.k8s.io" && resource === "resourceclaims";
}

const serviceNames = ["services", "services.nodeports", "services.loadbalancers", "count/services"];

const serviceEvaluator: Evaluator = {
  usage(object) {
    const { spec } = object as Service;
    const ports = spec?.ports ?? [];
    const times = (count: number) => ({ ...one, nanos: one.nanos * BigInt(count) });
    const amounts = new Map([
      ["count/services", one],
      ["services", one],
      ["services.nodeports", zero],
      ["services.loadbalancers", zero],
    ]);
    if (spec?.type === "NodePort") amounts.set("services.nodeports", times(ports.length));
    if (spec?.type === "LoadBalancer") {
      const allocates = spec.allocateLoadBalancerNodePorts !== false;
      const own = allocates ? ports.length : ports.filter(({ nodePort }) => nodePort).length;
      amounts.set("services.nodeports", times(own));
      amounts.set("services.loadbalancers", one);
    }
    return amounts;
  },
  limits: (name) => serviceNames.includes(name),
  matchesScope: noScope,
  onUpdate: "object",
};

const claimEvaluator: Evaluator = {
  usage(object) {
    const claim = object as PersistentVolumeClaim;
    const amounts = new Map([
      ["persistentvolumeclaims", one],
      ["count/persistentvolumeclaims", one],
    ]);
    const storageClass =
      claim.metadata.annotations?.["volume.beta.kubernetes.io/storage-class"] ??
      claim.spec?.storageClassName ??
      "";
    const byClass = (name: string) => `${storageClass}${storageClassSuffix}${name}`;
    if (storageClass !== "") amounts.set(byClass("persistentvolumeclaims"), one);
    const storage = storageOf(claim);
    if (!storage) return amounts;
    amounts.set("requests.storage", storage);
    if (storageClass !== "") amounts.set(byClass("requests.storage"), storage);
    return amounts;
  },
  limits: (name) =>
    name === "count/persistentvolumeclaims" ||
    claimNames.includes(name) ||
    claimNames.some((each) => name.endsWith(`${storageClassSuffix}${each}`)),
  matchesScope(object, scope) {
    if (scope.scopeName !== "VolumeAttributesClass") return false;
    const { spec, status } = object as PersistentVolumeClaim;
    const names = [
      spec?.volumeAttributesClassName,
      status?.currentVolumeAttributesClassName,
      status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
    ].filter((name) => name !== undefined && name !== "");
    if (names.length === 0) return requirementMatches(scope, undefined);
    return names.some((name) => requirementMatches(scope, name));
  },
  onUpdate: "object and status",
};

/** Whole bytes; what is being given where that is more than what is asked for. */
function storageOf({ spec, status }: PersistentVolumeClaim) {
  const asked = wholeBytes(spec?.resources?.requests?.["storage"]);
  const given = wholeBytes(status?.allocatedResources?.["storage"]);
  if (!asked || !given) return asked;
  return given.nanos > asked.nanos ? given : asked;
}

function wholeBytes(value: string | number | undefined) {
  if (value === undefined) return undefined;
  const parsed = parseQuantity(value);
  if (!parsed.ok) return undefined;
  const { nanos, format } = parsed.quantity;
  return { nanos: ((nanos + one.nanos - 1n) / one.nanos) * one.nanos, format };
}

/** The scopes of a quota, old and new form alike. */
export function scopesOf({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] {
  const named = (spec?.scopes ?? []).map((scopeName): ScopedResourceSelectorRequirement => ({
    scopeName,
    operator: "Exists",
  }));
  return [...named, ...(spec?.scopeSelector?.matchExpressions ?? [])];
}

/** Whether a quota counts the object, given that it limits one of its resources. */
export function inScope(evaluator: Evaluator, quota: ResourceQuota, object: KubeObject): boolean {
  return scopesOf(quota).every((scope) => evaluator.matchesScope(object, scope));
}
