/** An informer of the official JavaScript client across a kill -9 and a compaction: it lists again and is right. */
import { CoreV1Api, KubeConfig, makeInformer, type V1ConfigMap } from "@kubernetes/client-node";
import { afterAll, expect, test } from "vitest";
import { ApiConnection } from "../fixtures/api-connection.ts";
import { eventually } from "../fixtures/eventually.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const cluster = new CliCluster();
afterAll(async () => {
  await cluster.end("SIGKILL");
  await cluster.dispose();
});

const path = "/api/v1/namespaces/default/configmaps";

test(
  "an informer that was away while its history was compacted lists again, and misses nothing",
  { timeout: 90_000 },
  async () => {
    const { apiUrl } = await cluster.start(["--nodes", "1"]);
    const config = new KubeConfig();
    config.loadFromFile(cluster.kubeconfig);
    const core = config.makeApiClient(CoreV1Api);
    const create = (name: string) =>
      core.createNamespacedConfigMap({ namespace: "default", body: { metadata: { name } } });
    const informer = makeInformer<V1ConfigMap>(config, path, () =>
      core.listNamespacedConfigMap({ namespace: "default" }),
    );
    const names = () => new Set(informer.list().map(({ metadata }) => metadata?.name));
    const errors: unknown[] = [];
    informer.on("error", (error: unknown) => void errors.push(error));
    await create("before");
    await create("goes");
    await informer.start();
    await eventually(async () => expect(names()).toContain("goes"));
    await cluster.end("SIGKILL");
    await eventually(async () => expect(errors.length).toBeGreaterThan(0));

    await cluster.start(["--nodes", "1", "--port", new URL(apiUrl).port]);
    const api = new ApiConnection(cluster.kubeconfig);
    expect((await api.call("DELETE", `${path}/goes`)).status).toBe(200);
    const { metadata } = JSON.parse((await api.call("GET", `${path}/before`)).text) as {
      metadata: { resourceVersion: string };
    };
    const data = { large: "x".repeat(900 * 1024) };
    for (let at = 0; at < 60; at++) {
      const object = { metadata: { name: "large" }, data: { ...data, at: `${at}` } };
      const { status } = await api.call("PUT", `${path}/large`, object);
      if (status === 404) await api.call("POST", path, object);
    }
    // What it has seen is gone for good.
    await eventually(async () => {
      const exact = `resourceVersionMatch=Exact&resourceVersion=${metadata.resourceVersion}`;
      expect((await api.call("GET", `${path}?${exact}&limit=1`)).status).toBe(410);
    });
    await informer.start();
    await eventually(async () => {
      expect(names()).toContain("large");
      expect(names()).toContain("before");
      expect(names()).not.toContain("goes");
    });
    await create("after");
    await eventually(async () => expect(names()).toContain("after"));
    await informer.stop();
    api.close();
  },
);
