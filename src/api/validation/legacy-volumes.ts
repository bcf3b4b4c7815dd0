/**
 * Volume sources of former in-tree drivers, as a table of what each requires. They validate as in Kubernetes and are
 * mounted by no runtime of ours. Source: validateGCEPersistentDiskVolumeSource and its neighbours in pkg/apis/core/validation.
 */
import type { Volume } from "../generated/types.ts";
import {
  invalidAll,
  invalidValue,
  notSupported,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { dnsLabel, rangeMessage } from "./names.ts";
import { optionalOneOf } from "./numbers.ts";
import { localDescendingPath } from "./paths.ts";

/** Any source: what each has is checked field by field. */
type Source = Readonly<Record<string, unknown>>;
type Check = (errors: FieldErrors, path: string, source: Source) => void;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What must be there and not empty, in the order in which it is asked for. */
function requires(...fields: readonly string[]): Check {
  return (errors, path, source) => {
    for (const field of fields) {
      const value = source[field];
      if (!value || (Array.isArray(value) && value.length === 0)) {
        errors.push(required(`${path}.${field}`));
      }
    }
  };
}

function all(...checks: readonly Check[]): Check {
  return (errors, path, source) => {
    for (const check of checks) check(errors, path, source);
  };
}

/** A reference to a Secret that names it; in PersistentVolumes its namespace as well. */
function secretRef(...fields: readonly string[]): Check {
  const check = requires(...fields);
  return (errors, path, source) => {
    const reference = source["secretRef"] as Source | undefined;
    if (reference) check(errors, `${path}.secretRef`, reference);
  };
}

/** The bound is 255; Kubernetes says that partitions begin with 1, and takes 0 for none. */
function within255(field: string, shownLow: number): Check {
  return (errors, path, source) => {
    const value = source[field];
    if (typeof value !== "number" || (value >= 0 && value <= 255)) return;
    errors.push(invalidValue(`${path}.${field}`, value, rangeMessage(shownLow, 255)));
  };
}

const partition = within255("partition", 1);

const legacyChecks = {
  awsElasticBlockStore: all(requires("volumeID"), partition),
  azureDisk: all(requires("diskName", "diskURI"), azureDisk),
  azureFile: requires("secretName", "shareName"),
  cephfs: requires("monitors"),
  cinder: all(requires("volumeID"), secretRef("name")),
  fc: fibreChannel,
  flexVolume: all(requires("driver"), flexOptions),
  flocker,
  gcePersistentDisk: all(requires("pdName"), partition),
  gitRepo: all(requires("repository"), (errors, path, { directory }) => {
    errors.push(...localDescendingPath(`${path}.directory`, text(directory)));
  }),
  glusterfs: requires("endpoints", "path"),
  iscsi: iscsi("must be valid format starting with iqn, eui, or naa"),
  photonPersistentDisk: requires("pdID"),
  portworxVolume: requires("volumeID"),
  quobyte,
  rbd: requires("monitors", "image"),
  scaleIO: requires("gateway", "system", "volumeName"),
  storageos: all(storageOsNames, secretRef("name")),
  vsphereVolume: requires("volumePath"),
} as const satisfies Partial<Record<keyof Volume, Check>>;

export type LegacySource = keyof typeof legacyChecks;

/** Where a PersistentVolume's source is held to more, or in other words. */
const persistentChecks: Readonly<Partial<Record<LegacySource, Check>>> = {
  azureFile: all(legacyChecks.azureFile, (errors, path, { secretNamespace }) => {
    if (secretNamespace === "") errors.push(required(`${path}.secretNamespace`));
  }),
  cinder: all(requires("volumeID"), secretRef("name", "namespace")),
  glusterfs: all(legacyChecks.glusterfs, (errors, path, { endpointsNamespace: name }) => {
    const at = `${path}.endpointsNamespace`;
    if (name === "") {
      const message = "if the endpointnamespace is set, it must be a valid namespace name";
      errors.push(invalidValue(at, "", message));
    } else if (typeof name === "string") errors.push(...invalidAll(at, name, dnsLabel(name)));
  }),
  iscsi: iscsi("must be valid format"),
  storageos: all(storageOsNames, secretRef("name", "namespace")),
};

export interface LegacyContext {
  readonly kind: LegacySource;
  /** A volume, or the spec of a PersistentVolume. */
  readonly volume: object;
  /** The volume is a PersistentVolume's. */
  readonly persistent?: boolean;
}

/** `path` is the volume's own. */
export function validateLegacySource(
  errors: FieldErrors,
  path: string,
  { kind, volume, persistent = false }: LegacyContext,
): void {
  const source = (volume as Readonly<Record<string, Source>>)[kind] ?? {};
  const check = (persistent ? persistentChecks[kind] : undefined) ?? legacyChecks[kind];
  const name = kind === "gcePersistentDisk" ? "persistentDisk" : kind;
  check?.(errors, `${path}.${name}`, source);
}

/** Words for an initiator's name that is too long together with its portal. */
export const iscsiTooLong =
  "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";

const initiators: readonly (readonly [string, RegExp])[] = [
  ["iqn", /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/],
  ["eui", /^eui.[A-Za-z0-9]{16}$/],
  ["naa", /^naa.[A-Za-z0-9]{32}$/],
];

/** `strange` says what is wrong with a name of none of the three formats. */
function iscsi(strange: string): Check {
  const checkName = (errors: FieldErrors, path: string, name: string): void => {
    const format = initiators.find(([prefix]) => name.startsWith(prefix))?.[1];
    if (!format) errors.push(invalidValue(path, name, strange));
    else if (!format.test(name)) errors.push(invalidValue(path, name, "must be valid format"));
  };
  const lun = within255("lun", 0);
  return (errors, path, source) => {
    requires("targetPortal", "iqn")(errors, path, source);
    const iqn = text(source["iqn"]);
    if (iqn !== "") checkName(errors, `${path}.iqn`, iqn);
    lun(errors, path, source);
    const chap = source["chapAuthDiscovery"] === true || source["chapAuthSession"] === true;
    if (chap && source["secretRef"] === undefined) errors.push(required(`${path}.secretRef`));
    if (strange === "must be valid format") secretRef("name")(errors, path, source);
    const initiator = source["initiatorName"];
    if (typeof initiator === "string") checkName(errors, `${path}.initiatorname`, initiator);
  };
}

function fibreChannel(errors: FieldErrors, path: string, source: Source): void {
  const targets = listOf(source["targetWWNs"]);
  const wwids = listOf(source["wwids"]);
  const at = `${path}.targetWWNs`;
  if (targets.length === 0 && wwids.length === 0) {
    errors.push(required(at, "must specify either targetWWNs or wwids, but not both"));
  }
  if (targets.length > 0 && wwids.length > 0) {
    const message = "targetWWNs and wwids can not be specified simultaneously";
    errors.push(invalidValue(at, targets, message));
  }
  if (targets.length === 0) return;
  if (source["lun"] === undefined) {
    errors.push(required(`${path}.lun`, "lun is required if targetWWNs is specified"));
  } else within255("lun", 0)(errors, path, source);
}

function flocker(errors: FieldErrors, path: string, source: Source): void {
  const name = text(source["datasetName"]);
  const uuid = text(source["datasetUUID"]);
  if (name === "" && uuid === "") {
    errors.push(required(path, "one of datasetName and datasetUUID is required"));
  }
  if (name !== "" && uuid !== "") {
    const message = "datasetName and datasetUUID can not be specified simultaneously";
    errors.push(invalidValue(path, "resource", message));
  }
  if (name.includes("/")) {
    errors.push(invalidValue(`${path}.datasetName`, name, "must not contain '/'"));
  }
}

function flexOptions(errors: FieldErrors, path: string, { options }: Source): void {
  for (const key of Object.keys(options ?? {}).sort()) {
    const slash = key.indexOf("/");
    const namespace = `.${(slash < 0 ? key : key.slice(0, slash)).toLowerCase()}`;
    if (!namespace.endsWith(".kubernetes.io") && !namespace.endsWith(".k8s.io")) continue;
    const message = "kubernetes.io and k8s.io namespaces are reserved";
    errors.push(invalidValue(`${path}.options[${key}]`, key, message));
  }
}

const managedDisk =
  "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
const blobDisk = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";

function azureDisk(errors: FieldErrors, path: string, source: Source): void {
  const { cachingMode, kind } = source as { cachingMode?: string; kind?: string };
  const uri = text(source["diskURI"]);
  errors.push(
    ...optionalOneOf(`${path}.cachingMode`, cachingMode, ["None", "ReadOnly", "ReadWrite"]),
    ...optionalOneOf(`${path}.kind`, kind, ["Dedicated", "Managed", "Shared"]),
  );
  const managed = kind === "Managed";
  if (uri.startsWith(managed ? "/subscriptions/" : "https://")) return;
  errors.push(notSupported(`${path}.diskURI`, uri, [managed ? managedDisk : blobDisk]));
}

const registryFormat = "must be a host:port pair or multiple pairs separated by commas";

function quobyte(errors: FieldErrors, path: string, source: Source): void {
  const registry = text(source["registry"]);
  if (registry === "") errors.push(required(`${path}.registry`, registryFormat));
  else if (text(source["tenant"]).length > 64) {
    const detail = "must be a UUID and may not exceed a length of 64 characters";
    errors.push(required(`${path}.tenant`, detail));
  } else {
    for (const pair of registry.split(",")) {
      if (!/^([^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair)) {
        errors.push(invalidValue(`${path}.registry`, registry, registryFormat));
      }
    }
  }
  requires("volume")(errors, path, source);
}

function storageOsNames(errors: FieldErrors, path: string, source: Source): void {
  const name = text(source["volumeName"]);
  if (name === "") errors.push(required(`${path}.volumeName`));
  else errors.push(...invalidAll(`${path}.volumeName`, name, dnsLabel(name)));
  const namespace = text(source["volumeNamespace"]);
  if (namespace === "") return;
  errors.push(...invalidAll(`${path}.volumeNamespace`, namespace, dnsLabel(namespace)));
}
