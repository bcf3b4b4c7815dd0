/** What holds for every controller, whatever it does: the laws that the shared runner relies on. */
import { describe, expect, it } from "vitest";

import { deepFreeze } from "../../../src/api/json.ts";
import type { KubeObject, ResourceRef, Stored } from "../../../src/api/object.ts";
import { builtInControllers } from "../../../src/controllers/registry.ts";
import { createSeededRandom } from "../../../src/host/simulated/random.ts";
import type { Controller, Listers, Moment } from "../../../src/loop/controller.ts";
import { resourceId } from "../../../src/loop/informer.ts";
import { ObjectCache } from "../../../src/loop/object-cache.ts";
import type { Action, Plan } from "../../../src/loop/plan.ts";
import { startWorld, type World, type WorldOptions } from "../../fixtures/controller-world.ts";
import { accessLawWorlds } from "./law-worlds-access.ts";
import { autoscalerLawWorlds, autoscalerReads } from "./law-worlds-autoscaler.ts";
import { disruptionLawWorlds } from "./law-worlds-disruption.ts";
import { storageLawWorlds } from "./law-worlds-storage.ts";
import { networkLawWorlds } from "./law-worlds-network.ts";
import { nodeLawWorlds } from "./law-worlds-nodes.ts";
import { workloadLawWorlds } from "./law-worlds-workloads.ts";
import { lawWorlds as otherLawWorlds, type LawWorld, type Placed } from "./law-worlds.ts";

const lawWorlds: readonly LawWorld[] = [
  ...otherLawWorlds,
  ...accessLawWorlds,
  ...autoscalerLawWorlds,
  ...disruptionLawWorlds,
  ...storageLawWorlds,
  ...networkLawWorlds,
  ...nodeLawWorlds,
  ...workloadLawWorlds,
];

/** 2026-01-01, an hour after the worlds' objects were made. */
const nowMs = 1_767_225_600_000;
/** Actions that a plan may hold; the ReplicaSets' burst of 500 is the largest single one. */
const actionsMax = 600;

function listersOf(controller: Controller, objects: readonly Placed[]): Listers {
  const caches = new Map<string, ObjectCache<KubeObject>>();
  for (const { resource, indexes } of controller.watches) {
    const cache = caches.get(resourceId(resource)) ?? new ObjectCache<KubeObject>();
    caches.set(resourceId(resource), cache);
    for (const [name, values] of Object.entries(indexes ?? {})) cache.addIndex(name, values);
  }
  for (const [resource, object] of objects) caches.get(resourceId(resource))?.put(object);
  const listers = {
    resources: controller.watches.map(({ resource }) => resource),
    of(resource: ResourceRef) {
      const cache = caches.get(resourceId(resource));
      if (cache === undefined)
        throw new Error(`${controller.name} does not watch ${resource.resource}`);
      return cache;
    },
  };
  return listers as unknown as Listers;
}

/** The first plan for a view that does more than wait, if there is one by the time that it asks to be looked at again. */
async function planOf(controller: Controller, view: unknown, atMs: number): Promise<Plan> {
  const decide = async (moment: Moment): Promise<Plan> => {
    const gathering = { ...moment, monotonicMs: () => moment.nowMs };
    const gathered = (await controller.gather?.(view, gathering)) ?? view;
    return controller.reconcile(deepFreeze(gathered), moment.nowMs, deepFreeze(moment.memory));
  };
  const first = await decide({ nowMs: atMs, memory: undefined });
  const { actions, requeueAfterMs, remember } = first;
  if (actions.length > 0 || requeueAfterMs === undefined || remember === undefined) return first;
  return decide({ nowMs: atMs + requeueAfterMs, memory: remember });
}

/** The plans of all keys that the objects lead to. */
async function plansOf(
  controller: Controller,
  objects: readonly Placed[],
  atMs = nowMs,
): Promise<Record<string, Plan>> {
  const listers = listersOf(controller, deepFreeze(objects));
  const keys = new Set(controller.initialKeys);
  for (const [resource, after] of objects) {
    for (const watch of controller.watches) {
      if (resourceId(watch.resource) !== resourceId(resource)) continue;
      for (const key of watch.keys({ after }, listers)) keys.add(key);
    }
  }
  const plans: Record<string, Plan> = {};
  for (const key of [...keys].sort()) {
    const view = controller.view(listers, key);
    if (view !== undefined) plans[key] = await planOf(controller, deepFreeze(view), atMs);
  }
  return plans;
}

