/** Defaults of Pods and pod templates. Source: SetDefaults_Pod and SetDefaults_PodSpec in pkg/apis/core/v1/defaults.go. */
import type {
  Container,
  Pod,
  PodSpec,
  PodTemplateSpec,
  ResourceRequirements,
} from "../generated/types.ts";
import { formatQuantity } from "../quantity.ts";
import { aggregateAmounts, isHugePages } from "../quota/pod-amounts.ts";
import { derived } from "../shared-parts.ts";
import { defaultContainer } from "./container.ts";
import { fill, mapShared, put } from "./fill.ts";
import { defaultVolume } from "./volumes.ts";

const specDefaults: Partial<PodSpec> = Object.freeze({
  dnsPolicy: "ClusterFirst",
  restartPolicy: "Always",
  schedulerName: "default-scheduler",
  securityContext: Object.freeze({}),
  terminationGracePeriodSeconds: 30,
});
const podOnlyDefaults: Partial<PodSpec> = Object.freeze({ enableServiceLinks: true });
const emptySpec: PodSpec = Object.freeze({ containers: Object.freeze([]) });

/**
 * Defaults of a Pod itself: those of a template, and requests from limits, service links and host ports. `known`: a Pod that has them.
 */
export function defaultPod(given: Pod, known?: Pod): Pod {
  const pod = mirrorAddresses(withoutOldAnnotations(given));
  if (pod.spec !== undefined && pod.spec === known?.spec) return pod;
  return put(pod, "spec", derived(pod.spec ?? emptySpec, defaultOwnSpec, defaultOwnSpec));
}

function defaultOwnSpec(given: PodSpec): PodSpec {
  let spec = fill(defaultPodSpec(given), podOnlyDefaults);
  const change = spec.hostNetwork ? defaultHostContainer : defaultRequests;
  spec = put(spec, "containers", mapShared(spec.containers, change));
  if (spec.initContainers) {
    spec = put(spec, "initContainers", mapShared(spec.initContainers, change));
  }
  if (spec.resources) spec = put(spec, "resources", defaultPodResources(spec, spec.resources));
  const { terminationGracePeriodSeconds: seconds = 0 } = spec;
  return seconds < 0 ? put(spec, "terminationGracePeriodSeconds", 1) : spec;
}

/** The first address is shown under a name of its own, which wins. Source: Convert_v1_PodStatus_To_core_PodStatus. */
function mirrorAddresses(pod: Pod): Pod {
  const { status } = pod;
  const first = status?.podIPs?.[0]?.ip;
  const ip = status?.podIP || first;
  if (!status || !ip || (ip === first && ip === status.podIP)) return pod;
  const podIPs = ip === first ? {} : { podIPs: [{ ip }] };
  return { ...pod, status: { ...status, podIP: ip, ...podIPs } };
}

/** Where init containers stood before they had a field. */
const oldAnnotations = ["beta", "alpha"].flatMap((level) => [
  `pod.${level}.kubernetes.io/init-containers`,
  `pod.${level}.kubernetes.io/init-container-statuses`,
]);

function withoutOldAnnotations<T extends Pick<PodTemplateSpec, "metadata">>(object: T): T {
  const { metadata } = object;
  const annotations = metadata?.annotations;
  if (!annotations || !oldAnnotations.some((name) => name in annotations)) return object;
  const kept = Object.entries(annotations).filter(([name]) => !oldAnnotations.includes(name));
  const others = kept.length > 0 ? Object.fromEntries(kept) : undefined;
  return { ...object, metadata: put(metadata, "annotations", others) };
}

/**
 * What the Pod as a whole is limited to in huge pages, and what it requests, where it says the one and not the other: what its
 * containers come to, or what limits it. Source: defaultHugePagePodLimits, defaultPodRequests.
 */
function defaultPodResources(spec: PodSpec, resources: ResourceRequirements): ResourceRequirements {
  const { limits = {}, requests = {} } = resources;
  if (Object.keys(limits).length + Object.keys(requests).length === 0) return resources;
  const allLimits: Record<string, string> = { ...limits };
  for (const [name, amount] of aggregateAmounts(spec, "limits")) {
    if (!isHugePages(name) || requests[name] !== undefined) continue;
    allLimits[name] ??= formatQuantity(amount);
  }
  const limited =
    Object.keys(allLimits).length > 0 ? { ...resources, limits: allLimits } : resources;
  if (!limited.limits || Object.keys(limited.limits).length === 0) return limited;
  const allRequests: Record<string, string> = { ...requests };
  for (const [name, amount] of aggregateAmounts(spec, "requests")) {
    if (name === "cpu" || name === "memory") allRequests[name] ??= formatQuantity(amount);
  }
  for (const name in allLimits) {
    if (name !== "cpu" && name !== "memory" && !isHugePages(name)) continue;
    allRequests[name] ??= allLimits[name] ?? "0";
  }
  return Object.keys(allRequests).length > 0 ? { ...limited, requests: allRequests } : limited;
}

export function defaultPodTemplate(template: PodTemplateSpec): PodTemplateSpec {
  const { spec } = template;
  return put(withoutOldAnnotations(template), "spec", defaultPodSpec(spec ?? emptySpec));
}

export function defaultPodSpec(spec: PodSpec): PodSpec {
  let result = fill(spec, specDefaults);
  result = put(result, "containers", mapShared(result.containers, defaultContainer));
  if (result.initContainers) {
    result = put(result, "initContainers", mapShared(result.initContainers, defaultContainer));
  }
  if (result.ephemeralContainers) {
    result = put(
      result,
      "ephemeralContainers",
      mapShared(result.ephemeralContainers, defaultContainer),
    );
  }
  if (result.volumes) result = put(result, "volumes", mapShared(result.volumes, defaultVolume));
  return mirrorServiceAccount(result);
}

/** `serviceAccount` is the old name of `serviceAccountName`: each is shown as the other, which wins. */
function mirrorServiceAccount(spec: PodSpec): PodSpec {
  const name = spec.serviceAccountName || spec.serviceAccount;
  if (!name || (spec.serviceAccountName === name && spec.serviceAccount === name)) return spec;
  return { ...spec, serviceAccountName: name, serviceAccount: name };
}

function defaultHostContainer(container: Container): Container {
  const ports = mapShared(container.ports, (port) =>
    port.hostPort ? port : { ...port, hostPort: port.containerPort },
  );
  return defaultRequests(put(container, "ports", ports));
}

function defaultRequests(container: Container): Container {
  const { resources } = container;
  if (!resources?.limits) return container;
  return put(container, "resources", requestsFromLimits(resources));
}

/** A resource that is limited and not requested is requested at its limit. */
function requestsFromLimits(resources: ResourceRequirements): ResourceRequirements {
  const { limits, requests } = resources;
  for (const name in limits) {
    if (requests?.[name] === undefined) {
      return { ...resources, requests: { ...limits, ...requests } };
    }
  }
  return resources;
}
