/**
 * Who may write what of a ResourceClaim. The tables have the facts of Kubernetes' own (pkg/registry/resource/utils_test.go,
 * pkg/registry/resource/resourceclaim/strategy_test.go), the story those of test/integration/auth.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { builtInResources } from "../../../../src/api/resources.ts";
import { toStatusError, type FieldError } from "../../../../src/api/status.ts";
import { strategyFor } from "../../../../src/api/strategy/registry.ts";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import type { AdmissionPlugin, AdmissionRequest } from "../../../../src/server/admission/chain.ts";
import type { Authorizer } from "../../../../src/server/auth/authorizer.ts";
import { schedulerUser } from "../../../../src/server/auth/component-users.ts";
import { deviceRights } from "../../../../src/server/auth/device-rights.ts";
import { createCluster, createSystemHost, type Cluster } from "../../../../src/index.ts";
import type { UserInfo } from "../../../../src/server/message.ts";
import { openStore } from "../../../../src/store/engine.ts";
import { createMemoryLog } from "../../../../src/store/memory-log.ts";
import type { StateStore } from "../../../../src/store/store.ts";
import { apiCaller } from "../../../fixtures/api-call.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- objects as requests bring them
type Any = any;

let store: StateStore;
beforeAll(async () => {
  store = await openStore({ log: createMemoryLog(), host: createSimulatedHost() });
  const labels = { "resource.kubernetes.io/admin-access": "true" };
  for (const metadata of [{ name: "default" }, { name: "admins", labels }]) {
    const key = { resource: "namespaces", namespace: "", name: metadata.name };
    await store.put(key, { apiVersion: "v1", kind: "Namespace", metadata }, 0);
  }
});
afterAll(() => store.close());

const rowOf = (resource: string) => {
  const row = builtInResources.find((each) => each.resource === resource && each.version === "v1");
  if (!row) throw new Error(resource);
  return row;
};

interface Asked {
  readonly rights?: readonly string[];
  readonly user?: UserInfo;
  readonly namespace?: string;
  readonly isPatch?: boolean;
  readonly resource?: string;
}

/** What is wrong with a write, as field errors; `asked` takes what authorizers were asked. */
async function errorsOf(
  { rights = [], user = { name: "test-user", groups: [] }, ...more }: Asked,
  { next, previous }: { readonly next: Any; readonly previous?: Any },
  asked: string[] = [],
): Promise<readonly Partial<FieldError>[]> {
  const authorizer: Authorizer = {
    authorize(_user, attributes) {
      if (attributes.kind === "path") throw new Error(attributes.path);
      const { verb, resource, subresource, namespace, name } = attributes;
      const text = `${verb} ${resource}/${subresource} ${namespace}/${name}`;
      asked.push(text);
      return { allowed: rights.includes(text), reason: "denied" };
    },
  };
  const plugin: AdmissionPlugin = deviceRights(store, authorizer);
  const { namespace = "default", isPatch = false, resource = "resourceclaims" } = more;
  const metadata = { namespace, name: "test-claim" };
  const request = {
    operation: previous ? "UPDATE" : "CREATE",
    target: {
      definition: rowOf(resource),
      namespace,
      name: "test-claim",
      subresource: previous ? "status" : "",
    },
    context: { user, fieldManager: "t", dryRun: false, warnings: [], isPatch },
    object: { metadata, ...(previous ? { status: next } : { spec: next }) },
    previous: previous && { metadata, status: previous },
  } as unknown as AdmissionRequest & { object: Any };
  try {
    await plugin.mutate?.(request);
    return [];
  } catch (error) {
    const { code, status } = toStatusError(error);
    expect(code).toBe(422);
    return (status.details?.causes ?? []).map(({ field = "", message = "" }) => ({
      field,
      message,
    }));
  }
}

const on = (...nodes: readonly string[]) => ({
  nodeSelector: {
    nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: nodes }] }],
  },
});
const device = (driver: string, name = "dev", more: object = {}) => ({
  driver,
  pool: "pool",
  device: name,
  ...more,
});
const pods = [{ resource: "pods", name: "pod-1", uid: "uid-1" }];
const bind = "update resourceclaims/binding /";

