/**
 * Whether a node takes a Pod that was bound to it: schedulers see to it, but whoever writes `nodeName` himself may be wrong, and two
 * schedulers may have had the same room in mind. What is refused has failed for good. Source: pkg/kubelet/lifecycle/predicate.go and
 * the scheduler's AdmissionCheck. Kubernetes makes room for critical Pods by ending others; here they are refused as any other.
 */
import type { Node, Pod } from "../api/generated/types.ts";
import { hostPortsOf, portsConflict } from "../api/host-ports.ts";
import { matchesRequiredNodes, toleratesTaint } from "../api/node-selection.ts";
import { type Amounts, amountsOf, podRequests } from "../api/pod-requests.ts";

export interface Rejection {
  /** CamelCase, for the Pod's status and for an event. */
  readonly reason: string;
  readonly message: string;
}

export interface AdmissionView {
  readonly pod: Pod;
  readonly nodeName: string;
  /** As the API has it; undefined where it is not known yet. */
  readonly node: Node | undefined;
  readonly allocatable: Readonly<Record<string, string>>;
  /** Those that the node has taken and that have not ended. */
  readonly others: readonly Pod[];
}

const operatingSystem = "kubernetes.io/os";
/** What all nodes here run. */
const linux = "linux";
const maxPods = "pods";
/** In this order; others follow by their names. */
const nativeResources = ["cpu", "memory", "ephemeral-storage"];

/** Undefined: the node takes the Pod. */
export function rejectionOf(view: AdmissionView): Rejection | undefined {
  return (
    rejectionBySysctl(view.pod) ??
    rejectionByOs(view.pod) ??
    rejectionByGroups(view) ??
    rejectionByRoom(view) ??
    rejectionByPlace(view) ??
    tainted(view)
  );
}

/** The start of the message in the status of a Pod that a node has not taken. */
const rejected = "Pod was rejected: ";

/** What the status of such a Pod says. */
export function rejectionStatus({ reason, message }: Rejection): Rejection {
  return { reason, message: `${rejected}${message}` };
}

/** Whether a Pod has failed because its node has not taken it. */
export function wasRejected({ status }: Pod): boolean {
  return status?.phase === "Failed" && status.message?.startsWith(rejected) === true;
}

function rejectionByOs(pod: Pod): Rejection | undefined {
  const label = pod.metadata.labels?.[operatingSystem];
  if (label !== undefined && label !== linux) {
    return {
      reason: "PodOSSelectorNodeLabelDoesNotMatch",
      message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
    };
  }
  const os = pod.spec?.os?.name;
  if (os === undefined || os === linux) return undefined;
  const message = "Failed to admit pod as the OS field doesn't match node OS";
  return { reason: "PodOSNotSupported", message };
}

/** Where the runtime adds the groups of the image whatever a Pod says. */
function rejectionByGroups({ pod, node }: AdmissionView): Rejection | undefined {
  const isStrict = pod.spec?.securityContext?.supplementalGroupsPolicy === "Strict";
  if (!isStrict || !node || node.status?.features?.supplementalGroupsPolicy) return undefined;
  return {
    reason: "SupplementalGroupsPolicyNotSupported",
    message: "SupplementalGroupsPolicy=Strict is not supported in this node",
  };
}

/** Whether there is room for what a Pod asks for, beside what the others have. */
export function rejectionByRoom({
  pod,
  allocatable,
  others,
}: Pick<AdmissionView, "pod" | "allocatable" | "others">): Rejection | undefined {
  const offered = amountsOf(allocatable);
  const most = offered.get(maxPods) ?? 0;
  if (others.length + 1 > most) {
    return outOf(maxPods, { requested: 1, used: others.length, capacity: most });
  }
  const wanted = requestsOf(pod);
  const names = [...wanted.keys()].filter((name) => !nativeResources.includes(name)).sort();
  for (const name of [...nativeResources, ...names]) {
    const requested = wanted.get(name) ?? 0;
    // What a node knows nothing of is the cluster's own to give.
    const isKnown = nativeResources.includes(name) || offered.has(name);
    if (requested === 0 || !isKnown) continue;
    const used = others.reduce((total, other) => total + (requestsOf(other).get(name) ?? 0), 0);
    const capacity = offered.get(name) ?? 0;
    if (requested > capacity - used) return outOf(name, { requested, used, capacity });
  }
  return undefined;
}

function outOf(
  name: string,
  {
    requested,
    used,
    capacity,
  }: { readonly requested: number; readonly used: number; readonly capacity: number },
): Rejection {
  return {
    reason: `OutOf${name}`,
    message: `Node didn't have enough resource: ${name}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}

/** Of Pods on nodes, asked for with every Pod that comes to theirs. */
const known = new WeakMap<Pod, Amounts>();

function requestsOf(pod: Pod): Amounts {
  let requests = known.get(pod);
  if (!requests) known.set(pod, (requests = podRequests(pod)));
  return requests;
}

function rejectionByPlace({ pod, node, nodeName, others }: AdmissionView): Rejection | undefined {
  if (node && !matchesRequiredNodes(pod, node)) {
    return failed("NodeAffinity", "node(s) didn't match Pod's node affinity/selector");
  }
  if (pod.spec?.nodeName !== nodeName) {
    return failed("NodeName", "node(s) didn't match the requested node name");
  }
  const ports = hostPortsOf(pod);
  if (ports.length === 0) return undefined;
  const taken = others.flatMap(hostPortsOf);
  if (!ports.some((port) => taken.some((other) => portsConflict(port, other)))) return undefined;
  return failed("NodePorts", "node(s) didn't have free ports for the requested pod ports");
}

function tainted({ pod, node }: AdmissionView): Rejection | undefined {
  const tolerations = pod.spec?.tolerations ?? [];
  const holds = (node?.spec?.taints ?? []).some(
    (taint) => taint.effect === "NoExecute" && !toleratesTaint(tolerations, taint),
  );
  if (!holds) return undefined;
  return failed("TaintToleration", "node(s) had taints that the pod didn't tolerate");
}

/** Kernel settings that concern nobody else on the node (pkg/kubelet/sysctl/safe_sysctls.go); others a node has to allow. */
const safeSysctls = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_wmem",
]);

function rejectionBySysctl({ spec }: Pod): Rejection | undefined {
  const unsafe = (spec?.securityContext?.sysctls ?? []).find(
    ({ name }) => !safeSysctls.has(name.replaceAll("/", ".")),
  );
  if (!unsafe) return undefined;
  const message = `forbidden sysctl: ${JSON.stringify(unsafe.name)} not allowlisted`;
  return { reason: "SysctlForbidden", message };
}

function failed(predicate: string, why: string): Rejection {
  return { reason: predicate, message: `Predicate ${predicate} failed: ${why}` };
}
