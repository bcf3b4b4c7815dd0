/**
 * Deletes what a terminating namespace holds and then lets it go. Pods go first, so that nothing runs on without the
 * objects it relies on. Source: pkg/controller/namespace/deletion (with OrderedNamespaceDeletion).
 */
import type { Namespace, NamespaceCondition } from "../api/generated/types.ts";
import { NAMESPACES, PODS } from "../api/kinds.ts";
import { groupResourceOf, type KubeObject, type ResourceRef, type Stored } from "../api/object.ts";
import { rfc3339 } from "../api/time.ts";
import { ownKey, watch, type Controller } from "../loop/controller.ts";
import { plan, updateStatus, type Action, type Plan } from "../loop/plan.ts";
import { setCondition } from "./conditions.ts";
import { semanticallyEqual } from "./equality.ts";

const finalizer = "kubernetes";

export interface Remaining {
  /** `pods`, `deployments.apps` */
  readonly resource: string;
  readonly count: number;
  /** How many of them each finalizer holds. */
  readonly finalizers: Readonly<Record<string, number>>;
}

export interface NamespaceView {
  readonly namespace: Stored<Namespace>;
  readonly remaining: readonly Remaining[];
  /** What the namespace may hold: built in, and custom as it is served right now. */
  readonly resources: readonly ResourceRef[];
}

export interface NamespaceControllerOptions {
  /** Every namespaced resource that objects are stored of; those watched tell when the last of them is gone. */
  readonly resources: readonly ResourceRef[];
  /** Those that are emptied without being watched: Events, of which there are many and none is held by a finalizer. */
  readonly unwatched: readonly ResourceRef[];
}

export function namespaceController(
  options: NamespaceControllerOptions,
): Controller<NamespaceView> {
  const watchContent = (resource: ResourceRef) =>
    watch(resource, ({ before, after }, listers) => {
      const name = (after ?? before)?.metadata.namespace ?? "";
      const { deletionTimestamp } = listers.of(NAMESPACES).get(name)?.metadata ?? {};
      return deletionTimestamp === undefined ? [] : [name];
    });
  return {
    name: "namespace-controller",
    watches: [watch(NAMESPACES, ownKey), ...options.resources.map(watchContent)],
    watchOf: (resource) => (resource.namespaced ? watchContent(resource) : undefined),
    view(listers, key) {
      const namespace = listers.of(NAMESPACES).get(key);
      if (namespace?.metadata.deletionTimestamp === undefined) return undefined;
      const resources = listers.resources.filter(({ namespaced }) => namespaced);
      const remaining = resources
        .map((resource) => remainingOf(resource, listers.of(resource).inNamespace(key)))
        .filter(({ count }) => count > 0);
      return { namespace, remaining, resources };
    },
    reconcile: (view, nowMs) => reconcile(options, view, nowMs),
  };
}

function remainingOf(resource: ResourceRef, objects: readonly Stored<KubeObject>[]): Remaining {
  const finalizers: Record<string, number> = {};
  for (const name of objects.flatMap(({ metadata }) => metadata.finalizers ?? [])) {
    finalizers[name] = (finalizers[name] ?? 0) + 1;
  }
  return { resource: groupResourceOf(resource), count: objects.length, finalizers };
}

function reconcile(options: NamespaceControllerOptions, view: NamespaceView, nowMs: number): Plan {
  const { namespace, remaining, resources } = view;
  const finalizers = namespace.spec?.finalizers ?? [];
  if (!finalizers.includes(finalizer)) return plan([]);
  const { name } = namespace.metadata;
  const conditions = conditionsOf(namespace.status?.conditions, remaining, nowMs);
  const status = { ...namespace.status, phase: "Terminating" as const, conditions };
  const actions: Action[] = semanticallyEqual(status, namespace.status)
    ? []
    : [updateStatus(NAMESPACES, namespace, status)];
  const others = resources.filter((resource) => resource.resource !== PODS.resource);
  actions.push({ verb: "empty", resources: [PODS], namespace: name });
  actions.push({ verb: "empty", resources: [...others, ...options.unwatched], namespace: name });
  const object: Stored<Namespace> = {
    ...namespace,
    spec: { ...namespace.spec, finalizers: finalizers.filter((each) => each !== finalizer) },
  };
  actions.push({ verb: "update", resource: NAMESPACES, object, subresource: "finalize" });
  return plan(actions);
}

function conditionsOf(
  current: readonly NamespaceCondition[] | undefined,
  remaining: readonly Remaining[],
  nowMs: number,
): readonly NamespaceCondition[] {
  const sorted = [...remaining].sort((a, b) => (a.resource < b.resource ? -1 : 1));
  const held: Record<string, number> = {};
  for (const { finalizers } of sorted) {
    for (const [name, count] of Object.entries(finalizers)) held[name] = (held[name] ?? 0) + count;
  }
  const heldBy = Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = sorted.map(
    ({ resource, count }) => `${resource}. has ${count} resource instances`,
  );
  const holders = heldBy.map(([name, count]) => `${name} in ${count} resource instances`);
  const rows: readonly (readonly [string, boolean, string, string])[] = [
    [
      "NamespaceDeletionDiscoveryFailure",
      false,
      "ResourcesDiscovered",
      "All resources successfully discovered",
    ],
    [
      "NamespaceDeletionGroupVersionParsingFailure",
      false,
      "ParsedGroupVersions",
      "All legacy kube types successfully parsed",
    ],
    [
      "NamespaceDeletionContentFailure",
      false,
      "ContentDeleted",
      "All content successfully deleted, may be waiting on finalization",
    ],
    content.length > 0
      ? [
          "NamespaceContentRemaining",
          true,
          "SomeResourcesRemain",
          `Some resources are remaining: ${content.join(", ")}`,
        ]
      : ["NamespaceContentRemaining", false, "ContentRemoved", "All content successfully removed"],
    holders.length > 0
      ? [
          "NamespaceFinalizersRemaining",
          true,
          "SomeFinalizersRemain",
          `Some content in the namespace has finalizers remaining: ${holders.join(", ")}`,
        ]
      : [
          "NamespaceFinalizersRemaining",
          false,
          "ContentHasNoFinalizers",
          "All content-preserving finalizers finished",
        ],
  ];
  return rows.reduce<readonly NamespaceCondition[]>(
    (conditions, [type, holds, reason, message]) => {
      const status = holds ? "True" : "False";
      const next = { type, status, lastTransitionTime: rfc3339(nowMs), reason, message };
      const set = setCondition(conditions, next);
      // The numbers in the message count down although status and reason stay.
      return set.map((each) => (each.type === type ? { ...each, message } : each));
    },
    current ?? [],
  );
}
