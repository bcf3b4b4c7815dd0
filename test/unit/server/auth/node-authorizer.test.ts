/**
 * What kubelets may do. The tables have the facts of Kubernetes' own (plugin/pkg/auth/authorizer/node/node_authorizer_test.go) with
 * selectors authorized, as they are since 1.34, and the reasons that its source gives.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseFieldSelector } from "../../../../src/api/field-selector.ts";
import type { Pod } from "../../../../src/api/generated/types.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import type { AccessAttributes } from "../../../../src/server/auth/authorizer.ts";
import { ClusterAuthorizer } from "../../../../src/server/auth/cluster-authorizer.ts";
import type { UserInfo } from "../../../../src/server/message.ts";
import { openStore } from "../../../../src/store/engine.ts";
import { createMemoryLog } from "../../../../src/store/memory-log.ts";
import type { StateStore } from "../../../../src/store/store.ts";
import { samplePod, store as put, storeSamples } from "../../../fixtures/node-graph-objects.ts";

const host = createSimulatedHost();
let store: StateStore;
let authorizer: ClusterAuthorizer;
beforeAll(async () => {
  store = await openStore({ log: createMemoryLog(), host });
  await storeSamples(store);
  authorizer = new ClusterAuthorizer(store);
});
afterAll(async () => {
  authorizer.stop();
  await store.close();
});

const nodeUser = (name: string): UserInfo => ({
  name: `system:node:${name}`,
  groups: ["system:nodes", "system:authenticated"],
});

/** `get secrets ns0/name`, `list pods.* ?spec.nodeName=node0`, `create serviceaccounts/token ns0/name`; cluster scope: `/name`. */
function asked(text: string): AccessAttributes {
  const [verb = "", what = "", where = "/", selector] = text.split(" ");
  const [groupResource = "", subresource = ""] = what.split("/");
  const [resource = "", ...group] = groupResource.split(".");
  const [namespace = "", name = ""] = where.split("/");
  return {
    kind: "resource",
    verb,
    group: group.join("."),
    version: "v1",
    resource,
    subresource,
    namespace,
    name,
    ...(selector ? { fields: parseFieldSelector(selector).requirements } : {}),
  };
}

function decide(text: string, user = nodeUser("node0")): string {
  const { allowed, reason } = authorizer.authorize(user, asked(text));
  return allowed ? "allowed" : `no: ${reason}`;
}

const related = "allowed";
const unrelated = "no: no relationship found between node 'node0' and this object";
const nameless = "no: No Object name found";
const single = "no: can only get individual resources of this type";
const leases = "leases.coordination.k8s.io";
const csiNodes = "csinodes.storage.k8s.io";
const slices = "resourceslices.resource.k8s.io";
const claims = "resourceclaims.resource.k8s.io";
const attachments = "volumeattachments.storage.k8s.io";
const otherLease = "no: can only access node lease with the same name as the requesting node";
const elsewhere = 'no: can only access leases in the "kube-node-lease" system namespace';
const leaseVerbs = "no: can only get, create, update, patch, or delete a node lease";
const otherCsi = "no: can only access CSINode with the same name as the requesting node";
const csiVerbs = "no: can only get, create, update, patch, or delete a CSINode";
const sliceSelector =
  "no: can only list/watch/deletecollection resourceslices with nodeName field selector";
const podSelector = "no: can only list/watch pods with spec.nodeName field selector";
const allNodes = "no: node 'node0' cannot read all nodes, only its own Node object";
const otherNode = "no: node 'node0' cannot read 'node1', only its own Node object";
const tokens = "no: can only create tokens for individual service accounts";

