/**
 * The history of a workload's template, kept as ControllerRevisions: finding the one of the present template, numbering, and what may be
 * forgotten. Source: pkg/controller/history.
 */
import type { ControllerRevision, LabelSelector, PodTemplateSpec } from "../api/generated/types.ts";
import { CONTROLLER_REVISIONS } from "../api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import type { NewObject } from "../loop/client.ts";
import type { CreateAction, DeleteAction, PatchAction, UpdateAction } from "../loop/plan.ts";
import { canonicalJson } from "./equality.ts";
import { claim, controllerReference } from "./ownership.ts";
import { templateHash } from "./template-hash.ts";

/** Says of a Pod which revision it was made from, by the revision's name (StatefulSets) or hash (DaemonSets). */
export const revisionLabel = "controller-revision-hash";
/** The label of a revision's hash, on the revision itself. */
const revisionHashLabel = "controller.kubernetes.io/hash";
/** Characters of an owner's name in its revisions' names. */
const prefixLengthMax = 223;

/** A workload with a template and a history. */
export type Versioned = KubeObject & {
  readonly spec?: {
    readonly selector: LabelSelector;
    readonly template: PodTemplateSpec;
    readonly revisionHistoryLimit?: number;
  };
  readonly status?: { readonly collisionCount?: number };
};

/** What a revision remembers: a patch that `kubectl rollout undo` applies as it is. */
function dataOf({ spec }: Versioned): unknown {
  return { spec: { template: { ...spec?.template, $patch: "replace" } } };
}

/** The template that a revision remembers. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { spec } = (data ?? {}) as { readonly spec?: { readonly template?: object } };
  const { $patch: _replace, ...template } = (spec?.template ?? {}) as Record<string, unknown>;
  return template;
}

export interface NewRevision {
  readonly name: string;
  readonly hash: string;
}

/** What the revision of the present template would be called. */
export function newRevisionOf(owner: Stored<Versioned>): NewRevision {
  const hash = templateHash(dataOf(owner), owner.status?.collisionCount);
  return { name: `${owner.metadata.name.slice(0, prefixLengthMax)}-${hash}`, hash };
}

/** Revisions in their order: by number, then age, then name. */
export function inOrder(
  revisions: readonly Stored<ControllerRevision>[],
): readonly Stored<ControllerRevision>[] {
  return revisions.toSorted((a, b) => {
    if (a.revision !== b.revision) return a.revision < b.revision ? -1 : 1;
    const [first, second] = [a.metadata, b.metadata];
    if (first.creationTimestamp !== second.creationTimestamp) {
      return first.creationTimestamp < second.creationTimestamp ? -1 : 1;
    }
    return first.name < second.name ? -1 : 1;
  });
}

/** The revisions that are the owner's, and the patches that adopt and release. */
export function claimRevisions(
  resource: ResourceRef,
  owner: Stored<Versioned>,
  candidates: readonly Stored<ControllerRevision>[],
): {
  readonly revisions: readonly Stored<ControllerRevision>[];
  readonly actions: readonly PatchAction[];
} {
  const { claimed, actions } = claim({
    owner,
    ownerResource: resource,
    selector: owner.spec?.selector,
    resource: CONTROLLER_REVISIONS,
    candidates,
  });
  return { revisions: inOrder(claimed), actions };
}

export interface RevisionOfTemplate {
  readonly revision: Stored<ControllerRevision>;
  /** What makes it, or makes it the newest again; none where it is. */
  readonly actions: readonly (CreateAction | UpdateAction)[];
}

/** The revision of the owner's present template. `revisions` are all of its own, in order. */
export function revisionOfTemplate(
  resource: ResourceRef,
  owner: Stored<Versioned>,
  revisions: readonly Stored<ControllerRevision>[],
): RevisionOfTemplate {
  const data = canonicalJson(dataOf(owner));
  const number = Number(revisions.at(-1)?.revision ?? 0) + 1;
  const equal = revisions.filter((each) => canonicalJson(each.data) === data).at(-1);
  if (equal === undefined) {
    const object = unwritten(resource, owner, number);
    const {
      uid: _uid,
      resourceVersion: _none,
      creationTimestamp: _yet,
      ...metadata
    } = object.metadata;
    const created = { ...object, metadata } as NewObject<ControllerRevision>;
    const action: CreateAction = {
      verb: "create",
      resource: CONTROLLER_REVISIONS,
      object: created,
    };
    return { revision: object, actions: [action] };
  }
  if (equal === revisions.at(-1)) return { revision: equal, actions: [] };
  const revision = { ...equal, revision: number };
  return {
    revision,
    actions: [{ verb: "update", resource: CONTROLLER_REVISIONS, object: revision }],
  };
}

function unwritten(
  resource: ResourceRef,
  owner: Stored<Versioned>,
  number: number,
): Stored<ControllerRevision> {
  const { name, hash } = newRevisionOf(owner);
  const { namespace, annotations } = owner.metadata;
  const label = resource.kind === "DaemonSet" ? revisionLabel : revisionHashLabel;
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...owner.spec?.template.metadata?.labels, [label]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerReference(resource, owner)],
      uid: "",
      resourceVersion: "",
      creationTimestamp: "",
    },
    data: dataOf(owner) as NonNullable<ControllerRevision["data"]>,
    revision: number,
  };
}

/** Whether the name of the new revision is taken by one that is of something else. */
export function isTaken(
  owner: Stored<Versioned>,
  namesake: Stored<ControllerRevision> | undefined,
): boolean {
  if (namesake === undefined) return false;
  return canonicalJson(namesake.data) !== canonicalJson(dataOf(owner));
}

/** Deletes the oldest of those that nothing is made from any more, beyond the owner's limit. */
export function forgetOldest(
  owner: Stored<Versioned>,
  revisions: readonly Stored<ControllerRevision>[],
  isLive: (revision: Stored<ControllerRevision>) => boolean,
): readonly DeleteAction[] {
  const limit = owner.spec?.revisionHistoryLimit ?? 10;
  const history = revisions.filter((revision) => !isLive(revision));
  if (limit < 0 || history.length <= limit) return [];
  return history
    .slice(0, history.length - limit)
    .map((object) => ({ verb: "delete", resource: CONTROLLER_REVISIONS, object }));
}
