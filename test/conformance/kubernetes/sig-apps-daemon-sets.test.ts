/** The conformance texts of sig-apps about the Pods of DaemonSets and about ControllerRevisions. */
import { expect } from "vitest";
import type { AnyBody } from "../../fixtures/api-call.ts";
import { describeConformance, type ConformanceApi } from "./conformance-suite.ts";
import { labelled, template, workload } from "./sig-apps-workloads.ts";

const name = "daemon-set";
const image = "httpd:1";

const sets = (api: ConformanceApi) => api.path("apps/v1/daemonsets");
const path = (api: ConformanceApi) => `${sets(api)}/${name}`;
const revisions = (api: ConformanceApi) => api.path("apps/v1/controllerrevisions");
const daemonSet = (spec: object = {}) => workload(name, spec, { image });

/** The Pods that stay. */
const pods = async (api: ConformanceApi): Promise<readonly AnyBody[]> =>
  (await api.get(api.path(labelled(name)))).items.filter(
    ({ metadata }) => !("deletionTimestamp" in metadata),
  );

/** Waits until a Pod of this image runs on each of so many nodes, and nowhere else. */
async function running(api: ConformanceApi, nodes: number, wanted = image): Promise<void> {
  await api.until(
    path(api),
    async (set) => {
      const found = (await pods(api)).filter((pod) => pod["status"].phase === "Running");
      expect(found.map((pod) => pod["spec"].containers[0].image)).toEqual(
        Array.from({ length: nodes }, () => wanted),
      );
      expect(new Set(found.map((pod) => pod["spec"].nodeName)).size).toBe(nodes);
      expect(set["status"]).toMatchObject({
        observedGeneration: set.metadata["generation" as "name"],
        currentNumberScheduled: nodes,
        numberMisscheduled: 0,
        desiredNumberScheduled: nodes,
        numberReady: nodes,
      });
    },
    20_000,
  );
}

const remove = async (api: ConformanceApi): Promise<void> => {
  await api.delete(path(api));
  await api.until(api.path(labelled(name)), ({ items }) => expect(items).toEqual([]), 20_000);
};

const setImage = (api: ConformanceApi, wanted: string) =>
  api.patch(path(api), {
    spec: { template: { spec: { containers: [{ name: "main", image: wanted }] } } },
  });

