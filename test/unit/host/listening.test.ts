/** Ports that are bound, or not, and what happens to those that are bound afterwards. */
import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { listen } from "../../../src/host/node/listening.ts";

const place = { address: "127.0.0.1", port: 0 };
const server = createServer();
afterEach(() => server.close());

describe("a server that listens", () => {
  it("hands on what keeps it from accepting a connection, and goes on", async () => {
    const missed: Error[] = [];
    await listen(server, { ...place, missed: (error) => missed.push(error) });
    server.emit("error", new Error("accept ENOBUFS"));
    expect(missed).toEqual([new Error("accept ENOBUFS")]);
    expect(server.listening).toBe(true);
  });

  it("rejects where the port is another's, of which nobody else is told", async () => {
    const missed: Error[] = [];
    await listen(server, place);
    const { port } = server.address() as AddressInfo;
    const late = createServer();
    const listening = listen(late, { ...place, port, missed: (error) => missed.push(error) });
    await expect(listening).rejects.toMatchObject({ code: "EADDRINUSE" });
    expect(missed).toEqual([]);
  });
});
