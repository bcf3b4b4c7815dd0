/** Kubelets that are asked like anybody: one of this engine's own that nobody vouches for, and what others say over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NODES, PODS } from "../../../../src/api/kinds.ts";
import { createCluster, createSystemHost, type Cluster } from "../../../../src/index.ts";
import { startNodeAgents, type NodeAgents } from "../../../../src/kubelet/node-agents.ts";
import { apiCaller } from "../../../fixtures/api-call.ts";
import { eventually } from "../../../fixtures/eventually.ts";
import { signingRequest } from "../../../fixtures/signing-request.ts";

let cluster: Cluster;
let agents: NodeAgents;
const call = apiCaller(() => cluster);
const asNode = (name: string) => ({
  "impersonate-user": `system:node:${name}`,
  "impersonate-group": "system:nodes",
});
const core = "/api/v1/namespaces/default";

beforeAll(async () => {
  const host = createSystemHost();
  cluster = await createCluster({ host, nodes: 0 });
  agents = await startNodeAgents({
    client: cluster.client,
    // Users that the engine's own module has not made: the authorizers are asked about them.
    clientOf: (node) =>
      cluster.as({
        name: `system:node:${node}`,
        groups: ["system:nodes", "system:authenticated"],
      }),
    host,
    nodes: [{ name: "one" }, { name: "two" }],
  });
  await call("POST", `${core}/secrets`, { metadata: { name: "used" }, stringData: { a: "b" } });
  await call("POST", `${core}/secrets`, { metadata: { name: "unused" }, stringData: { a: "b" } });
  await eventually(async () => {
    const { status, body } = await call("POST", `${core}/pods`, {
      metadata: { name: "web" },
      spec: {
        nodeName: "one",
        containers: [{ name: "c", image: "web:1" }],
        volumes: [{ name: "v", secret: { secretName: "used" } }],
      },
    });
    expect(status, body.message).toBe(201);
  });
});
afterAll(async () => {
  await agents.stop();
  await cluster.stop();
});

test("a kubelet of this engine gets through with the rights of any: it registers, runs Pods, reports and removes them", async () => {
  await eventually(async () => {
    const pod = await cluster.client.get(PODS, { namespace: "default", name: "web" });
    expect(pod.status?.phase).toBe("Running");
  });
  const node = await cluster.client.get(NODES, { name: "one" });
  expect(node.status?.conditions?.some(({ type }) => type === "Ready")).toBe(true);
  await call("POST", `${core}/pods`, {
    metadata: { name: "short" },
    spec: { nodeName: "two", containers: [{ name: "c", image: "web:1" }] },
  });
  await eventually(async () => {
    const pod = await cluster.client.get(PODS, { namespace: "default", name: "short" });
    expect(pod.status?.phase).toBe("Running");
  });
  await call("DELETE", `${core}/pods/short`, { gracePeriodSeconds: 1 });
  await eventually(async () => {
    expect((await call("GET", `${core}/pods/short`)).status).toBe(404);
  });
});

describe("over HTTP", () => {
  const refused = (what: string, verb: string, where: string, why: string) =>
    `${what} is forbidden: User "system:node:one" cannot ${verb} ${where}: ${why}`;
  const unrelated = "no relationship found between node 'one' and this object";

  test.each([
    ["GET", `${core}/secrets/used`, 200, undefined],
    ["GET", `${core}/secrets?fieldSelector=metadata.name%3Dused`, 200, undefined],
    [
      "GET",
      `${core}/secrets/unused`,
      403,
      refused(
        'secrets "unused"',
        "get",
        'resource "secrets" in API group "" in the namespace "default"',
        unrelated,
      ),
    ],
    [
      "GET",
      `${core}/secrets?fieldSelector=metadata.name%3Dunused`,
      403,
      refused(
        'secrets "unused"',
        "list",
        'resource "secrets" in API group "" in the namespace "default"',
        unrelated,
      ),
    ],
    [
      "GET",
      `${core}/secrets`,
      403,
      refused(
        "secrets",
        "list",
        'resource "secrets" in API group "" in the namespace "default"',
        "No Object name found",
      ),
    ],
    ["GET", `${core}/configmaps/kube-root-ca.crt`, 200, undefined],
    ["GET", `${core}/serviceaccounts/default`, 200, undefined],
    ["GET", "/api/v1/pods?fieldSelector=spec.nodeName%3Done", 200, undefined],
    [
      "GET",
      "/api/v1/pods",
      403,
      refused(
        "pods",
        "list",
        'resource "pods" in API group "" at the cluster scope',
        "can only list/watch pods with spec.nodeName field selector",
      ),
    ],
    ["GET", "/api/v1/nodes/one", 200, undefined],
    [
      "GET",
      "/api/v1/nodes/two",
      403,
      refused(
        'nodes "two"',
        "get",
        'resource "nodes" in API group "" at the cluster scope',
        "node 'one' cannot read 'two', only its own Node object",
      ),
    ],
    [
      "DELETE",
      "/api/v1/nodes/one",
      403,
      'nodes "one" is forbidden: User "system:node:one" cannot delete resource "nodes" in API group "" at the cluster scope',
    ],
    ["GET", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/one", 200, undefined],
    ["GET", "/api/v1/services", 200, undefined],
  ] as const)("%s %s", async (method, path, status, message) => {
    const answer = await call(method, path, undefined, asNode("one"));
    expect([answer.status, answer.body.message]).toEqual([status, message]);
  });

  test("a node labels itself as far as it may, and taints nobody", async () => {
    const merge = { ...asNode("one"), "content-type": "application/merge-patch+json" };
    const patch = (name: string, body: object) =>
      call("PATCH", `/api/v1/nodes/${name}`, body, merge);
    expect((await patch("one", { metadata: { labels: { mine: "1" } } })).status).toBe(200);
    const forbidden = async (name: string, body: object) => {
      const answer = await patch(name, body);
      expect(answer.status).toBe(403);
      return answer.body.message;
    };
    expect(
      await forbidden("one", { metadata: { labels: { "node-role.kubernetes.io/x": "" } } }),
    ).toBe('nodes "one" is forbidden: is not allowed to modify labels: node-role.kubernetes.io/x');
    expect(await forbidden("one", { spec: { taints: [{ key: "a", effect: "NoSchedule" }] } })).toBe(
      'nodes "one" is forbidden: node "one" is not allowed to modify taints',
    );
    expect(await forbidden("two", { metadata: { labels: { mine: "1" } } })).toBe(
      'nodes "two" is forbidden: node "one" is not allowed to modify node "two"',
    );
  });

  test("Pods of other nodes are not a node's to report on, to evict or to delete", async () => {
    const merge = { ...asNode("two"), "content-type": "application/merge-patch+json" };
    const status = await call(
      "PATCH",
      `${core}/pods/web/status`,
      { status: { reason: "x" } },
      merge,
    );
    expect(status.body.message).toBe(
      'pods "web" is forbidden: node "two" can only update pod status for pods with spec.nodeName set to itself',
    );
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "web" } };
    const evicted = await call("POST", `${core}/pods/web/eviction`, eviction, asNode("two"));
    expect(evicted.body.message).toBe(
      'pods "web" is forbidden: node two can only evict pods with spec.nodeName set to itself',
    );
    const deleted = await call("DELETE", `${core}/pods/web`, undefined, asNode("two"));
    expect(deleted.body.message).toBe(
      'pods "web" is forbidden: node "two" can only delete pods with spec.nodeName set to itself',
    );
  });

  test("a node makes no Pod but a mirror", async () => {
    const pod = {
      metadata: { name: "own" },
      spec: { nodeName: "one", containers: [{ name: "c", image: "i" }] },
    };
    const { status, body } = await call("POST", `${core}/pods`, pod, asNode("one"));
    expect([status, body.message]).toEqual([
      403,
      'pods "own" is forbidden: pod does not have "kubernetes.io/config.mirror" annotation, node "one" can only create mirror pods',
    ]);
    const { body: node } = await call("GET", "/api/v1/nodes/one");
    const mirror = {
      ...pod,
      metadata: {
        name: "own",
        annotations: { "kubernetes.io/config.mirror": "x" },
        ownerReferences: [
          {
            apiVersion: "v1",
            kind: "Node",
            name: "one",
            uid: node.metadata.uid,
            controller: true,
          },
        ],
      },
    };
    const made = await call("POST", `${core}/pods`, mirror, asNode("one"));
    expect(made.status, made.body.message).toBe(201);
    const gone = await call("DELETE", `${core}/pods/own`, { gracePeriodSeconds: 0 }, asNode("one"));
    expect(gone.status, gone.body.message).toBe(200);
  });
});

describe("access reviews", () => {
  const review = async (spec: object) =>
    (await call("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", { spec })).body[
      "status"
    ];
  const node = { user: "system:node:one", groups: ["system:nodes"] };
  const secret = (name: string) => ({
    verb: "get",
    resource: "secrets",
    namespace: "default",
    name,
  });

  test("give the Node authorizer's reasons", async () => {
    expect(await review({ ...node, resourceAttributes: secret("used") })).toEqual({
      allowed: true,
    });
    expect(await review({ ...node, resourceAttributes: secret("unused") })).toEqual({
      allowed: false,
      reason: "no relationship found between node 'one' and this object",
    });
    expect(
      await review({
        user: "system:node:",
        groups: ["system:nodes"],
        resourceAttributes: secret("used"),
      }),
    ).toEqual({ allowed: false, reason: 'unknown node for user "system:node:"' });
  });

  const pods = { verb: "list", resource: "pods" };
  const podsOnly = "can only list/watch pods with spec.nodeName field selector";
  const ignored = "spec.resourceAttributes.fieldSelector ignored due to parse error";
  const partly = "spec.resourceAttributes.fieldSelector partially ignored due to parse error";
  const own = { key: "spec.nodeName", operator: "In", values: ["one"] };
  test.each([
    [{ rawSelector: "spec.nodeName=one" }, { allowed: true }],
    [{ rawSelector: "spec.nodeName=two" }, { allowed: false, reason: podsOnly }],
    [{ rawSelector: "&" }, { allowed: false, reason: podsOnly, evaluationError: ignored }],
    [{ requirements: [own] }, { allowed: true }],
    [{ requirements: [{ ...own, operator: "NotIn" }] }, { allowed: false, reason: podsOnly }],
    [
      { requirements: [own, { key: "status.phase", operator: "Exists" }] },
      { allowed: true, evaluationError: partly },
    ],
    [
      { requirements: [{ ...own, values: ["one", "two"] }] },
      { allowed: false, reason: podsOnly, evaluationError: ignored },
    ],
  ])("with the field selector %j", async (fieldSelector, expected) => {
    expect(await review({ ...node, resourceAttributes: { ...pods, fieldSelector } })).toEqual(
      expected,
    );
  });

  test("with label selectors that cannot be read", async () => {
    const labelSelector = {
      requirements: [
        { key: "a", operator: "Exists" },
        { key: "-", operator: "Exists" },
      ],
    };
    expect(
      await review({ ...node, resourceAttributes: { ...secret("used"), labelSelector } }),
    ).toEqual({
      allowed: true,
      evaluationError: "spec.resourceAttributes.labelSelector partially ignored due to parse error",
    });
  });

  test("cannot list what nodes may do", async () => {
    const path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    const spec = { namespace: "default" };
    const { body } = await call("POST", path, { spec }, asNode("one"));
    expect(body["status"]).toMatchObject({
      incomplete: true,
      evaluationError: "node authorizer does not support user rule resolution",
    });
    const other = await call("POST", path, { spec }, { "impersonate-user": "eve" });
    expect(other.body["status"].incomplete).toBe(false);
    expect(other.body["status"].evaluationError).toBeUndefined();
  });
});

describe("certificates", () => {
  const path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
  const ask = async (name: string, node: string) =>
    call(
      "POST",
      path,
      {
        metadata: { name },
        spec: {
          request: await signingRequest(`O=system:nodes, CN=system:node:${node}`),
          signerName: "kubernetes.io/kube-apiserver-client-kubelet",
          usages: ["digital signature", "client auth"],
        },
      },
      asNode("one"),
    );

  test("of another node are not a node's to ask for", async () => {
    const { status, body } = await ask("other", "two");
    expect([status, body.message]).toEqual([
      403,
      'certificatesigningrequests.certificates.k8s.io "other" is forbidden: can only create a node CSR with CN=system:node:one',
    ]);
  });

  test("of its own are renewed where nodes may renew them, without anybody's word", async () => {
    const group = "rbac.authorization.k8s.io";
    const role = "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient";
    await call("POST", `/apis/${group}/v1/clusterrolebindings`, {
      metadata: { name: "rotation" },
      roleRef: { apiGroup: group, kind: "ClusterRole", name: role },
      subjects: [{ apiGroup: group, kind: "Group", name: "system:nodes" }],
    });
    expect((await ask("own", "one")).status).toBe(201);
    await eventually(async () => {
      const { body } = await call("GET", `${path}/own`, undefined, asNode("one"));
      expect(body["status"].certificate).toBeTruthy();
      expect(body["status"].conditions[0]).toMatchObject({
        type: "Approved",
        reason: "AutoApproved",
        message: "Auto approving self kubelet client certificate after SubjectAccessReview.",
      });
    });
  });
});
