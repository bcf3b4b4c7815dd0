/** What kubelets count of containers and probes: names and labels of Kubernetes' list and of cAdvisor. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../src/index.ts";
import { CpuTime } from "../../../src/kubelet/runtimes/simulated-usage.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { readMetrics, type ReadFamily } from "../server/metrics/text-format.ts";

let cluster: Cluster;
const call = (path: string, init: RequestInit = {}) =>
  cluster.fetch(new Request(`http://kubarium${path}`, init));
/** The kubelet's samples have stamps, which this reader does not know. */
const withoutStamps = (text: string): string => text.replace(/^([^#].* \S+) \d{13}$/gm, "$1");
const scrape = async (path: string): Promise<ReadonlyMap<string, ReadFamily>> => {
  const answer = await call(`/api/v1/nodes/node-1/proxy/metrics${path}`);
  return readMetrics(withoutStamps(await answer.text()));
};

beforeAll(async () => {
  cluster = await createCluster({ nodes: 1 });
  const pod = {
    metadata: { name: "web" },
    spec: {
      containers: [
        {
          name: "c",
          image: "busybox",
          resources: { limits: { cpu: "1", memory: "64Mi" } },
          readinessProbe: { exec: { command: ["true"] }, periodSeconds: 1 },
        },
      ],
    },
  };
  await eventually(async () => {
    const { status } = await call("/api/v1/namespaces/default/pods", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(pod),
    });
    expect([201, 409]).toContain(status);
  });
  await eventually(async () => {
    const answer = await call("/api/v1/namespaces/default/pods/web");
    const { status } = (await answer.json()) as {
      status: { containerStatuses?: { ready: boolean }[] };
    };
    expect(status.containerStatuses?.[0]?.ready).toBe(true);
  });
});
afterAll(() => cluster.stop());

describe("a kubelet", () => {
  test("counts its Pods and containers", async () => {
    const families = await scrape("");
    expect(families.get("kubelet_running_pods")?.samples[0]?.value).toBe(1);
    expect(families.get("kubelet_running_containers")?.samples[0]).toMatchObject({
      labels: { container_state: "running" },
      value: 1,
    });
    expect(families.get("kubelet_node_name")?.samples[0]?.labels).toEqual({ node: "node-1" });
  });

  test("counts what probes have said, by container and kind", async () => {
    const probes = (await scrape("/probes")).get("prober_probe_total");
    expect(probes?.type).toBe("counter");
    expect(probes?.help).toMatch(/^\[BETA\] /);
    expect(probes?.samples.map(({ labels }) => labels)).toEqual([
      {
        container: "c",
        namespace: "default",
        pod: "web",
        pod_uid: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
        probe_type: "Readiness",
        result: "successful",
      },
    ]);
    expect(probes?.samples[0]?.value).toBeGreaterThan(0);
  });

  test("shows what containers use as cAdvisor does, and what they may", async () => {
    const families = await scrape("/cadvisor");
    const labels = {
      container: "c",
      id: expect.stringMatching(/^\/kubepods\/pod[0-9a-f-]+\/./) as string,
      image: expect.stringContaining("busybox") as string,
      name: expect.stringMatching(/./) as string,
      namespace: "default",
      pod: "web",
    };
    const memory = families.get("container_memory_working_set_bytes")?.samples;
    expect(memory?.map(({ labels: own }) => own)).toEqual([
      { container: "", id: "/", image: "", name: "", namespace: "", pod: "" },
      labels,
    ]);
    const cpu = families.get("container_cpu_usage_seconds_total");
    expect(cpu?.type).toBe("counter");
    expect(cpu?.samples[1]?.labels).toEqual({ ...labels, cpu: "total" });
    expect(families.get("container_spec_memory_limit_bytes")?.samples[0]?.value).toBe(64 * 2 ** 20);
    expect(families.get("machine_cpu_cores")?.samples[0]?.value).toBeGreaterThan(0);
    expect(families.get("machine_memory_bytes")?.samples[0]?.value).toBeGreaterThan(0);
  });

  test("never counts seconds of the processor back", async () => {
    const read = async () =>
      (await scrape("/resource")).get("node_cpu_usage_seconds_total")?.samples[0]?.value ?? NaN;
    const before = await read();
    await call("/api/v1/namespaces/default/pods/web?gracePeriodSeconds=0", { method: "DELETE" });
    await eventually(async () => {
      const pods = (await scrape("/resource")).get("pod_cpu_usage_seconds_total");
      expect(pods).toBeUndefined();
    });
    expect(await read()).toBeGreaterThanOrEqual(before);
  });
});

test("the processor time of a simulated container is what it reports, over time, however long nobody looks", () => {
  const half = () => ({ cpuNanoCores: 5e8 });
  const often = new CpuTime();
  const container = {};
  for (let nowMs = 1000; nowMs <= 100_000; nowMs += 1000) {
    expect(often.of(container, { startedAtMs: 0, nowMs }, half)).toBe(nowMs * 5e5);
  }
  const day = 86_400_000;
  expect(new CpuTime().of({}, { startedAtMs: 0, nowMs: day }, half)).toBe(day * 5e5);
  expect(new CpuTime().of({}, { startedAtMs: 5, nowMs: 5 }, half)).toBe(0);
});
