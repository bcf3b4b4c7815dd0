/** The ports of simulated Pods as a forwarded connection sees them: HTTP/1.1 (RFC 9112), and what is none. */
import { describe, expect, it } from "vitest";
import { createSeededRandom } from "../../../src/host/simulated/random.ts";
import { serveHttp } from "../../../src/kubelet/runtimes/simulated-http.ts";
import { channelPair } from "../../../src/server/streaming/byte-pipe.ts";

const encoder = new TextEncoder();

/** Sends bytes, ends, and gives what is answered until the connection is closed, with the requests that were seen. */
async function exchange(sent: string | Uint8Array): Promise<{ answer: string; seen: string[] }> {
  const [near, far] = channelPair();
  const seen: string[] = [];
  const served = serveHttp(far, ({ method, path }) => {
    seen.push(`${method} ${path}`);
    const body = encoder.encode(`${method} ${path}\n`);
    return { status: 200, headers: { "content-length": String(body.length) }, body };
  });
  await near.writer
    .write(typeof sent === "string" ? encoder.encode(sent) : sent)
    .catch(() => undefined);
  near.writer.end();
  let answer = "";
  for (;;) {
    const chunk = await near.reader.read().catch(() => undefined);
    if (!chunk) break;
    answer += new TextDecoder().decode(chunk);
  }
  await served;
  return { answer, seen };
}

describe("a simulated port", () => {
  it("answers several requests of one connection in order", async () => {
    const { answer, seen } = await exchange(
      "GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET /c HTTP/1.1\r\nHost: x\r\n\r\n",
    );
    expect(seen).toEqual(["GET /a", "POST /b", "GET /c"]);
    expect(answer).toBe(
      ["GET /a", "POST /b", "GET /c"]
        .map((line) => `HTTP/1.1 200 OK\r\ncontent-length: ${line.length + 1}\r\n\r\n${line}\n`)
        .join(""),
    );
  });

  it.each([
    ["Connection: close", "GET /a HTTP/1.1\r\nConnection: close\r\n\r\nGET /b HTTP/1.1\r\n\r\n"],
    ["HTTP/1.0", "GET /a HTTP/1.0\r\n\r\nGET /b HTTP/1.0\r\n\r\n"],
  ])("closes after %s", async (_what, sent) => {
    const { answer, seen } = await exchange(sent);
    expect(seen).toEqual(["GET /a"]);
    expect(answer).toContain("connection: close\r\n");
  });

  it("skips a chunked body", async () => {
    const { seen } = await exchange(
      "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\r\n",
    );
    expect(seen).toEqual(["PUT /a", "GET /b"]);
  });

  it.each([
    "nonsense\r\n\r\n",
    "GET / HTTP/2.0\r\n\r\n",
    "GET / HTTP/1.1\r\nno colon\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    "GET / HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
    "PUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "GET / HTTP/1.1\r\nHalf: of it",
  ])("answers %j with 400 and closes", async (sent) => {
    const { answer, seen } = await exchange(sent);
    expect(seen).toEqual([]);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
  });

  it("answers headers that are too long with 400", async () => {
    const { answer } = await exchange(`GET / HTTP/1.1\r\nX: ${"y".repeat(70_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("survives random bytes", async () => {
    const random = createSeededRandom(21);
    for (let round = 0; round < 200; round++) {
      const { answer } = await exchange(random.bytes(Math.floor(random.float() * 300)));
      expect(answer === "" || answer.startsWith("HTTP/1.1 ")).toBe(true);
    }
  });
});
