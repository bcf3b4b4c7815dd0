/**
 * The patches by which kubelets write statuses: what the audit log tells of. Pure. Follows pkg/util/pod (PatchPodStatus) and
 * component-helpers, node/util/status.go (PatchNodeStatus).
 */
import type { NodeStatus, PodStatus } from "../api/generated/types.ts";
import type { JsonObject } from "../api/json.ts";
import { twoWayPatch } from "../api/patch/two-way.ts";
import type { PodObject } from "./pod-view.ts";

const ofPods = { conditions: "type", hostIPs: "ip", podIPs: "ip", resourceClaimStatuses: "name" };
const ofNodes = { conditions: "type" };

/** The uid guards a Pod of the same name that comes after this one. */
export function podStatusPatch({ metadata: { uid }, status }: PodObject, next: PodStatus) {
  return { metadata: { uid }, ...statusPart(twoWayPatch(json(status ?? {}), json(next), ofPods)) };
}

/** Addresses are replaced as a whole: they may have the same type (fixupPatchForNodeStatusAddresses). */
export function nodeStatusPatch(status: NodeStatus, next: NodeStatus): JsonObject {
  const { addresses, ...patch } = twoWayPatch(json(status), json(next), ofNodes);
  if (!Array.isArray(addresses)) return statusPart(patch);
  return statusPart({ ...patch, addresses: [...addresses, { $patch: "replace" }] });
}

function statusPart(status: JsonObject): JsonObject {
  return Object.keys(status).length === 0 ? {} : { status };
}

function json(status: PodStatus | NodeStatus): JsonObject {
  return status as unknown as JsonObject;
}
