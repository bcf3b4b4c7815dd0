/** Rows of dynamic resource allocation, and of the Scale subresource (kubernetes, pkg/printers/internalversion). */
import type {
  DeviceClass,
  ResourceClaimTemplate,
  ResourceSlice,
  ResourceV1ResourceClaim as ResourceClaim,
  Scale,
} from "../generated/types.ts";
import { ageColumn, ageOf, column, nameColumn, nameOf, printer, type Printer } from "./printer.ts";

function claimState(claim: ResourceClaim): string {
  const deleted = claim.metadata.deletionTimestamp !== undefined;
  const states = deleted ? ["deleted"] : [];
  if (claim.status?.allocation === undefined) {
    if (!deleted) states.push("pending");
  } else {
    states.push("allocated");
    if ((claim.status.reservedFor ?? []).length > 0) states.push("reserved");
  }
  return states.join(",");
}

export const devicePrinters: readonly Printer[] = [
  printer<DeviceClass | ResourceClaimTemplate>({
    kinds: ["resource.k8s.io/DeviceClass", "resource.k8s.io/ResourceClaimTemplate"],
    columns: [nameColumn, ageColumn],
    cells: (object, nowMs) => [nameOf(object), ageOf(object, nowMs)],
  }),
  printer<ResourceClaim>({
    kinds: ["resource.k8s.io/ResourceClaim"],
    columns: [
      nameColumn,
      column("State", "A summary of the current state (allocated, pending, reserved, etc.)."),
      ageColumn,
    ],
    cells: (object, nowMs) => [nameOf(object), claimState(object), ageOf(object, nowMs)],
  }),
  printer<ResourceSlice>({
    kinds: ["resource.k8s.io/ResourceSlice"],
    columns: [
      nameColumn,
      column("Node", "The node that has the devices."),
      column("Driver", "The driver that offers them."),
      column("Pool", "The pool that they belong to."),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.nodeName ?? "",
      object.spec?.driver ?? "",
      object.spec?.pool?.name ?? "",
      ageOf(object, nowMs),
    ],
  }),
  printer<Scale>({
    kinds: ["autoscaling/Scale"],
    columns: [
      { ...nameColumn, format: "" },
      column("Desired", "Number of replicas that are wanted.", "integer"),
      column("Available", "Number of replicas that there are.", "integer"),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.replicas ?? 0,
      object.status?.replicas ?? 0,
      ageOf(object, nowMs),
    ],
  }),
];
