/**
 * The port between the kubelet and whatever runs its Pods: the verbs of the Container Runtime Interface (kubernetes/cri-api, runtime/v1) as
 * plain data, and what that leaves to the node (volumes, connections to a Pod's ports), which is not ours on a remote or simulated runtime.
 *
 * Every verb that changes something may be called again with the same arguments: stopping what is stopped and removing what is gone
 * succeed. Failures reject with RuntimeError; an aborted signal rejects with its reason.
 */
import type { Usage } from "../server/node-connector.ts";
import type { ContainerPort } from "../api/generated/types.ts";
import type { ByteChannel } from "../server/streaming/byte-channel.ts";
import type { ProcessStreams } from "../server/streaming/process-streams.ts";
import type { HealthAnswer, HealthQuery } from "./grpc-health.ts";

export interface RuntimeVersion {
  /** Scheme of container IDs and of `nodeInfo.containerRuntimeVersion`: `docker`, `simulated`. */
  readonly name: string;
  readonly version: string;
}

/** The machine below a node, as far as the runtime knows it. */
export interface MachineInfo {
  readonly cpus: number;
  readonly memoryBytes: number;
  /** As Go spells it: `amd64`, `arm64`. */
  readonly architecture: string;
  readonly kernelVersion: string;
  readonly osImage: string;
  readonly operatingSystem: string;
}

/** Who a sandbox belongs to. */
export interface PodIdentity {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
}

/** A file of a volume: its path inside the volume, its content and its permission bits. */
export interface VolumeFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly mode: number;
}

export type VolumeConfig =
  | {
      readonly type: "emptyDir";
      readonly name: string;
      readonly memory: boolean;
      readonly sizeLimitBytes?: number;
    }
  /** ConfigMap, Secret, downward API, projected: content that the kubelet writes. `memory` for what must not reach a disk. */
  | {
      readonly type: "files";
      readonly name: string;
      readonly memory: boolean;
      readonly files: readonly VolumeFile[];
      /**
       * What is in it by now, asked for whenever somebody is about to look; undefined while a source is missing, and then it stays as
       * it was. Only for runtimes that do not keep volumes: what nobody reads is not made, tokens above all, which `files` lack.
       */
      readonly current?: () => Promise<readonly VolumeFile[] | undefined>;
    }
  | {
      readonly type: "hostPath";
      readonly name: string;
      readonly path: string;
      /** `HostPathVolumeSource.type`. */
      readonly kind: string;
      readonly readOnly?: boolean;
    }
  /** A PersistentVolume that the node keeps: what is written stays when the Pod goes. */
  | {
      readonly type: "persistent";
      readonly name: string;
      /** The PersistentVolume's name: all who name it have the same content. */
      readonly id: string;
      readonly readOnly?: boolean;
    };

export interface SandboxConfig extends PodIdentity {
  /** Counts the sandboxes of one Pod from 0. */
  readonly attempt: number;
  readonly nodeName: string;
  readonly hostname: string;
  readonly kernelHostname?: string;
  /** What follows the hostname in a full name; `kernelHostname`: that full name, where setHostnameAsFQDN asks for it. */
  readonly domain?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** `fromNode`: the node's own name servers come first (dnsPolicy Default). */
  readonly dns: {
    readonly servers: readonly string[];
    readonly searches: readonly string[];
    readonly options: readonly string[];
    readonly fromNode?: boolean;
  };
  readonly hostAliases: readonly { readonly ip: string; readonly hostnames: readonly string[] }[];
  readonly hostNetwork: boolean;
  readonly hostPid: boolean;
  readonly hostIpc: boolean;
  readonly sharePid: boolean;
  readonly sysctls: Readonly<Record<string, string>>;
  readonly fsGroup?: number;
  readonly volumes: readonly VolumeConfig[];
  /** TCP ports that the Pod's containers declare or probe; empty when none does. */
  readonly tcpPorts: readonly number[];
  /** Those that ask for a port of the machine. */
  readonly hostPorts?: readonly ContainerPort[];
}

export interface SandboxStatus extends PodIdentity {
  readonly id: string;
  readonly attempt: number;
  readonly state: "ready" | "notReady";
  /** Undefined for a Pod on the host's network. */
  readonly ip: string | undefined;
  readonly createdAtMs: number;
}

export interface Mount {
  readonly volume: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly: boolean;
}

export interface SecurityConfig {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot: boolean;
  readonly supplementalGroups: readonly number[];
  readonly privileged: boolean;
  readonly readOnlyRootFilesystem: boolean;
  readonly noNewPrivileges: boolean;
  readonly addCapabilities: readonly string[];
  readonly dropCapabilities: readonly string[];
  /** `Unconfined` or undefined: the runtime's default profile. */
  readonly seccomp?: "Unconfined";
}

