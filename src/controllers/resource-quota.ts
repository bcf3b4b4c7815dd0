/**
 * Counts what the objects of a namespace use of its quotas. Source: pkg/controller/resourcequota. Admission counts up as it
 * lets writes pass; this counts again when a quota is new or changed, and when objects come, go or end.
 */
import type { DeviceClass, Pod, ResourceQuota } from "../api/generated/types.ts";
import { DEVICE_CLASSES, PODS, RESOURCE_CLAIMS, RESOURCE_QUOTAS } from "../api/kinds.ts";
import { objectKey, type KubeObject, type ResourceRef, type Stored } from "../api/object.ts";
import type { Quantity } from "../api/quantity.ts";
import {
  amountsOf,
  masked,
  resourceList,
  sameAmounts,
  sum,
  zero,
  type Amounts,
} from "../api/quota/amounts.ts";
import type { DeviceSources } from "../api/quota/device-claims.ts";
import { evaluatorOf, inScope, isDeviceClaim } from "../api/quota/evaluator.ts";
import { watch, type Controller, type Listers, type Watch } from "../loop/controller.ts";
import type { Change } from "../loop/informer.ts";
import { plan, updateStatus } from "../loop/plan.ts";
import { semanticallyEqual } from "./equality.ts";

export interface QuotaView {
  readonly quota: Stored<ResourceQuota>;
  /** The objects of the namespace, by resource; only of resources that the quota limits. */
  readonly objects: readonly {
    readonly resource: ResourceRef;
    readonly items: readonly Stored<KubeObject>[];
  }[];
  /** What the claims of devices are read with, where the quota limits them. */
  readonly devices: DeviceSources | undefined;
}

/** `resources` are the built-in namespaced ones that are stored, events left out; custom ones join while they are served. */
export function resourceQuotaController(resources: readonly ResourceRef[]): Controller<QuotaView> {
  const others = resources.filter(({ resource }) => resource !== RESOURCE_QUOTAS.resource);
  const watchOf = (resource: ResourceRef): Watch => ({
    resource,
    keys: (change, listers) =>
      matters(resource, change)
        ? quotasOf(listers, (change.after ?? change.before)?.metadata.namespace).filter((key) =>
            limits(
              listers.of(RESOURCE_QUOTAS).get(key),
              resource,
              listers.of(DEVICE_CLASSES).all(),
            ),
          )
        : [],
  });
  return {
    name: "resourcequota-controller",
    watches: [
      watch(RESOURCE_QUOTAS, ({ before, after }, listers) => {
        if (!after || !before) return quotasOf(listers, (after ?? before)?.metadata.namespace);
        // Admission's own counting is no news.
        return semanticallyEqual(before.spec, after.spec) ? [] : [objectKey(after)];
      }),
      ...others.map(watchOf),
      // Which extended resource a class stands for counts from the next look at a quota on.
      watch(DEVICE_CLASSES, () => []),
    ],
    watchOf: (resource) => (resource.namespaced ? watchOf(resource) : undefined),
    view(listers, key) {
      const quota = listers.of(RESOURCE_QUOTAS).get(key);
      if (quota === undefined) return undefined;
      const namespace = quota.metadata.namespace ?? "";
      const classes = listers.of(DEVICE_CLASSES).all();
      const objects = listers.resources
        .filter((resource) => resource.namespaced && limits(quota, resource, classes))
        .map((resource) => ({ resource, items: listers.of(resource).inNamespace(namespace) }));
      const hasClaims = objects.some(({ resource }) => isDeviceClaim(resource));
      const itemsOf = <T extends KubeObject>(resource: ResourceRef<T>) =>
        listers.of(resource).inNamespace(namespace);
      const devices = hasClaims
        ? { classes, pods: itemsOf(PODS), claims: itemsOf(RESOURCE_CLAIMS) }
        : undefined;
      return { quota, objects, devices };
    },
    reconcile({ quota, objects, devices }, nowMs) {
      const hard = amountsOf(quota.spec?.hard);
      const known = masked(amountsOf(quota.status?.used), hard);
      // Pods and claims of devices may use the same resource.
      const counted = objects
        .map(({ resource, items }) => usageOf(quota, { resource, items, devices, nowMs }))
        .reduce(sum, new Map());
      const used = new Map<string, Quantity>([...known, ...masked(counted, hard)]);
      const same =
        sameAmounts(used, amountsOf(quota.status?.used)) &&
        sameAmounts(hard, amountsOf(quota.status?.hard));
      if (same) return plan([]);
      const status = { hard: resourceList(hard), used: resourceList(used) };
      return plan([updateStatus(RESOURCE_QUOTAS, quota, status)]);
    },
  };
}

/** What the objects of one resource use, nothing included. */
function usageOf(
  quota: ResourceQuota,
  {
    resource,
    items,
    devices,
    nowMs,
  }: {
    readonly resource: ResourceRef;
    readonly items: readonly Stored<KubeObject>[];
    readonly devices: DeviceSources | undefined;
    readonly nowMs: number;
  },
): Amounts {
  const evaluator = evaluatorOf(resource, devices && (() => devices));
  const names = Object.keys(quota.spec?.hard ?? {}).filter((name) => evaluator.limits(name));
  let used: Amounts = new Map(names.map((name) => [name, zero]));
  for (const item of items) {
    if (inScope(evaluator, quota, item)) used = sum(used, evaluator.usage(item, nowMs));
  }
  return used;
}

function limits(
  quota: ResourceQuota | undefined,
  resource: ResourceRef,
  classes: readonly DeviceClass[],
): boolean {
  const evaluator = evaluatorOf(resource, () => ({ classes, pods: [], claims: [] }));
  return Object.keys(quota?.spec?.hard ?? {}).some((name) => evaluator.limits(name));
}

function quotasOf(listers: Listers, namespace = ""): string[] {
  return listers.of(RESOURCE_QUOTAS).inNamespace(namespace).map(objectKey);
}

/** Whether a change can make the usage another: most kinds use the same for as long as they are there. */
function matters({ kind }: ResourceRef, { before, after }: Change<KubeObject>): boolean {
  if (!before || !after) return true;
  if (kind !== "Pod") return kind === "Service" || kind === "PersistentVolumeClaim";
  const isOver = (pod: Pod) => pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded";
  const resized = !semanticallyEqual((before as Pod).spec, (after as Pod).spec);
  return resized || isOver(after as Pod) !== isOver(before as Pod);
}
