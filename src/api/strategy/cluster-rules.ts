/** Networking, discovery, coordination, policy, RBAC, scheduling, storage, autoscaling and the like. Source: pkg/registry. */
import { withConditionTimes, withDecisionsOf } from "../certificates/decisions.ts";
import { defaultAutoscaler, defaultAutoscalerV1 } from "../defaults/autoscaling.ts";
import {
  defaultBinding,
  defaultClaimDevices,
  defaultFlowSchema,
  defaultPriorityClass,
  defaultPriorityLevel,
  defaultResourceClaim,
} from "../defaults/cluster-kinds.ts";
import { put, within } from "../defaults/fill.ts";
import type * as t from "../generated/types.ts";
import { validateAutoscaler, validateAutoscalerStatus } from "../validation/autoscaling.ts";
import * as claims from "../validation/device-claims.ts";
import {
  validateFlowSchema,
  validateFlowSchemaStatus,
  validatePriorityLevel,
} from "../validation/flow-control.ts";
import { pathSegmentName } from "../validation/names.ts";
import * as rbac from "../validation/rbac.ts";
import {
  validateResourceSlice,
  validateResourceSliceUpdate,
} from "../validation/resource-slice.ts";
import { validateSigningChange, validateSigningRequest } from "../validation/signing-requests.ts";
import * as small from "../validation/small-kinds.ts";
import { rules, wholeFirst, wholeOnly, type GroupRules } from "./kind-rules.ts";
import { oldNodeLabels } from "./node-label-warnings.ts";

export const autoscalingRules: GroupRules = {
  HorizontalPodAutoscaler: rules<t.HorizontalPodAutoscaler>({
    default(autoscaler) {
      // The same rules serve both versions; only defaulting is asked for v1, before conversion.
      return (autoscaler.apiVersion as string) === "autoscaling/v1"
        ? (defaultAutoscalerV1(autoscaler as never) as never)
        : defaultAutoscaler(autoscaler);
    },
    generation: "none",
    updateOrder: ["update", "change"],
    validateCreate: (errors, autoscaler) => {
      validateAutoscaler(errors, autoscaler);
    },
    validateUpdate: validateAutoscaler,
    validateStatusUpdate: validateAutoscalerStatus,
  }),
};

export const certificatesRules: GroupRules = {
  CertificateSigningRequest: rules<t.CertificateSigningRequest>({
    updateOrder: ["whole", "change", "update"],
    statusOrder: ["whole", "change", "update"],
    anyName: true,
    generation: "none",
    prepareForUpdate: (next, previous) => put(next, "spec", previous.spec),
    prepareForStatusUpdate(next, previous, now) {
      const decided = withDecisionsOf(next, previous);
      return now === undefined ? decided : withConditionTimes(decided, previous, now);
    },
    validateCreate: (errors, request) => {
      validateSigningRequest(errors, request);
    },
    validateUpdate: validateSigningChange({ decides: false, signs: false }),
    validateStatusUpdate: validateSigningChange({ decides: false, signs: true }),
    selectableFields: (request) => ({ "spec.signerName": request.spec?.signerName ?? "" }),
  }),
};

export const coordinationRules: GroupRules = {
  Lease: rules<t.Lease>({
    anyFinalizer: true,
    generation: "none",
    allowCreateOnUpdate: true,
    allowUnconditionalUpdate: false,
    prepareForCreate: (lease) => withoutCoordination(lease, undefined),
    prepareForUpdate: withoutCoordination,
    validate: small.validateLease,
  }),
};

