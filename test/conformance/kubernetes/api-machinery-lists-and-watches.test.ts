/** The conformance texts of sig-api-machinery on chunking, Tables, watches, priority and fairness, by their testnames. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConformanceCluster, type Body } from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
let namespace = "";
beforeAll(async () => {
  cluster = await ConformanceCluster.start();
  namespace = await cluster.namespace("lists");
});
afterAll(() => cluster.stop());

const templatesTotal = 400;

describe("Servers with support for API chunking", () => {
  const path = (query = "") => `/api/v1/namespaces/${namespace}/podtemplates${query}`;
  const nameOf = (index: number) => `template-${String(index).padStart(4, "0")}`;

  beforeAll(async () => {
    const spec = { containers: [{ name: "test", image: "test2" }] };
    for (let i = 0; i < templatesTotal; i++) {
      await cluster.ok("POST", path(), { metadata: { name: nameOf(i) }, template: { spec } });
    }
  });

  /** Checks one page that begins after `found` items. */
  function checkPage(list: Body, limit: number, found: number): void {
    const names = list.items.map(({ metadata }: Body) => metadata.name);
    expect(names.length).toBeLessThanOrEqual(limit);
    expect(names).toEqual(names.map((_: string, i: number) => nameOf(found + i)));
    const { continue: next, remainingItemCount } = list.metadata;
    const remaining = next ? templatesTotal - found - names.length : undefined;
    expect(remainingItemCount).toBe(remaining);
  }

  async function readOn(first: Body, limit: number, start: number): Promise<void> {
    let found = start;
    for (let list = first; ;) {
      checkPage(list, limit, found);
      found += list.items.length;
      expect(list.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      const { continue: next } = list.metadata;
      if (!next) break;
      list = await cluster.ok("GET", path(`?limit=${limit}&continue=${encodeURIComponent(next)}`));
    }
    expect(found).toBe(templatesTotal);
  }

  test("API Chunking, server should return chunks of results for list calls", async () => {
    for (const limit of [1, 17, 40]) {
      await readOn(await cluster.ok("GET", path(`?limit=${limit}`)), limit, 0);
    }
    const { items } = await cluster.ok("GET", path(`?limit=${templatesTotal + 1}`));
    expect(items.length).toBe(templatesTotal);
  });

  test("API Chunking, server should support continue listing from the last key even if the original version has been compacted away", async () => {
    const limit = templatesTotal / 10;
    const first = await cluster.ok("GET", path(`?limit=${limit}`));
    checkPage(first, limit, 0);
    const { continue: token, resourceVersion } = first.metadata;
    const next = (after: string) => path(`?limit=${limit}&continue=${encodeURIComponent(after)}`);
    // Where etcd is compacted after five minutes, the store is when its history takes too much room.
    await cluster.patch(path(`/${nameOf(399)}`), { metadata: { labels: { changed: "true" } } });
    const compacted = cluster.engine.store.compact(cluster.engine.store.revision);
    await cluster.advance(1000);
    await compacted;
    const expired = await cluster.refused("GET", next(token));
    expect(expired).toMatchObject({ code: 410, reason: "Expired" });
    expect(expired.metadata.continue).toMatch(/./);
    const second = await cluster.ok("GET", next(expired.metadata.continue));
    expect(second.items.length).toBe(limit);
    expect(second.metadata.resourceVersion).not.toBe(resourceVersion);
    await readOn(second, limit, limit);
  });
});

describe("Servers with support for Table transformation", () => {
  test("API metadata HTTP return", async () => {
    const review = { spec: { resourceAttributes: { verb: "get", resource: "pods", namespace } } };
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
    const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    const { status, body } = await cluster.call("POST", path, review, { accept });
    expect([status, body.code, body.reason]).toEqual([406, 406, "NotAcceptable"]);
    expect(body.message).toBe(
      "only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf",
    );
  });
});

