/**
 * The garbage collector: deletes what has lost all its owners, and carries out foreground and orphaning deletion. Keys
 * are uids; the owner graph is the listers' own index of owner references. Source: pkg/controller/garbagecollector.
 */
import type { OwnerReference } from "../api/generated/types.ts";
import { type KubeObject, type ResourceRef, type Stored } from "../api/object.ts";
import { watch, type Controller, type Listers } from "../loop/controller.ts";
import type { Change } from "../loop/informer.ts";
import { plan, type Action, type PatchAction } from "../loop/plan.ts";
import { byName, ownersPatch } from "./ownership.ts";

const foreground = "foregroundDeletion";
const orphan = "orphan";

/** Dependents dealt with in one plan; the rest follows in the next ones. */
const dependentsMax = 200;

export interface Node {
  readonly resource: ResourceRef;
  readonly object: Stored<KubeObject>;
}

export interface Owner {
  readonly reference: OwnerReference;
  /** Undefined for a kind that nothing here serves: nobody can say whether it is there. */
  readonly resource: ResourceRef | undefined;
  readonly object: Stored<KubeObject> | undefined;
}

export interface GarbageView extends Node {
  readonly owners: readonly Owner[];
  readonly dependents: readonly Node[];
}

/** `resources`: everything built in that can own or be owned; custom resources join while they are served. */
export function garbageCollector(resources: readonly ResourceRef[]): Controller<GarbageView> {
  const watchOf = (resource: ResourceRef) =>
    watch(resource, (change, listers) => keysOf(change, listers, listers.resources));
  return {
    name: "garbage-collector-controller",
    serviceAccount: "generic-garbage-collector",
    watches: resources.map(watchOf),
    watchOf,
    view(listers, uid) {
      const known = listers.resources;
      for (const resource of known) {
        const object = listers.of(resource).byUid(uid);
        if (object === undefined) continue;
        return {
          resource,
          object,
          owners: ownersOf(object, listers, known),
          dependents: dependentsOf(uid, listers, known),
        };
      }
      return undefined;
    },
    reconcile(view, _nowMs, memory) {
      const actions = collect(view);
      const strangers = isGoing(view.object) ? [] : strangersOf(view);
      if (strangers.length === 0) return plan(actions);
      const told = strangers.map(({ uid }) => uid).join();
      const events = memory === told ? [] : strangers.map((owner) => invalidOwner(view, owner));
      return { ...plan([...events, ...actions]), remember: told };
    },
  };
}

/** References to what is there, but in a namespace that the dependent cannot have owners in. */
function strangersOf({ object, owners }: GarbageView): readonly OwnerReference[] {
  const strangers = owners.filter((owner) => owner.object && isElsewhere(owner.object, object));
  return strangers.map(({ reference }) => reference);
}

/** Source: graph_builder.go, reportInvalidNamespaceOwnerRef. */
function invalidOwner({ object }: GarbageView, owner: OwnerReference): Action {
  const { apiVersion, kind, name, uid } = owner;
  const { namespace = "" } = object.metadata;
  const which = `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`;
  return {
    verb: "event",
    announce: {
      regarding: object,
      type: "Warning",
      reason: "OwnerRefInvalidNamespace",
      message: `ownerRef ${which} does not exist in namespace ${JSON.stringify(namespace)}`,
    },
  };
}

/** An owner is known by group and kind, whatever version of it the reference names. */
function ownersOf(
  object: KubeObject,
  listers: Listers,
  resources: readonly ResourceRef[],
): readonly Owner[] {
  return (object.metadata.ownerReferences ?? []).map((reference) => {
    const { apiVersion, kind, uid } = reference;
    const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
    const resource = resources.find((each) => each.kind === kind && each.group === group);
    const found = resource && listers.of(resource).byUid(uid);
    return { reference, resource, object: found ?? findByUid(resources, listers, uid) };
  });
}

function findByUid(
  resources: readonly ResourceRef[],
  listers: Listers,
  uid: string,
): Stored<KubeObject> | undefined {
  for (const resource of resources) {
    const object = listers.of(resource).byUid(uid);
    if (object !== undefined) return object;
  }
  return undefined;
}

function dependentsOf(
  uid: string,
  listers: Listers,
  resources: readonly ResourceRef[],
): readonly Node[] {
  return resources.flatMap((resource) =>
    listers
      .of(resource)
      .ownedBy(uid)
      .map((object) => ({ resource, object })),
  );
}

/** Uids to look at: the object's own when ownership or deletion has moved; its dependents' and owners' when it goes. */
function keysOf(
  { before, after }: Change<KubeObject>,
  listers: Listers,
  resources: readonly ResourceRef[],
): readonly string[] {
  const uid = (after ?? before)?.metadata.uid ?? "";
  const dependents = () => dependentsOf(uid, listers, resources).map(({ object }) => object);
  const uidOf = (object: Stored<KubeObject>) => object.metadata.uid;
  if (after === undefined) return [...dependents().map(uidOf), ...ownerUids(before)];
  const keys: string[] = [];
  if (isGoing(after)) {
    keys.push(uid, ...ownerUids(after));
    if (!isGoing(before)) keys.push(...dependents().map(uidOf));
  } else if (ownership(before) !== ownership(after)) {
    keys.push(uid);
  }
  if (before !== undefined && ownership(before) !== ownership(after))
    keys.push(...ownerUids(before));
  return keys;
}

