/** How a running cluster stops, and what it keeps when it is not given the time to: as clients see it over TLS. */
import { afterAll, expect, test } from "vitest";
import { ApiConnection } from "../fixtures/api-connection.ts";
import { eventually } from "../fixtures/eventually.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const cluster = new CliCluster();
afterAll(async () => {
  await cluster.end("SIGKILL");
  await cluster.dispose();
});

const configMaps = "/api/v1/namespaces/default/configmaps";
const configMap = (name: string, data: Readonly<Record<string, string>> = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name },
  data,
});

interface Acknowledged {
  readonly name: string;
  readonly revision: number;
}

/** Writes until the connection is refused; tells what was stored, and what was sent away. */
async function writers(
  api: ApiConnection,
  { count, prefix }: { readonly count: number; readonly prefix: string },
) {
  const acknowledged: Acknowledged[] = [];
  const refused: string[] = [];
  const one = async (writer: number): Promise<void> => {
    for (let at = 0; ; at++) {
      const name = `${prefix}-${writer}-${at}`;
      const answer = await api
        .call("POST", configMaps, configMap(name))
        .catch(() => "no connection" as const);
      if (answer === "no connection") return;
      const { status, headers, text } = answer;
      if (status !== 201) {
        refused.push(`${status} ${headers["retry-after"]} ${JSON.parse(text).message}`);
        continue;
      }
      const { metadata } = JSON.parse(text) as { metadata: { resourceVersion: string } };
      acknowledged.push({ name, revision: Number(metadata.resourceVersion) });
    }
  };
  const all = Promise.all(Array.from({ length: count }, (_, writer) => one(writer)));
  return { acknowledged, refused, all };
}

async function stored(api: ApiConnection): Promise<ReadonlyMap<string, number>> {
  const { text } = await api.call("GET", configMaps);
  const { items } = JSON.parse(text) as {
    items: readonly { metadata: { name: string; resourceVersion: string } }[];
  };
  return new Map(
    items.map(({ metadata }) => [metadata.name, Number(metadata.resourceVersion)] as const),
  );
}

test(
  "SIGTERM amid writes and watches: watches end, new requests are sent away, and what was begun is answered and kept",
  { timeout: 60_000 },
  async () => {
    await cluster.start(["--nodes", "1"]);
    const api = new ApiConnection(cluster.kubeconfig);
    const watches = await Promise.all([
      api.watch(`${configMaps}?watch=1`),
      api.watch("/api/v1/pods?watch=1&allowWatchBookmarks=true"),
    ]);
    const { acknowledged, refused, all } = await writers(api, { count: 8, prefix: "s" });
    await eventually(async () => expect(acknowledged.length).toBeGreaterThan(50));
    const exit = cluster.end("SIGTERM");
    expect(await Promise.all(watches.map(({ ended }) => ended))).toEqual(["end", "end"]);
    await all;
    expect(await exit).toBe(0);
    expect(refused.filter((text) => text !== "503 1 apiserver is shutting down")).toEqual([]);
    api.close();

    await cluster.start(["--nodes", "1"]);
    const again = new ApiConnection(cluster.kubeconfig);
    const kept = await stored(again);
    for (const { name, revision } of acknowledged) expect(kept.get(name)).toBe(revision);
    again.close();
  },
);

test("SIGTERM ends a cluster whose clients come again and again", { timeout: 60_000 }, async () => {
  await cluster.end("SIGTERM");
  await cluster.start(["--nodes", "1"]);
  const stopped = new AbortController();
  // Each on a connection of its own, so that some are always shaking hands.
  const poll = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const api = new ApiConnection(cluster.kubeconfig);
      await api.call("GET", "/readyz").catch(() => undefined);
      api.close();
    }
  };
  const polls = Array.from({ length: 6 }, () => poll());
  await eventually(async () => expect((await cluster.status()).ready).toBe(true));
  expect(await cluster.end("SIGTERM")).toBe(0);
  stopped.abort();
  await Promise.all(polls);
});

test(
  "kill -9 amid writes, again and again: what was acknowledged is there, revisions go up, and watches go on where they were",
  { timeout: 120_000 },
  async () => {
    await cluster.end("SIGTERM");
    const all = new Map<string, number>();
    let highest = 0;
    let seen = 0;
    for (let round = 0; round < 8; round++) {
      await cluster.start(["--nodes", "1"]);
      const api = new ApiConnection(cluster.kubeconfig);
      const kept = await stored(api);
      for (const [name, revision] of all) expect(kept.get(name)).toBe(revision);
      // From before the kill: nothing that was written since is missed.
      const watch =
        seen === 0 ? undefined : await api.watch(`${configMaps}?watch=1&resourceVersion=${seen}`);
      const due = [...all].filter(([, revision]) => revision > seen).map(([name]) => name);
      if (watch) {
        await eventually(async () => {
          const names = new Set(watch.events.map(({ object }) => object.metadata.name));
          expect(due.filter((name) => !names.has(name))).toEqual([]);
        });
        const revisions = watch.events.map(({ object }) => Number(object.metadata.resourceVersion));
        expect(revisions).toEqual([...revisions].sort((a, b) => a - b));
        watch.close();
      }
      const load = await writers(api, { count: 6, prefix: `k${round}` });
      await eventually(
        async () => expect(load.acknowledged.length).toBeGreaterThan(20 + round * 25),
        {
          everyMs: 5,
        },
      );
      seen = Math.max(...load.acknowledged.slice(0, 10).map(({ revision }) => revision));
      await cluster.end("SIGKILL");
      await load.all;
      for (const { name, revision } of load.acknowledged) {
        expect(revision).toBeGreaterThan(highest);
        all.set(name, revision);
      }
      highest = Math.max(highest, ...all.values());
      api.close();
    }
    expect(all.size).toBeGreaterThan(800);
  },
);
