/**
 * The Lease by which others see a node alive: it belongs to the Node, and is not made without one. Follows component-helpers'
 * lease controller; a simulated node renews once an hour, for a thousand of them must cost nothing.
 */
import type { Lease, Node } from "../api/generated/types.ts";
import { LEASES } from "../api/kinds.ts";
import type { Stored } from "../api/object.ts";
import { hasReason } from "../api/status.ts";
import { parseTime, rfc3339Micro } from "../api/time.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";

/** Seconds: the kubelet's own 40 and 10; a simulated node is as alive as the engine itself. */
const realLease = { durationSeconds: 40, renewSeconds: 10 };
const simulatedLease = { durationSeconds: 14_400, renewSeconds: 3_600 };

export const leaseNamespace = "kube-node-lease";

export interface NodeLeaseOptions {
  readonly client: Client;
  readonly host: Host;
  readonly nodeName: string;
  readonly simulated: boolean;
}

export interface RenewOptions {
  /** What is there stays as it is. */
  readonly onlyMissing?: boolean;
  /** There is most likely none. */
  readonly isNew?: boolean;
}

export class NodeLease {
  readonly #options: NodeLeaseOptions;

  constructor(options: NodeLeaseOptions) {
    this.#options = options;
  }

  get renewSeconds(): number {
    return (this.#options.simulated ? simulatedLease : realLease).renewSeconds;
  }

  /** Renews the Lease, or makes it for the Node that there is. Rejects with StatusError. */
  async renew(
    node: Stored<Node> | undefined,
    { onlyMissing = false, isNew = false }: RenewOptions = {},
  ): Promise<void> {
    if (isNew && node && (await this.#make(node))) return;
    const lease = await this.#find();
    if (!lease) {
      if (node) await this.#make(node);
      return;
    }
    const { client, host, simulated } = this.#options;
    const renewedMs = parseTime(lease.spec?.renewTime) ?? 0;
    // Started again soon after it was stopped: nothing to say.
    const isRecent = host.clock.nowMs() - renewedMs < simulatedLease.renewSeconds * 500;
    if (onlyMissing || (simulated && isRecent)) return;
    const isOwned = (lease.metadata.ownerReferences ?? []).length > 0;
    const ownerReferences = isOwned || !node ? {} : { ownerReferences: [ownerOf(node)] };
    const metadata = { ...lease.metadata, ...ownerReferences };
    await client.update(LEASES, { ...lease, metadata, spec: { ...lease.spec, ...this.#spec() } });
  }

  /** False when there is one already. */
  async #make(node: Stored<Node>): Promise<boolean> {
    const { client, nodeName: name } = this.#options;
    const metadata = { namespace: leaseNamespace, name, ownerReferences: [ownerOf(node)] };
    try {
      await client.create(LEASES, {
        apiVersion: "coordination.k8s.io/v1",
        kind: "Lease",
        metadata,
        spec: this.#spec(),
      });
      return true;
    } catch (error) {
      if (hasReason(error, "AlreadyExists")) return false;
      throw error;
    }
  }

  async #find(): Promise<Stored<Lease> | undefined> {
    const { client, nodeName: name } = this.#options;
    try {
      return await client.get(LEASES, { namespace: leaseNamespace, name });
    } catch (error) {
      if (hasReason(error, "NotFound")) return undefined;
      throw error;
    }
  }

  #spec(): NonNullable<Lease["spec"]> {
    const { host, nodeName, simulated } = this.#options;
    const { durationSeconds } = simulated ? simulatedLease : realLease;
    return {
      holderIdentity: nodeName,
      leaseDurationSeconds: durationSeconds,
      renewTime: rfc3339Micro(host.clock.nowMs()),
    };
  }
}

/** By which what a kubelet makes for its Node goes with it. */
export function ownerOf({ metadata: { name, uid } }: Stored<Node>) {
  return { apiVersion: "v1", kind: "Node", name, uid };
}
