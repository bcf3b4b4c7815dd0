/** Defaults of volumes, in pods and in persistent volumes. Source: pkg/apis/core/v1/defaults.go and zz_generated.defaults.go. */
import type {
  AzureDiskVolumeSource,
  DownwardAPIVolumeFile,
  PersistentVolumeClaimSpec,
  RBDVolumeSource,
  ScaleIOVolumeSource,
  Volume,
  VolumeProjection,
} from "../generated/types.ts";
import { defaultFieldRef } from "./container.ts";
import { imageTag } from "./image-tag.ts";
import { fill, fillAbsent, mapShared, put, within } from "./fill.ts";

/** 0644, the mode of files that volumes of this kind hold. */
const fileMode = { defaultMode: 0o644 };
const emptyDir = Object.freeze({});

export const azureDiskDefaults: Partial<AzureDiskVolumeSource> = {
  cachingMode: "ReadWrite",
  kind: "Shared",
  fsType: "ext4",
  readOnly: false,
};
export const iscsiDefaults = { iscsiInterface: "default" };
export const rbdDefaults: Partial<RBDVolumeSource> = {
  pool: "rbd",
  user: "admin",
  keyring: "/etc/ceph/keyring",
};
export const scaleIODefaults: Partial<ScaleIOVolumeSource> = {
  storageMode: "ThinProvisioned",
  fsType: "xfs",
};

export function defaultVolume(volume: Volume): Volume {
  // Most volumes have one source, and that one of these.
  if (isPlain(volume)) return volume;
  if (!hasSource(volume)) return { ...volume, emptyDir };
  let result = within(volume, "configMap", (source) => fillAbsent(source, fileMode));
  result = within(result, "secret", (source) => fillAbsent(source, fileMode));
  result = within(result, "projected", (source) => {
    const filled = fillAbsent(source, fileMode);
    return put(filled, "sources", mapShared(filled.sources, defaultProjection));
  });
  return defaultRareSource(result);
}

function isPlain(volume: Volume): boolean {
  if (!volume.emptyDir && !volume.persistentVolumeClaim) return false;
  let members = 0;
  for (const _key in volume) members += 1;
  return members <= 2;
}

function hasSource(volume: Volume): boolean {
  for (const key in volume) {
    if (key !== "name" && volume[key as keyof Volume]) return true;
  }
  return false;
}

function defaultRareSource(volume: Volume): Volume {
  let result = within(volume, "downwardAPI", (source) => {
    const filled = fillAbsent(source, fileMode);
    return put(filled, "items", mapShared(filled.items, defaultDownwardFile));
  });
  result = within(result, "hostPath", (source) =>
    source.type === undefined ? { ...source, type: "" as const } : source,
  );
  result = within(result, "ephemeral", (source) =>
    within(source, "volumeClaimTemplate", (template) => within(template, "spec", defaultClaimSpec)),
  );
  result = within(result, "image", (source) =>
    fill(source, {
      pullPolicy: imageTag(source.reference ?? "") === "latest" ? "Always" : "IfNotPresent",
    }),
  );
  result = within(result, "iscsi", (source) => fill(source, iscsiDefaults));
  result = within(result, "rbd", (source) => fill(source, rbdDefaults));
  result = within(result, "azureDisk", (source) => fillAbsent(source, azureDiskDefaults));
  return within(result, "scaleIO", (source) => fill(source, scaleIODefaults));
}

function defaultDownwardFile(file: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  return within(file, "fieldRef", defaultFieldRef);
}

function defaultProjection(projection: VolumeProjection): VolumeProjection {
  const result = within(projection, "downwardAPI", (source) =>
    put(source, "items", mapShared(source.items, defaultDownwardFile)),
  );
  return within(result, "serviceAccountToken", (source) =>
    fill(source, { expirationSeconds: 3600 }),
  );
}

export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  return spec.volumeMode === undefined ? { ...spec, volumeMode: "Filesystem" } : spec;
}
