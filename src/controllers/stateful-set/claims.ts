/** What becomes of a StatefulSet's claims (persistentVolumeClaimRetentionPolicy): owner references decide when they go. Source: stateful_set_utils.go. */
import type {
  OwnerReference,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
} from "../../api/generated/types.ts";
import { PERSISTENT_VOLUME_CLAIMS, PODS, STATEFUL_SETS } from "../../api/kinds.ts";
import { apiVersionOf, type KubeObject, type ResourceRef, type Stored } from "../../api/object.ts";
import type { CreateAction, PatchAction } from "../../loop/plan.ts";
import { ownersPatch } from "../ownership.ts";
import { claimName, newClaims, podName } from "./pods.ts";

type Claim = Stored<PersistentVolumeClaim>;
/** Those of the set's claims that are there, by name. */
export type Claims = ReadonlyMap<string, Claim>;

function namesOf(set: Stored<StatefulSet>, ordinal: number): readonly string[] {
  return (set.spec?.volumeClaimTemplates ?? []).map((claim) => claimName(set, claim, ordinal));
}

function existing(set: Stored<StatefulSet>, ordinal: number, claims: Claims): readonly Claim[] {
  return namesOf(set, ordinal).flatMap((name) => claims.get(name) ?? []);
}

/** Whether a claim is on its way out: the Pod must wait, or it would be given what is about to vanish. */
export function areClaimsGoing(set: Stored<StatefulSet>, ordinal: number, claims: Claims): boolean {
  const name = podName(set, ordinal);
  const scaledAway = policyOf(set).whenScaled === "Delete";
  return existing(set, ordinal, claims).some(({ metadata }) => {
    if (metadata.deletionTimestamp !== undefined) return true;
    const owners = metadata.ownerReferences ?? [];
    return scaledAway && owners.some((owner) => owner.kind === "Pod" && owner.name === name);
  });
}

/** Makes the claims of an ordinal that are not there. */
export function createMissing(
  set: Stored<StatefulSet>,
  ordinal: number,
  claims: Claims,
): readonly CreateAction[] {
  const pod = podName(set, ordinal);
  return newClaims(set, ordinal)
    .filter(({ metadata }) => !claims.has(metadata.name ?? ""))
    .map((object) => ({
      verb: "create",
      resource: PERSISTENT_VOLUME_CLAIMS,
      object,
      announce: {
        regarding: set,
        reason: "SuccessfulCreate",
        message: `create Claim {name} Pod ${pod} in StatefulSet ${set.metadata.name} success`,
        failure: {
          reason: "FailedCreate",
          message: `create Claim ${object.metadata.name ?? ""} for Pod ${pod} in StatefulSet ${set.metadata.name} failed error: {error}`,
        },
      },
    }));
}

function policyOf({ spec }: StatefulSet) {
  return {
    whenDeleted: spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted ?? "Retain",
    whenScaled: spec?.persistentVolumeClaimRetentionPolicy?.whenScaled ?? "Retain",
  };
}

/** Brings the owners of a Pod's claims in line with the policy: of the set, and of the Pod where it is `condemned`. */
export function ownClaims(
  set: Stored<StatefulSet>,
  { ordinal, pod, condemned }: { ordinal: number; pod: Stored<Pod>; condemned: boolean },
  claims: Claims,
): readonly PatchAction[] {
  const { whenDeleted, whenScaled } = policyOf(set);
  const byPod = condemned && whenScaled === "Delete";
  const bySet = whenDeleted === "Delete" && !byPod;
  return existing(set, ordinal, claims).flatMap((claim) => {
    const before = claim.metadata.ownerReferences ?? [];
    const kept = before.filter(
      (owner) => !refersTo(owner, STATEFUL_SETS, set) && !refersTo(owner, PODS, pod),
    );
    // Who controls a claim of the user's own keeps it.
    if (kept.some(({ controller }) => controller === true)) return [];
    const wanted = [
      ...kept,
      ...(bySet ? [reference(STATEFUL_SETS, set)] : []),
      ...(byPod ? [reference(PODS, pod)] : []),
    ];
    const same =
      wanted.length === before.length &&
      wanted.every(({ uid }) => before.some((owner) => owner.uid === uid));
    return same ? [] : [ownersPatch(PERSISTENT_VOLUME_CLAIMS, claim, wanted)];
  });
}

function refersTo(
  owner: OwnerReference,
  resource: ResourceRef,
  { metadata }: Stored<KubeObject>,
): boolean {
  return owner.kind === resource.kind && owner.uid === metadata.uid;
}

function reference(resource: ResourceRef, { metadata }: Stored<KubeObject>): OwnerReference {
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
