/** Upgrades over a real TLS listener: handshakes of every kind, refusals as HTTP, proxied WebSockets, and input that is none. */
import { createServer } from "node:http";
import { request as httpsRequest } from "node:https";
import { type AddressInfo } from "node:net";
import { connect as tlsConnect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { ClusterEngine } from "../../../src/cluster.ts";
import { createSystemHost } from "../../../src/host/system.ts";
import { createSeededRandom } from "../../../src/host/simulated/random.ts";
import { listenForApi, type Listener } from "../../../src/host/node/api-listener.ts";
import { createAuthority, issueCertificate, type PemPair } from "../../../src/host/certificates.ts";
import { listenForDashboard } from "../../../src/host/node/dashboard-listener.ts";
import { createNodeOutbound } from "../../../src/host/node/outbound.ts";
import { channelOfSocket } from "../../../src/host/node/upgrade-socket.ts";
import { generateTokenKeys } from "../../../src/server/auth/service-account-tokens.ts";
import { createReferencePool } from "../../../src/kernels/pool.ts";
import type { ApiRequest } from "../../../src/server/message.ts";
import { muxTokenPrefix } from "../../../src/server/multiplex.ts";
import { MemoryLog } from "../../../src/store/memory-log.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { SpdyClient } from "../server/streaming/spdy-client.ts";

let engine: ClusterEngine;
let api: Listener;
let authority: PemPair;
let admin: PemPair;
let reader: PemPair;
const base = "/api/v1/namespaces/default/pods/web";

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

const tlsOf = (pair: PemPair) => ({
  ca: authority.certificate,
  cert: pair.certificate,
  key: pair.key,
});

interface Call {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly as?: PemPair;
}

function call({ path, method = "GET", headers = {}, body, as = admin }: Call) {
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

const socketTo = (path: string, protocols: string[], as = admin): WebSocket =>
  new WebSocket(`wss://127.0.0.1:${api.port}${path}`, protocols, tlsOf(as));

/** What a socket says until it is closed: messages by their first byte, and the closing code. */
function session(socket: WebSocket): Promise<{ code: number; channels: Record<number, string> }> {
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
function refused(socket: WebSocket): Promise<{ status: number; body: string }> {
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

describe("a WebSocket", () => {
  it.each([["v5.channel.k8s.io"], ["v4.channel.k8s.io"], ["channel.k8s.io"]])(
    "runs a command by %s",
    async (protocol) => {
      const query =
        "command=sh&command=-c&command=echo+out;echo+err+%3E%262&stdout=true&stderr=true";
      const socket = socketTo(`${base}/exec?${query}`, ["unknown.protocol", protocol]);
      const { code, channels } = await session(socket);
      expect(socket.protocol).toBe(protocol);
      expect(code).toBe(1000);
      expect([channels[1], channels[2]]).toEqual(["out\n", "err\n"]);
      const success =
        protocol === "channel.k8s.io" ? undefined : '{"metadata":{},"status":"Success"}';
      expect(channels[3]).toBe(success);
    },
  );

  it("takes the end of stdin in v5", async () => {
    const socket = socketTo(`${base}/exec?command=cat&stdin=true&stdout=true`, [
      "v5.channel.k8s.io",
    ]);
    socket.on("open", () => {
      socket.send(Buffer.from("\0typed"));
      socket.send(Buffer.from([255, 0]));
    });
    expect((await session(socket)).channels[1]).toBe("typed");
  });

  it("answers to the name of tunnelled SPDY, which is no token", async () => {
    const protocol = "SPDY/3.1+portforward.k8s.io";
    const answer = await call({
      path: `${base}/portforward`,
      headers: {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        "sec-websocket-protocol": protocol,
      },
    });
    expect(answer.status).toBe(101);
    // The key and its answer are those of RFC 6455, 1.3.
    expect(answer.headers).toMatchObject({
      "sec-websocket-protocol": protocol,
      "sec-websocket-accept": "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    });
  });

  it.each([
    ["/api/v1/namespaces/default/pods/none/exec?command=ls&stdout=1", 404, 'pods "none" not found'],
    [`${base}/exec?command=ls&stdout=1&container=x`, 400, "container x is not valid for pod web"],
    [`${base}/exec?command=ls`, 400, "you must specify at least 1 of stdin, stdout, stderr"],
  ])("to %s is refused with a Status", async (path, code, message) => {
    const { status, body } = await refused(socketTo(path, ["v5.channel.k8s.io"]));
    expect(status).toBe(code);
    expect(JSON.parse(body)).toMatchObject({ kind: "Status", code, message });
  });

  it("needs the right to create, though it begins with GET", async () => {
    const path = `${base}/exec?command=ls&stdout=1`;
    const { status, body } = await refused(socketTo(path, ["v5.channel.k8s.io"], reader));
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({
      reason: "Forbidden",
      message: 'pods "web" is forbidden: ',
    });
  });

  it("that offers no protocol that is known is refused", async () => {
    const { status, body } = await refused(
      socketTo(`${base}/exec?command=ls&stdout=1`, ["v9.channel.k8s.io"]),
    );
    expect(status).toBe(400);
    expect(body).toContain("unable to negotiate protocol");
  });
});

describe("WebSocket frames that are none", () => {
  it("end the connection, and nothing else", async () => {
    const random = createSeededRandom(13);
    for (let round = 0; round < 20; round++) {
      const outgoing = httpsRequest({
        host: "127.0.0.1",
        port: api.port,
        path: `${base}/exec?command=cat&stdin=1&stdout=1`,
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
          "sec-websocket-protocol": "v5.channel.k8s.io",
        },
        agent: false,
        ...tlsOf(admin),
      });
      const closed = new Promise((resolve, reject) => {
        outgoing.on("upgrade", (_response, socket) => {
          socket.on("close", resolve);
          socket.on("error", () => undefined);
          // Reserved bits, no mask, lengths of anything up to 2^63: random, cut off.
          socket.end(Buffer.from(random.bytes(1 + Math.floor(random.float() * 60))));
          socket.resume();
        });
        outgoing.on("error", reject);
      });
      outgoing.end();
      await closed;
    }
    expect((await call({ path: "/readyz" })).status).toBe(200);
  });
});

describe("SPDY", () => {
  const upgrade = (protocols: string | undefined) => ({
    connection: "Upgrade",
    upgrade: "SPDY/3.1",
    ...(protocols === undefined ? {} : { "x-stream-protocol-version": protocols }),
  });

  async function open(path: string, protocols: string) {
    const socket = await new Promise<ReturnType<typeof tlsConnect>>((resolve, reject) => {
      const outgoing = httpsRequest({
        host: "127.0.0.1",
        port: api.port,
        path,
        method: "POST",
        headers: upgrade(protocols),
        agent: false,
        ...tlsOf(admin),
      });
      outgoing.on("upgrade", (_response, opened) => resolve(opened as never));
      outgoing.on("response", (response) => reject(new Error(String(response.statusCode))));
      outgoing.on("error", reject);
      outgoing.end();
    });
    return { socket, client: new SpdyClient(channelOfSocket(socket)) };
  }

  it("runs a command", async () => {
    const { client } = await open(
      `${base}/exec?command=hostname&stdout=1`,
      "v4.channel.k8s.io, channel.k8s.io",
    );
    const error = await client.open({ streamtype: "error" }, 1);
    const stdout = await client.open({ streamtype: "stdout" }, 1);
    await eventually(async () => expect(client.ended).toBe(true));
    expect([client.text(stdout), client.text(error)]).toEqual([
      "web\n",
      '{"metadata":{},"status":"Success"}',
    ]);
  });

  it("forwards a port", async () => {
    const { client, socket } = await open(`${base}/portforward`, "portforward.k8s.io");
    await client.open({ streamtype: "error", port: "80", requestid: "0" }, 1);
    const data = await client.open({ streamtype: "data", port: "80", requestid: "0" });
    await client.data(data, "GET /x HTTP/1.1\r\nHost: web\r\nConnection: close\r\n\r\n", 1);
    await eventually(async () => expect(client.finished(data)).toBe(true));
    expect(client.text(data)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*path: \/x\n$/);
    socket.destroy();
  });

  it.each([
    [
      "exec?command=ls&stdout=1",
      "v7.channel.k8s.io",
      403,
      "unable to upgrade: unable to negotiate protocol: client supports [v7.channel.k8s.io], server accepts [v5.channel.k8s.io v4.channel.k8s.io v3.channel.k8s.io v2.channel.k8s.io channel.k8s.io]\n",
    ],
    ["portforward", undefined, 400, "unable to upgrade: X-Stream-Protocol-Version is required\n"],
  ])("%s with %j is refused as text", async (path, protocols, status, body) => {
    expect(
      await call({ path: `${base}/${path}`, method: "POST", headers: upgrade(protocols) }),
    ).toMatchObject({ status, body });
  });

  it("is refused as the kubelet refuses where the container does not run", async () => {
    const spec = {
      containers: [{ name: "job", image: "j:1", command: ["true"] }],
      restartPolicy: "Never",
    };
    await post("/api/v1/namespaces/default/pods", { metadata: { name: "over" }, spec });
    const over = "/api/v1/namespaces/default/pods/over";
    await eventually(async () =>
      expect(JSON.parse((await call({ path: over })).body)).toMatchObject({
        status: { phase: "Succeeded" },
      }),
    );
    const answer = await call({
      path: `${over}/exec?command=ls&stdout=1`,
      method: "POST",
      headers: upgrade("v4.channel.k8s.io"),
    });
    expect(answer).toMatchObject({ status: 500, body: 'container not found ("job")\n' });
  });

  it("survives garbage after the switch", async () => {
    const random = createSeededRandom(9);
    for (let round = 0; round < 20; round++) {
      const { socket } = await open(`${base}/portforward`, "portforward.k8s.io");
      const closed = new Promise((resolve) => socket.on("close", resolve));
      socket.on("error", () => undefined);
      socket.end(Buffer.from(random.bytes(200)));
      socket.resume();
      await closed;
    }
    expect((await call({ path: "/readyz" })).status).toBe(200);
  });
});

describe("an ordinary request that offers an upgrade", () => {
  it.each(["h2c", "websocket", "TLS/1.0"])("(%s) is answered as usual", async (protocol) => {
    const answer = await call({
      path: "/version",
      headers: { connection: "Upgrade", upgrade: protocol },
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toHaveProperty("gitVersion");
  });
});

describe("an answer that streams", () => {
  const messages = (socket: WebSocket): Promise<readonly { data: string; isBinary: boolean }[]> => {
    const seen: { data: string; isBinary: boolean }[] = [];
    return new Promise((resolve, reject) => {
      socket.on("message", (data: Buffer, isBinary) =>
        seen.push({ data: data.toString(), isBinary }),
      );
      socket.on("close", () => resolve(seen));
      socket.on("error", reject);
    });
  };

  it("comes in binary messages for a log, as the conformance tests read it", async () => {
    const socket = socketTo(`${base}/log?container=web&tailLines=1`, ["binary.k8s.io"]);
    const seen = await messages(socket);
    expect(socket.protocol).toBe("binary.k8s.io");
    expect(seen.every(({ isBinary }) => isBinary)).toBe(true);
    const { body } = await call({ path: `${base}/log?tailLines=1` });
    expect(seen.map(({ data }) => data).join("")).toBe(body);
  });

  it("comes in base64 where that is asked for", async () => {
    const seen = await messages(socketTo(`${base}/log?tailLines=1`, ["base64.binary.k8s.io"]));
    const { body } = await call({ path: `${base}/log?tailLines=1` });
    expect(seen.map(({ data }) => atob(data)).join("")).toBe(body);
  });

  it("has one message for each event of a watch", async () => {
    const path = "/api/v1/namespaces?watch=1&resourceVersion=0&timeoutSeconds=1";
    const events = (await messages(socketTo(path, []))).map(({ data, isBinary }) => {
      expect(isBinary).toBe(false);
      return JSON.parse(data) as { type: string };
    });
    expect(events.length).toBeGreaterThanOrEqual(4);
    expect(events.every(({ type }) => type === "ADDED")).toBe(true);
  });

  it("is refused as ever where it fails", async () => {
    const { status } = await refused(socketTo(`${base}/log?tailLines=-1`, ["binary.k8s.io"]));
    expect(status).toBe(422);
  });
});

describe("the dashboard's listener", () => {
  const path = `${base}/exec?command=hostname&stdout=1`;
  const token = "abc123";
  async function dashboard(use: (port: number) => Promise<void>): Promise<void> {
    const handle = (request: ApiRequest) => engine.handle(request);
    const at = { address: "127.0.0.1", port: 0 };
    const listener = await listenForDashboard({ handle, token, assetsDir: "/none", ...at });
    try {
      await use(listener.port);
    } finally {
      await listener.close();
    }
  }

  it("opens streams to Pods for a page that shows the token, and keeps the token to itself", async () => {
    await dashboard(async (port) => {
      const protocols = [`${muxTokenPrefix}${token}`, "v5.channel.k8s.io"];
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols);
      const { code, channels } = await session(socket);
      expect([socket.protocol, code, channels[1]]).toEqual(["v5.channel.k8s.io", 1000, "web\n"]);
    });
  });

  it.each([
    ["no token", ["v5.channel.k8s.io"], {}, 401],
    ["another token", [`${muxTokenPrefix}x`, "v5.channel.k8s.io"], {}, 401],
    ["a foreign page", [`${muxTokenPrefix}${token}`], { origin: "http://evil.example" }, 403],
  ])("refuses %s", async (_what, protocols, headers, code) => {
    await dashboard(async (port) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers });
      expect((await refused(socket)).status).toBe(code);
    });
  });
});

describe("a listener that is closed", () => {
  it("cuts off the streams that are open, and does not wait for them", async () => {
    const listener = await listenForApi({
      handle: (request) => engine.handle(request),
      caCertificate: authority.certificate,
      certificate: authority.certificate,
      key: authority.key,
      address: "127.0.0.1",
      port: 0,
    });
    const path = `${base}/exec?command=sleep&command=1000&stdout=1`;
    const settings = { ...tlsOf(admin), rejectUnauthorized: false };
    const url = `wss://127.0.0.1:${listener.port}${path}`;
    const socket = new WebSocket(url, ["v5.channel.k8s.io"], settings);
    const closed = new Promise((resolve) => socket.on("close", resolve));
    await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
    await listener.close();
    await closed;
  });
});

/** A Service of one endpoint on loopback. The API takes no such address, and tests take no other. */
async function serviceTo(name: string, port: number): Promise<void> {
  const spec = { ports: [{ name: "p", port }] };
  await post("/api/v1/namespaces/default/services", { metadata: { name }, spec });
  const key = { resource: "endpointslices.discovery.k8s.io", namespace: "default", name };
  const metadata = { name, labels: { "kubernetes.io/service-name": name } };
  const slice = {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    metadata: { ...metadata, namespace: "default", uid: name },
    addressType: "IPv4",
    endpoints: [{ addresses: ["127.0.0.1"], conditions: { ready: true } }],
    ports: [{ name: "p", port }],
  };
  await engine.store.put(key, slice, 0);
}

describe("a proxied WebSocket", () => {
  it("reaches a server behind a Service, with the headers of a proxy", async () => {
    const seen: NodeJS.Dict<string | string[]>[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers);
      if (request.url === "/redirect") response.writeHead(302, { location: "/login" });
      else response.setHeader("content-type", "text/html");
      response.end('<a href="/top">x</a><img src="rel.png"><script src=\'/s.js\'></script>');
    });
    const sockets = new WebSocketServer({ server });
    sockets.on("connection", (socket) =>
      socket.on("message", (data) => socket.send(`echo ${String(data)}`)),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      await serviceTo("outside", port);
      const proxy = `/api/v1/namespaces/default/services/outside:${port}/proxy`;
      const socket = socketTo(`${proxy}/socket`, []);
      const answer = await new Promise((resolve, reject) => {
        socket.on("open", () => socket.send("hi"));
        socket.on("message", (data) => resolve(String(data)));
        socket.on("error", reject);
      });
      expect(answer).toBe("echo hi");
      socket.close();
      const page = await call({
        path: `${proxy}/page`,
        headers: { authorization: "Bearer secret", cookie: "a=b", "x-mine": "1" },
        as: admin,
      });
      expect(page.status).toBe(200);
      expect(page.body).toBe(
        `<a href="${proxy}/top">x</a><img src="rel.png"><script src='${proxy}/s.js'></script>`,
      );
      expect(seen.at(-1)).toMatchObject({
        "x-mine": "1",
        "x-forwarded-uri": `${proxy}/page`,
        "x-forwarded-proto": "https",
        "x-forwarded-for": "127.0.0.1",
        host: `127.0.0.1:${port}`,
      });
      expect(seen.at(-1)).not.toHaveProperty("authorization");
      const redirect = await call({ path: `${proxy}/redirect` });
      expect([redirect.status, redirect.headers["location"]]).toEqual([302, `${proxy}/login`]);
    } finally {
      sockets.close();
      server.closeAllConnections();
      server.close();
    }
  });
});