describe("what Pods lead to", () => {
  test.each([
    ["get configmaps ns0/configmap0-pod0-node0", related],
    ["get secrets ns0/secret0-pod0-node0", related],
    ["list secrets ns0/secret0-pod0-node0", related],
    ["watch secrets ns0/secret0-pod0-node0", related],
    ["list secrets ns0/", nameless],
    ["watch secrets ns0/", nameless],
    ["list secrets /secret0-pod0-node0", "no: can only read namespaced object of this type"],
    ["update secrets ns0/secret0-pod0-node0", "no: can only read resources of this type"],
    ["get secrets/status ns0/secret0-pod0-node0", "no: cannot read subresource"],
    ["get secrets ns0/secret0-shared", related],
    ["get secrets ns0/secret-pv0-pod0-node0-ns0", related],
    ["get persistentvolumeclaims ns0/pvc0-pod0-node0", related],
    ["get persistentvolumeclaims/proxy ns0/pvc0-pod0-node0", "no: cannot get subresource"],
    ["update persistentvolumeclaims/status ns0/pvc0-pod0-node0", related],
    ["patch persistentvolumeclaims/status ns0/pvc0-pod0-node1", unrelated],
    [
      "get persistentvolumeclaims/status ns0/pvc0-pod0-node0",
      "no: can only get/update/patch this type",
    ],
    [`get ${claims} ns0/claim0-pod0-node0-ns0`, related],
    [`get ${claims} ns0/generated-claim-pod0-node0-ns0-0`, related],
    ["get persistentvolumes /pv0-pod0-node0-ns0", related],
    ["list persistentvolumes /", single],
    ["get configmaps ns0/configmap0-pod0-node1", unrelated],
    ["get secrets ns0/secret0-pod0-node1", unrelated],
    ["get secrets ns1/secret0-pod0-node0", unrelated],
    ["get secrets ns0/secret-pv0-pod0-node1-ns0", unrelated],
    ["get persistentvolumeclaims ns0/pvc0-pod0-node1", unrelated],
    [`get ${claims} ns0/claim0-pod0-node1-ns0`, unrelated],
    [`get ${claims} ns0/pod0-node1-claimtemplate0`, unrelated],
    ["get persistentvolumes /pv0-pod0-node1-ns0", unrelated],
    [`get ${attachments} /attachment0-node0`, related],
    [`get ${attachments} /attachment0-node1`, unrelated],
    ["create serviceaccounts/token ns0/svcacct0-node0", related],
    ["create serviceaccounts/token ns0/svcacct0-node1", unrelated],
    [
      "create serviceaccounts ns0/svcacct0-node0",
      "no: can only create token subresource of serviceaccount",
    ],
    ["update serviceaccounts/token ns0/svcacct0-node0", tokens],
    ["create serviceaccounts/token ns0/", tokens],
    ["get serviceaccounts ns0/svcacct0-node0", related],
    ["get serviceaccounts ns0/svcacct0-node1", unrelated],
    ["list serviceaccounts ns0/svcacct0-node0", tokens],
  ])("%s", (question, expected) => {
    expect(decide(question)).toBe(expected);
  });
});

describe("what is the node's own", () => {
  test.each([
    ...["get", "create", "update", "patch", "delete"].map((verb) => [
      `${verb} ${leases} foo/node0`,
      elsewhere,
    ]),
    ...["get", "update", "patch", "delete"].map((verb) => [
      `${verb} ${leases} kube-node-lease/node1`,
      otherLease,
    ]),
    [`list ${leases} kube-node-lease/`, leaseVerbs],
    [`watch ${leases} kube-node-lease/`, leaseVerbs],
    ...["get", "create", "update", "patch", "delete"].map((verb) => [
      `${verb} ${leases} kube-node-lease/node0`,
      "allowed",
    ]),
    [`get ${csiNodes}/csiDrivers /node0`, "no: cannot authorize CSINode subresources"],
    ...["get", "update", "patch", "delete"].map((verb) => [`${verb} ${csiNodes} /node1`, otherCsi]),
    [`list ${csiNodes} /`, csiVerbs],
    [`watch ${csiNodes} /`, csiVerbs],
    ...["get", "create", "update", "patch", "delete"].map((verb) => [
      `${verb} ${csiNodes} /node0`,
      "allowed",
    ]),
    [`get ${slices}/status /slice0-node0`, "no: cannot authorize ResourceSlice subresources"],
    ...["get", "update", "patch", "delete"].map((verb) => [
      `${verb} ${slices} /slice0-node1`,
      unrelated,
    ]),
    ...["get", "create", "update", "patch", "delete"].map((verb) => [
      `${verb} ${slices} /slice0-node0`,
      "allowed",
    ]),
    ...["list", "watch", "deletecollection"].flatMap((verb) => [
      [`${verb} ${slices} / spec.nodeName==node0`, "allowed"],
      [`${verb} ${slices} / spec.nodeName=node1`, sliceSelector],
      [`${verb} ${slices} / spec.nodeName!=node0`, sliceSelector],
      [`${verb} ${slices} /`, sliceSelector],
    ]),
    [
      `approve ${slices} /slice0-node0`,
      "no: only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection",
    ],
  ] as [string, string][])("%s", (question, expected) => {
    expect(decide(question)).toBe(expected);
  });
});

