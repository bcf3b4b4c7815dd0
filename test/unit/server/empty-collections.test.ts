/**
 * Empty lists and maps on their way in. Go keeps them until an object is stored: where it tells them from none (a nil check or
 * reflect.DeepEqual in defaulting, strategies and validation) and where errors print them, so do we; what is stored has none.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApiOnly, type ApiOnly, type Body } from "../../fixtures/api-only.ts";

let api: ApiOnly;
beforeAll(async () => {
  api = await startApiOnly();
});
afterAll(() => api.stop());

const paths: Readonly<Record<string, string>> = {
  ClusterRole: "/apis/rbac.authorization.k8s.io/v1/clusterroles",
  ConfigMap: "/api/v1/namespaces/default/configmaps",
  CSINode: "/apis/storage.k8s.io/v1/csinodes",
  EndpointSlice: "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices",
  HorizontalPodAutoscaler: "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers",
  Job: "/apis/batch/v1/namespaces/default/jobs",
  LimitRange: "/api/v1/namespaces/default/limitranges",
  NetworkPolicy: "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies",
  Deployment: "/apis/apps/v1/namespaces/default/deployments",
  ResourceClaim: "/apis/resource.k8s.io/v1/namespaces/default/resourceclaims",
  Pod: "/api/v1/namespaces/default/pods",
  Role: "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles",
  RuntimeClass: "/apis/node.k8s.io/v1/runtimeclasses",
  Secret: "/api/v1/namespaces/default/secrets",
  ValidatingWebhookConfiguration:
    "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
};

const pathOf = (kind: string): string => paths[kind] ?? "";

function object(kind: string, name: string, body: Body): Body {
  const [, group = "", version = ""] = /^\/apis\/([^/]+)\/([^/]+)/.exec(pathOf(kind)) ?? [];
  const apiVersion = group === "" ? "v1" : `${group}/${version}`;
  return { apiVersion, kind, metadata: { name }, ...body };
}

async function create(kind: string, name: string, body: Body): Promise<Body> {
  const made = await api.call("POST", pathOf(kind), object(kind, name, body));
  expect([made.status, made.body.message]).toEqual([201, undefined]);
  return made.body;
}

const put = (kind: string, stored: Body, body: Body) => {
  const { name, resourceVersion } = stored.metadata;
  const next = { ...object(kind, name, body), metadata: { name, resourceVersion } };
  return api.call("PUT", `${pathOf(kind)}/${String(name)}`, next);
};

describe("policies of an autoscaler's behavior", () => {
  const spec = (behavior: Body) => ({
    spec: {
      maxReplicas: 2,
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "d" },
      behavior,
    },
  });
  const needed = "Required value: must specify at least one Policy";

  // TestValidateHorizontalPodAutoscalerBehavior: "must specify at least one Policy".
  it.each([
    [{ scaleUp: { policies: [] } }, ["spec.behavior.scaleUp.policies"]],
    [{ scaleDown: { policies: [] } }, ["spec.behavior.scaleDown.policies"]],
    [
      { scaleUp: { policies: [] }, scaleDown: { policies: [] } },
      ["spec.behavior.scaleUp.policies", "spec.behavior.scaleDown.policies"],
    ],
  ])("may not be empty: %j", async (behavior, fields) => {
    const kind = "HorizontalPodAutoscaler";
    const { status, body } = await api.call(
      "POST",
      pathOf(kind),
      object(kind, "a", spec(behavior)),
    );
    const causes = fields.map((field) => ({
      reason: "FieldValueRequired",
      message: needed,
      field,
    }));
    expect([status, body.details.causes]).toEqual([422, causes]);
  });

  it.each([
    ["merge-patch+json", { spec: { behavior: { scaleUp: { policies: [] } } } }],
    ["strategic-merge-patch+json", { spec: { behavior: { scaleUp: { policies: [] } } } }],
    [
      "json-patch+json",
      [{ op: "add", path: "/spec/behavior", value: { scaleUp: { policies: [] } } }],
    ],
    [
      "apply-patch+yaml",
      object("HorizontalPodAutoscaler", "patched", spec({ scaleUp: { policies: [] } })),
    ],
  ])("may not become empty by %s", async (type, patch) => {
    const kind = "HorizontalPodAutoscaler";
    await api.call("POST", pathOf(kind), object(kind, "patched", spec({})));
    const headers = { "content-type": `application/${type}` };
    const path = `${pathOf(kind)}/patched?fieldManager=m&force=true`;
    const asked = type === "apply-patch+yaml" ? path : path.replace("&force=true", "");
    const { status, body } = await api.call("PATCH", asked, patch, headers);
    expect([status, body.details?.causes?.[0]?.field]).toEqual([
      422,
      "spec.behavior.scaleUp.policies",
    ]);
  });

  it.each([{ scaleUp: {} }, { scaleUp: { policies: null } }])(
    "are the default where there are none: %j",
    async (behavior) => {
      const kind = "HorizontalPodAutoscaler";
      const path = `${pathOf(kind)}?dryRun=All`;
      const { status, body } = await api.call("POST", path, object(kind, "b", spec(behavior)));
      expect([status, body.spec.behavior.scaleUp.policies.length]).toEqual([201, 2]);
    },
  );
});

// SetDefaults_NodeStatus looks for nil.
it.each([
  [{ capacity: { cpu: "1" } }, { cpu: "1" }],
  [{ capacity: { cpu: "1" }, allocatable: null }, { cpu: "1" }],
  [{ capacity: { cpu: "1" }, allocatable: {} }, undefined],
])("of a node that has %j, allocatable is %j", async (status, allocatable) => {
  const path = "/api/v1/nodes?dryRun=All";
  const sent = { apiVersion: "v1", kind: "Node", metadata: { name: "n" }, status };
  const { body } = await api.call("POST", path, sent);
  expect(body.status.allocatable).toEqual(allocatable);
});

// ValidateConfigMapUpdate and ValidateSecretUpdate compare by reflect.DeepEqual.
describe.each([
  ["ConfigMap", "data"],
  ["ConfigMap", "binaryData"],
  ["Secret", "data"],
])("of an immutable %s, %s", (kind, field) => {
  it("may not become empty where there is none", async () => {
    const stored = await create(kind, `none-${field.toLowerCase()}`, { immutable: true });
    const { status, body } = await put(kind, stored, { immutable: true, [field]: {} });
    expect([status, body.details.causes]).toEqual([
      422,
      [
        {
          reason: "FieldValueForbidden",
          message: "Forbidden: field is immutable when `immutable` is set",
          field,
        },
      ],
    ]);
    expect((await put(kind, stored, { immutable: true })).status).toBe(200);
  });

  it("is stored as none when it is empty", async () => {
    const stored = await create(kind, `empty-${field.toLowerCase()}`, { [field]: {} });
    expect(stored).not.toHaveProperty(field);
    const { status, body } = await put(kind, stored, { [field]: {}, immutable: true });
    expect([status, field in body]).toEqual([200, false]);
  });
});

// Strategies that count by reflect.DeepEqual.
describe("the generation", () => {
  const policy = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

  it("of a NetworkPolicy goes up with rules that are empty, and nothing else changes", async () => {
    const stored = await create("NetworkPolicy", "empty", { spec: { ...policy, ingress: [] } });
    expect([stored.metadata.generation, stored.spec]).toEqual([1, policy]);
    const same = await put("NetworkPolicy", stored, { spec: policy });
    expect(same.body.metadata).toMatchObject({
      generation: 1,
      resourceVersion: stored.metadata.resourceVersion,
    });
    const { body } = await put("NetworkPolicy", stored, { spec: { ...policy, egress: [] } });
    expect([body.metadata.generation, body.spec]).toEqual([2, policy]);
    expect(body.metadata.managedFields).toEqual(stored.metadata.managedFields);
  });

  it("of a webhook configuration does, too", async () => {
    const kind = "ValidatingWebhookConfiguration";
    const stored = await create(kind, "empty", {});
    const { body } = await put(kind, stored, { webhooks: [] });
    expect([body.metadata.generation, "webhooks" in body]).toEqual([2, false]);
    expect((await put(kind, body, {})).body.metadata.generation).toBe(2);
  });

  it("of others does not", async () => {
    const template = (more: object) => ({
      metadata: { labels: { a: "b" } },
      spec: { containers: [{ name: "c", image: "i" }], ...more },
    });
    const spec = { selector: { matchLabels: { a: "b" } } };
    const stored = await create("Deployment", "d", { spec: { ...spec, template: template({}) } });
    const empty = template({ tolerations: [], nodeSelector: {}, volumes: [] });
    const { body } = await put("Deployment", stored, { spec: { ...spec, template: empty } });
    expect(body).toEqual(stored);
  });
});

// No omitempty: null is written for none, and protobuf, in which they are stored, knows no empty list.
it.each<[string, Body, Body]>([
  ["ClusterRole", { rules: [] }, { rules: null }],
  ["Role", { rules: [] }, { rules: null }],
  ["LimitRange", { spec: { limits: [] } }, { spec: { limits: null } }],
  ["CSINode", { spec: { drivers: [] } }, { spec: { drivers: null } }],
  [
    "CSINode",
    { spec: { drivers: [{ name: "d", nodeID: "n", topologyKeys: [] }] } },
    { spec: { drivers: [{ name: "d", nodeID: "n", topologyKeys: null }] } },
  ],
  [
    "ResourceClaim",
    { spec: { devices: { requests: [], config: [] } } },
    { spec: { devices: { requests: null } } },
  ],
  [
    "EndpointSlice",
    { addressType: "IPv4", endpoints: [], ports: [] },
    { addressType: "IPv4", endpoints: null, ports: null },
  ],
])("an empty list of a %s comes back as null: %j", async (kind, sent, shown) => {
  const name = `null-${Object.values(sent.spec ?? {}).flat().length}`;
  const stored = await create(kind, name, sent);
  expect(stored).toMatchObject(shown);
  const path = `${pathOf(kind)}/${name}`;
  expect((await api.call("GET", path)).body).toEqual(stored);
  expect((await put(kind, stored, sent)).body).toMatchObject(shown);
});

describe("errors print the object as it was sent", () => {
  const container = (image: string) => ({
    name: "c",
    image,
    args: [],
    resources: { limits: {} },
    securityContext: { capabilities: {} },
  });
  const job = (image: string) => ({
    spec: {
      template: {
        metadata: { annotations: {} },
        spec: {
          restartPolicy: "Never",
          containers: [container(image)],
          nodeSelector: {},
          tolerations: [],
        },
      },
    },
  });

  // core.PodTemplateSpec has no JSON tags: nil lists print as null, empty ones as they are; ObjectMeta has.
  it("in a template that may not change", async () => {
    const stored = await create("Job", "job", job("a"));
    const { body } = await put("Job", stored, job("b"));
    const { message } = body.details.causes.find((cause: Body) => cause.field === "spec.template");
    for (const part of [
      '"Image":"b","Command":null,"Args":[],',
      '"Resources":{"Limits":{},"Requests":null,"Claims":null}',
      '"NodeSelector":{},',
      '"Tolerations":[],',
      '"HostAliases":null,',
    ]) {
      expect(message).toContain(part);
    }
    expect(message).not.toContain("annotations");
  });

  // metav1.LabelSelector leaves out what is empty.
  it("but for types whose JSON leaves it out", async () => {
    const template = { metadata: { labels: { a: "b" } }, spec: { containers: [container("i")] } };
    const sent = { spec: { selector: { matchLabels: {} }, template } };
    const { body } = await api.call("POST", pathOf("Deployment"), object("Deployment", "e", sent));
    expect(body.details.causes[0]).toEqual({
      reason: "FieldValueInvalid",
      message: "Invalid value: {}: empty selector is invalid for deployment",
      field: "spec.selector",
    });
  });
});

describe("of a Pod", () => {
  const container = { name: "c", image: "i" };
  const fieldsOf = ({ details }: Body) => details?.causes?.map(({ field }: Body) => field);

  // validateOverhead of the RuntimeClass plugin asks whether the map is nil.
  it("an overhead without anything in it is one that the class must have", async () => {
    const podFixed = { cpu: "10m" };
    await create("RuntimeClass", "heavy", { handler: "h", overhead: { podFixed } });
    await create("RuntimeClass", "light", { handler: "h" });
    await create("RuntimeClass", "empty", { handler: "h", overhead: {} });
    const post = async (spec: Body) => {
      const sent = object("Pod", "p", { spec: { containers: [container], ...spec } });
      const { status, body } = await api.call("POST", `${pathOf("Pod")}?dryRun=All`, sent);
      return [status, status === 201 ? body.spec.overhead : body.message];
    };
    const refused = (why: string) => [403, `pods "p" is forbidden: pod rejected: ${why}`];
    const without = refused("Pod Overhead set without corresponding RuntimeClass defined Overhead");
    const mismatch = refused("Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    const overhead = {};
    expect(await post({ overhead })).toEqual(without);
    expect(await post({ overhead, runtimeClassName: "light" })).toEqual(without);
    expect(await post({ overhead, runtimeClassName: "heavy" })).toEqual(mismatch);
    expect(await post({ overhead: { cpu: "1" }, runtimeClassName: "empty" })).toEqual(mismatch);
    expect(await post({ overhead, runtimeClassName: "empty" })).toEqual([201, undefined]);
    expect(await post({ overhead: null, runtimeClassName: "heavy" })).toEqual([201, podFixed]);
    expect(await post({ overhead: null })).toEqual([201, undefined]);
  });

  it("a template may have one, which is none", async () => {
    const template = {
      metadata: { labels: { a: "b" } },
      spec: { containers: [container], overhead: {} },
    };
    const spec = { selector: { matchLabels: { a: "b" } }, template };
    const stored = await create("Deployment", "overhead", { spec });
    expect(stored.spec.template.spec).not.toHaveProperty("overhead");
  });

  // validateWindows looks for nil, and counts sysctls alone.
  it.each([
    ["windows", { supplementalGroups: [] }, ["spec.securityContext.supplementalGroups"]],
    ["windows", { supplementalGroups: null }, undefined],
    ["windows", { sysctls: [] }, undefined],
    ["linux", { supplementalGroups: [] }, undefined],
  ])("that runs on %s, %j is refused at %j", async (name, securityContext, fields) => {
    const spec = { os: { name }, securityContext, containers: [container] };
    const post = (kind: string, body: Body) =>
      api.call("POST", `${pathOf(kind)}?dryRun=All`, object(kind, "w", body));
    expect(fieldsOf((await post("Pod", { spec })).body)).toEqual(fields);
    const template = { spec: { ...spec, restartPolicy: "Never" } };
    expect(fieldsOf((await post("Job", { spec: { template } })).body)).toEqual(
      fields?.map((field) => `spec.template.${field}`),
    );
  });

  // TestValidateEphemeralContainers; validateFieldAllowList compares with the zero value by reflect.DeepEqual.
  it.each([
    [{ ports: [] }, ["ports"]],
    [{ resources: { limits: {} } }, ["resources"]],
    [{ resources: { claims: [] } }, ["resources"]],
    [{ resizePolicy: [], livenessProbe: null }, ["resizePolicy"]],
    [{ restartPolicyRules: [] }, ["restartPolicyRules"]],
    [{ resources: {}, env: [], volumeMounts: [], args: [], ports: null }, undefined],
  ])("a debugging container with %j is refused at %j", async (parts, fields) => {
    const kind = "Pod";
    const { status } = await api.call(
      "POST",
      pathOf(kind),
      object(kind, "d", { spec: { containers: [container] } }),
    );
    expect([201, 409]).toContain(status);
    const debug = { name: "debug", image: "i", ...parts };
    const { body } = await api.call(
      "PATCH",
      `${pathOf(kind)}/d/ephemeralcontainers?dryRun=All`,
      { spec: { ephemeralContainers: [debug] } },
      { "content-type": "application/strategic-merge-patch+json" },
    );
    const at = "spec.ephemeralContainers[0]";
    expect(fieldsOf(body)).toEqual(fields?.map((field) => `${at}.${field}`));
    if (!fields) return;
    expect(body.details.causes[0].message).toBe(
      "Forbidden: cannot be set for an Ephemeral Container",
    );
  });
});
