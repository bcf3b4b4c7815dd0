/** Who owns what when a kind has several versions, or is written through its Scale (test/integration/apiserver/apply). */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type Answer, type ApiOnly, type Body } from "../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const applyHeaders = { "content-type": "application/apply-patch+yaml" };

function apply(path: string, manager: string, body: unknown, more = ""): Promise<Answer> {
  return api.call("PATCH", `${path}?fieldManager=${manager}${more}`, body, applyHeaders);
}

/** `manager operation version subresource`, and its fields. */
function owners(object: Body): Record<string, unknown> {
  const entries: Body[] = object.metadata.managedFields ?? [];
  return Object.fromEntries(
    entries.map((entry) => [
      [entry.manager, entry.operation, entry.apiVersion, entry.subresource]
        .filter(Boolean)
        .join(" "),
      entry.fieldsV1,
    ]),
  );
}

describe("an autoscaler, in two versions", () => {
  const autoscaler = (version: string, spec: object): Body => ({
    apiVersion: `autoscaling/${version}`,
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "h" },
    spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "d" }, ...spec },
  });
  const path = (version: string): string =>
    `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers/h`;
  const first = { maxReplicas: 3, targetCPUUtilizationPercentage: 50 };

  it("has its fields noted in the version that its writers speak", async () => {
    const { status, body } = await apply(path("v1"), "one", autoscaler("v1", first));
    expect(status).toBe(201);
    expect(owners(body)["one Apply autoscaling/v1"]).toEqual({
      "f:spec": {
        "f:maxReplicas": {},
        "f:scaleTargetRef": {},
        "f:targetCPUUtilizationPercentage": {},
      },
    });
  });

  it("tells a conflict across versions by the owner's own fields", async () => {
    const metrics = (percent: number): object => ({
      metrics: [
        {
          type: "Resource",
          resource: { name: "cpu", target: { type: "Utilization", averageUtilization: percent } },
        },
      ],
    });
    const same = autoscaler("v2", { maxReplicas: 3, ...metrics(50) });
    expect((await apply(path("v2"), "two", same)).status).toBe(200);
    const other = autoscaler("v2", { maxReplicas: 3, ...metrics(60) });
    const refused = await apply(path("v2"), "three", other);
    expect(refused.status).toBe(409);
    expect(refused.body.details.causes.map(({ field }: Body) => field).sort()).toEqual([
      ".spec.metrics",
      ".spec.targetCPUUtilizationPercentage",
    ]);
    const forced = await apply(path("v2"), "three", other, "&force=true");
    expect(forced.status).toBe(200);
    expect(JSON.stringify(owners(forced.body)["one Apply autoscaling/v1"])).not.toContain("CPU");
  });

  it("keeps what is still owned in another version", async () => {
    const { status } = await apply(path("v1"), "one", autoscaler("v1", { maxReplicas: 3 }));
    expect(status).toBe(200);
    const { body } = await api.call("GET", path("v2"));
    expect(body.spec.metrics[0].resource.target.averageUtilization).toBe(60);
  });
});

