/**
 * Says of ranges of Services that they are ready, and lets those go that no address is of any more, or only such as another range has
 * too. Source: pkg/controller/servicecidrs.
 */
import type { ServiceCIDR } from "../api/generated/types.ts";
import { IP_ADDRESSES, SERVICE_CIDRS } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { parseTime, rfc3339 } from "../api/time.ts";
import { contains, parseCidr, parseIp } from "../api/validation/addresses.ts";
import { watch, type Controller, type Listers } from "../loop/controller.ts";
import { plan, type Plan } from "../loop/plan.ts";
import { findCondition, setCondition, type Condition } from "./conditions.ts";

/** How long allocators may go on taking a deleted range for one to give addresses of. */
const deletionGraceMs = 10_000;
const finalizer = "networking.k8s.io/service-cidr-finalizer";

export interface ServiceCidrView {
  readonly range: Stored<ServiceCIDR>;
  /** Whether an address would be of no range without this one; only looked for while it is being deleted. */
  readonly isNeeded: boolean;
}

export const serviceCidrController: Controller<ServiceCidrView> = {
  name: "service-cidr-controller",
  serviceAccount: "service-cidrs-controller",
  watches: [
    // What one range has no room for any more another may have: each is about all of them.
    watch(SERVICE_CIDRS, (change, listers) => {
      const own = change.after?.metadata.name;
      return [...(own === undefined ? [] : [own]), ...namesOf(listers, isGoing)];
    }),
    watch(IP_ADDRESSES, (_change, listers) => namesOf(listers, isGoing)),
  ],
  view(listers, name) {
    const range = listers.of(SERVICE_CIDRS).get(name);
    return range && { range, isNeeded: isGoing(range) && hasOwnAddresses(listers, range) };
  },
  reconcile({ range, isNeeded }, nowMs) {
    const has = range.metadata.finalizers?.includes(finalizer) ?? false;
    if (!isGoing(range)) {
      return has
        ? readiness(range, ready, nowMs)
        : withFinalizers(range, (all) => [...all, finalizer]);
    }
    if (!has) return plan([]);
    if (isNeeded) return readiness(range, terminating, nowMs);
    const goneForMs = nowMs - (parseTime(range.metadata.deletionTimestamp) ?? nowMs);
    if (goneForMs < deletionGraceMs) return plan([], deletionGraceMs - goneForMs);
    return withFinalizers(range, (all) => all.filter((each) => each !== finalizer));
  },
};

const ready: Condition = {
  type: "Ready",
  status: "True",
  reason: "",
  message: "Kubernetes Service CIDR is ready",
};
const terminating: Condition = {
  type: "Ready",
  status: "False",
  reason: "Terminating",
  message:
    "There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR",
};

function isGoing({ metadata }: ServiceCIDR): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function namesOf(listers: Listers, wanted: (range: ServiceCIDR) => boolean): readonly string[] {
  const ranges = listers.of(SERVICE_CIDRS).all().filter(wanted);
  return ranges.flatMap(({ metadata }) => metadata.name ?? []);
}

function hasOwnAddresses(listers: Listers, range: Stored<ServiceCIDR>): boolean {
  const others = listers.of(SERVICE_CIDRS).all();
  const standing = others.filter((each) => !isGoing(each)).flatMap(blocksOf);
  const own = blocksOf(range);
  return listers
    .of(IP_ADDRESSES)
    .all()
    .some(({ metadata }) => {
      const address = parseIp(metadata.name ?? "");
      if (address === undefined || !own.some((block) => contains(block, address))) return false;
      return !standing.some((block) => contains(block, address));
    });
}

function blocksOf({ spec }: ServiceCIDR) {
  return (spec?.cidrs ?? []).flatMap((text) => parseCidr(text) ?? []);
}

function withFinalizers(
  range: Stored<ServiceCIDR>,
  changed: (finalizers: readonly string[]) => readonly string[],
): Plan {
  const finalizers = changed(range.metadata.finalizers ?? []);
  const object = { ...range, metadata: { ...range.metadata, finalizers } };
  return plan([{ verb: "update", resource: SERVICE_CIDRS, object }]);
}

/** A range that is ready already keeps the words in which that was said. */
function readiness(range: Stored<ServiceCIDR>, wanted: Condition, nowMs: number): Plan {
  const current = range.status?.conditions;
  if (findCondition<Condition>(current, "Ready")?.status === wanted.status) return plan([]);
  const dated = { ...wanted, lastTransitionTime: rfc3339(nowMs) };
  const conditions = setCondition<Condition>(current, dated);
  const patch = { status: { conditions: conditions.map((each) => ({ ...each })) } };
  return plan([
    {
      verb: "patch",
      resource: SERVICE_CIDRS,
      object: range,
      type: "merge",
      subresource: "status",
      patch,
    },
  ]);
}
