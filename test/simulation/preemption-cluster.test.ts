import { afterEach, expect, test } from "vitest";
import type { Pod } from "../../src/api/generated/types.ts";
import { EVENTS, PODS, POD_DISRUPTION_BUDGETS, PRIORITY_CLASSES } from "../../src/api/kinds.ts";
import {
  createCluster,
  createSimulatedHost,
  SchedulerConfigurationError,
} from "../../src/index.ts";
import type { Cluster } from "../../src/index.ts";

let cluster: Cluster | undefined;
afterEach(async () => {
  await cluster?.stop();
  cluster = undefined;
});

function pod(name: string, cpu: string, spec: object = {}): Pod {
  const requests = { cpu };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default", labels: { app: name.replace(/-\d+$/, "") } },
    spec: { containers: [{ name: "c", image: "web:1", resources: { requests } }], ...spec },
  };
}

const configuration = `
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
- schedulerName: default-scheduler
- schedulerName: gentle
  plugins: {postFilter: {disabled: [{name: DefaultPreemption}]}}
`;

test("a whole cluster makes room for an urgent Pod, within budgets, and only where its profile does", async () => {
  const host = createSimulatedHost();
  cluster = await createCluster({ nodes: 2, host, schedulerConfiguration: configuration });
  await host.settle();
  const { client } = cluster;
  await client.create(PRIORITY_CLASSES, {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name: "urgent" },
    value: 1000,
  });
  await client.create(POD_DISRUPTION_BUDGETS, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "guarded", namespace: "default" },
    spec: { minAvailable: 2, selector: { matchLabels: { app: "guarded" } } },
  });
  const on = (nodeName: string) => ({ nodeSelector: { "kubernetes.io/hostname": nodeName } });
  for (const name of ["guarded-1", "guarded-2"]) {
    await client.create(PODS, pod(name, "4", on("node-1")));
  }
  for (const name of ["free-1", "free-2"]) await client.create(PODS, pod(name, "4", on("node-2")));
  await host.advance(10_000);
  const budget = await client.get(POD_DISRUPTION_BUDGETS, {
    namespace: "default",
    name: "guarded",
  });
  expect(budget.status).toMatchObject({
    currentHealthy: 2,
    desiredHealthy: 2,
    disruptionsAllowed: 0,
  });

  const urgent = { priorityClassName: "urgent" };
  await client.create(PODS, pod("gentle", "4", { ...urgent, schedulerName: "gentle" }));
  await host.advance(5000);
  await client.create(PODS, pod("urgent", "4", urgent));
  await host.advance(60_000);
  const { items } = await client.list(PODS);
  const places = Object.fromEntries(
    items.map(({ metadata, spec }) => [metadata.name, spec?.nodeName]),
  );
  expect(places).toMatchObject({
    "guarded-1": "node-1",
    "guarded-2": "node-1",
    urgent: "node-2",
    gentle: undefined,
  });
  expect(Object.keys(places).filter((name) => name.startsWith("free"))).toHaveLength(1);
  const events = (await client.list(EVENTS)).items;
  const said = (name: string) =>
    events
      .filter(({ involvedObject }) => involvedObject.name === name)
      .map(({ message }) => message);
  expect(said("gentle")[0]).toBe(
    "0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate",
  );
  const victim = places["free-1"] === undefined ? "free-1" : "free-2";
  const { uid } = items.find(({ metadata }) => metadata.name === "urgent")?.metadata ?? {};
  expect(said(victim)).toContain(`Preempted by pod ${uid} on node node-2`);
});

test("a cluster does not start with a configuration that no scheduler can be made of", async () => {
  const bad = createCluster({ nodes: 0, schedulerConfiguration: "kind: Something" });
  await expect(bad).rejects.toThrow(SchedulerConfigurationError);
});
