/** A whole cluster on a test daemon, started from its sources with a data directory of its own, and ways to look into its Pods. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pod, PodSpec, Service, ServiceSpec } from "../../src/api/generated/types.ts";
import { PODS, SERVICES } from "../../src/api/kinds.ts";
import type { Stored } from "../../src/api/object.ts";
import { packageDir } from "../../src/host/node/assets.ts";
import { type NodeCluster, startNodeCluster } from "../../src/host/node/node-cluster.ts";
import type { Client } from "../../src/loop/client.ts";
import { eventually } from "../fixtures/eventually.ts";
import type { TestDaemon } from "./docker-daemon.ts";

const withinMs = 25_000;

export class DockerCluster {
  readonly #daemon: TestDaemon;
  readonly dataDir = mkdtempSync(join(tmpdir(), "kubarium-docker-cluster-"));
  #running: NodeCluster | undefined;

  constructor(daemon: TestDaemon) {
    this.#daemon = daemon;
    // What the gateway runs is built from the sources, as the kernels are; nothing is done where that is current.
    const build = join(packageDir, "scripts/build.ts");
    const { status, stderr } = spawnSync(process.execPath, [build, "kernels", "gateway"]);
    if (status !== 0) throw new Error(`the gateway was not built: ${stderr.toString()}`);
  }

  get engine(): NodeCluster["engine"] {
    if (!this.#running) throw new Error("the cluster does not run");
    return this.#running.engine;
  }

  get client(): Client {
    return this.engine.client("test");
  }

  async start(nodes = 1): Promise<void> {
    this.#running = await startNodeCluster({
      dataDir: this.dataDir,
      apiPort: 0,
      dashboardPort: 0,
      runtime: "docker",
      dockerHost: this.#daemon.endpoint,
      nodes,
      seed: undefined,
      log: { write: () => undefined },
    });
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
    this.#running = undefined;
  }

  remove(): void {
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  pod(name: string, spec: PodSpec, labels: Record<string, string> = {}): Promise<Stored<Pod>> {
    return this.client.create(PODS, {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { namespace: "default", name, labels },
      spec: { nodeName: "docker", terminationGracePeriodSeconds: 1, ...spec },
    });
  }

  service(name: string, spec: ServiceSpec): Promise<Stored<Service>> {
    return this.client.create(SERVICES, {
      apiVersion: "v1",
      kind: "Service",
      metadata: { namespace: "default", name },
      spec,
    });
  }

  /** Resolves when the Pod is as asked; rejects with its status when it does not become so. */
  until(name: string, holds: (pod: Stored<Pod>) => boolean): Promise<Stored<Pod>> {
    return eventually(
      async () => {
        const pod = await this.client.get(PODS, { namespace: "default", name });
        if (!holds(pod)) throw new Error(`${name}: ${JSON.stringify(pod.status, undefined, 1)}`);
        return pod;
      },
      { withinMs },
    );
  }

  ready(name: string): Promise<Stored<Pod>> {
    return this.until(
      name,
      ({ status }) =>
        status?.conditions?.some((one) => one.type === "Ready" && one.status === "True") === true,
    );
  }

  async deletePods(): Promise<void> {
    const { items } = await this.client.list(PODS, { namespace: "default" });
    for (const { metadata } of items)
      await this.client.delete(PODS, { namespace: "default", name: metadata.name });
    const gone = async () => {
      const left = await this.client.list(PODS, { namespace: "default" });
      if (left.items.length > 0) throw new Error("Pods stay");
    };
    await eventually(gone, { withinMs });
  }

  /** What a command in a Pod writes, both streams. */
  async run(name: string, ...command: readonly string[]): Promise<string> {
    const pod = { namespace: "default", name };
    const { stdout, stderr } = await this.engine.exec(pod, { command });
    return `${stdout}${stderr}`;
  }

  /** What a GET from within a Pod is answered with, or the error's code. The Pod has Node.js. */
  get(name: string, url: string): Promise<string> {
    const script = `fetch(${JSON.stringify(url)}, { headers: { connection: "close" }, signal: AbortSignal.timeout(3000) })
      .then(async (answer) => console.log(await answer.text()), (error) => console.log(error.cause?.code ?? error.name))`;
    return this.script(name, script);
  }

  async script(name: string, text: string): Promise<string> {
    return (await this.run(name, "node", "-e", text)).trim();
  }
}
