/**
 * The simulated container runtime of one node: Pods that live in memory, run within a tick, log, end, crash and answer on their
 * ports. It costs nothing while nothing happens: no timer, no polling.
 */
import type { Host } from "../../host/host.ts";
import { wait } from "../../loop/wait.ts";
import { AddressBlock } from "../pod-addresses.ts";
import {
  type ContainerConfig,
  type ContainerRuntime,
  type ContainerStats,
  type ExecResult,
  type ExecStreamOptions,
  type ImageStatus,
  type LogQuery,
  type MachineInfo,
  type PodRequest,
  type PodResponse,
  type RegistryAuth,
  type ResourceConfig,
  type ResumedContainer,
  type RuntimeContainer,
  RuntimeError,
  type RuntimeEvent,
  type RuntimeVersion,
  type SandboxConfig,
  type SandboxStatus,
  type StreamOptions,
} from "../container-runtime.ts";
import type { ByteChannel } from "../../server/streaming/byte-channel.ts";
import { channelPair } from "../../server/streaming/byte-pipe.ts";
import { execInContainer } from "./simulated-exec.ts";
import { SimulatedContainer } from "./simulated-container.ts";
import type { HealthAnswer, HealthQuery } from "../grpc-health.ts";
import { serveHttp } from "./simulated-http.ts";
import { healthOf, listenerOf } from "./simulated-listener.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";
import type { VolumeReader } from "../env-files.ts";
import { PodFiles } from "./simulated-pod-files.ts";
import type { SimulatedStorage } from "./simulated-storage.ts";
import { CpuTime, modelUsage } from "./simulated-usage.ts";
import { simulationOptions } from "./simulation-options.ts";

export interface SimulatedNodeShape {
  readonly cpus: number;
  readonly memoryBytes: number;
}

export interface SimulatedRuntimeOptions {
  readonly host: Host;
  readonly nodeName: string;
  /** The node's own address: that of its Pods on the host's network. */
  readonly nodeIp: string;
  /** Addresses of its Pods: `10.244.64.0/24`. */
  readonly podCidr: string;
  readonly network: SimulatedNetwork;
  /** Shared by all nodes. */
  readonly storage: SimulatedStorage;
  readonly shape?: SimulatedNodeShape;
}

/** Any image has this size here. */
const imageSizeBytes = 32 * 1024 * 1024;

interface Sandbox {
  readonly config: SandboxConfig;
  status: SandboxStatus;
  readonly ip: string;
  readonly containers: Map<string, SimulatedContainer>;
  /** The Pod's volumes, once somebody has looked into a container. */
  files?: PodFiles;
}

export class SimulatedRuntime implements ContainerRuntime, VolumeReader {
  readonly keepsVolumes = false;
  readonly #options: SimulatedRuntimeOptions;
  readonly #host: Host;
  readonly #addresses: AddressBlock;
  readonly #sandboxes = new Map<string, Sandbox>();
  readonly #containers = new Map<string, SimulatedContainer>();
  readonly #cpuTime = new CpuTime();
  readonly #listeners = new Set<(event: RuntimeEvent) => void>();
  readonly #pulled = new Set<string>();

  constructor(options: SimulatedRuntimeOptions) {
    this.#options = options;
    this.#host = options.host;
    this.#addresses = new AddressBlock(options.podCidr);
  }

  async version(): Promise<RuntimeVersion> {
    return { name: "simulated", version: "1.0.0" };
  }

  async machine(): Promise<MachineInfo> {
    const shape = this.#options.shape ?? { cpus: 8, memoryBytes: 32 * 2 ** 30 };
    return {
      ...shape,
      architecture: "amd64",
      operatingSystem: "linux",
      kernelVersion: "simulated",
      osImage: "Kubarium simulated node",
    };
  }

  async runPodSandbox(config: SandboxConfig): Promise<SandboxStatus> {
    const ip = config.hostNetwork ? undefined : this.#addresses.allocate();
    if (ip === undefined && !config.hostNetwork)
      throw new RuntimeError(
        "failed",
        `no IP addresses available in range set: ${this.#options.podCidr}`,
      );
    return this.#addSandbox(config, ip).status;
  }

  async stopPodSandbox(id: string): Promise<void> {
    const sandbox = this.#sandboxes.get(id);
    if (!sandbox || sandbox.status.state === "notReady") return;
    sandbox.status = { ...sandbox.status, state: "notReady" };
    for (const container of sandbox.containers.values()) if (container.running) container.exit(137);
    if (sandbox.status.ip !== undefined) {
      this.#options.network.detach(sandbox.ip);
      this.#addresses.release(sandbox.ip);
    }
  }

