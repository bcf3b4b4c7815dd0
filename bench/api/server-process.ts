/**
 * The server side of the API bench, a process of its own: either the real API server (no controllers, no nodes) behind its real
 * TLS listener, or a bare Node server that sends the same payloads over the same transport. Both keep what is written in memory, or,
 * when asked to, on the disk too: in the real log of a command-line cluster, or in a file. Speaks to its parent by messages.
 */
import { randomUUID } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteLog } from "../../src/host/node/sqlite-log.ts";
import { loadCredentials } from "../../src/host/node/credentials.ts";
import { listenForApi } from "../../src/host/node/api-listener.ts";
import { createSystemHost } from "../../src/host/system.ts";
import { ApiServer } from "../../src/server/server.ts";
import { bootstrap } from "../../src/server/bootstrap/bootstrap.ts";
import { openStore } from "../../src/store/engine.ts";
import { MemoryLog } from "../../src/store/memory-log.ts";
import type { StateLog } from "../../src/store/state-log.ts";
import { AppendedFile } from "./appended-file.ts";
import { podOf } from "./pod.ts";

export type ToServer =
  | { readonly ask: "usage" }
  | { readonly ask: "fill"; readonly pods: number }
  | { readonly ask: "payload"; readonly path: string; readonly body: string }
  /** What the real server answers to a POST there. */
  | { readonly ask: "posted"; readonly path: string; readonly body: string }
  | { readonly ask: "stop" };

export interface FromServer {
  readonly cpuMs?: number;
  /** Heap and buffers in use, after a collection. */
  readonly memoryBytes?: number;
  /** Length of the JSON of what is stored. */
  readonly storedBytes?: number;
  readonly port?: number;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
}

interface Posted {
  readonly metadata: { readonly name: string };
  readonly spec?: object | undefined;
}

const nothing = { write: () => undefined };
const host = createSystemHost(nothing);
const directory = mkdtempSync(join(tmpdir(), "kubarium-bench-"));
const credentials = await loadCredentials({
  dataDir: directory,
  addresses: [],
  nowMs: host.clock.nowMs(),
});
const isDurable = process.argv[3] === "durable";
const address = "127.0.0.1";

function memoryBytes(): number {
  for (let pass = 0; pass < 3; pass += 1) (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** The log is a disk's business: what it would hold must not count as memory. */
function forgetfulLog(): StateLog {
  const log = new MemoryLog();
  log.append = () => Promise.resolve();
  return log;
}

async function real(): Promise<{
  readonly port: number;
  readonly token: string;
  handle(message: ToServer): Promise<FromServer>;
}> {
  const store = await openStore({
    log: isDurable ? openSqliteLog(directory) : forgetfulLog(),
    host,
  });
  const server = new ApiServer({
    host,
    store,
    tokenKeys: credentials.tokenKeys,
    serviceCidr: "10.244.128.0/17",
    nodePorts: { first: 30_000, last: 32_767 },
    stats: () => Promise.reject(new Error("not in a bench")),
    snapshots: {
      export: () => "",
      restore: () => Promise.reject(new Error("not in a bench")),
      reset: () => Promise.reject(new Error("not in a bench")),
    },
  });
  const client = server.client("bench");
  await bootstrap({ client, store, serviceCidr: "10.244.128.0/17", apiEndpoint: undefined });
  const accounts = { group: "", version: "v1", resource: "serviceaccounts" } as const;
  const account = await client.create(
    { ...accounts, kind: "ServiceAccount", namespaced: true },
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: { name: "default", namespace: "default" },
    },
  );
  const bindings = {
    group: "rbac.authorization.k8s.io",
    version: "v1",
    namespaced: false,
  } as const;
  await client.create(
    { ...bindings, resource: "clusterrolebindings", kind: "ClusterRoleBinding" },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: "bench" },
      roleRef: {
        apiGroup: "rbac.authorization.k8s.io",
        kind: "ClusterRole",
        name: "cluster-admin",
      },
      subjects: [{ kind: "ServiceAccount", name: "default", namespace: "default" }],
    } as never,
  );
  const answer = (await client.post(
    { ...accounts, kind: "ServiceAccount", namespaced: true },
    { namespace: "default", name: account.metadata.name },
    "token",
    {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      metadata: {},
      spec: {},
    } as never,
  )) as unknown as { status: { token: string } };
  const listener = await listenForApi({
    handle: (request) => server.answer(request),
    caCertificate: credentials.authority.certificate,
    certificate: credentials.server.certificate,
    key: credentials.server.key,
    address,
    port: 0,
  });
  return {
    port: listener.port,
    token: answer.status.token,
    async handle(message) {
      if (message.ask !== "fill") return {};
      const before = memoryBytes();
      let storedBytes = 0;
      for (let at = 0; at < message.pods; at += 250) {
        const entries = await Promise.all(
          Array.from({ length: 250 }, (_, i) => {
            const pod = podOf(at + i);
            const key = { resource: "pods", namespace: "default", name: pod.metadata.name ?? "" };
            return store.put(key, pod, 0);
          }),
        );
        for (const entry of entries) storedBytes += JSON.stringify(entry.object).length;
      }
      // What a weak reference was made of lives until the turn ends.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { memoryBytes: memoryBytes() - before, storedBytes };
    },
  };
}

