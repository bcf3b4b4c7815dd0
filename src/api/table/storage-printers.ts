/** Rows of volumes, their claims and classes, and of CSI's objects (kubernetes, pkg/printers/internalversion). */
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
  VolumeAttachment,
  VolumeAttributesClass,
} from "../generated/types.ts";
import type { KubeObject } from "../object.ts";
import { canonicalQuantity } from "../quantity.ts";
import {
  ageColumn,
  ageOf,
  column,
  nameColumn,
  nameOf,
  printer,
  type Printer,
  wide,
} from "./printer.ts";

const accessModeNames: readonly (readonly [mode: string, short: string])[] = [
  ["ReadWriteOnce", "RWO"],
  ["ReadOnlyMany", "ROX"],
  ["ReadWriteMany", "RWX"],
  ["ReadWriteOncePod", "RWOP"],
];

function accessModes(modes: readonly string[] | undefined): string {
  return accessModeNames
    .filter(([mode]) => modes?.includes(mode))
    .map(([, short]) => short)
    .join(",");
}

/** An annotation wins over the field: older claims name their class there. */
function storageClassOf(
  object: KubeObject & { readonly spec?: { readonly storageClassName?: string } },
): string {
  const annotated = object.metadata.annotations?.["volume.beta.kubernetes.io/storage-class"];
  return annotated ?? object.spec?.storageClassName ?? "";
}

function storageText(capacity: Readonly<Record<string, string>> | undefined): string {
  const storage = capacity?.["storage"] ?? "0";
  return canonicalQuantity(storage) ?? storage;
}

function phaseOf(object: KubeObject & { readonly status?: { readonly phase?: string } }): string {
  return object.metadata.deletionTimestamp === undefined
    ? (object.status?.phase ?? "")
    : "Terminating";
}

function nameWithDefault(object: KubeObject, ...annotations: readonly string[]): string {
  const isDefault = annotations.some((key) => object.metadata.annotations?.[key] === "true");
  return isDefault ? `${nameOf(object)} (default)` : nameOf(object);
}

