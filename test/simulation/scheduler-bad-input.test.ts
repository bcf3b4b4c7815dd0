import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Node, Pod } from "../../src/api/generated/types.ts";
import { EVENTS, NODES, PODS } from "../../src/api/kinds.ts";
import { createCluster, createSimulatedHost } from "../../src/index.ts";
import type { Cluster } from "../../src/index.ts";
import { apiCaller } from "../fixtures/api-call.ts";

/** A whole cluster of two simulated nodes: what its API lets through, its scheduler has to bear. */
describe("absurd objects given to the API", () => {
  const host = createSimulatedHost();
  let cluster: Cluster;
  const call = apiCaller(() => cluster);
  beforeEach(async () => {
    cluster = await createCluster({ nodes: 2, host });
    await host.settle();
  });
  afterEach(() => cluster.stop());

  const pod = (name: string, spec: Partial<NonNullable<Pod["spec"]>>): Pod => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "default" },
    spec: { containers: [{ name: "c", image: "web:1" }], ...spec },
  });
  const asking = (requests: Record<string, string>): Partial<NonNullable<Pod["spec"]>> => ({
    containers: [{ name: "c", image: "web:1", resources: { requests, limits: requests } }],
  });
  /** The node of a Pod that was taken, the last words about one that waits, or why it was not taken. */
  const fate = async (object: Pod): Promise<string> => {
    const { status, body } = await call("POST", "/api/v1/namespaces/default/pods", object);
    if (status !== 201) return `${status}: ${body.message}`;
    await host.advance(3000);
    const name = object.metadata.name ?? "";
    const { spec } = await cluster.client.get(PODS, { namespace: "default", name });
    if (spec?.nodeName) return spec.nodeName;
    const { items } = await cluster.client.list(EVENTS);
    const told = items.filter(({ involvedObject }) => involvedObject.name === name);
    return `${told.at(-1)?.reason}: ${told.at(-1)?.message}`;
  };
  const stillPlaces = async (): Promise<void> => {
    expect(await fate(pod("sound", asking({ cpu: "10m" })))).toMatch(/^node-[12]$/);
  };

  test.each<readonly [string, Record<string, string>, RegExp]>([
    ["2^53 + 1 cores", { cpu: "9007199254740993" }, /^FailedScheduling: .*2 Insufficient cpu/],
    [
      "2^63 - 1 bytes",
      { memory: "9223372036854775807" },
      /^FailedScheduling: .*2 Insufficient memory/,
    ],
    [
      "2^64 bytes",
      { memory: "18446744073709551616" },
      /^FailedScheduling: .*2 Insufficient memory/,
    ],
    ["1e30 bytes", { memory: "1e30" }, /^FailedScheduling: .*2 Insufficient memory/],
    ["less than nothing", { cpu: "-1" }, /^422: .*must be greater than or equal to 0/],
    ["no number", { cpu: "much" }, /^400: .*quantities must match the regular expression/],
    ["devices that nobody has", { "example.com/x": "1" }, /2 Insufficient example.com\/x/],
  ])("a Pod that asks for %s has a reason", async (_, requests, told) => {
    expect(await fate(pod("absurd", asking(requests)))).toMatch(told);
    await stillPlaces();
  });

  test("a node without a status takes nobody, and nobody suffers from it", async () => {
    const bare: Node = { apiVersion: "v1", kind: "Node", metadata: { name: "bare" } };
    await cluster.client.create(NODES, bare);
    expect(
      await fate(pod("lonely", { nodeSelector: { "kubernetes.io/hostname": "bare" } })),
    ).toMatch(/^FailedScheduling: 0\/3 nodes are available: /);
    await stillPlaces();
  });

  test("a node of 10,000 labels and a Pod of 1,000 terms come together", async () => {
    const labels = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`l-${i}`, "x"]));
    const node = await cluster.client.get(NODES, { name: "node-1" });
    const { metadata } = node;
    await cluster.client.update(NODES, {
      ...node,
      metadata: { ...metadata, labels: { ...metadata.labels, ...labels } },
    });
    const terms = Array.from({ length: 1000 }, (_, i) => ({
      matchExpressions: [{ key: `l-${i}`, operator: "Exists" as const }],
    }));
    const affinity = {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms },
      },
    };
    expect(await fate(pod("choosy", { affinity }))).toBe("node-1");
    const anti = Array.from({ length: 1000 }, (_, i) => ({
      topologyKey: `l-${i}`,
      labelSelector: { matchLabels: { app: `a-${i}` } },
    }));
    const shy = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: anti } };
    expect(await fate(pod("shy", { affinity: shy }))).toMatch(/^node-[12]$/);
    await stillPlaces();
  });
});
