/**
 * Doubtful volumes, as texts for the Warning header: drivers that are gone, amounts in parts of bytes, files that hide each
 * other. Source: pkg/api/pod/warnings.go, pkg/api/persistentvolume, pkg/api/persistentvolumeclaim.
 */
import type {
  PersistentVolume,
  PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  Volume,
  VolumeProjection,
} from "../generated/types.ts";
import { quote } from "../validation/field-errors.ts";
import { isWholeQuantity } from "../validation/quantity-order.ts";
import { termWarnings } from "./node-label-warnings.ts";

const gone = {
  photonPersistentDisk: "deprecated in v1.11, non-functional in v1.16+",
  gitRepo: "deprecated in v1.11, and disabled by default in v1.33+",
  scaleIO: "deprecated in v1.16, non-functional in v1.22+",
  flocker: "deprecated in v1.22, non-functional in v1.25+",
  storageos: "deprecated in v1.22, non-functional in v1.25+",
  quobyte: "deprecated in v1.22, non-functional in v1.25+",
  glusterfs: "deprecated in v1.25, non-functional in v1.26+",
  cephfs: "deprecated in v1.28, non-functional in v1.31+",
  rbd: "deprecated in v1.28, non-functional in v1.31+",
} as const satisfies Partial<Record<keyof Volume, string>>;

/** In the order in which Kubernetes tells of them; what ephemeral volumes ask for comes before the last two. */
const before = [
  "photonPersistentDisk",
  "gitRepo",
  "scaleIO",
  "flocker",
  "storageos",
  "quobyte",
  "glusterfs",
] as const;
const after = ["cephfs", "rbd"] as const;
const ofPersistent = [
  "cephfs",
  "photonPersistentDisk",
  "scaleIO",
  "storageos",
  "glusterfs",
  "rbd",
] as const;

const shownAs = (kind: string): string => (kind === "storageos" ? "storageOS" : kind);

/** `path` is the list's: `spec.volumes`. */
export function volumeWarnings(
  path: string,
  volumes: readonly Volume[] | undefined,
): readonly string[] {
  if (!volumes?.length) return [];
  const warnings: string[] = [];
  for (const [index, volume] of volumes.entries()) {
    const at = `${path}[${index}]`;
    const tell = (kinds: readonly (keyof typeof gone)[]): void => {
      for (const kind of kinds) {
        if (volume[kind]) warnings.push(`${at}.${shownAs(kind)}: ${gone[kind]}`);
      }
    };
    tell(before);
    const claim = volume.ephemeral?.volumeClaimTemplate?.spec;
    if (claim) {
      warnings.push(...claimSpecWarnings(`${at}.ephemeral.volumeClaimTemplate.spec`, claim));
    }
    tell(after);
  }
  return [...warnings, ...volumes.flatMap(overlapWarnings)];
}

export function claimSpecWarnings(
  path: string,
  { resources }: PersistentVolumeClaimSpec,
): readonly string[] {
  return (["requests", "limits"] as const).flatMap((side) => {
    const quantity = resources?.[side]?.["storage"];
    if (quantity === undefined || isWholeQuantity(quantity)) return [];
    return [
      `${path}.resources.${side}[storage]: fractional byte value ${quote(quantity)} is invalid, must be an integer`,
    ];
  });
}

const oldClass = "volume.beta.kubernetes.io/storage-class";
const oldClassText = 'deprecated since v1.8; use "storageClassName" attribute instead';
const oldOptions = "volume.beta.kubernetes.io/mount-options";

export function claimWarnings({ metadata, spec }: PersistentVolumeClaim): readonly string[] {
  const found = metadata.annotations?.[oldClass] !== undefined;
  return [
    ...(found ? [`metadata.annotations[${oldClass}]: ${oldClassText}`] : []),
    ...claimSpecWarnings("spec", spec ?? {}),
  ];
}

export function persistentVolumeWarnings({ metadata, spec }: PersistentVolume): readonly string[] {
  const { annotations = {} } = metadata;
  const warnings: string[] = [];
  if (annotations[oldClass] !== undefined) {
    warnings.push(`metadata.annotations[${oldClass}]: ${oldClassText}`);
  }
  if (annotations[oldOptions] !== undefined) {
    warnings.push(
      `metadata.annotations[${oldOptions}]: deprecated since v1.31; use "mountOptions" attribute instead`,
    );
  }
  if (spec?.persistentVolumeReclaimPolicy === "Recycle") {
    warnings.push(
      "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.",
    );
  }
  for (const [index, term] of (spec?.nodeAffinity?.required?.nodeSelectorTerms ?? []).entries()) {
    const at = `spec.nodeAffinity.required.nodeSelectorTerms[${index}]`;
    warnings.push(...termWarnings(at, term, false));
  }
  for (const kind of ofPersistent) {
    if (spec?.[kind]) warnings.push(`spec.${shownAs(kind)}: ${gone[kind]}`);
  }
  return warnings;
}

/** A file of a volume, and what it comes from where the volume has several sources. */
interface FileOf {
  readonly path: string;
  readonly source: string;
}

const shown = ({ path, source }: FileOf): string =>
  source === "" ? quote(path) : `${quote(path)} (${source})`;

/** Two files of one path, or one where the other's directory is to be. */
function overlapWarnings(volume: Volume): readonly string[] {
  const { configMap, secret, downwardAPI, projected } = volume;
  const files = (items: readonly { readonly path: string }[] | undefined): readonly FileOf[] =>
    (items ?? []).map(({ path }) => ({ path, source: "" }));
  const warn = (what: string, list: readonly FileOf[]): readonly string[] =>
    overlaps(list).map(
      (text) => `volume ${quote(volume.name)} (${what}): overlapping paths: ${text}`,
    );
  const sources = projected?.sources ?? [];
  const empty = sources.filter((source) => Object.keys(source).length === 0);
  return [
    ...warn(`ConfigMap ${quote(configMap?.name ?? "")}`, files(configMap?.items)),
    ...warn(`Secret ${quote(secret?.secretName ?? "")}`, files(secret?.items)),
    ...warn("DownwardAPI", files(downwardAPI?.items)),
    ...empty.map(() => `volume ${quote(volume.name)} (Projected) has no sources provided`),
    ...warn("Projected", sources.flatMap(projectedFiles)),
  ];
}

function projectedFiles(projection: VolumeProjection): readonly FileOf[] {
  const { configMap, secret, downwardAPI, serviceAccountToken } = projection;
  const from = (source: string, items: readonly { readonly path: string }[]): readonly FileOf[] =>
    items.map(({ path }) => ({ path, source }));
  if (configMap?.items) return from(`ConfigMap ${quote(configMap.name ?? "")}`, configMap.items);
  if (secret?.items) return from(`Secret ${quote(secret.name ?? "")}`, secret.items);
  if (downwardAPI?.items) return from("DownwardAPI", downwardAPI.items);
  return serviceAccountToken ? from("ServiceAccountToken", [serviceAccountToken]) : [];
}

function overlaps(files: readonly FileOf[]): readonly string[] {
  const seen: FileOf[] = [];
  const found: string[] = [];
  for (const { path, source } of files) {
    const file = { path: path.replace(/\/+$/, ""), source };
    for (const other of file.path === "" ? [] : seen) {
      const one = `${file.path}/`;
      const two = `${other.path}/`;
      if (other.path === "" || !(one.startsWith(two) || two.startsWith(one))) continue;
      found.push(`${shown(file)} with ${shown(other)}`);
    }
    seen.push(file);
  }
  return found;
}
