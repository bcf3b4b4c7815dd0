/** The Pods of a StatefulSet: their names, what they are made from, and their claims. Source: stateful_set_utils.go. */
import type {
  ControllerRevision,
  PersistentVolumeClaim,
  Pod,
  PodTemplateSpec,
  StatefulSet,
} from "../../api/generated/types.ts";
import { STATEFUL_SETS } from "../../api/kinds.ts";
import type { Stored } from "../../api/object.ts";
import type { NewObject } from "../../loop/client.ts";
import { podFromTemplate } from "../pod-from-template.ts";
import { isReady, isTerminating, availableInMs } from "../pod-state.ts";
import { revisionLabel, templateOf } from "../revisions.ts";

export const podNameLabel = "statefulset.kubernetes.io/pod-name";
export const podIndexLabel = "apps.kubernetes.io/pod-index";

export function podName(set: Stored<StatefulSet>, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

/** The ordinal in a Pod's name; undefined for a Pod that is none of the set's by its name. */
export function ordinalOf(set: Stored<StatefulSet>, pod: Stored<Pod>): number | undefined {
  const { name } = set.metadata;
  const ordinal = pod.metadata.name.startsWith(`${name}-`)
    ? pod.metadata.name.slice(name.length + 1)
    : "";
  return /^(0|[1-9]\d{0,9})$/.test(ordinal) ? Number(ordinal) : undefined;
}

export function startOrdinal(set: StatefulSet): number {
  return set.spec?.ordinals?.start ?? 0;
}

export function replicasOf(set: StatefulSet): number {
  return set.spec?.replicas ?? 1;
}

export function revisionOfPod(pod: Pod): string {
  return pod.metadata.labels?.[revisionLabel] ?? "";
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === "Running" && isReady(pod);
}

/** Milliseconds until the Pod is available: 0 when it is, Infinity when it is not ready or on its way out. */
export function healthyInMs(pod: Pod, minReadySeconds: number, nowMs: number): number {
  if (!isRunningAndReady(pod) || isTerminating(pod)) return Infinity;
  return availableInMs(pod, minReadySeconds, nowMs);
}

export interface Revisions {
  /** What the set's Pods were made from before the update that is going on. */
  readonly current: Stored<ControllerRevision>;
  /** That of the present template. */
  readonly update: Stored<ControllerRevision>;
}

/** The Pod that is to be made for an ordinal: below the partition, or as long as a rolling update has not come to it, of the current revision. */
export function newPod(
  set: Stored<StatefulSet>,
  ordinal: number,
  { current, update }: Revisions,
): NewObject<Pod> {
  const revision = isOfCurrent(set, ordinal) ? current : update;
  const template = templateOf(revision);
  const name = podName(set, ordinal);
  const made = podFromTemplate(STATEFUL_SETS, set, withStorage(set, ordinal, template));
  const { generateName: _named, ...metadata } = made.metadata;
  const labels = {
    ...metadata.labels,
    [podNameLabel]: name,
    [podIndexLabel]: String(ordinal),
    [revisionLabel]: revision.metadata.name,
  };
  const subdomain = set.spec?.serviceName;
  return {
    ...made,
    metadata: { ...metadata, name, labels },
    spec: {
      ...made.spec,
      containers: made.spec?.containers ?? [],
      hostname: name,
      ...(subdomain ? { subdomain } : {}),
    },
  };
}

function isOfCurrent(set: StatefulSet, ordinal: number): boolean {
  const { type = "RollingUpdate", rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (type !== "RollingUpdate") return false;
  const count = rollingUpdate ? (rollingUpdate.partition ?? 0) : (set.status?.currentReplicas ?? 0);
  return ordinal < startOrdinal(set) + count;
}

/** Volumes of the set's claims stand before the template's own, and in the place of those of the same name. */
function withStorage(
  set: Stored<StatefulSet>,
  ordinal: number,
  template: PodTemplateSpec,
): PodTemplateSpec {
  const templates = set.spec?.volumeClaimTemplates ?? [];
  if (templates.length === 0 || !template.spec) return template;
  const claimed = templates.map((claim) => ({
    name: claim.metadata.name ?? "",
    persistentVolumeClaim: { claimName: claimName(set, claim, ordinal) },
  }));
  const names = new Set(claimed.map(({ name }) => name));
  const others = (template.spec.volumes ?? []).filter(({ name }) => !names.has(name));
  return { ...template, spec: { ...template.spec, volumes: [...claimed, ...others] } };
}

export function claimName(
  set: Stored<StatefulSet>,
  claim: PersistentVolumeClaim,
  ordinal: number,
): string {
  return `${claim.metadata.name ?? ""}-${set.metadata.name}-${ordinal}`;
}

/** The claims that the Pod of an ordinal has, as they are created. */
export function newClaims(
  set: Stored<StatefulSet>,
  ordinal: number,
): readonly NewObject<PersistentVolumeClaim>[] {
  const { namespace = "" } = set.metadata;
  return (set.spec?.volumeClaimTemplates ?? []).map((template) => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      ...template.metadata,
      name: claimName(set, template, ordinal),
      namespace,
      labels: { ...template.metadata.labels, ...set.spec?.selector.matchLabels },
    },
    ...(template.spec ? { spec: template.spec } : {}),
  }));
}
