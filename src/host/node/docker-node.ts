/** The node that runs real containers: finds the Docker Engine, if there is one, and opens the runtime on it. */
import { createHash } from "node:crypto";
import type { NodeSpec } from "../../kubelet/node-agents.ts";
import type { Host } from "../host.ts";
import { DockerClient } from "./docker/docker-client.ts";
import { DockerRuntime } from "./docker/docker-runtime.ts";

export interface DockerNodeOptions {
  readonly host: Host;
  /** `auto` does without when nobody answers; `docker` insists. */
  readonly runtime: "auto" | "docker" | "simulated";
  readonly dockerHost: string | undefined;
  /** Tells this cluster's containers from another's: each data directory has its own. */
  readonly dataDir: string;
}

/** The engine could not be had though it was asked for. */
export class NoDockerEngine extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NoDockerEngine";
  }
}

const openTimeoutMs = 60_000;

export async function dockerNode(options: DockerNodeOptions): Promise<NodeSpec | undefined> {
  const { host, runtime, dockerHost, dataDir } = options;
  if (runtime === "simulated") return undefined;
  const client = await DockerClient.find(dockerHost === undefined ? {} : { flag: dockerHost });
  const insists = runtime === "docker" || dockerHost !== undefined;
  if (!client) {
    if (!insists) return undefined;
    const where = dockerHost ?? "any of the usual sockets";
    throw new NoDockerEngine(`no Docker Engine answers at ${where}`);
  }
  const cluster = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  try {
    const opened = await DockerRuntime.open(
      { client, host, cluster },
      AbortSignal.timeout(openTimeoutMs),
    );
    return { name: "docker", runtime: opened };
  } catch (error) {
    const why = `the Docker Engine at ${client.endpoint} cannot be used: ${(error as Error).message}`;
    if (insists) throw new NoDockerEngine(why, { cause: error });
    host.log.write("warn", why);
    return undefined;
  }
}
