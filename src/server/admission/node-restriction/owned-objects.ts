/** Leases, CSINodes and ResourceSlices, which kubelets keep for their own node alone, and the claims whose volumes they resize. */
import type { PersistentVolumeClaim, ResourceSlice } from "../../../api/generated/types.ts";
import { quote } from "../../../api/validation/field-errors.ts";
import { same } from "../../../api/validation/same.ts";
import { specDifference } from "../../../api/validation/spec-difference.ts";
import type { NodeRequest } from "./plugin.ts";

const leaseNamespace = "kube-node-lease";

export function checkLease(asked: NodeRequest): void {
  if (asked.request.target.namespace !== leaseNamespace) {
    throw asked.refuse(`can only access leases in the ${quote(leaseNamespace)} system namespace`);
  }
  if (asked.name === asked.node) return;
  throw asked.refuse("can only access node lease with the same name as the requesting node");
}

export function checkCsiNode(asked: NodeRequest): void {
  if (asked.name === asked.node) return;
  throw asked.refuse("can only access CSINode with the same name as the requesting node");
}

/** Others are the authorizer's business: of what is made, and of many that are deleted at once, it knows nothing. */
export function checkSlice(asked: NodeRequest): void {
  const { operation } = asked.request;
  if (operation !== "CREATE" && operation !== "DELETE") return;
  const slice = (operation === "CREATE" ? asked.object : asked.previous) as
    | ResourceSlice
    | undefined;
  if (slice?.spec?.nodeName === asked.node) return;
  throw asked.refuse(
    `can only ${operation.toLowerCase()} ResourceSlice with the same NodeName as the requesting node`,
  );
}

export function checkClaim(asked: NodeRequest): void {
  const { request, node } = asked;
  if (request.target.subresource !== "status") throw asked.refuse("may only update PVC status");
  if (request.operation !== "UPDATE") {
    throw asked.refuse(`unexpected operation ${quote(request.operation)}`);
  }
  const before = fixedPart(asked.previous as PersistentVolumeClaim);
  const after = fixedPart(asked.object as PersistentVolumeClaim);
  if (same(before, after)) return;
  const difference = specDifference("core.PersistentVolumeClaim", before, after);
  throw asked.refuse(
    `node ${quote(node)} is not allowed to update fields other than status.quantity and status.conditions: ${difference}`,
  );
}

/** All but what tells of a resize, and of the write itself. */
function fixedPart({ metadata, spec, status }: PersistentVolumeClaim): object {
  const { resourceVersion: _revision, managedFields: _managed, ...kept } = metadata;
  const {
    capacity: _capacity,
    conditions: _conditions,
    allocatedResources: _allocated,
    allocatedResourceStatuses: _statuses,
    ...rest
  } = status ?? {};
  return { metadata: kept, spec: spec ?? {}, status: rest };
}
