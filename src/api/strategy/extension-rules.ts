/** What extends the API: webhooks, admission policies, custom resources, API services. Source: pkg/registry/admissionregistration, apiextensions, kube-aggregator. */
import {
  defaultApiService,
  defaultCustomResourceDefinition,
  defaultMutatingPolicy,
  defaultMutatingWebhooks,
  defaultPolicyBinding,
  defaultValidatingPolicy,
  defaultValidatingWebhooks,
  localAvailability,
} from "../defaults/extensions.ts";
import type * as t from "../generated/types.ts";
import {
  validateMutatingBinding,
  validateMutatingPolicy,
  validateValidatingBinding,
  validateValidatingPolicy,
} from "../validation/admission-policies.ts";
import { validateApiService } from "../validation/api-service.ts";
import {
  validateCustomResourceDefinition,
  validateCustomResourceDefinitionUpdate,
  validateNames,
} from "../validation/custom-resource-definition.ts";
import { pathSegmentName } from "../validation/names.ts";
import { validatePolicyStatus } from "../validation/policy-status.ts";
import { validateWebhooks } from "../validation/webhooks.ts";
import { unrecognizedFormats } from "../structural-schema/formats.ts";
import { quote } from "../validation/field-errors.ts";
import { rules, type GroupRules } from "./kind-rules.ts";

/** These are checked as new ones are, whatever is done to them. */
const admissionShared = {
  anyFinalizer: true,
  updateOrder: ["whole", "change"],
  allowUnconditionalUpdate: false,
} as const;

export const admissionRules: GroupRules = {
  MutatingWebhookConfiguration: rules<t.MutatingWebhookConfiguration>({
    ...admissionShared,
    default: defaultMutatingWebhooks,
    empties: ["webhooks"],
    compiles: true,
    validateCreate: (errors, object) => {
      validateWebhooks(errors, object);
    },
    validateUpdate: validateWebhooks,
  }),
  ValidatingWebhookConfiguration: rules<t.ValidatingWebhookConfiguration>({
    ...admissionShared,
    default: defaultValidatingWebhooks,
    empties: ["webhooks"],
    compiles: true,
    validateCreate: (errors, object) => {
      validateWebhooks(errors, object);
    },
    validateUpdate: validateWebhooks,
  }),
  ValidatingAdmissionPolicy: rules<t.ValidatingAdmissionPolicy>({
    ...admissionShared,
    default: defaultValidatingPolicy,
    statusMetadata: "reset",
    compiles: true,
    validateCreate: (errors, object) => {
      validateValidatingPolicy(errors, object);
    },
    validateUpdate: validateValidatingPolicy,
    validateStatusUpdate: validatePolicyStatus,
  }),
  MutatingAdmissionPolicy: rules<t.MutatingAdmissionPolicy>({
    ...admissionShared,
    default: defaultMutatingPolicy,
    compiles: true,
    validateCreate: (errors, object) => {
      validateMutatingPolicy(errors, object);
    },
    validateUpdate: validateMutatingPolicy,
  }),
  ValidatingAdmissionPolicyBinding: rules<t.ValidatingAdmissionPolicyBinding>({
    ...admissionShared,
    default: defaultPolicyBinding,
    validateCreate: validateValidatingBinding,
    validateUpdate: validateValidatingBinding,
  }),
  MutatingAdmissionPolicyBinding: rules<t.MutatingAdmissionPolicyBinding>({
    ...admissionShared,
    default: defaultPolicyBinding,
    validateCreate: validateMutatingBinding,
    validateUpdate: validateMutatingBinding,
  }),
};

