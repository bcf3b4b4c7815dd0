/**
 * Keeps the phases of volumes and reclaims those whose claim is gone. After pkg/controller/volume/persistentvolume/pv_controller.go:
 * syncVolume, reclaimVolume. Volumes that a provisioner made are deleted by that provisioner.
 */
import type { PersistentVolume, PersistentVolumeClaim } from "../../api/generated/types.ts";
import { PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import { ownKey, statesOf, watch, type Controller } from "../../loop/controller.ts";
import { plan, type Action } from "../../loop/plan.ts";
import { annotation, hasAnnotation } from "./annotations.ts";
import { unbind, volumePhase } from "./binding.ts";
import { claimKeyOf, hasSameMode } from "./matching.ts";

export interface VolumeView {
  readonly volume: Stored<PersistentVolume>;
  /** The claim that the volume names, if there still is that very one. */
  readonly claim: Stored<PersistentVolumeClaim> | undefined;
}

const byClaim = "persistentvolumes/byClaim";

export const volumeController: Controller<VolumeView> = {
  name: "persistentvolume-controller",
  serviceAccount: "persistent-volume-binder",
  watches: [
    watch(PERSISTENT_VOLUMES, ownKey, {
      [byClaim]: claimKeyOf,
    }),
    watch(PERSISTENT_VOLUME_CLAIMS, (change, listers) => [
      ...ownKey(change).flatMap((key) =>
        listers
          .of(PERSISTENT_VOLUMES)
          .byIndex(byClaim, key)
          .map(({ metadata }) => metadata.name),
      ),
      ...statesOf(change).flatMap(({ spec }) => (spec?.volumeName ? [spec.volumeName] : [])),
    ]),
  ],
  view(listers, key) {
    const volume = listers.of(PERSISTENT_VOLUMES).get(key);
    if (volume === undefined) return undefined;
    const { namespace = "", name = "", uid } = volume.spec?.claimRef ?? {};
    const found = listers.of(PERSISTENT_VOLUME_CLAIMS).get(`${namespace}/${name}`);
    return { volume, claim: found?.metadata.uid === uid ? found : undefined };
  },
  reconcile: (view, nowMs) => plan(actionsOf(view, nowMs)),
};

function actionsOf({ volume, claim }: VolumeView, nowMs: number): readonly Action[] {
  if (!volume.spec?.claimRef?.uid) return volumePhase(volume, "Available", nowMs);
  if (claim === undefined) return release(volume, nowMs, [requireGone(volume)]);
  const bound = claim.spec?.volumeName;
  if (bound === volume.metadata.name) return volumePhase(volume, "Bound", nowMs);
  // Binding is for the claim's controller to finish.
  if (!bound) return hasSameMode(volume, claim) ? [] : [modeMismatch(volume, claim)];
  const made = hasAnnotation(volume, annotation.provisionedBy);
  if (made && volume.spec.persistentVolumeReclaimPolicy === "Delete") {
    return release(volume, nowMs, []);
  }
  return unbind(volume, nowMs);
}

/** The cache may not show a new claim yet; data must not be lost for that. */
function requireGone({ spec }: PersistentVolume): Action {
  const { namespace = "", name = "", uid = "" } = spec?.claimRef ?? {};
  return { verb: "require-absent", resource: PERSISTENT_VOLUME_CLAIMS, namespace, name, uid };
}

function modeMismatch(
  volume: Stored<PersistentVolume>,
  claim: Stored<PersistentVolumeClaim>,
): Action {
  const message = `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${claim.metadata.name}" due to incompatible volumeMode.`;
  return {
    verb: "event",
    announce: { regarding: volume, type: "Warning", reason: "VolumeMismatch", message },
  };
}

/** First Released, after `checks`; then what its policy says. */
function release(
  volume: Stored<PersistentVolume>,
  nowMs: number,
  checks: readonly Action[],
): readonly Action[] {
  const phase = volume.status?.phase;
  if (phase === "Released" || phase === "Failed") return reclaim(volume, nowMs);
  return [...checks, ...volumePhase(volume, "Released", nowMs)];
}

function reclaim(volume: Stored<PersistentVolume>, nowMs: number): readonly Action[] {
  const failed = (reason: string, message: string): readonly Action[] =>
    volumePhase(volume, "Failed", nowMs, {
      message,
      announce: { regarding: volume, type: "Warning", reason, message },
    });
  switch (volume.spec?.persistentVolumeReclaimPolicy) {
    case "Retain":
      return [];
    case "Recycle":
      return failed("VolumeFailedRecycle", "No recycler plugin found for the volume!");
    case "Delete":
      return remove(volume, failed);
    default: {
      const message = "Volume has unrecognized PersistentVolumeReclaimPolicy";
      return failed("VolumeUnknownReclaimPolicy", message);
    }
  }
}

/**
 * Kubernetes itself can only delete directories below /tmp of volumes made by hand, for tests. Theirs were the controller's
 * own; here only the object goes.
 */
function remove(
  volume: Stored<PersistentVolume>,
  failed: (reason: string, message: string) => readonly Action[],
): readonly Action[] {
  if (volume.metadata.deletionTimestamp !== undefined) return [];
  const { name } = volume.metadata;
  const provisioner = volume.metadata.annotations?.[annotation.provisionedBy] ?? "";
  if (provisioner.startsWith("kubernetes.io/")) {
    return failed("VolumeFailedDelete", `no volume plugin matched name: ${provisioner}`);
  }
  if (provisioner !== "") return [];
  const path = volume.spec?.hostPath?.path;
  if (path === undefined) {
    const why = `error getting deleter volume plugin for volume "${name}": no deletable volume plugin matched`;
    return failed("VolumeFailedDelete", why);
  }
  if (!/\/tmp\/.+/.test(path)) {
    const why = `host_path deleter only supports /tmp/.+ but received provided ${path}`;
    return failed("VolumeFailedDelete", why);
  }
  return [{ verb: "delete", resource: PERSISTENT_VOLUMES, object: volume }];
}
