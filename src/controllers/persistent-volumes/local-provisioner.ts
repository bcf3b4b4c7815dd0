/**
 * Makes volumes for claims of classes whose provisioner is `kubarium.dev/local`, on the node that the claim's Pod was placed
 * on, and lets them grow. Acts, and words its events, as sig-storage-lib-external-provisioner and external-resizer do.
 */
import type {
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
} from "../../api/generated/types.ts";
import {
  NODES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  STORAGE_CLASSES,
} from "../../api/kinds.ts";
import {
  contentFinalizer,
  hostNameLabel,
  isLocalVolume,
  localProvisionerName,
  localVolumesPath,
} from "../../api/local-volumes.ts";
import type { Stored } from "../../api/object.ts";
import { quantityValue } from "../../api/quantity.ts";
import { lookUp, ownKey, watch, type Controller } from "../../loop/controller.ts";
import { plan, updateStatus, type Action } from "../../loop/plan.ts";
import { annotation, classNameOf } from "./annotations.ts";
import { referenceTo } from "./binding.ts";
import { capacityBytes, claimKeyOf, requestedBytes } from "./matching.ts";

export interface ProvisionView {
  readonly claim: Stored<PersistentVolumeClaim>;
  readonly storageClass: Stored<StorageClass> | undefined;
  /** The volume that the claim has, or the one that was made for it. */
  readonly volume: Stored<PersistentVolume> | undefined;
  /** The selected one. */
  readonly node: Stored<Node> | undefined;
}

export const localProvisioner: Controller<ProvisionView> = {
  name: localProvisionerName,
  watches: [
    watch(PERSISTENT_VOLUME_CLAIMS, ownKey),
    watch(PERSISTENT_VOLUMES, ({ before, after }) => {
      const volume = after ?? before;
      return volume !== undefined && isLocalVolume(volume) ? claimKeyOf(volume) : [];
    }),
    lookUp(STORAGE_CLASSES),
    lookUp(NODES),
  ],
  view(listers, key) {
    const claim = listers.of(PERSISTENT_VOLUME_CLAIMS).get(key);
    if (claim?.metadata.annotations?.[annotation.provisioner] !== localProvisionerName) {
      return undefined;
    }
    const name = claim.spec?.volumeName || volumeNameFor(claim);
    return {
      claim,
      storageClass: listers.of(STORAGE_CLASSES).get(classNameOf(claim)),
      volume: listers.of(PERSISTENT_VOLUMES).get(name),
      node: listers.of(NODES).get(claim.metadata.annotations[annotation.selectedNode] ?? ""),
    };
  },
  reconcile(view) {
    const { claim, volume, storageClass } = view;
    if (claim.metadata.deletionTimestamp !== undefined) return plan([]);
    if (volume !== undefined) return plan(isLocalVolume(volume) ? grow(claim, volume) : []);
    if (claim.spec?.volumeName || storageClass?.provisioner !== localProvisionerName) {
      return plan([]);
    }
    return plan(provision(view, storageClass));
  },
};

function volumeNameFor({ metadata }: Stored<PersistentVolumeClaim>): string {
  return `pvc-${metadata.uid}`;
}

function provision(view: ProvisionView, storageClass: Stored<StorageClass>): readonly Action[] {
  const { claim, node } = view;
  const selected = claim.metadata.annotations?.[annotation.selectedNode];
  const why = whyNot(claim);
  if (why !== undefined) return [failure(claim, why, storageClass)];
  if (selected === undefined) {
    // A class that waits for its Pod has not seen one placed yet.
    if (storageClass.volumeBindingMode === "WaitForFirstConsumer") return [];
    return [failure(claim, "configuration error, no node was specified", storageClass)];
  }
  if (node === undefined) return chooseAgain(claim, selected);
  const name = volumeNameFor(claim);
  const { namespace = "" } = claim.metadata;
  return [
    {
      verb: "event",
      announce: {
        regarding: claim,
        reason: "Provisioning",
        message: `External provisioner is provisioning volume for claim "${namespace}/${claim.metadata.name}"`,
      },
    },
    {
      verb: "create",
      resource: PERSISTENT_VOLUMES,
      object: localVolume(claim, storageClass, node),
      announce: {
        regarding: claim,
        reason: "ProvisioningSucceeded",
        message: `Successfully provisioned volume ${name}`,
      },
    },
  ];
}

