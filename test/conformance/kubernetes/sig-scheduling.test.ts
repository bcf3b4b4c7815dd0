/** The conformance texts of sig-scheduling whose subject is the API: LimitRanges and PriorityClasses. */
import { expect } from "vitest";
import { describeConformance } from "./conformance-suite.ts";

describeConformance("sig-scheduling", (suite) => {
  const container = (resources: object) => ({ name: "nginx", image: "pause", resources });
  const pod = (name: string, resources: object) => ({
    metadata: { name },
    spec: { containers: [container(resources)] },
  });

  suite.test("LimitRange, resources", async (api) => {
    const collection = api.path("v1/limitranges");
    const path = `${collection}/limit-range`;
    const bounds = {
      min: { cpu: "50m", memory: "100Mi", "ephemeral-storage": "100Gi" },
      max: { cpu: "500m", memory: "500Mi", "ephemeral-storage": "500Gi" },
      defaultRequest: { cpu: "100m", memory: "200Mi", "ephemeral-storage": "200Gi" },
      default: { cpu: "300m", memory: "300Mi", "ephemeral-storage": "300Gi" },
      maxLimitRequestRatio: {},
    };
    const { min, max, defaultRequest } = bounds;
    const item = { type: "Container", min, max, defaultRequest, default: bounds.default };
    const watch = await api.watch(collection);
    await api.post(collection, { metadata: { name: "limit-range" }, spec: { limits: [item] } });
    expect((await watch.next()).type).toBe("ADDED");
    expect((await api.get(path))["spec"].limits).toEqual([item]);

    const pods = api.path("v1/pods");
    const resourcesOf = (made: { spec: { containers: { resources: object }[] } }) =>
      made.spec.containers[0]?.resources;
    const defaults = await api.post(pods, pod("pod-no-resources", {}));
    expect(resourcesOf(defaults as never)).toEqual({
      requests: defaultRequest,
      limits: bounds.default,
    });
    const partial = await api.post(
      pods,
      pod("pod-partial-resources", {
        requests: { cpu: "150m", memory: "150Mi", "ephemeral-storage": "150Gi" },
        limits: { cpu: "300m" },
      }),
    );
    expect(resourcesOf(partial as never)).toEqual({
      requests: { cpu: "150m", memory: "150Mi", "ephemeral-storage": "150Gi" },
      limits: { cpu: "300m", memory: "300Mi", "ephemeral-storage": "300Gi" },
    });
    const below = { requests: { cpu: "10m", memory: "50Mi", "ephemeral-storage": "50Gi" } };
    const above = { requests: { cpu: "600m", memory: "600Mi", "ephemeral-storage": "600Gi" } };
    expect((await api.refused("POST", pods, pod("pfpod", below))).reason).toBe("Forbidden");
    const refusal = await api.refused(
      "POST",
      pods,
      pod("pfpod", { ...above, limits: above.requests }),
    );
    expect(refusal.reason).toBe("Forbidden");

    const wider = { cpu: "9m", memory: "49Mi", "ephemeral-storage": "49Gi" };
    await api.update(path, (range) => ({ ...range, spec: { limits: [{ ...item, min: wider }] } }));
    await api.post(pods, pod("pfpod", below));
    expect(
      (await api.refused("POST", pods, pod("pfpod2", { ...above, limits: above.requests }))).reason,
    ).toBe("Forbidden");
    await api.delete(path);
    await api.expectGone(path);
    await api.post(pods, pod("pfpod3", { ...above, limits: above.requests }));
  });

  suite.test("LimitRange, list, patch and delete a LimitRange by collection", async (api) => {
    const other = `${api.namespace}-other`;
    await api.post("/api/v1/namespaces", { metadata: { name: other } });
    const label = `e2e-limitrange=${api.namespace}`;
    const selector = `labelSelector=${encodeURIComponent(label)}`;
    const max = (cpu: string) => ({ limits: [{ type: "Container", max: { cpu } }] });
    const make = (namespace: string) =>
      api.post(api.path("v1/limitranges", namespace), {
        metadata: { name: "e2e-limitrange", labels: { "e2e-limitrange": api.namespace } },
        spec: max("500m"),
      });
    await make(api.namespace);
    await make(other);
    const everywhere = `/api/v1/limitranges?${selector}`;
    expect((await api.get(everywhere)).items).toHaveLength(2);
    const patched = await api.patch(api.path("v1/limitranges/e2e-limitrange"), {
      metadata: { labels: { patched: "true" } },
      spec: max("600m"),
    });
    expect(patched).toMatchObject({ metadata: { labels: { patched: "true" } }, spec: max("600m") });
    await api.delete(api.path(`v1/limitranges?${selector}`));
    expect((await api.get(everywhere)).items).toMatchObject([{ metadata: { namespace: other } }]);
    await api.delete(`/api/v1/namespaces/${other}`);
  });

  suite.test("Scheduler, Verify PriorityClass endpoints", async (api) => {
    const collection = "/apis/scheduling.k8s.io/v1/priorityclasses";
    const label = `labelSelector=e2e%3D${api.namespace}`;
    for (const [name, value] of [
      ["p1", 1],
      ["p2", 2],
    ] as const)
      await api.post(collection, { metadata: { name, labels: { e2e: api.namespace } }, value });
    expect((await api.get(collection)).items.length).toBeGreaterThanOrEqual(4);
    const refused = await api.refused("PATCH", `${collection}/p1`, { value: 100 }, "merge");
    expect(refused).toMatchObject({ code: 422, reason: "Invalid" });
    const p2 = await api.get(`${collection}/p2`);
    expect((await api.refused("PUT", `${collection}/p2`, { ...p2, value: 100 })).code).toBe(422);
    await api.patch(`${collection}/p1`, { description: "patched" }, "merge");
    expect(await api.get(`${collection}/p1`)).toMatchObject({ value: 1, description: "patched" });
    await api.update(`${collection}/p2`, (one) => ({ ...one, description: "updated" }));
    expect(await api.get(`${collection}/p2`)).toMatchObject({ value: 2, description: "updated" });
    await api.delete(`${collection}?${label}`);
    expect((await api.get(`${collection}?${label}`)).items).toEqual([]);
  });
});