function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = createSeededRandom(seed);
  return items
    .map((item) => ({ item, order: random.float() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

const sizeOf = (actions: readonly Action[]): number =>
  actions.reduce((sum, each) => sum + (each.verb === "batch" ? each.actions.length : 1), 0);

const start = (world: LawWorld, options: Partial<WorldOptions> = {}): Promise<World> =>
  startWorld({
    controllers: [world.controller],
    objects: world.objects,
    kubelet: false,
    ...options,
  });

/** All objects of the watched resources. */
async function stateOf(world: World, controller: Controller): Promise<readonly Placed[]> {
  const resources = new Map(
    controller.watches.map(({ resource }) => [resourceId(resource), resource]),
  );
  const lists = [...resources.values()].map(async (resource): Promise<readonly Placed[]> => {
    const items: readonly Stored<KubeObject>[] = await world.list(resource);
    return items.map((item) => [resource, item]);
  });
  return (await Promise.all(lists)).flat();
}

/** The state as sorted texts, without what depends on when and in which order things were made. */
async function outcomeOf(world: World, controller: Controller): Promise<readonly string[]> {
  const state = await stateOf(world, controller);
  return state
    .map(([, object]) =>
      JSON.stringify(object, (key, value: unknown) => {
        if (["uid", "resourceVersion", "generation", "observedGeneration"].includes(key))
          return undefined;
        if (key.endsWith("Timestamp") || key.endsWith("Time")) return undefined;
        return typeof value === "string" ? value.replace(/-x+[0-9a-z]+$/, "-generated") : value;
      }),
    )
    .sort();
}

const settleMs = 180_000;

describe.each(
  lawWorlds.map((world) => [`${world.controller.name}, ${world.state}`, world] as const),
)("%s", (_, world) => {
  const { controller, objects } = world;

  it("decides the same again, and leaves what it looks at as it was", async () => {
    const before = JSON.stringify(objects);
    expect(await plansOf(controller, objects)).toEqual(await plansOf(controller, objects));
    expect(JSON.stringify(objects)).toBe(before);
  });

  it("decides the same in whatever order its lists come", async () => {
    const plans = await plansOf(controller, objects);
    for (const seed of [1, 2, 3]) {
      expect(await plansOf(controller, shuffled(objects, seed))).toEqual(plans);
    }
  });

  it("has something to do to begin with", async () => {
    const plans = Object.values(await plansOf(controller, objects));
    expect(plans.some(({ actions }) => actions.length > 0)).toBe(true);
  });

  it("never plans more than a bounded number of actions", async () => {
    for (const { actions } of Object.values(await plansOf(controller, objects))) {
      expect(sizeOf(actions)).toBeLessThanOrEqual(actionsMax);
    }
  });

  it("comes to rest: a moment arrives from which it has nothing to do", async () => {
    const running = await start(world);
    await running.host.advance(settleMs);
    const plans = await plansOf(
      controller,
      await stateOf(running, controller),
      running.host.clock.nowMs(),
    );
    // Who waits says so again whenever looked at; an event alone changes nothing.
    const acts = ({ actions }: Plan) => actions.some(({ verb }) => verb !== "event");
    expect(Object.entries(plans).filter(([, each]) => acts(each))).toEqual([]);
    const writes = running.client.writes.length;
    await running.host.advance(settleMs);
    expect(running.client.writes.length).toBe(writes);
    await running.stop();
  });

  it("reaches the same end when events are doubled, late or lost", async () => {
    const outcome = async (options: Partial<WorldOptions>, disturb?: (world: World) => void) => {
      const running = await start(world, options);
      for (let step = 0; step < 10; step += 1) {
        disturb?.(running);
        await running.host.advance(settleMs / 10);
      }
      await running.host.advance(settleMs);
      const result = await outcomeOf(running, controller);
      await running.stop();
      return result;
    };
    const undisturbed = await outcome({});
    expect(await outcome({ doubled: true })).toEqual(undisturbed);
    expect(await outcome({ watchLagMs: 400 })).toEqual(undisturbed);
    expect(await outcome({}, (running) => running.client.loseEvents())).toEqual(undisturbed);
    expect(
      await outcome({ watchLagMs: 90 }, (running) =>
        running.client.breakWatches({ compact: false }),
      ),
    ).toEqual(undisturbed);
  });
});

it("the laws are tried on every controller that the engine starts", () => {
  const tried = new Set(lawWorlds.map(({ controller }) => controller.name));
  const started = builtInControllers({ caPem: "CA", autoscalerReads }).map(({ name }) => name);
  expect(started.filter((name) => !tried.has(name))).toEqual([]);
});
