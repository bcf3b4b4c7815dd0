/**
 * The texts of sig-node about Pods on nodes that are tainted NoExecute (test/e2e/node/taints.go), on a virtual clock: they wait for
 * minutes. The conformance texts carry their `testname`, the others the words of the file.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Pod, Taint, Toleration } from "../../../src/api/generated/types.ts";
import { createSimulatedHost, type SimulatedHost } from "../../../src/host/simulated.ts";
import { createCluster, EVENTS, NODES, PODS, type Cluster } from "../../../src/index.ts";

let host: SimulatedHost;
let cluster: Cluster;

beforeEach(async () => {
  host = createSimulatedHost({ seed: 7 });
  cluster = await createCluster({ host, nodes: 2 });
  await host.settle();
});

afterEach(() => cluster.stop());

const taint: Taint = {
  key: "kubernetes.io/e2e-evict-taint-key",
  value: "evictTaintVal",
  effect: "NoExecute",
};
/** Seconds: what a kubelet may take to end a Pod, and what is added for each deletion. */
const [deletionSeconds, additionalSeconds] = [60, 5];

const tolerating = (tolerationSeconds?: number): readonly Toleration[] => [
  { ...taint, ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }) },
];

const seconds = (count: number): Promise<void> => host.advance(count * 1000);

/** Runs a Pod; the name of the node that it has come to. */
async function run(
  name: string,
  tolerations: readonly Toleration[] = [],
  nodeSelector: Readonly<Record<string, string>> = {},
): Promise<string> {
  const where = { namespace: "default", name };
  const pod: Pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...where, labels: { group: "taint-eviction" } },
    spec: { containers: [{ name: "pause", image: "pause" }], tolerations, nodeSelector },
  };
  await cluster.client.create(PODS, pod);
  await seconds(3);
  const { spec, status } = await cluster.client.get(PODS, where);
  expect(status?.phase).toBe("Running");
  return spec?.nodeName ?? "";
}

async function setTaints(nodeName: string, taints: readonly Taint[]): Promise<void> {
  const patch = { spec: { taints: taints.map((each) => ({ ...each })) } };
  await cluster.client.patch(NODES, { name: nodeName }, patch, { type: "merge" });
  const { spec } = await cluster.client.get(NODES, { name: nodeName });
  expect(spec?.taints ?? []).toMatchObject(taints);
}

async function pods(): Promise<readonly string[]> {
  const { items } = await cluster.client.list(PODS, { labelSelector: "group=taint-eviction" });
  return items.map(({ metadata }) => metadata.name).sort();
}

/** What the controller has told of, in its order. */
async function evictions(): Promise<readonly string[]> {
  const { items } = await cluster.client.list(EVENTS, { namespace: "default" });
  return items
    .filter(({ reason }) => reason === "TaintManagerEviction")
    .map(({ message }) => message ?? "");
}

describe("[sig-node] NoExecuteTaintManager Single Pod", () => {
  test("evicts pods from tainted nodes", async () => {
    const node = await run("taint-eviction-1");
    await setTaints(node, [taint]);
    await seconds(deletionSeconds + additionalSeconds);
    expect(await pods()).toEqual([]);
    expect(await evictions()).toEqual(["Marking for deletion Pod default/taint-eviction-1"]);
  });

  test("doesn't evict pod with tolerations from tainted nodes", async () => {
    const node = await run("taint-eviction-2", tolerating());
    await setTaints(node, [taint]);
    await seconds(deletionSeconds + additionalSeconds);
    expect(await pods()).toEqual(["taint-eviction-2"]);
    expect(await evictions()).toEqual([]);
  });

  test("eventually evict pod with finite tolerations from tainted nodes", async () => {
    const node = await run("taint-eviction-3", tolerating(deletionSeconds + 2 * additionalSeconds));
    await setTaints(node, [taint]);
    await seconds(deletionSeconds + additionalSeconds);
    expect(await pods()).toEqual(["taint-eviction-3"]);
    await seconds(deletionSeconds + additionalSeconds);
    expect(await pods()).toEqual([]);
  });

  test("Taint, Pod Eviction on taint removal", async () => {
    const node = await run("taint-eviction-4", tolerating(2 * additionalSeconds));
    await setTaints(node, [taint]);
    await seconds(additionalSeconds);
    expect(await pods()).toEqual(["taint-eviction-4"]);
    await setTaints(node, []);
    await seconds(deletionSeconds + 3 * additionalSeconds);
    expect(await pods()).toEqual(["taint-eviction-4"]);
    expect(await evictions()).toEqual(["Cancelling deletion of Pod default/taint-eviction-4"]);
  });

  test("pods evicted from tainted nodes have pod disruption condition", async () => {
    const node = await run("taint-eviction-5");
    const where = { namespace: "default", name: "taint-eviction-5" };
    const finalizers = ["example.com/test-finalizer"];
    await cluster.client.patch(PODS, where, { metadata: { finalizers } }, { type: "merge" });
    await setTaints(node, [taint]);
    await seconds(deletionSeconds);
    const { metadata, status } = await cluster.client.get(PODS, where);
    expect(metadata.deletionTimestamp).toBeDefined();
    const condition = {
      type: "DisruptionTarget",
      status: "True",
      reason: "DeletionByTaintManager",
    };
    expect(status?.conditions).toContainEqual(expect.objectContaining(condition));
    await cluster.client.patch(PODS, where, { metadata: { finalizers: null } }, { type: "merge" });
    await seconds(additionalSeconds);
    expect(await pods()).toEqual([]);
  });
});

describe("[sig-node] NoExecuteTaintManager Multiple Pods", () => {
  test("only evicts pods without tolerations from tainted nodes", async () => {
    const nodes = new Set([
      await run("taint-eviction-a1"),
      await run("taint-eviction-a2", tolerating()),
    ]);
    for (const node of nodes) await setTaints(node, [taint]);
    await seconds(deletionSeconds + additionalSeconds);
    expect(await pods()).toEqual(["taint-eviction-a2"]);
  });

  test("Pod Eviction, Toleration limits", async () => {
    const node = await run("taint-eviction-b1", tolerating(additionalSeconds));
    const hostname = { "kubernetes.io/hostname": node };
    expect(await run("taint-eviction-b2", tolerating(5 * additionalSeconds), hostname)).toBe(node);
    await setTaints(node, [taint]);
    await seconds(additionalSeconds - 1);
    expect(await pods()).toEqual(["taint-eviction-b1", "taint-eviction-b2"]);
    await seconds(additionalSeconds);
    expect(await pods()).toEqual(["taint-eviction-b2"]);
    await seconds(deletionSeconds);
    expect(await pods()).toEqual([]);
    expect(await evictions()).toEqual([
      "Marking for deletion Pod default/taint-eviction-b1",
      "Marking for deletion Pod default/taint-eviction-b2",
    ]);
  });
});
