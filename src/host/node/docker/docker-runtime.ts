/**
 * The container runtime over a Docker daemon: a sandbox container for each Pod, its containers joined to the sandbox's network. All state is
 * in the daemon, by labels, so that an engine that was killed finds everything again.
 */
import type { Host } from "../../host.ts";
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
  type RuntimeContainer,
  RuntimeError,
  type RuntimeEvent,
  type RuntimeVersion,
  type SandboxConfig,
  type SandboxStatus,
  type StreamOptions,
  isRuntimeError,
} from "../../../kubelet/container-runtime.ts";
import type { ByteChannel } from "../../../server/streaming/byte-channel.ts";
import { type ClusterNetwork, ensureClusterNetwork } from "./cluster-network.ts";
import type { DockerGateway } from "./docker-gateway.ts";
import { removeContainer } from "./container-removal.ts";
import { ContainerFinder, podFilter } from "./container-finder.ts";
import { containerBody, containerName, limitsOf, sandboxBody } from "./container-spec.ts";
import { type DaemonInfo, architectureOf } from "./daemon-info.ts";
import type { DockerClient } from "./docker-client.ts";
import { EventStream } from "./event-stream.ts";
import { imageStatus, pullImage } from "./images.ts";
import { type Inspected, containerOf, sandboxOf } from "./inspect.ts";
import { label } from "./labels.ts";
import { runCommand, streamLog } from "./container-output.ts";
import { attachContainer, dialPort, execCommand } from "./container-streams.ts";
import type { HealthAnswer, HealthQuery } from "../../../kubelet/grpc-health.ts";
import { connectTcp, requestHttp } from "./pod-dialer.ts";
import { podFiles } from "./pod-files.ts";
import { PodVolumes } from "./pod-volumes.ts";
import { readTerminationMessage } from "./termination-message.ts";
import { ensureSandboxImage } from "./sandbox-image.ts";
import { UsageReader } from "./usage.ts";

export interface DockerRuntimeOptions {
  readonly client: DockerClient;
  readonly host: Host;
  /** Names everything that belongs together: `default`. Lower-case letters, digits, dashes. */
  readonly cluster: string;
  /** The second byte that the cluster's network should have, where it is free: `244`. */
  readonly preferredNetwork?: number | undefined;
}

export class DockerRuntime implements ContainerRuntime {
  readonly keepsVolumes = true;
  readonly network: ClusterNetwork;
  readonly info: DaemonInfo;
  /** Answers for Services and names; undefined where Pods do without. Set before the first Pod. */
  gateway: DockerGateway | undefined;
  /** Where host ports listen. Set before the first Pod. */
  hostAddresses: readonly string[] = ["127.0.0.1"];
  readonly #client: DockerClient;
  readonly #cluster: string;
  readonly #found: ContainerFinder;
  readonly #events: EventStream;
  readonly #usage: UsageReader;
  readonly #volumes: PodVolumes;
  readonly #imageIds = new Map<string, string>();
  /** Ended containers never change: what was read of them stays true. */
  readonly #ended = new Map<string, RuntimeContainer>();