export interface ResourceConfig {
  readonly cpuRequestMilli: number;
  /** 0: none. */
  readonly cpuLimitMilli: number;
  readonly memoryRequestBytes: number;
  /** 0: none. */
  readonly memoryLimitBytes: number;
  readonly oomScoreAdj: number;
}

export interface ContainerConfig {
  readonly name: string;
  /** Counts the containers of this name from 0: what the API calls restartCount. */
  readonly attempt: number;
  readonly image: string;
  /** Absent: the image's entrypoint. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly mounts: readonly Mount[];
  readonly security: SecurityConfig;
  readonly resources: ResourceConfig;
  readonly tty: boolean;
  readonly stdin: boolean;
  /** The first client that was attached to stdin closes it when it goes. */
  readonly stdinOnce: boolean;
  readonly terminationMessagePath: string;
  /** `File`, `FallbackToLogsOnError`. */
  readonly terminationMessagePolicy: string;
  /** A signal's name where the Pod's spec overrides the image's. */
  readonly stopSignal?: string;
  /** Identifies the spec that it was made from: a running container with another hash is replaced. */
  readonly specHash: string;
  /** TCP ports of this container, declared or probed. */
  readonly tcpPorts: readonly number[];
  /** Of an ephemeral container: the one whose processes it sees. */
  readonly targetContainer?: string;
  /** What its end would mean: an init container's is awaited, a job's may come, a service's is a failure. For simulations. */
  readonly lifetime: "init" | "job" | "service";
}

export interface RuntimeContainer {
  readonly id: string;
  readonly sandboxId: string;
  readonly podUid: string;
  readonly name: string;
  readonly attempt: number;
  readonly state: "created" | "running" | "exited";
  readonly image: string;
  readonly imageId: string;
  readonly specHash: string;
  readonly createdAtMs: number;
  readonly startedAtMs?: number;
  readonly finishedAtMs?: number;
  readonly exitCode?: number;
  /** Once exited, as the code above and the message below: `Completed`, `Error`, `OOMKilled`, `StartError`, `ContainerCannotRun`. */
  readonly reason?: string;
  /** The termination message, or why it could not run. */
  readonly message?: string;
}

/** A container as the API's status tells of it. */
export interface ResumedContainer {
  readonly id: string;
  readonly config: ContainerConfig;
  readonly startedAtMs: number;
  readonly ended?: {
    readonly finishedAtMs: number;
    readonly exitCode: number;
    readonly reason: string;
  };
}

export interface ImageStatus {
  /** Shown as `imageID`: a digest reference where one is known. */
  readonly id: string;
  readonly sizeBytes: number;
  /** The image's own user is not root; undefined when that cannot be told (a user's name). */
  readonly runsAsNonRoot?: boolean;
}

export interface RegistryAuth {
  readonly username: string;
  readonly password: string;
  readonly serverAddress: string;
}

export interface LogQuery {
  readonly follow: boolean;
  readonly timestamps: boolean;
  /** Only lines at or after this moment. */
  readonly sinceMs?: number;
  readonly tailLines?: number;
  readonly limitBytes?: number;
}

export interface ExecResult {
  readonly exitCode: number;
  /** Both streams as they came, at most 10 KiB. */
  readonly output: string;
}

/** The signal is aborted when the client is gone. */
export interface StreamOptions {
  readonly streams: ProcessStreams;
  readonly signal: AbortSignal;
}

export interface ExecStreamOptions extends StreamOptions {
  readonly tty: boolean;
}

export interface ContainerStats extends Usage {
  readonly podUid: string;
  readonly container: string;
}

/** One HTTP/1.1 exchange with a port of a Pod. Header names in lower case. */
export interface PodRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  readonly scheme?: "http" | "https";
  /** Whoever asks reads no more of the answer's body; without it, all. */
  readonly bodyBytesMax?: number;
}

export interface PodResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Something of that Pod changed by itself (an exit, an OOM kill, a removal from outside): look again. */
export interface RuntimeEvent {
  readonly podUid: string;
}

export interface ContainerRuntime {
  /** False when volume files are never looked at, so that nobody needs to gather secrets and tokens for it. */
  readonly keepsVolumes: boolean;

  version(signal: AbortSignal): Promise<RuntimeVersion>;
  machine(signal: AbortSignal): Promise<MachineInfo>;

