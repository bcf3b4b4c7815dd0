/** Volumes of Pods. Source: ValidateVolumes and validateVolumeSource in pkg/apis/core/validation. */
import type { HostPathVolumeSource, NFSVolumeSource, Volume } from "../generated/types.ts";
import { validateClaimSpec } from "./claims.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { validateAnnotations, validateLabels } from "./metadata.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";
import { fileMode, noBacksteps } from "./paths.ts";
import { validateProjection } from "./projected-volumes.ts";
import { isNegativeQuantity } from "./quantity-order.ts";
import { validateDownwardFile, validateItems } from "./volume-files.ts";
import { iscsiTooLong, validateLegacySource, type LegacySource } from "./legacy-volumes.ts";

/** Volumes by name: what mounts and devices may refer to. Volumes with errors are left out, as Kubernetes leaves them. */
export type VolumesByName = ReadonlyMap<string, Volume>;

const noVolumes: VolumesByName = new Map();

/** `podName` is "" in templates, where the names of a Pod's own claims are not known yet. */
export function validateVolumes(
  errors: FieldErrors,
  path: string,
  context: { readonly volumes: readonly Volume[] | undefined; readonly podName: string },
): VolumesByName {
  const { volumes, podName } = context;
  if (!volumes?.length) return noVolumes;
  const byName = new Map<string, Volume>();
  const ownClaims = new Set<string>();
  for (const { name, ephemeral } of volumes) {
    if (ephemeral && podName !== "") ownClaims.add(`${podName}-${name}`);
  }
  for (const [index, volume] of volumes.entries()) {
    const at = `${path}[${index}]`;
    const found: FieldErrors = [];
    validateSource(found, at, { volume, podName });
    if (!volume.name) found.push(required(`${at}.name`));
    else found.push(...invalidAll(`${at}.name`, volume.name, dnsLabel(volume.name)));
    if (byName.has(volume.name)) found.push(duplicate(`${at}.name`, volume.name));
    if (found.length === 0) byName.set(volume.name, volume);
    else errors.push(...found);
    const claimName = volume.persistentVolumeClaim?.claimName;
    if (claimName && ownClaims.has(claimName)) {
      errors.push(
        invalidValue(
          `${at}.persistentVolumeClaim.claimName`,
          claimName,
          "must not reference a PVC that gets created for an ephemeral volume",
        ),
      );
    }
  }
  return byName;
}

/** Every source, in the order in which Kubernetes looks for them: of several, the first is looked at, the others are refused. */
const sources = [
  "emptyDir",
  "hostPath",
  "gitRepo",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "secret",
  "nfs",
  "iscsi",
  "glusterfs",
  "flocker",
  "persistentVolumeClaim",
  "rbd",
  "cinder",
  "cephfs",
  "quobyte",
  "downwardAPI",
  "fc",
  "flexVolume",
  "configMap",
  "azureFile",
  "vsphereVolume",
  "photonPersistentDisk",
  "portworxVolume",
  "azureDisk",
  "storageos",
  "projected",
  "scaleIO",
  "csi",
  "ephemeral",
  "image",
] as const;
type ModernSource = Exclude<(typeof sources)[number], LegacySource>;

interface SourceContext {
  readonly volume: Volume;
  readonly podName: string;
}

/** How Kubernetes spells a source that is one too many. */
export const sourceSpellings: Readonly<Record<string, string>> = {
  cephfs: "cephFS",
  downwardAPI: "downwarAPI",
};

function validateSource(errors: FieldErrors, path: string, context: SourceContext): void {
  const { volume } = context;
  let found = false;
  for (const key of sources) {
    if (!volume[key]) continue;
    if (found) {
      const at = `${path}.${sourceSpellings[key] ?? key}`;
      errors.push(forbiddenField(at, "may not specify more than 1 volume type"));
    } else if (key in validators)
      validators[key as ModernSource](errors, `${path}.${key}`, context);
    else validateLegacySource(errors, path, { kind: key as LegacySource, volume });
    if (key === "iscsi") validateInitiator(errors, path, volume);
    found = true;
  }
  if (!found) errors.push(required(path, "must specify a volume type"));
}

function validateInitiator(errors: FieldErrors, path: string, { name, iscsi }: Volume): void {
  if (iscsi?.initiatorName === undefined) return;
  if (`${name}:${iscsi.targetPortal}`.length <= 64) return;
  errors.push(invalidValue(`${path}.name`, name, iscsiTooLong));
}

type Validate = (errors: FieldErrors, path: string, context: SourceContext) => void;

const hostPathTypes = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

