/** Authorization as clients meet it: denials, grants, escalation, reviews, impersonation. Texts are kube-apiserver's. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCluster, type Cluster } from "../../../../src/index.ts";
import { apiCaller } from "../../../fixtures/api-call.ts";
import { eventually } from "../../../fixtures/eventually.ts";

let cluster: Cluster;
const call = apiCaller(() => cluster);
const rbac = "/apis/rbac.authorization.k8s.io/v1";
const as = (user: string, ...groups: string[]) => ({
  "impersonate-user": user,
  ...(groups.length > 0 ? { "impersonate-group": groups.join(", ") } : {}),
});
const role = (name: string, rules: unknown) => ({ metadata: { name }, rules });
const binding = (name: string, kind: string, roleName: string, user: string) => ({
  metadata: { name },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name: roleName },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
});

beforeAll(async () => {
  cluster = await createCluster({ nodes: 0 });
  await eventually(async () => {
    const { body } = await call("GET", `${rbac}/clusterroles/admin`);
    expect(body["rules"].length).toBeGreaterThan(10);
  });
});
afterAll(() => cluster.stop());

describe("denials", () => {
  test.each([
    [
      "/api/v1/namespaces/default/pods/x/log",
      'pods "x" is forbidden: User "eve" cannot get resource "pods/log" in API group "" in the namespace "default"',
    ],
    [
      "/apis/apps/v1/deployments",
      'deployments.apps is forbidden: User "eve" cannot list resource "deployments" in API group "apps" at the cluster scope',
    ],
    ["/metrics", 'forbidden: User "eve" cannot get path "/metrics"'],
  ])("of %s say who may not do what, and where", async (path, message) => {
    const { status, body } = await call("GET", path, undefined, as("eve"));
    expect(status).toBe(403);
    expect(body).toMatchObject({ reason: "Forbidden", code: 403, message });
  });

  // responsewriters.Forbidden sets the header; what admission refuses goes another way.
  test("keep browsers from guessing what they are, unlike what admission refuses", async () => {
    const answered = async (path: string, init: RequestInit) => {
      const response = await cluster.fetch(new Request(`http://kubarium${path}`, init));
      return [response.status, response.headers.get("x-content-type-options")];
    };
    for (const path of ["/api/v1/pods", "/metrics"]) {
      expect(await answered(path, { headers: as("eve") })).toEqual([403, "nosniff"]);
    }
    const path = "/api/v1/namespaces/kube-system";
    expect(await answered(path, { method: "DELETE" })).toEqual([403, null]);
  });

  test("name the role that is missing", async () => {
    await call(
      "POST",
      `${rbac}/clusterrolebindings`,
      binding("lost", "ClusterRole", "none", "ann"),
    );
    const { body } = await call("GET", "/api/v1/nodes", undefined, as("ann"));
    expect(body.message).toBe(
      'nodes is forbidden: User "ann" cannot list resource "nodes" in API group "" at the cluster scope: RBAC: clusterrole.rbac.authorization.k8s.io "none" not found',
    );
  });
});

describe("the default roles", () => {
  test("edit and view are the sums of what is labelled for them, and admin of both", async () => {
    const rules = async (name: string) =>
      JSON.stringify((await call("GET", `${rbac}/clusterroles/${name}`)).body["rules"]);
    expect(await rules("view")).toContain("configmaps");
    expect(await rules("view")).not.toContain("secrets");
    expect(await rules("edit")).toContain("pods/exec");
    expect(await rules("admin")).toContain("rolebindings");
    const extra = {
      ...role("extra", [{ apiGroups: ["x.example"], resources: ["xs"], verbs: ["get"] }]),
    };
    await call("POST", `${rbac}/clusterroles`, {
      ...extra,
      metadata: {
        name: "extra",
        labels: { "rbac.authorization.k8s.io/aggregate-to-view": "true" },
      },
    });
    await eventually(async () => {
      for (const name of ["view", "edit", "admin"])
        expect(await rules(name)).toContain("x.example");
    });
  });

  test("are bound to the controllers, the components and everybody", async () => {
    const { body } = await call("GET", `${rbac}/clusterrolebindings`);
    const names = body.items.map(({ metadata }) => metadata.name);
    expect(names).toEqual(
      expect.arrayContaining([
        "cluster-admin",
        "system:basic-user",
        "system:discovery",
        "system:public-info-viewer",
        "system:kube-scheduler",
        "system:controller:deployment-controller",
      ]),
    );
  });
});

describe("granting", () => {
  const namespace = "/apis/rbac.authorization.k8s.io/v1/namespaces/default";

  beforeAll(async () => {
    await call("POST", `${namespace}/rolebindings`, binding("bob", "ClusterRole", "admin", "bob"));
  });

  test("what one does not hold is refused, and says what is missing", async () => {
    const rules = [{ apiGroups: [""], resources: ["nodes", "pods"], verbs: ["get", "list"] }];
    const { status, body } = await call("POST", `${namespace}/roles`, role("r", rules), as("bob"));
    expect(status).toBe(403);
    expect(body.message).toBe(
      'roles.rbac.authorization.k8s.io "r" is forbidden: user "bob" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
        '{APIGroups:[""], Resources:["nodes"], Verbs:["get" "list"]}',
    );
  });

  test("what one holds is not", async () => {
    const rules = [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }];
    const made = await call("POST", `${namespace}/roles`, role("held", rules), as("bob"));
    expect(made.status).toBe(201);
    const bound = await call(
      "POST",
      `${namespace}/rolebindings`,
      binding("held", "Role", "held", "eve"),
      as("bob"),
    );
    expect(bound.status).toBe(201);
    const path = "/api/v1/namespaces/default/pods/none";
    expect((await call("GET", path, undefined, as("eve"))).status).toBe(404);
  });

  test("a role that one does not hold is refused, unless one may bind it", async () => {
    const body = binding("all", "ClusterRole", "cluster-admin", "dan");
    const refused = await call("POST", `${namespace}/rolebindings`, body, as("bob"));
    expect(refused.body.message).toContain(
      'user "bob" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n' +
        '{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}',
    );
    await call(
      "POST",
      `${rbac}/clusterroles`,
      role("binder", [
        {
          apiGroups: ["rbac.authorization.k8s.io"],
          resources: ["clusterroles"],
          verbs: ["bind"],
          resourceNames: ["cluster-admin"],
        },
      ]),
    );
    await call(
      "POST",
      `${namespace}/rolebindings`,
      binding("binder", "ClusterRole", "binder", "bob"),
    );
    const allowed = await call("POST", `${namespace}/rolebindings`, body, as("bob"));
    expect(allowed.status).toBe(201);
  });

  test("a role that does not exist is not found", async () => {
    const body = binding("lost", "ClusterRole", "nope", "eve");
    const { status, body: answer } = await call(
      "POST",
      `${namespace}/rolebindings`,
      body,
      as("bob"),
    );
    expect(status).toBe(404);
    expect(answer.message).toBe('clusterroles.rbac.authorization.k8s.io "nope" not found');
  });

  test("aggregation takes every right", async () => {
    await call(
      "POST",
      `${rbac}/clusterroles`,
      role("role-writer", [
        { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["*"] },
      ]),
    );
    const bound = binding("writer", "ClusterRole", "role-writer", "carl");
    await call("POST", `${rbac}/clusterrolebindings`, { ...bound });
    const sum = {
      metadata: { name: "sum" },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: "b" } }] },
    };
    // The verb "*" holds "escalate" as well.
    expect((await call("POST", `${rbac}/clusterroles`, sum, as("carl"))).status).toBe(201);
    await call(
      "PATCH",
      `${rbac}/clusterroles/role-writer`,
      {
        rules: [
          {
            apiGroups: ["rbac.authorization.k8s.io"],
            resources: ["clusterroles"],
            verbs: ["create", "update", "get"],
          },
        ],
      },
      { "content-type": "application/merge-patch+json" },
    );
    const again = { ...sum, metadata: { name: "sum2" } };
    const refused = await call("POST", `${rbac}/clusterroles`, again, as("carl"));
    expect(refused.body.message).toBe(
      'clusterroles.rbac.authorization.k8s.io "sum2" is forbidden: must have cluster-admin privileges to use the aggregationRule',
    );
  });
});

describe("access reviews", () => {
  const reviews = "/apis/authorization.k8s.io/v1";

  test("answer for another user, and say by which binding", async () => {
    const { status, body } = await call("POST", `${reviews}/subjectaccessreviews`, {
      spec: {
        user: "bob",
        groups: ["system:authenticated"],
        resourceAttributes: { namespace: "default", verb: "create", resource: "pods" },
      },
    });
    expect(status).toBe(201);
    expect(body["status"]).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "bob/default" of ClusterRole "admin" to User "bob"',
    });
  });

  test.each([
    [
      "subjectaccessreviews",
      { user: "x" },
      'SubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      "subjectaccessreviews",
      { nonResourceAttributes: { path: "/", verb: "get" } },
      'SubjectAccessReview.authorization.k8s.io "" is invalid: spec.user: Invalid value: "": at least one of user or group must be specified',
    ],
    [
      "namespaces/default/localsubjectaccessreviews",
      { user: "x", resourceAttributes: { namespace: "other", verb: "get", resource: "pods" } },
      'LocalSubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes.namespace: Invalid value: "other": must match metadata.namespace',
    ],
  ])("refuse a question that is none: %s %j", async (path, spec, message) => {
    const metadata = path.startsWith("namespaces") ? { namespace: "default" } : {};
    const { status, body } = await call("POST", `${reviews}/${path}`, { metadata, spec });
    expect(status).toBe(422);
    expect(body.message).toBe(message);
  });

  test("of a namespace need not say it twice", async () => {
    const resourceAttributes = { namespace: "default", verb: "get", resource: "pods" };
    const { status, body } = await call(
      "POST",
      `${reviews}/namespaces/default/localsubjectaccessreviews`,
      { spec: { user: "bob", resourceAttributes } },
    );
    expect([status, body["status"].allowed]).toEqual([201, true]);
  });

  test("list the rules that hold in a namespace", async () => {
    const { body } = await call(
      "POST",
      `${reviews}/selfsubjectrulesreviews`,
      { spec: { namespace: "default" } },
      as("eve"),
    );
    expect(body["status"].incomplete).toBe(false);
    expect(body["status"].resourceRules).toContainEqual({
      verbs: ["get"],
      apiGroups: [""],
      resources: ["pods"],
    });
    expect(body["status"].nonResourceRules).toContainEqual({
      verbs: ["get"],
      nonResourceURLs: ["/healthz", "/livez", "/readyz", "/version", "/version/"],
    });
  });
});

describe("impersonation", () => {
  const whoami = (headers: Record<string, string>) =>
    call("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", {}, headers);

  test.each([
    [as("ann"), { username: "ann", groups: ["system:authenticated"] }],
    [
      {
        ...as("ann", "devs", "ops"),
        "impersonate-uid": "7",
        "impersonate-extra-example.com%2fscope": "a",
      },
      {
        username: "ann",
        uid: "7",
        groups: ["devs", "ops", "system:authenticated"],
        extra: { "example.com/scope": ["a"] },
      },
    ],
    [
      as("system:serviceaccount:default:robot"),
      {
        username: "system:serviceaccount:default:robot",
        groups: [
          "system:serviceaccounts",
          "system:serviceaccounts:default",
          "system:authenticated",
        ],
      },
    ],
  ])("%j acts as that user", async (headers, userInfo) => {
    const { status, body } = await whoami(headers);
    expect(status).toBe(201);
    expect(body["status"]).toEqual({ userInfo });
  });

  test("of nobody in particular is a request that makes no sense", async () => {
    const { status, body } = await call("GET", "/api/v1/nodes", undefined, {
      "impersonate-group": "system:masters",
    });
    expect([status, body.reason, body.message]).toEqual([
      400,
      "BadRequest",
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"system:masters"}, Extra:map[string][]string(nil)} without impersonating a user name',
    ]);
  });
});