export const storagePrinters: readonly Printer[] = [
  printer<PersistentVolume>({
    kinds: ["/PersistentVolume"],
    columns: [
      nameColumn,
      column("Capacity", "Size of the volume."),
      column("Access Modes", "Ways in which the volume may be mounted."),
      column("Reclaim Policy", "What becomes of the volume when its claim is gone."),
      column("Status", "Whether the volume is free, bound, released or failed."),
      column("Claim", "The claim that the volume is bound to."),
      column("StorageClass", "StorageClass of the pv"),
      column("VolumeAttributesClass", "VolumeAttributesClass of the pv"),
      column("Reason", "Why the volume is in its state."),
      ageColumn,
      wide("VolumeMode", "File system or block device."),
    ],
    cells(object, nowMs) {
      const claim = object.spec?.claimRef;
      return [
        nameOf(object),
        storageText(object.spec?.capacity),
        accessModes(object.spec?.accessModes),
        object.spec?.persistentVolumeReclaimPolicy ?? "",
        phaseOf(object),
        claim === undefined ? "" : `${claim.namespace ?? ""}/${claim.name ?? ""}`,
        storageClassOf(object),
        object.spec?.volumeAttributesClassName ?? "<unset>",
        object.status?.reason ?? "",
        ageOf(object, nowMs),
        object.spec?.volumeMode ?? "<unset>",
      ];
    },
  }),
  printer<PersistentVolumeClaim>({
    kinds: ["/PersistentVolumeClaim"],
    columns: [
      nameColumn,
      column("Status", "Whether the claim has a volume."),
      column("Volume", "The volume that the claim is bound to."),
      column("Capacity", "Size of the volume."),
      column("Access Modes", "Ways in which the volume may be mounted."),
      column("StorageClass", "StorageClass of the pvc"),
      column("VolumeAttributesClass", "VolumeAttributesClass of the pvc"),
      ageColumn,
      wide("VolumeMode", "File system or block device."),
    ],
    cells(object, nowMs) {
      const bound = Boolean(object.spec?.volumeName);
      return [
        nameOf(object),
        phaseOf(object),
        object.spec?.volumeName ?? "",
        bound ? storageText(object.status?.capacity) : "",
        bound ? accessModes(object.status?.accessModes) : "",
        storageClassOf(object),
        object.spec?.volumeAttributesClassName ?? "<unset>",
        ageOf(object, nowMs),
        object.spec?.volumeMode ?? "<unset>",
      ];
    },
  }),
  printer<StorageClass>({
    kinds: ["storage.k8s.io/StorageClass"],
    columns: [
      nameColumn,
      column("Provisioner", "Who makes volumes of this class."),
      column("ReclaimPolicy", "What becomes of a volume when its claim is gone."),
      column("VolumeBindingMode", "When volumes are made and bound."),
      column("AllowVolumeExpansion", "Whether volumes of this class can grow."),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameWithDefault(
        object,
        "storageclass.kubernetes.io/is-default-class",
        "storageclass.beta.kubernetes.io/is-default-class",
      ),
      object.provisioner ?? "",
      object.reclaimPolicy ?? "Delete",
      object.volumeBindingMode ?? "Immediate",
      object.allowVolumeExpansion ?? false,
      ageOf(object, nowMs),
    ],
  }),
  printer<VolumeAttributesClass>({
    kinds: ["storage.k8s.io/VolumeAttributesClass"],
    columns: [nameColumn, column("DriverName", "The CSI driver of the class."), ageColumn],
    cells: (object, nowMs) => [
      nameWithDefault(object, "volumeattributesclass.alpha.kubernetes.io/is-default-class"),
      object.driverName ?? "",
      ageOf(object, nowMs),
    ],
  }),
  printer<VolumeAttachment>({
    kinds: ["storage.k8s.io/VolumeAttachment"],
    columns: [
      nameColumn,
      {
        ...column("Attacher", "The CSI driver that attaches the volume."),
        format: "name",
      },
      column("PV", "The volume that is attached."),
      column("Node", "The node that it is attached to."),
      column("Attached", "Whether it is attached yet.", "boolean"),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.attacher ?? "",
      object.spec?.source?.persistentVolumeName ?? "",
      object.spec?.nodeName ?? "",
      object.status?.attached ?? false,
      ageOf(object, nowMs),
    ],
  }),
  printer<CSINode>({
    kinds: ["storage.k8s.io/CSINode"],
    columns: [
      nameColumn,
      column("Drivers", "Number of CSI drivers registered on the node.", "integer"),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.drivers?.length ?? 0,
      ageOf(object, nowMs),
    ],
  }),
  printer<CSIDriver>({
    kinds: ["storage.k8s.io/CSIDriver"],
    columns: [
      nameColumn,
      column("AttachRequired", "Whether volumes must be attached before a mount.", "boolean"),
      column("PodInfoOnMount", "Whether a mount is told about its Pod.", "boolean"),
      column("StorageCapacity", "Whether the scheduler asks for free capacity.", "boolean"),
      column("TokenRequests", "Audiences of the tokens that a mount is given."),
      column("RequiresRepublish", "Whether mounts are renewed from time to time.", "boolean"),
      column("Modes", "Kinds of volumes that the driver makes."),
      ageColumn,
    ],
    cells: ({ metadata, spec, ...rest }, nowMs) => [
      metadata.name ?? "",
      spec?.attachRequired ?? true,
      spec?.podInfoOnMount ?? false,
      spec?.storageCapacity ?? false,
      spec?.tokenRequests?.map(({ audience }) => audience).join(",") ?? "<unset>",
      spec?.requiresRepublish ?? false,
      (spec?.volumeLifecycleModes ?? []).join(",") || "<none>",
      ageOf({ ...rest, metadata }, nowMs),
    ],
  }),
  printer<CSIStorageCapacity>({
    kinds: ["storage.k8s.io/CSIStorageCapacity"],
    columns: [
      nameColumn,
      column("StorageClassName", "The class that the capacity is of."),
      column("Capacity", "What is free."),
    ],
    cells: (object) => [
      nameOf(object),
      object.storageClassName ?? "",
      object.capacity === undefined ? "<unset>" : (canonicalQuantity(object.capacity) ?? ""),
    ],
  }),
];
