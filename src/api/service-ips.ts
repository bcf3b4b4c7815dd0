/** What the IPAddress of a Service's ClusterIP says (kubernetes, pkg/registry/core/service/ipallocator). */
import type { IPAddress } from "./generated/types.ts";

export const managedByLabel = "ipaddress.kubernetes.io/managed-by";
export const serviceIpManager = "ipallocator.k8s.io";
export const ipFamilyLabel = "ipaddress.kubernetes.io/ip-family";

/** Whether it was made for a Service; others are reserved by whoever made them. */
export function isOfServices({ metadata }: IPAddress): boolean {
  return metadata.labels?.[managedByLabel] === serviceIpManager;
}
