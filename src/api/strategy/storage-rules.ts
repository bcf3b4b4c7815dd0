/** PersistentVolumes and claims. Source: pkg/registry/core/persistentvolume, pkg/registry/core/persistentvolumeclaim. */
import { defaultPersistentVolume, defaultPersistentVolumeClaim } from "../defaults/core.ts";
import { put } from "../defaults/fill.ts";
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
} from "../generated/types.ts";
import {
  validateClaim,
  validateClaimStatusUpdate,
  validateClaimUpdate,
} from "../validation/claim-changes.ts";
import {
  validatePersistentVolume,
  validatePersistentVolumeUpdate,
} from "../validation/persistent-volumes.ts";
import { rules } from "./kind-rules.ts";
import { claimWarnings, persistentVolumeWarnings } from "./volume-warnings.ts";

export const persistentVolumeRules = rules<PersistentVolume>({
  updateOrder: ["whole", "rest", "whole", "rest", "change"],
  default: defaultPersistentVolume,
  generation: "none",
  validate: validatePersistentVolume,
  validateUpdate: validatePersistentVolumeUpdate,
  warnings: persistentVolumeWarnings,
  prepareForCreate(volume) {
    const { creationTimestamp: now } = volume.metadata;
    const since = now === undefined ? {} : { lastPhaseTransitionTime: now };
    return { ...volume, status: { phase: "Pending", ...since } };
  },
  prepareForStatusUpdate(next, previous, now) {
    const { phase, lastPhaseTransitionTime: given } = next.status ?? {};
    const before = previous.status ?? {};
    const isOld = given === undefined || given === before.lastPhaseTransitionTime;
    const time = phase === before.phase ? (given ?? before.lastPhaseTransitionTime) : now;
    if (time === undefined || (phase !== before.phase && !isOld)) return next;
    return put(next, "status", put(next.status ?? {}, "lastPhaseTransitionTime", time));
  },
});

export const claimRules = rules<PersistentVolumeClaim>({
  updateOrder: ["update", "whole", "rest", "change"],
  default: defaultPersistentVolumeClaim,
  generation: "none",
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  validateStatusUpdate: validateClaimStatusUpdate,
  warnings: claimWarnings,
  prepareForCreate: (claim) => ({
    ...put(claim, "spec", withSources(claim.spec ?? {}, undefined)),
    status: { phase: "Pending" },
  }),
  prepareForUpdate: (next, previous) =>
    put(next, "spec", withSources(next.spec ?? {}, previous.spec)),
  selectableFields: (claim) => ({ name: claim.metadata.name ?? "" }),
});

/**
 * The spec with one source under both its names. A `dataSource` that is neither a claim nor a snapshot is dropped, as it ever was;
 * one in another namespace, as CrossNamespaceVolumeDataSource is off. Source: pkg/api/persistentvolumeclaim/util.go (KEP-1495).
 */
function withSources(
  spec: PersistentVolumeClaimSpec,
  previous: PersistentVolumeClaimSpec | undefined,
): PersistentVolumeClaimSpec {
  let result = spec;
  if (result.dataSourceRef?.namespace && !previous?.dataSourceRef) {
    result = put(result, "dataSourceRef", undefined);
  }
  const wasUsed = previous?.dataSource ?? previous?.dataSourceRef;
  if (!wasUsed && !result.dataSourceRef && !isClaimOrSnapshot(result)) {
    result = put(result, "dataSource", undefined);
  }
  const { dataSource, dataSourceRef } = result;
  if (dataSource && !dataSourceRef) return { ...result, dataSourceRef: dataSource };
  if (!dataSourceRef || dataSource || dataSourceRef.namespace) return result;
  const { namespace: _none, ...source } = dataSourceRef;
  return { ...result, dataSource: source };
}

function isClaimOrSnapshot({ dataSource }: PersistentVolumeClaimSpec): boolean {
  const { kind, apiGroup } = dataSource ?? {};
  if (kind === "PersistentVolumeClaim") return (apiGroup ?? "") === "";
  return kind === "VolumeSnapshot" && apiGroup === "snapshot.storage.k8s.io";
}
