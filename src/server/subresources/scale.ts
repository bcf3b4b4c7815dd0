/** The scale subresource of the workload kinds: replicas alone, as autoscaling/v1 Scale. */
import type { Scale } from "../../api/generated/types.ts";
import {
  formatLabelSelector,
  labelSelectorOf,
  labelSetSelector,
} from "../../api/label-selector.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { invalid } from "../../api/status.ts";
import { at } from "../../api/strategy/strategy.ts";
import { invalidValue } from "../../api/validation/field-errors.ts";

/** A Scale of an object, with what identifies the object. */
export function scaleWith(
  object: Stored<KubeObject>,
  content: Pick<Scale, "spec" | "status">,
): Stored<Scale> {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  return {
    kind: "Scale",
    apiVersion: "autoscaling/v1",
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
      creationTimestamp,
    },
    ...content,
  };
}

/** The object under the precondition of a Scale that is written, if it has one. */
export function underScale<T extends Stored<KubeObject>>(object: T, scale: KubeObject): KubeObject {
  const { resourceVersion } = scale.metadata;
  const { resourceVersion: _current, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, ...(resourceVersion ? { resourceVersion } : {}) } };
}

export function scaleOf(object: Stored<KubeObject>): Stored<Scale> {
  const selector = at(object, "spec", "selector") as Record<string, unknown> | undefined;
  // A ReplicationController's selector is a plain set of labels.
  const matcher =
    object.kind === "ReplicationController"
      ? labelSetSelector(selector as Record<string, string> | undefined)
      : labelSelectorOf(selector);
  return scaleWith(object, {
    spec: { replicas: Number(at(object, "spec", "replicas") ?? 0) },
    status: {
      replicas: Number(at(object, "status", "replicas") ?? 0),
      selector: formatLabelSelector(matcher),
    },
  });
}

/** The object with the replicas (and the precondition) of a Scale. */
export function withScale(object: Stored<KubeObject>, scale: KubeObject): KubeObject {
  const spec = at(object, "spec") as object | undefined;
  return {
    ...underScale(object, scale),
    spec: { ...spec, replicas: Number(at(scale, "spec", "replicas") ?? 0) },
  } as KubeObject;
}

/** Throws 422, about the Scale and not about what it scales (pkg/apis/autoscaling/validation: ValidateScale). */
export function checkScale(scale: KubeObject, name: string): void {
  const replicas = Number(at(scale, "spec", "replicas") ?? 0);
  if (replicas >= 0) return;
  const why = "must be greater than or equal to 0";
  throw invalid({ group: "autoscaling", kind: "Scale" }, name, [
    invalidValue("spec.replicas", replicas, why),
  ]);
}
