/** Defaults of Pods and pod templates. Source: SetDefaults_Pod and SetDefaults_PodSpec in pkg/apis/core/v1/defaults.go. */
import type {
  Container,
  Pod,
  PodSpec,
  PodTemplateSpec,
  ResourceRequirements,
} from "../generated/types.ts";
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

/** Defaults of a Pod itself: those of a template, and requests from limits, service links and host ports. */
export function defaultPod(pod: Pod): Pod {
  let spec = fill(defaultPodSpec(pod.spec ?? emptySpec), podOnlyDefaults);
  const change = spec.hostNetwork ? defaultHostContainer : defaultRequests;
  spec = put(spec, "containers", mapShared(spec.containers, change));
  if (spec.initContainers) {
    spec = put(spec, "initContainers", mapShared(spec.initContainers, change));
  }
  if (spec.resources?.limits) {
    spec = put(spec, "resources", requestsFromLimits(spec.resources));
  }
  return put(pod, "spec", spec);
}

export function defaultPodTemplate(template: PodTemplateSpec): PodTemplateSpec {
  return put(template, "spec", defaultPodSpec(template.spec ?? emptySpec));
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
