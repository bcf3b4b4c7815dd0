import { afterEach, describe, expect, test } from "vitest";
import { NODES, PERSISTENT_VOLUMES, PERSISTENT_VOLUME_CLAIMS } from "../../../src/api/kinds.ts";
import { container, createWorld } from "./scheduler-world.ts";
import type { World } from "./scheduler-world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const failed = (message: string): string =>
  `${message} no new claims to deallocate, preemption: 0/`;

describe.each(["off", "thread"] as const)("rules of placement, kernels: %s", (mode) => {
  async function open(): Promise<World> {
    world = await createWorld(mode);
    return world;
  }

  test("keeps required anti-affinity, the other Pods' as well as its own", async () => {
    const { node, pod, nodeOf, host, eventsOf } = await open();
    for (const name of ["a", "b"]) await node(name);
    const alone = {
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              topologyKey: "kubernetes.io/hostname",
              labelSelector: { matchLabels: { app: "db" } },
            },
          ],
        },
      },
    };
    for (const name of ["db-0", "db-1", "db-2"]) await pod(name, alone, { app: "db" });
    await pod("plain-db", {}, { app: "db" });
    await pod("web", {}, { app: "web" });
    await host.settle();
    expect(new Set([await nodeOf("db-0"), await nodeOf("db-1")])).toEqual(new Set(["a", "b"]));
    expect((await eventsOf("db-2"))[0]?.message).toContain(
      failed("0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules."),
    );
    expect((await eventsOf("plain-db"))[0]?.message).toContain(
      "2 node(s) didn't satisfy existing pods anti-affinity rules.",
    );
    expect(await nodeOf("web")).toBeDefined();
  });

  test("keeps required affinity: the first of a group anywhere, the rest in its domain", async () => {
    const { node, pod, nodeOf, host } = await open();
    await node("a1", { labels: { zone: "a" } });
    await node("a2", { labels: { zone: "a" } });
    await node("b1", { labels: { zone: "b" }, cpu: "64", memory: "256Gi" });
    await node("nowhere", { cpu: "640", memory: "2560Gi" });
    const together = {
      nodeSelector: {},
      affinity: {
        podAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: "zone", labelSelector: { matchLabels: { app: "web" } } },
          ],
        },
      },
    };
    for (let i = 0; i < 6; i++) await pod(`web-${i}`, together, { app: "web" });
    await host.settle();
    const zones = new Set<string>();
    for (let i = 0; i < 6; i++) zones.add((await nodeOf(`web-${i}`))?.slice(0, 1) ?? "none");
    expect(zones).toEqual(new Set(["b"]));
  });

  test("keeps hard topology spread, and names nodes without the label", async () => {
    const { node, pod, nodeOf, host, eventsOf } = await open();
    await node("a", { labels: { zone: "a" }, cpu: "64", memory: "64Gi" });
    await node("b", { labels: { zone: "b" }, pods: "1" });
    await node("bare", { cpu: "64", memory: "64Gi" });
    const spread = {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "zone",
          whenUnsatisfiable: "DoNotSchedule" as const,
          labelSelector: { matchLabels: { app: "web" } },
        },
      ],
    };
    for (let i = 0; i < 4; i++) await pod(`web-${i}`, spread, { app: "web" });
    await host.settle();
    const nodes = await Promise.all([0, 1, 2, 3].map((i) => nodeOf(`web-${i}`)));
    expect(nodes.filter((name) => name === "a")).toHaveLength(2);
    expect(nodes.filter((name) => name === "b")).toHaveLength(1);
    const waiting = nodes.indexOf(undefined);
    expect((await eventsOf(`web-${waiting}`))[0]?.message).toContain(
      "0/3 nodes are available: 1 Too many pods, 1 node(s) didn't match pod topology spread constraints, " +
        "1 node(s) didn't match pod topology spread constraints (missing required label).",
    );
  });

  test("waits for claims to be bound, then follows the volume to its node", async () => {
    const { node, pod, nodeOf, host, eventsOf, api } = await open();
    await node("a");
    await node("b");
    const volumes = [{ name: "data", persistentVolumeClaim: { claimName: "data" } }];
    await pod("db", { volumes });
    await host.settle();
    expect((await eventsOf("db"))[0]?.message).toContain(
      failed('0/2 nodes are available: persistentvolumeclaim "data" not found.'),
    );
    const terms = [
      {
        matchExpressions: [
          { key: "kubernetes.io/hostname", operator: "In" as const, values: ["b"] },
        ],
      },
    ];
    await api.create(PERSISTENT_VOLUMES, {
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "pv-1" },
      spec: { nodeAffinity: { required: { nodeSelectorTerms: terms } } },
    });
    await api.create(PERSISTENT_VOLUME_CLAIMS, {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: {
        namespace: "default",
        name: "data",
        // The volume controller's word that both sides are bound.
        annotations: { "pv.kubernetes.io/bind-completed": "yes" },
      },
      spec: { volumeName: "pv-1" },
      status: { phase: "Bound" },
    });
    await host.advance(2000);
    expect(await nodeOf("db")).toBe("b");
  });

  test.each([
    {
      wish: { resourceClaims: [{ name: "gpu", resourceClaimName: "gpu" }] },
      why: "pod has resource claims, which this scheduler does not allocate",
    },
    {
      wish: container({ "example.com/gpu": "1" }),
      why: "1 Insufficient example.com/gpu",
    },
  ])("refuses what it cannot give: $why", async ({ wish, why }) => {
    const { node, pod, host, eventsOf, nodeOf } = await open();
    await node("only");
    await pod("wishful", wish);
    await host.settle();
    expect(await nodeOf("wishful")).toBeUndefined();
    // Nor does it try again for what it has itself written about the Pod.
    await host.advance(20_000);
    const events = await eventsOf("wishful");
    expect(events.map(({ message }) => message)).toEqual([
      expect.stringContaining(`0/1 nodes are available: ${why}.`),
    ]);
  });

  test("honours host ports, extended resources and tolerations", async () => {
    const { node, pod, nodeOf, host } = await open();
    const taints = [{ key: "gpu", effect: "NoSchedule" as const }];
    await node("gpu", { more: { "example.com/gpu": "1" }, spec: { taints } });
    await node("plain");
    const tolerations = [{ key: "gpu", operator: "Exists" as const }];
    await pod("job-1", { ...container({ "example.com/gpu": "1" }), tolerations });
    await pod("job-2", { ...container({ "example.com/gpu": "1" }), tolerations });
    const ports = [{ containerPort: 80, hostPort: 80 }];
    await pod("edge-1", container({}, { ports }));
    await pod("edge-2", container({}, { ports }));
    await host.settle();
    expect(await nodeOf("job-1")).toBe("gpu");
    expect(await nodeOf("job-2")).toBeUndefined();
    expect(await nodeOf("edge-1")).toBe("plain");
    expect(await nodeOf("edge-2")).toBeUndefined();
  });

  // TestFilter and Test_isSchedulableAfterNodeChange of plugins/nodedeclaredfeatures.
  test("asks of nodes what their kubelets have to do, and comes back when one says that it can", async () => {
    const { node, pod, nodeOf, eventsOf, host, api } = await open();
    await node("old");
    await node("other", { declaredFeatures: ["AnotherFeature"] });
    const restartPolicyRules = (action: string) => [
      { action, exitCodes: { operator: "In", values: [42] } },
    ];
    const rules = (action: string) => ({ restartPolicyRules: restartPolicyRules(action) });
    await pod("plain", container({}, rules("Restart")));
    await pod("anew", container({}, rules("RestartAllContainers")));
    const init = { name: "init", image: "i", ...rules("RestartAllContainers") };
    await pod("anew-by-init", { ...container({}), initContainers: [init] });
    await host.settle();
    expect(await nodeOf("plain")).toBeDefined();
    for (const name of ["anew", "anew-by-init"]) {
      expect(await nodeOf(name)).toBeUndefined();
      expect((await eventsOf(name))[0]?.message).toBe(
        "0/2 nodes are available: 2 node declared features check failed - unsatisfied requirements: RestartAllContainersOnContainerExits. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
      );
    }
    const old = await api.get(NODES, { name: "old" });
    await api.update(
      NODES,
      {
        ...old,
        status: {
          ...old.status,
          declaredFeatures: ["AnotherFeature", "RestartAllContainersOnContainerExits"],
        },
      },
      { subresource: "status" },
    );
    await host.advance(15_000);
    expect([await nodeOf("anew"), await nodeOf("anew-by-init")]).toEqual(["old", "old"]);
  });
});
