/** VolumeZone: a volume that is labelled with a zone or region wants a node in it (plugins/volumezone). */
import type { PersistentVolumeClaim, Pod } from "../../api/generated/types.ts";
import { refusal } from "./basic-plugins.ts";
import type { Plugin } from "./framework.ts";
import type { ClusterObjects } from "./snapshot.ts";
import { claimNotFound, classNameOf } from "./volume-claims.ts";

interface ZoneRule {
  readonly key: string;
  readonly values: ReadonlySet<string>;
}

const stableNames: Readonly<Record<string, string>> = {
  "failure-domain.beta.kubernetes.io/zone": "topology.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/region": "topology.kubernetes.io/region",
};
const keys = [...Object.keys(stableNames), ...Object.values(stableNames)];

export const volumeZone: Plugin<readonly ZoneRule[]> = {
  name: "VolumeZone",
  preFilter(pod, { objects }) {
    const rules = zoneRules(pod, objects);
    if (typeof rules === "string") return { refusal: refusal(rules) };
    return rules.length === 0 ? { skip: true } : { state: rules };
  },
  filter(rules, _, { node }) {
    const labels = node.metadata.labels ?? {};
    // Where nodes have no zones, zones mean nothing.
    if (!keys.some((key) => Object.hasOwn(labels, key))) return undefined;
    const isMet = ({ key, values }: ZoneRule): boolean => {
      const value = labels[key] ?? labels[stableNames[key] ?? key];
      return value !== undefined && values.has(value);
    };
    if (rules.every(isMet)) return undefined;
    return refusal("node(s) had no available volume zone");
  },
};

/** What the zones of the Pod's volumes ask for, or why they cannot be known. */
function zoneRules(pod: Pod, objects: ClusterObjects): readonly ZoneRule[] | string {
  const rules: ZoneRule[] = [];
  for (const { persistentVolumeClaim } of pod.spec?.volumes ?? []) {
    if (persistentVolumeClaim === undefined) continue;
    const { claimName } = persistentVolumeClaim;
    if (claimName === "") return "PersistentVolumeClaim had no name";
    const claim = objects.claim(pod.metadata.namespace ?? "", claimName);
    if (claim === undefined) return claimNotFound(claimName);
    const volumeName = claim.spec?.volumeName ?? "";
    if (volumeName === "") {
      const fault = unboundFault(claim, objects);
      if (fault !== undefined) return fault;
      continue;
    }
    const volume = objects.volume(volumeName);
    if (volume === undefined) return `persistentvolume "${volumeName}" not found`;
    for (const key of keys) {
      const value = volume.metadata.labels?.[key];
      // Several zones stand in one label, two underscores between them.
      if (value !== undefined) rules.push({ key, values: new Set(value.split("__")) });
    }
  }
  return rules;
}

function unboundFault(claim: PersistentVolumeClaim, objects: ClusterObjects): string | undefined {
  const className = classNameOf(claim);
  if (className === "") return "PersistentVolumeClaim had no pv name and storageClass name";
  const storageClass = objects.storageClass(className);
  if (storageClass === undefined) {
    return `storageclass.storage.k8s.io "${className}" not found`;
  }
  if (storageClass.volumeBindingMode === undefined) {
    return `VolumeBindingMode not set for StorageClass "${className}"`;
  }
  // Bound once the Pod has its node: it has no zone yet.
  if (storageClass.volumeBindingMode === "WaitForFirstConsumer") return undefined;
  return "PersistentVolume had no name";
}
