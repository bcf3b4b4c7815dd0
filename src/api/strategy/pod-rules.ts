/** What is special about Pods, beyond defaults and validation. Source: pkg/registry/core/pod/strategy.go. */
import { defaultPod } from "../defaults/pod.ts";
import { mapShared, put } from "../defaults/fill.ts";
import type { Pod, PodCondition } from "../generated/types.ts";
import { computeQosClass } from "../qos-class.ts";
import { onceOf } from "../shared-parts.ts";
import { validatePod, validatePodCreate, validatePodUpdate } from "../validation/pod.ts";
import { validatePodStatusUpdate } from "../validation/pod-status.ts";
import { ipWarnings } from "./address-warnings.ts";
import { appArmorWarnings, fillAppArmor } from "./app-armor.ts";
import { rules } from "./kind-rules.ts";
import { fillLabelKeys } from "./label-keys.ts";
import { podWarnings } from "./pod-warnings.ts";

/** What a Pod says of itself that is made with scheduling gates: nobody looks for a node for it. */
function schedulingGated(createdAt: string | undefined): PodCondition {
  return {
    type: "PodScheduled",
    status: "False",
    lastProbeTime: null,
    lastTransitionTime: createdAt ?? null,
    reason: "SchedulingGated",
    message: "Scheduling is blocked due to non-empty scheduling gates",
  } as unknown as PodCondition;
}

/** What a status that leaves it out keeps: the class, which is fixed at creation, and the generations that were seen. */
function keepFromStatus(next: Pod, previous: Pod): Pod {
  const before = previous.status ?? {};
  const { qosClass = before.qosClass, ...others } = next.status ?? {};
  const seen = others.observedGeneration || before.observedGeneration;
  const left = [...(before.conditions ?? [])];
  const conditions = mapShared(others.conditions, (condition) => {
    const index = left.findIndex(({ type }) => type === condition.type);
    const [old] = index < 0 ? [] : left.splice(index, 1);
    const generation = condition.observedGeneration || old?.observedGeneration;
    return generation ? put(condition, "observedGeneration", generation) : condition;
  });
  const status = {
    ...others,
    ...(qosClass === undefined ? {} : { qosClass }),
    ...(seen ? { observedGeneration: seen } : {}),
    ...(conditions ? { conditions } : {}),
  };
  return { ...next, metadata: withDeletionOf(next.metadata, previous), status };
}

/** A status does not say when its Pod goes: kubelets of old sent what they knew. */
function withDeletionOf(metadata: Pod["metadata"], { metadata: before }: Pod): Pod["metadata"] {
  const { deletionTimestamp } = before;
  if (metadata.deletionTimestamp === deletionTimestamp) return metadata;
  const { deletionTimestamp: _asked, ...others } = metadata;
  return deletionTimestamp === undefined ? others : { ...others, deletionTimestamp };
}

/** Of addresses in a status, in forms that are not the usual ones. */
function podStatusWarnings({ status }: Pod): readonly string[] {
  return (["podIPs", "hostIPs"] as const).flatMap((field) =>
    (status?.[field] ?? []).flatMap(({ ip }, index) =>
      ipWarnings(`status.${field}[${index}].ip`, ip ?? ""),
    ),
  );
}

export const podRules = rules<Pod>({
  default: defaultPod,
  updateOrder: ["update", "whole", "rest", "change"],
  statusMetadata: "ownerReferences",
  validate: validatePod,
  validateCreate: validatePodCreate,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  warnings: podWarnings,

  prepareForCreate(pod) {
    const gated = (pod.spec?.schedulingGates ?? []).length > 0;
    const conditions = gated
      ? { conditions: [schedulingGated(pod.metadata.creationTimestamp)] }
      : {};
    const qosClass = pod.spec ? onceOf(pod.spec, computeQosClass, computeQosClass) : "BestEffort";
    const status = { phase: "Pending", ...conditions, qosClass } as const;
    return fillAppArmor(fillLabelKeys({ ...pod, status }));
  },
  creationWarnings: appArmorWarnings,
  statusWarnings: podStatusWarnings,

  prepareForStatusUpdate: keepFromStatus,

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