describe("allocations and reservations", () => {
  test.each<[what: string, next: Any, previous: Any, rights: readonly string[], allowed: boolean]>([
    ["no change", { reservedFor: [] }, {}, [], true],
    ["allocation changed, authorized", { allocation: on("node-1") }, {}, [bind], true],
    ["allocation changed, not authorized", { allocation: on("node-1") }, {}, [], false],
    ["allocation removed, not authorized", {}, { allocation: on("node-1") }, [], false],
    ["reservedFor changed, authorized", { reservedFor: pods }, {}, [bind], true],
    ["reservedFor changed, not authorized", { reservedFor: pods }, {}, [], false],
  ])("%s", async (_what, next, previous, rights, allowed) => {
    const errors = await errorsOf({ rights }, { next, previous });
    const message =
      'Forbidden: changing status.allocation or status.reservedFor requires resource="resourceclaims/binding", verb="update" ' +
      'permission: resourceclaims.resource.k8s.io is forbidden: User "test-user" cannot update resource "resourceclaims/binding" ' +
      'in API group "resource.k8s.io" at the cluster scope: denied';
    expect(errors).toEqual(allowed ? [] : [{ field: "status", message }]);
  });

  test("what is said of a device that the server drops with its allocation needs no right to its driver", async () => {
    const previous = { allocation: on("node-1"), devices: [device("d")] };
    const errors = await errorsOf({}, { next: { devices: [device("d")] }, previous });
    expect(errors.map(({ field }) => field)).toEqual(["status"]);
  });

  test("the engine's own components are not asked", async () => {
    const next = { allocation: on("node-1"), devices: [device("d")] };
    expect(await errorsOf({ user: schedulerUser }, { next, previous: {} })).toEqual([]);
  });
});

describe("the drivers whose devices a write touches", () => {
  const network = { networkData: { interfaceName: "eth0" } };
  const changed = { networkData: { interfaceName: "eth0", ips: ["192.168.7.1/24"] } };
  const [a, b] = [device("a", "dev-1"), device("b", "dev-2")];
  test.each<[what: string, next: readonly Any[], previous: readonly Any[], drivers: string]>([
    ["no changes", [a, b], [a, b], ""],
    ["another order", [b, a], [a, b], ""],
    ["add one device", [a, b], [a], "b"],
    ["add a device of a known driver", [a, device("a", "dev-2")], [a], "a"],
    ["remove one device", [a], [a, b], "b"],
    ["remove one of several devices of a driver", [a], [a, device("a", "dev-2")], "a"],
    ["modify one device", [device("a", "dev-1", changed)], [device("a", "dev-1", network)], "a"],
    [
      "modify a device, another driver unchanged",
      [device("a", "dev-1", changed), b],
      [device("a", "dev-1", network), b],
      "a",
    ],
    [
      "add, remove, modify",
      [device("c"), b, device("a", "dev-1", changed)],
      [device("a", "dev-1", network), b, device("d")],
      "a c d",
    ],
    ["empty to empty", [], [], ""],
    ["empty to one device", [a], [], "a"],
    ["one device to empty", [], [a], "a"],
    ["another device of the same driver", [device("a", "new")], [device("a", "old")], "a"],
    [
      "another share",
      [device("a", "d", { shareID: "x" })],
      [device("a", "d", { shareID: "y" })],
      "a",
    ],
  ])("%s", async (_what, next, previous, drivers) => {
    const asked: string[] = [];
    await errorsOf({}, { next: { devices: next }, previous: { devices: previous } }, asked);
    const names = drivers === "" ? [] : drivers.split(" ");
    expect(asked).toEqual(
      names.map((name) => `arbitrary-node:update resourceclaims/driver default/${name}`),
    );
  });
});

