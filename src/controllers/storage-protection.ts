/**
 * Lets claims, volumes and attribute classes go once nothing uses them any more, and puts the finalizer on those without it.
 * Source: pkg/controller/volume/pvcprotection, pvprotection and vacprotection.
 */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  VolumeAttributesClass,
} from "../api/generated/types.ts";
import {
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  VOLUME_ATTRIBUTES_CLASSES,
} from "../api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import { ownKey, statesOf, watch, type Controller } from "../loop/controller.ts";
import { plan, type Plan } from "../loop/plan.ts";

export interface ProtectionView<T extends KubeObject> {
  readonly object: Stored<T>;
  readonly inUse: boolean;
}

export const claimProtection: Controller<ProtectionView<PersistentVolumeClaim>> = {
  name: "pvc-protection-controller",
  watches: [
    watch(PERSISTENT_VOLUME_CLAIMS, ownKey),
    watch(PODS, (change) => statesOf(change).flatMap(claimsOf), { claims: claimsOf }),
  ],
  view(listers, key) {
    const object = listers.of(PERSISTENT_VOLUME_CLAIMS).get(key);
    if (!object) return undefined;
    // A Pod that is not scheduled yet will not start with a claim that is going.
    const pods = listers.of(PODS).byIndex("claims", key);
    return { object, inUse: pods.some(({ spec }) => !!spec?.nodeName) };
  },
  reconcile: (view) => protect(PERSISTENT_VOLUME_CLAIMS, view, "kubernetes.io/pvc-protection"),
};

export const volumeProtection: Controller<ProtectionView<PersistentVolume>> = {
  name: "pv-protection-controller",
  watches: [watch(PERSISTENT_VOLUMES, ownKey)],
  view(listers, key) {
    const object = listers.of(PERSISTENT_VOLUMES).get(key);
    return object && { object, inUse: object.status?.phase === "Bound" };
  },
  reconcile: (view) => protect(PERSISTENT_VOLUMES, view, "kubernetes.io/pv-protection"),
};

export const attributesClassProtection: Controller<ProtectionView<VolumeAttributesClass>> = {
  name: "volumeattributesclass-protection-controller",
  watches: [
    watch(VOLUME_ATTRIBUTES_CLASSES, ownKey),
    watch(PERSISTENT_VOLUME_CLAIMS, (change) => statesOf(change).flatMap(classesOfClaim), {
      attributesClasses: classesOfClaim,
    }),
    watch(PERSISTENT_VOLUMES, (change) => statesOf(change).flatMap(classesOfVolume), {
      attributesClasses: classesOfVolume,
    }),
  ],
  view(listers, key) {
    const object = listers.of(VOLUME_ATTRIBUTES_CLASSES).get(key);
    if (!object) return undefined;
    const users = [PERSISTENT_VOLUME_CLAIMS, PERSISTENT_VOLUMES].flatMap((resource) =>
      listers.of(resource as ResourceRef).byIndex("attributesClasses", key),
    );
    return { object, inUse: users.length > 0 };
  },
  reconcile: (view) => protect(VOLUME_ATTRIBUTES_CLASSES, view, "kubernetes.io/vac-protection"),
};

/** Keys of the claims that a Pod's volumes name, ephemeral ones by the names that they get. */
export function claimsOf({ metadata, spec }: Stored<Pod>): string[] {
  return (spec?.volumes ?? []).flatMap((volume) => {
    const name =
      volume.persistentVolumeClaim?.claimName ??
      (volume.ephemeral ? `${metadata.name}-${volume.name}` : undefined);
    return name === undefined ? [] : [`${metadata.namespace ?? ""}/${name}`];
  });
}

function classesOfClaim({ spec, status }: PersistentVolumeClaim): string[] {
  return [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ].filter((name): name is string => name !== undefined && name !== "");
}

function classesOfVolume({ spec }: PersistentVolume): string[] {
  return spec?.volumeAttributesClassName ? [spec.volumeAttributesClassName] : [];
}

function protect<T extends KubeObject>(
  resource: ResourceRef<T>,
  { object, inUse }: ProtectionView<T>,
  finalizer: string,
): Plan {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  const has = finalizers.includes(finalizer);
  const wanted = deletionTimestamp ? has && inUse : true;
  if (has === wanted || (deletionTimestamp && !has)) return plan([]);
  const next = wanted
    ? [...finalizers, finalizer]
    : finalizers.filter((each) => each !== finalizer);
  const metadata = { ...object.metadata, finalizers: next };
  return plan([{ verb: "update", resource, object: { ...object, metadata } }]);
}
