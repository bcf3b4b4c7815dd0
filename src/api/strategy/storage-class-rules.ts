/** The storage group. Source: pkg/registry/storage. */
import { defaultCsiDriver, defaultStorageClass } from "../defaults/cluster-kinds.ts";
import { within } from "../defaults/fill.ts";
import type * as t from "../generated/types.ts";
import { same } from "../validation/same.ts";
import * as classes from "../validation/storage-classes.ts";
import * as kinds from "../validation/storage-kinds.ts";
import { rules, wholeFirst, wholeOnly, type GroupRules } from "./kind-rules.ts";
import { oldNodeLabels, selectorWarnings } from "./node-label-warnings.ts";

export const storageRules: GroupRules = {
  CSIDriver: rules<t.CSIDriver>({
    allowUnconditionalUpdate: false,
    default: defaultCsiDriver,
    generation: "updates",
    prepareForCreate: (driver) => withoutScheduling(driver, undefined),
    prepareForUpdate: withoutScheduling,
    validate: kinds.validateCsiDriver,
    validateUpdate: kinds.validateCsiDriverUpdate,
    warnings: csiDriverWarnings,
  }),
  CSINode: rules<t.CSINode>({
    updateOrder: wholeOnly,
    generation: "none",
    allowUnconditionalUpdate: false,
    validate: kinds.validateCsiNode,
    validateUpdate: kinds.validateCsiNodeUpdate,
  }),
  CSIStorageCapacity: rules<t.CSIStorageCapacity>({
    updateOrder: wholeFirst,
    generation: "none",
    validate: classes.validateStorageCapacity,
    validateUpdate: classes.validateStorageCapacityUpdate,
    allowUnconditionalUpdate: false,
    warnings: ({ nodeTopology }) => selectorWarnings("nodeTopology", nodeTopology),
  }),
  StorageClass: rules<t.StorageClass>({
    updateOrder: wholeFirst,
    default: defaultStorageClass,
    generation: "none",
    validate: classes.validateStorageClass,
    validateUpdate: classes.validateStorageClassUpdate,
    warnings: storageClassWarnings,
  }),
  VolumeAttachment: rules<t.VolumeAttachment>({
    statusOrder: ["whole", "rest", "change"],
    updateOrder: wholeOnly,
    allowUnconditionalUpdate: false,
    generation: "none",
    statusMetadata: "reset",
    validate: kinds.validateAttachment,
    validateUpdate: kinds.validateAttachmentUpdate,
    validateStatusUpdate: kinds.validateAttachmentUpdate,
  }),
  VolumeAttributesClass: rules<t.VolumeAttributesClass>({
    updateOrder: ["update", "change", "whole", "rest"],
    generation: "none",
    validate: classes.validateAttributesClass,
    validateUpdate: classes.validateAttributesClassUpdate,
  }),
};

/** VolumeLimitScaling is off: the field is dropped, unless it was there before. */
function withoutScheduling(next: t.CSIDriver, previous: t.CSIDriver | undefined): t.CSIDriver {
  if (previous?.spec?.preventPodSchedulingIfMissing !== undefined) return next;
  return within(next, "spec", (spec) => {
    if (spec.preventPodSchedulingIfMissing === undefined) return spec;
    const { preventPodSchedulingIfMissing: _dropped, ...rest } = spec;
    return rest;
  });
}

function csiDriverWarnings(
  { spec = {} }: Partial<t.CSIDriver>,
  previous: t.CSIDriver | undefined,
): readonly string[] {
  const { tokenRequests, serviceAccountTokenInSecrets } = spec;
  if (!tokenRequests?.length || serviceAccountTokenInSecrets !== undefined) return [];
  if (previous && same(previous.spec?.tokenRequests, tokenRequests)) return [];
  return [
    "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, " +
      "set to true to prevent possible logging of tokens in volume attributes",
  ];
}

function storageClassWarnings({ allowedTopologies }: t.StorageClass): readonly string[] {
  return (allowedTopologies ?? []).flatMap(({ matchLabelExpressions }, index) =>
    (matchLabelExpressions ?? []).flatMap(({ key }, position) => {
      const text = oldNodeLabels.get(key);
      const at = `allowedTopologies[${index}].matchLabelExpressions[${position}].key`;
      return text === undefined ? [] : [`${at}: ${text}`];
    }),
  );
}
