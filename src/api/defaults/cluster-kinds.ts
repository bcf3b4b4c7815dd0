/** Defaults of networking, discovery, RBAC, storage, scheduling, certificates, flow control and dynamic resources. */
import type {
  ClusterRoleBinding,
  CSIDriver,
  DeviceToleration,
  EndpointSlice,
  FlowSchema,
  IngressClass,
  NetworkPolicy,
  PriorityClass,
  PriorityLevelConfiguration,
  ResourceV1ResourceClaim as StoredClaim,
  RoleBinding,
  RoleRef,
  StorageClass,
  Subject,
} from "../generated/types.ts";
import { fill, fillAbsent, fillNonZero, mapShared, put, within } from "./fill.ts";
import type { Int64 } from "../json.ts";

const rbacGroup = "rbac.authorization.k8s.io";

/** Ports are TCP, and a policy with egress rules is for both directions. */
export function defaultNetworkPolicy(policy: NetworkPolicy): NetworkPolicy {
  return within(policy, "spec", (spec) => {
    const { egress } = spec;
    let result = fill(spec, {
      policyTypes: egress && egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"],
    });
    result = put(
      result,
      "ingress",
      mapShared(result.ingress, (rule) => put(rule, "ports", mapShared(rule.ports, tcp))),
    );
    return put(
      result,
      "egress",
      mapShared(result.egress, (rule) => put(rule, "ports", mapShared(rule.ports, tcp))),
    );
  });
}

function tcp<T extends { readonly protocol?: "SCTP" | "TCP" | "UDP" }>(port: T): T {
  return fillAbsent<{ readonly protocol?: "SCTP" | "TCP" | "UDP" }>(port, { protocol: "TCP" }) as T;
}

export function defaultIngressClass(ingressClass: IngressClass): IngressClass {
  return within(ingressClass, "spec", (spec) =>
    within(spec, "parameters", (parameters) => fillAbsent(parameters, { scope: "Cluster" })),
  );
}

export function defaultEndpointSlice(slice: EndpointSlice): EndpointSlice {
  const ports = mapShared(slice.ports, (port) =>
    tcp(port.name === undefined ? { ...port, name: "" } : port),
  );
  return put(slice, "ports", ports);
}

export function defaultBinding<T extends RoleBinding | ClusterRoleBinding>(binding: T): T {
  const roleRef = fill<Partial<RoleRef>>(binding.roleRef ?? {}, { apiGroup: rbacGroup }) as RoleRef;
  const subjects = mapShared(binding.subjects, defaultSubject);
  return put<RoleBinding | ClusterRoleBinding, "subjects">(
    put<RoleBinding | ClusterRoleBinding, "roleRef">(binding, "roleRef", roleRef),
    "subjects",
    subjects,
  ) as T;
}

function defaultSubject(subject: Subject): Subject {
  if (subject.kind !== "User" && subject.kind !== "Group") return subject;
  return fill(subject, { apiGroup: rbacGroup });
}

export function defaultStorageClass(storageClass: StorageClass): StorageClass {
  return fillAbsent(storageClass, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" });
}

export function defaultCsiDriver(driver: CSIDriver): CSIDriver {
  return within(driver, "spec", (spec) =>
    fill(spec, {
      attachRequired: true,
      fsGroupPolicy: "ReadWriteOnceWithFSType",
      podInfoOnMount: false,
      requiresRepublish: false,
      seLinuxMount: false,
      storageCapacity: false,
      volumeLifecycleModes: ["Persistent"],
    }),
  );
}

export function defaultPriorityClass(priorityClass: PriorityClass): PriorityClass {
  return fillAbsent(priorityClass, { preemptionPolicy: "PreemptLowerPriority" });
}

export function defaultFlowSchema(schema: FlowSchema): FlowSchema {
  return within(schema, "spec", (spec) => fillNonZero(spec, { matchingPrecedence: 1000 }));
}

export function defaultPriorityLevel(
  level: PriorityLevelConfiguration,
): PriorityLevelConfiguration {
  return within(level, "spec", (spec) => {
    const exempt = within(spec, "exempt", (part) =>
      fill(part, { nominalConcurrencyShares: 0, lendablePercent: 0 }),
    );
    return within(exempt, "limited", (part) => {
      const limited = fill(part, { nominalConcurrencyShares: 30, lendablePercent: 0 });
      return within(limited, "limitResponse", (response) =>
        within(response, "queuing", (queuing) =>
          fillNonZero(queuing, { handSize: 8, queues: 64, queueLengthLimit: 50 }),
        ),
      );
    });
  });
}

type ClaimSpec = NonNullable<StoredClaim["spec"]>;

/** Requests are for one device, exactly. */
export function defaultClaimDevices(spec: ClaimSpec): ClaimSpec {
  return within(spec, "devices", (devices) => {
    const requests = mapShared(devices.requests, (request) => {
      const result = within(request, "exactly", completed);
      return put(result, "firstAvailable", mapShared(result.firstAvailable, completed));
    });
    return put(devices, "requests", requests);
  });
}

interface Requested {
  readonly allocationMode?: "All" | "ExactCount";
  readonly count?: Int64;
  readonly tolerations?: readonly DeviceToleration[];
}

function completed<T extends Requested>(request: T): T {
  const tolerations = mapShared(request.tolerations, (one) => fill(one, { operator: "Equal" }));
  return exactCount(put<Requested, "tolerations">(request, "tolerations", tolerations) as T);
}

function exactCount<
  T extends { readonly allocationMode?: "All" | "ExactCount"; readonly count?: Int64 },
>(request: T): T {
  const mode = request.allocationMode ?? "ExactCount";
  const result = request.allocationMode ? request : { ...request, allocationMode: mode };
  return mode === "ExactCount" && !result.count ? { ...result, count: 1 } : result;
}

export function defaultResourceClaim(claim: StoredClaim): StoredClaim {
  return within(claim, "spec", defaultClaimDevices);
}
