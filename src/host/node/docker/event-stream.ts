/** Follows the daemon's events and tells which Pods to look at; after a break it names them all, for what was missed is unknown. */
import type { IncomingMessage } from "node:http";
import type { Log } from "../../host.ts";
import type { RuntimeEvent } from "../../../kubelet/container-runtime.ts";
import type { DockerClient } from "./docker-client.ts";
import { label } from "./labels.ts";

const reconnectMs = 1_000;
const interesting = new Set(["die", "oom", "destroy", "stop", "kill", "pause", "unpause"]);

export class EventStream {
  readonly #client: DockerClient;
  readonly #cluster: string;
  readonly #log: Log;
  readonly #listeners = new Set<(event: RuntimeEvent) => void>();
  readonly #abort = new AbortController();
  readonly #podUids: () => Promise<readonly string[]>;
  #running: Promise<void> | undefined;

  constructor(options: {
    readonly client: DockerClient;
    readonly cluster: string;
    readonly log: Log;
    /** All Pods that have a sandbox. */
    podUids(): Promise<readonly string[]>;
  }) {
    this.#client = options.client;
    this.#cluster = options.cluster;
    this.#log = options.log;
    this.#podUids = () => options.podUids();
  }

  subscribe(listener: (event: RuntimeEvent) => void): () => void {
    this.#listeners.add(listener);
    this.#running ??= this.#follow();
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#running;
  }

  async #follow(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      try {
        const filters = {
          type: ["container"],
          label: [`${label.cluster}=${this.#cluster}`],
        };
        const query = { filters: JSON.stringify(filters) };
        const response = await this.#client.stream("GET", "/events", { query, signal });
        // First connected, then listed: what happens between is told twice, never lost.
        for (const podUid of await this.#podUids()) this.#tell(podUid);
        await this.#read(response);
      } catch (error) {
        if (signal.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        this.#log.write("warn", "Docker's events broke off", { error: why });
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, reconnectMs);
        timer.unref();
        signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
      });
    }
  }

  async #read(response: IncomingMessage): Promise<void> {
    let text = "";
    for await (const chunk of response) {
      text += (chunk as Buffer).toString("utf8");
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) if (line.trim() !== "") this.#take(line);
    }
  }

  #take(line: string): void {
    const event = JSON.parse(line) as {
      Action?: string;
      Actor?: { Attributes?: Record<string, string> };
    };
    const podUid = event.Actor?.Attributes?.[label.podUid];
    if (podUid !== undefined && interesting.has(event.Action ?? "")) this.#tell(podUid);
  }

  #tell(podUid: string): void {
    for (const listener of this.#listeners) listener({ podUid });
  }
}
