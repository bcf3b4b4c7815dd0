/**
 * Makes a node known and keeps it known: the Node object with its status, and the Lease by which others see it alive. A simulated
 * node renews once an hour: a thousand of them must cost nothing. Follows kubelet_node_status.go and component-helpers' lease controller.
 * Where the kubelet looks at its Node every 10 s, this is told of changes, and answers them within that time. As with the kubelet, a
 * Node that is deleted stays away until the next start; one that somebody else makes under its name is filled.
 */
import type { Lease, Node, NodeStatus } from "../api/generated/types.ts";
import { CSI_NODES, LEASES, NODES } from "../api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import { parseTime, rfc3339, rfc3339Micro } from "../api/time.ts";
import { type Host, type Timer, uuid } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import { type NodeIdentity, nextNodeStatus, nodeStatusDiffers } from "./node-status.ts";
import { sameStatus } from "./pod-status.ts";

/** Seconds: the kubelet's own 40 and 10; a simulated node is as alive as the engine itself. */
const realLease = { durationSeconds: 40, renewSeconds: 10 };
const simulatedLease = { durationSeconds: 14_400, renewSeconds: 3_600 };
const leaseNamespace = "kube-node-lease";

/** The kubelet's nodeStatusUpdateFrequency, and how often it tries at once. */
const statusPeriodMs = 10_000;
const statusTriesMax = 5;

export interface NodeRegistrationOptions {
  readonly client: Client;
  readonly host: Host;
  readonly identity: NodeIdentity;
  /** Records a Normal event about the Node. */
  note(node: Stored<Node>, reason: string, message: string): void;
}

export class NodeRegistration {
  readonly #options: NodeRegistrationOptions;
  readonly #bootId: string;
  #renewal: Timer | undefined;
  #look: Timer | undefined;
  #unschedulable: boolean | undefined;
  #stopped = false;

  constructor(options: NodeRegistrationOptions) {
    this.#options = options;
    this.#bootId = uuid(options.host.random);
  }

  get nodeName(): string {
    return this.#options.identity.name;
  }

  /** Creates or updates the Node and its Lease; resolves when both are written. Rejects with StatusError. */
  async start(): Promise<void> {
    const node = await this.#registerNode();
    await Promise.all([this.#renew(node), this.#ensureStorageNode(node)]);
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    this.#renewal?.cancel();
    this.#look?.cancel();
  }

  /** The Node is new, or has changed: what is not as the kubelet says is put right within 10 s. */
  observe(node: Stored<Node>, before: Stored<Node> | undefined): void {
    const unschedulable = node.spec?.unschedulable === true;
    this.#unschedulable ??= unschedulable;
    const isTurned = this.#unschedulable !== unschedulable;
    const isSame = before !== undefined && before.status === node.status;
    if (!isTurned && (isSame || !this.#isStale(node))) return;
    this.#lookSoon();
  }

  /** Its Lease is gone: there is another one within 10 s if there is still a Node. */
  leaseLost(): void {
    this.#lookSoon();
  }

  #isStale(node: Stored<Node>): boolean {
    const { status = {} } = node;
    return nodeStatusDiffers(status, this.#next(status).status);
  }

  #next(status: NodeStatus) {
    const { host, identity } = this.#options;
    const now = rfc3339(host.clock.nowMs());
    return nextNodeStatus(identity, status, { now, bootId: this.#bootId });
  }

  #lookSoon(): void {
    if (this.#stopped || this.#look !== undefined) return;
    const { host } = this.#options;
    this.#look = host.timers.after(statusPeriodMs * host.random.float(), () => {
      this.#look = undefined;
      this.#putRight().catch((error: unknown) => this.#failed("node status not posted", error));
    });
  }

  #failed(what: string, error: unknown): void {
    const { host, identity } = this.#options;
    host.log.write("warn", what, { node: identity.name, error: toStatusError(error).message });
    this.#lookSoon();
  }

  async #putRight(): Promise<void> {
    const node = await this.#read();
    if (!node || this.#stopped) return;
    await this.#post(await this.#withRange(node));
    await this.#renew(node, { onlyMissing: true });
    const unschedulable = node.spec?.unschedulable === true;
    if (this.#unschedulable === unschedulable) return;
    this.#unschedulable = unschedulable;
    this.#noteStatus(node, unschedulable ? "NodeNotSchedulable" : "NodeSchedulable");
  }

  /** A Node that somebody else has made gets the range of its Pods, as the node IPAM controller would give it. */
  async #withRange(node: Stored<Node>): Promise<Stored<Node>> {
    const { client, identity } = this.#options;
    const { podCidr } = identity;
    if (podCidr === undefined || node.spec?.podCIDR) return node;
    const spec = { ...node.spec, podCIDR: podCidr, podCIDRs: [podCidr] };
    return client.update(NODES, { ...node, spec });
  }

  /** Posts the status unless it says all that already; tells of conditions that have turned. */
  async #post(node: Stored<Node>): Promise<void> {
    let current = node;
    for (let tries = 1; ; tries++) {
      const { status, turned } = this.#next(current.status ?? {});
      if (!nodeStatusDiffers(status, current.status ?? {})) return;
      try {
        const next = { ...current, status };
        await this.#options.client.update(NODES, next, { subresource: "status" });
        for (const reason of turned) this.#noteStatus(current, reason);
        return;
      } catch (error) {
        if (!hasReason(error, "Conflict") || tries === statusTriesMax) throw error;
        const fresh = await this.#read();
        if (!fresh) return;
        current = fresh;
      }
    }
  }

  #noteStatus(node: Stored<Node>, reason: string): void {
    this.#options.note(node, reason, `Node ${this.nodeName} status is now: ${reason}`);
  }

