/** A scheduler that is killed in the middle of its work: the next one goes on from what the API has. */
import { readFileSync } from "node:fs";
import { request } from "node:https";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import type { Pod } from "../../src/api/generated/types.ts";
import { eventually } from "../fixtures/eventually.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const cluster = new CliCluster();
afterAll(async () => {
  await cluster.end("SIGKILL");
  await cluster.dispose();
});

/** Calls the API as the kubeconfig says; rejects for answers that are no success. */
async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const config = parse(readFileSync(cluster.kubeconfig, "utf8"));
  const { server, "certificate-authority-data": ca } = config.clusters[0].cluster;
  const user = config.users[0].user;
  const pem = (base64: string): string => Buffer.from(base64, "base64").toString();
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, server),
      {
        method,
        ca: pem(ca),
        cert: pem(user["client-certificate-data"]),
        key: pem(user["client-key-data"]),
        headers: {
          "content-type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
        },
      },
      (answer) => {
        let text = "";
        answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
        answer.on("end", () => {
          const done = (answer.statusCode ?? 0) < 300;
          if (done) resolve(JSON.parse(text) as T);
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
        });
        answer.on("error", reject);
      },
    );
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const path = "/api/v1/namespaces/default/pods";
const pods = async (): Promise<readonly Pod[]> =>
  (await call<{ items: readonly Pod[] }>("GET", path)).items;
const create = (name: string, spec: object, cpu = "10m", lifecycle?: object): Promise<Pod> =>
  call("POST", path, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: name.replace(/-.*/, "") } },
    spec: {
      containers: [{ name: "c", image: "web:1", resources: { requests: { cpu } }, lifecycle }],
      ...spec,
    },
  });
const all = (count: number, make: (i: number) => Promise<unknown>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, i) => make(i)));
const expectPods = async (wanted: Readonly<Record<string, number>>): Promise<void> => {
  const bound: Record<string, number> = {};
  for (const { metadata, spec } of await pods()) {
    const app = metadata.labels?.["app"] ?? "";
    bound[app] = (bound[app] ?? 0) + (spec?.nodeName ? 1 : 0);
  }
  expect(bound).toMatchObject(wanted);
};

test(
  "kill -9 amid 500 waiting Pods loses none: what was nominated, gated or out of room is placed when its time comes",
  { timeout: 120_000 },
  async () => {
    await cluster.start(["--nodes", "10"]);
    await call("POST", "/apis/scheduling.k8s.io/v1/priorityclasses", {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: "urgent" },
      value: 1000,
    });
    const { items: nodes } = await call<{
      items: readonly { metadata: { name: string }; status: { allocatable: { cpu: string } } }[];
    }>("GET", "/api/v1/nodes");
    const [first] = nodes;
    const { cpu = "" } = first?.status.allocatable ?? {};
    expect(Number(cpu)).toBeGreaterThan(0);
    const whole = `${Number(cpu) * 1000 - 100}m`;
    const on = { nodeSelector: { "kubernetes.io/hostname": first?.metadata.name ?? "" } };
    await eventually(() =>
      create("victim", { ...on, terminationGracePeriodSeconds: 3600 }, whole, {
        preStop: { sleep: { seconds: 3000 } },
      }),
    );
    await eventually(() => expectPods({ victim: 1 }));

    const waiting = { nodeSelector: { later: "yes" } };
    const gates = [{ name: "example.com/wait" }];
    await all(340, (i) => create(`picky-${i}`, waiting));
    await all(100, (i) => create(`gated-${i}`, { schedulingGates: gates }));
    await all(59, (i) => create(`foreign-${i}`, { schedulerName: "another" }));
    await create("urgent", { ...on, priorityClassName: "urgent" }, whole);
    // Its victim takes its time, so that the promise outlives the kill.
    const urgent = (): Promise<Pod> => call("GET", `${path}/urgent`);
    await eventually(async () => {
      expect((await urgent()).status?.nominatedNodeName).toBe(first?.metadata.name);
    });
    // In the middle of it: these come while the others are being told why they wait.
    const late = all(100, (i) => create(`plain-${i}`, {}));
    late.catch(() => undefined);
    await eventually(async () => {
      const placed = (await pods()).filter(({ metadata, spec }) => {
        return metadata.labels?.["app"] === "plain" && spec?.nodeName;
      });
      expect(placed.length).toBeGreaterThan(0);
    });
    await cluster.end("SIGKILL");
    await late.catch(() => undefined);

    await cluster.start(["--nodes", "10"]);
    const after = await pods();
    const count = (app: string): number =>
      after.filter(({ metadata }) => metadata.labels?.["app"] === app).length;
    expect([count("picky"), count("gated"), count("foreign")]).toEqual([340, 100, 59]);
    const plain = count("plain");
    await eventually(() => expectPods({ plain, picky: 0, gated: 0, foreign: 0, urgent: 0 }));
    expect((await urgent()).status?.nominatedNodeName).toBe(first?.metadata.name);

    // Everyone's time comes.
    const labels = { metadata: { labels: { later: "yes" } } };
    await all(4, (i) => call("PATCH", `/api/v1/nodes/${nodes[1 + i]?.metadata.name}`, labels));
    await all(100, (i) => call("PATCH", `${path}/gated-${i}`, { spec: { schedulingGates: null } }));
    await call("DELETE", `${path}/victim?gracePeriodSeconds=0`);
    await eventually(() => expectPods({ picky: 340, gated: 100, urgent: 1, foreign: 0 }), {
      withinMs: 40_000,
      everyMs: 500,
    });
    const places = new Map(
      (await pods()).map(({ metadata, spec }) => [metadata.name, spec?.nodeName]),
    );
    expect(places.get("urgent")).toBe(first?.metadata.name);
  },
);