describe("the verbs of a driver's right", () => {
  const account = "system:serviceaccount:kube-system:dra-driver";
  const key = "authentication.kubernetes.io/node-name";
  const at = (...nodes: readonly string[]): UserInfo => ({
    name: account,
    groups: [],
    extra: { [key]: nodes },
  });
  const associated = "associated-node:update resourceclaims/driver default/test-driver";
  const arbitrary = "arbitrary-node:update resourceclaims/driver default/test-driver";
  const node = "worker-1";
  const fieldOf = (field: object) => ({
    nodeSelector: {
      nodeSelectorTerms: [
        { matchFields: [{ key: "metadata.name", operator: "In", values: [node], ...field }] },
      ],
    },
  });
  const [term] = on(node).nodeSelector.nodeSelectorTerms;
  test.each<[what: string, user: UserInfo, allocation: Any, verbs: "both" | "arbitrary"]>([
    ["an account on the same node", at(node), on(node), "both"],
    ["an account on another node", at("worker-2"), on(node), "arbitrary"],
    ["an account on no node", { name: account, groups: [] }, on(node), "arbitrary"],
    ["an account on two nodes", at(node, "worker-2"), on(node), "arbitrary"],
    ["a node's name that is none", at("invalid_node!"), on("invalid_node!"), "arbitrary"],
    ["a kubelet", { ...at(node), name: "system:node:worker-1" }, on(node), "arbitrary"],
    ["a user", { ...at(node), name: "jane-doe" }, on(node), "arbitrary"],
    ["no allocation", at(node), undefined, "arbitrary"],
    ["no node selector", at(node), {}, "arbitrary"],
    ["an empty name", at(""), on(""), "arbitrary"],
    ["several nodes", at(node), on(node, "worker-2"), "arbitrary"],
    ["another key", at(node), fieldOf({ key: "metadata.namespace" }), "arbitrary"],
    ["another operator", at(node), fieldOf({ operator: "NotIn" }), "arbitrary"],
    [
      "expressions",
      at(node),
      { nodeSelector: { nodeSelectorTerms: [{ matchExpressions: term?.matchFields }] } },
      "arbitrary",
    ],
    [
      "several fields",
      at(node),
      {
        nodeSelector: {
          nodeSelectorTerms: [
            { matchFields: [...(term?.matchFields ?? []), ...(term?.matchFields ?? [])] },
          ],
        },
      },
      "arbitrary",
    ],
    ["several terms", at(node), { nodeSelector: { nodeSelectorTerms: [term, term] } }, "arbitrary"],
  ])("%s", async (_what, user, allocation, verbs) => {
    const status = (name: string) => ({ allocation, devices: [device("test-driver", name)] });
    const change = { next: status("new"), previous: status("old") };
    const asked: string[] = [];
    const errors = await errorsOf({ user }, change, asked);
    expect(asked).toEqual(verbs === "both" ? [associated, arbitrary] : [arbitrary]);
    const [first, list] =
      verbs === "both"
        ? ["associated-node:update", "associated-node:update arbitrary-node:update"]
        : ["arbitrary-node:update", "arbitrary-node:update"];
    const message =
      `Forbidden: changing status.devices requires resource="resourceclaims/driver", verb="[${list}]" permission: ` +
      `resourceclaims.resource.k8s.io "test-driver" is forbidden: User "${user.name}" cannot ${first} resource ` +
      '"resourceclaims/driver" in API group "resource.k8s.io" in the namespace "default": denied';
    expect(errors).toEqual([{ field: "status.devices", message }]);
    expect(await errorsOf({ user, rights: [arbitrary] }, change)).toEqual([]);
    const byNode = await errorsOf({ user, rights: [associated] }, change);
    expect(byNode.length).toBe(verbs === "both" ? 0 : 1);
  });

  test("patches are of their own verb", async () => {
    const asked: string[] = [];
    const next = { allocation: on(node), devices: [device("d")] };
    await errorsOf({ user: at(node), isPatch: true }, { next, previous: {} }, asked);
    expect(asked).toEqual([
      "patch resourceclaims/binding /",
      "associated-node:patch resourceclaims/driver default/d",
      "arbitrary-node:patch resourceclaims/driver default/d",
    ]);
  });
});

describe("access as an administrator", () => {
  const spec = (adminAccess: boolean) => ({
    devices: { requests: [{ name: "a" }, { name: "b", exactly: { adminAccess } }] },
  });
  const message =
    "Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing namespace";
  const requests = [{ field: "spec.devices.requests[1].adminAccess", message }];
  test.each<[resource: string, namespace: string, next: Any, errors: readonly object[]]>([
    ["resourceclaims", "default", spec(true), requests],
    ["resourceclaims", "default", spec(false), []],
    ["resourceclaims", "admins", spec(true), []],
    ["resourceclaimtemplates", "default", { spec: spec(true) }, requests],
    ["resourceclaimtemplates", "admins", { spec: spec(true) }, []],
  ])("%s in %s", async (resource, namespace, next, errors) => {
    expect(await errorsOf({ resource, namespace }, { next })).toEqual(errors);
  });

  const given = { allocation: { devices: { results: [{}, { adminAccess: true }] } } };
  const results = [{ field: "status.allocation.devices.results[1].adminAccess", message }];
  test.each<[what: string, namespace: string, next: Any, previous: Any, errors: readonly object[]]>(
    [
      ["given", "default", given, {}, results],
      ["given there", "admins", given, {}, []],
      ["given before", "default", { ...given, devices: [] }, given, []],
    ],
  )("in a status: %s", async (_what, namespace, next, previous, errors) => {
    expect(await errorsOf({ namespace, rights: [bind] }, { next, previous })).toEqual(errors);
  });
});

