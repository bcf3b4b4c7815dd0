/** Node's outbound port against real servers on loopback: answers, TLS, upgrades, and Go's words for failures. */
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAuthority, issueCertificate, type PemPair } from "../../../src/host/certificates.ts";
import { createNodeOutbound } from "../../../src/host/node/outbound.ts";
import { readBody } from "../../../src/server/outbound/services.ts";

const outbound = createNodeOutbound();
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(server: Pick<Server, "listen" | "close" | "address">): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.close();
    (server as Partial<Server>).closeAllConnections?.();
  });
  return (server.address() as AddressInfo).port;
}

const get = (path = "/", more: { timeoutMs?: number; signal?: AbortSignal } = {}) => ({
  method: "GET",
  path,
  headers: {},
  signal: new AbortController().signal,
  ...more,
});
const host = "127.0.0.1";
const text = async (response: Parameters<typeof readBody>[0]) =>
  new TextDecoder().decode(await readBody(response, 1e6));

describe("plain HTTP", () => {
  it("carries method, path, headers and body there and back", async () => {
    const port = await listening(
      createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          response.writeHead(202, { "x-seen": request.headers["x-mine"] ?? "" });
          response.end(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
        });
      }),
    );
    const request = {
      ...get("/a?b=c"),
      method: "POST",
      headers: { "x-mine": "1" },
      body: new TextEncoder().encode("hello"),
    };
    const response = await outbound.request({ host, port }, request);
    expect(response.status).toBe(202);
    expect(response.headers["x-seen"]).toBe("1");
    expect(await text(response)).toBe("POST /a?b=c hello");
  });

  it("hands a body on as it comes, and ends the exchange with the signal", async () => {
    let closed: (() => void) | undefined;
    const over = new Promise<void>((resolve) => (closed = resolve));
    const port = await listening(
      createServer((_request, response) => {
        response.write("first");
        response.on("close", () => closed?.());
      }),
    );
    const controller = new AbortController();
    const response = await outbound.request(
      { host, port },
      get("/", { signal: controller.signal }),
    );
    const { value } = await response.body.getReader().read();
    expect(new TextDecoder().decode(value)).toBe("first");
    controller.abort();
    await over;
  });

  it("switches protocols and gives the raw bytes", async () => {
    const server = createServer();
    server.on("upgrade", (_request, socket) => {
      socket.write(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: test\r\nConnection: Upgrade\r\n\r\nhi ",
      );
      socket.on("data", (chunk: Buffer) => void socket.end(chunk));
    });
    const port = await listening(server);
    const request = { ...get(), headers: { connection: "Upgrade", upgrade: "test" } };
    const answer = await outbound.upgrade({ host, port }, request);
    if (!answer.switched) throw new Error("not switched");
    expect(answer.headers["upgrade"]).toBe("test");
    await answer.channel.writer.write(new TextEncoder().encode("echo"));
    let seen = "";
    for (;;) {
      const chunk = await answer.channel.reader.read();
      if (!chunk) break;
      seen += new TextDecoder().decode(chunk);
    }
    expect(seen).toBe("hi echo");
    answer.channel.writer.end();
  });

  it("gives the ordinary answer of a server that does not switch", async () => {
    const port = await listening(createServer((_request, response) => response.end("no")));
    const request = { ...get(), headers: { connection: "Upgrade", upgrade: "test" } };
    const answer = await outbound.upgrade({ host, port }, request);
    if (answer.switched) throw new Error("switched");
    expect(await text(answer.response)).toBe("no");
  });
});

describe("TLS", () => {
  let authority: PemPair;
  let other: PemPair;
  let leaf: PemPair;
  beforeAll(async () => {
    const now = Date.now();
    authority = await createAuthority("test", now);
    other = await createAuthority("other", now);
    const request = {
      commonName: "hook",
      usage: "server",
      dnsNames: ["hook.ns.svc", "hook.ns"],
    } as const;
    leaf = await issueCertificate(authority, request, now);
  });
  const secure = (listener: RequestListener) =>
    listening(createSecureServer({ cert: leaf.certificate, key: leaf.key }, listener));

  it("checks the certificate against the given authority and name", async () => {
    const port = await secure((_request, response) => response.end("safe"));
    const target = { host, port, tls: { serverName: "hook.ns.svc", caPem: authority.certificate } };
    expect(await text(await outbound.request(target, get()))).toBe("safe");
  });

  it.each([
    [
      "another authority",
      () => ({ serverName: "hook.ns.svc", caPem: other.certificate }),
      "tls: failed to verify certificate: x509: certificate signed by unknown authority",
    ],
    [
      "another name",
      () => ({ serverName: "x.ns.svc", caPem: authority.certificate }),
      "tls: failed to verify certificate: x509: certificate is valid for hook.ns.svc, hook.ns, not x.ns.svc",
    ],
    [
      "an address",
      () => ({ serverName: "127.0.0.1", caPem: authority.certificate }),
      "tls: failed to verify certificate: x509: cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs",
    ],
  ])("refuses %s in Go's words", async (_what, tls, message) => {
    const port = await secure((_request, response) => response.end("safe"));
    await expect(outbound.request({ host, port, tls: tls() }, get())).rejects.toMatchObject({
      code: "tls",
      message,
    });
  });

  it("checks nothing when told so", async () => {
    const port = await secure((_request, response) => response.end("safe"));
    const tls = { serverName: "whatever", insecureSkipVerify: true };
    expect(await text(await outbound.request({ host, port, tls }, get()))).toBe("safe");
  });

  it("says so when the other side speaks plain HTTP", async () => {
    const port = await listening(createServer((_request, response) => response.end()));
    const tls = { serverName: "hook.ns.svc", caPem: authority.certificate };
    await expect(outbound.request({ host, port, tls }, get())).rejects.toMatchObject({
      code: "tls",
      message: "http: server gave HTTP response to HTTPS client",
    });
  });
});

describe("failures", () => {
  it("names a refused connection", async () => {
    const server = createTcpServer();
    const port = await listening(server as never);
    await new Promise((resolve) => server.close(resolve));
    await expect(outbound.request({ host, port }, get())).rejects.toMatchObject({
      code: "refused",
      message: `dial tcp 127.0.0.1:${port}: connect: connection refused`,
    });
  });

  it("gives up at the timeout", async () => {
    const port = await listening(createServer(() => {}));
    await expect(
      outbound.request({ host, port }, get("/", { timeoutMs: 50 })),
    ).rejects.toMatchObject({ code: "timeout", message: "context deadline exceeded" });
  });

  it("says EOF where the connection ends without an answer", async () => {
    const port = await listening(createTcpServer((socket) => void socket.end()) as never);
    await expect(outbound.request({ host, port }, get())).rejects.toMatchObject({
      code: "failed",
      message: "EOF",
    });
  });

  it("rejects with the reason of an aborted signal", async () => {
    const port = await listening(createServer(() => {}));
    const controller = new AbortController();
    const asked = outbound.request({ host, port }, get("/", { signal: controller.signal }));
    controller.abort(new Error("gone"));
    await expect(asked).rejects.toThrow("gone");
  });
});