/**
 * What any Node server must do at least with the same payloads. GET: send bytes that are there already. POST: read and parse what is
 * posted, stamp it, keep it in a Map, and send it with what the real server's answer to such a POST adds, encoded anew: as many bytes
 * in and out. It checks nothing, authorizes nobody, and keeps nothing beyond its memory; neither does the real one's log in this bench.
 * Durable, it also appends what it sends to a file, and answers when that is on the disk.
 */
async function bare(): Promise<Awaited<ReturnType<typeof real>>> {
  const payloads = new Map<string, Buffer>();
  const answers = new Map<string, Posted>();
  const kept = new Map<string, Posted>();
  const file = isDurable ? await AppendedFile.create(join(directory, "posted")) : undefined;
  let revision = 0;
  const headers = { "content-type": "application/json", "cache-control": "no-cache, private" };
  const { authority, server: own } = credentials;
  const server = createServer(
    {
      ca: authority.certificate,
      cert: own.certificate,
      key: own.key,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
      ALPNProtocols: ["http/1.1"],
    },
    (request, response) => {
      if (request.method === "GET") {
        const payload = payloads.get(request.url ?? "");
        if (payload === undefined) throw new Error(`nothing at ${request.url ?? ""}`);
        // A copy of its own, as a server must have that puts an answer together.
        const body = payload.length > 1_000_000 ? Buffer.from(payload) : payload;
        response.writeHead(200, { ...headers, "content-length": body.length });
        response.end(body);
        return;
      }
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const object = JSON.parse(Buffer.concat(chunks).toString()) as Posted;
        const answer = answers.get(request.url ?? "");
        if (answer === undefined) throw new Error(`nothing posted at ${request.url ?? ""}`);
        const metadata = {
          ...answer.metadata,
          ...object.metadata,
          uid: randomUUID(),
          creationTimestamp: new Date().toISOString(),
          resourceVersion: String((revision += 1)),
        };
        // A ConfigMap has no spec; JSON leaves it out.
        const stored = { ...answer, ...object, metadata, spec: answer.spec };
        kept.set(`${request.url ?? ""}/${metadata.name}`, stored);
        const text = JSON.stringify(stored);
        const answerNow = (): void => {
          const body = Buffer.from(text);
          response.writeHead(201, { ...headers, "content-length": body.length });
          response.end(body);
        };
        if (file === undefined) answerNow();
        else void file.append(text).then(answerNow);
      });
    },
  );
  // The other side's turn may take longer than the five seconds after which Node closes what is idle.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    token: "",
    async handle(message) {
      if (message.ask === "payload") payloads.set(message.path, Buffer.from(message.body));
      if (message.ask === "posted") answers.set(message.path, JSON.parse(message.body) as Posted);
      return {};
    },
  };
}

const side = await (process.argv[2] === "bare" ? bare() : real());
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
process.on("disconnect", () => process.exit(0));
process.on("message", (message: ToServer) => {
  if (message.ask === "stop") process.exit(0);
  if (message.ask === "usage") {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuMs: (user + system) / 1000 } satisfies FromServer);
    return;
  }
  side.handle(message).then(
    (answer) => process.send?.(answer),
    (error: unknown) => {
      throw error;
    },
  );
});
process.send?.({
  port: side.port,
  token: side.token,
  ca: credentials.authority.certificate,
  cert: credentials.admin.certificate,
  key: credentials.admin.key,
} satisfies FromServer);