/** DRAListTypeAttributes and DRANodeAllocatableResources are off: what they stand for is dropped, unless it was there before. */
function withoutGatedFields(
  next: t.ResourceSlice,
  previous: t.ResourceSlice | undefined,
): t.ResourceSlice {
  const devices = next.spec?.devices;
  if (!devices) return next;
  const before = previous?.spec?.devices ?? [];
  const hadLists = before.some(({ attributes = {} }) => Object.values(attributes).some(isList));
  const hadMappings = before.some((device) => device.nodeAllocatableResourceMappings);
  const kept = devices.map((device) => {
    const { nodeAllocatableResourceMappings, ...rest } = device;
    const plain = hadMappings || !nodeAllocatableResourceMappings ? device : rest;
    const { attributes } = plain;
    if (hadLists || !attributes || !Object.values(attributes).some(isList)) return plain;
    const scalars = Object.entries(attributes).map(([name, attribute]) => {
      const {
        bools: _bools,
        ints: _ints,
        strings: _strings,
        versions: _versions,
        ...one
      } = attribute;
      return [name, one] as const;
    });
    return { ...plain, attributes: Object.fromEntries(scalars) };
  });
  return { ...next, spec: { ...next.spec, devices: kept } };
}

function isList({ bools, ints, strings, versions }: t.DeviceAttribute): boolean {
  return Boolean(bools ?? ints ?? strings ?? versions);
}

/** CoordinatedLeaderElection is off: its fields are dropped where they were not set before. */
function withoutCoordination(next: t.Lease, previous: t.Lease | undefined): t.Lease {
  const { strategy, preferredHolder, ...rest } = next.spec ?? {};
  if (strategy === undefined && preferredHolder === undefined) return next;
  const keepsStrategy = strategy !== undefined && previous?.spec?.strategy !== undefined;
  const keepsHolder =
    preferredHolder !== undefined && previous?.spec?.preferredHolder !== undefined;
  const spec = {
    ...rest,
    ...(keepsStrategy ? { strategy } : {}),
    ...(keepsHolder ? { preferredHolder } : {}),
  };
  return { ...next, spec };
}

/** An Event of this group is kept as one of the core group, by whose rules it is checked. */
export const eventsRules: GroupRules = {
  Event: rules<t.EventsV1Event>({
    generation: "none",
    allowCreateOnUpdate: true,
    selectableFields: (event) => ({
      "regarding.kind": event.regarding?.kind ?? "",
      "regarding.namespace": event.regarding?.namespace ?? "",
      "regarding.name": event.regarding?.name ?? "",
      "regarding.uid": event.regarding?.uid ?? "",
      "regarding.apiVersion": event.regarding?.apiVersion ?? "",
      "regarding.resourceVersion": event.regarding?.resourceVersion ?? "",
      "regarding.fieldPath": event.regarding?.fieldPath ?? "",
      reason: event.reason ?? "",
      reportingController: event.reportingController ?? "",
      type: event.type ?? "",
    }),
  }),
};

export const flowcontrolRules: GroupRules = {
  FlowSchema: rules<t.FlowSchema>({
    updateOrder: wholeOnly,
    default: defaultFlowSchema,
    statusMetadata: "reset",
    validate: validateFlowSchema,
    validateStatusUpdate: validateFlowSchemaStatus,
  }),
  PriorityLevelConfiguration: rules<t.PriorityLevelConfiguration>({
    updateOrder: wholeOnly,
    default: defaultPriorityLevel,
    statusMetadata: "reset",
    validate: validatePriorityLevel,
  }),
};

export const nodeRules: GroupRules = {
  RuntimeClass: rules<t.RuntimeClass>({
    anyFinalizer: true,
    updateOrder: wholeFirst,
    allowCreateOnUpdate: true,
    allowUnconditionalUpdate: false,
    generation: "none",
    validate: small.validateRuntimeClass,
    validateUpdate: small.validateRuntimeClassUpdate,
    warnings: ({ scheduling }) =>
      Object.keys(scheduling?.nodeSelector ?? {}).flatMap((key) => {
        const text = oldNodeLabels.get(key);
        return text === undefined ? [] : [`scheduling.nodeSelector: ${text}`];
      }),
  }),
};

