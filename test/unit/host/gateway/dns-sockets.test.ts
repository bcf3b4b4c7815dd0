/** The gateway's DNS on loopback sockets: those that it asks, and those that ask it over a connection. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { encodeName, recordTypes } from "../../../../src/host/node/gateway/dns-message.ts";
import { startDns } from "../../../../src/host/node/gateway/dns-server.ts";
import { DnsUpstream, nameServersOf } from "../../../../src/host/node/gateway/dns-upstream.ts";
import { listen } from "../../../../src/host/node/listening.ts";
import { freeUdpPort, loopback, udpSocket } from "../proxy/sockets.ts";

const directory = mkdtempSync(join(tmpdir(), "kubarium-dns-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function query(id: number, name: string): Buffer {
  const header = Buffer.from([id >> 8, id & 255, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  return Buffer.concat([header, encodeName(name), Buffer.from([0, recordTypes.A, 0, 1])]);
}

/** With the two bytes of its length, as it goes over a connection. */
function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}

describe("the name servers of a resolv.conf", () => {
  it.each([
    ["nameserver 127.0.0.11\noptions ndots:0\n", ["127.0.0.11"]],
    ["search a\n nameserver 10.0.0.1 \nnameserver\t10.0.0.2\n", ["10.0.0.1", "10.0.0.2"]],
    ["nameserver fe80::1\n#nameserver 10.0.0.1\nnameserver 10.0.0.2", ["10.0.0.2"]],
    ["nameserver 1.1.1.1\n".repeat(4), ["1.1.1.1", "1.1.1.1", "1.1.1.1"]],
    ["", []],
  ])("of %j are %j", (text, expected) => {
    const file = join(directory, "resolv.conf");
    writeFileSync(file, text);
    expect(nameServersOf(file)).toEqual(expected);
  });

  it("are none without the file", () => {
    expect(nameServersOf(join(directory, "missing"))).toEqual([]);
  });
});

describe("a question to others", () => {
  /** A name server on loopback that sends back what `answer` makes of a question. */
  async function nameServer(answer: (message: Buffer) => readonly Buffer[]): Promise<number> {
    const { socket, port } = await udpSocket();
    ends.push(() => void socket.close());
    socket.on("message", (message, from) => {
      for (const one of answer(message)) socket.send(one, from.port, from.address);
    });
    return port;
  }

  it("is answered by what has its number, whatever comes before", async () => {
    const port = await nameServer((message) => [
      Buffer.from([1]),
      Buffer.concat([Buffer.from([9, 9]), message.subarray(2)]),
      message,
    ]);
    const upstream = new DnsUpstream({ servers: [loopback], port });
    const message = query(7, "example.test");
    expect(await upstream.askOverUdp(message)).toEqual(message);
  });

  it("goes to the next server when one does not answer", async () => {
    const port = await nameServer((message) => [message]);
    // Nobody listens on another loopback address.
    const upstream = new DnsUpstream({ servers: ["127.0.0.2", loopback], port });
    expect(await upstream.askOverUdp(query(7, "a"))).toEqual(query(7, "a"));
  });

  it.each([
    ["without servers", []],
    ["that refuse", [loopback]],
  ])("has no answer of servers %s", async (_what, servers) => {
    const upstream = new DnsUpstream({ servers, port: await freeUdpPort() });
    expect(await upstream.askOverUdp(query(7, "a"))).toBeUndefined();
    expect(await upstream.askOverTcp(query(7, "a"))).toBeUndefined();
  });

  it("that is no message has none", async () => {
    const upstream = new DnsUpstream({ servers: [loopback], port: await freeUdpPort() });
    for (const message of [Buffer.alloc(0), Buffer.from([1]), Buffer.alloc(11)])
      expect(await upstream.askOverUdp(message)).toBeUndefined();
  });

  it("is one of 512 at most that wait; each has its own count, and its end", async () => {
    let asked = 0;
    const port = await nameServer(() => (asked++, []));
    const upstream = new DnsUpstream({ servers: [loopback], port, timeoutMs: 300 });
    const waiting = Array.from({ length: 513 }, () => upstream.askOverUdp(query(7, "a")));
    expect(await waiting[512]).toBeUndefined();
    await Promise.all(waiting);
    expect(asked).toBeLessThanOrEqual(512);
    const answering = await nameServer((message) => [message]);
    const other = new DnsUpstream({ servers: [loopback], port: answering });
    expect(await other.askOverUdp(query(8, "a"))).toEqual(query(8, "a"));
  });

  it("goes over a connection where it came over one", async () => {
    const server = createServer((socket) => {
      socket.once("data", (chunk) => {
        // In two pieces, as networks may have it.
        socket.write(chunk.subarray(0, 1));
        socket.write(chunk.subarray(1));
      });
      socket.on("error", () => socket.destroy());
    });
    await listen(server, { address: loopback, port: 0 });
    ends.push(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const upstream = new DnsUpstream({ servers: [loopback], port });
    expect(await upstream.askOverTcp(query(7, "a"))).toEqual(query(7, "a"));
  });
});

describe("questions over a connection", () => {
  it("are answered one after the other, and the next is not read before that", async () => {
    const port = await freeUdpPort();
    const asked: ((answer: Buffer | undefined) => void)[] = [];
    const ask = () => new Promise<Buffer | undefined>((resolve) => void asked.push(resolve));
    const zone = {
      directory: { query: () => [], has: () => false },
      domain: "cluster.local",
      lookUp: () => Promise.resolve(undefined),
    };
    const upstream = { askOverUdp: ask, askOverTcp: ask };
    const stop = await startDns({ address: loopback, port, zone, upstream });
    ends.push(stop);
    const client = connect({ host: loopback, port });
    ends.push(() => void client.destroy());
    let heard = Buffer.alloc(0);
    client.on("data", (chunk: Buffer) => (heard = Buffer.concat([heard, chunk])));
    client.write(Buffer.concat([framed(query(1, "a.test")), framed(query(2, "b.test"))]));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    asked[0]?.(query(1, "answer"));
    await vi.waitFor(() => expect(asked).toHaveLength(2));
    expect(heard).toEqual(framed(query(1, "answer")));
    // Nobody knows: a failure, code 2.
    asked[1]?.(undefined);
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(40));
    const second = heard.subarray(framed(query(1, "answer")).length + 2);
    expect([second.readUInt16BE(0), second.readUInt16BE(2) & 15]).toEqual([2, 2]);
    const closed = new Promise((resolve) => client.once("close", resolve));
    client.write(framed(Buffer.from("no question at all")));
    await closed;
  });
});
