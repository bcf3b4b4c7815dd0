import { afterEach, describe, expect, test } from "vitest";
import type { PodSpec } from "../../../src/api/generated/types.ts";
import { NODES, PODS } from "../../../src/api/kinds.ts";
import { container, createWorld } from "./scheduler-world.ts";
import type { World } from "./scheduler-world.ts";

/** No validation stands before this API: what is absurd reaches the scheduler as it is. */
describe.each(["thread", "off"] as const)("a scheduler fed with nonsense, kernels: %s", (mode) => {
  let world: World;
  const open = async (): Promise<World> => (world = await createWorld(mode));
  afterEach(() => world.stop());

  /** What became of the Pod: its node, or why it has none. */
  const fate = async (name: string): Promise<string> => {
    const pod = await world.getPod(name);
    if (pod.spec?.nodeName) return pod.spec.nodeName;
    const condition = pod.status?.conditions?.find(({ type }) => type === "PodScheduled");
    return `${condition?.reason}: ${condition?.message}`;
  };

  test("finds no room on a node that says nothing, and room beside it", async () => {
    const { api, node, pod, host } = await open();
    await api.create(NODES, { apiVersion: "v1", kind: "Node", metadata: { name: "bare" } });
    await pod("web");
    await host.settle();
    expect(await fate("web")).toBe(
      "Unschedulable: 0/1 nodes are available: 1 Insufficient cpu, 1 Too many pods. " +
        "no new claims to deallocate, preemption: 0/1 nodes are available: " +
        "1 Preemption is not helpful for scheduling.",
    );
    await node("real");
    await host.advance(5000);
    expect(await fate("web")).toBe("real");
  });

  const vast = ["9007199254740993", "9223372036854775807", "1e30", "16Ei", "99999999999999999999"];
  test.each(["cpu", "memory", "example.com/gpu"])(
    "refuses vast amounts of %s where they are not, and places them where they are",
    async (resource) => {
      const { node, pod, host } = await open();
      await node("common", { more: { [resource]: "8" } });
      for (const [i, amount] of vast.entries())
        await pod(`p${i}`, container({ [resource]: amount }));
      await host.settle();
      for (const i of vast.keys()) {
        expect(await fate(`p${i}`)).toContain(`1 Insufficient ${resource}`);
      }
      await node("vast", { more: { [resource]: "99999999999999999999" } });
      await host.advance(400_000);
      const places = await Promise.all(vast.map((_, i) => fate(`p${i}`)));
      expect(places).toContain("vast");
      expect(places.filter((place) => place === "common")).toEqual([]);
    },
  );

  test("knows to the byte what is free again when a vast Pod has gone", async () => {
    const { api, node, pod, host } = await open();
    await node("vast", { memory: "99999999999999999999" });
    await node("small", { memory: "4" });
    await pod("vast", container({ memory: "9007199254740993" }));
    await host.settle();
    expect(await fate("vast")).toBe("vast");
    const vastNode = await api.get(NODES, { name: "vast" });
    for (const i of [1, 2, 3]) {
      const onVast = { nodeSelector: { "kubernetes.io/hostname": "vast" } };
      await pod(`p${i}`, { ...container({ memory: "1" }), ...onVast });
    }
    await host.settle();
    await api.delete(PODS, { namespace: "default", name: "vast" }, { gracePeriodSeconds: 0 });
    const allocatable = { ...vastNode.status?.allocatable, memory: "4" };
    await api.update(NODES, { ...vastNode, status: { allocatable } }, { subresource: "status" });
    await host.settle();
    await pod("fills", { ...container({ memory: "4" }) });
    await pod("two", { ...container({ memory: "2" }) });
    await pod("last", { ...container({ memory: "1" }) });
    await host.settle();
    expect(await fate("fills")).toBe("small");
    expect(await fate("two")).toContain("2 Insufficient memory");
    expect(await fate("last")).toBe("vast");
  });

  test.each([
    ["-1", "-1"],
    ["-9223372036854775808", "0"],
    ["nonsense", "many"],
  ])("does not fail over requests of %j on nodes that offer %j", async (amount, offer) => {
    const { node, pod, host } = await open();
    await node("odd", { cpu: offer, memory: offer, pods: offer });
    await node("even");
    await pod("wants", container({ cpu: amount, memory: amount }));
    await pod("common");
    await host.settle();
    expect(await fate("wants")).toBe("even");
    expect(await fate("common")).toBe("even");
  });

  const impossible: readonly (readonly [string, Partial<PodSpec>])[] = [
    ["a selector without a value", { nodeSelector: { disk: "" } }],
    [
      "an operator that is none",
      nodeTerm({ key: "disk", operator: "Near" as "In", values: ["x"] }),
    ],
    ["In without values", nodeTerm({ key: "disk", operator: "In", values: [] })],
    ["Gt of a word", nodeTerm({ key: "disk", operator: "Gt", values: ["ssd"] })],
    ["a key that is none", nodeTerm({ key: "***", operator: "Exists" })],
    [
      "no terms",
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] },
          },
        },
      },
    ],
    ["a prototype's property", { nodeSelector: { constructor: "Object", __proto__x: "1" } }],
  ];
  test.each(impossible)("says that no node matches: %s", async (_, spec) => {
    const { node, pod, host } = await open();
    await node("n", { labels: { disk: "ssd" } });
    await pod("p", spec);
    await host.settle();
    expect(await fate("p")).toContain("1 node(s) didn't match Pod's node affinity/selector");
  });

  const unreadable = {
    matchExpressions: [{ key: "app", operator: "Near" as "In", values: ["x"] }],
  };
  test.each<readonly [string, Partial<PodSpec>]>([
    [
      "affinity",
      {
        affinity: {
          podAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { topologyKey: "kubernetes.io/hostname", labelSelector: unreadable },
            ],
          },
        },
      },
    ],
    [
      "spreading",
      {
        topologySpreadConstraints: [
          {
            topologyKey: "kubernetes.io/hostname",
            maxSkew: 1,
            whenUnsatisfiable: "DoNotSchedule",
            labelSelector: unreadable,
          },
        ],
      },
    ],
  ])(
    "has a reason for %s with a selector that cannot be read, and places others",
    async (_, spec) => {
      const { node, pod, host } = await open();
      await node("n");
      await pod("broken", spec);
      await pod("sound");
      await host.settle();
      expect(await fate("broken")).toMatch(/^Unschedulable: 0\/1 nodes are available: \S/);
      expect(await fate("sound")).toBe("n");
    },
  );

  test("bears a node of 10,000 labels and Pods of 1,000 terms of each kind", async () => {
    const { node, pod, host } = await open();
    const labels = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`l-${i}`, "x"]));
    await node("labelled", { labels });
    await node("plain");
    const thousand = <T>(make: (i: number) => T): T[] =>
      Array.from({ length: 1000 }, (_, i) => make(i));
    const selector = (i: number): object => ({ labelSelector: { matchLabels: { app: `a-${i}` } } });
    const term = (i: number) => ({ topologyKey: `l-${i}`, ...selector(i) });
    await pod("choosy", { nodeSelector: Object.fromEntries(thousand((i) => [`l-${i}`, "x"])) });
    await pod("many-terms", {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: thousand((i) => ({
              matchExpressions: [{ key: `l-${i}`, operator: "DoesNotExist" as const }],
            })),
          },
        },
      },
    });
    await pod("shy", {
      affinity: {
        podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: thousand(term) },
      },
    });
    await pod("fond", {
      affinity: {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: thousand((i) => ({
            weight: 1 + (i % 100),
            podAffinityTerm: term(i),
          })),
        },
      },
    });
    await pod("clinging", {
      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: thousand(term) } },
    });
    await pod("spread", {
      topologySpreadConstraints: thousand((i) => ({
        ...term(i),
        maxSkew: 1,
        whenUnsatisfiable: "DoNotSchedule" as const,
      })),
    });
    await pod("tolerant", {
      tolerations: thousand((i) => ({ key: `t-${i}`, operator: "Exists" as const })),
    });
    await host.settle();
    expect(await fate("choosy")).toBe("labelled");
    expect(await fate("many-terms")).toBe("plain");
    expect(["labelled", "plain"]).toContain(await fate("shy"));
    expect(["labelled", "plain"]).toContain(await fate("fond"));
    expect(await fate("clinging")).toContain("2 node(s) didn't match pod affinity rules");
    expect(await fate("spread")).toBe("labelled");
    expect(["labelled", "plain"]).toContain(await fate("tolerant"));
  });

  test("spreads over 5,000 distinct values of a label", { timeout: 60_000 }, async () => {
    const { node, pod, host, getPod } = await open();
    for (let i = 0; i < 5000; i++) await node(`n-${i}`, { labels: { rack: `r-${i}` } });
    const spec = {
      topologySpreadConstraints: [
        {
          topologyKey: "rack",
          maxSkew: 1,
          whenUnsatisfiable: "DoNotSchedule" as const,
          labelSelector: { matchLabels: { app: "a" } },
        },
      ],
    };
    for (let i = 0; i < 20; i++) await pod(`p-${i}`, spec, { app: "a" });
    await host.settle();
    const places = await Promise.all(Array.from({ length: 20 }, (_, i) => getPod(`p-${i}`)));
    expect(new Set(places.map(({ spec: { nodeName } = {} as PodSpec }) => nodeName)).size).toBe(20);
  });
});

function nodeTerm(
  requirement: NonNullable<
    NonNullable<
      NonNullable<
        NonNullable<PodSpec["affinity"]>["nodeAffinity"]
      >["requiredDuringSchedulingIgnoredDuringExecution"]
    >["nodeSelectorTerms"][number]["matchExpressions"]
  >[number],
): Partial<PodSpec> {
  return {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [requirement] }],
        },
      },
    },
  };
}