describeConformance("sig-apps", (suite) => {
  suite.test("DaemonSet-Creation", async (api) => {
    await api.post(sets(api), daemonSet());
    await running(api, 2);
    const [pod] = await pods(api);
    await api.delete(`${api.path("v1/pods")}/${pod?.metadata.name}`);
    await running(api, 2);
    await remove(api);
  });

  suite.test("DaemonSet-NodeSelection", async (api) => {
    const key = "daemonset-color";
    const nodeSelector = (color: string) => ({ nodeSelector: { [key]: color } });
    const node = "/api/v1/nodes/node-2";
    const paint = (color: string | null) =>
      api.patch(node, { metadata: { labels: { [key]: color } } });
    await api.post(
      sets(api),
      daemonSet({ template: template({ app: name }, { image }, nodeSelector("blue")) }),
    );
    await running(api, 0);
    await paint("blue");
    await running(api, 1);
    expect((await pods(api))[0]?.["spec"].nodeName).toBe("node-2");
    await paint("green");
    await running(api, 0);
    await api.patch(path(api), {
      spec: {
        updateStrategy: { type: "RollingUpdate" },
        template: { spec: nodeSelector("green") },
      },
    });
    await running(api, 1);
    await paint(null);
    await remove(api);
  });

  suite.test("DaemonSet-FailedPodCreation", async (api) => {
    await api.post(sets(api), daemonSet());
    await running(api, 2);
    const [pod] = await pods(api);
    const failed = `${api.path("v1/pods")}/${pod?.metadata.name}`;
    await api.patch(`${failed}/status`, { status: { phase: "Failed" } });
    await api.expectGone(failed);
    await running(api, 2);
    await remove(api);
  });

  suite.test("DaemonSet-RollingUpdate", async (api) => {
    const updateStrategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } };
    await api.post(sets(api), daemonSet({ updateStrategy }));
    await running(api, 2);
    const history = async () =>
      (await api.get(`${revisions(api)}?labelSelector=app%3D${name}`)).items;
    const hashes = async () =>
      new Set((await pods(api)).map((pod) => pod.metadata.labels?.["controller-revision-hash"]));
    const [first] = await history();
    expect(first?.["revision"]).toBe(1);
    expect(await hashes()).toEqual(new Set([first?.metadata.labels?.["controller-revision-hash"]]));
    await setImage(api, "httpd:2");
    await running(api, 2, "httpd:2");
    const newest = (await history()).find((each) => each["revision"] === 2);
    expect(await hashes()).toEqual(
      new Set([newest?.metadata.labels?.["controller-revision-hash"]]),
    );
    await remove(api);
  });

  suite.test("DaemonSet-Rollback", async (api) => {
    await api.post(sets(api), daemonSet({ updateStrategy: { type: "RollingUpdate" } }));
    await running(api, 2);
    const before = new Map((await pods(api)).map((pod) => [pod.metadata.uid, pod]));
    // A new image that never becomes ready holds the rollout at its first Pod.
    const gate = [{ conditionType: "example.com/never" }];
    await api.patch(path(api), {
      spec: {
        template: {
          spec: { readinessGates: gate, containers: [{ name: "main", image: "httpd:none" }] },
        },
      },
    });
    await api.until(path(api), async () => {
      const images = (await pods(api)).map((pod) => pod["spec"].containers[0].image as string);
      expect(images).toHaveLength(2);
      expect(new Set(images)).toEqual(new Set([image, "httpd:none"]));
    });
    await api.patch(
      path(api),
      {
        spec: {
          template: { spec: { readinessGates: null, containers: [{ name: "main", image }] } },
        },
      },
      "strategic",
    );
    await running(api, 2);
    const kept = (await pods(api)).filter(({ metadata }) => before.has(metadata.uid));
    expect(kept).toHaveLength(1);
    await remove(api);
  });

  suite.test("ControllerRevision, resource lifecycle", async (api) => {
    await api.post(sets(api), daemonSet());
    await running(api, 2);
    const selected = `${revisions(api)}?labelSelector=app%3D${name}`;
    const [initial] = (await api.get(selected)).items;
    const one = `${revisions(api)}/${initial?.metadata.name}`;
    const patched = await api.patch(one, {
      metadata: { labels: { [initial?.metadata.name ?? ""]: "patched" } },
    });
    expect(patched.metadata.labels?.[initial?.metadata.name ?? ""]).toBe("patched");
    // A second one of the same data, by hand.
    const { labels, ownerReferences } = (initial?.metadata ?? {}) as unknown as Record<
      string,
      object
    >;
    const copy = await api.post(revisions(api), {
      metadata: { name: "copy", labels, ownerReferences },
      data: initial?.["data"],
      revision: 7,
    });
    expect(copy["revision"]).toBe(7);
    await api.delete(one);
    await api.expectGone(one);
    await api.until(selected, ({ items }) => expect(items).toHaveLength(1));
    const updated = await api.update(`${revisions(api)}/copy`, (found) => ({
      ...found,
      metadata: { ...found.metadata, labels: { ...found.metadata.labels, copy: "updated" } },
    }));
    expect(updated.metadata.labels?.["copy"]).toBe("updated");
    const patchImage = await setImage(api, "httpd:3");
    expect(patchImage["spec"].template.spec.containers[0].image).toBe("httpd:3");
    await running(api, 2, "httpd:3");
    await api.until(selected, ({ items }) => expect(items).toHaveLength(2));
    await api.delete(`${revisions(api)}?labelSelector=copy%3Dupdated`);
    await api.until(selected, ({ items }) => {
      expect(items).toHaveLength(1);
      expect((items[0] as AnyBody)["revision"]).toBe(8);
    });
    await remove(api);
  });
});
