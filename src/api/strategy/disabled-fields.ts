/**
 * Fields of Pods that features bring which are off by default in 1.36: they are dropped from what is written, in Pods and in
 * templates, as by an API server with the default feature gates. Source: DropDisabledPodFields in pkg/api/pod.
 */
import { mapShared, put } from "../defaults/fill.ts";
import type { Container, PodSpec, Volume, VolumeProjection } from "../generated/types.ts";
import type { KubeObject } from "../object.ts";
import { derived } from "../shared-parts.ts";

/** Where kinds have the spec of a Pod. */
const specPaths: Readonly<Record<string, readonly string[]>> = {
  "/Pod": ["spec"],
  "/PodTemplate": ["template", "spec"],
  "/ReplicationController": ["spec", "template", "spec"],
  "apps/DaemonSet": ["spec", "template", "spec"],
  "apps/Deployment": ["spec", "template", "spec"],
  "apps/ReplicaSet": ["spec", "template", "spec"],
  "apps/StatefulSet": ["spec", "template", "spec"],
  "batch/CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
  "batch/Job": ["spec", "template", "spec"],
};

/** For `group/Kind`: what drops the fields; undefined where there can be none. */
export function disabledFieldsOf(kind: string): ((object: KubeObject) => KubeObject) | undefined {
  const path = specPaths[kind];
  return path && ((object) => change(object, path) as KubeObject);
}

function change(value: object, path: readonly string[]): object {
  const [key, ...rest] = path;
  if (key === undefined) {
    return derived(value as PodSpec, dropDisabledFields, dropDisabledFields);
  }
  const child = (value as Readonly<Record<string, unknown>>)[key];
  if (typeof child !== "object" || child === null) return value;
  const changed = change(child, rest);
  return changed === child ? value : { ...value, [key]: changed };
}

/** The very spec, where it has none of them. */
export function dropDisabledFields(spec: PodSpec): PodSpec {
  let result = spec;
  // GenericWorkload.
  if ("schedulingGroup" in result) result = put(result, "schedulingGroup" as never, undefined);
  if (result.volumes) result = put(result, "volumes", mapShared(result.volumes, dropFromVolume));
  for (const list of ["containers", "initContainers"] as const) {
    const containers = result[list];
    if (containers) result = put(result, list, mapShared(containers, dropFromContainer));
  }
  return result;
}

/** ContainerStopSignals. */
function dropFromContainer(container: Container): Container {
  if (container.lifecycle?.stopSignal === undefined) return container;
  const { stopSignal: _off, ...others } = container.lifecycle;
  return put(container, "lifecycle", Object.keys(others).length > 0 ? others : undefined);
}

function dropFromVolume(volume: Volume): Volume {
  const sources = volume.projected?.sources;
  if (!sources) return volume;
  const kept = mapShared(sources, dropFromProjection) ?? sources;
  return kept === sources
    ? volume
    : { ...volume, projected: { ...volume.projected, sources: kept } };
}

/** ClusterTrustBundleProjection and PodCertificateRequest; an empty source stays behind. */
function dropFromProjection(projection: VolumeProjection): VolumeProjection {
  if (!projection.clusterTrustBundle && !projection.podCertificate) return projection;
  const { clusterTrustBundle: _bundle, podCertificate: _certificate, ...others } = projection;
  return others;
}
