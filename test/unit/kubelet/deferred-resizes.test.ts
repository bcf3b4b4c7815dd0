/** Which resize gets room first: TestSortPendingResizes of pkg/kubelet/allocation, and what lets those that wait be looked at again. */
import { expect, test } from "vitest";
import type { Pod, PodSpec } from "../../../src/api/generated/types.ts";
import { PODS } from "../../../src/api/kinds.ts";
import { orderDeferred } from "../../../src/kubelet/deferred-resizes.ts";
import { type NodeWorld, nodeWorld } from "./node-world.ts";

const sized = (cpu: string, more: Partial<PodSpec> = {}): PodSpec => ({
  containers: [{ name: "main", image: "nginx:1", resources: { requests: { cpu } } }],
  ...more,
});
const guaranteed: Partial<PodSpec> = {
  containers: [
    {
      name: "main",
      resources: { requests: { cpu: "2", memory: "1Gi" }, limits: { cpu: "2", memory: "1Gi" } },
    },
  ],
};

test("those that grow nothing come first, then priority, the class of service, and time", () => {
  const resize = (name: string, spec: PodSpec, { has = "1", since = "" } = {}) => {
    const base = { apiVersion: "v1", kind: "Pod", metadata: { name } } as const;
    const waits = { type: "PodResizePending", status: "True", lastTransitionTime: since } as const;
    const pod: Pod = { ...base, spec, ...(since ? { status: { conditions: [waits] } } : {}) };
    return { pod, given: { ...base, spec: sized(has) } };
  };
  const at = (minute: number) => ({ since: `2026-01-01T00:0${minute}:00Z` });
  const ordered = [
    resize("shrinks", sized("1"), { has: "4" }),
    resize("important", sized("2", { priority: 100 }), at(5)),
    resize("guaranteed", sized("2", guaranteed), at(4)),
    resize("first", sized("2"), at(1)),
    resize("second", sized("2"), at(2)),
    resize("new", sized("2")),
  ];
  const names = orderDeferred(ordered.toReversed()).map(({ pod }) => pod.metadata.name);
  expect(names).toEqual(ordered.map(({ pod }) => pod.metadata.name));
});

async function ask(world: NodeWorld, name: string, spec: PodSpec): Promise<void> {
  const pod = await world.pod(name);
  const metadata = { ...pod.metadata, generation: Number(pod.metadata.generation ?? 1) + 1 };
  await world.client.update(PODS, { ...pod, metadata, spec: { ...spec, nodeName: "node-1" } });
  await world.host.settle();
}

const has = async (world: NodeWorld, name: string) =>
  (await world.pod(name)).status?.allocatedResources?.["cpu"];

test("room that another Pod gives back by a resize goes to those that wait, in their order", async () => {
  const world = await nodeWorld();
  for (const [name, cpu] of [
    ["big", "4"],
    ["low", "1"],
    ["high", "1"],
  ] as const)
    await world.run(name, sized(cpu));
  await ask(world, "low", sized("4"));
  await ask(world, "high", sized("4", { priority: 100 }));
  expect([await has(world, "low"), await has(world, "high")]).toEqual(["1", "1"]);
  await ask(world, "big", sized("1"));
  expect([await has(world, "big"), await has(world, "low"), await has(world, "high")]).toEqual([
    "1",
    "1",
    "4",
  ]);
  await world.client.delete(PODS, { namespace: "default", name: "high" });
  await world.host.advance(35_000);
  expect(await has(world, "low")).toBe("4");
});
