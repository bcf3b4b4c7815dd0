/** Laws of server-side apply over random configurations; every failure names its seed. */
import { describe, expect, it } from "vitest";
import type { KubeObject } from "../../../../src/api/object.ts";
import { RandomJson } from "../patch/random-json.ts";
import { applied, content, day, object, update } from "./fixture.ts";

const rounds = 400;

function randomPod(random: RandomJson): KubeObject {
  const some = (names: readonly string[]): readonly string[] =>
    names.filter(() => random.float() < 0.5);
  // Go's types have no empty lists: nobody owns one that is only empty.
  const list = (key: string, items: readonly unknown[]): object =>
    items.length > 0 ? { [key]: items } : {};
  const map = (): object =>
    Object.fromEntries(some(["a", "b", "c"]).map((key) => [key, random.pick(["1", "2"])]));
  const containers = some(["x", "y", "z"]).map((name) => ({
    name,
    image: random.pick(["i1", "i2"]),
    ...list(
      "env",
      some(["E", "F"]).map((key) => ({ name: key, value: random.pick(["1", "2"]) })),
    ),
    ...(random.float() < 0.3 ? { ports: [{ containerPort: random.pick([80, 81]) }] } : {}),
  }));
  return object(
    "Pod",
    {
      spec: {
        ...list("containers", containers),
        ...(random.float() < 0.5 ? { nodeSelector: map() } : {}),
      },
    },
    {
      ...(random.float() < 0.7 ? { labels: map() } : {}),
      ...list("finalizers", some(["f/1", "f/2"])),
    },
  );
}

/** An object that several managers have written to. */
function history(random: RandomJson): KubeObject {
  let live: KubeObject | undefined;
  for (let step = 1 + random.below(4); step > 0; step -= 1) {
    const next = randomPod(random);
    const manager = random.pick(["m1", "m2", "m3"]);
    live =
      random.float() < 0.5
        ? applied(live, next, { manager, force: true })
        : update(live, { ...next, metadata: { ...next.metadata, uid: "1" } }, { manager });
  }
  return live as KubeObject;
}

describe("applying with force", () => {
  it("is idempotent, and an update to the same state changes no owner", () => {
    for (let seed = 1; seed <= rounds; seed += 1) {
      const random = new RandomJson(seed, { names: [], scalars: [] });
      const live = history(random);
      const config = randomPod(random);
      const once = applied(live, config, { manager: "me", force: true, now: day(2) });
      const twice = applied(once, config, { manager: "me", force: false, now: day(3) });
      expect(twice, `seed ${seed}`).toBe(once);
      const same = update(once, { ...once }, { manager: "other", now: day(3) });
      expect(same.metadata.managedFields, `seed ${seed}`).toBe(once.metadata.managedFields);
    }
  });

  it("sets every applied field", () => {
    for (let seed = 1; seed <= rounds; seed += 1) {
      const random = new RandomJson(seed, { names: [], scalars: [] });
      const live = history(random);
      const config = randomPod(random);
      const after = applied(live, config, { manager: "me", force: true });
      for (const [key, value] of Object.entries(config.metadata.labels ?? {})) {
        expect(after.metadata.labels?.[key], `seed ${seed}`).toBe(value);
      }
      for (const finalizer of config.metadata.finalizers ?? []) {
        expect(after.metadata.finalizers, `seed ${seed}`).toContain(finalizer);
      }
      const lists = after as unknown as { spec: { containers?: readonly { name: string }[] } };
      const wanted = config as unknown as typeof lists;
      for (const container of wanted.spec.containers ?? []) {
        const found = lists.spec.containers?.find(({ name }) => name === container.name);
        expect(found?.name, `seed ${seed}`).toBe(container.name);
      }
    }
  });

  it("takes back all that one manager alone has made", () => {
    for (let seed = 1; seed <= rounds; seed += 1) {
      const random = new RandomJson(seed, { names: [], scalars: [] });
      const base = object("Pod", { spec: { nodeName: "n" } });
      const live = applied(undefined, base, { manager: "base" });
      const mine = applied(live, randomPod(random), { manager: "me", force: true });
      const after = applied(mine, object("Pod", {}), { manager: "me" });
      expect(content(after), `seed ${seed}`).toEqual(content(live));
    }
  });
});
