/**
 * What a node's kubelet says of it: addresses, capacity, conditions, and what it keeps of what others have written there. Pure.
 * Source: pkg/kubelet/nodestatus/setters.go.
 */
import { canonicalQuantity } from "../api/quantity.ts";
import type { NodeCondition, NodeStatus } from "../api/generated/types.ts";
import type { MachineInfo, RuntimeVersion } from "./container-runtime.ts";
import { sameStatus } from "./pod-status.ts";

export interface NodeIdentity {
  readonly name: string;
  readonly ip: string;
  readonly simulated: boolean;
  readonly version: string;
  readonly podCidr: string | undefined;
  readonly machine: MachineInfo;
  readonly runtime: RuntimeVersion;
  readonly labels: Readonly<Record<string, string>>;
  readonly maxPods: number;
  /** Where the API server reaches the kubelet; shown only. */
  readonly port: number;
}

export interface NextNodeStatus {
  readonly status: NodeStatus;
  /** Reasons of the events by which conditions that turn are told of. */
  readonly turned: readonly string[];
}

/** What a kubelet of 1.36 says that it can do, by which Pods and changes that need it come to it; names in order. */
const declaredFeatures = [
  "ExtendWebSocketsToKubelet",
  "InPlacePodLevelResourcesVerticalScaling",
  "InPlacePodVerticalScalingInitContainers",
  "RestartAllContainersOnContainerExits",
];
/** What simulated containers can do; of Docker nothing is known, as of a runtime that does not say. */
const simulatedAbilities: Pick<NodeStatus, "features" | "runtimeHandlers"> = {
  features: { supplementalGroupsPolicy: true },
  runtimeHandlers: [
    { name: "", features: { recursiveReadOnlyMounts: true, userNamespaces: true } },
  ],
};
const reservedMemoryBytes = 100 * 1024 * 1024;

export function capacityOf(identity: NodeIdentity): Readonly<Record<string, string>> {
  const { machine } = identity;
  return {
    cpu: String(machine.cpus),
    memory: kibibytes(machine.memoryBytes),
    "ephemeral-storage": "100Gi",
    "hugepages-1Gi": "0",
    "hugepages-2Mi": "0",
    pods: String(identity.maxPods),
  };
}

/** What Pods may have: all but the kubelet's eviction threshold of 100 MiB. */
export function allocatableOf(identity: NodeIdentity): Readonly<Record<string, string>> {
  const bytes = identity.machine.memoryBytes;
  const memory = identity.simulated ? bytes : Math.max(0, bytes - reservedMemoryBytes);
  return { ...capacityOf(identity), memory: kibibytes(memory) };
}

/** Whole ones, in the form that the API gives quantities: 33554432Ki are 32Gi. */
function kibibytes(bytes: number): string {
  const text = `${Math.floor(bytes / 1024)}Ki`;
  return canonicalQuantity(text) ?? text;
}

/**
 * The status that follows on `old`. What is the kubelet's own is written over; resources that somebody advertises in the capacity are
 * kept, and Pods may have all of them; conditions of others are kept.
 */
export function nextNodeStatus(
  identity: NodeIdentity,
  old: NodeStatus,
  { now, bootId }: { readonly now: string; readonly bootId: string },
): NextNodeStatus {
  const { name, ip, machine, runtime, version, port } = identity;
  const id = stableUuid(name);
  const capacity = { ...old.capacity, ...capacityOf(identity) };
  const { conditions, turned } = nextConditions(old.conditions ?? [], now);
  const { images: _images, ...kept } = old;
  const status: NodeStatus = {
    ...kept,
    addresses: [
      { type: "InternalIP", address: ip },
      { type: "Hostname", address: name },
    ],
    allocatable: {
      ...withoutAbsent(old.allocatable ?? {}, capacity),
      ...capacity,
      ...allocatableOf(identity),
    },
    capacity,
    conditions,
    daemonEndpoints: { kubeletEndpoint: { Port: port } },
    declaredFeatures,
    ...(identity.simulated ? simulatedAbilities : {}),
    nodeInfo: {
      architecture: machine.architecture,
      bootID: identity.simulated ? id : bootId,
      containerRuntimeVersion: `${runtime.name}://${runtime.version}`,
      kernelVersion: machine.kernelVersion,
      // Nobody's to know for a kubelet (DisableNodeKubeProxyVersion).
      kubeProxyVersion: "",
      kubeletVersion: version,
      machineID: id.replaceAll("-", ""),
      operatingSystem: machine.operatingSystem,
      osImage: machine.osImage,
      systemUUID: id,
    },
  };
  return { status, turned };
}

