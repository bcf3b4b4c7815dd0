/** Health checks of real gRPC servers, or of what only seems to be one (pkg/probe/grpc/grpc_test.go), and the words for them. */
import { createServer as createHttp1 } from "node:http";
import { createServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo, Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { requestHealth } from "../../../src/host/node/docker/grpc-health-client.ts";
import {
  decodeHealthResponse,
  encodeHealthRequest,
  healthFailure,
} from "../../../src/kubelet/grpc-health.ts";

const servers: { close(): void }[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const frame = (...message: number[]): Buffer =>
  Buffer.from([0, 0, 0, 0, message.length, ...message]);
const contentType = { ":status": 200, "content-type": "application/grpc" };

/** A server that answers with these bytes, and these trailers. */
function grpc(
  answer: (stream: ServerHttp2Stream, asked: Buffer) => void,
  seen: string[] = [],
): Promise<number> {
  const server = createServer();
  server.on("stream", (stream, headers) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      seen.push(`${headers[":method"]} ${headers[":path"]}`);
      answer(stream, Buffer.concat(chunks));
    });
  });
  return listen(server);
}

const withStatus =
  (body: Buffer, status = "0") =>
  (stream: ServerHttp2Stream): void => {
    stream.respond(contentType, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "grpc-status": status }));
    stream.end(body);
  };

const check = (port: number, service = "", signal = new AbortController().signal) =>
  requestHealth("127.0.0.1", port, { service, signal });

describe("a health check", () => {
  it.each([
    [frame(0x08, 1), { status: "SERVING" }],
    [frame(0x08, 2), { status: "NOT_SERVING" }],
    [frame(0x08, 3), { status: "SERVICE_UNKNOWN" }],
    [frame(), { status: "UNKNOWN" }],
    [frame(0x08, 9), { status: "9" }],
    [frame(0x12, 1), { code: 13, message: "the answer is no HealthCheckResponse" }],
    [Buffer.from([0, 0]), { code: 13, message: "the answer is no HealthCheckResponse" }],
  ])("that is answered by %j says so", async (body, wanted) => {
    const seen: string[] = [];
    const port = await grpc(withStatus(body), seen);
    expect(await check(port)).toEqual(wanted);
    expect(seen).toEqual(["POST /grpc.health.v1.Health/Check"]);
  });

  it("asks for the service that is named", async () => {
    let asked: Buffer = Buffer.alloc(0);
    const port = await grpc((stream, body) => {
      asked = body;
      withStatus(frame(0x08, 1))(stream);
    });
    await check(port, "liveness");
    expect(asked.toString("latin1")).toBe("\0\0\0\0\n\n\x08liveness");
  });

  it("tells of a failure by its code", async () => {
    const port = await grpc((stream) =>
      stream.respond(
        { ...contentType, "grpc-status": "12", "grpc-message": "unknown service%20x" },
        { endStream: true },
      ),
    );
    expect(await check(port)).toEqual({ code: 12, message: "unknown service x" });
  });

  it("is none where there is no gRPC", async () => {
    const html = await grpc((stream) => {
      stream.respond({ ":status": 404 });
      stream.end("no");
    });
    expect(await check(html)).toMatchObject({ code: 14 });
    const http1 = await listen(createHttp1((_request, response) => response.end("hello")));
    await expect(
      check(http1).then((answer) => ("status" in answer ? answer.status : "failed")),
    ).resolves.toBe("failed");
  });

  it("is refused where nobody listens, and ends with its signal", async () => {
    const port = await listen(createHttp1());
    servers.splice(0).forEach((server) => server.close());
    await expect(check(port)).rejects.toMatchObject({
      code: "refused",
      message: `dial tcp 127.0.0.1:${port}: connect: connection refused`,
    });
    const silent = await grpc(() => undefined);
    const abort = new AbortController();
    const waiting = check(silent, "", abort.signal);
    setImmediate(() => abort.abort(new Error("timed out")));
    await expect(waiting).rejects.toThrow("timed out");
  });
});

describe("what the kubelet says of it", () => {
  it.each([
    [{ status: "SERVING" }, undefined],
    [{ status: "NOT_SERVING" }, 'service unhealthy (responded with "NOT_SERVING")'],
    [
      { code: 12, message: "unknown service" },
      "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service",
    ],
    [
      { code: 5, message: "unknown service" },
      "error: health rpc probe failed: rpc error: code = NotFound desc = unknown service",
    ],
    [
      { code: 99, message: "x" },
      "error: health rpc probe failed: rpc error: code = Code(99) desc = x",
    ],
  ])("%j is %s", (answer, text) => {
    expect(healthFailure(answer)).toBe(text);
  });

  it("writes long names, and reads no torn frames", () => {
    const request = encodeHealthRequest("x".repeat(200));
    expect([...request.subarray(0, 8)]).toEqual([0, 0, 0, 0, 203, 0x0a, 0xc8, 0x01]);
    expect(decodeHealthResponse(Uint8Array.of(0, 0, 0, 0, 5, 0x08, 1))).toBeUndefined();
    expect(decodeHealthResponse(Uint8Array.of(1, 0, 0, 0, 2, 0x08, 1))).toBeUndefined();
  });
});
