import { describe, expect, onTestFinished, test } from "vitest";
import { createCluster, CONFIG_MAPS, type Cluster } from "../../../src/index.ts";
import type { ConfigMap } from "../../../src/api/generated/types.ts";
import type { MuxResponse } from "../../../src/server/multiplex.ts";
import type { Channel, ChannelHandlers } from "../../../renderer/api/channel.ts";
import { ApiClient } from "../../../renderer/api/client.ts";
import { objectCodec, tableCodec } from "../../../renderer/api/codec.ts";
import { Connection } from "../../../renderer/api/connection.ts";
import { ResourceStore } from "../../../renderer/api/resource-store.ts";
import { ManualFrames, VirtualTimers } from "./virtual-timers.ts";

/** The wire to a real cluster in this process: each message is one `cluster.fetch`. */
class ClusterWire {
  readonly paths: string[] = [];
  readonly #cluster: Cluster;
  #handlers: ChannelHandlers | undefined;
  readonly #running = new Map<number, AbortController>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  readonly open = (handlers: ChannelHandlers): Promise<Channel> => {
    this.#handlers = handlers;
    return Promise.resolve({
      send: (message) => {
        if ("cancel" in message) this.#running.get(message.id)?.abort();
        else void this.#answer(message.id, message.path, message);
      },
      close: () => undefined,
    });
  };

  /** The wire breaks: whatever runs is gone. */
  cut(): void {
    for (const controller of this.#running.values()) controller.abort();
    this.#handlers?.onClose();
  }

  async #answer(
    id: number,
    path: string,
    init: { readonly method: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<void> {
    this.paths.push(path);
    const controller = new AbortController();
    this.#running.set(id, controller);
    const handlers = this.#handlers;
    const send = (message: MuxResponse) => {
      if (!controller.signal.aborted) handlers?.onMessage(message);
    };
    try {
      const response = await this.#cluster.fetch(
        new Request(`http://kubarium${path}`, {
          method: init.method,
          headers: { ...init.headers },
          signal: controller.signal,
        }),
      );
      send({ id, status: response.status, headers: {} });
      const decoder = new TextDecoder();
      for await (const chunk of response.body ?? []) {
        send({ id, data: decoder.decode(chunk, { stream: true }) });
      }
      send({ id, end: true });
    } catch (error) {
      send({ id, error: (error as Error).message });
    }
  }
}

const path = "/api/v1/configmaps";

async function setUp() {
  const cluster = await createCluster({ nodes: 0 });
  onTestFinished(() => cluster.stop());
  const wire = new ClusterWire(cluster);
  const timers = new VirtualTimers();
  const frames = new ManualFrames();
  const connection = new Connection(wire.open, timers);
  connection.start();
  const client = new ApiClient(connection);
  const codec = objectCodec<ConfigMap>("v1", "ConfigMap");
  const store = new ResourceStore<ConfigMap>({ client, frames, timers, path, codec });
  const names = () =>
    store
      .getSnapshot()
      .items.map(({ metadata }) => metadata.name)
      .filter((name) => !name.startsWith("kube-"));
  return { cluster, wire, timers, frames, client, store, names };
}

const create = (cluster: Cluster, name: string) =>
  cluster.client.create(CONFIG_MAPS, {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default" },
  });

describe("a resource store", () => {
  test("lists, then learns of every change by watch, and publishes once a frame", async () => {
    const { cluster, store, frames, names } = await setUp();
    await create(cluster, "before");
    let published = 0;
    store.subscribe(() => (published += 1));
    expect(store.getSnapshot().phase).toBe("loading");
    await expect.poll(() => store.getSnapshot().phase).toBe("ready");
    expect(names()).toEqual(["before"]);
    const kept = store.getSnapshot().byKey.get("default/before");

    published = 0;
    await create(cluster, "one");
    await create(cluster, "two");
    await cluster.client.delete(CONFIG_MAPS, { namespace: "default", name: "one" });
    expect(published).toBe(0);
    await expect
      .poll(() => {
        frames.draw();
        return names();
      })
      .toEqual(["before", "two"]);
    expect(published).toBeLessThanOrEqual(3);
    expect(store.getSnapshot().byKey.get("default/before")).toBe(kept);
    expect(kept?.metadata.managedFields).toBeUndefined();
  });

  test("after a lost connection it watches on from where it was, and misses nothing", async () => {
    const { cluster, wire, timers, store, frames, names } = await setUp();
    store.subscribe(() => undefined);
    await expect.poll(() => store.getSnapshot().phase).toBe("ready");
    await expect.poll(() => wire.paths.length).toBe(2);
    wire.cut();
    await create(cluster, "meanwhile");
    await timers.advance(1_000);
    await expect
      .poll(() => {
        frames.draw();
        return names();
      })
      .toEqual(["meanwhile"]);
    const watch = expect.stringMatching(/watch=true&allowWatchBookmarks=true&resourceVersion=\d+$/);
    expect(wire.paths).toEqual([`${path}?limit=2000`, watch, watch]);
  });

  test("a collection that nobody serves is failed with the server's words, and tried again", async () => {
    const { client, frames, timers, wire } = await setUp();
    const codec = objectCodec<ConfigMap>("v1", "Nothing");
    const options = { client, frames, timers, codec, path: "/apis/no.such/v1/nothings" };
    const store = new ResourceStore<ConfigMap>(options);
    store.subscribe(() => undefined);
    await expect.poll(() => store.getSnapshot().phase).toBe("failed");
    expect(store.getSnapshot().error).toMatchObject({ name: "StatusError", code: 404 });
    const before = wire.paths.length;
    await timers.advance(10_000);
    expect(wire.paths.length).toBeGreaterThan(before);
  });

  test("without a listener it stops after a while, and comes back current", async () => {
    const { cluster, wire, timers, store, frames, names } = await setUp();
    store.subscribe(() => undefined)();
    await expect.poll(() => store.getSnapshot().phase).toBe("ready");
    await timers.advance(30_000);
    await create(cluster, "unseen");
    await timers.settle();
    frames.draw();
    expect(names()).toEqual([]);
    store.subscribe(() => undefined);
    await expect
      .poll(() => {
        frames.draw();
        return names();
      })
      .toEqual(["unseen"]);
    expect(wire.paths.filter((each) => each.includes("limit="))).toHaveLength(1);
  });

  test("rows that the server prints follow the watch as objects do", async () => {
    const { cluster, client, frames, timers } = await setUp();
    const store = new ResourceStore({ client, frames, timers, path, codec: tableCodec });
    store.subscribe(() => undefined);
    await expect.poll(() => store.getSnapshot().phase).toBe("ready");
    expect(store.getSnapshot().columns.map(({ name }) => name)).toEqual(["Name", "Data", "Age"]);
    await create(cluster, "printed");
    await expect
      .poll(() => {
        frames.draw();
        return store.getSnapshot().byKey.get("default/printed")?.cells.slice(0, 2);
      })
      .toEqual(["printed", 0]);
  });
});