const validators: Readonly<Record<ModernSource, Validate>> = {
  emptyDir(errors, path, { volume }) {
    const limit = volume.emptyDir?.sizeLimit;
    if (limit !== undefined && isNegativeQuantity(limit)) {
      errors.push(
        forbiddenField(`${path}.sizeLimit`, "SizeLimit field must be a valid resource quantity"),
      );
    }
  },
  hostPath: (errors, path, { volume }) => validateHostPath(errors, path, volume.hostPath),
  nfs: (errors, path, { volume }) => validateNfs(errors, path, volume.nfs),
  secret(errors, path, { volume }) {
    const source = volume.secret;
    if (!source?.secretName) errors.push(required(`${path}.secretName`));
    errors.push(...fileMode(`${path}.defaultMode`, source?.defaultMode));
    validateItems(errors, `${path}.items`, source?.items);
  },
  configMap(errors, path, { volume }) {
    const source = volume.configMap;
    if (!source?.name) errors.push(required(`${path}.name`));
    errors.push(...fileMode(`${path}.defaultMode`, source?.defaultMode));
    validateItems(errors, `${path}.items`, source?.items);
  },
  persistentVolumeClaim(errors, path, { volume }) {
    if (!volume.persistentVolumeClaim?.claimName) errors.push(required(`${path}.claimName`));
  },
  downwardAPI(errors, path, { volume }) {
    const source = volume.downwardAPI;
    errors.push(...fileMode(`${path}.defaultMode`, source?.defaultMode));
    for (const file of source?.items ?? []) validateDownwardFile(errors, path, file);
  },
  projected(errors, path, { volume }) {
    const source = volume.projected;
    errors.push(...fileMode(`${path}.defaultMode`, source?.defaultMode));
    if (source) validateProjection(errors, path, source);
  },
  csi(errors, path, { volume }) {
    validateDriverName(errors, `${path}.driver`, volume.csi?.driver ?? "");
    const secret = volume.csi?.nodePublishSecretRef;
    if (!secret) return;
    if (!secret.name) errors.push(required(`${path}.nodePublishSecretRef.name`));
    else errors.push(...invalidAll(`${path}.name`, secret.name, dnsSubdomain(secret.name)));
  },
  ephemeral(errors, path, { volume, podName }) {
    const template = volume.ephemeral?.volumeClaimTemplate;
    if (!template) errors.push(required(`${path}.volumeClaimTemplate`));
    else {
      const at = `${path}.volumeClaimTemplate`;
      const { annotations, labels, ...others } = template.metadata ?? {};
      validateAnnotations(errors, `${at}.metadata.annotations`, annotations);
      validateLabels(errors, `${at}.metadata.labels`, labels);
      for (const field of Object.keys(others)) {
        errors.push(
          forbiddenField(`${at}.metadata.${field === "uid" ? "uID" : field}`, "cannot be set"),
        );
      }
      validateClaimSpec(errors, `${at}.spec`, template.spec ?? {});
    }
    if (podName === "" || !volume.name) return;
    const claim = `${podName}-${volume.name}`;
    const at = path.slice(0, path.lastIndexOf("."));
    for (const message of dnsSubdomain(claim)) {
      errors.push(invalidValue(`${at}.name`, volume.name, `PVC name "${claim}": ${message}`));
    }
  },
  image(errors, path, { volume }) {
    if (!volume.image?.reference) errors.push(required(`${path}.reference`));
    errors.push(
      ...optionalOneOf(`${path}.pullPolicy`, volume.image?.pullPolicy, [
        "Always",
        "IfNotPresent",
        "Never",
      ]),
    );
  },
};

export function validateHostPath(
  errors: FieldErrors,
  path: string,
  source: HostPathVolumeSource | undefined,
): void {
  if (!source?.path) {
    errors.push(required(`${path}.path`));
    return;
  }
  errors.push(...noBacksteps(`${path}.path`, source.path));
  errors.push(...optionalOneOf(`${path}.type`, source.type, hostPathTypes));
}

export function validateNfs(
  errors: FieldErrors,
  path: string,
  source: NFSVolumeSource | undefined,
): void {
  if (!source?.server) errors.push(required(`${path}.server`));
  const at = source?.path ?? "";
  if (at === "") errors.push(required(`${path}.path`));
  if (!at.startsWith("/")) {
    errors.push(invalidValue(`${path}.path`, at, "must be an absolute path"));
  }
}

/** At most 63 bytes, and a subdomain but for upper case. */
export function validateDriverName(errors: FieldErrors, path: string, driver: string): void {
  if (driver === "") {
    errors.push(required(path));
    return;
  }
  if (driver.length > 63) errors.push(tooLong(path, 63));
  errors.push(...invalidAll(path, driver, dnsSubdomain(driver.toLowerCase())));
}
