/** The one shape of a controller. Everything that acts is in the runner; a controller only looks and decides. */
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import type { Change } from "./informer.ts";
import type { IndexFunction, Lister } from "./object-cache.ts";
import type { Plan } from "./plan.ts";

/** The listers of the resources that a controller watches. Asking for another one throws. */
export interface Listers {
  of<T extends KubeObject>(resource: ResourceRef<T>): Lister<T>;
  /** What the controller watches right now, resources included that have come to be served since it started. */
  readonly resources: readonly ResourceRef[];
}

export interface Watch {
  readonly resource: ResourceRef;
  /** The keys that a change makes it necessary to look at. */
  keys(change: Change<KubeObject>, listers: Listers): Iterable<string>;
  /** Indexes that `view` needs, by name. */
  readonly indexes?: Readonly<Record<string, IndexFunction<KubeObject>>>;
}

/** When a key is looked at, and what the last plan for it asked to be remembered. */
export interface Moment {
  readonly nowMs: number;
  readonly memory: unknown;
}

/** When what the API has to be asked for is gathered. */
export interface Gathering extends Moment {
  /** The host's clock for durations. */
  monotonicMs(): number;
}

export interface Refusal extends Moment {
  /** Actions before the one that was refused that have written something. */
  readonly written: number;
  /** The state was not that of the view any more: announcements say nothing of such failures. */
  readonly isConflict: boolean;
}

export interface Controller<View = unknown> {
  /** As Kubernetes names it; the component of its events, unless `component` says otherwise. */
  readonly name: string;
  /** Whom its events come from, where several controllers share one component. */
  readonly component?: string;
  /** The account of kube-system that it acts as, where that has another name. */
  readonly serviceAccount?: string;
  readonly watches: readonly Watch[];
  /**
   * How to watch a resource that custom resource definitions bring, for controllers that look after all there are; undefined: not at all.
   */
  watchOf?(resource: ResourceRef): Watch | undefined;
  /** Keys that are looked at once at the start, beyond what the first lists lead to. */
  readonly initialKeys?: readonly string[];
  /** Gathers all that the decision about `key` needs; undefined when there is nothing to decide. */
  view(listers: Listers, key: string): View | undefined;
  /** Adds to the view what no cache holds and the API has to be asked for. A rejection has the key tried again. */
  gather?(view: View, moment: Gathering): Promise<View>;
  /**
   * Pure and synchronous: the same view, time and memory give the same plan, whatever the order of the lists in it. `memory` is what
   * the last plan for the key, carried out, asked to be remembered: nothing after a start, nor when there was nothing to decide.
   */
  reconcile(view: View, nowMs: number, memory?: unknown): Plan;
  /**
   * What to do when an action of the plan was refused with `message`, after so many writes. Pure as well. The key is then tried again,
   * unless the plan says itself when to look.
   */
  refused?(view: View, message: string, moment: Refusal): Plan;
  /** Whether `refused` is to be asked about conflicts, too; otherwise a view that has become old is simply made anew. */
  readonly minds?: "conflicts";
}

/** The states of an object that a watch's keys are made from: the old one too, for what it no longer belongs to. */
export function statesOf<T extends KubeObject>(change: Change<T>): readonly Stored<T>[] {
  const { before, after } = change;
  if (before === undefined) return after === undefined ? [] : [after];
  return after === undefined ? [before] : [after, before];
}

/** A watch of `resource`; by default each object leads to its own key. */
export function watch<T extends KubeObject>(
  resource: ResourceRef<T>,
  keys: (change: Change<T>, listers: Listers) => Iterable<string>,
  indexes?: Readonly<Record<string, IndexFunction<T>>>,
): Watch {
  return {
    resource,
    keys: keys as Watch["keys"],
    ...(indexes ? { indexes: indexes as NonNullable<Watch["indexes"]> } : {}),
  };
}

/** A watch that only fills a lister. */
export function lookUp<T extends KubeObject>(
  resource: ResourceRef<T>,
  indexes?: Readonly<Record<string, IndexFunction<T>>>,
): Watch {
  return watch(resource, () => [], indexes);
}

/** Keys of an object itself, from any of its states. */
export function ownKey<T extends KubeObject>(change: Change<T>): readonly string[] {
  const object = change.after ?? change.before;
  if (object === undefined) return [];
  const { namespace, name } = object.metadata;
  return [namespace ? `${namespace}/${name}` : name];
}
