/** The core group's kinds other than Pod. Source: the strategies under pkg/registry/core. */
import {
  defaultEndpoints,
  defaultLimitRange,
  defaultNamespace,
  defaultNode,
  defaultPersistentVolume,
  defaultPersistentVolumeClaim,
  defaultPodTemplateObject,
  defaultReplicationController,
  defaultSecret,
} from "../defaults/core.ts";
import { put } from "../defaults/fill.ts";
import { defaultService } from "../defaults/service.ts";
import type {
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  PodTemplate,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from "../generated/types.ts";
import {
  validateConfigMap,
  validateConfigMapUpdate,
  validateSecret,
  validateSecretUpdate,
} from "../validation/config.ts";
import {
  validateEndpoints,
  validateEvent,
  validateNamespace,
  validateNamespaceStatus,
  validateNode,
  validateNodeStatus,
  validateNodeUpdate,
  validateResourceQuota,
  validateResourceQuotaUpdate,
} from "../validation/core-kinds.ts";
import { validateLimitRange } from "../validation/limit-range.ts";
import { dns1035Label, dnsLabel } from "../validation/names.ts";
import {
  validateClaim,
  validateClaimUpdate,
  validatePersistentVolume,
  validatePersistentVolumeUpdate,
} from "../validation/persistent-volumes.ts";
import {
  validateService,
  validateServiceStatus,
  validateServiceUpdate,
} from "../validation/service.ts";
import { validateCounters } from "../validation/counters.ts";
import { validatePodTemplate } from "../validation/pod-spec.ts";
import { validateReplicationController } from "../validation/workloads.ts";
import { rules, type GroupRules } from "./kind-rules.ts";
import { podRules } from "./pod-rules.ts";
import { templateWarnings } from "./pod-warnings.ts";
import { serviceWarnings } from "./service-warnings.ts";

const namespaceRules = rules<Namespace>({
  default: defaultNamespace,
  name: dnsLabel,
  generation: "none",
  prepareForCreate(namespace) {
    const finalizers = namespace.spec?.finalizers ?? [];
    const spec = finalizers.includes("kubernetes")
      ? namespace.spec
      : { ...namespace.spec, finalizers: [...finalizers, "kubernetes"] };
    return { ...put(namespace, "spec", spec), status: { phase: "Active" } };
  },
  /** Finalizers of the spec change through `/finalize` alone. */
  prepareForUpdate(next, previous) {
    return put(next, "spec", previous.spec);
  },
  validate: validateNamespace,
  validateStatusUpdate: validateNamespaceStatus,
  selectableFields: (namespace) => ({
    "status.phase": namespace.status?.phase ?? "",
  }),
});

const secretRules = rules<Secret>({
  default: defaultSecret,
  generation: "none",
  prepareForCreate: foldStringData,
  prepareForUpdate(next, previous) {
    const folded = foldStringData(next);
    // A PUT that names no type keeps the old one.
    return next.type ? folded : put(folded, "type", previous.type);
  },
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  selectableFields: (secret) => ({ type: secret.type ?? "" }),
});

/** `stringData` is written only: it becomes base64 in `data`, over what is there. */
export function foldStringData(secret: Secret): Secret {
  const { stringData, ...rest } = secret;
  if (stringData === undefined) return secret;
  const data: Record<string, string> = { ...rest.data };
  for (const [key, value] of Object.entries(stringData)) data[key] = base64(value);
  return Object.keys(data).length > 0 ? { ...rest, data } : rest;
}

function base64(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}

const eventRules = rules<Event>({
  generation: "none",
  anyName: true,
  allowCreateOnUpdate: true,
  validate: validateEvent,
  selectableFields: (event) => ({
    "involvedObject.kind": event.involvedObject?.kind ?? "",
    "involvedObject.namespace": event.involvedObject?.namespace ?? "",
    "involvedObject.name": event.involvedObject?.name ?? "",
    "involvedObject.uid": event.involvedObject?.uid ?? "",
    "involvedObject.apiVersion": event.involvedObject?.apiVersion ?? "",
    "involvedObject.resourceVersion": event.involvedObject?.resourceVersion ?? "",
    "involvedObject.fieldPath": event.involvedObject?.fieldPath ?? "",
    reason: event.reason ?? "",
    reportingComponent: event.reportingComponent ?? "",
    source: event.source?.component || (event.reportingComponent ?? ""),
    type: event.type ?? "",
  }),
});

export const coreRules: GroupRules = {
  Pod: podRules,
  Namespace: namespaceRules,
  Secret: secretRules,
  Event: eventRules,
  ConfigMap: rules<ConfigMap>({
    generation: "none",
    validate: validateConfigMap,
    validateUpdate: validateConfigMapUpdate,
  }),
  Endpoints: rules<Endpoints>({
    default: defaultEndpoints,
    generation: "none",
    validate: validateEndpoints,
    allowCreateOnUpdate: true,
  }),
  LimitRange: rules<LimitRange>({
    default: defaultLimitRange,
    generation: "none",
    validate: validateLimitRange,
    allowCreateOnUpdate: true,
  }),
  Node: rules<Node>({
    default: defaultNode,
    generation: "none",
    keepsStatusOnCreate: true,
    validate: validateNode,
    validateUpdate: validateNodeUpdate,
    validateStatusUpdate: validateNodeStatus,
    selectableFields: (node) => ({
      "spec.unschedulable": String(node.spec?.unschedulable ?? false),
    }),
  }),
  PersistentVolume: rules<PersistentVolume>({
    default: defaultPersistentVolume,
    generation: "none",
    validate: validatePersistentVolume,
    validateUpdate: validatePersistentVolumeUpdate,
    prepareForCreate: (volume) => ({ ...volume, status: { phase: "Pending" } }),
  }),
  PersistentVolumeClaim: rules<PersistentVolumeClaim>({
    default: defaultPersistentVolumeClaim,
    generation: "none",
    validate: validateClaim,
    validateUpdate: validateClaimUpdate,
    prepareForCreate: (claim) => ({ ...claim, status: { phase: "Pending" } }),
  }),
  PodTemplate: rules<PodTemplate>({
    default: defaultPodTemplateObject,
    validate: (errors, { template }) => validatePodTemplate(errors, "template", template ?? {}),
    warnings: ({ template }) =>
      templateWarnings("template", { spec: { template: template ?? {} } }, undefined),
  }),
  ReplicationController: rules<ReplicationController>({
    default: defaultReplicationController,
    validate: validateReplicationController,
    validateStatusUpdate: validateCounters,
    warnings: (controller, previous) => templateWarnings("spec.template", controller, previous),
    defaultPropagation: "Orphan",
    selectableFields: (controller) => ({
      "status.replicas": String(controller.status?.replicas ?? 0),
    }),
  }),
  ResourceQuota: rules<ResourceQuota>({
    generation: "none",
    validate: validateResourceQuota,
    validateUpdate: validateResourceQuotaUpdate,
    validateStatusUpdate: validateResourceQuota,
  }),
  Service: rules<Service>({
    default: defaultService,
    name: dns1035Label,
    generation: "none",
    validate: validateService,
    validateUpdate: validateServiceUpdate,
    validateStatusUpdate: validateServiceStatus,
    warnings: serviceWarnings,
    selectableFields: (service) => ({
      "spec.clusterIP": service.spec?.clusterIP ?? "",
      "spec.type": service.spec?.type ?? "",
    }),
  }),
  ServiceAccount: rules<ServiceAccount>({ generation: "none" }),
};
