/** What the runner keeps for a controller between two looks at a key, and asks for it in between. */
import { expect, it } from "vitest";
import { CONFIG_MAPS } from "../../../src/api/kinds.ts";
import { objectKey } from "../../../src/api/object.ts";
import { forbidden } from "../../../src/api/status.ts";
import { ownKey, watch, type Controller } from "../../../src/loop/controller.ts";
import { startWorld, type WorldOptions } from "../../fixtures/controller-world.ts";

/** One look at a key: what was remembered, what was gathered, and when, in seconds since the start. */
interface Look {
  readonly memory: unknown;
  readonly asked: string;
  readonly atSeconds: number;
}

interface Script {
  /** What the plan of the n-th look remembers. */
  remember(count: number): unknown;
  readonly gather?: (count: number) => Promise<string>;
  /** Whether a plan tries to write, and what it does when that is refused. */
  readonly refused?: { readonly requeueAfterMs?: number; readonly remember?: unknown };
}

async function start(script: Script, options: Partial<WorldOptions> = {}) {
  const looks: Look[] = [];
  const startMs = { value: 0 };
  let gathered = 0;
  const controller: Controller<{ readonly key: string; readonly asked: string }> = {
    name: "test-controller",
    watches: [watch(CONFIG_MAPS, ownKey)],
    view(listers, key) {
      const found = listers.of(CONFIG_MAPS).get(key);
      return found && { key: objectKey(found), asked: "" };
    },
    async gather(view) {
      gathered += 1;
      return { ...view, asked: (await script.gather?.(gathered)) ?? "" };
    },
    reconcile({ asked }, nowMs, memory) {
      looks.push({ memory, asked, atSeconds: (nowMs - startMs.value) / 1000 });
      const remember = script.remember(looks.length);
      if (!script.refused) return { actions: [], requeueAfterMs: 10_000, remember };
      const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "new" } } as const;
      return { actions: [{ verb: "create", resource: CONFIG_MAPS, object }], remember };
    },
    ...(script.refused ? { refused: () => ({ actions: [], ...script.refused }) } : {}),
  };
  const world = await startWorld({ controllers: [controller], kubelet: false, ...options });
  startMs.value = world.host.clock.nowMs();
  const metadata = { name: "web", namespace: "default" };
  await world.client.create(CONFIG_MAPS, { apiVersion: "v1", kind: "ConfigMap", metadata });
  return { ...world, looks };
}

it("a look knows what the last one asked to be remembered, and nothing when it asked for nothing", async () => {
  const { host, looks, stop } = await start({
    remember: (count) => (count === 2 ? undefined : { count }),
  });
  await host.advance(35_000);
  await stop();
  expect(looks.map(({ memory }) => memory)).toEqual([
    undefined,
    { count: 1 },
    undefined,
    { count: 3 },
  ]);
});

it("an object that is gone is forgotten", async () => {
  const { host, client, looks, stop } = await start({ remember: (count) => ({ count }) });
  await host.advance(5_000);
  const where = { namespace: "default", name: "web" };
  await client.delete(CONFIG_MAPS, where);
  await host.advance(1_000);
  await client.create(CONFIG_MAPS, { apiVersion: "v1", kind: "ConfigMap", metadata: where });
  await host.advance(1_000);
  await stop();
  expect(looks.map(({ memory }) => memory)).toEqual([undefined, undefined]);
});

it("what was gathered is decided on, and a key is tried again when gathering fails", async () => {
  const { host, looks, stop } = await start({
    remember: () => undefined,
    gather: (count) =>
      count === 1 ? Promise.reject(new Error("not now")) : Promise.resolve(`answer ${count}`),
  });
  await host.advance(1_000);
  await stop();
  expect(looks.map(({ asked }) => asked)).toEqual(["answer 2"]);
});

it("a refusal that says when to look again is not tried before, and may be remembered", async () => {
  const beforeWrite: WorldOptions["beforeWrite"] = (verb, resource, { metadata }) => {
    if (verb === "create" && metadata.name === "new") throw forbidden(resource, "new", "no");
  };
  const { host, looks, stop } = await start(
    { remember: () => "carried out", refused: { requeueAfterMs: 10_000, remember: "refused" } },
    { beforeWrite },
  );
  await host.advance(15_000);
  await stop();
  expect(looks).toEqual([
    { memory: undefined, asked: "", atSeconds: 0 },
    { memory: "refused", asked: "", atSeconds: 10 },
  ]);
});

it("conflicts are refusals for controllers that mind them, and count what was written before", async () => {
  const written: number[] = [];
  const create = (name: string) =>
    ({
      verb: "create",
      resource: CONFIG_MAPS,
      object: { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" } },
    }) as const;
  const controller: Controller<string> = {
    name: "test-controller",
    watches: [watch(CONFIG_MAPS, ({ after }) => (after?.metadata.name === "web" ? ["web"] : []))],
    minds: "conflicts",
    view: (_listers, key) => key,
    reconcile: () => ({ actions: [create("new"), create("web")] }),
    refused(_view, _message, refusal) {
      written.push(refusal.written);
      return { actions: [], requeueAfterMs: 60_000 };
    },
  };
  const world = await startWorld({ controllers: [controller], kubelet: false });
  const metadata = { name: "web", namespace: "default" };
  await world.client.create(CONFIG_MAPS, { apiVersion: "v1", kind: "ConfigMap", metadata });
  await world.host.advance(1_000);
  await world.stop();
  expect(written).toEqual([1]);
});

it("a refusal that does not is tried again soon, knowing nothing of it", async () => {
  const beforeWrite: WorldOptions["beforeWrite"] = (verb, resource, { metadata }) => {
    if (verb === "create" && metadata.name === "new") throw forbidden(resource, "new", "no");
  };
  const { host, looks, stop } = await start(
    { remember: () => "carried out", refused: {} },
    { beforeWrite },
  );
  await host.advance(1_000);
  await stop();
  expect(looks.length).toBeGreaterThan(3);
  expect(looks.every(({ memory }) => memory === undefined)).toBe(true);
});
