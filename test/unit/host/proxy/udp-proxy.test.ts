/** UDP Services on loopback sockets: flows, their bounds and their ends. */
import type { Socket } from "node:dgram";
import { afterEach, describe, expect, it, vi } from "vitest";
import { UdpProxy, type UdpProxyOptions } from "../../../../src/host/node/gateway/udp-proxy.ts";
import type { ProxyService } from "../../../../src/network/service-table.ts";
import {
  backendAt,
  connectionTable,
  freeUdpPort,
  loopback,
  serviceAt,
  udpSocket,
} from "./sockets.ts";

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function socket() {
  const own = await udpSocket();
  ends.push(() => void own.socket.close());
  return own;
}

/** An endpoint that answers each datagram with its name. */
async function endpoint(name: string) {
  const own = await socket();
  own.socket.on("message", (message, from) =>
    own.socket.send(`${name}:${String(message)}`, from.port, from.address),
  );
  return own;
}

function makeProxy(options: Partial<UdpProxyOptions> = {}) {
  const table = connectionTable();
  const said: string[] = [];
  const proxy = new UdpProxy({
    table,
    askSimulated: () => Promise.resolve(undefined),
    lost: () => undefined,
    say: (text) => said.push(text),
    ...options,
  });
  ends.push(() => proxy.close());
  const apply = (...services: readonly ProxyService[]) => {
    for (const { id, backends } of services) table.setService(id, { scheduler: "rr", backends });
    return proxy.apply(services);
  };
  return { table, said, apply };
}

const send = (from: Socket, to: number, ...texts: readonly string[]): void => {
  for (const text of texts) from.send(text, to, loopback);
};

const udp = { protocol: "UDP" } as const;

