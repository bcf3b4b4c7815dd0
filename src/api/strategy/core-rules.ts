/** The core group's kinds other than Pod. Source: the strategies under pkg/registry/core. */
import {
  defaultEndpoints,
  defaultLimitRange,
  defaultNamespace,
  defaultNode,
  defaultPodTemplateObject,
  defaultReplicationController,
  defaultSecret,
} from "../defaults/core.ts";
import { mapShared, put } from "../defaults/fill.ts";
import type {
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  Namespace,
  Node,
  PodTemplate,
  ReplicationController,
  ResourceQuota,
  Secret,
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
  validateNamespace,
  validateNamespaceStatus,
  validateResourceQuota,
  validateResourceQuotaUpdate,
} from "../validation/core-kinds.ts";
import { validateNode, validateNodeUpdate } from "../validation/nodes.ts";
import { validateLimitRange } from "../validation/limit-range.ts";
import { validateEvent, validateNewEvent, validateNewEventUpdate } from "../validation/events.ts";
import { validateMetadata, validateMetadataUpdate } from "../validation/metadata.ts";
import { dnsLabel, dnsSubdomain } from "../validation/names.ts";
import { validateCounters } from "../validation/counters.ts";
import { validatePodTemplate } from "../validation/pod-spec.ts";
import { validateReplicationController } from "../validation/workloads.ts";
import {
  accountWarnings,
  endpointsWarnings,
  nodeWarnings,
  secretWarnings,
} from "./core-warnings.ts";
import { rules, type GroupRules } from "./kind-rules.ts";
import { podRules } from "./pod-rules.ts";
import { templateWarnings } from "./pod-warnings.ts";
import { podNameWarnings } from "./workload-parts.ts";
import { serviceRules } from "./service-rules.ts";
import { claimRules, persistentVolumeRules } from "./storage-rules.ts";
import type { RequestedVersion } from "./strategy.ts";

const namespaceRules = rules<Namespace>({
  updateOrder: ["whole", "rest", "update", "change"],
  default: defaultNamespace,
  name: dnsLabel,
  generation: "none",
  prepareForCreate(given) {
    // A generated name is known only now, and with it the label that bears it.
    const namespace = defaultNamespace(given);
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
  updateOrder: ["update", "change", "whole", "rest"],
  default: defaultSecret,
  generation: "none",
  empties: ["data"],
  prepareForCreate: foldStringData,
  prepareForUpdate(next, previous) {
    const folded = foldStringData(next);
    // A PUT that names no type keeps the old one.
    return next.type ? folded : put(folded, "type", previous.type);
  },
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  warnings: secretWarnings,
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

const isNewApi = (requested: RequestedVersion | undefined): boolean =>
  requested?.group === "events.k8s.io";
const eventMetadata = { namespaced: true, name: dnsSubdomain, anyName: false, builtIn: true };

const eventRules = rules<Event>({
  generation: "none",
  metadataLast: true,
  updateOrder: ["rest", "change"],
  allowCreateOnUpdate: true,
  defaultPropagation: "Unsupported",
  validate: validateEvent,
  validateCreate: (errors, event, requested) => {
    if (!isNewApi(requested)) return;
    validateMetadata(errors, event.metadata, eventMetadata);
    validateNewEvent(errors, event);
  },
  validateUpdate: (errors, next, previous, requested) => {
    if (!isNewApi(requested)) return;
    validateMetadataUpdate(errors, next.metadata, {
      previous: previous.metadata,
      rules: eventMetadata,
    });
    validateNewEventUpdate(errors, next, previous);
  },
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

/** Of the Secrets that an account may mount, their names are kept. */
function withSecretNames(account: ServiceAccount): ServiceAccount {
  const { secrets } = account;
  if (!secrets) return account;
  const named = mapShared(secrets, (secret) => {
    const { name, ...rest } = secret;
    if (Object.keys(rest).length === 0) return secret;
    return name === undefined ? {} : { name };
  });
  return put(account, "secrets", named);
}

/** Dynamic configuration of kubelets is no more. */
function withoutNodeConfig(node: Node): Node {
  let result = node;
  if (result.spec?.configSource) {
    result = put(result, "spec", put(result.spec, "configSource", undefined));
  }
  if (result.status?.config) {
    result = put(result, "status", put(result.status, "config", undefined));
  }
  return result;
}

export const coreRules: GroupRules = {
  Pod: podRules,
  Namespace: namespaceRules,
  Secret: secretRules,
  Event: eventRules,
  ConfigMap: rules<ConfigMap>({
    updateOrder: ["update", "change", "whole", "rest"],
    generation: "none",
    empties: ["data", "binaryData"],
    validate: validateConfigMap,
    validateUpdate: validateConfigMapUpdate,
  }),
  Endpoints: rules<Endpoints>({
    updateOrder: ["update", "whole", "rest", "change"],
    default: defaultEndpoints,
    generation: "none",
    validate: validateEndpoints,
    warnings: endpointsWarnings,
    allowCreateOnUpdate: true,
  }),
  LimitRange: rules<LimitRange>({
    updateOrder: ["whole", "rest", "change"],
    default: defaultLimitRange,
    generation: "none",
    /** One without a name gets one that nobody else has. */
    prepareForCreate(range) {
      const { name, uid } = range.metadata;
      return name || !uid ? range : { ...range, metadata: { ...range.metadata, name: uid } };
    },
    validate: validateLimitRange,
    allowCreateOnUpdate: true,
  }),
  Node: rules<Node>({
    updateOrder: ["whole", "rest", "update", "change"],
    default: defaultNode,
    generation: "none",
    keepsStatusOnCreate: true,
    prepareForCreate: withoutNodeConfig,
    prepareForUpdate: withoutNodeConfig,
    prepareForStatusUpdate: withoutNodeConfig,
    validate: validateNode,
    validateUpdate: validateNodeUpdate,
    validateStatusUpdate: validateNodeUpdate,
    warnings: nodeWarnings,
    selectableFields: (node) => ({
      "spec.unschedulable": String(node.spec?.unschedulable ?? false),
    }),
  }),
  PersistentVolume: persistentVolumeRules,
  PersistentVolumeClaim: claimRules,
  PodTemplate: rules<PodTemplate>({
    default: defaultPodTemplateObject,
    validate: (errors, { template }) => validatePodTemplate(errors, "template", template ?? {}),
    warnings: ({ template = {} }, previous) =>
      templateWarnings(
        "template",
        { spec: { template } },
        previous && { spec: { template: previous.template ?? {} } },
      ),
  }),
  ReplicationController: rules<ReplicationController>({
    default: defaultReplicationController,
    validate: validateReplicationController,
    validateStatusUpdate: validateCounters("ReplicationController"),
    warnings: (controller, previous) => [
      ...(previous ? [] : podNameWarnings(controller.metadata.name ?? "")),
      ...templateWarnings("spec.template", controller, previous),
    ],
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
  Service: serviceRules,
  ServiceAccount: rules<ServiceAccount>({
    updateOrder: ["update", "whole", "rest", "change"],
    generation: "none",
    prepareForCreate: withSecretNames,
    prepareForUpdate: withSecretNames,
    warnings: accountWarnings,
  }),
};
