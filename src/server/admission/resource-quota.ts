/**
 * Plugin ResourceQuota: charges what a write uses to the quotas of its namespace, or refuses it
 * (apiserver, pkg/admission/plugin/resourcequota).
 */
import type {
  DeviceClass,
  Pod,
  ResourceQuota,
  ResourceV1ResourceClaim,
} from "../../api/generated/types.ts";
import {
  amountsOf,
  amountsText,
  difference,
  masked,
  resourceList,
  sum,
  withoutZeros,
  zero,
  type Amounts,
} from "../../api/quota/amounts.ts";
import type { DeviceSources } from "../../api/quota/device-claims.ts";
import { evaluatorOf, inScope, type Evaluator } from "../../api/quota/evaluator.ts";
import { groupResourceOf, type KubeObject } from "../../api/object.ts";
import type { Host } from "../../host/host.ts";
import type { Store, StoredEntry } from "../../store/store.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./chain.ts";
import { refused } from "./refusal.ts";

type Request = AdmissionRequest & { readonly object: KubeObject };

export function resourceQuota(store: Store, host: Host): AdmissionPlugin {
  return {
    name: "ResourceQuota",
    validate(request) {
      const { operation, target, context, object } = request;
      const { definition, namespace } = target;
      if (operation === "DELETE" || !object || !definition.namespaced || definition.ephemeral) {
        return;
      }
      if (definition.resource === "events") return;
      // Most namespaces have none: they must not pay for the rest.
      const quotas = store.list("resourcequotas", { namespace }).entries;
      if (quotas.length === 0) return;
      const evaluator = evaluatorOf(definition, () => devicesIn(store, namespace));
      if (!handles(evaluator, request)) return;
      const charges = quotas.flatMap((entry) => {
        // The newest state counts, whether durable yet or not: two writers must not both take the last.
        const head = store.head(entry.key);
        if (!head) return [];
        const used = charge(head, evaluator, { request: { ...request, object }, host, store });
        return used ? [{ head, used }] : [];
      });
      // A create whose name is taken will be refused, and must not stay charged.
      const resource = groupResourceOf(definition);
      const name = object.metadata.name ?? "";
      const taken = operation === "CREATE" && store.head({ resource, namespace, name });
      if (context.dryRun || taken) return;
      for (const { head, used } of charges) write(store, head, used);
    },
  };
}

/** What claims of devices are read with. */
function devicesIn(store: Store, namespace: string): DeviceSources {
  const all = <T>(resource: string, within: { readonly namespace?: string } = {}): readonly T[] =>
    store.list(resource, within).entries.map(({ object }) => object as unknown as T);
  return {
    classes: all<DeviceClass>("deviceclasses.resource.k8s.io"),
    pods: all<Pod>("pods", { namespace }),
    claims: all<ResourceV1ResourceClaim>("resourceclaims.resource.k8s.io", { namespace }),
  };
}

function handles(evaluator: Evaluator, { operation, target }: AdmissionRequest): boolean {
  const { subresource } = target;
  if (operation === "CREATE") return subresource === "";
  switch (evaluator.onUpdate) {
    case "never":
      return false;
    case "object":
      return subresource === "";
    case "object and status":
      return subresource === "" || subresource === "status";
    case "resize":
      return subresource === "resize";
  }
}

/** The new `status.used` of a quota; undefined when it is not touched. Throws 403 when it is exceeded. */
function charge(
  { object: stored }: StoredEntry,
  evaluator: Evaluator,
  context: { readonly request: Request; readonly host: Host; readonly store: Store },
): Amounts | undefined {
  const { request, host } = context;
  const quota = stored as ResourceQuota;
  const name = quota.metadata.name ?? "";
  const hard = amountsOf(quota.status?.hard);
  const limited = [...hard.keys()].filter((each) => evaluator.limits(each));
  if (limited.length === 0 || !inScope(evaluator, quota, request.object)) return undefined;
  const problem = evaluator.constraint?.(request.object, limited);
  if (problem) throw refused(request, `failed quota: ${name}: ${problem}`);
  const used = usedOf(quota, limited, { evaluator, ...context });
  const requested = withoutZeros(masked(delta(evaluator, quota, { request, host }), hard));
  if (requested.size === 0) return undefined;
  const next = sum(used, requested);
  const exceeded = new Set(
    [...requested.keys()].filter(
      (each) => (next.get(each)?.nanos ?? 0n) > (hard.get(each)?.nanos ?? 0n),
    ),
  );
  if (exceeded.size > 0 && request.target.subresource !== "status") {
    const show = (amounts: Amounts) => amountsText(masked(amounts, exceeded));
    throw refused(
      request,
      `exceeded quota: ${name}, requested: ${show(requested)}, used: ${show(used)}, limited: ${show(hard)}`,
    );
  }
  return next;
}

/** What the quota has counted. What it has not yet, of a custom resource that has just come to be served, is counted now. */
function usedOf(
  quota: ResourceQuota,
  limited: readonly string[],
  {
    evaluator,
    request,
    host,
    store,
  }: {
    readonly evaluator: Evaluator;
    readonly request: Request;
    readonly host: Host;
    readonly store: Store;
  },
): Amounts {
  const used = amountsOf(quota.status?.used);
  const missing = new Set(limited.filter((name) => !used.has(name)));
  if (missing.size === 0) return used;
  const { definition, namespace } = request.target;
  const nowMs = host.clock.nowMs();
  const counted = store
    .list(groupResourceOf(definition), { namespace })
    .entries.filter(({ object }) => inScope(evaluator, quota, object))
    .map(({ object }) => masked(evaluator.usage(object, nowMs), missing));
  const none: Amounts = new Map([...missing].map((name) => [name, zero]));
  return sum(used, counted.reduce(sum, none));
}

/** What the write adds: all of a new object, of an update what it uses more than before. */
function delta(
  evaluator: Evaluator,
  quota: ResourceQuota,
  { request, host }: { readonly request: Request; readonly host: Host },
): Amounts {
  const nowMs = host.clock.nowMs();
  const usage = evaluator.usage(request.object, nowMs);
  const negative = [...usage].filter(([, { nanos }]) => nanos < 0n).map(([each]) => each);
  if (negative.length > 0) {
    throw refused(request, `quota usage is negative for resource(s): ${negative.sort().join(",")}`);
  }
  const { previous } = request;
  if (!previous || !inScope(evaluator, quota, previous)) return usage;
  return difference(usage, evaluator.usage(previous, nowMs));
}

/**
 * Not waited for: the object's own write follows at once, in the same group commit or a later one, and fails if this one does.
 */
function write(store: Store, head: StoredEntry, used: Amounts): void {
  const quota = head.object as ResourceQuota;
  const object = { ...quota, status: { ...quota.status, used: resourceList(used) } };
  store.put(head.key, object as KubeObject, head.revision).catch(() => undefined);
}
