/** What the API server counts of admission, deprecated kinds, long requests and health checks, as Kubernetes' stable metrics have it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { eventually } from "../../../fixtures/eventually.ts";
import { readMetrics, type ReadFamily } from "./text-format.ts";

let cluster: Cluster;
beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
});
afterAll(() => cluster.stop());

const call = (path: string, init: RequestInit = {}) =>
  cluster.fetch(new Request(`http://kubarium${path}`, init));
const scrape = async (path = "/metrics") => readMetrics(await (await call(path)).text());
const post = (path: string, body: object) =>
  call(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const labelsOf = (family: ReadFamily | undefined, suffix = "") =>
  (family?.samples ?? []).filter(({ name }) => name.endsWith(suffix)).map(({ labels }) => labels);
const boundsOf = (family: ReadFamily | undefined) => [
  ...new Set(family?.samples.flatMap(({ labels }) => (labels["le"] ? [labels["le"]] : []))),
];

const controller = "apiserver_admission_controller_admission_duration_seconds";
const step = "apiserver_admission_step_admission_duration_seconds";

describe("admission", () => {
  test("is timed by plugin and by step, what it refuses apart", async () => {
    await eventually(async () => {
      const answer = await post("/api/v1/namespaces/default/configmaps", {
        metadata: { name: "first" },
      });
      expect([201, 409]).toContain(answer.status);
    });
    const refused = await post("/api/v1/namespaces/nowhere/configmaps", {
      metadata: { name: "first" },
    });
    expect(refused.status).toBe(404);
    const families = await scrape();
    const plugins = labelsOf(families.get(controller), "_count");
    const lifecycle = { name: "NamespaceLifecycle", operation: "CREATE" };
    expect(plugins).toContainEqual({ ...lifecycle, rejected: "false", type: "admit" });
    expect(plugins).toContainEqual({ ...lifecycle, rejected: "true", type: "admit" });
    expect(plugins).toContainEqual({
      name: "ServiceAccount",
      operation: "CREATE",
      rejected: "false",
      type: "admit",
    });
    expect(plugins).toContainEqual({
      name: "ResourceQuota",
      operation: "CREATE",
      rejected: "false",
      type: "validate",
    });
    expect(plugins.filter(({ name }) => name?.includes("/"))).toEqual([]);
    const steps = labelsOf(families.get(step), "_count");
    for (const [rejected, type] of [
      ["false", "admit"],
      ["false", "validate"],
      ["true", "admit"],
    ]) {
      expect(steps).toContainEqual({ operation: "CREATE", rejected, type });
    }
    expect(boundsOf(families.get(controller))).toEqual("0.005 0.025 0.1 0.5 1 2.5 +Inf".split(" "));
    expect(boundsOf(families.get(step))).toEqual("0.005 0.025 0.1 0.5 1 2.5 +Inf".split(" "));
  });
});

describe("apiserver_requested_deprecated_apis", () => {
  test("names the kinds on their way out that somebody has asked for, and no others", async () => {
    const name = "apiserver_requested_deprecated_apis";
    expect((await scrape()).has(name)).toBe(false);
    for (const path of ["endpoints", "services", "endpoints/x"]) {
      await call(`/api/v1/namespaces/default/${path}`);
    }
    expect((await scrape()).get(name)?.samples).toEqual([
      {
        name,
        labels: {
          group: "",
          removed_release: "",
          resource: "endpoints",
          subresource: "",
          version: "v1",
        },
        value: 1,
      },
    ]);
  });
});

describe("apiserver_request_total", () => {
  test("tells dry runs and server-side apply apart", async () => {
    const base = "/api/v1/namespaces/default/configmaps";
    const patch = (query: string, type: string) =>
      call(`${base}/counted?${query}`, {
        method: "PATCH",
        headers: { "content-type": type },
        body: JSON.stringify({
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "counted" },
        }),
      });
    for (const query of ["dryRun=All", "dryRun=Some", ""]) {
      await post(`${base}?${query}`, { metadata: { name: "counted" } });
    }
    await patch("fieldManager=me", "application/apply-patch+yaml");
    await patch("fieldManager=me&dryRun=All", "application/apply-patch+yaml");
    await patch("fieldManager=me", "application/merge-patch+json");
    await call(`${base}?dryRun=All`);
    const counted = ((await scrape()).get("apiserver_request_total")?.samples ?? [])
      .map(({ labels }) => labels)
      .filter(({ resource, verb }) => resource === "configmaps" && verb !== "GET")
      .map(({ verb, dry_run, code }) => [verb, dry_run, code].join(" "));
    expect([...new Set(counted)]).toEqual(
      expect.arrayContaining([
        "APPLY  200",
        "APPLY All 200",
        "LIST  200",
        "PATCH  200",
        "POST  201",
        "POST All 201",
        "POST invalid 422",
      ]),
    );
  });
});

describe("apiserver_longrunning_requests", () => {
  test("tells what is watched, until it is not any more", async () => {
    const running = async () =>
      Object.fromEntries(
        ((await scrape()).get("apiserver_longrunning_requests")?.samples ?? []).map(
          ({ labels, value }) => [`${labels["resource"]} ${labels["scope"]}`, value],
        ),
      );
    expect(await running()).toEqual({});
    const abort = new AbortController();
    const init = { signal: abort.signal };
    await call("/api/v1/namespaces/default/secrets?watch=1", init);
    await call("/api/v1/namespaces/default/secrets?watch=1", init);
    await call("/apis/apps/v1/deployments?watch=1", init);
    await call("/api/v1/namespaces/default/secrets");
    expect(await running()).toEqual({ "secrets namespace": 2, "deployments cluster": 1 });
    const labels = labelsOf((await scrape()).get("apiserver_longrunning_requests"));
    expect(labels).toContainEqual({
      component: "apiserver",
      group: "apps",
      resource: "deployments",
      scope: "cluster",
      subresource: "",
      verb: "WATCH",
      version: "v1",
    });
    abort.abort();
    await eventually(async () => expect(await running()).toEqual({}));
  });
});

describe("kubernetes_healthchecks_total", () => {
  test("counts each look at all checks of an endpoint, and not those at one check", async () => {
    const counts = async () =>
      Object.fromEntries(
        ((await scrape("/metrics/slis")).get("kubernetes_healthchecks_total")?.samples ?? [])
          .filter(({ labels }) => labels["name"] === "ping")
          .map(({ labels, value }) => [`${labels["type"]} ${labels["status"]}`, value]),
      );
    expect(await counts()).toEqual({});
    for (const path of ["/livez", "/livez?verbose", "/readyz", "/livez/ping"]) await call(path);
    expect(await counts()).toEqual({ "livez success": 2, "readyz success": 1 });
  });
});

// Names, stages and values of test/compatibility_lifecycle/reference/versioned_feature_list.yaml at 1.36: GA has no stage.
test.each([
  ["SELinuxChangePolicy", "", 1],
  ["DeclarativeValidation", "", 1],
  ["CRDObservedGenerationTracking", "BETA", 1],
  ["NodeDeclaredFeatures", "BETA", 1],
  ["InPlacePodVerticalScalingInitContainers", "BETA", 1],
  ["SchedulerAsyncAPICalls", "BETA", 0],
  ["ShardedListAndWatch", "ALPHA", 0],
  ["StorageNamespaceIndex", "DEPRECATED", 1],
  ["SidecarContainers", "", 1],
  ["ConstrainedImpersonation", "BETA", 1],
  ["MutatingAdmissionPolicy", "", 1],
  ["MaxUnavailableStatefulSet", "BETA", 0],
  ["HPAScaleToZero", "ALPHA", 0],
  ["GitRepoVolumeDriver", "DEPRECATED", 0],
  ["AllAlpha", "ALPHA", 0],
])("the feature gate %s", async (name, stage, value) => {
  const family = (await scrape()).get("kubernetes_feature_enabled");
  expect(family?.type).toBe("gauge");
  const found = (family?.samples ?? []).filter(({ labels }) => labels["name"] === name);
  expect(found.map(({ labels, value: shown }) => [labels["stage"], shown])).toEqual([
    [stage, value],
  ]);
});

test.each(["HonorPVReclaimPolicy", "AllowServiceLBStatusOnNonLB", "ServiceTrafficDistribution"])(
  "the feature gate %s is told of no more in 1.36",
  async (name) => {
    const samples = (await scrape()).get("kubernetes_feature_enabled")?.samples ?? [];
    expect(samples.filter(({ labels }) => labels["name"] === name)).toEqual([]);
  },
);
