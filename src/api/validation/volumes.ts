/** Volumes of Pods. Source: ValidateVolumes and validateVolumeSource in pkg/apis/core/validation. */
import type { Volume } from "../generated/types.ts";
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
import { validateLegacySource, type LegacySource } from "./legacy-volumes.ts";

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

const modern = [
  "emptyDir",
  "hostPath",
  "secret",
  "nfs",
  "persistentVolumeClaim",
  "downwardAPI",
  "configMap",
  "projected",
  "csi",
  "ephemeral",
  "image",
] as const;
type ModernSource = (typeof modern)[number];
const modernSources: ReadonlySet<string> = new Set(modern);

interface SourceContext {
  readonly volume: Volume;
  readonly podName: string;
}

function validateSource(errors: FieldErrors, path: string, context: SourceContext): void {
  const { volume } = context;
  let found = false;
  for (const key in volume) {
    if (key === "name" || !volume[key as keyof Volume]) continue;
    const at = `${path}.${key}`;
    if (found) errors.push(forbiddenField(at, "may not specify more than 1 volume type"));
    else if (modernSources.has(key)) validators[key as ModernSource](errors, at, context);
    else validateLegacySource(errors, at, { kind: key as LegacySource, volume });
    found = true;
  }
  if (!found) errors.push(required(path, "must specify a volume type"));
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
  hostPath(errors, path, { volume }) {
    const source = volume.hostPath;
    if (!source?.path) {
      errors.push(required(`${path}.path`));
      return;
    }
    errors.push(...noBacksteps(`${path}.path`, source.path));
    errors.push(...optionalOneOf(`${path}.type`, source.type, hostPathTypes));
  },
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
  nfs(errors, path, { volume }) {
    if (!volume.nfs?.server) errors.push(required(`${path}.server`));
    const at = volume.nfs?.path ?? "";
    if (at === "") errors.push(required(`${path}.path`));
    if (!at.startsWith("/")) {
      errors.push(invalidValue(`${path}.path`, at, "must be an absolute path"));
    }
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
        errors.push(forbiddenField(`${at}.metadata.${field}`, "cannot be set"));
      }
      validateClaimSpec(errors, `${at}.spec`, template.spec ?? {});
    }
    if (podName === "" || !volume.name) return;
    const claim = `${podName}-${volume.name}`;
    for (const message of dnsSubdomain(claim)) {
      errors.push(invalidValue(`${path}.name`, volume.name, `PVC name "${claim}": ${message}`));
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

/** At most 63 bytes, and a subdomain but for upper case. */
export function validateDriverName(errors: FieldErrors, path: string, driver: string): void {
  if (driver === "") errors.push(required(path));
  if (driver.length > 63) errors.push(tooLong(path, 63));
  errors.push(...invalidAll(path, driver, dnsSubdomain(driver.toLowerCase())));
}