function whyNot({ spec }: PersistentVolumeClaim): string | undefined {
  if (spec?.selector !== undefined) return "claim.Spec.Selector is not supported";
  if (spec?.dataSource !== undefined || spec?.dataSourceRef !== undefined) {
    return "data sources are not supported";
  }
  if (spec?.volumeMode !== "Block") return undefined;
  return `${localProvisionerName} does not support block volume provisioning`;
}

function failure(
  claim: Stored<PersistentVolumeClaim>,
  why: string,
  { metadata }: Stored<StorageClass>,
): Action {
  const message = `failed to provision volume with StorageClass "${metadata.name}": ${why}`;
  return {
    verb: "event",
    announce: { regarding: claim, type: "Warning", reason: "ProvisioningFailed", message },
  };
}

/** Without its mark the claim's Pod is placed anew. */
function chooseAgain(claim: Stored<PersistentVolumeClaim>, selected: string): readonly Action[] {
  const { [annotation.selectedNode]: _, ...annotations } = claim.metadata.annotations ?? {};
  const object = { ...claim, metadata: { ...claim.metadata, annotations } };
  const message = `failed to get target node: nodes "${selected}" not found`;
  const announce = {
    regarding: claim,
    type: "Warning",
    reason: "ProvisioningFailed",
    message,
  } as const;
  return [{ verb: "update", resource: PERSISTENT_VOLUME_CLAIMS, object, announce }];
}

/**
 * Every access mode is granted: all Pods that use the volume are on its node, so that none could tell. (local-path, which
 * this stands in for, refuses what is meant for many nodes.)
 */
function localVolume(
  claim: Stored<PersistentVolumeClaim>,
  storageClass: Stored<StorageClass>,
  node: Stored<Node>,
): PersistentVolume {
  const name = volumeNameFor(claim);
  const { mountOptions, reclaimPolicy = "Delete" } = storageClass;
  const { accessModes, volumeMode, resources } = claim.spec ?? {};
  const host = node.metadata.labels?.[hostNameLabel] ?? node.metadata.name;
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: {
      name,
      annotations: { [annotation.provisionedBy]: localProvisionerName },
      finalizers: reclaimPolicy === "Delete" ? [contentFinalizer] : [],
    },
    spec: {
      capacity: { storage: resources?.requests?.["storage"] ?? "0" },
      ...(accessModes ? { accessModes } : {}),
      ...(volumeMode ? { volumeMode } : {}),
      ...(mountOptions ? { mountOptions } : {}),
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: storageClass.metadata.name,
      claimRef: referenceTo(claim),
      hostPath: { path: `${localVolumesPath}/${name}`, type: "DirectoryOrCreate" },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: hostNameLabel, operator: "In", values: [host] }] },
          ],
        },
      },
    },
  };
}

/** Volume first, then what the claim says of it. Nothing is moved: a directory has no size of its own. */
function grow(
  claim: Stored<PersistentVolumeClaim>,
  volume: Stored<PersistentVolume>,
): readonly Action[] {
  const storage = claim.spec?.resources?.requests?.["storage"];
  if (claim.status?.phase !== "Bound" || storage === undefined) return [];
  if (volume.spec?.claimRef?.uid !== claim.metadata.uid) return [];
  const actions: Action[] = [];
  if (requestedBytes(claim) > capacityBytes(volume)) {
    const { name } = volume.metadata;
    const spec = { ...volume.spec, capacity: { ...volume.spec.capacity, storage } };
    const object = { ...volume, spec };
    actions.push({
      verb: "update",
      resource: PERSISTENT_VOLUMES,
      object,
      announce: {
        regarding: claim,
        reason: "Resizing",
        message: `External resizer is resizing volume ${name}`,
      },
    });
  }
  const { capacity } = claim.status;
  if (requestedBytes(claim) > (quantityValue(capacity?.["storage"] ?? 0) ?? 0)) {
    const status = {
      ...claim.status,
      capacity: { ...capacity, storage },
      allocatedResources: { ...claim.status.allocatedResources, storage },
    };
    const announce = {
      regarding: claim,
      reason: "VolumeResizeSuccessful",
      message: "Resize volume succeeded",
    };
    actions.push({ ...updateStatus(PERSISTENT_VOLUME_CLAIMS, claim, status), announce });
  }
  return actions;
}