const isGoing = (object: KubeObject | undefined): boolean =>
  object?.metadata.deletionTimestamp !== undefined;

const ownerUids = (object: KubeObject | undefined): readonly string[] =>
  (object?.metadata.ownerReferences ?? []).map(({ uid }) => uid);

function ownership(object: KubeObject | undefined): string {
  return (object?.metadata.ownerReferences ?? [])
    .map(({ uid, blockOwnerDeletion }) => `${uid}${blockOwnerDeletion === true ? "!" : ""}`)
    .join();
}

const holds = (object: KubeObject | undefined, finalizer: string): boolean =>
  isGoing(object) && object?.metadata.finalizers?.includes(finalizer) === true;

function collect(view: GarbageView): readonly Action[] {
  const { object } = view;
  if (holds(object, orphan)) return orphanDependents(view);
  if (holds(object, foreground)) return finishForeground(view);
  if (isGoing(object) || view.owners.length === 0) return [];
  return deleteUnowned(view);
}

/** Takes the owner out of its dependents' references, then lets the owner go. */
function orphanDependents(view: GarbageView): readonly Action[] {
  const { uid } = view.object.metadata;
  if (view.dependents.length === 0) return [withoutFinalizer(view, orphan)];
  const patches = firstDependents(view).map(({ resource, object }) => {
    const kept = (object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
    return ownersPatch(resource, object, kept);
  });
  return [{ verb: "batch", actions: patches }];
}

/** The owner waits for dependents that block it; each of those is dealt with under its own key. */
function finishForeground(view: GarbageView): readonly Action[] {
  const { uid } = view.object.metadata;
  const blocked = view.dependents.some(({ object }) =>
    object.metadata.ownerReferences?.some(
      (owner) => owner.uid === uid && owner.blockOwnerDeletion === true,
    ),
  );
  return blocked ? [] : [withoutFinalizer(view, foreground)];
}

function deleteUnowned(view: GarbageView): readonly Action[] {
  const { resource, object, owners, dependents } = view;
  // Nobody can look for an owner whose namespace no one knows: such an object is never collected.
  if (object.metadata.namespace === undefined && owners.some((each) => each.resource?.namespaced)) {
    return [];
  }
  const waiting = owners.filter((owner) => holds(owner.object, foreground));
  const absent = owners.filter((owner) => isAbsent(owner, object));
  const solid = owners.filter((owner) => !waiting.includes(owner) && !absent.includes(owner));
  const gone = [...waiting, ...absent];
  if (gone.length === 0) return [];
  const checks = absent.flatMap((owner) => requireAbsent(owner, object));
  if (solid.length > 0) {
    const kept = solid.map(({ reference }) => reference);
    return [...checks, ownersPatch(resource, object, kept)];
  }
  const inCircle = waiting.length > 0 && dependents.some((node) => holds(node.object, foreground));
  if (inCircle && owners.some(({ reference }) => reference.blockOwnerDeletion === true)) {
    return [...checks, unblocked(view)];
  }
  const propagationPolicy =
    waiting.length > 0 && dependents.length > 0 ? "Foreground" : policyOf(object);
  return [...checks, { verb: "delete", resource, object, propagationPolicy, unchanged: true }];
}

/** Where a dependent waits as its owner does, both would wait for ever: this one is no longer waited for. */
function unblocked({ resource, object }: GarbageView): Action {
  const references = object.metadata.ownerReferences ?? [];
  return ownersPatch(
    resource,
    object,
    references.map((reference) => ({ ...reference, blockOwnerDeletion: false })),
  );
}

/** An owner in another namespace is no owner; one of an unknown kind is left alone. */
function isAbsent({ reference, resource, object }: Owner, dependent: KubeObject): boolean {
  if (resource === undefined) return object === undefined ? false : isElsewhere(object, dependent);
  if (object === undefined) return true;
  return isElsewhere(object, dependent) || object.metadata.name !== reference.name;
}

function isElsewhere(owner: KubeObject, dependent: KubeObject): boolean {
  const { namespace } = owner.metadata;
  return namespace !== undefined && namespace !== dependent.metadata.namespace;
}

/** The cache of owners may be behind that of dependents, so the API itself is asked before anything is deleted. */
function requireAbsent({ reference, resource }: Owner, dependent: KubeObject): readonly Action[] {
  if (resource === undefined) return [];
  const { namespace } = dependent.metadata;
  const { name, uid } = reference;
  const where = resource.namespaced && namespace !== undefined ? { namespace } : {};
  return [{ verb: "require-absent", resource, ...where, name, uid }];
}

function policyOf(object: KubeObject): "Background" | "Foreground" | "Orphan" {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes(orphan)) return "Orphan";
  return finalizers.includes(foreground) ? "Foreground" : "Background";
}

function withoutFinalizer({ resource, object }: Node, finalizer: string): PatchAction {
  const kept = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  const finalizers = kept.length === 0 ? null : kept;
  return { verb: "patch", resource, object, type: "merge", patch: { metadata: { finalizers } } };
}

function firstDependents({ dependents }: GarbageView): readonly Node[] {
  return [...dependents].sort((a, b) => byName(a.object, b.object)).slice(0, dependentsMax);
}