describe("Watchers", () => {
  const path = (query = "") => `/api/v1/namespaces/${namespace}/configmaps${query}`;
  const label = "watch-this-configmap";
  const selected = (...values: readonly string[]) =>
    `labelSelector=${encodeURIComponent(`${label} in (${values.join(",")})`)}`;
  const create = (name: string, value: string) =>
    cluster.ok("POST", path(), { metadata: { name, labels: { [label]: value } } });
  const mutate = (name: string, mutation: number) =>
    cluster.update(path(`/${name}`), (object) => {
      object.data = { mutation: String(mutation) };
    });
  const remove = (name: string) => cluster.ok("DELETE", path(`/${name}`));
  const seen = (events: Awaited<ReturnType<ConformanceCluster["watch"]>>["events"]) =>
    events.map(
      ({ type, object }) => `${type} ${object.metadata.name} ${object.data?.mutation ?? "-"}`,
    );
  const settled = () => cluster.advance(100);

  test("watch-configmaps-closed-and-restarted", async () => {
    const name = "e2e-watch-test-watch-closed";
    const query = selected("watch-closed-and-restarted");
    const first = await cluster.watch(path(`?${query}`));
    await create(name, "watch-closed-and-restarted");
    await mutate(name, 1);
    await settled();
    expect(seen(first.events)).toEqual([`ADDED ${name} -`, `MODIFIED ${name} 1`]);
    await first.close();
    await mutate(name, 2);
    const last = first.events[1]?.object.metadata.resourceVersion;
    const second = await cluster.watch(path(`?${query}&resourceVersion=${last}`));
    await remove(name);
    await settled();
    expect(seen(second.events)).toEqual([`MODIFIED ${name} 2`, `DELETED ${name} 2`]);
    await second.close();
  });

  test("watch-configmaps-from-resource-version", async () => {
    const name = "e2e-watch-test-resource-version";
    await create(name, "from-resource-version");
    const { metadata } = await mutate(name, 1);
    await mutate(name, 2);
    await remove(name);
    const query = `${selected("from-resource-version")}&resourceVersion=${metadata.resourceVersion}`;
    const watched = await cluster.watch(path(`?${query}`));
    await settled();
    expect(seen(watched.events)).toEqual([`MODIFIED ${name} 2`, `DELETED ${name} 2`]);
    await watched.close();
  });

  test("watch-configmaps-with-multiple-watchers", async () => {
    const a = await cluster.watch(path(`?${selected("multiple-watchers-A")}`));
    const b = await cluster.watch(path(`?${selected("multiple-watchers-B")}`));
    const both = await cluster.watch(
      path(`?${selected("multiple-watchers-A", "multiple-watchers-B")}`),
    );
    const [nameA, nameB] = ["e2e-watch-test-configmap-a", "e2e-watch-test-configmap-b"];
    await create(nameA, "multiple-watchers-A");
    await mutate(nameA, 1);
    await mutate(nameA, 2);
    await remove(nameA);
    await create(nameB, "multiple-watchers-B");
    await remove(nameB);
    await settled();
    const ofA = [
      `ADDED ${nameA} -`,
      `MODIFIED ${nameA} 1`,
      `MODIFIED ${nameA} 2`,
      `DELETED ${nameA} 2`,
    ];
    const ofB = [`ADDED ${nameB} -`, `DELETED ${nameB} -`];
    expect([seen(a.events), seen(b.events), seen(both.events)]).toEqual([
      ofA,
      ofB,
      [...ofA, ...ofB],
    ]);
    await Promise.all([a, b, both].map((watched) => watched.close()));
  });

  test("watch-configmaps-label-changed", async () => {
    const name = "e2e-watch-test-label-changed";
    const relabel = (value: string) =>
      cluster.patch(path(`/${name}`), { metadata: { labels: { [label]: value } } });
    const watched = await cluster.watch(path(`?${selected("label-changed-and-restored")}`));
    await create(name, "label-changed-and-restored");
    await mutate(name, 1);
    await relabel("wrong-value");
    await settled();
    expect(seen(watched.events)).toEqual([
      `ADDED ${name} -`,
      `MODIFIED ${name} 1`,
      `DELETED ${name} 1`,
    ]);
    await mutate(name, 2);
    await settled();
    expect(watched.events.length).toBe(3);
    await relabel("label-changed-and-restored");
    await mutate(name, 3);
    await remove(name);
    await settled();
    expect(seen(watched.events).slice(3)).toEqual([
      `ADDED ${name} 2`,
      `MODIFIED ${name} 3`,
      `DELETED ${name} 3`,
    ]);
    await watched.close();
  });

  test("watch-consistency", async () => {
    const iterations = 100;
    const first = await cluster.watch(path(`?${selected("consistency")}`));
    const writes = (async () => {
      for (let i = 0; i < iterations; i++) {
        const name = `cm-${i % 20}`;
        const exists = (await cluster.call("GET", path(`/${name}`))).status === 200;
        if (!exists) await create(name, "consistency");
        else if (i % 3 === 0) await remove(name);
        else await mutate(name, i);
      }
    })();
    const watches = [];
    for (let at = 0; at < 10; at++) {
      await cluster.until(async () => expect(first.events.length).toBeGreaterThan(at));
      const { resourceVersion } = first.events[at]?.object.metadata ?? {};
      watches.push(
        await cluster.watch(path(`?${selected("consistency")}&resourceVersion=${resourceVersion}`)),
      );
    }
    await writes;
    await settled();
    const versions = (events: typeof first.events) =>
      events.map(({ object }) => object.metadata.resourceVersion);
    expect(first.events.length).toBeGreaterThanOrEqual(iterations);
    for (const [at, watched] of watches.entries()) {
      expect(versions(watched.events)).toEqual(versions(first.events).slice(at + 1));
      await watched.close();
    }
    await first.close();
  });
});
