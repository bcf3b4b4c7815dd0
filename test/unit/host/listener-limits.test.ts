/** What the API's listener does with bodies that do not come, and with those who are there when it ends; over real TLS. */
import { connect, type TLSSocket } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAuthority, issueCertificate } from "../../../src/host/certificates.ts";
import { listenForApi, type DrainingListener } from "../../../src/host/node/api-listener.ts";
import type { ApiRequest, ApiResponse } from "../../../src/server/message.ts";
import { eventually } from "../../fixtures/eventually.ts";

let listener: DrainingListener;
let handle: (request: ApiRequest) => ApiResponse | Promise<ApiResponse>;

beforeEach(async () => {
  handle = ({ body }) => ({ status: 200, headers: {}, body: `${body?.length ?? 0} bytes` });
  const now = Date.now();
  const authority = await createAuthority("test", now);
  const server = { commonName: "api", usage: "server", addresses: ["127.0.0.1"] } as const;
  const leaf = await issueCertificate(authority, server, now);
  listener = await listenForApi({
    handle: (request) => handle(request),
    caCertificate: authority.certificate,
    certificate: leaf.certificate,
    key: leaf.key,
    address: "127.0.0.1",
    port: 0,
    bodyMsMax: 100,
  });
});
afterEach(() => listener.close());

async function open() {
  const socket: TLSSocket = connect({
    host: "127.0.0.1",
    port: listener.port,
    rejectUnauthorized: false,
  });
  const state = { text: "", isClosed: false };
  socket.on("data", (chunk: Buffer) => (state.text += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.on("close", () => (state.isClosed = true));
  await new Promise<void>((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
  });
  return { socket, state };
}

describe("a body that does not come in time", () => {
  test.each([
    ["of a known length", "Content-Length: 10\r\n\r\n12345"],
    ["in chunks", "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n"],
  ])("is answered 504, and the connection ends: %s", async (_name, rest) => {
    const { socket, state } = await open();
    socket.write(`POST /api/v1/namespaces HTTP/1.1\r\nHost: a\r\n${rest}`);
    await eventually(async () => expect(state.isClosed).toBe(true));
    expect(state.text).toMatch(/^HTTP\/1\.1 504 /);
    expect(state.text).toContain(
      '"message":"Timeout: request did not complete within the allotted timeout","reason":"Timeout"',
    );
  });

  test("has all the time that it needs where it may be large", async () => {
    const { socket, state } = await open();
    socket.write(
      "POST /api/v1/namespaces/a/pods/b/proxy/ HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n1",
    );
    await new Promise((resolve) => setTimeout(resolve, 200));
    socket.write("234");
    await eventually(async () => expect(state.text).toContain("4 bytes"));
    socket.destroy();
  });
});

describe("a listener that ends", () => {
  test("answers what it is asked by then, says that it was the last, and takes nobody new", async () => {
    const { socket, state } = await open();
    let give: ((answer: ApiResponse) => void) | undefined;
    handle = () => new Promise((resolve) => (give = resolve));
    socket.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
    await eventually(async () => expect(give).toBeDefined());
    const drained = listener.drain(10_000);
    await expect(open()).rejects.toBeDefined();
    give?.({ status: 200, headers: {}, body: "at last" });
    await drained;
    await eventually(async () => expect(state.isClosed).toBe(true));
    expect(state.text).toContain("connection: close\r\n");
    expect(state.text).toMatch(/at last$/);
  });

  test("ends silent connections, and answers a request that is on its way", async () => {
    const [silent, late] = [await open(), await open()];
    const drained = listener.drain(10_000);
    late.socket.write("GET /late HTTP/1.1\r\nHost: a\r\n\r\n");
    await drained;
    await eventually(async () => {
      expect([silent.state.isClosed, late.state.isClosed]).toEqual([true, true]);
    });
    expect(late.state.text).toContain("0 bytes");
  });

  test("waits no longer than it is told for who does not go", async () => {
    const { socket, state } = await open();
    handle = () => new Promise(() => undefined);
    socket.write("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
    await listener.drain(50);
    await listener.close();
    await eventually(async () => expect(state.isClosed).toBe(true));
  });
});
