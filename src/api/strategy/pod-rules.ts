/** What is special about Pods, beyond defaults and validation. Source: pkg/registry/core/pod/strategy.go. */
import { defaultPod } from "../defaults/pod.ts";
import { put } from "../defaults/fill.ts";
import type { Pod, PodCondition } from "../generated/types.ts";
import {
  validatePod,
  validatePodCreate,
  validatePodStatusUpdate,
  validatePodUpdate,
} from "../validation/pod.ts";
import { rules } from "./kind-rules.ts";
import { computeQosClass } from "./pod-status.ts";
import { podWarnings } from "./pod-warnings.ts";

/** What a Pod says of itself that is made with scheduling gates: nobody looks for a node for it. */
const schedulingGated = {
  type: "PodScheduled",
  status: "False",
  lastProbeTime: null,
  lastTransitionTime: null,
  reason: "SchedulingGated",
  message: "Scheduling is blocked due to non-empty scheduling gates",
} as unknown as PodCondition;

export const podRules = rules<Pod>({
  default: defaultPod,
  statusMetadata: "ownerReferences",
  validate: validatePod,
  validateCreate: validatePodCreate,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  warnings: podWarnings,

  prepareForCreate(pod) {
    const gated = (pod.spec?.schedulingGates ?? []).length > 0;
    const conditions = gated ? { conditions: [schedulingGated] } : {};
    const qosClass = computeQosClass(pod.spec);
    return { ...pod, status: { phase: "Pending", ...conditions, qosClass } };
  },

  /** The class is fixed at creation: a status that leaves it out keeps it. */
  prepareForStatusUpdate(next, previous) {
    const qosClass = next.status?.qosClass ?? previous.status?.qosClass;
    return qosClass && next.status ? put(next, "status", { ...next.status, qosClass }) : next;
  },

  selectableFields(pod) {
    const { spec, status } = pod;
    return {
      "spec.nodeName": spec?.nodeName ?? "",
      "spec.restartPolicy": spec?.restartPolicy ?? "",
      "spec.schedulerName": spec?.schedulerName ?? "",
      "spec.serviceAccountName": spec?.serviceAccountName ?? "",
      "spec.hostNetwork": String(spec?.hostNetwork ?? false),
      "status.phase": status?.phase ?? "",
      "status.podIP": status?.podIPs?.[0]?.ip ?? status?.podIP ?? "",
      // Known as a label, and yet empty for every Pod: kube-apiserver's set of fields leaves it out.
      "status.podIPs": "",
      "status.nominatedNodeName": status?.nominatedNodeName ?? "",
    };
  },

  deletionGraceSeconds(pod, asked) {
    const { spec, status } = pod;
    if (!spec?.nodeName) return 0;
    if (status?.phase === "Failed" || status?.phase === "Succeeded") return 0;
    const seconds = asked ?? spec.terminationGracePeriodSeconds ?? 0;
    return seconds < 0 ? 1 : seconds;
  },
});
