/**
 * What a controller decides, as data: a list of actions and when to look again. Making one has no effect; applying it
 * is apply-plan.ts's. Actions are applied in order, each after the one before has succeeded.
 */
import type { JsonObject } from "../api/json.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import type { NewObject, PatchType } from "./client.ts";

export interface Plan {
  readonly actions: readonly Action[];
  /** Look at the key again after this time, even if nothing happens. */
  readonly requeueAfterMs?: number;
  /** What the next decision about the key is to know of this one, once it has been carried out: in memory only. Absent: nothing. */
  readonly remember?: unknown;
}

/**
 * The event that a write is announced by, about `regarding`, once it has succeeded. In messages `{name}` stands for the
 * name of the written object and `{error}` for the text of the error.
 */
export interface Announcement {
  readonly regarding: Stored<KubeObject>;
  readonly type?: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** Nothing is said of a success. */
  readonly isSilent?: true;
  /** The Warning that is sent instead when the write fails. */
  readonly failure?: { readonly reason: string; readonly message: string };
}

export interface CreateAction {
  readonly verb: "create";
  readonly resource: ResourceRef;
  readonly object: NewObject<KubeObject>;
  readonly announce?: Announcement;
}

/** Replaces an object, or its `subresource`, provided that it is still at the resourceVersion it carries. */
export interface UpdateAction {
  readonly verb: "update";
  readonly resource: ResourceRef;
  readonly object: Stored<KubeObject>;
  readonly subresource?: string;
  readonly announce?: Announcement;
}

/** Patches `object`, provided that it still has the same uid and resourceVersion. */
export interface PatchAction {
  readonly verb: "patch";
  readonly resource: ResourceRef;
  readonly object: Stored<KubeObject>;
  readonly patch: JsonObject;
  readonly type: Extract<PatchType, "merge" | "strategic">;
  readonly subresource?: string;
  readonly announce?: Announcement;
}

/** Deletes `object`, provided that it still has the same uid. */
export interface DeleteAction {
  readonly verb: "delete";
  readonly resource: ResourceRef;
  readonly object: Stored<KubeObject>;
  readonly propagationPolicy?: "Background" | "Foreground" | "Orphan";
  readonly gracePeriodSeconds?: number;
  /** Also requires the resourceVersion: for decisions that any change of the object could turn over. */
  readonly unchanged?: boolean;
  readonly announce?: Announcement;
}

export interface PostAction {
  readonly verb: "post";
  readonly resource: ResourceRef;
  readonly object: Stored<KubeObject>;
  readonly subresource: string;
  readonly body: KubeObject;
  readonly announce?: Announcement;
}

/** An event that no write stands behind. */
export interface EventAction {
  readonly verb: "event";
  readonly announce: Announcement;
}

/**
 * Independent actions, run together. With `slowStart` in groups of 1, 2, 4, ... and no further group once one has
 * failed, so that a quota that is used up costs one refused request and not hundreds.
 */
export interface BatchAction {
  readonly verb: "batch";
  readonly actions: readonly (CreateAction | DeleteAction | PatchAction)[];
  readonly slowStart?: boolean;
}

/**
 * Asks the API itself whether an object is gone, and ends the plan (to be tried again) when it is not: for decisions
 * that a cache which lags behind must not make. With `uid`, an object of another uid counts as gone.
 */
export interface RequireAbsentAction {
  readonly verb: "require-absent";
  readonly resource: ResourceRef;
  readonly namespace?: string;
  readonly name: string;
  readonly uid?: string;
}

/**
 * Deletes all that a namespace holds of some resources, as the API itself lists it, and ends the plan (to be tried
 * again) when something still remains.
 */
export interface EmptyAction {
  readonly verb: "empty";
  readonly resources: readonly ResourceRef[];
  readonly namespace: string;
}

export type Action =
  | CreateAction
  | UpdateAction
  | PatchAction
  | DeleteAction
  | PostAction
  | EventAction
  | BatchAction
  | RequireAbsentAction
  | EmptyAction;

export const emptyPlan: Plan = Object.freeze({ actions: Object.freeze([]) });

/** A plan of these actions; of several times to look again, the earliest. */
export function plan(
  actions: readonly Action[],
  ...requeueAfterMs: readonly (number | undefined)[]
): Plan {
  const times = requeueAfterMs.filter((ms) => ms !== undefined);
  if (times.length === 0) return actions.length === 0 ? emptyPlan : { actions };
  return { actions, requeueAfterMs: Math.max(0, Math.min(...times)) };
}

/** A status write: `object` with another status. */
export function updateStatus<T extends KubeObject & { readonly status?: unknown }>(
  resource: ResourceRef<T>,
  object: Stored<T>,
  status: T["status"],
): UpdateAction {
  return { verb: "update", resource, object: { ...object, status }, subresource: "status" };
}
