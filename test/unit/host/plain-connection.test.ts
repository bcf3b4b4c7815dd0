/** Connections that carry ordinary requests, over real TLS: order, bodies, streams, ends, and the change to Node's parser. */
import { Agent, request as httpsRequest, type RequestOptions } from "node:https";
import { connect, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createAuthority, issueCertificate } from "../../../src/host/certificates.ts";
import { listenForApi, type Listener } from "../../../src/host/node/api-listener.ts";
import type { ApiRequest, ApiResponse } from "../../../src/server/message.ts";
import { eventually } from "../../fixtures/eventually.ts";

let listener: Listener;
let handle: (request: ApiRequest) => ApiResponse | Promise<ApiResponse>;
let asked: ApiRequest[] = [];
const text = (body: string, status = 200): ApiResponse => ({ status, headers: {}, body });

beforeAll(async () => {
  const now = Date.now();
  const authority = await createAuthority("test", now);
  const server = { commonName: "api", usage: "server", addresses: ["127.0.0.1"] } as const;
  const leaf = await issueCertificate(authority, server, now);
  listener = await listenForApi({
    handle(request) {
      asked.push(request);
      return handle(request);
    },
    caCertificate: authority.certificate,
    certificate: leaf.certificate,
    key: leaf.key,
    address: "127.0.0.1",
    port: 0,
  });
});
afterAll(() => listener.close());
beforeEach(() => {
  asked = [];
  handle = ({ path }) => text(path);
});