  async removePodSandbox(id: string): Promise<void> {
    await this.stopPodSandbox(id);
    const sandbox = this.#sandboxes.get(id);
    for (const containerId of sandbox?.containers.keys() ?? [])
      await this.removeContainer(containerId);
    this.#sandboxes.delete(id);
  }

  async listPodSandboxes(filter: { podUid?: string }): Promise<readonly SandboxStatus[]> {
    const { podUid } = filter;
    const all = [...this.#sandboxes.values()].map((sandbox) => sandbox.status).reverse();
    return podUid === undefined ? all : all.filter((sandbox) => sandbox.uid === podUid);
  }

  async updateVolumes(): Promise<void> {}

  async readVolumeFile(
    sandboxId: string,
    file: { readonly volume: string; readonly path: string },
  ): Promise<Uint8Array | undefined> {
    return this.#sandboxes.get(sandboxId)?.files?.contentOf(file.volume, file.path);
  }

  async removeVolume(id: string): Promise<void> {
    this.#options.storage.removeVolume(id);
  }

  async createContainer(sandboxId: string, config: ContainerConfig): Promise<string> {
    const sandbox = this.#sandboxes.get(sandboxId);
    if (sandbox?.status.state !== "ready")
      throw new RuntimeError("notFound", `pod sandbox ${sandboxId} not found`);
    return this.#addContainer(sandbox, config, hexId(this.#host)).status.id;
  }

  async startContainer(id: string): Promise<void> {
    const container = this.#container(id);
    const { startError } = container.options;
    if (startError) {
      const message =
        typeof startError === "string" ? startError : `exec: "${entryOf(container)}": not found`;
      container.exit(128, "StartError");
      throw new RuntimeError("startFailed", message);
    }
    container.start();
  }

  async stopContainer(id: string, graceSeconds: number, signal: AbortSignal): Promise<void> {
    const container = this.#containers.get(id);
    if (!container?.running) return;
    container.terminate();
    if (!container.running) return;
    const turn = new Promise<void>((resolve) => container.onceExited(resolve));
    await wait(this.#host, graceSeconds * 1000, { signal, turn });
    signal.throwIfAborted();
    container.exit(137);
  }

  async removeContainer(id: string): Promise<void> {
    const container = this.#containers.get(id);
    if (!container) return;
    container.dispose();
    this.#containers.delete(id);
    this.#sandboxes.get(container.place.sandboxId)?.containers.delete(id);
  }

  async updateContainer(id: string, resources: ResourceConfig): Promise<void> {
    this.#container(id).resources = resources;
  }

  async listContainers(filter: { podUid?: string }): Promise<readonly RuntimeContainer[]> {
    const { podUid } = filter;
    if (podUid === undefined)
      return [...this.#containers.values()].map((container) => container.status).reverse();
    const found: RuntimeContainer[] = [];
    for (const sandbox of this.#sandboxes.values())
      if (sandbox.config.uid === podUid)
        for (const container of sandbox.containers.values()) found.push(container.status);
    return found.reverse();
  }

  async containerLogs(
    id: string,
    query: LogQuery,
    write: (chunk: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void> {
    await this.#container(id).log.read(query, write, signal);
  }

  execSync(
    id: string,
    command: readonly string[],
    limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<ExecResult> {
    return execInContainer(this.#container(id), command, limits);
  }

  exec(id: string, command: readonly string[], options: ExecStreamOptions): Promise<number> {
    return this.#container(id).streams.exec(command, options);
  }

  attach(id: string, options: StreamOptions): Promise<void> {
    return this.#container(id).streams.attach(options.streams, options.signal);
  }

  async portForward(sandboxId: string, port: number): Promise<ByteChannel> {
    await this.connectPort(sandboxId, port);
    const ip = this.#sandboxes.get(sandboxId)?.ip ?? "";
    const [near, far] = channelPair();
    void serveHttp(far, (request) => this.#options.network.answer(ip, port, request));
    return near;
  }

  async stats(): Promise<readonly ContainerStats[]> {
    const nowMs = this.#host.clock.nowMs();
    const stats: ContainerStats[] = [];
    for (const container of this.#containers.values()) {
      if (!container.running) continue;
      const { config, resources, place, options, status } = container;
      const { uid } = place.sandbox;
      const { startedAtMs = nowMs } = status;
      const at = (ms: number) =>
        modelUsage(`${uid}/${config.name}`, resources, { nowMs: ms, wish: options });
      const cpuNanos = this.#cpuTime.of(container, { startedAtMs, nowMs }, at);
      stats.push({ podUid: uid, container: config.name, ...at(nowMs), cpuNanos });
    }
    return stats;
  }

  async imageStatus(image: string): Promise<ImageStatus | undefined> {
    return this.#pulled.has(image) ? imageOf(image) : undefined;
  }

  async pullImage(
    image: string,
    _auth: RegistryAuth | undefined,
    options: { readonly pod: SandboxConfig; readonly signal: AbortSignal },
  ): Promise<ImageStatus> {
    const wish = simulationOptions(options.pod.annotations, "");
    if (wish.pullSeconds) {
      await wait(this.#host, wish.pullSeconds * 1000, options);
      options.signal.throwIfAborted();
    }
    if (wish.imagePullError)
      throw new RuntimeError("pullFailed", `failed to resolve reference "${image}": not found`);
    this.#pulled.add(image);
    return imageOf(image);
  }

  async connectPort(sandboxId: string, port: number): Promise<void> {
    const ip = this.#sandboxes.get(sandboxId)?.ip ?? "";
    if (!this.#options.network.listens(ip, port))
      throw new RuntimeError("refused", `dial tcp ${ip}:${port}: connect: connection refused`);
  }

  async checkHealth(sandboxId: string, port: number, of: HealthQuery): Promise<HealthAnswer> {
    await this.connectPort(sandboxId, port);
    const sandbox = this.#sandboxes.get(sandboxId);
    return healthOf(sandbox?.containers.values() ?? [], port, of.service);
  }

  async requestPort(
    sandboxId: string,
    port: number,
    options: { readonly request: PodRequest },
  ): Promise<PodResponse> {
    const ip = this.#sandboxes.get(sandboxId)?.ip ?? "";
    return this.#options.network.answer(ip, port, options.request);
  }

  resumePod(config: SandboxConfig, ip: string, containers: readonly ResumedContainer[]): boolean {
    if (!config.hostNetwork && !this.#addresses.hold(ip)) return false;
    const sandbox = this.#addSandbox(config, config.hostNetwork ? undefined : ip);
    for (const { id, config: containerConfig, startedAtMs, ended } of containers) {
      this.#pulled.add(containerConfig.image);
      const container = this.#addContainer(sandbox, containerConfig, id);
      if (ended) container.resumeExited({ startedAtMs, ...ended });
      else container.start(startedAtMs);
    }
    return true;
  }

  subscribe(listener: (event: RuntimeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    for (const container of this.#containers.values()) container.dispose();
    for (const { ip, status } of this.#sandboxes.values())
      if (status.ip !== undefined) this.#options.network.detach(ip);
  }

  #addSandbox(config: SandboxConfig, ip: string | undefined): Sandbox {
    const id = hexId(this.#host);
    const { uid, namespace, name, attempt } = config;
    const createdAtMs = this.#host.clock.nowMs();
    const sandbox: Sandbox = {
      config,
      status: { id, uid, namespace, name, attempt, state: "ready", ip, createdAtMs },
      ip: ip ?? this.#options.nodeIp,
      containers: new Map(),
    };
    this.#sandboxes.set(id, sandbox);
    if (ip !== undefined) {
      this.#options.network.attach(ip, {
        namespace,
        name,
        node: this.#options.nodeName,
        listener: (port) => listenerOf(sandbox.containers.values(), sandbox.config.tcpPorts, port),
        datagrams: (port) =>
          [...sandbox.containers.values()]
            .find(({ openPorts }) => openPorts?.datagrams.has(port))
            ?.openPorts?.datagrams.get(port),
      });
    }
    return sandbox;
  }

  #addContainer(sandbox: Sandbox, config: ContainerConfig, id: string): SimulatedContainer {
    const container = new SimulatedContainer(
      {
        id,
        sandboxId: sandbox.status.id,
        sandbox: sandbox.config,
        host: this.#host,
        ip: sandbox.ip,
        network: this.#options.network,
        files: () =>
          (sandbox.files ??= new PodFiles(sandbox.config.volumes, () => this.#host.clock.nowMs(), {
            diskOf: (volume) => this.#options.storage.diskOf(this.#options.nodeName, volume),
            fsGroup: sandbox.config.fsGroup,
          })),
        onExit: () => {
          for (const listener of this.#listeners) listener({ podUid: sandbox.config.uid });
        },
      },
      config,
    );
    sandbox.containers.set(id, container);
    this.#containers.set(id, container);
    return container;
  }

  #container(id: string): SimulatedContainer {
    const container = this.#containers.get(id);
    if (!container) throw new RuntimeError("notFound", `container "${id}" not found`);
    return container;
  }
}

function imageOf(image: string): ImageStatus {
  return { id: `simulated://${image}`, sizeBytes: imageSizeBytes, runsAsNonRoot: true };
}

function entryOf(container: SimulatedContainer): string {
  return container.config.command?.[0] ?? container.config.image;
}

/** 64 hexadecimal digits, as container IDs are. */
function hexId(host: Host): string {
  return Array.from(host.random.bytes(32), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