describe("a Deployment and its Scale", () => {
  const path = "/apis/apps/v1/namespaces/default/deployments/d";
  const deployment = (replicas?: number): Body => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d" },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      selector: { matchLabels: { a: "b" } },
      template: {
        metadata: { labels: { a: "b" } },
        spec: { containers: [{ name: "c", image: "i" }] },
      },
    },
  });
  const scale = (replicas: number): Body => ({
    apiVersion: "autoscaling/v1",
    kind: "Scale",
    metadata: { name: "d", namespace: "default" },
    spec: { replicas },
  });
  const replicasOnly = { "f:spec": { "f:replicas": {} } };

  it("moves the replicas to whoever writes the Scale", async () => {
    expect((await apply(path, "me", deployment(1))).status).toBe(201);
    const put = await api.call("PUT", `${path}/scale?fieldManager=scaler`, scale(3));
    expect(put.status).toBe(200);
    const { body } = await api.call("GET", path);
    expect(owners(body)["scaler Update apps/v1 scale"]).toEqual(replicasOnly);
    expect(JSON.stringify(owners(body)["me Apply apps/v1"])).not.toContain("replicas");
  });

  it("lets a Scale be applied, with conflicts and force", async () => {
    const refused = await apply(`${path}/scale`, "hand", scale(5));
    expect([refused.status, refused.body.details.causes]).toEqual([
      409,
      [
        {
          reason: "FieldManagerConflict",
          message: 'conflict with "scaler" with subresource "scale" using autoscaling/v1',
          field: ".spec.replicas",
        },
      ],
    ]);
    const forced = await apply(`${path}/scale`, "hand", scale(5), "&force=true");
    expect([forced.status, forced.body.kind, forced.body.spec]).toEqual([
      200,
      "Scale",
      { replicas: 5 },
    ]);
    const { body } = await api.call("GET", path);
    expect(owners(body)["hand Apply apps/v1 scale"]).toEqual(replicasOnly);
    expect(owners(body)["scaler Update apps/v1 scale"]).toBeUndefined();
  });

  it("refuses the Scale of what there is not", async () => {
    const none = path.replace(/d$/, "none");
    expect((await apply(`${none}/scale`, "me", scale(1))).status).toBe(404);
  });
});

describe("a custom kind without conversion", () => {
  const crd = (drop: readonly string[] = []): Body => {
    const version = (name: string, storage: boolean, properties: object): object => ({
      name,
      served: true,
      storage,
      schema: {
        openAPIV3Schema: {
          type: "object",
          properties: { spec: { type: "object", properties } },
        },
      },
    });
    const text = { type: "string" };
    const list = { type: "array", items: text };
    return {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "things.example.com" },
      spec: {
        group: "example.com",
        scope: "Namespaced",
        names: { plural: "things", kind: "Thing" },
        versions: [
          version("v1", false, { a: text, list }),
          version("v2", true, { a: text, list: { ...list, "x-kubernetes-list-type": "set" } }),
        ].filter(({ name }: Body) => !drop.includes(name)),
      },
    };
  };
  const path = (version: string): string =>
    `/apis/example.com/${version}/namespaces/default/things/t`;
  const thing = (version: string, spec: object): Body => ({
    apiVersion: `example.com/${version}`,
    kind: "Thing",
    metadata: { name: "t" },
    spec,
  });

  it("compares lists as the version of their owner has them", async () => {
    await api.call("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", crd());
    await api.host.settle();
    expect((await apply(path("v1"), "whole", thing("v1", { list: ["x"] }))).status).toBe(201);
    const refused = await apply(path("v2"), "one", thing("v2", { list: ["y"] }));
    expect([refused.status, refused.body.details?.causes[0].field]).toEqual([409, ".spec.list"]);
    const forced = await apply(path("v2"), "one", thing("v2", { list: ["y"] }), "&force=true");
    expect([forced.status, forced.body.spec]).toEqual([200, { list: ["x", "y"] }]);
    expect(owners(forced.body)).toEqual({
      "one Apply example.com/v2": { "f:spec": { "f:list": { 'v:"y"': {} } } },
    });
  });

  it("forgets owners in a version that is gone", async () => {
    expect((await apply(path("v1"), "old", thing("v1", { a: "1" }))).status).toBe(200);
    const definitions =
      "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.example.com";
    const now = (await api.call("GET", definitions)).body;
    const put = await api.call("PUT", definitions, { ...now, spec: crd(["v1"]).spec });
    expect([put.status, put.body.message]).toEqual([200, undefined]);
    await api.host.settle();
    const after = await apply(path("v2"), "new", thing("v2", { a: "2" }));
    expect([after.status, after.body.message]).toEqual([200, undefined]);
    expect(Object.keys(owners(after.body)).sort()).toEqual([
      "new Apply example.com/v2",
      "one Apply example.com/v2",
    ]);
  });
});
