/** Rows of nodes, namespaces, configuration and what else makes up a cluster (kubernetes, pkg/printers/internalversion). */
import type {
  ComponentStatus,
  ConfigMap,
  Lease,
  Namespace,
  Node,
  PriorityClass,
  ResourceQuota,
  RuntimeClass,
  Secret,
  ServiceAccount,
} from "../generated/types.ts";
import { canonicalQuantity } from "../quantity.ts";
import {
  ageColumn,
  ageOf,
  column,
  nameColumn,
  nameOf,
  printer,
  type Printer,
  wide,
} from "./printer.ts";

const rolePrefix = "node-role.kubernetes.io/";

function nodeRoles(node: Node): string {
  const roles = Object.entries(node.metadata.labels ?? {}).map(([key, value]) => {
    if (key.startsWith(rolePrefix)) return key.slice(rolePrefix.length);
    return key === "kubernetes.io/role" ? value : "";
  });
  return [...new Set(roles.filter((role) => role !== ""))].sort().join(",") || "<none>";
}

function nodeStatus(node: Node): string {
  const ready = node.status?.conditions?.findLast((each) => each.type === "Ready");
  const known = ready?.status === "True" ? "Ready" : "NotReady";
  const status = ready === undefined ? "Unknown" : known;
  return node.spec?.unschedulable ? `${status},SchedulingDisabled` : status;
}

function nodeAddress(node: Node, type: string): string {
  return node.status?.addresses?.find((each) => each.type === type)?.address ?? "<none>";
}

function size(map: object | undefined): number {
  return Object.keys(map ?? {}).length;
}

/** `cpu: 1/2, memory: 1Gi/2Gi` for the resources whose name is a limit's, or is not. */
function quotaText(quota: ResourceQuota, limits: boolean): string {
  const { hard = {}, used = {} } = quota.status ?? {};
  return Object.keys(hard)
    .filter((name) => name.startsWith("limits.") === limits)
    .sort()
    .map((name) => {
      const inUse = canonicalQuantity(used[name] ?? "0") ?? used[name];
      return `${name}: ${inUse}/${canonicalQuantity(hard[name] ?? "0") ?? hard[name]}`;
    })
    .join(", ");
}

function healthCells(status: ComponentStatus): readonly [string, string, string] {
  const healthy = status.conditions?.find((each) => each.type === "Healthy");
  if (healthy === undefined) return ["Unknown", "", ""];
  const word = healthy.status === "True" ? "Healthy" : "Unhealthy";
  return [word, healthy.message ?? "", healthy.error ?? ""];
}

/** `6.8.0 (arm64)`. */
function kernelText({ status }: Node): string {
  const { kernelVersion, architecture } = status?.nodeInfo ?? {};
  const kernel = kernelVersion || "<unknown>";
  return architecture ? `${kernel} (${architecture})` : kernel;
}

export const clusterPrinters: readonly Printer[] = [
  printer<Node>({
    kinds: ["/Node"],
    columns: [
      nameColumn,
      column("Status", "The status of the node"),
      column("Roles", "The roles of the node"),
      ageColumn,
      column("Version", "Version of the node's kubelet."),
      wide("Internal-IP", "Address of the node within the cluster."),
      wide("External-IP", "Address of the node from outside."),
      wide("OS-Image", "Operating system of the node."),
      wide("Kernel-Version", "Kernel of the node."),
      wide("Container-Runtime", "Container runtime of the node, and its version."),
    ],
    cells: (node, nowMs) => [
      nameOf(node),
      nodeStatus(node),
      nodeRoles(node),
      ageOf(node, nowMs),
      node.status?.nodeInfo?.kubeletVersion ?? "",
      nodeAddress(node, "InternalIP"),
      nodeAddress(node, "ExternalIP"),
      node.status?.nodeInfo?.osImage || "<unknown>",
      kernelText(node),
      node.status?.nodeInfo?.containerRuntimeVersion || "<unknown>",
    ],
  }),
  printer<Namespace>({
    kinds: ["/Namespace"],
    columns: [nameColumn, column("Status", "The status of the namespace"), ageColumn],
    cells: (object, nowMs) => [nameOf(object), object.status?.phase ?? "", ageOf(object, nowMs)],
  }),
  printer<ConfigMap>({
    kinds: ["/ConfigMap"],
    columns: [nameColumn, column("Data", "Number of keys."), ageColumn],
    cells: (object, nowMs) => [
      nameOf(object),
      size(object.data) + size(object.binaryData),
      ageOf(object, nowMs),
    ],
  }),
  printer<Secret>({
    kinds: ["/Secret"],
    columns: [
      nameColumn,
      column("Type", "What the secret is for."),
      column("Data", "Number of keys."),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.type ?? "",
      size(object.data),
      ageOf(object, nowMs),
    ],
  }),
  printer<ServiceAccount>({
    kinds: ["/ServiceAccount"],
    columns: [nameColumn, ageColumn],
    cells: (object, nowMs) => [nameOf(object), ageOf(object, nowMs)],
  }),
  printer<Lease>({
    kinds: ["coordination.k8s.io/Lease"],
    columns: [nameColumn, column("Holder", "Who holds the lease."), ageColumn],
    cells: (object, nowMs) => [
      nameOf(object),
      object.spec?.holderIdentity ?? "",
      ageOf(object, nowMs),
    ],
  }),
  printer<PriorityClass>({
    kinds: ["scheduling.k8s.io/PriorityClass"],
    columns: [
      nameColumn,
      column("Value", "Priority of the Pods of this class.", "integer"),
      column("Global-Default", "True for the class of Pods that name none.", "boolean"),
      ageColumn,
      column("PreemptionPolicy", "Whether Pods of this class may displace others."),
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      object.value ?? 0,
      object.globalDefault ?? false,
      ageOf(object, nowMs),
      object.preemptionPolicy ?? "",
    ],
  }),
  printer<RuntimeClass>({
    kinds: ["node.k8s.io/RuntimeClass"],
    columns: [nameColumn, column("Handler", "Configuration of the container runtime."), ageColumn],
    cells: (object, nowMs) => [nameOf(object), object.handler ?? "", ageOf(object, nowMs)],
  }),
  printer<ResourceQuota>({
    kinds: ["/ResourceQuota"],
    columns: [
      nameColumn,
      column("Request", "What is in use of what may be requested."),
      column("Limit", "What is in use of what the limits may sum up to."),
      ageColumn,
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      quotaText(object, false),
      quotaText(object, true),
      ageOf(object, nowMs),
    ],
  }),
  printer<ComponentStatus>({
    kinds: ["/ComponentStatus"],
    columns: [
      nameColumn,
      column("Status", "Status of the component conditions"),
      column("Message", "Message of the component conditions"),
      column("Error", "Error of the component conditions"),
    ],
    cells: (object) => [nameOf(object), ...healthCells(object)],
  }),
];
