/**
 * The gateway of a Docker node as the engine has it: sees to it that there is one, that it knows the cluster's Services, and that it
 * is there again when somebody has ended it. What goes on working without the engine is the gateway's own business.
 */
import type { Host } from "../../host.ts";
import type { SandboxConfig } from "../../../kubelet/container-runtime.ts";
import { wait } from "../../../loop/wait.ts";
import type { ListenFailure } from "../../../network/service-network.ts";
import type { GatewaySettings } from "../gateway/protocol.ts";
import { architectureOf, type DaemonInfo } from "./daemon-info.ts";
import type { DockerClient } from "./docker-client.ts";
import { ensureGatewayContainer, gatewayFiles, type GatewayPlan } from "./gateway-container.ts";
import {
  ensureGatewayImage,
  findNode,
  type LocalNode,
  type Machine,
  NoGateway,
} from "./gateway-image.ts";
import { type GatewayLink, type GatewaySource, openGatewayLink } from "./gateway-link.ts";

/** After a link that broke, the next is tried this soon, then twice as late each time, up to the last. */
const retryFirstMs = 200;
const retryLastMs = 10_000;
/** Attempts in a row after which Pods are started without a gateway; it is tried on. */
const attemptsMax = 3;
/** A Pod waits no longer for a gateway that comes up: it is started with what it is to have, and asks in vain until then. */
const settleMs = 30_000;

export interface DockerGatewayOptions {
  readonly client: DockerClient;
  readonly host: Host;
  readonly cluster: string;
  readonly network: string;
  readonly info: DaemonInfo;
  readonly settings: GatewaySettings;
  readonly machine: Machine;
  /** An image with a Node.js in it, for machines whose own cannot be used. */
  readonly image?: string | undefined;
  /** Why there can be none, where that is known already. */
  readonly obstacle?: string | undefined;
}

/** `failed`: there is none for now, and why; there may be one later where only its container does not come up. */
export type GatewayState =
  | { readonly phase: "starting" }
  | { readonly phase: "ready"; readonly failures: readonly ListenFailure[] }
  | { readonly phase: "failed"; readonly message: string };

interface Prepared {
  readonly plan: GatewayPlan;
  /** What the image was made of; undefined for one that the user named. */
  readonly node: LocalNode | undefined;
}

export class DockerGateway {
  readonly #options: DockerGatewayOptions;
  readonly #abort = new AbortController();
  readonly #listeners = new Set<(state: GatewayState) => void>();
  #state: GatewayState = { phase: "starting" };
  #link: GatewayLink | undefined;
  #reported = false;
  #wasReady = false;
  #running: Promise<void> | undefined;

  constructor(options: DockerGatewayOptions) {
    this.#options = options;
  }

  get address(): string {
    return this.#options.settings.address;
  }

  get state(): GatewayState {
    return this.#state;
  }

  /** Calls `listener` now and with every change. */
  watch(listener: (state: GatewayState) => void): void {
    this.#listeners.add(listener);
    listener(this.#state);
  }

  /** Resolves when the gateway has its tables for the first time, will never have, or the signal is aborted. */
  async settled(signal: AbortSignal): Promise<GatewayState> {
    if (this.#state.phase !== "starting") return this.#state;
    let check: (state: GatewayState) => void = () => undefined;
    const turn = new Promise<void>((resolve) => {
      check = ({ phase }) => {
        if (phase !== "starting") resolve();
      };
    });
    this.#listeners.add(check);
    await wait(this.#options.host, settleMs, { signal, turn });
    this.#listeners.delete(check);
    return this.#state;
  }

  /** Waits for the gateway of a Pod that asks it for names; where there will be none, the Pod asks those whom the machine asks. */
  async namesFor(config: SandboxConfig, signal: AbortSignal): Promise<SandboxConfig> {
    if (!config.dns.servers.includes(this.address)) return config;
    const { phase } = await this.settled(signal);
    signal.throwIfAborted();
    // One that was there comes back: with the daemon that is started anew, say.
    if (phase !== "failed" || this.#wasReady) return config;
    return { ...config, dns: { servers: [], searches: [], options: [], fromNode: true } };
  }

  /** Sees to the image, and keeps a gateway linked to `source` until `stop`. */
  start(source: GatewaySource): void {
    this.#running ??= this.#run(source);
  }

  /** Lets go of the gateway, which goes on with what it knows. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#link?.close();
    await this.#running;
  }

  async #prepare(): Promise<Prepared | undefined> {
    const { client, info, machine, cluster, network, settings } = this.#options;
    const { signal } = this.#abort;
    try {
      if (this.#options.obstacle !== undefined) throw new NoGateway(this.#options.obstacle);
      const files = await gatewayFiles(architectureOf(info));
      const named = this.#options.image;
      const node = named === undefined ? findNode(info, machine) : undefined;
      const image = node ? await ensureGatewayImage(client, node, signal) : (named ?? "");
      const places = node?.libraries.map((path) => path.slice(0, path.lastIndexOf("/"))) ?? [];
      const libraryPath = [...new Set(places)].join(":");
      return { plan: { cluster, network, settings, image, libraryPath, files }, node };
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
      return undefined;
    }
  }

  async #run(source: GatewaySource): Promise<void> {
    const { host } = this.#options;
    const { signal } = this.#abort;
    const prepared = await this.#prepare();
    if (!prepared) return;
    let retryMs = retryFirstMs;
    let attempts = 0;
    while (!signal.aborted) {
      this.#reported = false;
      let failure: unknown = new NoGateway(`its container does not stay up`);
      try {
        await this.#serveOnce(prepared, source);
      } catch (error) {
        failure = error;
        host.log.write("warn", "the gateway cannot be reached", { error: messageOf(error) });
      }
      if (signal.aborted) return;
      attempts = this.#reported ? 0 : attempts + 1;
      if (this.#reported) retryMs = retryFirstMs;
      if (attempts === attemptsMax) this.#fail(failure);
      await wait(host, retryMs, { signal });
      retryMs = Math.min(2 * retryMs, retryLastMs);
    }
  }

  async #serveOnce({ plan, node }: Prepared, source: GatewaySource): Promise<void> {
    const { client, host } = this.#options;
    const { signal } = this.#abort;
    // Another cluster that ends takes it along when it sees no container of it.
    if (node) await ensureGatewayImage(client, node, signal);
    const containerId = await ensureGatewayContainer(client, plan, signal);
    this.#link = await openGatewayLink({
      client,
      containerId,
      source,
      report: ({ failures }) => {
        this.#reported = true;
        this.#wasReady = true;
        this.#set({ phase: "ready", failures });
      },
      complain: (text) => host.log.write("warn", "gateway", { text }),
      signal,
    });
    await this.#link.ended;
  }

  #fail(error: unknown): void {
    const why = error instanceof NoGateway ? error.message : `Docker: ${messageOf(error)}`;
    this.#set({ phase: "failed", message: why });
  }

  #set(state: GatewayState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
