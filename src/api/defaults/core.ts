/** Defaults of the core group's kinds other than Pod and Service. Source: pkg/apis/core/v1/defaults.go. */
import type {
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  LimitRangeItem,
  Namespace,
  Node,
  NodeSpec,
  PersistentVolume,
  PersistentVolumeClaim,
  PodTemplate,
  ReplicationController,
  Secret,
} from "../generated/types.ts";
import { fill, fillAbsent, mapShared, put, within } from "./fill.ts";
import { defaultPodTemplate } from "./pod.ts";
import {
  azureDiskDefaults,
  defaultClaimSpec,
  iscsiDefaults,
  rbdDefaults,
  scaleIODefaults,
} from "./volumes.ts";

const metadataName = "kubernetes.io/metadata.name";

export function defaultNamespace(namespace: Namespace): Namespace {
  const { name, labels } = namespace.metadata;
  const active = put(namespace, "status", fill(namespace.status ?? {}, { phase: "Active" }));
  if (!name || labels?.[metadataName] === name) return active;
  const metadata = { ...namespace.metadata, labels: { ...labels, [metadataName]: name } };
  return { ...active, metadata };
}

export function defaultSecret(secret: Secret): Secret {
  return fill(secret, { type: "Opaque" });
}

/** Kubernetes sets an empty `data` and never writes it: there is nothing to add in JSON. */
export function defaultConfigMap(configMap: ConfigMap): ConfigMap {
  return configMap;
}

export function defaultEvent(event: Event): Event {
  return event;
}

export function defaultEndpoints(endpoints: Endpoints): Endpoints {
  const subsets = mapShared(endpoints.subsets, (subset) =>
    put(
      subset,
      "ports",
      mapShared(subset.ports, (port) => fill(port, { protocol: "TCP" })),
    ),
  );
  return put(endpoints, "subsets", subsets);
}

/** Allocatable is the capacity until the node says otherwise. */
export function defaultNode(given: Node): Node {
  const node = within(given, "spec", mirrorCidrs);
  return within(node, "status", (status) =>
    status.capacity ? fill(status, { allocatable: status.capacity }) : status,
  );
}

/** The first network is shown under a name of its own, which wins. Source: Convert_v1_NodeSpec_To_core_NodeSpec. */
function mirrorCidrs(spec: NodeSpec): NodeSpec {
  const first = spec.podCIDRs?.[0];
  const cidr = spec.podCIDR || first;
  if (!cidr || (cidr === first && cidr === spec.podCIDR)) return spec;
  return { ...spec, podCIDR: cidr, ...(cidr === first ? {} : { podCIDRs: [cidr] }) };
}

export function defaultPersistentVolume(volume: PersistentVolume): PersistentVolume {
  let spec = fill(volume.spec ?? {}, { persistentVolumeReclaimPolicy: "Retain" });
  if (spec.volumeMode === undefined) spec = put(spec, "volumeMode", "Filesystem");
  spec = within(spec, "hostPath", (source) =>
    source.type === undefined ? { ...source, type: "" as const } : source,
  );
  spec = within(spec, "iscsi", (source) => fill(source, iscsiDefaults));
  spec = within(spec, "azureDisk", (source) => fillAbsent(source, azureDiskDefaults));
  const { pool, user, keyring } = rbdDefaults;
  spec = within(spec, "rbd", (source) =>
    fill(source, { pool: pool ?? "", user: user ?? "", keyring: keyring ?? "" }),
  );
  const { storageMode, fsType } = scaleIODefaults;
  spec = within(spec, "scaleIO", (source) =>
    fill(source, { storageMode: storageMode ?? "", fsType: fsType ?? "" }),
  );
  const status = fill(volume.status ?? {}, { phase: "Pending" });
  return put(put(volume, "spec", spec), "status", status);
}

export function defaultPersistentVolumeClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const status = fill(claim.status ?? {}, { phase: "Pending" });
  return put(put(claim, "spec", defaultClaimSpec(claim.spec ?? {})), "status", status);
}

export function defaultLimitRange(range: LimitRange): LimitRange {
  return within(range, "spec", (spec) =>
    put(spec, "limits", mapShared(spec.limits, defaultLimitItem)),
  );
}

function defaultLimitItem(item: LimitRangeItem): LimitRangeItem {
  if (item.type !== "Container") return item;
  const limits = union(item.default, item.max);
  const requests = union(union(item.defaultRequest, limits), item.min);
  const result = limits ? put(item, "default", limits) : item;
  return requests ? put(result, "defaultRequest", requests) : result;
}

type Quantities = { readonly [name: string]: string };

/** `own` and what only `other` has; the very `own` when it lacks nothing. */
function union(own: Quantities | undefined, other: Quantities | undefined): Quantities | undefined {
  for (const name in other) if (own?.[name] === undefined) return { ...other, ...own };
  return own;
}

export function defaultReplicationController(
  controller: ReplicationController,
): ReplicationController {
  let spec = fill(controller.spec ?? {}, { replicas: 1 });
  spec = within(spec, "template", defaultPodTemplate);
  let result = controller;
  const labels = spec.template?.metadata?.labels;
  if (labels && Object.keys(labels).length > 0) {
    if (Object.keys(spec.selector ?? {}).length === 0) spec = put(spec, "selector", labels);
    if (Object.keys(result.metadata.labels ?? {}).length === 0) {
      result = put(result, "metadata", { ...result.metadata, labels });
    }
  }
  return put(result, "spec", spec);
}

export function defaultPodTemplateObject(template: PodTemplate): PodTemplate {
  return put(template, "template", defaultPodTemplate(template.template ?? {}));
}