test("what is said of a device goes with its allocation", () => {
  const strategy = strategyFor(rowOf("resourceclaims"));
  const result = (name: string, more: object = {}) => ({
    request: "r",
    ...device("d", name, more),
  });
  const claim = (results: readonly object[], devices: readonly object[]): Any => ({
    apiVersion: "resource.k8s.io/v1",
    kind: "ResourceClaim",
    metadata: { name: "c", namespace: "default" },
    spec: {},
    status: { ...(results.length > 0 ? { allocation: { devices: { results } } } : {}), devices },
  });
  const both = [result("one"), result("one", { shareID: "x" })];
  const reports = [device("d", "one"), device("d", "one", { shareID: "x" })];
  const after = (results: readonly object[]) =>
    (strategy.prepareForStatusUpdate(claim(results, reports), claim(both, reports)) as Any).status;
  expect(after(both).devices).toEqual(reports);
  expect(after(both.slice(0, 1)).devices).toEqual(reports.slice(0, 1));
  expect(after([])).toEqual({});
});

describe("over HTTP", () => {
  let cluster: Cluster;
  const call = apiCaller(() => cluster);
  const claims = "/apis/resource.k8s.io/v1/namespaces/default/resourceclaims";
  const user = "system:serviceaccount:default:dra-plugin-sa";
  const as = { "impersonate-user": user };
  const there = { ...as, "impersonate-extra-authentication.kubernetes.io%2Fnode-name": "worker-1" };
  const rbac = "/apis/rbac.authorization.k8s.io/v1";
  const allow = async (name: string, resources: readonly string[], verbs: readonly string[]) => {
    const rules = [{ apiGroups: ["resource.k8s.io"], resources, verbs }];
    await call("POST", `${rbac}/clusterroles`, { metadata: { name }, rules });
    await call("POST", `${rbac}/clusterrolebindings`, {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", namespace: "default", name: "dra-plugin-sa" }],
    });
  };
  const write = async (status: (now: Any) => Any, headers: Record<string, string> = as) => {
    const { body } = await call("GET", `${claims}/test-claim`);
    const next = { ...body, status: status(body["status"]) };
    return call("PUT", `${claims}/test-claim/status`, next, headers);
  };

  beforeAll(async () => {
    cluster = await createCluster({ host: createSystemHost(), nodes: 0 });
    const requests = [
      { name: "req-1", firstAvailable: [{ name: "subreq-1", deviceClassName: "test-class" }] },
    ];
    await call("POST", claims, {
      metadata: { name: "test-claim" },
      spec: { devices: { requests } },
    });
    const results = [{ request: "req-1/subreq-1", ...device("test-driver", "dev1") }];
    const allocation = { ...on("worker-1"), devices: { results } };
    const { status, body } = await write(() => ({ allocation }), {});
    expect(status, body.message).toBe(200);
    await allow(
      "front-door",
      ["resourceclaims/status", "resourceclaims"],
      ["get", "update", "patch"],
    );
  });
  afterAll(() => cluster.stop());

  test("rights to the parts of a claim's status are rights of their own", async () => {
    const devices = [device("test-driver", "dev1")];
    const denied = await write((now) => ({ ...now, devices }));
    expect([denied.status, denied.body.message]).toEqual([
      422,
      'ResourceClaim.resource.k8s.io "test-claim" is invalid: status.devices: Forbidden: changing status.devices requires ' +
        'resource="resourceclaims/driver", verb="[arbitrary-node:update]" permission: resourceclaims.resource.k8s.io ' +
        `"test-driver" is forbidden: User "${user}" cannot arbitrary-node:update resource "resourceclaims/driver" in API ` +
        'group "resource.k8s.io" in the namespace "default"',
    ]);
    await allow("local-driver", ["resourceclaims/driver"], ["associated-node:update"]);
    expect((await write((now) => ({ ...now, devices }))).status).toBe(422);
    const reported = await write((now) => ({ ...now, devices }), there);
    expect([reported.status, reported.body["status"]?.devices]).toMatchObject([200, devices]);

    const released = await write(({ devices: kept }) => ({ devices: kept }), there);
    expect(released.status).toBe(422);
    expect(released.body.message).toContain("status: Forbidden: changing status.allocation");
    await allow("binder", ["resourceclaims/binding"], ["update"]);
    const reserved = await write((now) => ({ ...now, reservedFor: pods }));
    expect(reserved.status, reserved.body.message).toBe(200);
    const gone = await write(({ devices: kept }) => ({ devices: kept }));
    expect([gone.status, gone.body["status"]]).toEqual([200, {}]);
  });
});
