/** What the endpoint controllers share: which Services a change concerns, and which port of a Pod a Service means. */
import type { Pod, Service, ServicePort } from "../../api/generated/types.ts";
import { PODS, SERVICES } from "../../api/kinds.ts";
import { objectKey, type Stored } from "../../api/object.ts";
import { ownKey, statesOf, watch, type Listers, type Watch } from "../../loop/controller.ts";
import { hasLabels } from "../../loop/label-selector.ts";
import { isFinished } from "../pod-state.ts";

/** Watches Services, and Pods for the Services that select them. */
export const serviceAndPodWatches: readonly Watch[] = [
  watch(SERVICES, ownKey),
  watch(PODS, (change, listers) => {
    const { before, after } = change;
    if (
      before !== undefined &&
      after !== undefined &&
      endpointFacts(before) === endpointFacts(after)
    ) {
      return [];
    }
    const services = listers.of(SERVICES).inNamespace((after ?? before)?.metadata.namespace ?? "");
    return services
      .filter((service) => statesOf(change).some((pod) => selects(service, pod)))
      .map(objectKey);
  }),
];

/** All of a Pod that its endpoints are made of, as one text. */
function endpointFacts(pod: Stored<Pod>): string {
  const { metadata, spec, status } = pod;
  return JSON.stringify([
    metadata.labels,
    metadata.deletionTimestamp,
    spec?.nodeName,
    status?.phase,
    status?.podIPs ?? status?.podIP,
    status?.conditions?.find(({ type }) => type === "Ready")?.status,
  ]);
}

export function selects(service: Service, pod: Pod): boolean {
  const selector = service.spec?.selector;
  return selector !== undefined && Object.keys(selector).length > 0
    ? hasLabels(selector, pod.metadata.labels)
    : false;
}

/** True for Services whose endpoints are made from Pods. */
export function hasEndpoints(service: Service): boolean {
  return (
    Object.keys(service.spec?.selector ?? {}).length > 0 && service.spec?.type !== "ExternalName"
  );
}

/** The Pods of a Service that have an address and have not finished, those being deleted included, by name. */
export function podsOf(service: Stored<Service>, listers: Listers): readonly Stored<Pod>[] {
  return listers
    .of(PODS)
    .inNamespace(service.metadata.namespace ?? "")
    .filter((pod) => selects(service, pod) && !isFinished(pod) && addressesOf(pod).length > 0);
}

export function addressesOf(pod: Pod): readonly string[] {
  const { podIPs, podIP } = pod.status ?? {};
  if (podIPs !== undefined && podIPs.length > 0) return podIPs.map(({ ip }) => ip);
  return podIP ? [podIP] : [];
}

/** The number of the Pod's port that the Service's port leads to; undefined when the Pod has no port of that name. */
export function targetPortOf(pod: Pod, port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === "number") return target === 0 ? port.port : target;
  const sidecars = (pod.spec?.initContainers ?? []).filter(
    ({ restartPolicy }) => restartPolicy === "Always",
  );
  const ports = [...(pod.spec?.containers ?? []), ...sidecars].flatMap(({ ports }) => ports ?? []);
  const protocol = port.protocol ?? "TCP";
  return ports.find((each) => each.name === target && (each.protocol ?? "TCP") === protocol)
    ?.containerPort;
}

/** The hostname by which DNS names the Pod under this Service. */
export function hostnameUnder(service: Service, pod: Pod): string | undefined {
  const { hostname, subdomain } = pod.spec ?? {};
  return hostname && subdomain === service.metadata.name ? hostname : undefined;
}

/** The labels of a Service, without those that the endpoint controllers set themselves. */
export function ownLabels(service: Service, reserved: ReadonlySet<string>): Record<string, string> {
  const labels = Object.entries(service.metadata.labels ?? {});
  return Object.fromEntries(labels.filter(([name]) => !reserved.has(name)));
}

export const headlessLabel = "service.kubernetes.io/headless";

export function isHeadless(service: Service): boolean {
  return service.spec?.clusterIP === "None";
}