  private constructor(
    options: DockerRuntimeOptions,
    at: { info: DaemonInfo; network: ClusterNetwork },
  ) {
    const { client, cluster } = options;
    this.#client = client;
    this.#cluster = cluster;
    this.info = at.info;
    this.network = at.network;
    this.#found = new ContainerFinder(client, cluster);
    this.#usage = new UsageReader(client);
    this.#volumes = new PodVolumes(client, cluster);
    this.#events = new EventStream({
      client,
      cluster,
      log: options.host.log,
      podUids: async () =>
        (await this.#found.inspectAll("sandbox", {})).map((one) => sandboxOf(one).uid),
    });
  }

  /** Loads the sandbox image and makes the cluster's network. Rejects with RuntimeError. */
  static async open(options: DockerRuntimeOptions, signal: AbortSignal): Promise<DockerRuntime> {
    const { client, cluster } = options;
    const info = await client.call<DaemonInfo>("GET", "/info", { signal });
    await ensureSandboxImage(client, architectureOf(info), signal);
    const network = await ensureClusterNetwork(client, cluster, {
      preferred: options.preferredNetwork,
      signal,
    });
    return new DockerRuntime(options, { info, network });
  }

  async version(): Promise<RuntimeVersion> {
    return { name: "docker", version: this.info.ServerVersion };
  }

  async machine(): Promise<MachineInfo> {
    const { info } = this;
    return {
      cpus: info.NCPU,
      memoryBytes: info.MemTotal,
      architecture: architectureOf(info),
      kernelVersion: info.KernelVersion,
      osImage: info.OperatingSystem,
      operatingSystem: "linux",
    };
  }

  async runPodSandbox(wanted: SandboxConfig, signal: AbortSignal): Promise<SandboxStatus> {
    const config = (await this.gateway?.namesFor(wanted, signal)) ?? wanted;
    await this.#volumes.create(config, signal);
    const of = { cluster: this.#cluster, podUid: config.uid };
    // Another cluster that ends takes the image along when it sees no container of it.
    const image = await ensureSandboxImage(this.#client, architectureOf(this.info), signal);
    const { hostAddresses, network } = this;
    const at = { cluster: this.#cluster, image, network: network.name, hostAddresses };
    const name = containerName(of, "sandbox", config.attempt);
    const id = await this.#create(name, signal, () => sandboxBody(config, at));
    await this.#client.call("POST", `/containers/${id}/start`, { signal });
    const sandbox = sandboxOf(await this.#found.inspect(id, signal));
    const files = podFiles(config, sandbox.ip ?? "");
    await this.#volumes.fill(id, config.volumes, { fsGroup: config.fsGroup, files, signal });
    return sandbox;
  }

  async stopPodSandbox(id: string, signal: AbortSignal): Promise<void> {
    const sandbox = await this.#found.find(id, signal);
    if (!sandbox) return;
    const filter = { [label.sandbox]: id };
    const containers = await this.#found.inspectAll("container", filter, signal);
    for (const container of containers.filter(({ State }) => State.Running))
      await this.stopContainer(container.Id, 0, signal);
    await this.stopContainer(id, 5, signal);
  }

  async removePodSandbox(id: string, signal: AbortSignal): Promise<void> {
    const sandbox = await this.#found.find(id, signal);
    if (!sandbox) return;
    const podUid = sandbox.Config.Labels[label.podUid] ?? "";
    for (const container of await this.#found.inspectAll(
      "container",
      { [label.sandbox]: id },
      signal,
    ))
      await this.removeContainer(container.Id, signal);
    await this.removeContainer(id, signal);
    const others = await this.#found.inspectAll("sandbox", { [label.podUid]: podUid }, signal);
    if (others.length === 0) await this.#volumes.remove(podUid, signal);
  }

  async listPodSandboxes(
    filter: { readonly podUid?: string },
    signal: AbortSignal,
  ): Promise<readonly SandboxStatus[]> {
    const all = await this.#found.inspectAll("sandbox", podFilter(filter), signal);
    return all
      .map(sandboxOf)
      .sort((a, b) => b.attempt - a.attempt || b.createdAtMs - a.createdAtMs);
  }

  async updateVolumes(id: string, config: SandboxConfig, signal: AbortSignal): Promise<void> {
    const files = config.volumes.filter((volume) => volume.type === "files");
    await this.#volumes.fill(id, files, { fsGroup: config.fsGroup, signal });
  }

  async removeLeftVolumes(podUids: ReadonlySet<string>, signal: AbortSignal): Promise<void> {
    const all = await this.#found.labels("sandbox", {}, signal);
    const used = new Set([...podUids, ...all.map((labels) => labels[label.podUid] ?? "")]);
    await this.#volumes.removeOthers(used, signal);
  }

  removeVolume(id: string, signal: AbortSignal): Promise<void> {
    return this.#volumes.removePersistent(id, signal);
  }

  async createContainer(
    sandboxId: string,
    config: ContainerConfig,
    options: { readonly sandbox: SandboxConfig; readonly signal: AbortSignal },
  ): Promise<string> {
    const { signal } = options;
    const pod = (await this.gateway?.namesFor(options.sandbox, signal)) ?? options.sandbox;
    const messageFile = await this.#nextMessageFile(sandboxId, signal);
    const at = { sandboxId, messageFile, signal };
    const { mounts, binds } = await this.#volumes.mounts(config, pod, at);
    const of = { cluster: this.#cluster, podUid: pod.uid };
    const targetId = await this.#target(config, sandboxId, signal);
    const plan = {
      cluster: this.#cluster,
      pod,
      sandboxId,
      mounts,
      binds,
      messageFile,
      targetId,
    };
    return this.#create(containerName(of, config.name, config.attempt), signal, () =>
      containerBody(config, plan),
    );
  }

  /** One that no container of this sandbox has, or had before one that is there. */
  async #nextMessageFile(sandboxId: string, signal: AbortSignal): Promise<number> {
    const all = await this.#found.labels("container", { [label.sandbox]: sandboxId }, signal);
    const numbers = all.map((labels) => Number(labels[label.messageFile] ?? -1));
    return Math.max(-1, ...numbers) + 1;
  }

  /** The running container whose processes this one is to see; rejects where it does not run. */
  async #target(
    { targetContainer }: ContainerConfig,
    sandboxId: string,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (targetContainer === undefined) return undefined;
    const filter = { [label.sandbox]: sandboxId, [label.container]: targetContainer };
    const found = await this.#found.inspectAll("container", filter, signal);
    const running = found.find(({ State }) => State.Running);
    if (running) return running.Id;
    throw new RuntimeError("failed", `unable to find target container ${targetContainer}`);
  }

  async startContainer(id: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#client.call("POST", `/containers/${id}/start`, { signal });
    } catch (error) {
      if (!(error instanceof RuntimeError) || error.code === "unavailable") throw error;
      throw new RuntimeError("startFailed", error.message, { cause: error });
    }
  }

  async stopContainer(id: string, graceSeconds: number, signal: AbortSignal): Promise<void> {
    try {
      const query = { t: Math.ceil(graceSeconds) };
      await this.#client.call("POST", `/containers/${id}/stop`, { query, signal });
    } catch (error) {
      if (!isRuntimeError(error, "notFound")) throw error;
    }
  }

  async removeContainer(id: string, signal: AbortSignal): Promise<void> {
    this.#ended.delete(id);
    await removeContainer(this.#client, id, signal);
  }

  async updateContainer(id: string, to: ResourceConfig, signal: AbortSignal): Promise<void> {
    await this.#client.call("POST", `/containers/${id}/update`, { body: limitsOf(to), signal });
  }

  async listContainers(
    filter: { readonly podUid?: string },
    signal: AbortSignal,
  ): Promise<readonly RuntimeContainer[]> {
    const ids = await this.#found.list("container", podFilter(filter), signal);
    const all = await Promise.all(ids.map((id) => this.#container(id, signal)));
    return all
      .filter((container) => container !== undefined)
      .sort((a, b) => b.createdAtMs - a.createdAtMs || b.attempt - a.attempt);
  }

  async containerLogs(
    id: string,
    query: LogQuery,
    write: (chunk: Uint8Array) => void | Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    const { Config } = await this.#found.inspect(id, signal);
    await streamLog(this.#client, { id, tty: Config.Tty, query, signal }, write);
  }

  execSync(
    id: string,
    command: readonly string[],
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<ExecResult> {
    return runCommand(this.#client, { id, command, ...options });
  }

  exec(id: string, command: readonly string[], options: ExecStreamOptions): Promise<number> {
    return execCommand(this.#client, { id, command, ...options });
  }

  async attach(id: string, options: StreamOptions): Promise<void> {
    const { Config } = await this.#found.inspect(id, options.signal);
    await attachContainer(this.#client, { id, tty: Config.Tty, ...options });
  }

  async portForward(sandboxId: string, port: number, signal: AbortSignal): Promise<ByteChannel> {
    return dialPort(await this.#address(sandboxId, signal), port, signal);
  }

  async stats(signal: AbortSignal): Promise<readonly ContainerStats[]> {
    const containers = await this.listContainers({}, signal);
    const targets = containers
      .filter((container) => container.state === "running")
      .map(({ id, podUid, name }) => ({ id, podUid, container: name }));
    return this.#usage.read(targets, signal);
  }

  imageStatus(image: string, signal: AbortSignal): Promise<ImageStatus | undefined> {
    return imageStatus(this.#client, image, signal);
  }

  pullImage(
    image: string,
    auth: RegistryAuth | undefined,
    options: { readonly signal: AbortSignal },
  ): Promise<ImageStatus> {
    return pullImage(this.#client, image, { auth, signal: options.signal });
  }

  async connectPort(sandboxId: string, port: number, signal: AbortSignal): Promise<void> {
    await connectTcp(await this.#address(sandboxId, signal), port, signal);
  }

  async checkHealth(sandboxId: string, port: number, of: HealthQuery): Promise<HealthAnswer> {
    // HTTP/2 is loaded with the first probe that speaks it.
    const { requestHealth } = await import("./grpc-health-client.ts");
    return requestHealth(await this.#address(sandboxId, of.signal), port, of);
  }

  async requestPort(
    sandboxId: string,
    port: number,
    options: { readonly request: PodRequest; readonly signal: AbortSignal },
  ): Promise<PodResponse> {
    return requestHttp(await this.#address(sandboxId, options.signal), port, options);
  }

  subscribe(listener: (event: RuntimeEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  async close(): Promise<void> {
    await this.#events.close();
    this.#client.close();
  }

  async #address(sandboxId: string, signal: AbortSignal): Promise<string> {
    return sandboxOf(await this.#found.inspect(sandboxId, signal)).ip ?? "127.0.0.1";
  }

  /** Creates a container. A left-over of the same name, from an engine that died on the way, makes room. */
  async #create(
    name: string,
    signal: AbortSignal,
    body: () => Record<string, unknown>,
  ): Promise<string> {
    const create = (): Promise<{ Id: string }> =>
      this.#client.call("POST", "/containers/create", { query: { name }, body: body(), signal });
    try {
      return (await create()).Id;
    } catch (error) {
      if (!(error instanceof RuntimeError) || !/is already in use/.test(error.message)) throw error;
      await this.removeContainer(name, signal);
      return (await create()).Id;
    }
  }

  async #container(id: string, signal: AbortSignal): Promise<RuntimeContainer | undefined> {
    const known = this.#ended.get(id);
    if (known) return known;
    const inspected = await this.#found.find(id, signal);
    if (!inspected) return undefined;
    const imageId = await this.#imageId(inspected, signal);
    const container = containerOf(inspected, imageId);
    if (container.state !== "exited") return container;
    const last = await readTerminationMessage(this.#client, inspected, signal);
    const message = [container.message ?? "", last].filter((text) => text !== "").join(": ");
    const ended = { ...container, ...(message === "" ? {} : { message }) };
    this.#ended.set(id, ended);
    return ended;
  }

  async #imageId(inspected: Inspected, signal: AbortSignal): Promise<string> {
    const known = this.#imageIds.get(inspected.Image);
    if (known !== undefined) return known;
    const id = (await imageStatus(this.#client, inspected.Image, signal))?.id ?? inspected.Image;
    this.#imageIds.set(inspected.Image, id);
    return id;
  }
}
