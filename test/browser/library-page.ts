/** Runs inside Chromium: a page that embeds the built package, its state in IndexedDB and its kernels in Web Workers. */
import type * as Library from "../../src/index.ts";
import type * as BrowserHost from "../../src/host/browser/index.ts";
import { podRecord, writeNode } from "../unit/kernels/scheduler-cases.ts";

export interface Visit {
  /** The Deployment's uid, made by the first visit. */
  readonly uid: string | undefined;
  readonly ready: unknown;
  /** What `hostname` says in each Pod, next to the Pod's name. */
  readonly hostnames: readonly (readonly [name: string, printed: string])[];
  /** Nodes that have one of the Pods. */
  readonly placedOn: number;
  readonly missing: { readonly code: number; readonly message: unknown };
  readonly told: readonly string[];
}

const labels = { app: "page" };
const place = "/apis/apps/v1/namespaces/default/deployments";
/** Readings of a cluster whose Pods start within a second or so; the test's own time limit is far below their sum. */
const readingsMax = 600;
const betweenReadingsMs = 100;

/** The modules are loaded as a page without a bundler would load them: no path is known when this file is bundled. */
async function load(): Promise<{ library: typeof Library; host: typeof BrowserHost }> {
  const path = "/package/browser";
  return {
    library: (await import(`${path}/index.js`)) as typeof Library,
    host: (await import(`${path}/host.js`)) as typeof BrowserHost,
  };
}

interface Read {
  readonly code: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON of several kinds
  readonly body: any;
}

async function read(cluster: Library.Cluster, path: string): Promise<Read> {
  const response = await cluster.fetch(path);
  return { code: response.status, body: await response.json() };
}

/** Opens the cluster of the database `name`, creates a Deployment where there is none, and closes it when its Pods run. */
export async function visit(name: string): Promise<Visit> {
  const { library, host } = await load();
  const told: string[] = [];
  const cluster = await library.createCluster({
    nodes: 3,
    log: await host.openDexieLog(name),
    kernels: host.createBrowserKernelPool({ tell: (message) => told.push(message) }),
  });
  try {
    const missing = await read(cluster, `${place}/page`);
    if (missing.code === 404) {
      await cluster.client.create(library.DEPLOYMENTS, {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "page", namespace: "default" },
        spec: {
          replicas: 3,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: "main", image: "example.test/page:1" }] },
          },
        },
      });
    }
    let deployment = await read(cluster, `${place}/page`);
    for (let i = 0; i < readingsMax && deployment.body.status.readyReplicas !== 3; i++) {
      await new Promise((resolve) => setTimeout(resolve, betweenReadingsMs));
      deployment = await read(cluster, `${place}/page`);
    }
    const pods = await read(cluster, "/api/v1/namespaces/default/pods?labelSelector=app%3Dpage");
    const hostnames: [string, string][] = [];
    const nodes = new Set<string>();
    for (const pod of pods.body.items) {
      const { stdout } = await cluster.exec(pod.metadata, { command: ["hostname"] });
      hostnames.push([pod.metadata.name, stdout]);
      nodes.add(pod.spec.nodeName);
    }
    return {
      uid: deployment.body.metadata.uid,
      ready: deployment.body.status.readyReplicas,
      hostnames,
      placedOn: nodes.size,
      missing: { code: missing.code, message: missing.body.message },
      told,
    };
  } finally {
    await cluster.stop();
  }
}

export interface LargePlacement {
  readonly placed: readonly number[];
  readonly told: readonly string[];
}

/** Places 32 Pods on 4,200 nodes, of which the last alone has room, with the package's own pool at its default addresses. */
export async function placeOnMany(): Promise<LargePlacement> {
  const { host } = await load();
  const told: string[] = [];
  const pool = host.createBrowserKernelPool({ tell: (message) => told.push(message) });
  const nodes = 4200;
  const pods = 32;
  const sizes = { resources: 4, taintWords: 1, portWords: 0, masks: 1, scoreColumns: 0 };
  const engine = await pool.scheduler({ nodes, pods, ...sizes });
  for (let i = 0; i < nodes; i++) {
    const milliCpu = i === nodes - 1 ? 64_000 : 10;
    writeNode(engine.memory, i, { allocatable: [milliCpu, 1024 ** 3, 1024 ** 3, 110], key: i });
  }
  for (let i = 0; i < pods; i++) {
    engine.memory.writePod(i, podRecord({ tie: i, requests: [100, 0, 0, 1] }));
  }
  await engine.place(pods);
  return { placed: Array.from({ length: pods }, (_, i) => engine.memory.readResult(i).node), told };
}
