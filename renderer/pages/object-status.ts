/** The one word for an object in its page's head, for the kinds that have one. */
import type { Node, Pod } from "../../src/api/generated/types.ts";
import type { KubeObject } from "../../src/api/object.ts";
import { nodeStatus } from "../kubernetes/nodes.ts";
import { podView } from "../kubernetes/pods.ts";
import type { StatusView } from "../kubernetes/tone.ts";
import { workloadRefs, workloadView, type Workload } from "../kubernetes/workloads.ts";

export function statusOf(object: KubeObject): StatusView | undefined {
  if (object.kind === "Pod") return podView(object as Pod).status;
  if (object.kind === "Node") return nodeStatus(object as Node);
  if (workloadRefs.some((ref) => ref.kind === object.kind)) {
    return workloadView(object as Workload).status;
  }
  return undefined;
}
