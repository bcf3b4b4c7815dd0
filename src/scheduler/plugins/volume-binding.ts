/**
 * VolumeBinding: bound volumes must be reachable from the node, late-bound claims must find a volume there or be able to
 * have one made (plugins/volumebinding). What is to be written once a node is chosen is planned here, and written by others.
 */
import type {
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
} from "../../api/generated/types.ts";
import { refusal } from "./basic-plugins.ts";
import type { Plugin, Refusal } from "./framework.ts";
import type { ClusterObjects, ClusterSnapshot } from "./snapshot.ts";
import {
  claimNotFound,
  claimsOf,
  classNameOf,
  isBoundLate,
  isFullyBound,
} from "./volume-claims.ts";
import { canProvision, findVolume, isReachable, requestedBytes } from "./volume-matching.ts";

/** Where a claim that waits for its Pod is to be provisioned; the provisioner reads it. */
export const selectedNodeAnnotation = "volume.kubernetes.io/selected-node";

interface ClaimState {
  readonly objects: ClusterObjects;
  readonly bound: readonly PersistentVolumeClaim[];
  readonly late: readonly PersistentVolumeClaim[];
}

/** What a Pod's claims need once it is to run on a node. */
export interface VolumeBindings {
  /** Volumes to promise to claims (spec.claimRef). */
  readonly matches: readonly {
    readonly claim: PersistentVolumeClaim;
    readonly volume: PersistentVolume;
  }[];
  /** Claims to mark with the selected node, so that volumes are made for them. */
  readonly provisions: readonly PersistentVolumeClaim[];
}

export const volumeBinding: Plugin<ClaimState> = {
  name: "VolumeBinding",
  preFilter(pod, { objects }) {
    const claims = claimsOf(pod);
    if (claims.length === 0) return { skip: true };
    const fault = claimFault(pod, objects);
    if (fault !== undefined) return { refusal: refusal(fault) };
    return claimState(pod, objects);
  },
  filter(state, _, { node }) {
    const answer = bindingsOn(state, node);
    return "reasons" in answer ? answer : undefined;
  },
};

/**
 * What is to be written before the Pod is bound to a node that the filter lets it on; empty when every claim is bound
 * already, undefined when the Pod may not run there.
 */
export function planVolumeBindings(
  pod: Pod,
  node: Node,
  snapshot: Pick<ClusterSnapshot, "objects">,
): VolumeBindings | undefined {
  if (claimsOf(pod).length === 0) return { matches: [], provisions: [] };
  if (claimFault(pod, snapshot.objects) !== undefined) return undefined;
  const answer = claimState(pod, snapshot.objects);
  if ("refusal" in answer) return undefined;
  const bindings = bindingsOn(answer.state, node);
  return "reasons" in bindings ? undefined : bindings;
}

/** Why the Pod's claims keep it from being looked at. */
function claimFault(pod: Pod, objects: ClusterObjects): string | undefined {
  const namespace = pod.metadata.namespace ?? "";
  for (const { claimName, owned } of claimsOf(pod)) {
    const claim = objects.claim(namespace, claimName);
    if (claim === undefined) {
      return owned
        ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${claimName}"`
        : claimNotFound(claimName);
    }
    if (claim.status?.phase === "Lost") {
      return `persistentvolumeclaim "${claimName}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ""}"`;
    }
    if (claim.metadata.deletionTimestamp !== undefined) {
      return `persistentvolumeclaim "${claimName}" is being deleted`;
    }
    if (owned && !isOwnedBy(claim, pod)) {
      return `PVC ${namespace}/${claimName} was not created for pod ${namespace}/${pod.metadata.name ?? ""} (pod is not owner)`;
    }
  }
  return undefined;
}

function isOwnedBy(claim: PersistentVolumeClaim, pod: Pod): boolean {
  return (claim.metadata.ownerReferences ?? []).some(
    ({ controller, uid }) => controller === true && uid === pod.metadata.uid,
  );
}

function claimState(
  pod: Pod,
  objects: ClusterObjects,
): { readonly state: ClaimState } | { readonly refusal: Refusal } {
  const bound: PersistentVolumeClaim[] = [];
  const late: PersistentVolumeClaim[] = [];
  for (const { claimName } of claimsOf(pod)) {
    const claim = objects.claim(pod.metadata.namespace ?? "", claimName);
    if (claim === undefined) continue;
    if (isFullyBound(claim)) bound.push(claim);
    else if (isBoundLate(claim, objects) && !claim.spec?.volumeName) late.push(claim);
    else return { refusal: refusal("pod has unbound immediate PersistentVolumeClaims") };
  }
  return { state: { objects, bound, late } };
}

const reasons = {
  unreachable: "node(s) didn't match PersistentVolume's node affinity",
  nothingToBind: "node(s) didn't find available persistent volumes to bind",
  noRoom: "node(s) did not have enough free storage",
  noVolume: "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)",
} as const;

function bindingsOn({ objects, bound, late }: ClaimState, node: Node): VolumeBindings | Refusal {
  const found: string[] = [];
  const boundAnswer = checkBound(bound, node, objects);
  if (boundAnswer === "unreachable") found.push(reasons.unreachable);
  const plan = planLate(late, node, objects);
  if (typeof plan === "string") found.push(reasons[plan]);
  if (boundAnswer === "noVolume") found.push(reasons.noVolume);
  if (found.length > 0 || typeof plan === "string") return { reasons: found, resolvable: false };
  return plan;
}

function checkBound(
  claims: readonly PersistentVolumeClaim[],
  node: Node,
  objects: ClusterObjects,
): "unreachable" | "noVolume" | undefined {
  for (const claim of claims) {
    const volume = objects.volume(claim.spec?.volumeName ?? "");
    if (volume === undefined) return "noVolume";
    if (!isReachable(volume, node)) return "unreachable";
  }
  return undefined;
}

function planLate(
  claims: readonly PersistentVolumeClaim[],
  node: Node,
  objects: ClusterObjects,
): VolumeBindings | "nothingToBind" | "noRoom" {
  const provisions: PersistentVolumeClaim[] = [];
  const open: PersistentVolumeClaim[] = [];
  for (const claim of claims) {
    const selected = claim.metadata.annotations?.[selectedNodeAnnotation];
    if (selected === undefined) open.push(claim);
    else if (selected === node.metadata.name) provisions.push(claim);
    else return "nothingToBind";
  }
  const matches: { claim: PersistentVolumeClaim; volume: PersistentVolume }[] = [];
  const taken = new Set<string>();
  // The smallest wishes first, so that each gets the smallest volume that will do.
  for (const claim of open.toSorted((a, b) => requestedBytes(a) - requestedBytes(b))) {
    const volumes = objects.volumes().filter((each) => classNameOf(each) === classNameOf(claim));
    const volume = findVolume(claim, node, { volumes, taken });
    if (volume === undefined) provisions.push(claim);
    else {
      taken.add(volume.metadata.name ?? "");
      matches.push({ claim, volume });
    }
  }
  for (const claim of provisions) {
    const answer = canProvision(claim, node, objects);
    if (answer !== "yes") return answer === "no" ? "nothingToBind" : "noRoom";
  }
  return { matches, provisions };
}
