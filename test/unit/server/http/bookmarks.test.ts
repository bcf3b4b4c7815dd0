/**
 * Bookmarks in each form of a watch: an object of the kind with nothing set but its revision goes the way of all others (apiserver,
 * storage/cacher/cacher.go and endpoints/handlers/response.go), so that a Table has a row for it.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type ApiOnly, type Body } from "../../../fixtures/api-only.ts";
import { definitionOf } from "../../../fixtures/definition.ts";

let api: ApiOnly;
const pods = "/api/v1/namespaces/default/pods";
const widgets = "/apis/example.com/v1/namespaces/default/widgets";

beforeAll(async () => {
  api = await startApiOnly();
  const columns = [{ name: "Size", type: "integer", jsonPath: ".size" }];
  const definition = definitionOf(
    "Widget",
    { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    { version: { additionalPrinterColumns: columns } },
  );
  await api.call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
  await api.host.advance(10_000);
});
afterAll(() => api.stop());

/** The events of a watch of so many seconds. */
async function watch(path: string, query: string, as = "", seconds = 30): Promise<Body[]> {
  const accept = as === "" ? "application/json" : `application/json;as=${as};v=v1;g=meta.k8s.io`;
  const url = `http://kubarium${path}?watch=true&timeoutSeconds=${seconds}&${query}`;
  const response = await api.fetch(new Request(url, { headers: { accept } }));
  expect(response.status).toBe(200);
  await api.host.advance(seconds * 1000);
  return (await response.text())
    .split("\n")
    .flatMap((line) => (line === "" ? [] : JSON.parse(line)));
}

const initial = "allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
const end = { "k8s.io/initial-events-end": "true" };
const revision = expect.stringMatching(/^\d+$/);

describe("the bookmark after the initial events", () => {
  // As Go writes an empty core/v1 Pod.
  it("is an object of the kind", async () => {
    const [first] = await watch(pods, initial);
    expect(first).toEqual({
      type: "BOOKMARK",
      object: {
        kind: "Pod",
        apiVersion: "v1",
        metadata: { resourceVersion: revision, annotations: end },
        spec: { containers: null },
        status: {},
      },
    });
  });

  it.each([
    [
      "/apis/apps/v1/deployments",
      {
        spec: {
          selector: null,
          strategy: {},
          template: { metadata: {}, spec: { containers: null } },
        },
        status: {},
      },
    ],
    ["/api/v1/services", { spec: {}, status: { loadBalancer: {} } }],
    ["/apis/discovery.k8s.io/v1/endpointslices", { addressType: "", endpoints: null, ports: null }],
    ["/apis/scheduling.k8s.io/v1/priorityclasses", { value: 0 }],
    [
      "/apis/autoscaling/v1/horizontalpodautoscalers",
      {
        spec: { maxReplicas: 0, scaleTargetRef: { kind: "", name: "" } },
        status: { currentReplicas: 0, desiredReplicas: 0 },
      },
    ],
    ["/api/v1/configmaps", {}],
    [widgets, {}],
  ])("of %s is %j", async (path, body) => {
    const {
      kind: _kind,
      apiVersion,
      metadata,
      ...rest
    } = (await watch(path, `${initial}&fieldSelector=metadata.name=none`))[0].object;
    expect([
      apiVersion === "v1" || path.startsWith(`/apis/${apiVersion}/`),
      metadata,
      rest,
    ]).toEqual([true, { resourceVersion: revision, annotations: end }, body]);
  });

  it("is a row in a Table, with the headers when it comes first", async () => {
    const [{ object }] = (await watch(pods, initial, "Table")) as [Body];
    expect(object).toMatchObject({
      kind: "Table",
      apiVersion: "meta.k8s.io/v1",
      metadata: { resourceVersion: revision },
      rows: [
        {
          // printPod of an empty Pod.
          cells: ["", "0/0", "", "0", "<unknown>", "<none>", "<none>", "<none>", "<none>"],
          object: {
            kind: "PartialObjectMetadata",
            apiVersion: "meta.k8s.io/v1",
            metadata: { resourceVersion: object.metadata.resourceVersion, annotations: end },
          },
        },
      ],
    });
    expect(object.metadata).not.toHaveProperty("annotations");
    expect(object.columnDefinitions[0]).toMatchObject({ name: "Name", format: "name" });
  });

  it("is a row with the object itself, where rows have it", async () => {
    const [{ object }] = (await watch(pods, `${initial}&includeObject=Object`, "Table")) as [Body];
    expect(object.rows[0].object).toMatchObject({ kind: "Pod", spec: { containers: null } });
    const [none] = await watch(pods, `${initial}&includeObject=None`, "Table");
    expect(none.object.rows[0].object).toBeNull();
  });

  it("is a row without values in the Table of custom resources", async () => {
    const [{ object }] = (await watch(widgets, initial, "Table")) as [Body];
    expect(object.rows[0].cells).toEqual(["", null]);
  });

  it("is its metadata where no more was asked for", async () => {
    const [{ object }] = (await watch(pods, initial, "PartialObjectMetadata")) as [Body];
    expect(object).toEqual({
      kind: "PartialObjectMetadata",
      apiVersion: "meta.k8s.io/v1",
      metadata: { resourceVersion: revision, annotations: end },
    });
  });
});

// cacheWatcher.nextBookmarkTime: two seconds before the deadline.
describe("the last bookmark", () => {
  it("comes before the watch ends", async () => {
    const events = await watch(pods, "allowWatchBookmarks=true", "", 10);
    expect(events.map(({ type }) => type)).toEqual(["BOOKMARK"]);
    expect(events[0].object.metadata).toEqual({ resourceVersion: revision });
  });

  it.each([
    ["nobody asked for bookmarks", "resourceVersion=0", 10],
    ["there is no time for it", "allowWatchBookmarks=true", 2],
  ])("does not where %s", async (_why, query, seconds) => {
    expect(await watch(pods, `${query}&fieldSelector=metadata.name=none`, "", seconds)).toEqual([]);
  });
});