/** A connection, and all that has come over it. */
async function open(): Promise<{ socket: TLSSocket; received(): string; isClosed(): boolean }> {
  const socket = connect({ host: "127.0.0.1", port: listener.port, rejectUnauthorized: false });
  let received = "";
  let closed = false;
  socket.on("data", (chunk) => (received += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.on("close", () => (closed = true));
  await new Promise<void>((resolve) => socket.once("secureConnect", resolve));
  return { socket, received: () => received, isClosed: () => closed };
}

const get = (path: string, fields = "") => `GET ${path} HTTP/1.1\r\nHost: a\r\n${fields}\r\n`;
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
const bodies = (received: string) => received.match(/(?<=\r\n\r\n)[^]*?(?=HTTP\/1\.1|$)/g) ?? [];

const agent = new Agent({ keepAlive: true });
afterAll(() => agent.destroy());

function fetched(options: RequestOptions & { body?: string }): Promise<{
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: string;
}> {
  const { body, ...rest } = options;
  return new Promise((resolve, reject) => {
    const target = { host: "127.0.0.1", port: listener.port, rejectUnauthorized: false };
    const outgoing = httpsRequest({ ...target, agent, ...rest }, (response) => {
      let received = "";
      response.on("data", (chunk: Buffer) => (received += chunk.toString()));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received });
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

describe("requests of one connection", () => {
  test("are answered in their order, even when a later answer is there first", async () => {
    let finish: (answer: ApiResponse) => void = () => undefined;
    handle = ({ path }) =>
      path === "/slow" ? new Promise((resolve) => (finish = resolve)) : text(path);
    const { socket, received } = await open();
    socket.write(get("/slow") + get("/one") + post("/two", "{}"));
    await eventually(async () => expect(asked.map(({ path }) => path)).toEqual(["/slow"]));
    finish(text("/slow"));
    await eventually(async () => expect(bodies(received())).toEqual(["/slow", "/one", "/two"]));
    socket.destroy();
  });

  test("have bodies of their announced length, however they come", async () => {
    handle = ({ body }) => text(`<${new TextDecoder().decode(body)}>`);
    const { socket, received } = await open();
    const whole = post("/a", "first") + post("/b", "") + post("/c", "thïrd") + get("/d");
    for (const piece of [whole.slice(0, 60), whole.slice(60, 130), whole.slice(130)]) {
      socket.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually(async () => {
      const bytes = Buffer.from(bodies(received()).join(""), "latin1").toString();
      expect(bytes).toBe("<first><><thïrd><>");
    });
    socket.destroy();
  });

  test("go on after one that Node's parser has to read", async () => {
    const { socket, received } = await open();
    socket.write(get("/plain"));
    socket.write(
      "POST /chunked HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
    );
    socket.write(`0\r\n\r\n${get("/after")}`);
    await eventually(async () =>
      expect(bodies(received())).toEqual(["/plain", "/chunked", "/after"]),
    );
    const chunked = asked.find(({ path }) => path === "/chunked");
    expect(new TextDecoder().decode(chunked?.body)).toBe("x");
    socket.destroy();
  });

  test("share the headers that they share", async () => {
    const { socket, received } = await open();
    socket.write(get("/a", "X: 1\r\n") + get("/b", "X: 1\r\n") + get("/c", "X: 2\r\n"));
    await eventually(async () => expect(bodies(received())).toHaveLength(3));
    expect(asked[1]?.headers).toBe(asked[0]?.headers);
    expect(asked[2]?.headers).toEqual({ host: "a", x: "2" });
    socket.destroy();
  });

  test("wait while nobody takes the answers", async () => {
    const large = "x".repeat(4 << 20);
    handle = () => text(large);
    const { socket } = await open();
    socket.pause();
    socket.write(get("/large").repeat(50));
    await eventually(async () => expect(asked.length).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(asked.length).toBeLessThan(5);
    socket.destroy();
  });
});

describe("an answer", () => {
  // Node's client says that it closes the connection where it has no agent: such requests are not ordinary ones.
  const ways: [string, Agent | false][] = [
    ["an ordinary request", agent],
    ["another", false],
  ];

  test.each(ways)("to %s is what a client reads", async (_way, agent) => {
    handle = () => ({
      status: 201,
      auditId: "id-1",
      headers: { "content-type": "text/plain", warning: ['299 - "a"', '299 - "b"'] },
      body: "grün",
    });
    const { status, headers, body } = await fetched({ path: "/", agent });
    expect([status, body]).toEqual([201, "grün"]);
    expect(headers).toMatchObject({
      "audit-id": "id-1",
      "content-type": "text/plain",
      "content-length": "5",
      warning: '299 - "a", 299 - "b"',
    });
    expect(Math.abs(Date.parse(String(headers["date"])) - Date.now())).toBeLessThan(60_000);
  });

  test.each(ways)("to %s has no lines by what a header holds", async (_way, agent) => {
    handle = () => ({
      status: 200,
      auditId: "a\r\nx-one: 1",
      headers: {
        warning: "a\r\nx-two: 2\r\n\r\nHTTP/1.1 200 OK",
        other: ["b\nx-three: 3", "\u2028"],
      },
      body: "all",
    });
    const { headers, body } = await fetched({ path: "/", agent });
    expect(body).toBe("all");
    expect(Object.keys(headers).filter((name) => name.startsWith("x-"))).toEqual([]);
  });

  test.each([204, 304])("of %i has no body", async (status) => {
    handle = () => ({ status, headers: {}, body: undefined });
    const { socket, received } = await open();
    socket.write(get("/a") + get("/b"));
    await eventually(async () => expect(received().match(/HTTP\/1\.1 \d+/g)).toHaveLength(2));
    expect(bodies(received()).join("")).toBe("");
    socket.destroy();
  });

  test("that streams goes out piece by piece, and the next one follows its end", async () => {
    let write: (chunk: string | Uint8Array) => void = () => undefined;
    let end: () => void = () => undefined;
    handle = ({ path }) =>
      path === "/next"
        ? text("next")
        : {
            status: 200,
            headers: {},
            body: { start: (sink) => ([write, end] = [sink.write, sink.end]) },
          };
    const { socket, received } = await open();
    socket.write(get("/stream") + get("/next"));
    await eventually(async () => expect(received()).toMatch(/transfer-encoding: chunked\r\n\r\n$/));
    write("grün");
    write(new Uint8Array([0x61, 0x62]));
    write("");
    await eventually(async () => expect(received()).toMatch(/\r\n5\r\ngrÃ¼n\r\n2\r\nab\r\n$/));
    expect(asked[0]?.signal.aborted).toBe(false);
    end();
    write("too late");
    await eventually(async () => expect(received()).toMatch(/0\r\n\r\nHTTP\/1\.1 200 OK[^]*next$/));
    expect(asked[0]?.signal.aborted).toBe(true);
    socket.destroy();
  });

  test("of a told length is broken off where it is not kept to", async () => {
    handle = () => ({
      status: 200,
      headers: { "content-length": "5" },
      body: {
        start(sink) {
          sink.write("abc");
          sink.end();
        },
      },
    });
    const { socket, received, isClosed } = await open();
    socket.write(get("/short") + get("/next"));
    await eventually(async () => expect(isClosed()).toBe(true));
    expect(received()).toMatch(/content-length: 5\r\n\r\n(?:abc)?$/);
    expect(asked).toHaveLength(1);
  });
});

describe("the end of a connection", () => {
  test("aborts the request that is being answered", async () => {
    handle = () => new Promise(() => undefined);
    const { socket } = await open();
    socket.write(get("/waits"));
    await eventually(async () => expect(asked).toHaveLength(1));
    const [request] = asked;
    expect(request?.signal.aborted).toBe(false);
    socket.destroy();
    await eventually(async () => expect(request?.signal.aborted).toBe(true));
  });

  test("is told to those who ask after it", async () => {
    const { socket, received } = await open();
    socket.write(get("/done"));
    await eventually(async () => expect(bodies(received())).toEqual(["/done"]));
    expect(asked[0]?.signal.aborted).toBe(true);
    socket.destroy();
  });

  test("follows the refusal of a body that is too large, which the client gets to read", async () => {
    const body = "x".repeat((3 << 20) + 1);
    const { status, headers } = await fetched({
      method: "POST",
      path: "/api",
      headers: { "content-length": body.length },
      body,
    });
    expect([status, headers["connection"]]).toEqual([413, "close"]);
    expect(asked).toEqual([]);
  });
});
