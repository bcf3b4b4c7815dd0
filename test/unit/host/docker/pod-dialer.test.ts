/** Requests to a Pod's own address, here on loopback: how much of an answer is read. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestHttp } from "../../../../src/host/node/docker/pod-dialer.ts";
import { listen } from "../../../../src/host/node/listening.ts";

/** Answers `/short` with ten bytes, and all else without an end. */
const server = createServer((request, response) => {
  if (request.url === "/short") return void response.end("0123456789");
  const write = (): void => {
    while (!response.destroyed && response.write("x".repeat(1000)));
  };
  response.on("drain", write);
  write();
});

beforeAll(() => listen(server, { address: "127.0.0.1", port: 0 }));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test.each([
  ["/short", undefined, 10],
  ["/short", 4, 4],
  ["/short", 20, 10],
  ["/endless", 10_240, 10_240],
  ["/endless", 0, 0],
])("%s, of which %j bytes are wanted, gives %i", async (path, bodyBytesMax, length) => {
  const { port } = server.address() as AddressInfo;
  const limit = bodyBytesMax === undefined ? {} : { bodyBytesMax };
  const request = { method: "GET", path, headers: {}, ...limit };
  const signal = AbortSignal.timeout(4_000);
  const { status, body } = await requestHttp("127.0.0.1", port, { request, signal });
  expect([status, body.length]).toEqual([200, length]);
});
