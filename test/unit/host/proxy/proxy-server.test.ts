/** The TCP proxy on loopback sockets: whom it sends where, and what it does not fall for. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "../../../../src/host/node/listening.ts";
import { hostDialer, ProxyServer } from "../../../../src/host/node/proxy-server.ts";
import { backendAt, connectionTable, loopback, serviceAt } from "./sockets.ts";

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server that does this with each connection. */
async function endpoint(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer(serve);
  await listen(server, { address: loopback, port: 0 });
  ends.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await listen(server, { address: loopback, port: 0 });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function makeProxy(services?: number): ProxyServer {
  const proxy = new ProxyServer({
    table: connectionTable(services),
    dial: hostDialer(1),
    lost: () => undefined,
  });
  ends.push(() => proxy.close());
  return proxy;
}

/** All that comes, and how it ends: `hello end`, `ECONNRESET`. */
function readAll(port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ host: loopback, port });
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (text += chunk));
    socket.on("end", () => resolve(`${text} end`));
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(`${text} ${error.code}`.trim()));
  });
}

describe("a TCP Service", () => {
  it("passes on what an endpoint says, the ones that refuse left out", async () => {
    const port = await freePort();
    const dead = await freePort();
    const alive = await endpoint((socket) => socket.end("hello"));
    const proxy = makeProxy();
    expect(await proxy.apply([serviceAt(port, [backendAt(dead), backendAt(alive)])])).toEqual([]);
    expect(await Promise.all([1, 2, 3].map(() => readAll(port)))).toEqual(
      Array(3).fill("hello end"),
    );
  });

  it("lets an answer that breaks off not look complete", async () => {
    const port = await freePort();
    const breaking = await endpoint((socket) => {
      socket.write("half");
      socket.once("data", () => socket.resetAndDestroy());
    });
    await makeProxy().apply([serviceAt(port, [backendAt(breaking)])]);
    const socket = connect({ host: loopback, port });
    const ending = new Promise((resolve) => {
      socket.on("end", () => resolve("end"));
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    await new Promise((resolve) => socket.once("data", resolve));
    socket.write("go on");
    expect(await ending).toBe("ECONNRESET");
  });

  it("keeps connections to an endpoint that has left, and sends new ones elsewhere", async () => {
    const port = await freePort();
    const leaving = await endpoint((socket) => socket.on("data", (data) => socket.write(data)));
    const staying = await endpoint((socket) => socket.end("other"));
    const proxy = makeProxy();
    await proxy.apply([serviceAt(port, [backendAt(leaving)])]);
    const client = connect({ host: loopback, port });
    const answer = (): Promise<string> =>
      new Promise((resolve) => client.once("data", (data) => resolve(String(data))));
    client.write("one");
    expect(await answer()).toBe("one");
    await proxy.apply([serviceAt(port, [backendAt(staying)])]);
    expect(await readAll(port)).toBe("other end");
    client.write("two");
    expect(await answer()).toBe("two");
    client.destroy();
  });

  it("that is its own endpoint refuses, as does one without any", async () => {
    const [port, other] = [await freePort(), await freePort()];
    const services = [serviceAt(port, [backendAt(port)]), serviceAt(other, [], { name: "none" })];
    await makeProxy().apply(services);
    expect(await readAll(port)).toBe("ECONNRESET");
    expect(await readAll(other)).toBe("ECONNRESET");
  });

  it("without room in the table fails by itself, and has its turn when another goes", async () => {
    const [one, two] = [await freePort(), await freePort()];
    const alive = await endpoint((socket) => socket.end("hello"));
    const first = serviceAt(one, [backendAt(alive)], { name: "a" });
    const second = serviceAt(two, [backendAt(alive)], { name: "b" });
    const proxy = makeProxy(1);
    expect(await proxy.apply([first, second])).toMatchObject([
      { service: "ns/b:", code: "ENOSPC" },
    ]);
    expect(await readAll(one)).toBe("hello end");
    expect(await readAll(two)).toBe("ECONNREFUSED");
    expect(await proxy.apply([second])).toEqual([]);
    expect(await readAll(two)).toBe("hello end");
  });

  it("that has many dead endpoints leaves no listeners on its client", async () => {
    const port = await freePort();
    const dead = await Promise.all(Array.from({ length: 12 }, () => freePort()));
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on("warning", warn);
    ends.push(() => void process.off("warning", warn));
    await makeProxy().apply([
      serviceAt(
        port,
        [...new Set(dead)].map((at) => backendAt(at)),
      ),
    ]);
    expect(await readAll(port)).toBe("ECONNRESET");
    expect(warnings).toEqual([]);
  });
});
