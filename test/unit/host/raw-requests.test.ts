/** Bytes that are no proper request, on real TLS sockets: the listener answers or hangs up, and serves on. */
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAuthority, issueCertificate } from "../../../src/host/certificates.ts";
import { listenForApi, type Listener } from "../../../src/host/node/api-listener.ts";
import { startApiOnly, type ApiOnly } from "../../fixtures/api-only.ts";
import { Dice } from "../server/fuzz/dice.ts";

let api: ApiOnly;
let listener: Listener;

beforeAll(async () => {
  const now = Date.now();
  api = await startApiOnly();
  const authority = await createAuthority("test", now);
  const server = { commonName: "api", usage: "server", addresses: ["127.0.0.1"] } as const;
  const leaf = await issueCertificate(authority, server, now);
  listener = await listenForApi({
    handle: (request) => api.server.handle(request),
    caCertificate: authority.certificate,
    certificate: leaf.certificate,
    key: leaf.key,
    address: "127.0.0.1",
    port: 0,
  });
});
afterAll(async () => {
  await listener.close();
  await api.stop();
});

interface Talk {
  readonly received: string;
  /** The listener has hung up. */
  readonly closed: boolean;
}

/** Sends the pieces, each in a write of its own, and listens for so many answers, until the end, or `waitMs` have passed. */
function talk(
  pieces: readonly (string | Uint8Array)[],
  { answers = 1, waitMs = 1500 }: { answers?: number; waitMs?: number } = {},
): Promise<Talk> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port: listener.port, rejectUnauthorized: false });
    let received = "";
    const done = (closed: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ received, closed });
    };
    const timer = setTimeout(() => done(false), waitMs);
    socket.on("secureConnect", () => {
      for (const piece of pieces) socket.write(piece);
    });
    socket.on("data", (data) => {
      received += data.toString("latin1");
      if (received.split("HTTP/1.1 ").length > answers && received.includes("\r\n\r\n"))
        done(false);
    });
    socket.on("close", () => done(true));
    // A reset is a way of hanging up: the close that follows is what counts.
    socket.on("error", () => undefined);
  });
}

async function expectAlive(): Promise<void> {
  const { received } = await talk(["GET /livez HTTP/1.1\r\nHost: a\r\n\r\n"]);
  expect(received).toMatch(/^HTTP\/1\.1 200 /);
}

