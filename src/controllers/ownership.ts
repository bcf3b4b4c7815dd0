/** Owner references: who controls an object, and the adopting and releasing that keeps selector and ownership in step. */
import type { LabelSelector, ObjectMeta, OwnerReference } from "../api/generated/types.ts";
import {
  apiVersionOf,
  objectKey,
  type KubeObject,
  type ResourceRef,
  type Stored,
} from "../api/object.ts";
import { matchesLabelSelector } from "../loop/label-selector.ts";
import type { Lister } from "../loop/object-cache.ts";
import type { PatchAction } from "../loop/plan.ts";

/** The reference to the one owner that controls the object, if any. */
export function controllerOf(metadata: ObjectMeta): OwnerReference | undefined {
  return metadata.ownerReferences?.find((owner) => owner.controller === true);
}

/** The reference by which `owner` controls what it makes. */
export function controllerReference(
  resource: ResourceRef,
  owner: Stored<KubeObject>,
): OwnerReference {
  return {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Keys of the owner that controls an object, or of all that could adopt it. */
export function ownerKeys<T extends KubeObject>(
  owners: Lister<T>,
  object: Stored<KubeObject>,
  selectorOf: (owner: Stored<T>) => LabelSelector | undefined,
): readonly string[] {
  const { metadata } = object;
  const controller = controllerOf(metadata);
  if (controller !== undefined) {
    const owner = owners.byUid(controller.uid);
    return owner === undefined ? [] : [objectKey(owner)];
  }
  return owners
    .inNamespace(metadata.namespace ?? "")
    .filter((owner) => matchesLabelSelector(selectorOf(owner), metadata.labels))
    .map(objectKey);
}

/** The objects that `owner` controls, and the orphans in its namespace that its selector matches. */
export function claimCandidates<T extends KubeObject>(
  lister: Lister<T>,
  owner: Stored<KubeObject>,
  selector: LabelSelector | undefined,
): readonly Stored<T>[] {
  const { uid, namespace = "" } = owner.metadata;
  const orphans = lister.uncontrolled(namespace);
  return [
    ...lister.ownedBy(uid).filter((object) => controllerOf(object.metadata)?.uid === uid),
    ...orphans.filter((object) => matchesLabelSelector(selector, object.metadata.labels)),
  ];
}

export interface Claims<T extends KubeObject> {
  /** The candidates that belong to the controller now, those about to be adopted included. */
  readonly claimed: readonly Stored<T>[];
  /** The patches that adopt and release. */
  readonly actions: readonly PatchAction[];
}

export interface ClaimRequest<T extends KubeObject> {
  readonly owner: Stored<KubeObject>;
  readonly ownerResource: ResourceRef;
  readonly selector: LabelSelector | undefined;
  readonly resource: ResourceRef<T>;
  readonly candidates: readonly Stored<T>[];
  /** Orphans that this refuses are not adopted (finished Pods, for one). */
  readonly mayAdopt?: (object: Stored<T>) => boolean;
}

/**
 * Sorts candidates into owned, to be adopted (matching orphans) and to be released (owned, no longer matching). An
 * owner that is being deleted claims only what it has. Source: pkg/controller/controller_ref_manager.go.
 */
export function claim<T extends KubeObject>(request: ClaimRequest<T>): Claims<T> {
  const { owner, selector, resource } = request;
  const ownerGoes = owner.metadata.deletionTimestamp !== undefined;
  const claimed: Stored<T>[] = [];
  const actions: PatchAction[] = [];
  for (const object of [...request.candidates].sort(byName)) {
    const controller = controllerOf(object.metadata);
    const matches = matchesLabelSelector(selector, object.metadata.labels);
    if (controller !== undefined) {
      if (controller.uid !== owner.metadata.uid) continue;
      if (matches) claimed.push(object);
      else if (!ownerGoes) actions.push(release(resource, object, owner.metadata.uid));
      continue;
    }
    if (ownerGoes || !matches || object.metadata.deletionTimestamp !== undefined) continue;
    if (request.mayAdopt?.(object) === false) continue;
    claimed.push(object);
    actions.push(adopt(resource, object, controllerReference(request.ownerResource, owner)));
  }
  return { claimed, actions };
}

function adopt(
  resource: ResourceRef,
  object: Stored<KubeObject>,
  owner: OwnerReference,
): PatchAction {
  const others = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.uid);
  return ownersPatch(resource, object, [...others, owner]);
}

function release(resource: ResourceRef, object: Stored<KubeObject>, ownerUid: string): PatchAction {
  const others = (object.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== ownerUid);
  return ownersPatch(resource, object, others);
}

/** A patch that makes `owners` the owner references of `object`. */
export function ownersPatch(
  resource: ResourceRef,
  object: Stored<KubeObject>,
  owners: readonly OwnerReference[],
): PatchAction {
  const ownerReferences = owners.length === 0 ? null : owners.map((owner) => ({ ...owner }));
  return {
    verb: "patch",
    resource,
    object,
    type: "merge",
    patch: { metadata: { ownerReferences } },
  };
}

/** Order by name, by code unit. */
export function byName(a: Stored<KubeObject>, b: Stored<KubeObject>): number {
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** Order by age, oldest first; by name where equal. */
export function byCreation(a: Stored<KubeObject>, b: Stored<KubeObject>): number {
  const [first, second] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  return first === second ? byName(a, b) : first < second ? -1 : 1;
}