export const apiextensionsRules: GroupRules = {
  CustomResourceDefinition: rules<t.CustomResourceDefinition>({
    compiles: true,
    allowUnconditionalUpdate: false,
    default: defaultCustomResourceDefinition,
    anyFinalizer: true,
    // The finalizer goes by a write of the status.
    statusMetadata: "all",
    prepareForDeletion: withCleanup,
    prepareForCreate: (definition) => ({
      ...definition,
      status: {
        conditions: null,
        acceptedNames: { plural: "", kind: "" },
        storedVersions: storageVersions(definition).slice(0, 1),
      } as unknown as t.CustomResourceDefinitionStatus,
    }),
    /** A version that becomes the storage version is remembered: objects may be stored in it from now on. */
    prepareForUpdate(next) {
      const stored = next.status?.storedVersions ?? [];
      const added = storageVersions(next)
        .slice(0, 1)
        .filter((version) => !stored.includes(version));
      if (added.length === 0) return next;
      return { ...next, status: { ...next.status, storedVersions: [...stored, ...added] } };
    },
    validateCreate: validateCustomResourceDefinition,
    validateStatusUpdate: (errors, { status }) => {
      if (status?.acceptedNames)
        validateNames(errors, "status.acceptedNames", status.acceptedNames);
    },
    warnings: formatWarnings,
    validateUpdate: validateCustomResourceDefinitionUpdate,
  }),
};

/** Formats that nothing enforces, as far as the write brings them in. */
function formatWarnings(
  next: t.CustomResourceDefinition,
  previous: t.CustomResourceDefinition | undefined,
): readonly string[] {
  const known = new Set(previous && formatsOf(previous));
  const added = [...formatsOf(next)].filter((format) => !known.has(format));
  return added.map((format) => `unrecognized format ${quote(format)}`);
}

function formatsOf({ spec }: t.CustomResourceDefinition): ReadonlySet<string> {
  return new Set(
    (spec?.versions ?? []).flatMap(({ schema }) => unrecognizedFormats(schema?.openAPIV3Schema)),
  );
}

const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

/** A definition stays until its instances are gone, and says so (registry/customresourcedefinition, etcd.go). */
function withCleanup(marked: t.CustomResourceDefinition): t.CustomResourceDefinition {
  // Kubernetes marks definitions by themselves: there is no grace, and no new generation.
  const { deletionGracePeriodSeconds: _grace, generation = 1, ...metadata } = marked.metadata;
  const { finalizers = [], deletionTimestamp } = metadata;
  // Null where nobody has set any.
  const conditions = marked.status?.conditions ?? [];
  if (conditions.some(({ type }) => type === "Terminating")) return marked;
  const terminating: t.CustomResourceDefinitionCondition = {
    type: "Terminating",
    status: "True",
    reason: "InstanceDeletionPending",
    message:
      "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
    ...(deletionTimestamp === undefined ? {} : { lastTransitionTime: deletionTimestamp }),
  };
  return {
    ...marked,
    metadata: {
      ...metadata,
      generation: Number(generation) - 1,
      finalizers: finalizers.includes(cleanupFinalizer)
        ? finalizers
        : [...finalizers, cleanupFinalizer],
    },
    status: { ...marked.status, conditions: [...conditions, terminating] },
  };
}

function storageVersions(definition: t.CustomResourceDefinition): readonly string[] {
  const versions = definition.spec?.versions ?? [];
  return versions.filter(({ storage }) => storage).map(({ name }) => name ?? "");
}

/** A local one is there from the start; of others somebody has to find out. */
function withLocalAvailability(service: t.APIService): t.APIService {
  if (service.spec?.service) return service;
  const { creationTimestamp: now } = service.metadata;
  const since = now === undefined ? {} : { lastTransitionTime: now };
  return {
    ...service,
    status: { conditions: [{ type: "Available", ...localAvailability, ...since }] },
  };
}

export const apiregistrationRules: GroupRules = {
  APIService: rules<t.APIService>({
    anyFinalizer: true,
    updateOrder: ["update", "whole", "rest"],
    name: pathSegmentName,
    allowUnconditionalUpdate: false,
    default: defaultApiService,
    generation: "none",
    statusMetadata: "reset",
    prepareForCreate: withLocalAvailability,
    validate: validateApiService,
  }),
};