describe("Pods", () => {
  test.each([
    ["get pods ns0/pod0-node0", "allowed"],
    ["get pods ns0/pod0-node1", unrelated],
    ["list pods / spec.nodeName=node0", "allowed"],
    ["list pods / spec.nodeName==node0", "allowed"],
    ["list pods / status.phase=Running,spec.nodeName==node0", "allowed"],
    ["list pods / spec.nodeName!=node0", podSelector],
    ["list pods / spec.nodeName=node1", podSelector],
    ["list pods ns0/pod0-node0", "allowed"],
    ["list pods ns0/pod0-node1", unrelated],
    ["list pods /", podSelector],
    ["watch pods / spec.nodeName=node0", "allowed"],
    ["watch pods ns0/pod0-node0", "allowed"],
    ["watch pods /", podSelector],
    ["create pods ns0/", "allowed"],
    ["create pods/proxy ns0/", "no: "],
    ["delete pods ns0/pod0-node0", "allowed"],
    ["delete pods ns0/pod0-node1", "allowed"],
    ["delete pods/proxy ns0/pod0-node0", "no: "],
    ["deletecollection pods ns0/", "no: "],
    ["update pods ns0/pod0-node0", "no: "],
    ["update pods/status ns0/pod0-node0", "allowed"],
    ["update pods/status ns0/pod0-node1", "allowed"],
    ["patch pods/status ns0/pod0-node0", "allowed"],
    ["patch pods/status ns0/pod0-node1", "allowed"],
    ["get pods/status ns0/pod0-node0", "no: "],
    ["create pods/eviction ns0/pod0-node0", "allowed"],
    ["create pods/eviction ns0/pod0-node1", "allowed"],
    ["delete pods/eviction ns0/pod0-node1", "no: "],
  ])("%s", (question, expected) => {
    expect(decide(question)).toBe(expected);
  });
});

describe("Nodes", () => {
  test.each([
    ["get nodes /node0", "allowed"],
    ["get nodes /node1", otherNode],
    ["list nodes /node0", "allowed"],
    ["list nodes /node1", otherNode],
    ["list nodes /", allNodes],
    ["watch nodes /node0", "allowed"],
    ["watch nodes /node1", otherNode],
    ["watch nodes /", allNodes],
    ["create nodes /", "allowed"],
    ["update nodes /node0", "allowed"],
    ["update nodes /node1", "allowed"],
    ["patch nodes /node1", "allowed"],
    ["delete nodes /node0", "no: "],
    ["update nodes/status /node0", "allowed"],
    ["patch nodes/status /node1", "allowed"],
    ["get nodes/status /node0", "no: "],
    ["get nodes/proxy /node0", "no: "],
  ])("%s", (question, expected) => {
    expect(decide(question)).toBe(expected);
  });

  test("one that is not registered may look for itself", () => {
    expect(decide("get nodes /new", nodeUser("new"))).toBe("allowed");
  });
});

describe("what is the same for all nodes", () => {
  test.each([
    ["list services /", "allowed"],
    ["watch runtimeclasses.node.k8s.io /", "allowed"],
    ["create events ns0/", "allowed"],
    ["create certificatesigningrequests.certificates.k8s.io /", "allowed"],
    ["create subjectaccessreviews.authorization.k8s.io /", "allowed"],
    ["get endpoints ns0/x", "allowed"],
    ["list endpoints ns0/", "no: "],
    ["list deployments.apps ns0/", "no: "],
    ["get constructor ns0/x", "no: "],
  ])("%s", (question, expected) => {
    expect(decide(question)).toBe(expected);
  });

  test("paths are nobody's business here", () => {
    const { allowed, reason } = authorizer.authorize(nodeUser("node0"), {
      kind: "path",
      verb: "get",
      path: "/metrics",
    });
    expect({ allowed, reason }).toEqual({ allowed: false, reason: "" });
  });
});

describe("who is a node", () => {
  test.each<[UserInfo, string]>([
    [{ name: "system:node:node0", groups: ["system:authenticated"] }, "no: "],
    [{ name: "node0", groups: ["system:nodes"] }, "no: "],
    [
      { name: "system:node:", groups: ["system:nodes"] },
      'no: unknown node for user "system:node:"',
    ],
    [{ name: "system:node:node0", groups: ["system:nodes"] }, "allowed"],
    [{ name: "system:node:x", groups: ["system:nodes", "system:masters"] }, "allowed"],
  ])("%o", (user, expected) => {
    expect(decide("get secrets ns0/secret0-pod0-node0", user)).toBe(expected);
  });
});

