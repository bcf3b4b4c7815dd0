/** Upgrades over a real TLS listener: WebSockets and SPDY, refusals as HTTP, and input that is neither. */
import { request as httpsRequest } from "node:https";
import { connect as tlsConnect } from "node:tls";
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../../src/host/simulated/random.ts";
import { channelOfSocket } from "../../../src/host/node/upgrade-socket.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { SpdyClient } from "../server/streaming/spdy-client.ts";
import { base, listenForUpgrades, refused, session } from "./upgrade-fixture.ts";

const { call, post, socketTo, tlsOf, port } = listenForUpgrades();

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
    const { status, body } = await refused(socketTo(path, ["v5.channel.k8s.io"], "reader"));
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
        port: port(),
        path: `${base}/exec?command=cat&stdin=1&stdout=1`,
        headers: {
          connection: "Upgrade",
          upgrade: "websocket",
          "sec-websocket-version": "13",
          "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
          "sec-websocket-protocol": "v5.channel.k8s.io",
        },
        agent: false,
        ...tlsOf("admin"),
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
        port: port(),
        path,
        method: "POST",
        headers: upgrade(protocols),
        agent: false,
        ...tlsOf("admin"),
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
