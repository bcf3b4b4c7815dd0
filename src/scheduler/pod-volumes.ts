/**
 * Filters that the kernel does not have, because they look at claims, volumes and drivers, or at what kubelets say of themselves: asked
 * of the plain plugins, node by node, for the few Pods that they concern; the kernel gets the nodes they admit as masks.
 */
import type { Pod } from "../api/generated/types.ts";
import { featuresForScheduling } from "../api/node-features.ts";
import { REASON } from "../kernels/scheduler/layout.ts";
import { Framework } from "./plugins/framework.ts";
import type { PluginRefusal } from "./plugins/framework.ts";
import { profileFramework } from "./plugins/profile-framework.ts";
import type { ClusterSnapshot } from "./plugins/snapshot.ts";
import type { SchedulerProfile } from "./profile/profile.ts";

const hostPlugins = new Set([
  "VolumeRestrictions",
  "NodeVolumeLimits",
  "VolumeBinding",
  "VolumeZone",
  "NodeDeclaredFeatures",
]);

/** True when the Pod has volumes that are tied to nodes, or needs what not every kubelet can do. */
export function isConstrained(pod: Pod): boolean {
  if (featuresForScheduling(pod.spec).length > 0) return true;
  return (pod.spec?.volumes ?? []).some(
    (volume) =>
      volume.persistentVolumeClaim !== undefined ||
      volume.ephemeral !== undefined ||
      volume.csi !== undefined ||
      volume.gcePersistentDisk !== undefined ||
      volume.awsElasticBlockStore !== undefined ||
      volume.iscsi !== undefined ||
      volume.rbd !== undefined,
  );
}

/** A code of the kernel's for what a plugin says of some nodes. */
export interface HostReason {
  readonly code: number;
  readonly plugin: string;
  readonly texts: readonly string[];
}

export type HostVerdict =
  /** Why no node will do. */
  | { readonly refusal: PluginRefusal }
  /** For each reason the names of the nodes that are refused for it. */
  | { readonly refused: ReadonlyMap<HostReason, ReadonlySet<string>> };

const frameworks = new WeakMap<SchedulerProfile, Framework>();

/** What these plugins of the profile say of every node. */
export function judgeVolumes(
  pod: Pod,
  profile: SchedulerProfile,
  snapshot: ClusterSnapshot,
): HostVerdict {
  let framework = frameworks.get(profile);
  if (framework === undefined) {
    const all = profileFramework(profile).plugins;
    framework = new Framework(all.filter(({ plugin }) => hostPlugins.has(plugin.name)));
    frameworks.set(profile, framework);
  }
  const cycle = framework.begin(pod, snapshot);
  if (cycle.refusal !== undefined) return { refusal: cycle.refusal };
  const reasons = new HostReasons();
  const refused = new Map<HostReason, Set<string>>();
  for (const [name, refusal] of framework.filterAll(cycle).refused) {
    const reason = reasons.of(refusal);
    const nodes = refused.get(reason) ?? new Set<string>();
    refused.set(reason, nodes.add(name));
  }
  return { refused };
}

/** Codes of one Pod's reasons: evictions may help in the first range, and may not in the second. */
class HostReasons {
  readonly #known = new Map<string, HostReason>();
  #next = { open: REASON.host as number, final: REASON.hostFinal as number };

  of({ plugin, reasons, resolvable }: PluginRefusal): HostReason {
    const range = resolvable ? "open" : "final";
    const key = JSON.stringify([plugin, reasons, range]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const end = resolvable ? REASON.hostFinal : REASON.resource;
    // Plugins have a handful of texts; should there ever be more than codes, the last ones are told as one.
    const code = Math.min(this.#next[range], end - 1);
    this.#next[range] = code + 1;
    const reason = { code, plugin, texts: reasons };
    this.#known.set(key, reason);
    return reason;
  }
}
