/**
 * The conformance texts of sig-api-machinery that walk through every operation of an API: flow schemas, priority levels, and admission
 * policies with their bindings; by their testnames.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConformanceCluster, type Body } from "../../fixtures/conformance.ts";

let cluster: ConformanceCluster;
beforeAll(async () => {
  cluster = await ConformanceCluster.start({ nodes: 1 });
});
afterAll(() => cluster.stop());

interface Walked {
  readonly group: string;
  readonly resource: string;
  /** Whether it has a status, which is read, patched and replaced. */
  readonly hasStatus: boolean;
  readonly spec: object;
  /** A merge patch, and where its value is then found. */
  readonly change: object;
  readonly status: object;
}

const rule = {
  subjects: [{ kind: "User", user: { name: "example-e2e-user" } }],
  nonResourceRules: [{ verbs: ["*"], nonResourceURLs: ["*"] }],
};
const limitResponse = { type: "Queue", queuing: { queues: 64, handSize: 8, queueLengthLimit: 50 } };
const policySpec = {
  matchConstraints: {
    resourceRules: [
      {
        apiGroups: ["apps"],
        apiVersions: ["v1"],
        operations: ["CREATE"],
        resources: ["deployments"],
      },
    ],
  },
  validations: [{ expression: "object.spec.replicas <= 100" }],
};
const condition = {
  type: "Dangling",
  status: "False",
  reason: "E2E",
  message: "Set from an e2e test",
  lastTransitionTime: "2026-01-01T00:00:00Z",
};

const walks: readonly (readonly [testname: string, Walked])[] = [
  [
    "Priority and Fairness FlowSchema API",
    {
      group: "flowcontrol.apiserver.k8s.io",
      resource: "flowschemas",
      hasStatus: true,
      spec: {
        matchingPrecedence: 10_000,
        priorityLevelConfiguration: { name: "global-default" },
        distinguisherMethod: { type: "ByUser" },
        rules: [rule],
      },
      change: { spec: { matchingPrecedence: 9999 } },
      status: { conditions: [condition] },
    },
  ],
  [
    "Priority and Fairness PriorityLevelConfiguration API",
    {
      group: "flowcontrol.apiserver.k8s.io",
      resource: "prioritylevelconfigurations",
      hasStatus: true,
      spec: { type: "Limited", limited: { nominalConcurrencyShares: 2, limitResponse } },
      change: { spec: { limited: { nominalConcurrencyShares: 4 } } },
      status: { conditions: [{ ...condition, type: "Concurrency" }] },
    },
  ],
  [
    "ValidatingAdmissionPolicy API",
    {
      group: "admissionregistration.k8s.io",
      resource: "validatingadmissionpolicies",
      hasStatus: true,
      spec: policySpec,
      change: { spec: { failurePolicy: "Ignore" } },
      status: { conditions: [{ ...condition, type: "StatusPatched" }] },
    },
  ],
  [
    "ValidatingAdmissionPolicyBinding API",
    {
      group: "admissionregistration.k8s.io",
      resource: "validatingadmissionpolicybindings",
      hasStatus: false,
      spec: { policyName: "replicalimit-policy.example.com", validationActions: ["Deny"] },
      change: { spec: { validationActions: ["Warn"] } },
      status: {},
    },
  ],
];

async function isDiscovered({ group, resource, hasStatus }: Walked): Promise<void> {
  const version = { groupVersion: `${group}/v1`, version: "v1" };
  const { groups } = await cluster.ok("GET", "/apis");
  expect(groups.find(({ name }: Body) => name === group).versions).toContainEqual(version);
  expect((await cluster.ok("GET", `/apis/${group}`)).versions).toContainEqual(version);
  const { resources } = await cluster.ok("GET", `/apis/${group}/v1`);
  const found = resources.find(({ name }: Body) => name === resource);
  expect(found.verbs).toEqual(
    expect.arrayContaining([
      "create",
      "get",
      "list",
      "watch",
      "update",
      "patch",
      "delete",
      "deletecollection",
    ]),
  );
  const names = resources.map(({ name }: Body) => name);
  expect(names.includes(`${resource}/status`)).toBe(hasStatus);
}

async function statusIsKept(path: string, { status }: Walked): Promise<void> {
  const { conditions } = status as { conditions: readonly object[] };
  const patched = await cluster.patch(`${path}/status`, {
    metadata: { annotations: { patchedstatus: "true" } },
    status,
  });
  expect(patched.status.conditions).toEqual(
    expect.arrayContaining(conditions.map((one) => expect.objectContaining(one))),
  );
  const updated = await cluster.update(`${path}/status`, (object) => {
    const own = object.status.conditions.find((one: Body) => one.reason === "E2E");
    own.message = "replaced";
  });
  expect(updated.status.conditions.map(({ message }: Body) => message)).toContain("replaced");
  expect((await cluster.ok("GET", `${path}/status`)).status).toEqual(updated.status);
}

