/**
 * The two ways to bind a Pod, and what the Pod has of it afterwards: facts of pkg/registry/core/pod/storage (BindingREST,
 * LegacyBindingREST), apiserver's handlers/create.go and plugin/pkg/admission/podtopologylabels.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startApiOnly, type Answer, type ApiOnly } from "../../../fixtures/api-only.ts";

const pods = "/api/v1/namespaces/default/pods";
const bindings = "/api/v1/namespaces/default/bindings";

let api: ApiOnly;
let count = 0;
let name = "";

beforeAll(async () => {
  api = await startApiOnly();
  const labels = {
    "topology.kubernetes.io/zone": "z1",
    "topology.kubernetes.io/region": "r1",
    "example.com/rack": "7",
  };
  await api.call("POST", "/api/v1/nodes", {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "n1", labels },
  });
});
afterAll(() => api.stop());
beforeEach(async () => {
  name = `web-${++count}`;
  await api.call("POST", pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, labels: { app: "web", "topology.kubernetes.io/region": "mine" } },
    spec: { containers: [{ name: "main", image: "nginx" }] },
  });
});

function post(path: string, metadata: object, target: object = {}): Promise<Answer> {
  return api.call("POST", path, {
    apiVersion: "v1",
    kind: "Binding",
    metadata,
    target: { kind: "Node", name: "n1", ...target },
  });
}

const doors: readonly [string, () => string][] = [
  ["the Pod's subresource", () => `${pods}/${name}/binding`],
  ["the collection of bindings", () => bindings],
];

test.each(doors)("%s answers with a Status that has no details", async (_door, path) => {
  const { status, body } = await post(path(), { name });
  expect(status).toBe(201);
  expect(body).toStrictEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Success",
    code: 201,
  });
});

test.each(doors)("%s refuses what is not valid with 500 and no reason", async (_door, path) => {
  const { status, body } = await post(path(), { name }, { kind: "Rack", name: "" });
  expect(status).toBe(500);
  expect(body).toStrictEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message:
      '[target.kind: Unsupported value: "Rack": supported values: "Node", "<empty>", target.name: Required value]',
    code: 500,
  });
});

test.each(doors)("%s refuses a second binding as a conflict", async (_door, path) => {
  await post(path(), { name });
  const { status, body } = await post(path(), { name });
  expect(status).toBe(409);
  expect(body).toMatchObject({
    reason: "Conflict",
    message: `Operation cannot be fulfilled on pods/binding "${name}": pod ${name} is already assigned to node "n1"`,
    details: { name, kind: "pods/binding" },
  });
});

test.each(doors)("%s holds the binding to its revision", async (_door, path) => {
  expect((await post(path(), { name, resourceVersion: "1" })).status).toBe(409);
});

test("a uid is a precondition at the Pod's subresource alone: a new object has none", async () => {
  expect((await post(`${pods}/${name}/binding`, { name, uid: "another" })).status).toBe(409);
  expect((await post(bindings, { name, uid: "another" })).status).toBe(201);
});

test("a binding without a name names no Pod", async () => {
  const { status, body } = await post(bindings, {});
  expect(status).toBe(400);
  expect(body.message).toBe("Name parameter required.");
});

test("the Pod gets annotations and labels of the binding over its own, and the zone of its node under them", async () => {
  const given = {
    name,
    annotations: { note: "bound" },
    labels: { app: "other", "topology.kubernetes.io/zone": "given" },
  };
  await post(`${pods}/${name}/binding`, given);
  const { body } = await api.call("GET", `${pods}/${name}`);
  expect(body.spec.nodeName).toBe("n1");
  expect(body.metadata).toMatchObject({ generation: 1, annotations: { note: "bound" } });
  expect(body.metadata.labels).toStrictEqual({
    app: "other",
    "topology.kubernetes.io/zone": "given",
    "topology.kubernetes.io/region": "r1",
  });
});

test.each<[string, () => string, object]>([
  ["through the collection", () => bindings, {}],
  ["to a target without a kind", () => `${pods}/${name}/binding`, { kind: "" }],
])("a Pod bound %s gets no labels of its node", async (_how, path, target) => {
  expect((await post(path(), { name }, target)).status).toBe(201);
  const { body } = await api.call("GET", `${pods}/${name}`);
  expect(body.metadata.labels).toStrictEqual({
    app: "web",
    "topology.kubernetes.io/region": "mine",
  });
});

test("a Pod created on a node keeps the region that it names", async () => {
  const { body } = await api.call("POST", pods, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `${name}-there`, labels: { "topology.kubernetes.io/region": "mine" } },
    spec: { nodeName: "n1", containers: [{ name: "main", image: "nginx" }] },
  });
  expect(body.metadata.labels).toStrictEqual({
    "topology.kubernetes.io/region": "mine",
    "topology.kubernetes.io/zone": "z1",
  });
});

test("PodScheduled changes in its place, and only its status and times are kept", async () => {
  const before = [
    {
      type: "PodScheduled",
      status: "False",
      reason: "Unschedulable",
      message: "0/1 nodes are available",
      lastTransitionTime: "2020-01-01T00:00:00Z",
    },
    { type: "example.com/ready", status: "True", lastTransitionTime: "2020-01-01T00:00:00Z" },
  ];
  await api.call(
    "PATCH",
    `${pods}/${name}/status`,
    { status: { conditions: before } },
    { "content-type": "application/merge-patch+json" },
  );
  await post(`${pods}/${name}/binding`, { name });
  const { conditions } = (await api.call("GET", `${pods}/${name}`)).body.status;
  expect(conditions.map(({ type }: { type: string }) => type)).toEqual([
    "PodScheduled",
    "example.com/ready",
  ]);
  expect(conditions[0]).toStrictEqual({
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: expect.not.stringMatching(/^2020-01-01/) as string,
  });
});

test.each([
  ["evictions", () => `${pods}/${name}/eviction`, { apiVersion: "policy/v1", kind: "Eviction" }],
  [
    "reviews",
    () => "/apis/authorization.k8s.io/v1/namespaces/default/localsubjectaccessreviews",
    { apiVersion: "authorization.k8s.io/v1", kind: "LocalSubjectAccessReview", spec: {} },
  ],
])("%s are of the namespace of their URL", async (_what, path, body) => {
  const metadata = { name, namespace: "kube-system" };
  const answer = await api.call("POST", path(), { ...body, metadata });
  expect(answer.status).toBe(400);
  expect(answer.body.message).toBe(
    "the namespace of the provided object does not match the namespace sent on the request",
  );
});
