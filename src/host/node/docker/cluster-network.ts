/**
 * The one bridge network of a cluster: a /16 that clashes with nothing on this machine; Pods get the first quarter, the upper half is
 * the Service range, the rest is for what is simulated beside them.
 */
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { RuntimeError } from "../../../kubelet/container-runtime.ts";
import type { DockerClient } from "./docker-client.ts";
import { label, labelFilter } from "./labels.ts";

export interface ClusterNetwork {
  readonly name: string;
  /** `10.244.0.0/16`. */
  readonly subnet: string;
  /** The bridge's own address: the Linux host as Pods see it. */
  readonly gateway: string;
}

/** Second bytes of 10.x.0.0/16 to try, Kubernetes' usual one first. */
const candidates = [244, 245, 246, 247, 232, 233, 234, 235];

interface InspectedNetwork {
  readonly Name: string;
  readonly IPAM?: { readonly Config?: readonly { Subnet?: string; Gateway?: string }[] };
}

/** The second byte of a range of ours (`10.244.128.0/17`: 244), undefined for another's. */
export function secondByteOf(range: string): number | undefined {
  const match = /^10\.(\d{1,3})\./.exec(range);
  return match ? Number(match[1]) : undefined;
}

/** The Service range of a network, its upper half: `10.244.128.0/17`. */
export function serviceRangeOf({ subnet }: ClusterNetwork): string {
  return `${subnet.split(".").slice(0, 2).join(".")}.128.0/17`;
}

/** The network of that cluster, made if there is none, at the preferred second byte if that is free. Rejects with RuntimeError when every range is taken. */
export async function ensureClusterNetwork(
  client: DockerClient,
  cluster: string,
  { preferred, signal }: { readonly preferred?: number | undefined; readonly signal: AbortSignal },
): Promise<ClusterNetwork> {
  const found = await findNetwork(client, cluster, signal);
  if (found) return found;
  const name = `kubarium-${cluster}`;
  const wanted = preferred === undefined ? candidates : [...new Set([preferred, ...candidates])];
  const free = wanted.filter((second) => !clashes(second));
  for (const second of free) {
    try {
      await create(client, { name, cluster, second }, signal);
      return { name, subnet: `10.${second}.0.0/16`, gateway: `10.${second}.0.1` };
    } catch (error) {
      // Docker knows of a clash with one of its own networks; anything else is final.
      if (!(error instanceof RuntimeError) || !/overlap/i.test(error.message)) throw error;
    }
  }
  throw new RuntimeError("failed", "no free /16 address range for the cluster's network");
}

async function findNetwork(
  client: DockerClient,
  cluster: string,
  signal: AbortSignal,
): Promise<ClusterNetwork | undefined> {
  const filters = labelFilter({ [label.cluster]: cluster, [label.kind]: "network" });
  const [network] = await client.call<readonly InspectedNetwork[]>("GET", "/networks", {
    query: { filters },
    signal,
  });
  const config = network?.IPAM?.Config?.[0];
  if (!network || !config?.Subnet) return undefined;
  const gateway = config.Gateway ?? `${config.Subnet.split(".").slice(0, 3).join(".")}.1`;
  return { name: network.Name, subnet: config.Subnet, gateway };
}

async function create(
  client: DockerClient,
  as: { name: string; cluster: string; second: number },
  signal: AbortSignal,
): Promise<void> {
  const prefix = `10.${as.second}`;
  await client.call("POST", "/networks/create", {
    body: {
      Name: as.name,
      CheckDuplicate: true,
      Driver: "bridge",
      IPAM: {
        Config: [
          { Subnet: `${prefix}.0.0/16`, IPRange: `${prefix}.0.0/18`, Gateway: `${prefix}.0.1` },
        ],
      },
      Labels: { [label.cluster]: as.cluster, [label.kind]: "network" },
    },
    signal,
  });
}

/** Interfaces that are down (a bridge that another daemon left) are not listed, but still have their route. */
function clashes(second: number): boolean {
  const prefix = `10.${second}.`;
  const listed = Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address.startsWith(prefix)),
  );
  return listed || routedPrefixes().has(prefix);
}

/** First two bytes of every 10.x destination in the kernel's table, as `10.244.`; empty where there is no such file. */
function routedPrefixes(): ReadonlySet<string> {
  let table: string;
  try {
    table = readFileSync("/proc/net/route", "utf8");
  } catch {
    return new Set();
  }
  // Destinations are written as the machine's word: least significant byte first.
  const destinations = table
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t")[1] ?? "");
  const bytes = destinations.map((text) =>
    (text.match(/../g) ?? []).map((hex) => parseInt(hex, 16)),
  );
  return new Set(bytes.filter((parts) => parts[3] === 10).map((parts) => `10.${parts[2]}.`));
}
