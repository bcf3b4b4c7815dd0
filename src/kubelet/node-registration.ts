/**
 * Makes a node known and keeps it known: the Node object with capacity, labels and conditions, and the Lease by which others see it
 * alive. A simulated node renews once an hour: a thousand of them must cost nothing. Follows kubelet_node_status.go.
 */
import { canonicalQuantity } from "../api/quantity.ts";
import type { Lease, Node, NodeCondition, NodeStatus } from "../api/generated/types.ts";
import { LEASES, NODES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import { parseTime, rfc3339, rfc3339Micro } from "../api/time.ts";
import { type Host, type Timer, uuid } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
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

/** Seconds: the kubelet's own 40 and 10; a simulated node is as alive as the engine itself. */
const realLease = { durationSeconds: 40, renewSeconds: 10 };
const simulatedLease = { durationSeconds: 14_400, renewSeconds: 3_600 };

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

export class NodeRegistration {
  readonly #client: Client;
  readonly #host: Host;
  readonly #identity: NodeIdentity;
  readonly #bootId: string;
  #timer: Timer | undefined;
  #stopped = false;

  constructor(client: Client, host: Host, identity: NodeIdentity) {
    this.#client = client;
    this.#host = host;
    this.#identity = identity;
    this.#bootId = uuid(host.random);
  }

  /** Creates or updates the Node and its Lease; resolves when both are written. Rejects with StatusError. */
  async start(): Promise<void> {
    await this.#registerNode();
    await this.#renew();
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  #schedule(): void {
    if (this.#stopped) return;
    const { renewSeconds } = this.#identity.simulated ? simulatedLease : realLease;
    // Spread, so that a thousand nodes that were started together do not renew together.
    const ms = renewSeconds * 1000 * (0.9 + 0.1 * this.#host.random.float());
    this.#timer = this.#host.timers.after(ms, () => {
      this.#renew()
        .catch((error: unknown) => {
          this.#host.log.write("warn", "lease not renewed", {
            node: this.#identity.name,
            error: toStatusError(error).message,
          });
        })
        .finally(() => this.#schedule());
    });
  }

  async #registerNode(): Promise<void> {
    const wanted = this.#node();
    const status = wanted.status ?? {};
    const current = await this.#read();
    if (!current) {
      await this.#client.create(NODES, wanted);
      return;
    }
    const labels = { ...current.metadata.labels, ...wanted.metadata.labels };
    const annotations = { ...current.metadata.annotations, ...wanted.metadata.annotations };
    const podCidr = current.spec?.podCIDR ?? this.#identity.podCidr;
    const spec = podCidr
      ? { ...current.spec, podCIDR: podCidr, podCIDRs: [podCidr] }
      : current.spec;
    const next: Stored<Node> = {
      ...current,
      metadata: { ...current.metadata, labels, annotations },
      ...(spec ? { spec } : {}),
    };
    const kept = sameStatus(next, current) ? current : await this.#client.update(NODES, next);
    const nextStatus = { ...kept.status, ...keepTransitions(status, kept.status) };
    if (sameStatus(nextStatus, kept.status)) return;
    await this.#client.update(NODES, { ...kept, status: nextStatus }, { subresource: "status" });
  }

  async #read(): Promise<Stored<Node> | undefined> {
    try {
      return await this.#client.get(NODES, { name: this.#identity.name });
    } catch (error) {
      if (hasReason(error, "NotFound")) return undefined;
      throw error;
    }
  }

  #node(): Node {
    const { name, machine, simulated, podCidr, labels } = this.#identity;
    return {
      apiVersion: "v1",
      kind: "Node",
      metadata: {
        name,
        labels: {
          "beta.kubernetes.io/arch": machine.architecture,
          "beta.kubernetes.io/os": machine.operatingSystem,
          "kubernetes.io/arch": machine.architecture,
          "kubernetes.io/hostname": name,
          "kubernetes.io/os": machine.operatingSystem,
          ...(simulated ? { type: "kwok" } : {}),
          ...labels,
        },
        annotations: {
          "node.alpha.kubernetes.io/ttl": "0",
          ...(simulated ? { "kwok.x-k8s.io/node": "fake" } : {}),
        },
      },
      ...(podCidr ? { spec: { podCIDR: podCidr, podCIDRs: [podCidr] } } : {}),
      status: this.#status(),
    };
  }

  #status(): NodeStatus {
    const { name, ip, machine, runtime, version, port } = this.#identity;
    const id = stableUuid(name);
    return {
      addresses: [
        { type: "InternalIP", address: ip },
        { type: "Hostname", address: name },
      ],
      allocatable: allocatableOf(this.#identity),
      capacity: capacityOf(this.#identity),
      conditions: conditions(rfc3339(this.#host.clock.nowMs())),
      ...(port === 0 ? {} : { daemonEndpoints: { kubeletEndpoint: { Port: port } } }),
      nodeInfo: {
        architecture: machine.architecture,
        bootID: this.#identity.simulated ? id : this.#bootId,
        containerRuntimeVersion: `${runtime.name}://${runtime.version}`,
        kernelVersion: machine.kernelVersion,
        kubeProxyVersion: version,
        kubeletVersion: version,
        machineID: id.replaceAll("-", ""),
        operatingSystem: machine.operatingSystem,
        osImage: machine.osImage,
        systemUUID: id,
      },
    };
  }

  async #renew(): Promise<void> {
    const { name, simulated } = this.#identity;
    const { durationSeconds } = simulated ? simulatedLease : realLease;
    const nowMs = this.#host.clock.nowMs();
    const key = { namespace: "kube-node-lease", name };
    const renewTime = rfc3339Micro(nowMs);
    try {
      const lease = await this.#client.get(LEASES, key);
      const renewedMs = parseTime(lease.spec?.renewTime) ?? 0;
      // Started again soon after it was stopped: nothing to say.
      if (simulated && nowMs - renewedMs < simulatedLease.renewSeconds * 500) return;
      const spec = {
        ...lease.spec,
        holderIdentity: name,
        leaseDurationSeconds: durationSeconds,
        renewTime,
      };
      await this.#client.update(LEASES, { ...lease, spec });
    } catch (error) {
      if (!hasReason(error, "NotFound")) throw error;
      const lease: Lease = {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata: key,
        spec: { holderIdentity: name, leaseDurationSeconds: durationSeconds, renewTime },
      };
      await this.#client.create(LEASES, lease);
    }
  }
}

function conditions(now: string): readonly NodeCondition[] {
  const rows: readonly [string, string, string, string][] = [
    [
      "MemoryPressure",
      "False",
      "KubeletHasSufficientMemory",
      "kubelet has sufficient memory available",
    ],
    ["DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
    ["PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"],
    ["Ready", "True", "KubeletReady", "kubelet is posting ready status"],
  ];
  return rows.map(([type, status, reason, message]) => ({
    type,
    status,
    reason,
    message,
    lastHeartbeatTime: now,
    lastTransitionTime: now,
  }));
}

/** Conditions that hold already keep their times: a restart alone changes nothing. Conditions of others stay. */
function keepTransitions(status: NodeStatus, old: NodeStatus | undefined): NodeStatus {
  const before = old?.conditions ?? [];
  const own = (status.conditions ?? []).map((condition) => {
    const same = before.find((candidate) => candidate.type === condition.type);
    return same?.status === condition.status ? same : condition;
  });
  const foreign = before.filter(({ type }) => !own.some((condition) => condition.type === type));
  return { ...status, conditions: [...own, ...foreign] };
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
