/** What listeners do around upgrades: ordinary requests, answers that stream, the dashboard, closing, and proxied WebSockets. */
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { listenForApi } from "../../../src/host/node/api-listener.ts";
import { listenForDashboard } from "../../../src/host/node/dashboard-listener.ts";
import type { ApiRequest } from "../../../src/server/message.ts";
import { muxTokenPrefix } from "../../../src/server/multiplex.ts";
import { base, listenForUpgrades, refused, session } from "./upgrade-fixture.ts";

const { call, post, socketTo, tlsOf, engine, authority } = listenForUpgrades();

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
    const handle = (request: ApiRequest) => engine().handle(request);
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
      handle: (request) => engine().handle(request),
      caCertificate: authority().certificate,
      certificate: authority().certificate,
      key: authority().key,
      address: "127.0.0.1",
      port: 0,
    });
    const path = `${base}/exec?command=sleep&command=1000&stdout=1`;
    const settings = { ...tlsOf("admin"), rejectUnauthorized: false };
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
  await engine().store.put(key, slice, 0);
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
        as: "admin",
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