  runPodSandbox(config: SandboxConfig, signal: AbortSignal): Promise<SandboxStatus>;
  /** Ends the sandbox and everything in it at once; containers that should have a grace are stopped before. */
  stopPodSandbox(id: string, signal: AbortSignal): Promise<void>;
  /** Removes the sandbox and its containers; with the Pod's last sandbox also its volumes. */
  removePodSandbox(id: string, signal: AbortSignal): Promise<void>;
  /** Removes the volumes that are left of Pods which are not among these and have no sandbox any more. */
  removeLeftVolumes?(podUids: ReadonlySet<string>, signal: AbortSignal): Promise<void>;
  /** Newest first. Of one Pod, or of all. */
  listPodSandboxes(
    filter: { readonly podUid?: string },
    signal: AbortSignal,
  ): Promise<readonly SandboxStatus[]>;
  /** Replaces the content of the config's `files` volumes; its other volumes are left alone. */
  updateVolumes(id: string, config: SandboxConfig, signal: AbortSignal): Promise<void>;
  /** Forgets a `persistent` volume and what is in it. Rejects while containers have it mounted, where the runtime can tell. */
  removeVolume(id: string, signal: AbortSignal): Promise<void>;

  /** Returns the container's id. `sandbox` is what the sandbox was made from. */
  createContainer(
    sandboxId: string,
    config: ContainerConfig,
    options: { readonly sandbox: SandboxConfig; readonly signal: AbortSignal },
  ): Promise<string>;
  startContainer(id: string, signal: AbortSignal): Promise<void>;
  /** Sends the stop signal, waits up to the grace, then kills. Resolves when the container has exited. */
  stopContainer(id: string, graceSeconds: number, signal: AbortSignal): Promise<void>;
  removeContainer(id: string, signal: AbortSignal): Promise<void>;
  /** Changes what a running container may use, without a restart. */
  updateContainer(id: string, resources: ResourceConfig, signal: AbortSignal): Promise<void>;
  /** Newest first, exited ones included. Of one Pod, or of all. */
  listContainers(
    filter: { readonly podUid?: string },
    signal: AbortSignal,
  ): Promise<readonly RuntimeContainer[]>;
  /**
   * Writes the log to `write` until it ends (`follow`: until the container has exited and all is written) or the signal is
   * aborted, which resolves. A promise that `write` returns is waited for before more is read.
   */
  containerLogs(
    id: string,
    query: LogQuery,
    write: (chunk: Uint8Array) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;
  /** Rejects with RuntimeError `timeout` after `timeoutMs`; the command may then still be running. */
  execSync(
    id: string,
    command: readonly string[],
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<ExecResult>;
  /** Runs a command with streams, and gives its exit code. The signal ends it, where that can be done. Rejects with RuntimeError. */
  exec(id: string, command: readonly string[], options: ExecStreamOptions): Promise<number>;
  /** Connects streams to the container's own process, until it ends or the signal is aborted. */
  attach(id: string, options: StreamOptions): Promise<void>;
  /** A connection to a port of the Pod, as from within it. Rejects with RuntimeError `refused`. */
  portForward(sandboxId: string, port: number, signal: AbortSignal): Promise<ByteChannel>;
  /** Usage of all running containers. */
  stats(signal: AbortSignal): Promise<readonly ContainerStats[]>;

  /** Undefined when the image is not here. */
  imageStatus(image: string, signal: AbortSignal): Promise<ImageStatus | undefined>;
  pullImage(
    image: string,
    auth: RegistryAuth | undefined,
    options: { readonly pod: SandboxConfig; readonly signal: AbortSignal },
  ): Promise<ImageStatus>;

  /** Opens a TCP connection to a Pod's port and closes it: rejects with RuntimeError `refused`, `timeout`. */
  connectPort(sandboxId: string, port: number, signal: AbortSignal): Promise<void>;
  /** Asks a Pod's gRPC server for its health. Rejects with RuntimeError `refused`, `timeout`. */
  checkHealth(sandboxId: string, port: number, of: HealthQuery): Promise<HealthAnswer>;
  /** One HTTP request to a Pod's port, redirects not followed. Rejects with RuntimeError `refused`, `timeout`. */
  requestPort(
    sandboxId: string,
    port: number,
    options: { readonly request: PodRequest; readonly signal: AbortSignal },
  ): Promise<PodResponse>;

  /** Calls `listener` until the returned function is called. Events may be lost or doubled: they say where to look, not what to do. */
  subscribe(listener: (event: RuntimeEvent) => void): () => void;
  /** Only where Pods live in the engine's own memory: takes up what the API says was running. False when the address is held. */
  resumePod?(config: SandboxConfig, ip: string, containers: readonly ResumedContainer[]): boolean;
  /** Ends subscriptions and connections. What runs goes on running. */
  close(): Promise<void>;
}

export type RuntimeErrorCode =
  | "notFound"
  | "imageNotFound"
  | "pullFailed"
  | "startFailed"
  | "refused"
  | "timeout"
  | "unavailable"
  | "failed";

/** A runtime's failure; the message is shown to the user as the kubelet shows a CRI error. */
export class RuntimeError extends Error {
  readonly code: RuntimeErrorCode;

  constructor(code: RuntimeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RuntimeError";
    this.code = code;
  }
}

export function isRuntimeError(error: unknown, code: RuntimeErrorCode): error is RuntimeError {
  return error instanceof RuntimeError && error.code === code;
}
