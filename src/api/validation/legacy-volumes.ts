/**
 * Volume sources of former in-tree drivers, as a table of what each requires. They validate as in Kubernetes and are
 * mounted by no runtime of ours. Source: validateGCEPersistentDiskVolumeSource and its neighbours in pkg/apis/core/validation.
 */
import type { Volume } from "../generated/types.ts";
import { invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { rangeMessage } from "./names.ts";

const requiredFields = {
  awsElasticBlockStore: ["volumeID"],
  azureDisk: ["diskName", "diskURI"],
  azureFile: ["secretName", "shareName"],
  cephfs: ["monitors"],
  cinder: ["volumeID"],
  fc: [],
  flexVolume: ["driver"],
  flocker: [],
  gcePersistentDisk: ["pdName"],
  gitRepo: ["repository"],
  glusterfs: ["endpoints", "path"],
  iscsi: ["targetPortal", "iqn"],
  photonPersistentDisk: ["pdID"],
  portworxVolume: ["volumeID"],
  quobyte: ["registry", "volume"],
  rbd: ["monitors", "image"],
  scaleIO: ["gateway", "system", "volumeName"],
  storageos: ["volumeName"],
  vsphereVolume: ["volumePath"],
} as const satisfies Partial<Record<keyof Volume, readonly string[]>>;

export type LegacySource = keyof typeof requiredFields;

/** Works on the sources of PersistentVolumes too: what they require more is in persistent-volumes.ts. */
export function validateLegacySource(
  errors: FieldErrors,
  path: string,
  context: { readonly kind: LegacySource; readonly volume: object },
): void {
  const { kind, volume } = context;
  const source = (volume as Readonly<Record<string, unknown>>)[kind] as Readonly<
    Record<string, unknown>
  >;
  for (const field of requiredFields[kind] ?? []) {
    const value = source[field];
    if (!value || (Array.isArray(value) && value.length === 0)) {
      errors.push(required(`${path}.${field}`));
    }
  }
  const { lun, partition } = source;
  if (kind === "iscsi") outside(errors, `${path}.lun`, { value: lun, low: 0 });
  if (partition !== undefined) {
    outside(errors, `${path}.partition`, { value: partition, low: 0, shownLow: 1 });
  }
  if (kind === "fc") validateFibreChannel(errors, path, source);
  if (kind === "flocker") validateFlocker(errors, path, source);
}

/** The bound is 255; Kubernetes says that partitions begin with 1, and takes 0 for none. */
function outside(
  errors: FieldErrors,
  path: string,
  bound: { readonly value: unknown; readonly low: number; readonly shownLow?: number },
): void {
  const { value, low, shownLow } = bound;
  if (typeof value !== "number" || (value >= low && value <= 255)) return;
  errors.push(invalidValue(path, value, rangeMessage(shownLow ?? low, 255)));
}

function validateFibreChannel(
  errors: FieldErrors,
  path: string,
  source: Readonly<Record<string, unknown>>,
): void {
  const targets = listOf(source["targetWWNs"]);
  const wwids = listOf(source["wwids"]);
  if (targets.length === 0 && wwids.length === 0) {
    errors.push(
      required(`${path}.targetWWNs`, "must specify either targetWWNs or wwids, but not both"),
    );
  }
  if (targets.length > 0 && wwids.length > 0) {
    errors.push(
      invalidValue(
        `${path}.targetWWNs`,
        targets,
        "targetWWNs and wwids can not be specified simultaneously",
      ),
    );
  }
  if (targets.length === 0) return;
  if (source["lun"] === undefined) {
    errors.push(required(`${path}.lun`, "lun is required if targetWWNs is specified"));
  } else outside(errors, `${path}.lun`, { value: source["lun"], low: 0 });
}

function validateFlocker(
  errors: FieldErrors,
  path: string,
  source: Readonly<Record<string, unknown>>,
): void {
  const { datasetName, datasetUUID } = source as { datasetName?: string; datasetUUID?: string };
  if (!datasetName && !datasetUUID) {
    errors.push(required(path, "one of datasetName and datasetUUID is required"));
  }
  if (datasetName && datasetUUID) {
    errors.push(
      invalidValue(
        path,
        "resource",
        "datasetName and datasetUUID can not be specified simultaneously",
      ),
    );
  }
  if (datasetName?.includes("/")) {
    errors.push(invalidValue(`${path}.datasetName`, datasetName, "must not contain '/'"));
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