export const policyRules: GroupRules = {
  PodDisruptionBudget: rules<t.PodDisruptionBudget>({
    metadataLast: true,
    updateOrder: ["rest"],
    statusOrder: ["change"],
    allowUnconditionalUpdate: false,
    validate: small.validateDisruptionBudget,
    validateStatusUpdate: small.validateDisruptionStatus,
  }),
};

/** RBAC objects are created by PUT too: `kubectl auth reconcile` relies on it. */
const rbacShared = {
  updateOrder: wholeFirst,
  name: pathSegmentName,
  generation: "none",
  allowCreateOnUpdate: true,
} as const;

export const rbacRules: GroupRules = {
  Role: rules<t.Role>({ ...rbacShared, validate: rbac.validateRole }),
  ClusterRole: rules<t.ClusterRole>({ ...rbacShared, validate: rbac.validateClusterRole }),
  RoleBinding: rules<t.RoleBinding>({
    ...rbacShared,
    default: defaultBinding,
    validate: rbac.validateRoleBinding,
    validateUpdate: rbac.validateBindingUpdate,
  }),
  ClusterRoleBinding: rules<t.ClusterRoleBinding>({
    ...rbacShared,
    default: defaultBinding,
    validate: rbac.validateClusterRoleBinding,
    validateUpdate: rbac.validateBindingUpdate,
  }),
};

/** What is said of a device goes with its allocation: whoever takes that back need not know of it. */
function withoutReleasedDevices(
  next: t.ResourceV1ResourceClaim,
  previous: t.ResourceV1ResourceClaim,
): t.ResourceV1ResourceClaim {
  const devices = next.status?.devices;
  const held = previous.status?.allocation?.devices?.results;
  if (!devices || !held) return next;
  const released = new Set(held.map(claims.deviceKey));
  for (const result of next.status?.allocation?.devices?.results ?? []) {
    released.delete(claims.deviceKey(result));
  }
  const kept = devices.filter((device) => !released.has(claims.deviceKey(device)));
  if (kept.length === devices.length) return next;
  const { devices: _all, ...status } = next.status ?? {};
  return { ...next, status: kept.length === 0 ? status : { ...status, devices: kept } };
}

export const resourceRules: GroupRules = {
  ResourceClaim: rules<t.ResourceV1ResourceClaim>({
    updateOrder: ["whole", "update", "change"],
    default: defaultResourceClaim,
    generation: "none",
    statusMetadata: "reset",
    validateCreate: claims.validateResourceClaim,
    validateUpdate: claims.validateResourceClaimUpdate,
    prepareForStatusUpdate: withoutReleasedDevices,
    validateStatusUpdate: claims.validateClaimStatusUpdate,
  }),
  ResourceClaimTemplate: rules<t.ResourceClaimTemplate>({
    updateOrder: wholeFirst,
    default: (template) =>
      within(template, "spec", (spec) => within(spec, "spec", defaultClaimDevices)),
    generation: "none",
    validateCreate: claims.validateClaimTemplate,
    validateUpdate: claims.validateClaimTemplateUpdate,
  }),
  DeviceClass: rules<t.DeviceClass>({
    updateOrder: ["whole", "update", "rest"],
    validate: claims.validateDeviceClass,
  }),
  ResourceSlice: rules<t.ResourceSlice>({
    prepareForCreate: (slice) => withoutGatedFields(slice, undefined),
    prepareForUpdate: withoutGatedFields,
    validate: validateResourceSlice,
    validateUpdate: validateResourceSliceUpdate,
    selectableFields: (slice) => {
      const { nodeName, driver } = (slice as Partial<t.ResourceSlice>).spec ?? {};
      return { "spec.nodeName": nodeName ?? "", "spec.driver": driver ?? "" };
    },
  }),
};

export const schedulingRules: GroupRules = {
  PriorityClass: rules<t.PriorityClass>({
    default: defaultPriorityClass,
    generation: "fixed",
    validateCreate: small.validatePriorityClass,
    validateUpdate: small.validatePriorityClassUpdate,
  }),
};