  #schedule(): void {
    if (this.#stopped) return;
    const { host, identity } = this.#options;
    const { renewSeconds } = identity.simulated ? simulatedLease : realLease;
    // Spread, so that a thousand nodes that were started together do not renew together.
    const ms = renewSeconds * 1000 * (0.9 + 0.1 * host.random.float());
    this.#renewal?.cancel();
    this.#renewal = host.timers.after(ms, () => {
      this.#read()
        .then((node) => this.#renew(node))
        .catch((error: unknown) => this.#failed("lease not renewed", error))
        .finally(() => this.#schedule());
    });
  }

  async #registerNode(): Promise<Stored<Node>> {
    const { client, identity } = this.#options;
    const wanted = this.#node();
    const current = await this.#read();
    if (!current) {
      const { status, turned } = this.#next({});
      const node = await client.create(NODES, { ...wanted, status });
      this.#unschedulable = false;
      this.#options.note(node, "Starting", "Starting kubelet.");
      for (const reason of turned) this.#noteStatus(node, reason);
      const enforced = "Updated Node Allocatable limit across pods";
      this.#options.note(node, "NodeAllocatableEnforced", enforced);
      return node;
    }
    this.#unschedulable = current.spec?.unschedulable === true;
    const labels = { ...current.metadata.labels, ...wanted.metadata.labels };
    const annotations = { ...current.metadata.annotations, ...wanted.metadata.annotations };
    const podCidr = current.spec?.podCIDR ?? identity.podCidr;
    const spec = podCidr
      ? { ...current.spec, podCIDR: podCidr, podCIDRs: [podCidr] }
      : current.spec;
    const next: Stored<Node> = {
      ...current,
      metadata: { ...current.metadata, labels, annotations },
      ...(spec ? { spec } : {}),
    };
    const kept = sameStatus(next, current) ? current : await client.update(NODES, next);
    // A simulated node that starts again where nothing has changed writes nothing.
    if (!identity.simulated) this.#options.note(kept, "Starting", "Starting kubelet.");
    await this.#post(kept);
    return kept;
  }

  #read(): Promise<Stored<Node> | undefined> {
    return this.#find(NODES);
  }

  async #find<T extends KubeObject>(resource: ResourceRef<T>): Promise<Stored<T> | undefined> {
    try {
      return await this.#options.client.get(resource, { name: this.nodeName });
    } catch (error) {
      if (hasReason(error, "NotFound")) return undefined;
      throw error;
    }
  }

  /** Which storage drivers the node has: none (pkg/volume/csi/nodeinfomanager). */
  async #ensureStorageNode(node: Stored<Node>): Promise<void> {
    if (await this.#find(CSI_NODES)) return;
    await this.#options.client.create(CSI_NODES, {
      apiVersion: "storage.k8s.io/v1",
      kind: "CSINode",
      metadata: {
        name: this.nodeName,
        annotations: { "storage.alpha.kubernetes.io/migrated-plugins": migratedPlugins },
        ownerReferences: [ownerOf(node)],
      },
      spec: { drivers: [] },
    });
  }

  #node(): Omit<Node, "status"> & { readonly metadata: { readonly name: string } } {
    const { name, machine, simulated, podCidr, labels } = this.#options.identity;
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
    };
  }

  /** Renews the Lease, which belongs to the Node; without one it is not made. */
  async #renew(
    node: Stored<Node> | undefined,
    { onlyMissing = false }: { readonly onlyMissing?: boolean } = {},
  ): Promise<void> {
    const { client, host, identity } = this.#options;
    const { name, simulated } = identity;
    const { durationSeconds } = simulated ? simulatedLease : realLease;
    const nowMs = host.clock.nowMs();
    const key = { namespace: leaseNamespace, name };
    const ownerReferences = node ? [ownerOf(node)] : [];
    const spec = {
      holderIdentity: name,
      leaseDurationSeconds: durationSeconds,
      renewTime: rfc3339Micro(nowMs),
    };
    try {
      const lease = await client.get(LEASES, key);
      if (onlyMissing) return;
      const renewedMs = parseTime(lease.spec?.renewTime) ?? 0;
      // Started again soon after it was stopped: nothing to say.
      if (simulated && nowMs - renewedMs < simulatedLease.renewSeconds * 500) return;
      const isOwned = (lease.metadata.ownerReferences ?? []).length > 0;
      const metadata = isOwned ? lease.metadata : { ...lease.metadata, ownerReferences };
      await client.update(LEASES, { ...lease, metadata, spec: { ...lease.spec, ...spec } });
    } catch (error) {
      if (!hasReason(error, "NotFound")) throw error;
      if (!node) return;
      const metadata = { ...key, ownerReferences };
      const lease: Lease = {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata,
        spec,
      };
      await client.create(LEASES, lease);
    }
  }
}

/** What the kubelet has drivers elsewhere do the work of; here there are none of either. */
const migratedPlugins = [
  "kubernetes.io/aws-ebs",
  "kubernetes.io/azure-disk",
  "kubernetes.io/azure-file",
  "kubernetes.io/cinder",
  "kubernetes.io/gce-pd",
  "kubernetes.io/portworx-volume",
  "kubernetes.io/vsphere-volume",
].join();

function ownerOf({ metadata: { name, uid } }: Stored<Node>) {
  return { apiVersion: "v1", kind: "Node", name, uid };
}
