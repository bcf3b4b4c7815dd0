/** What Services are told of the ports that they have on the machine, and what follows when the proxy fails. */
import { afterEach, describe, expect, it } from "vitest";
import type { Event, ServiceSpec } from "../../../src/api/generated/types.ts";
import { ENDPOINT_SLICES, EVENTS, SERVICES } from "../../../src/api/kinds.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { InformerFactory } from "../../../src/loop/informer.ts";
import {
  type ListenFailure,
  type ServiceProxy,
  startServiceNetwork,
} from "../../../src/network/service-network.ts";
import type { ProxyService } from "../../../src/network/service-table.ts";
import { MemoryClient } from "../../fixtures/memory-client.ts";

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A service network whose proxy does what `answer` says to each table. */
async function makeWorld(
  answer: (services: readonly ProxyService[], atSeconds: number) => readonly ListenFailure[],
) {
  const host = createSimulatedHost({ seed: 1 });
  const client = new MemoryClient({ host });
  const informers = new InformerFactory(client, host);
  const tables: (readonly string[])[] = [];
  let lost: (why: string) => void = () => undefined;
  const proxy: ServiceProxy = {
    async apply(services) {
      tables.push(services.map(({ id }) => id));
      return answer(services, host.clock.monotonicMs() / 1000);
    },
    watch: (tell) => void (lost = tell),
    close: () => Promise.resolve(),
  };
  const address = "127.0.0.1";
  const isSimulated = () => true;
  const network = startServiceNetwork({ client, host, informers, proxy, address, isSimulated });
  informers.of(ENDPOINT_SLICES);
  await informers.start();
  await host.settle();
  ends.push(async () => {
    await network.stop();
    informers.stop();
  });
  return {
    host,
    tables,
    lose: (why: string) => lost(why),
    async service(name: string, ports: ServiceSpec["ports"] = [{ port: 80 }]) {
      await client.create(SERVICES, {
        apiVersion: "v1",
        kind: "Service",
        metadata: { namespace: "ns", name },
        spec: { type: "LoadBalancer", clusterIP: "10.0.0.1", ports },
      });
      await host.settle();
    },
    async ingress(name: string) {
      const { status } = await client.get(SERVICES, { namespace: "ns", name });
      return status?.loadBalancer?.ingress;
    },
    async events() {
      await host.advance(5_000);
      const { items } = await client.list<Event>(EVENTS);
      return items.map((event) => `${event.involvedObject.name} ${event.message} (${event.count})`);
    },
  };
}

/** All listeners of the service fail so. */
const failing =
  (id: string, code: string, heldBy?: string) =>
  (services: readonly ProxyService[]): readonly ListenFailure[] =>
    services
      .filter((service) => service.id === id)
      .flatMap(({ listeners }) =>
        listeners.map((listener) => ({
          service: id,
          listener,
          code,
          ...(heldBy === undefined ? {} : { heldBy }),
        })),
      );

describe("a load balancer", () => {
  it.each([
    ["EADDRINUSE", undefined, "another process has the port"],
    ["EADDRINUSE", "ns/other:", "Service ns/other has the port"],
    ["EACCES", undefined, "the system reserves it for privileged users"],
    ["ENOSPC", undefined, "the proxy has no room for another Service"],
    ["EPERM", undefined, "EPERM"],
  ])("whose port fails with %s (held by %j) has no address, and is told once", async (...row) => {
    const [code, heldBy, why] = row;
    const world = await makeWorld(failing("ns/web:", code, heldBy));
    await world.service("web");
    await world.service("next", [{ port: 81 }]);
    expect(await world.ingress("web")).toBeUndefined();
    expect(await world.ingress("next")).toEqual([{ ip: "127.0.0.1", ipMode: "VIP" }]);
    const message = `LoadBalancer 127.0.0.1:80 cannot be listened on: ${why}`;
    expect(await world.events()).toEqual([`web ${message} (1)`]);
    expect(world.tables.length).toBeGreaterThan(1);
  });
});

describe("a proxy that fails", () => {
  it("is given its table again, later each time, until it takes it", async () => {
    let failures = 6;
    const seconds: number[] = [];
    const world = await makeWorld((_services, atSeconds) => {
      seconds.push(atSeconds);
      if (failures-- > 0) throw new Error("broken");
      return [];
    });
    await world.service("web");
    await world.host.advance(600_000);
    // The last is for the address that the Service has got by then.
    expect(seconds).toEqual([0, 1, 3, 7, 15, 31, 63, 63]);
    expect(world.tables.at(-1)).toEqual(["ns/web:"]);
  });

  it("is given its table again when it has lost a listener", async () => {
    const world = await makeWorld(() => []);
    await world.service("web");
    const before = world.tables.length;
    world.lose("EMFILE");
    world.lose("EMFILE");
    expect(world.tables).toHaveLength(before);
    await world.host.advance(1_000);
    expect(world.tables).toHaveLength(before + 1);
  });
});