const get = (target: string, headers = ""): string =>
  `GET ${target} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;

describe("answered as a client's fault", () => {
  test.each<[string, readonly string[]]>([
    ["no HTTP at all", ["hello\r\n\r\n"]],
    ["an unknown method", ["FOO / HTTP/1.1\r\nHost: a\r\n\r\n"]],
    ["an unknown version", ["GET / HTTP/9.9\r\nHost: a\r\n\r\n"]],
    ["no host", ["GET / HTTP/1.1\r\n\r\n"]],
    ["two slashes", [get("//")]],
    ["a broken address", [get("http://[/")]],
    ["a port that is none", [get("//a:99999999/")]],
    ["a target without a slash", [get("livez")]],
    ["a bad percent sign", [get("/api/%zz/%")]],
    ["a percent-encoded NUL", [get("/api/v1/namespaces/%00")]],
    ["an asterisk", ["OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"]],
    ["a NUL in a header", [get("/livez", "X: a\u0000b\r\n")]],
    ["a header without a name", [get("/livez", ": b\r\n")]],
    ["headers too large", [get("/livez", `X: ${"a".repeat(1_100_000)}\r\n`)]],
    ["too many headers", [get("/livez", "X: a\r\n".repeat(20_000))]],
    ["a target too long", [get(`/${"a".repeat(1_100_000)}`)]],
    ["two lengths", [get("/api", "Content-Length: 1\r\nContent-Length: 2\r\n")]],
    ["a length that is none", [get("/api", "Content-Length: x\r\n")]],
    ["a length and chunks", [get("/api", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")]],
    ["a chunk of no size", [`${get("/api", "Transfer-Encoding: chunked\r\n")}zz\r\n`]],
  ])("%s", async (_what, pieces) => {
    const { received, closed } = await talk(pieces);
    expect(received === "" ? closed : received).toSatisfy(
      (answer: unknown) => answer === true || /^HTTP\/1\.1 4\d\d /.test(String(answer)),
    );
    await expectAlive();
  });
});

describe("upgrades that are none", () => {
  const upgrade = (target: string, headers: string): string =>
    get(target, `Connection: Upgrade\r\n${headers}`);
  const exec = "/api/v1/namespaces/default/pods/p/exec?command=a&stdout=1";
  test.each([
    ["to what nobody speaks", upgrade("/livez", "Upgrade: foo\r\n")],
    ["to HTTP/2", upgrade("/livez", "Upgrade: h2c\r\nHTTP2-Settings: AAAA\r\n")],
    ["to two slashes", upgrade("//", "Upgrade: websocket\r\n")],
    ["to a broken address", upgrade("http://[/", "Upgrade: websocket\r\n")],
    ["without a key", upgrade(exec, "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n")],
    ["with a bad key", upgrade(exec, "Upgrade: websocket\r\nSec-WebSocket-Key: x\r\n")],
    ["of a Pod that is not", upgrade(exec, "Upgrade: SPDY/3.1\r\n")],
    ["with a body", `${upgrade("/livez", "Upgrade: websocket\r\nContent-Length: 5\r\n")}hello`],
  ])("%s", async (_what, request) => {
    const { received, closed } = await talk([request]);
    expect(closed || /^HTTP\/1\.1 [2-4]\d\d /.test(received)).toBe(true);
    await expectAlive();
  });
});

// Go's servers read a mebibyte of it (net/http: DefaultMaxHeaderBytes).
describe("a long head", () => {
  test.each([
    ["a selector of thousands of names", get(`/livez?labelSelector=${"a,".repeat(100_000)}`)],
    ["a header for many groups", get("/livez", `X-Groups: ${"a,".repeat(100_000)}\r\n`)],
  ])("%s is read", async (_what, request) => {
    const { received } = await talk([request]);
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("what takes its time", () => {
  test.each<[string, readonly string[]]>([
    ["a head that stops", ["GET /livez HTTP/1.1\r\nHost: "]],
    [
      "a body that stops",
      ["POST /api/v1/namespaces HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{"],
    ],
    [
      "chunks that stop",
      ["POST /api HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"],
    ],
  ])("%s waits without holding others up", async (_what, pieces) => {
    const waiting = Array.from({ length: 20 }, () => talk(pieces, { waitMs: 400 }));
    await expectAlive();
    await Promise.all(waiting);
    await expectAlive();
  });

  test("a request byte by byte is read all the same", async () => {
    const { received } = await talk(Array.from(get("/livez")));
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("a hundred requests at once are answered one after another", async () => {
    const { received } = await talk([get("/livez").repeat(100)], { answers: 100, waitMs: 5000 });
    expect(received.match(/HTTP\/1\.1 200 /g)).toHaveLength(100);
  });

  test("what follows a refused request is not taken for a request", async () => {
    const large = `POST /api/v1/namespaces HTTP/1.1\r\nHost: a\r\nContent-Length: ${4 << 20}\r\n\r\n`;
    const { received } = await talk([large, "x".repeat((3 << 20) + 10), get("/livez")]);
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
    await expectAlive();
  });
});

test.each([41, 42])("spoiled requests, seed %i", async (seed) => {
  const dice = new Dice(seed);
  const whole = get(
    "/api/v1/namespaces/default/pods?limit=1",
    "Accept: application/json\r\nAuthorization: Bearer a.b.c\r\nContent-Length: 2\r\n",
  );
  const bytes = new TextEncoder().encode(`${whole}{}`);
  const spoiled = Array.from({ length: 60 }, () => {
    const copy = bytes.slice(0, dice.chance(0.2) ? dice.below(bytes.length) : undefined);
    for (let changes = 1 + dice.below(5); changes > 0 && copy.length > 0; changes--) {
      copy[dice.below(copy.length)] = dice.pick([0, 10, 13, 32, 47, 58, 91, 255, dice.below(256)]);
    }
    return copy;
  });
  const talks = await Promise.all(spoiled.map((copy) => talk([copy], { waitMs: 700 })));
  for (const { received } of talks) expect(received).not.toMatch(/^HTTP\/1\.1 5/);
  await expectAlive();
});
