/**
 * Kubarium as a library: a whole cluster in this process, in memory, without ports, in a few dozen milliseconds.
 *
 *     const cluster = await createCluster({ nodes: 2 });
 *     await cluster.client.create(DEPLOYMENTS, { ... });
 *     await cluster.stop();
 */
import type { Host } from "./host/host.ts";
import { createMemoryAuthority } from "./host/memory-authority.ts";
import { createSystemHost } from "./host/system.ts";
import { ClusterEngine } from "./cluster.ts";
import { createReferencePool, type KernelPool } from "./kernels/pool.ts";
import type { NodeSpec } from "./kubelet/node-agents.ts";
import type { JsonObject } from "./api/json.ts";
import type { Client } from "./loop/client.ts";
import type {
  PodExplanationDocument,
  WhatIfDocument,
} from "./scheduler/explain/explanation-document.ts";
import type { ExplainOptions } from "./scheduler/explain/explainer.ts";
import { generateTokenKeys } from "./server/auth/service-account-tokens.ts";
import type { UserInfo } from "./server/message.ts";
import { fetchHandler } from "./server/fetch.ts";
import type { CommandRequest, CommandResult } from "./server/streaming/run-command.ts";
import { MemoryLog } from "./store/memory-log.ts";
import { readSchedulerConfiguration } from "./scheduler/profile/read-configuration.ts";
import type { SnapshotDocument } from "./store/store.ts";
import type { StateLog } from "./store/state-log.ts";

export * from "./api/kinds.ts";
export { StatusError } from "./api/status.ts";
export { SchedulerConfigurationError } from "./scheduler/profile/read-configuration.ts";
export type { KubeObject, ResourceRef, Stored } from "./api/object.ts";
export type { Client, ListOptions, WatchEvent, WatchHandlers } from "./loop/client.ts";
export type { Host } from "./host/host.ts";
export type { UserInfo } from "./server/message.ts";
export type * from "./scheduler/explain/explanation-document.ts";
export type { ExplainOptions } from "./scheduler/explain/explainer.ts";
export type { CommandRequest, CommandResult } from "./server/streaming/run-command.ts";
export type { NodeSpec } from "./kubelet/node-agents.ts";
export type { SnapshotDocument } from "./store/store.ts";
export { createSystemHost } from "./host/system.ts";
export { createSimulatedHost } from "./host/simulated.ts";

export interface CreateClusterOptions {
  /** How many simulated nodes, or which nodes. Default 1. */
  readonly nodes?: number | readonly NodeSpec[];
  /** Time and randomness. Default: the machine's own; `createSimulatedHost` makes every run the same. */
  readonly host?: Host;
  /** Where the state is kept. Default: in memory. */
  readonly log?: StateLog;
  /** Where scheduling kernels run. Default: the plain TypeScript ones on this thread. */
  readonly kernels?: KernelPool;
  /** A KubeSchedulerConfiguration (kubescheduler.config.k8s.io/v1, YAML or JSON). Default: kube-scheduler's own. */
  readonly schedulerConfiguration?: string;
  /** `10.244.128.0/17` by default. */
  readonly serviceCidr?: string;
}

export interface Cluster {
  /** An API client that may do everything; `as` gives one for another user. */
  readonly client: Client;
  as(user: UserInfo): Client;
  /** The HTTP API: any method and path that kubectl would send. Authenticated as the cluster's admin. */
  fetch(request: Request | string | URL): Promise<Response>;
  /** Why a Pod is where it is, or nowhere: as it was decided, or as it would be now. Rejects with StatusError. */
  explain(
    pod: { readonly namespace: string; readonly name: string },
    options?: ExplainOptions,
  ): Promise<PodExplanationDocument>;
  /** Where Pods would go that do not exist, with nodes added or removed; docs/scheduling.md has the question's fields. */
  whatIf(question: JsonObject): Promise<WhatIfDocument>;
  /** Runs a command in a container of a Pod, to its end. */
  exec(
    pod: { readonly namespace: string; readonly name: string },
    request: CommandRequest,
  ): Promise<CommandResult>;
  /** Everything that the cluster's state is, at its newest revision. */
  exportSnapshot(): SnapshotDocument;
  /** Replaces the whole state. Rejects with StatusError for what is no snapshot, and then nothing is changed. */
  restoreSnapshot(document: unknown): Promise<void>;
  /** Ends everything; the log is closed. */
  stop(): Promise<void>;
}

/**
 * Starts a cluster; when this resolves its API is ready and its nodes are registered. Rejects with
 * SchedulerConfigurationError when no scheduler can be made of its configuration.
 */
export async function createCluster(options: CreateClusterOptions = {}): Promise<Cluster> {
  const host = options.host ?? createSystemHost();
  const { schedulerConfiguration: text } = options;
  const schedulerConfiguration = text === undefined ? undefined : readSchedulerConfiguration(text);
  const engine = await ClusterEngine.open({
    host,
    log: options.log ?? new MemoryLog(),
    kernels: options.kernels ?? createReferencePool(),
    tokenKeys: await generateTokenKeys(),
    caPem: "",
    signer: createMemoryAuthority(host),
    nodes: nodesOf(options.nodes ?? 1),
    ...(schedulerConfiguration === undefined ? {} : { schedulerConfiguration }),
    ...(options.serviceCidr === undefined ? {} : { serviceCidr: options.serviceCidr }),
  });
  try {
    await engine.start();
  } catch (error) {
    await engine.stop();
    throw error;
  }
  return {
    client: engine.client("kubarium"),
    as: (user) => engine.client("kubarium", user),
    fetch: fetchHandler((request) => engine.handle(request)),
    explain: (pod, explainOptions) => engine.scheduling.explain(pod, explainOptions),
    whatIf: (question) => engine.scheduling.whatIf(question),
    exec: (pod, request) => engine.exec(pod, request),
    exportSnapshot: () => engine.store.exportSnapshot(),
    async restoreSnapshot(document) {
      await engine.store.restoreSnapshot(document);
    },
    stop: () => engine.stop(),
  };
}

function nodesOf(nodes: number | readonly NodeSpec[]): readonly NodeSpec[] {
  if (typeof nodes !== "number") return nodes;
  return Array.from({ length: nodes }, (_, i) => ({ name: `node-${i + 1}` }));
}
