/**
 * What a decision knew of its Pod's claims: they are bound, and volumes taken, soon after a Pod is placed, and a later look
 * would tell another story.
 */
import type { PersistentVolume, PersistentVolumeClaim, Pod } from "../../api/generated/types.ts";
import type { ClusterObjects } from "../plugins/snapshot.ts";
import { claimsOf, classNameOf } from "../plugins/volume-claims.ts";

export type RememberedVolumes = Pick<ClusterObjects, "claim" | "volume" | "volumes">;

/** Volumes kept for a decision at most; with more of the classes concerned, they are read as they are when asked. */
const volumesMax = 500;
/** Volumes looked through for that, at every decision about a Pod with claims. */
const looksMax = 5000;

/** Undefined for a Pod without claims, and where there is too much to keep. */
export function rememberVolumes(pod: Pod, objects: ClusterObjects): RememberedVolumes | undefined {
  const named = new Set(claimsOf(pod).map(({ claimName }) => claimName));
  if (named.size === 0) return undefined;
  const namespace = pod.metadata.namespace ?? "";
  const claims = new Map<string, PersistentVolumeClaim>();
  for (const claimName of named) {
    const claim = objects.claim(namespace, claimName);
    if (claim !== undefined) claims.set(claimName, claim);
  }
  const all = objects.volumes();
  if (all.length > looksMax) return undefined;
  const classes = new Set(Array.from(claims.values(), classNameOf));
  const bound = new Set(Array.from(claims.values(), ({ spec }) => spec?.volumeName));
  const volumes = all.filter(
    (each) => classes.has(classNameOf(each)) || bound.has(each.metadata.name),
  );
  if (volumes.length > volumesMax) return undefined;
  const byName = new Map<string, PersistentVolume>(
    volumes.map((each) => [each.metadata.name ?? "", each]),
  );
  return {
    // Other Pods' claims are looked up as well, by limits and zones: those are read as they are.
    claim: (of, name) =>
      of === namespace && named.has(name) ? claims.get(name) : objects.claim(of, name),
    volume: (name) => byName.get(name) ?? objects.volume(name),
    volumes: () => volumes,
  };
}
