/**
 * One row of kube-scheduler's tables of queueing hints (Test_isSchedulableAfter... in framework/plugins): a Pod that a plugin has
 * rejected, what happens, and whether the plugin has it tried again. Rows that hand over objects of a wrong type are left out:
 * that cannot happen here.
 */
import type { Node, Pod } from "../../../src/api/generated/types.ts";
import type { KubeObject } from "../../../src/api/object.ts";
import type { EventResource } from "../../../src/scheduler/queue/cluster-event.ts";

export interface HintVector {
  readonly name: string;
  readonly plugin: string;
  readonly args?: object;
  readonly pod: Pod;
  /** `Pod` is told by its node whether it is an assigned one. */
  readonly resource: "Pod" | Exclude<EventResource, "AssignedPod" | "UnscheduledPod">;
  /** Absent for an object that is new. */
  readonly before?: KubeObject;
  /** Absent for one that is gone. */
  readonly after?: KubeObject;
  readonly queues: boolean;
}

export type Labels = Readonly<Record<string, string>>;

/** With room for 32 Pods, and whatever else is named. */
export function nodeOf(labels: Labels = {}, parts: { readonly spec?: Node["spec"]; readonly allocatable?: Labels } = {}): Node {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "node-a", labels },
    spec: parts.spec ?? {},
    status: { allocatable: { pods: "32", ...parts.allocatable } },
  };
}

export interface PodParts {
  readonly labels?: Labels;
  readonly on?: string;
  readonly namespace?: string;
  readonly spec?: Partial<NonNullable<Pod["spec"]>>;
}

export function podOf(name: string, parts: PodParts = {}): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, uid: name, namespace: parts.namespace ?? "default", labels: parts.labels ?? {} },
    spec: { containers: [], ...parts.spec, ...(parts.on === undefined ? {} : { nodeName: parts.on }) },
  };
}

export const requesting = (requests: Labels, more: object = {}): Partial<NonNullable<Pod["spec"]>> => ({
  containers: [{ name: "c", image: "i", resources: { requests } }],
  ...more,
});