describe("what changes", () => {
  const bound = (name: string, node: string, secrets: readonly string[]): Pod => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { namespace: "ns1", name, uid: `${name}-1` },
    spec: {
      nodeName: node,
      containers: [],
      volumes: secrets.map((secretName) => ({ name: secretName, secret: { secretName } })),
    },
  });
  const mayRead = (node: string, secret: string) =>
    decide(`get secrets ns1/${secret}`, nodeUser(node)) === "allowed";
  const settled = () => host.advance(1);

  test("shared objects are open to the nodes of all their Pods, and to no other", async () => {
    await put(store, "pods", bound("pod1-n1", "n1", ["n1-only", "n1-n2-only", "shared-all"]));
    await put(store, "pods", bound("pod2-n2", "n2", ["n1-n2-only", "shared-all"]));
    await put(store, "pods", bound("pod3-n3", "n3", ["shared-all"]));
    await settled();
    const open = (node: string) =>
      ["n1-only", "n1-n2-only", "shared-all"].filter((secret) => mayRead(node, secret));
    expect([open("n1"), open("n2"), open("n3")]).toEqual([
      ["n1-only", "n1-n2-only", "shared-all"],
      ["n1-n2-only", "shared-all"],
      ["shared-all"],
    ]);
    const remade = bound("pod3-n3", "n3", []);
    await put(store, "pods", { ...remade, metadata: { ...remade.metadata, uid: "pod3-2" } });
    await settled();
    expect([mayRead("n3", "shared-all"), mayRead("n1", "shared-all")]).toEqual([false, true]);
  });

  test("a Pod opens nothing before it is bound, and nothing once it is gone", async () => {
    const { spec, ...pod } = bound("late", "n4", ["late"]);
    const { nodeName: _none, ...unbound } = spec ?? { containers: [] };
    await put(store, "pods", { ...pod, spec: unbound } as Pod);
    await settled();
    expect(mayRead("n4", "late")).toBe(false);
    await put(store, "pods", bound("late", "n4", ["late"]));
    await settled();
    expect(mayRead("n4", "late")).toBe(true);
    const key = { resource: "pods", namespace: "ns1", name: "late" };
    await store.delete(key, store.head(key)?.revision ?? 0);
    await settled();
    expect(mayRead("n4", "late")).toBe(false);
  });

  test("claims made later and ephemeral containers open what they name", async () => {
    const pod = samplePod("ns1", "pod9-n5", "n5", "pvc9");
    const claim = (name: string) => decide(`get ${claims} ns1/${name}`, nodeUser("n5"));
    await put(store, "pods", { ...pod, status: {} } as Pod);
    await settled();
    expect(claim("generated-claim-pod9-n5-ns1-0")).toMatch(/^no: /);
    const debugged: KubeObject = Object.assign({}, pod, {
      ...pod,
      spec: {
        containers: [],
        ...pod.spec,
        ephemeralContainers: [
          { name: "debug", envFrom: [{ secretRef: { name: "debug-secret" } }] },
        ],
      },
      status: { ...pod.status, extendedResourceClaimStatus: { resourceClaimName: "extended" } },
    });
    await put(store, "pods", debugged);
    await settled();
    expect(claim("generated-claim-pod9-n5-ns1-0")).toBe("allowed");
    expect(claim("extended")).toBe("allowed");
    expect(mayRead("n5", "debug-secret")).toBe(true);
  });

  test("a mirror Pod opens nothing but itself", async () => {
    const pod = bound("static", "n6", ["wished"]);
    const annotations = { "kubernetes.io/config.mirror": "1" };
    await put(store, "pods", { ...pod, metadata: { ...pod.metadata, annotations } });
    await settled();
    expect(mayRead("n6", "wished")).toBe(false);
    expect(decide("get pods ns1/static", nodeUser("n6"))).toBe("allowed");
  });

  test("a volume's secrets follow its claim", async () => {
    const pod = samplePod("ns1", "pod8-n7", "n7", "pvc8");
    await put(store, "pods", pod);
    await settled();
    const volume = (claimRef: object | undefined) => ({
      apiVersion: "v1",
      kind: "PersistentVolume",
      metadata: { name: "late-volume" },
      spec: {
        ...(claimRef ? { claimRef } : {}),
        csi: {
          driver: "example.com",
          volumeHandle: "1",
          nodeStageSecretRef: { namespace: "ns1", name: "stage" },
          nodePublishSecretRef: { namespace: "ns1", name: "publish" },
          nodeExpandSecretRef: { namespace: "ns1", name: "expand" },
          controllerPublishSecretRef: { namespace: "ns1", name: "control" },
        },
      },
    });
    const open = () =>
      ["stage", "publish", "expand", "control"].filter((secret) => mayRead("n7", secret));
    await put(store, "persistentvolumes", volume(undefined));
    expect(open()).toEqual([]);
    await put(store, "persistentvolumes", volume({ namespace: "ns1", name: "pvc8" }));
    expect(open()).toEqual(["stage", "publish", "expand"]);
  });
});
