/** What Pods request of a resource, as utilization is measured against it. Source: calculateRequests of replica_calculator.go. */
import type { Container, Pod } from "../../api/generated/types.ts";
import { quantityMilli } from "../../api/quantity.ts";
import { MetricUnusable } from "./metric-unusable.ts";

/** By the names of the Pods, in thousandths; of one container where one is named. Throws MetricUnusable. */
export function requestsOf(
  pods: readonly Pod[],
  container: string,
  resource: string,
): ReadonlyMap<string, number> {
  return new Map(
    pods.map((pod): [string, number] => {
      const isWhole = container === "" && hasPodRequests(pod);
      const request = isWhole
        ? podLevelRequest(pod, resource)
        : containersRequest(pod, container, resource);
      return [pod.metadata.name ?? "", request];
    }),
  );
}

const podLevelResources = /^(cpu|memory|hugepages-.*)$/;

function hasPodRequests({ spec }: Pod): boolean {
  return Object.keys(spec?.resources?.requests ?? {}).some((name) => podLevelResources.test(name));
}

/** The Pod's own request, or, of a resource that it has none of, the sum of its containers'. */
function podLevelRequest(pod: Pod, resource: string): number {
  const { spec, metadata } = pod;
  const own = podLevelResources.test(resource) ? spec?.resources?.requests?.[resource] : undefined;
  if (own !== undefined) return quantityMilli(own) ?? 0;
  const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  if (!all.some((each) => each.resources?.requests?.[resource] !== undefined)) {
    throw new MetricUnusable(`missing pod-level request for ${resource} in Pod ${metadata.name}`);
  }
  return aggregated(pod, resource);
}

/** Containers and sidecars together, or what an init container needs beside the sidecars before it, if that is more. */
function aggregated({ spec }: Pod, resource: string): number {
  let [sum, sidecars, initMax] = [0, 0, 0];
  const requestOf = (each: Container): number =>
    quantityMilli(each.resources?.requests?.[resource] ?? "0") ?? 0;
  for (const each of spec?.containers ?? []) sum += requestOf(each);
  for (const each of spec?.initContainers ?? []) {
    if (each.restartPolicy === "Always") sidecars += requestOf(each);
    initMax = Math.max(initMax, sidecars + (each.restartPolicy === "Always" ? 0 : requestOf(each)));
  }
  return Math.max(sum + sidecars, initMax);
}

function containersRequest({ spec, metadata }: Pod, container: string, resource: string): number {
  const sidecars = (spec?.initContainers ?? []).filter((each) => each.restartPolicy === "Always");
  let sum = 0;
  for (const each of [...(spec?.containers ?? []), ...sidecars]) {
    if (container !== "" && container !== each.name) continue;
    const request = each.resources?.requests?.[resource];
    if (request === undefined) {
      const where = `container ${each.name} of Pod ${metadata.name}`;
      throw new MetricUnusable(`missing request for ${resource} in ${where}`);
    }
    sum += quantityMilli(request) ?? 0;
    if (container !== "") return sum;
  }
  if (container !== "") {
    throw new MetricUnusable(`container ${container} not found in Pod ${metadata.name}`);
  }
  return sum;
}
