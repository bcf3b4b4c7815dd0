/** What the API server asks of a node's kubelet on behalf of a client: logs, exec, attach and port-forward. */
import type { Pod } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import type { BodyStream } from "./message.ts";
import type { OutboundRequest, OutboundResponse } from "./outbound/outbound.ts";
import type { ByteChannel } from "./streaming/byte-channel.ts";
import type { RunProcess } from "./streaming/process-streams.ts";

export interface PodLogOptions {
  readonly container: string;
  readonly follow: boolean;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly sinceSeconds?: number;
  /** RFC 3339. */
  readonly sinceTime?: string;
  readonly tailLines?: number;
  readonly limitBytes?: number;
}

export interface ExecOptions {
  readonly container: string;
  readonly command: readonly string[];
  readonly tty: boolean;
}

/** CPU in nanocores, memory in bytes, both over the last seconds. */
export interface Usage {
  readonly cpuNanoCores: number;
  /** Nanoseconds of processor time since the start of what is measured. */
  readonly cpuNanos: number;
  readonly memoryBytes: number;
}

export interface PodUsage {
  readonly namespace: string;
  readonly name: string;
  readonly containers: readonly (Usage & { readonly name: string })[];
}

export interface NodeUsage extends Usage {
  readonly nodeName: string;
  readonly pods: readonly PodUsage[];
}

export interface NodeConnector {
  /** Text of a container's log as it is (`follow` keeps it open). Rejects with StatusError 400 when the container has none yet. */
  podLogs(pod: Stored<Pod>, options: PodLogOptions, signal: AbortSignal): Promise<BodyStream>;
  /** Whether Pods of that node answer only inside the engine (simulated ones): `podRequest` reaches them, their address does not. */
  answersInProcess(nodeName: string): boolean;
  /** One HTTP exchange with a port of a Pod. Rejects with OutboundError when it does not answer. */
  podRequest(pod: Stored<Pod>, port: number, request: OutboundRequest): Promise<OutboundResponse>;
  /**
   * Finds the running container and gives what runs a command in it. Rejects with NodeRefusal, as the kubelet answers:
   * 500 `container not found ("web")`.
   */
  exec(pod: Stored<Pod>, options: ExecOptions): Promise<RunProcess>;
  /** As `exec`, for the container's own process. */
  attach(pod: Stored<Pod>, container: string): Promise<RunProcess>;
  /** Gives what opens connections to the Pod's ports. Rejects with NodeRefusal. */
  portForward(pod: Stored<Pod>): Promise<(port: number) => Promise<ByteChannel>>;
  /** One request to a node's kubelet. Answers 404 and the like as the kubelet does; rejects with StatusError for an unknown node. */
  nodeRequest(nodeName: string, request: OutboundRequest): Promise<OutboundResponse>;
  /** Current usage of every node that the engine runs, in name order. */
  usage(): Promise<readonly NodeUsage[]>;
}
