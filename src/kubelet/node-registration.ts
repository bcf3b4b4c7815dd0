/**
 * Makes a node known and keeps it known: the Node object with its status, its CSINode, and its Lease. Follows kubelet_node_status.go.
 * Where the kubelet looks at its Node every 10 s, this is told of changes, and answers them within that time. As with the kubelet, a
 * Node that is deleted stays away until the next start; one that somebody else makes under its name is filled.
 */
import type { Node, NodeStatus } from "../api/generated/types.ts";
import type { JsonValue } from "../api/json.ts";
import { CSI_NODES, NODES } from "../api/kinds.ts";
import type { KubeObject, ResourceRef, Stored } from "../api/object.ts";
import { hasReason, notFound, toStatusError } from "../api/status.ts";
import { rfc3339 } from "../api/time.ts";
import { type Host, type Timer, uuid } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import { NodeLease, ownerOf } from "./node-lease.ts";
import { type NodeIdentity, nextNodeStatus, nodeStatusDiffers } from "./node-status.ts";
import { sameStatus } from "./pod-status.ts";
import { nodeStatusPatch } from "./status-patch.ts";

/** The kubelet's nodeStatusUpdateFrequency, and how often it tries at once. */
const statusPeriodMs = 10_000;
const statusTriesMax = 5;

/** The annotation of simulated nodes. */
export const simulatedMark = "kwok.x-k8s.io/node";

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
  readonly #lease: NodeLease;
  #renewal: Timer | undefined;
  #look: Timer | undefined;
  #unschedulable: boolean | undefined;
  /** What was posted last: it needs no looking through when it comes back. */
  #posted: NodeStatus | undefined;
  #stopped = false;

  constructor(options: NodeRegistrationOptions) {
    this.#options = options;
    this.#bootId = uuid(options.host.random);
    const { client, host, identity } = options;
    const { name: nodeName, simulated } = identity;
    this.#lease = new NodeLease({ client, host, nodeName, simulated });
  }

  get nodeName(): string {
    return this.#options.identity.name;
  }

  /**
   * Creates or updates the Node and its Lease; resolves when both are written. `known`: the Node as it is, where it is known to be there.
   * Rejects with StatusError.
   */
  async start(known?: Stored<Node>): Promise<void> {
    const created = known ? undefined : await this.#create();
    const node = created ?? (await this.#update(known ?? (await this.#read())));
    const storage = created !== undefined || !(await this.#find(CSI_NODES));
    const isNew = created !== undefined;
    await Promise.all([
      this.#lease.renew(node, { isNew }),
      ...(storage ? [this.#makeStorageNode(node)] : []),
    ]);
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
    if (status === this.#posted) return false;
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
    await this.#lease.renew(node, { onlyMissing: true });
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
        const { client } = this.#options;
        const toldAs = (): JsonValue => nodeStatusPatch(current.status ?? {}, status);
        const options = { subresource: "status", toldAs };
        this.#posted = (await client.update(NODES, next, options)).status;
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
    const { host } = this.#options;
    // Spread, so that a thousand nodes that were started together do not renew together.
    const ms = this.#lease.renewSeconds * 1000 * (0.9 + 0.1 * host.random.float());
    this.#renewal?.cancel();
    this.#renewal = host.timers.after(ms, () => {
      this.#read()
        .then((node) => this.#lease.renew(node))
        .catch((error: unknown) => this.#failed("lease not renewed", error))
        .finally(() => this.#schedule());
    });
  }

  /** Undefined when the Node is there already. */
  async #create(): Promise<Stored<Node> | undefined> {
    const { client, note } = this.#options;
    const { status, turned } = this.#next({});
    try {
      const node = await client.create(NODES, { ...this.#node(), status });
      this.#posted = node.status;
      this.#unschedulable = false;
      note(node, "Starting", "Starting kubelet.");
      for (const reason of turned) this.#noteStatus(node, reason);
      note(node, "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods");
      return node;
    } catch (error) {
      if (hasReason(error, "AlreadyExists")) return undefined;
      throw error;
    }
  }

  async #update(current: Stored<Node> | undefined): Promise<Stored<Node>> {
    const { client, identity } = this.#options;
    const wanted = this.#node();
    // It was there, and is gone again.
    if (!current) throw notFound({ group: "", resource: "nodes" }, this.nodeName);
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
  async #makeStorageNode(node: Stored<Node>): Promise<void> {
    const annotations = { "storage.alpha.kubernetes.io/migrated-plugins": migratedPlugins };
    const { name } = node.metadata;
    try {
      await this.#options.client.create(CSI_NODES, {
        apiVersion: "storage.k8s.io/v1",
        kind: "CSINode",
        metadata: { name, annotations, ownerReferences: [ownerOf(node)] },
        spec: { drivers: [] },
      });
    } catch (error) {
      if (!hasReason(error, "AlreadyExists")) throw error;
    }
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
          ...(simulated ? { [simulatedMark]: "fake" } : {}),
        },
      },
      ...(podCidr ? { spec: { podCIDR: podCidr, podCIDRs: [podCidr] } } : {}),
    };
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