describe("API operations", () => {
  test.each(walks)("%s", async (_testname, walked) => {
    await isDiscovered(walked);
    const path = `/apis/${walked.group}/v1/${walked.resource}`;
    const label = "example-e2e-label=walked";
    const body = (name: string) => ({
      metadata: { name, labels: { "example-e2e-label": "walked" } },
      spec: walked.spec,
    });
    const created = await cluster.ok("POST", path, body("first.example.com"));
    for (const name of ["second.example.com", "third.example.com"]) {
      await cluster.ok("POST", path, body(name));
    }
    const first = `${path}/first.example.com`;
    expect((await cluster.ok("GET", first)).metadata.uid).toBe(created.metadata.uid);
    const list = await cluster.ok("GET", `${path}?labelSelector=${label}`);
    expect(list.items.length).toBe(3);
    const watched = await cluster.watch(
      `${path}?labelSelector=${label}&resourceVersion=${list.metadata.resourceVersion}`,
    );

    const patched = await cluster.patch(first, {
      metadata: { annotations: { patched: "true" } },
      ...walked.change,
    });
    expect(patched).toMatchObject({ metadata: { annotations: { patched: "true" } } });
    expect(patched).toMatchObject(walked.change);
    const updated = await cluster.update(first, (object) => {
      object.metadata.annotations["updated"] = "true";
    });
    expect(updated.metadata.annotations).toMatchObject({ patched: "true", updated: "true" });
    if (walked.hasStatus) await statusIsKept(first, walked);

    await cluster.ok("DELETE", first);
    await cluster.gone(first);
    expect((await cluster.ok("GET", `${path}?labelSelector=${label}`)).items.length).toBe(2);
    await cluster.ok("DELETE", `${path}?labelSelector=${label}`);
    expect((await cluster.ok("GET", `${path}?labelSelector=${label}`)).items).toEqual([]);
    await cluster.advance(100);
    const types = watched.events.map(({ type }) => type);
    expect(types.filter((type) => type === "DELETED").length).toBe(3);
    const annotations = watched.events.map(({ object }) => object.metadata.annotations ?? {});
    expect(annotations).toContainEqual(expect.objectContaining({ updated: "true" }));
    await watched.close();
  });
});

describe("ValidatingAdmissionPolicy", () => {
  const registration = "/apis/admissionregistration.k8s.io/v1";
  const deployment = (name: string, replicas: number) => ({
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "sample-container", image: "pause" }] },
      },
    },
  });

  async function enforce(name: string, spec: object): Promise<string> {
    const namespace = await cluster.namespace("policies", { [name]: "true" });
    const namespaceSelector = { matchLabels: { [name]: "true" } };
    await cluster.ok("POST", `${registration}/validatingadmissionpolicies`, {
      metadata: { name: `${name}.example.com` },
      spec: { ...policySpec, ...spec },
    });
    await cluster.ok("POST", `${registration}/validatingadmissionpolicybindings`, {
      metadata: { name: `${name}-binding.example.com` },
      spec: {
        policyName: `${name}.example.com`,
        validationActions: ["Deny"],
        matchResources: { namespaceSelector },
      },
    });
    return `/apis/apps/v1/namespaces/${namespace}/deployments`;
  }

  test("ValidatingAdmissionPolicy: should allow expressions to refer variables", async () => {
    const path = await enforce("variables", {
      variables: [
        { name: "replicas", expression: "object.spec.replicas" },
        { name: "oddReplicas", expression: "variables.replicas % 2 == 1" },
      ],
      validations: [
        { expression: "variables.replicas > 1" },
        { expression: "variables.oddReplicas" },
      ],
    });
    const { message } = await cluster.refused("POST", path, deployment("replicated", 2));
    expect(message).toContain("failed expression: variables.oddReplicas");
    await cluster.ok("POST", path, deployment("replicated", 3));
  });

  test("ValidatingAdmissionPolicy: should validate against a Deployment", async () => {
    const path = await enforce("limits", {
      validations: [
        {
          expression: "object.spec.replicas > 1",
          messageExpression: "'wants replicas > 1, got ' + string(object.spec.replicas)",
        },
        { expression: "namespaceObject.metadata.name == object.metadata.namespace", message: "ns" },
      ],
    });
    const { message } = await cluster.refused("POST", path, deployment("marker-deployment", 1));
    expect(message).toContain("wants replicas > 1, got 1");
    await cluster.ok("POST", path, deployment("replicated", 2));
  });
});
