/** The proxy in a worker thread, as the engine has it: what becomes of Services when the thread breaks down. */
import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { nodeKernelBinaries } from "../../../../src/host/node/kernel-pool.ts";
import { listen } from "../../../../src/host/node/listening.ts";
import { createWorkerProxy } from "../../../../src/host/node/worker-proxy.ts";
import { backendAt, loopback, serviceAt } from "./sockets.ts";

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function makeProxy() {
  const proxy = createWorkerProxy({
    binaries: nodeKernelBinaries(),
    url: new URL("./dying-proxy.ts", import.meta.url),
    switchPort: () => Promise.resolve(1),
  });
  const lost: string[] = [];
  proxy.watch((why) => lost.push(why));
  ends.push(() => proxy.close());
  return { proxy, lost };
}

describe("the proxy's worker", () => {
  it("tells of ports that it cannot have", async () => {
    const other = createServer();
    await listen(other, { address: loopback, port: 0 });
    ends.push(() => void other.close());
    const { port } = other.address() as AddressInfo;
    const { proxy, lost } = makeProxy();
    const failures = await proxy.apply([serviceAt(port, [backendAt(1)])]);
    expect(failures).toMatchObject([{ service: "ns/web:", code: "EADDRINUSE" }]);
    expect(lost).toEqual([]);
  });

  it("that breaks down takes nobody along, is told of, and is started anew with the next table", async () => {
    process.env["KUBARIUM_TEST_PROXY_BREAKS"] = "yes";
    const { proxy, lost } = makeProxy();
    const service = serviceAt(0, [backendAt(1)]);
    expect(await proxy.apply([service])).toEqual([]);
    delete process.env["KUBARIUM_TEST_PROXY_BREAKS"];
    await vi.waitFor(() => expect(lost).toEqual(["Error: broken"]), 5_000);
    expect(await proxy.apply([service])).toEqual([]);
    await proxy.close();
    expect(lost).toHaveLength(1);
  });
});
