/**
 * What a Pod as a whole was given and may use (KEP-2837, KEP-5419): from its own resources where it states any, else from its
 * containers'. Pure. Follows pkg/kubelet/cm (ResourceConfigForPod) and kuberuntime_container_linux.go (getCPULimit, getMemoryLimit).
 * A kubelet reads what holds from the Pod's cgroup, where cpu weights are coarse: 100m come back as 79m. Here they are exact.
 */
import type {
  Container,
  Pod,
  PodSpec,
  PodStatus,
  ResourceRequirements,
} from "../api/generated/types.ts";
import { type Amounts, amountsOf, difference, resourceList } from "../api/quota/amounts.ts";
import { podAmounts } from "../api/quota/pod-amounts.ts";

type Resources = Pick<ResourceRequirements, "limits" | "requests">;
type PodLevelStatus = Pick<PodStatus, "allocatedResources" | "resources">;

const computed = ["cpu", "memory"];
const known = new WeakMap<PodSpec, PodLevelStatus>();

/** What a Pod's status says of the whole; the runtime's overhead is part of it. `given`: with what the node has given it. */
export function podLevelStatus(given: Pod): PodLevelStatus {
  const { spec } = given;
  if (!spec) return { resources: {} };
  let status = known.get(spec);
  if (!status) known.set(spec, (status = statusOf(given, spec)));
  return status;
}

function statusOf(given: Pod, spec: PodSpec): PodLevelStatus {
  const allocated = podAmounts(given, "requests");
  const requests = named(allocated, computed);
  const limited = computed.filter((name) => isLimited(spec, name));
  const limits = named(podAmounts(given, "limits"), limited);
  return {
    ...(allocated.size > 0 ? { allocatedResources: resourceList(allocated) } : {}),
    resources: {
      ...(limits.size > 0 ? { limits: resourceList(limits) } : {}),
      ...(requests.size > 0 ? { requests: resourceList(requests) } : {}),
    },
  };
}

/** The Pod's own limit counts, or those of its containers if every one has one. */
function isLimited({ resources, initContainers = [], containers }: PodSpec, name: string): boolean {
  const has = (limits: Resources["limits"]): boolean =>
    (amountsOf(limits).get(name)?.nanos ?? 0n) > 0n;
  if (has(resources?.limits)) return true;
  let sidecar = false;
  const all = initContainers.every((container) => {
    const limited = has(container.resources?.limits) || sidecar;
    if (container.restartPolicy === "Always") sidecar = limited;
    return limited;
  });
  return all && containers.every((container) => has(container.resources?.limits));
}

function named(amounts: Amounts, names: readonly string[]): Amounts {
  return new Map([...amounts].filter(([name, { nanos }]) => nanos > 0n && names.includes(name)));
}

/** A container with the limits that hold for it: where it has none of its own, the Pod's. */
export function withPodLimits<C extends Container>(container: C, { spec }: Pod): C {
  const shared = spec?.resources?.limits;
  if (!shared) return container;
  const own = container.resources?.limits;
  const inherited = computed.flatMap((name) => {
    const limit = shared[name];
    const isOwn = (amountsOf(own).get(name)?.nanos ?? 0n) > 0n;
    return limit === undefined || isOwn ? [] : [[name, limit] as const];
  });
  if (inherited.length === 0) return container;
  const limits = { ...own, ...Object.fromEntries(inherited) };
  return { ...container, resources: { ...container.resources, limits } };
}

/** What a Pod that asks for something as a whole had been given of it, as its status tells; what it asks for where that says nothing. */
export function givenBefore({ spec, status }: Pod): ResourceRequirements | undefined {
  const { allocatedResources, resources } = status ?? {};
  const wanted = spec?.resources;
  if (!wanted || !allocatedResources || !resources) return wanted;
  const overhead = amountsOf(spec?.overhead);
  const known = (
    list: Resources["limits"],
    of: Resources["limits"],
  ): Readonly<Record<string, string>> => {
    const own = named(difference(amountsOf(of), overhead), Object.keys(list ?? {}));
    return resourceList(own);
  };
  const { requests, limits } = wanted;
  return {
    ...wanted,
    ...(requests ? { requests: known(requests, allocatedResources) } : {}),
    ...(limits ? { limits: known(limits, resources.limits) } : {}),
  };
}
