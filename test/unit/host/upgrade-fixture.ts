/** A cluster with a running Pod behind a real TLS listener, and clients of it. */
import { request as httpsRequest } from "node:https";
import { afterAll, beforeAll, expect } from "vitest";
import { WebSocket } from "ws";
import { ClusterEngine } from "../../../src/cluster.ts";
import { createSystemHost } from "../../../src/host/system.ts";
import { listenForApi, type Listener } from "../../../src/host/node/api-listener.ts";
import { createAuthority, issueCertificate, type PemPair } from "../../../src/host/certificates.ts";
import { createNodeOutbound } from "../../../src/host/node/outbound.ts";
import { generateTokenKeys } from "../../../src/server/auth/service-account-tokens.ts";
import { createReferencePool } from "../../../src/kernels/pool.ts";
import { MemoryLog } from "../../../src/store/memory-log.ts";
import { eventually } from "../../fixtures/eventually.ts";

/** The Pod that runs. */
export const base = "/api/v1/namespaces/default/pods/web";

type User = "admin" | "reader";

interface Call {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly as?: User;
}

/** Sets the listener up before the tests of a file and takes it down after them. */
export function listenForUpgrades() {
  let engine: ClusterEngine;
  let api: Listener;
  let authority: PemPair;
  let admin: PemPair;
  let reader: PemPair;

  beforeAll(async () => {
    const now = Date.now();
    authority = await createAuthority("test", now);
    const client = (commonName: string, organizations: readonly string[]) =>
      issueCertificate(authority, { commonName, organizations, usage: "client" }, now);
    admin = await client("admin", ["system:masters"]);
    reader = await client("reader", []);
    const server = { commonName: "api", usage: "server", addresses: ["127.0.0.1"] } as const;
    const leaf = await issueCertificate(authority, server, now);
    engine = await ClusterEngine.open({
      host: createSystemHost({ write: () => {} }),
      log: new MemoryLog(),
      kernels: createReferencePool(),
      tokenKeys: await generateTokenKeys(),
      caPem: "",
      nodes: [{ name: "node-1" }],
      outbound: createNodeOutbound(),
    });
    await engine.start();
    api = await listenForApi({
      handle: (request) => engine.handle(request),
      caCertificate: authority.certificate,
      certificate: leaf.certificate,
      key: leaf.key,
      address: "127.0.0.1",
      port: 0,
    });
    const rules = [
      { apiGroups: [""], resources: ["pods", "pods/exec", "pods/portforward"], verbs: ["get"] },
    ];
    const metadata = { name: "reader", namespace: "default" };
    const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";
    await post(`${rbac}/roles`, { metadata, rules });
    await post(`${rbac}/rolebindings`, {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "reader" }],
    });
    const spec = { containers: [{ name: "web", image: "w:1", ports: [{ containerPort: 80 }] }] };
    await eventually(() =>
      post("/api/v1/namespaces/default/pods", { metadata: { name: "web" }, spec }),
    );
    await eventually(async () => {
      const { body } = await call({ path: base });
      expect(JSON.parse(body)).toMatchObject({ status: { phase: "Running" } });
    });
  });
  afterAll(async () => {
    await api.close();
    await engine.stop();
  });

  const tlsOf = (user: User) => {
    const pair = user === "admin" ? admin : reader;
    return { ca: authority.certificate, cert: pair.certificate, key: pair.key };
  };

  function call({ path, method = "GET", headers = {}, body, as = "admin" }: Call) {
    return new Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }>(
      (resolve, reject) => {
        const outgoing = httpsRequest(
          { host: "127.0.0.1", port: api.port, path, method, headers, agent: false, ...tlsOf(as) },
          (response) => {
            let text = "";
            response.on("data", (chunk: Buffer) => (text += chunk.toString()));
            response.on("end", () =>
              resolve({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
            );
          },
        );
        outgoing.on("upgrade", (response, socket) => {
          socket.destroy();
          resolve({ status: response.statusCode ?? 0, body: "", headers: response.headers });
        });
        outgoing.on("error", reject);
        outgoing.end(body);
      },
    );
  }

  async function post(path: string, object: unknown): Promise<void> {
    const headers = { "content-type": "application/json" };
    const { status, body } = await call({
      path,
      method: "POST",
      headers,
      body: JSON.stringify(object),
    });
    if (status !== 201) throw new Error(body);
  }

  const socketTo = (path: string, protocols: string[], as: User = "admin"): WebSocket =>
    new WebSocket(`wss://127.0.0.1:${api.port}${path}`, protocols, tlsOf(as));

  return {
    call,
    post,
    socketTo,
    tlsOf,
    engine: () => engine,
    authority: () => authority,
    port: () => api.port,
  };
}

/** What a socket says until it is closed: messages by their first byte, and the closing code. */
export function session(
  socket: WebSocket,
): Promise<{ code: number; channels: Record<number, string> }> {
  const channels: Record<number, string> = {};
  return new Promise((resolve, reject) => {
    socket.on("message", (data: Buffer) => {
      const channel = data[0] ?? -1;
      channels[channel] = (channels[channel] ?? "") + data.subarray(1).toString();
    });
    socket.on("close", (code) => resolve({ code, channels }));
    socket.on("error", reject);
  });
}

/** Status and body of the answer to a WebSocket that is not opened. */
export function refused(socket: WebSocket): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    socket.on("open", () => reject(new Error("opened")));
    socket.on("error", () => undefined);
    socket.on("unexpected-response", (_request, response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
  });
}