describe("a UDP Service", () => {
  it("keeps a client at one endpoint, in both directions", async () => {
    const [one, two, client] = [await endpoint("one"), await endpoint("two"), await socket()];
    const port = await freeUdpPort();
    const { apply } = makeProxy();
    expect(await apply(serviceAt(port, [backendAt(one.port), backendAt(two.port)], udp))).toEqual(
      [],
    );
    send(client.socket, port, "a", "b");
    await vi.waitFor(() => expect(client.heard).toHaveLength(2));
    send(client.socket, port, "c");
    await vi.waitFor(() => expect(client.heard).toHaveLength(3));
    expect(new Set(client.heard.map((text) => text.split(":")[0])).size).toBe(1);
    expect([...one.heard, ...two.heard].sort()).toEqual(["a", "b", "c"]);
  });

  it("tells that its port is taken, and has it once it is free", async () => {
    const other = await udpSocket();
    const { apply } = makeProxy();
    const service = serviceAt(other.port, [backendAt(1)], udp);
    expect(await apply(service)).toMatchObject([{ service: "ns/web:", code: "EADDRINUSE" }]);
    await new Promise<void>((resolve) => other.socket.close(resolve));
    expect(await apply(service)).toEqual([]);
  });

  it("ends its flows with its endpoint, its port and its listener", async () => {
    const [one, two, client] = [await endpoint("one"), await endpoint("two"), await socket()];
    const port = await freeUdpPort();
    const { apply, table } = makeProxy();
    const first = serviceAt(port, [backendAt(one.port)], udp);
    await apply(first);
    send(client.socket, port, "a");
    await vi.waitFor(() => expect(client.heard).toEqual(["one:a"]));
    expect(table.active("ns/web:", backendAt(one.port).id)).toBe(1);

    // Another service has the port from now on, and the first one its endpoint.
    const second = serviceAt(port, [backendAt(two.port)], { ...udp, name: "other" });
    await apply({ ...first, listeners: [] }, second);
    send(client.socket, port, "b");
    await vi.waitFor(() => expect(client.heard).toEqual(["one:a", "two:b"]));
    expect(table.active("ns/web:", backendAt(one.port).id)).toBe(0);
    expect(table.active("ns/other:", backendAt(two.port).id)).toBe(1);

    await apply({ ...second, listeners: [] });
    expect(table.active("ns/other:", backendAt(two.port).id)).toBe(0);
  });

  it("outlives an endpoint without a way to it, and one that is the Service itself", async () => {
    const [one, client] = [await endpoint("one"), await socket()];
    const port = await freeUdpPort();
    const { apply } = makeProxy();
    // connect(2) refuses the broadcast address.
    const unreachable = { ...backendAt(9), id: "255.255.255.255:9", address: "255.255.255.255" };
    const itself = backendAt(port);
    await apply(serviceAt(port, [unreachable, itself, backendAt(one.port)], udp));
    await vi.waitFor(() => {
      send(client.socket, port, "a");
      expect(client.heard).toContain("one:a");
    });
  });

  it("makes room for a new client at the cost of one that was never answered, and of no other", async () => {
    const own = await socket();
    own.socket.on("message", (message, from) => {
      if (String(message) !== "silence") own.socket.send("answer", from.port, from.address);
    });
    const [answered, silent, third, fourth] = [
      await socket(),
      await socket(),
      await socket(),
      await socket(),
    ];
    const port = await freeUdpPort();
    const { apply, table } = makeProxy({ flowsMax: 2 });
    await apply(serviceAt(port, [backendAt(own.port)], udp));
    const { id } = backendAt(own.port);
    send(answered.socket, port, "a");
    await vi.waitFor(() => expect(answered.heard).toEqual(["answer"]));
    send(silent.socket, port, "silence");
    await vi.waitFor(() => expect(own.heard).toEqual(["a", "silence"]));
    send(third.socket, port, "b");
    await vi.waitFor(() => expect(third.heard).toEqual(["answer"]));
    expect(table.active("ns/web:", id)).toBe(2);
    // Both that are left have been answered: a fourth client has to wait until one of them is over.
    send(fourth.socket, port, "c");
    send(answered.socket, port, "d");
    await vi.waitFor(() => expect(answered.heard).toHaveLength(2));
    expect(own.heard).toEqual(["a", "silence", "b", "d"]);
  });

  it("asks simulated Pods, and outlives a question that fails", async () => {
    const client = await socket();
    const port = await freeUdpPort();
    const { apply, said } = makeProxy({
      askSimulated: (_backend, message) =>
        String(message) === "bad"
          ? Promise.reject(new Error("no way"))
          : Promise.resolve(Buffer.from(`pod:${String(message)}`)),
    });
    await apply(serviceAt(port, [backendAt(80, "switch")], udp));
    send(client.socket, port, "bad", "good");
    await vi.waitFor(() => expect(client.heard).toEqual(["pod:good"]));
    expect(said).toEqual([`ns/web:: ${loopback}:80 not asked: Error: no way`]);
  });

  it("lets no more wait than a socket would hold", async () => {
    const client = await socket();
    const port = await freeUdpPort();
    const asked: ((answer: Buffer) => void)[] = [];
    let waitingBytes = 0;
    let bytesMax = 0;
    const { apply } = makeProxy({
      askSimulated: (_backend, message) => {
        bytesMax = Math.max(bytesMax, (waitingBytes += message.length));
        return new Promise((resolve) => {
          asked.push((answer) => {
            waitingBytes -= message.length;
            resolve(answer);
          });
        });
      },
    });
    await apply(serviceAt(port, [backendAt(80, "switch")], udp));
    const large = "x".repeat(40_000);
    await vi.waitFor(() => {
      send(client.socket, port, large);
      expect(asked.length).toBe(5);
    });
    send(client.socket, port, large, "end");
    await vi.waitFor(() => expect(asked.length).toBe(6));
    expect(bytesMax).toBe(200_003);
    for (const answer of asked.splice(0)) answer(Buffer.from("ok"));
    await vi.waitFor(() => expect(client.heard).toHaveLength(6));
    send(client.socket, port, "more");
    await vi.waitFor(() => expect(asked.length).toBe(1));
  });
});
