import { describe, expect, it } from "vitest";

import type { ConfigMap } from "../../../src/api/generated/types.ts";
import { CONFIG_MAPS, PODS } from "../../../src/api/kinds.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { InformerFactory, type Change } from "../../../src/loop/informer.ts";
import { MemoryClient, type MemoryClientOptions } from "../../fixtures/memory-client.ts";

function start(options: Omit<MemoryClientOptions, "host"> = {}) {
  const host = createSimulatedHost();
  const client = new MemoryClient({ ...options, host });
  const informers = new InformerFactory(client, host);
  const informer = informers.of(CONFIG_MAPS);
  const seen: string[] = [];
  const describeChange = ({ before, after }: Change<ConfigMap>): string => {
    const name = (after ?? before)?.metadata.name ?? "";
    if (before === undefined) return `+${name}`;
    return after === undefined ? `-${name}` : `~${name}`;
  };
  informer.addHandlers({ onChange: (change) => seen.push(describeChange(change)) });
  const create = (name: string, metadata: object = {}) =>
    client.create(CONFIG_MAPS, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace: "default", ...metadata },
    });
  const set = async (name: string, value: string) => {
    const current = await client.get(CONFIG_MAPS, { namespace: "default", name });
    return client.update(CONFIG_MAPS, { ...current, data: { value } });
  };
  const remove = (name: string) => client.delete(CONFIG_MAPS, { namespace: "default", name });
  return { host, client, informers, informer, seen, create, set, remove };
}

describe("an informer", () => {
  it("tells of what is there and of every change after, handing on the API's own objects", async () => {
    const { informers, informer, seen, host, client, create, set, remove } = start();
    await create("a");
    await create("b");
    await informers.start();
    expect(informer.hasSynced).toBe(true);
    const updated = await set("a", "1");
    await remove("b");
    await host.settle();
    expect(seen).toEqual(["+a", "+b", "~a", "-b"]);
    expect(informer.lister.get("default/a")).toBe(
      await client.get(CONFIG_MAPS, { namespace: "default", name: "a" }),
    );
    expect(informer.resourceVersion).toBeGreaterThan(Number(updated.metadata.resourceVersion));
  });

  it("takes no notice of an event that comes twice", async () => {
    const { informers, seen, host, create, set, remove } = start({ doubled: true });
    await informers.start();
    await create("a");
    await set("a", "1");
    await remove("a");
    await host.settle();
    expect(seen).toEqual(["+a", "~a", "-a"]);
  });

  it("lists again when its watch ends, and tells of just what it has missed", async () => {
    const { informers, informer, seen, host, client, create, set, remove } = start();
    await Promise.all(["stays", "changes", "goes"].map((name) => create(name)));
    await informers.start();
    await host.settle();
    seen.length = 0;
    await set("changes", "1");
    await remove("goes");
    await create("comes");
    client.loseEvents();
    await host.advance(2_000);
    expect(seen.sort()).toEqual(["+comes", "-goes", "~changes"]);
    expect(informer.lister.all().length).toBe(3);
    await create("after");
    await host.settle();
    expect(seen.at(-1)).toBe("+after");
  });

  it("tells of a name taken over by a new object as of one gone and one added", async () => {
    const { informers, seen, host, client, create, remove } = start();
    await create("a");
    await informers.start();
    seen.length = 0;
    await remove("a");
    await create("a");
    client.loseEvents();
    await host.advance(2_000);
    expect(seen).toEqual(["-a", "+a"]);
  });

  it("backs off while lists fail, and syncs when they work again", async () => {
    const { informers, informer, host, client } = start();
    const list = client.list.bind(client);
    let attempts = 0;
    client.list = () => {
      attempts += 1;
      return Promise.reject(new Error("connection refused"));
    };
    const synced = informers.start();
    await host.advance(10_000);
    expect(attempts).toBe(4);
    expect(informer.hasSynced).toBe(false);
    client.list = list;
    await host.advance(10_000);
    await synced;
    expect(informer.hasSynced).toBe(true);
  });

  it("leaves nothing running when it is stopped", async () => {
    const { informers, seen, host, client, create } = start();
    await informers.start();
    client.breakWatches({ compact: false });
    informers.stop();
    await create("a");
    await host.advance(60_000);
    expect(seen).toEqual([]);
    expect(host.nextTimerInMs).toBeUndefined();
  });
});

describe("the factory", () => {
  it("gives everybody the same informer of a resource, and late handlers all that is there", async () => {
    const { informers, informer, create } = start();
    expect(informers.of(CONFIG_MAPS)).toBe(informer);
    expect(informers.has(PODS)).toBe(false);
    await create("a");
    await informers.start();
    const late: (string | undefined)[] = [];
    const remove = informer.addHandlers({
      onChange: ({ after }) => late.push(after?.metadata.name),
    });
    expect(late).toEqual(["a"]);
    remove();
  });
});

describe("a lister", () => {
  it("finds by key, uid, namespace, owner, missing controller and an index of one's own", async () => {
    const { informers, informer, host, create, remove } = start();
    const parent = await create("parent");
    const reference = {
      apiVersion: "v1",
      kind: "ConfigMap",
      name: "parent",
      uid: parent.metadata.uid,
    };
    await create("loose", { ownerReferences: [reference] });
    await create("firm", { ownerReferences: [{ ...reference, controller: true }] });
    await create("away", { namespace: "elsewhere", labels: { tier: "x" } });
    informer.addIndex("byTier", ({ metadata }) =>
      metadata.labels?.["tier"] ? [metadata.labels["tier"]] : [],
    );
    await informers.start();
    await host.settle();
    const { lister } = informer;
    const names = (objects: readonly { metadata: { name: string } }[]) =>
      objects.map(({ metadata }) => metadata.name).sort();
    expect(lister.byUid(parent.metadata.uid)).toBe(lister.get("default/parent"));
    expect(names(lister.inNamespace("default"))).toEqual(["firm", "loose", "parent"]);
    expect(names(lister.ownedBy(parent.metadata.uid))).toEqual(["firm", "loose"]);
    expect(names(lister.uncontrolled("default"))).toEqual(["loose", "parent"]);
    expect(names(lister.byIndex("byTier", "x"))).toEqual(["away"]);
    expect(() => lister.byIndex("unknown", "x")).toThrow("no index named unknown");
    await remove("firm");
    await host.settle();
    expect(names(lister.ownedBy(parent.metadata.uid))).toEqual(["loose"]);
    expect(lister.get("default/firm")).toBeUndefined();
  });
});
