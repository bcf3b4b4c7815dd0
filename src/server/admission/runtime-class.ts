/** Plugin RuntimeClass: Pods take over the overhead and the placement of the class that they name (plugin/pkg/admission/runtimeclass). */
import type { Pod, PodSpec, RuntimeClass, Toleration } from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { amountsOf, sameAmounts } from "../../api/quota/amounts.ts";
import type { Store } from "../../store/store.ts";
import { sameValue } from "../operations/update.ts";
import type { AdmissionPlugin, AdmissionRequest } from "./chain.ts";
import { refused } from "./refusal.ts";

const runtimeClasses = "runtimeclasses.node.k8s.io";

export function runtimeClass(store: Store): AdmissionPlugin {
  const isNewPod = ({ operation, target }: AdmissionRequest) =>
    operation === "CREATE" &&
    target.subresource === "" &&
    target.definition.kind === "Pod" &&
    target.definition.group === "";
  const classOf = (request: AdmissionRequest, pod: Pod): RuntimeClass | undefined => {
    const name = pod.spec?.runtimeClassName;
    if (!name) return undefined;
    const entry = store.head({ resource: runtimeClasses, namespace: "", name });
    if (entry) return entry.object as unknown as RuntimeClass;
    throw refused(request, `pod rejected: RuntimeClass "${name}" not found`);
  };
  return {
    name: "RuntimeClass",
    mutate(request) {
      const pod = request.object as Pod;
      if (!isNewPod(request) || !pod.spec) return pod;
      const found = classOf(request, pod);
      if (!found) return pod;
      const spec = withOverhead(request, withPlacement(request, pod.spec, found), found);
      return { ...pod, spec } as KubeObject;
    },
    validate(request) {
      const pod = request.object as Pod;
      if (!isNewPod(request)) return;
      const defined = classOf(request, pod)?.overhead;
      const overhead = amountsOf(pod.spec?.overhead);
      if (defined) {
        if (!sameAmounts(overhead, amountsOf(defined.podFixed))) throw mismatch(request);
      } else if (overhead.size > 0 || hasEmptyOverhead(request)) {
        throw refused(
          request,
          "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead",
        );
      }
    },
  };
}

/** The client has set it without anything in it, which counts as set. */
function hasEmptyOverhead({ sent }: AdmissionRequest): boolean {
  const overhead = (sent as Pod | undefined)?.spec?.overhead;
  return overhead !== undefined && overhead !== null && Object.keys(overhead).length === 0;
}

function mismatch(request: AdmissionRequest): Error {
  return refused(
    request,
    "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
  );
}

function withOverhead(request: AdmissionRequest, spec: PodSpec, found: RuntimeClass): PodSpec {
  const fixed = found.overhead?.podFixed;
  if (!fixed) return spec;
  const own = amountsOf(spec.overhead);
  const isSet = own.size > 0 || hasEmptyOverhead(request);
  if (isSet && !sameAmounts(own, amountsOf(fixed))) throw mismatch(request);
  return { ...spec, overhead: fixed };
}

function withPlacement(request: AdmissionRequest, spec: PodSpec, found: RuntimeClass): PodSpec {
  const { nodeSelector = {}, tolerations = [] } = found.scheduling ?? {};
  const own = spec.nodeSelector ?? {};
  for (const [key, value] of Object.entries(nodeSelector)) {
    if (own[key] === undefined || own[key] === value) continue;
    throw refused(
      request,
      `conflict: runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own[key]}`,
    );
  }
  const all: readonly Toleration[] = [...(spec.tolerations ?? []), ...tolerations];
  const distinct = all.filter(
    (each, index) => all.findIndex((other) => sameValue(each, other)) === index,
  );
  return {
    ...spec,
    ...(Object.keys(nodeSelector).length > 0 ? { nodeSelector: { ...own, ...nodeSelector } } : {}),
    ...(tolerations.length > 0 ? { tolerations: distinct } : {}),
  };
}