/** Whether two statuses differ in more than when the kubelet last looked. */
export function nodeStatusDiffers(a: NodeStatus, b: NodeStatus): boolean {
  return !sameStatus(withoutHeartbeats(a), withoutHeartbeats(b));
}

function withoutHeartbeats(status: NodeStatus): NodeStatus {
  const conditions = [...(status.conditions ?? [])]
    .sort((a, b) => (a.type < b.type ? -1 : 1))
    .map(({ lastHeartbeatTime: _time, ...condition }) => condition);
  return { ...status, conditions };
}

type Resources = Readonly<Record<string, string>>;

/** Extended resources that the capacity does not have any more are nothing that Pods may have. */
function withoutAbsent(allocatable: Resources, capacity: Resources): Resources {
  const kept = Object.entries(allocatable).filter(
    ([name]) => name in capacity || !isExtendedResource(name),
  );
  return Object.fromEntries(kept);
}

/** Source: pkg/apis/core/v1/helper, IsExtendedResourceName. */
function isExtendedResource(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/") && !name.startsWith("requests.");
}

/** Reason and message while all is well, and the event that says so. */
const healthy: readonly (readonly [string, string, string, string])[] = [
  [
    "MemoryPressure",
    "KubeletHasSufficientMemory",
    "kubelet has sufficient memory available",
    "NodeHasSufficientMemory",
  ],
  [
    "DiskPressure",
    "KubeletHasNoDiskPressure",
    "kubelet has no disk pressure",
    "NodeHasNoDiskPressure",
  ],
  [
    "PIDPressure",
    "KubeletHasSufficientPID",
    "kubelet has sufficient PID available",
    "NodeHasSufficientPID",
  ],
];

/** Pressure has its reason and message from the time when it turned; readiness always has the kubelet's. */
function nextConditions(
  old: readonly NodeCondition[],
  now: string,
): { readonly conditions: readonly NodeCondition[]; readonly turned: readonly string[] } {
  const conditions = [...old];
  const turned: string[] = [];
  const put = (condition: NodeCondition): void => {
    const at = conditions.findIndex(({ type }) => type === condition.type);
    if (at < 0) conditions.push(condition);
    else conditions[at] = condition;
  };
  for (const [type, reason, message, event] of healthy) {
    const before = old.find((condition) => condition.type === type);
    if (before?.status === "False") {
      put({ ...before, lastHeartbeatTime: now });
      continue;
    }
    put({
      type,
      status: "False",
      reason,
      message,
      lastHeartbeatTime: now,
      lastTransitionTime: now,
    });
    turned.push(event);
  }
  const before = old.find(({ type }) => type === "Ready");
  const isReady = before?.status === "True";
  put({
    type: "Ready",
    status: "True",
    reason: "KubeletReady",
    message: "kubelet is posting ready status",
    lastHeartbeatTime: now,
    lastTransitionTime: (isReady ? before.lastTransitionTime : undefined) ?? now,
  });
  if (!isReady) turned.push("NodeReady");
  return { conditions, turned };
}

/** A UUID that depends on the name only, so that a simulated machine is the same after every start. */
function stableUuid(name: string): string {
  let text = "";
  for (let round = 0; round < 4; round++) {
    let hash = 0x811c9dc5 ^ (round * 0x9e3779b1);
    for (let at = 0; at < name.length; at++)
      hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193) >>> 0;
    text += (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0).toString(16).padStart(8, "0");
  }
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-8${text.slice(17, 20)}-${text.slice(20)}`;
}
