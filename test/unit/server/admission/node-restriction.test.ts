/**
 * What kubelets may write. The tables have the facts of Kubernetes' own (plugin/pkg/admission/noderestriction/admission_test.go);
 * texts that they leave out are those of the plugin's source in 1.36.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KubeObject, Stored } from "../../../../src/api/object.ts";
import { builtInResources } from "../../../../src/api/resources.ts";
import { toStatusError } from "../../../../src/api/status.ts";
import { createSimulatedHost } from "../../../../src/host/simulated.ts";
import type { AdmissionPlugin, AdmissionRequest } from "../../../../src/server/admission/chain.ts";
import { modifiedLabels } from "../../../../src/server/admission/node-restriction/nodes.ts";
import { nodeRestriction } from "../../../../src/server/admission/node-restriction/plugin.ts";
import { ClusterAuthorizer } from "../../../../src/server/auth/cluster-authorizer.ts";
import type { UserInfo } from "../../../../src/server/message.ts";
import { openStore } from "../../../../src/store/engine.ts";
import { createMemoryLog } from "../../../../src/store/memory-log.ts";
import type { StateStore } from "../../../../src/store/store.ts";
import { signingRequest } from "../../../fixtures/signing-request.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- objects of every kind, some of them broken
type Any = any;

let store: StateStore;
let authorizer: ClusterAuthorizer;
let plugin: AdmissionPlugin;
beforeAll(async () => {
  store = await openStore({ log: createMemoryLog(), host: createSimulatedHost() });
  authorizer = new ClusterAuthorizer(store);
  plugin = nodeRestriction(store, authorizer);
  for (const [resource, object] of existing) {
    const { namespace = "", name = "" } = object.metadata;
    await store.put({ resource, namespace, name }, object, 0);
  }
});
afterAll(async () => {
  authorizer.stop();
  await store.close();
});

const myNode: UserInfo = { name: "system:node:mynode", groups: ["system:nodes"] };
const bob: UserInfo = { name: "bob", groups: [] };

const mirror = { "kubernetes.io/config.mirror": "true" };
const owner = {
  apiVersion: "v1",
  kind: "Node",
  name: "mynode",
  uid: "mynode-uid",
  controller: true,
};
const pod = (name: string, nodeName: string, spec: object = {}): Any => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { namespace: "ns", name, uid: "pod-uid" },
  spec: { ...(nodeName ? { nodeName } : {}), ...spec },
});
const mirrorPod = (name: string, nodeName: string, spec: object = {}): Any => {
  const plain = pod(name, nodeName, spec);
  const ownerReferences = [{ ...owner, name: nodeName, uid: `${nodeName}-uid` }];
  return { ...plain, metadata: { ...plain.metadata, annotations: mirror, ownerReferences } };
};
const volumes = (...sources: readonly object[]) => ({
  volumes: sources.map((source, index) => ({ name: `v${index}`, ...source })),
});
const projected = (...sources: readonly object[]) => ({ projected: { sources } });
const driver = (name: string): Any => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "CSIDriver",
  metadata: { name },
  spec: { tokenRequests: [{ audience: "foo" }] },
});
const claim = (name: string, volumeName: string): Any => ({
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { namespace: "ns", name },
  spec: { volumeName },
});
const volume = (name: string, spec: object): Any => ({
  apiVersion: "v1",
  kind: "PersistentVolume",
  metadata: { name },
  spec,
});

const pods = {
  mymirrorpod: mirrorPod("mymirrorpod", "mynode"),
  othermirrorpod: mirrorPod("othermirrorpod", "othernode"),
  unboundmirrorpod: mirrorPod("unboundmirrorpod", ""),
  mypod: pod("mypod", "mynode"),
  otherpod: pod("otherpod", "othernode"),
  unboundpod: pod("unboundpod", ""),
};

const claimVolume = (claimName: string) => ({ persistentVolumeClaim: { claimName } });
const csi = { csi: { driver: "com.example.csi.mydriver" } };
const tokenPods = [
  pod("empty-audience", "mynode", volumes(projected({ serviceAccountToken: { path: "t" } }))),
  pod(
    "projected",
    "mynode",
    volumes(projected({ serviceAccountToken: { path: "t", audience: "foo" } })),
  ),
  pod("csi", "mynode", volumes(csi)),
  pod("lost-csi", "mynode", volumes({ csi: { driver: "gone.example.com" } })),
  pod("claim", "mynode", volumes(claimVolume("pvclaim"))),
  pod("lost-claim", "mynode", volumes(claimVolume("gone"))),
  pod("lost-volume", "mynode", volumes(claimVolume("unbound"))),
  pod("ephemeral", "mynode", volumes({ ephemeral: { volumeClaimTemplate: { spec: {} } } })),
  pod("lost-claim-and-csi", "mynode", volumes(claimVolume("gone"), csi)),
  pod("migrated-claim", "mynode", volumes(claimVolume("pvclaim-azurefile"))),
  pod("migrated", "mynode", volumes({ azureFile: { shareName: "default", secretName: "s" } })),
];

const existing: readonly (readonly [string, KubeObject])[] = [
  ...Object.values(pods).map((each) => ["pods", each] as const),
  ...tokenPods.map((each) => ["pods", each] as const),
  ["nodes", { apiVersion: "v1", kind: "Node", metadata: { name: "mynode", uid: "mynode-uid" } }],
  ["csidrivers.storage.k8s.io", driver("com.example.csi.mydriver")],
  ["csidrivers.storage.k8s.io", driver("file.csi.azure.com")],
  ["persistentvolumeclaims", claim("pvclaim", "pvname")],
  ["persistentvolumeclaims", claim("unbound", "gone")],
  ["persistentvolumeclaims", claim("ephemeral-v0", "pvname")],
  ["persistentvolumeclaims", claim("pvclaim-azurefile", "pvname-azurefile")],
  ["persistentvolumes", volume("pvname", csi)],
  ["persistentvolumes", volume("pvname-azurefile", { azureFile: { shareName: "default" } })],
];

interface Asked {
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly object?: Any;
  readonly previous?: Any;
  readonly user?: UserInfo;
}

/** What is said of a request: nothing of one that is let pass. */
async function said(operation: AdmissionRequest["operation"], asked: Asked): Promise<string> {
  const definition = builtInResources.find(({ resource }) => resource === asked.resource);
  if (!definition) throw new Error(`no resource ${asked.resource}`);
  const { object, previous, user = myNode, subresource = "", namespace = "" } = asked;
  const request: AdmissionRequest = {
    operation,
    target: { definition, namespace, name: asked.name ?? "", subresource },
    context: { user, fieldManager: "kubelet", dryRun: false, warnings: [] },
    object: operation === "DELETE" ? undefined : object,
    previous: previous as Stored<KubeObject> | undefined,
  };
  try {
    if (operation === "DELETE") await plugin.validate?.(request);
    else expect(await plugin.mutate?.({ ...request, object })).toBe(object);
    return "";
  } catch (error) {
    return toStatusError(error).message;
  }
}

const forbidden = (resource: string, name: string, why: string) =>
  `${resource} "${name}" is forbidden: ${why}`;

describe("Pods", () => {
  const eviction = (name: string) => ({
    apiVersion: "policy/v1",
    kind: "Eviction",
    metadata: { namespace: "ns", ...(name ? { name } : {}) },
  });
  const evict = (object: Any) => ({
    resource: "pods",
    subresource: "eviction",
    namespace: "ns",
    object,
  });
  const on = (object: Any, subresource = ""): Asked => ({
    resource: "pods",
    namespace: "ns",
    name: object.metadata.name,
    subresource,
    object,
    previous: object,
  });
  const notMine = {
    create: 'node "mynode" can only create pods with spec.nodeName set to itself',
    delete: 'node "mynode" can only delete pods with spec.nodeName set to itself',
    status: 'node "mynode" can only update pod status for pods with spec.nodeName set to itself',
    eviction: "node mynode can only evict pods with spec.nodeName set to itself",
  };
  const notMirror =
    'pod does not have "kubernetes.io/config.mirror" annotation, node "mynode" can only create mirror pods';

  test.each([
    ["mymirrorpod", "", "", "", ""],
    ["othermirrorpod", notMine.create, notMine.delete, notMine.status, notMine.eviction],
    ["unboundmirrorpod", notMine.create, notMine.delete, notMine.status, notMine.eviction],
    ["mypod", notMirror, "", "", ""],
    ["otherpod", notMirror, notMine.delete, notMine.status, notMine.eviction],
    ["unboundpod", notMirror, notMine.delete, notMine.status, notMine.eviction],
  ] as const)("%s", async (name, create, remove, status, evicted) => {
    const object = pods[name];
    const expected = (why: string) => (why === "" ? "" : forbidden("pods", name, why));
    const update =
      'unexpected operation "UPDATE", node "mynode" can only create and delete mirror pods';
    expect(await said("CREATE", on(object))).toBe(expected(create));
    expect(await said("UPDATE", on(object))).toBe(expected(update));
    expect(await said("DELETE", on(object))).toBe(expected(remove));
    expect(await said("UPDATE", on(object, "status"))).toBe(expected(status));
    for (const operation of ["CREATE", "DELETE"] as const) {
      const why = `unexpected operation "${operation}"`;
      expect(await said(operation, on(object, "status"))).toBe(expected(why));
    }
    expect(await said("CREATE", { ...evict(eviction(name)), name })).toBe(expected(evicted));
    expect(await said("CREATE", { ...evict(eviction("")), name })).toBe(expected(evicted));
    for (const operation of ["UPDATE", "DELETE"] as const) {
      const why = `unexpected operation ${operation}`;
      expect(await said(operation, { ...evict(eviction(name)), name })).toBe(expected(why));
    }
  });

  test("evictions may name the Pod in their body alone", async () => {
    expect(await said("CREATE", evict(eviction("mypod")))).toBe("");
    expect(await said("CREATE", evict(eviction("otherpod")))).toContain(notMine.eviction);
    expect(await said("CREATE", evict(eviction("gone")))).toBe('pod "gone" not found');
    expect(await said("CREATE", evict(eviction("")))).toBe(
      forbidden("pods", "Unknown", "could not determine pod from request data"),
    );
  });

  test("other subresources are not for kubelets", async () => {
    const why = `unexpected pod subresource "resize", only 'status' and 'eviction' are allowed`;
    expect(await said("UPDATE", on(pods.mypod, "resize"))).toBe(forbidden("pods", "mypod", why));
  });

  test.each([
    [{ a: "1" }, { a: "1", b: "2" }, "labels through pod status"],
    [{ a: "1", b: "2" }, { a: "1" }, "labels through pod status"],
    [{ a: "1" }, undefined, "labels through pod status"],
    [undefined, { a: "1" }, "labels through pod status"],
    [undefined, {}, ""],
  ])("of labels %o a status makes no %o", async (before, after, what) => {
    const labelled = (labels: object | undefined) => ({
      ...pods.mypod,
      metadata: { ...pods.mypod.metadata, ...(labels ? { labels } : {}) },
    });
    const asked = { ...on(labelled(after), "status"), previous: labelled(before) };
    const why = `node "mynode" cannot update ${what}`;
    expect(await said("UPDATE", asked)).toBe(what ? forbidden("pods", "mypod", why) : "");
  });

  test.each([
    [{ resourceClaimStatuses: [{ name: "a", resourceClaimName: "b" }] }, "resource claim statues"],
    [{ resourceClaimStatuses: [{ name: "a" }] }, "resource claim statues"],
    [
      { extendedResourceClaimStatus: { resourceClaimName: "c", requestMappings: [] } },
      "extended resource claim status",
    ],
    [{ phase: "Running" }, ""],
  ])("a status of %o", async (status, what) => {
    const asked = { ...on({ ...pods.mypod, status }, "status"), previous: pods.mypod };
    const why = `node "mynode" cannot update ${what}`;
    expect(await said("UPDATE", asked)).toBe(what ? forbidden("pods", "mypod", why) : "");
  });

  test.each([
    [{ serviceAccountName: "foo" }, "serviceaccounts"],
    [volumes({ secret: { secretName: "foo" } }), "secrets"],
    [{ imagePullSecrets: [{ name: "foo" }] }, "secrets"],
    [volumes({ azureFile: { shareName: "s", secretName: "foo" } }), "secrets"],
    [volumes({ configMap: { name: "foo" } }), "configmaps"],
    [{ containers: [{ name: "c", envFrom: [{ configMapRef: { name: "foo" } }] }] }, "configmaps"],
    [{ resourceClaims: [{ name: "foo", resourceClaimName: "foo" }] }, "resourceclaims"],
    [volumes({ csi: { driver: "foo" } }), "csidrivers (via CSI volumes)"],
    [volumes({ glusterfs: { endpoints: "e", path: "p" } }), "endpoints (via glusterFS volumes)"],
    [volumes(claimVolume("foo")), "persistentvolumeclaims"],
    [
      volumes({ ephemeral: { volumeClaimTemplate: { spec: {} } } }),
      "persistentvolumeclaims (via ephemeral volumes)",
    ],
    [
      volumes(projected({ serviceAccountToken: { path: "t" } })),
      "serviceaccounts (via projected volumes)",
    ],
    [volumes(projected({ clusterTrustBundle: { name: "foo", path: "p" } })), "clustertrustbundles"],
    [volumes(projected({ downwardAPI: {} }), { emptyDir: {} }, { hostPath: { path: "/" } }), ""],
  ])("a mirror with %o", async (spec, what) => {
    const why = `node "mynode" can not create pods that reference ${what}`;
    expect(await said("CREATE", on(mirrorPod("m", "mynode", spec)))).toBe(
      what ? forbidden("pods", "m", why) : "",
    );
  });

  test.each([
    [{}, 'unknown volume type for volume  "v0"'],
    [projected({}), 'unknown source for projected volume "v0"'],
  ])("a mirror with a volume of %o", async (source, what) => {
    const why = `error checking mirror pod for API references: ${what}`;
    expect(await said("CREATE", on(mirrorPod("m", "mynode", volumes(source))))).toBe(
      forbidden("pods", "m", why),
    );
  });

  const noOwner = 'node "mynode" can only create pods with an owner reference set to itself';
  const noController =
    'node "mynode" can only create pods with a controller owner reference set to itself';
  test.each([
    [[], noOwner],
    [[owner], ""],
    [
      [owner, owner],
      'node "mynode" can only create pods with a single owner reference set to itself',
    ],
    [[{ ...owner, name: "other" }], noOwner],
    [[{ ...owner, uid: "another" }], "node mynode UID mismatch: expected another got mynode-uid"],
    [[{ ...owner, apiVersion: "v2" }], noOwner],
    [[{ ...owner, kind: "Pod" }], noOwner],
    [[{ ...owner, controller: undefined }], noController],
    [[{ ...owner, controller: false }], noController],
    [
      [{ ...owner, blockOwnerDeletion: true }],
      'node "mynode" must not set blockOwnerDeletion on an owner reference',
    ],
  ])("a mirror owned by %o", async (ownerReferences, why) => {
    const plain = mirrorPod("test", "mynode");
    const object = { ...plain, metadata: { ...plain.metadata, ownerReferences } };
    expect(await said("CREATE", on(object))).toBe(why ? forbidden("pods", "test", why) : "");
  });

  test("a mirror of a node that is not there", async () => {
    const user = { ...myNode, name: "system:node:lost" };
    const asked = { ...on(mirrorPod("test", "lost")), user };
    expect(await said("CREATE", asked)).toBe('node "lost" not found');
  });
});

describe("Nodes", () => {
  const node = (change: { labels?: object; spec?: object; owners?: readonly object[] } = {}) => ({
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: "mynode",
      uid: "mynode-uid",
      ...(change.labels ? { labels: change.labels } : {}),
      ...(change.owners ? { ownerReferences: change.owners } : {}),
    },
    spec: change.spec ?? {},
  });
  const create = (object: Any) => said("CREATE", { resource: "nodes", object });
  const update = (previous: Any, object: Any) =>
    said("UPDATE", { resource: "nodes", name: "mynode", previous, object });
  const refusal = (why: string) => forbidden("nodes", "mynode", why);

  const labelled = (keys: readonly string[], value = "value") =>
    node({ labels: Object.fromEntries(keys.map((key) => [key, value])) });
  const allowed = [
    "foo",
    "example.com/foo",
    "kubernetes.io/hostname",
    "failure-domain.beta.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "topology.kubernetes.io/region",
    "beta.kubernetes.io/instance-type",
    "node.kubernetes.io/instance-type",
    "beta.kubernetes.io/os",
    "beta.kubernetes.io/arch",
    "kubernetes.io/os",
    "kubernetes.io/arch",
    "kubelet.kubernetes.io/foo",
    "foo.kubelet.kubernetes.io/foo",
    "node.kubernetes.io/foo",
    "foo.node.kubernetes.io/foo",
  ];
  const restricted = [
    "foo.node-restriction.kubernetes.io/foo",
    "node-restriction.kubernetes.io/foo",
    "other.k8s.io/foo",
    "other.kubernetes.io/foo",
  ];
  const all = [...allowed, ...restricted];
  const setting = `node "mynode" is not allowed to set the following labels: ${restricted.join(", ")}`;
  const modifying = `is not allowed to modify labels: ${restricted.join(", ")}`;
  const configA = node({ spec: { configSource: { configMap: { name: "foo" } } } });
  const configB = node({ spec: { configSource: { configMap: { name: "qux" } } } });
  const taintA = node({ spec: { taints: [{ key: "mykey", value: "A" }] } });
  const taintB = node({ spec: { taints: [{ key: "mykey", value: "B" }] } });
  const owned = node({ owners: [{ ...owner, name: "x" }] });

  test.each([
    ["plain", node(), ""],
    ["tainted", taintA, ""],
    ["with labels that kubelets set", labelled(allowed), ""],
    ["with labels that they do not", labelled(restricted), setting],
    [
      "with a configuration",
      configA,
      'node "mynode" is not allowed to create pods with a non-nil configSource',
    ],
  ])("one's own is made %s", async (_how, object, why) => {
    expect(await create(object)).toBe(why ? refusal(why) : "");
  });

  const config =
    'node "mynode" is not allowed to update configSource to a new non-nil configSource';
  const taints = 'node "mynode" is not allowed to modify taints';
  const owners = 'node "mynode" is not allowed to modify ownerReferences';
  test.each([
    ["no change", node(), node(), ""],
    ["a configuration", node(), configA, config],
    ["another configuration", configA, configB, config],
    ["the same configuration", configA, configA, ""],
    ["no configuration any more", configA, node(), ""],
    ["the same taints", taintA, taintA, ""],
    ["a taint", node(), taintA, taints],
    ["no taint any more", taintA, node(), taints],
    ["another taint", taintB, taintA, taints],
    ["an owner", node(), owned, owners],
    ["no owner any more", owned, node(), owners],
    ["the same owner", owned, owned, ""],
    ["labels that kubelets set", node(), labelled(allowed), ""],
    ["none of them any more", labelled(allowed), node(), ""],
    ["others of them", labelled(allowed, "a"), labelled(allowed, "b"), ""],
    ["the same labels", labelled(all), labelled(all), ""],
    ["more of them beside others", labelled(restricted), labelled(all), ""],
    ["less of them beside others", labelled(all), labelled(restricted), ""],
    ["labels that they do not set", node(), labelled(restricted), modifying],
    ["none of those any more", labelled(restricted), node(), modifying],
    ["others of those", labelled(restricted, "old"), labelled(restricted, "new"), modifying],
  ])("one's own gets %s", async (_what, before, after, why) => {
    expect(await update(before, after)).toBe(why ? refusal(why) : "");
    const asked = { resource: "nodes", name: "mynode", subresource: "status" };
    expect(await said("UPDATE", { ...asked, previous: before, object: after })).toBe(
      why ? refusal(why) : "",
    );
  });

  test("others are none of its business", async () => {
    const plain = node();
    const other = { ...plain, metadata: { name: "othernode" } };
    const why = 'node "mynode" is not allowed to modify node "othernode"';
    const expected = forbidden("nodes", "othernode", why);
    expect(await create(other)).toBe(expected);
    const asked = { resource: "nodes", name: "othernode", previous: other, object: other };
    expect(await said("UPDATE", asked)).toBe(expected);
    expect(await said("UPDATE", { ...asked, subresource: "status" })).toBe(expected);
    expect(await said("DELETE", asked)).toBe(expected);
    expect(await said("DELETE", { ...asked, name: "mynode", previous: plain })).toBe("");
  });

  test.each([
    [undefined, undefined, []],
    [{ x: "1", y: "2" }, { y: "2", x: "1" }, []],
    [{}, { a: "0" }, ["a"]],
    [{ z: "3" }, {}, ["z"]],
    [{ z: "3" }, { z: "4" }, ["z"]],
    [{}, { a: "" }, ["a"]],
    [{ z: "" }, {}, ["z"]],
    [{ z: "3" }, { z: "" }, ["z"]],
    [{ z: "" }, { z: "3" }, ["z"]],
    [{ a: "1", b: "2" }, { a: "2", c: "3" }, ["a", "b", "c"]],
  ])("labels %o and %o differ in %o", (a, b, expected) => {
    expect(modifiedLabels(a as Record<string, string>, b as Record<string, string>)).toEqual(
      expected,
    );
  });
});

describe("tokens", () => {
  const ask = (podName: string, uid: string | undefined, audiences: readonly string[]) =>
    said("CREATE", {
      resource: "serviceaccounts",
      subresource: "token",
      namespace: "ns",
      name: "mysa",
      object: {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        metadata: {},
        spec: {
          audiences,
          ...(podName
            ? { boundObjectRef: { kind: "Pod", apiVersion: "v1", name: podName, uid } }
            : {}),
        },
      },
    });
  const refusal = (why: string) => forbidden("serviceaccounts", "mysa", why);
  const unwanted = (audience: string) =>
    refusal(
      `audience "${audience}" not found in pod spec volume, system:node:mynode is not authorized to request tokens for this audience`,
    );
  const unknown = (what: string) => refusal(`error validating audience "foo": ${what} not found`);

  test.each<[string, string | undefined, readonly string[], string]>([
    ["", undefined, ["foo"], refusal("node requested token not bound to a pod")],
    ["nopod", "someuid", ["foo"], 'pod "nopod" not found'],
    ["mypod", "", ["foo"], refusal("node requested token with a pod binding without a uid")],
    [
      "mypod",
      "another",
      ["foo"],
      refusal(
        "the UID in the bound object reference (another) does not match the UID in record. The object might have been deleted and then recreated",
      ),
    ],
    [
      "otherpod",
      "pod-uid",
      ["foo"],
      refusal("node requested token bound to a pod scheduled on a different node"),
    ],
    ["empty-audience", "pod-uid", [], ""],
    ["empty-audience", "pod-uid", [""], ""],
    ["projected", "pod-uid", ["foo"], ""],
    ["projected", "pod-uid", ["foo", "bar"], refusal("node may only request 0 or 1 audiences")],
    ["mypod", "pod-uid", ["foo"], unwanted("foo")],
    ["csi", "pod-uid", ["foo"], ""],
    ["csi", "pod-uid", ["bar"], unwanted("bar")],
    ["lost-csi", "pod-uid", ["foo"], unknown('csidriver.storage.k8s.io "gone.example.com"')],
    ["claim", "pod-uid", ["foo"], ""],
    ["claim", "pod-uid", ["bar"], unwanted("bar")],
    ["lost-claim", "pod-uid", ["foo"], unknown('persistentvolumeclaim "gone"')],
    ["lost-volume", "pod-uid", ["foo"], unknown('persistentvolume "gone"')],
    ["ephemeral", "pod-uid", ["foo"], ""],
    ["ephemeral", "pod-uid", ["bar"], unwanted("bar")],
    ["lost-claim-and-csi", "pod-uid", ["foo"], ""],
    ["migrated-claim", "pod-uid", ["foo"], ""],
    ["migrated", "pod-uid", ["foo"], ""],
  ])("bound to %s (%s) for %o", async (name, uid, audiences, expected) => {
    expect(await ask(name, uid, audiences)).toBe(expected);
  });

  test("nodes may be granted an audience", async () => {
    const group = "rbac.authorization.k8s.io";
    const role = {
      apiVersion: `${group}/v1`,
      kind: "ClusterRole",
      metadata: { name: "registry" },
      rules: [
        {
          verbs: ["request-serviceaccounts-token-audience"],
          apiGroups: [""],
          resources: ["registry.example.com"],
          resourceNames: ["mysa"],
        },
      ],
    };
    const binding = {
      apiVersion: `${group}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: "registry" },
      roleRef: { apiGroup: group, kind: "ClusterRole", name: "registry" },
      subjects: [{ apiGroup: group, kind: "Group", name: "system:nodes" }],
    };
    const key = (resource: string) => ({
      resource: `${resource}.${group}`,
      namespace: "",
      name: "registry",
    });
    expect(await ask("mypod", "pod-uid", ["registry.example.com"])).not.toBe("");
    await store.put(key("clusterroles"), role, 0);
    await store.put(key("clusterrolebindings"), binding, 0);
    expect(await ask("mypod", "pod-uid", ["registry.example.com"])).toBe("");
    expect(await ask("mypod", "pod-uid", ["other.example.com"])).not.toBe("");
  });
});

describe("Leases and CSINodes", () => {
  const wrongNamespace = 'can only access leases in the "kube-node-lease" system namespace';
  const wrongLease = "can only access node lease with the same name as the requesting node";
  const wrongCsi = "can only access CSINode with the same name as the requesting node";
  test.each([
    ["leases", "kube-node-lease", "mynode", ""],
    ["leases", "foo", "mynode", wrongNamespace],
    ["leases", "kube-node-lease", "foo", wrongLease],
    ["csinodes", "", "mynode", ""],
    ["csinodes", "", "foo", wrongCsi],
  ])("%s %s/%s", async (resource, namespace, name, why) => {
    const group = resource === "leases" ? "coordination.k8s.io" : "storage.k8s.io";
    const expected = why === "" ? "" : forbidden(`${resource}.${group}`, name, why);
    const object = { apiVersion: `${group}/v1`, kind: "X", metadata: { namespace, name } };
    expect(await said("CREATE", { resource, namespace, object })).toBe(expected);
    const asked = { resource, namespace, name, object, previous: object };
    expect(await said("UPDATE", asked)).toBe(expected);
    expect(await said("DELETE", asked)).toBe(expected);
  });
});

describe("ResourceSlices", () => {
  const refusal = (verb: string) =>
    forbidden(
      "resourceslices.resource.k8s.io",
      "something",
      `can only ${verb} ResourceSlice with the same NodeName as the requesting node`,
    );
  test.each([
    ["mynode", false],
    ["mynode-other", true],
    ["", true],
  ])("of %s", async (nodeName, isRefused) => {
    const object = {
      apiVersion: "resource.k8s.io/v1",
      kind: "ResourceSlice",
      metadata: { name: "something" },
      spec: nodeName ? { nodeName } : {},
    };
    const asked = { resource: "resourceslices", object };
    expect(await said("CREATE", asked)).toBe(isRefused ? refusal("create") : "");
    const named = { ...asked, name: "something", previous: object };
    expect(await said("UPDATE", named)).toBe("");
    expect(await said("DELETE", named)).toBe(isRefused ? refusal("delete") : "");
  });
});

describe("claims", () => {
  const resized = (allocated: string, condition: string | undefined, more: object = {}): Any => ({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { namespace: "default", name: "foo", resourceVersion: allocated },
    spec: { volumeName: "volume1", resources: { requests: { storage: "10G" } } },
    status: {
      phase: "Bound",
      capacity: { storage: allocated },
      allocatedResources: { storage: allocated },
      ...(condition ? { conditions: [{ type: condition, status: "True" }] } : {}),
      ...more,
    },
  });
  const before = resized("10G", "Resizing");
  const update = (object: Any, subresource = "status") =>
    said("UPDATE", {
      resource: "persistentvolumeclaims",
      namespace: "default",
      name: "foo",
      subresource,
      object,
      previous: before,
    });
  test.each([
    ["other conditions", resized("10G", "FileSystemResizePending")],
    ["more capacity", resized("15G", "FileSystemResizePending")],
    [
      "a resize that failed",
      resized("10G", "Resizing", {
        allocatedResourceStatuses: { storage: "NodeResizeInfeasible" },
      }),
    ],
  ])("a status gets %s", async (_what, object) => {
    expect(await update(object)).toBe("");
  });

  test("a claim itself is not for kubelets", async () => {
    expect(await update(before, "")).toBe(
      forbidden("persistentvolumeclaims", "foo", "may only update PVC status"),
    );
  });

  test("the rest of a status stays as it is, and the refusal shows what would not", async () => {
    const message = await update(resized("10G", "Resizing", { phase: "Lost" }));
    expect(message).toContain(
      'node "mynode" is not allowed to update fields other than status.quantity and status.conditions: ',
    );
    expect(message).toContain('-  "Phase": "Bound",\n+  "Phase": "Lost",\n');
    expect(
      await update({ ...before, metadata: { ...before.metadata, labels: { a: "b" } } }),
    ).toContain('+  "a": "b"\n');
  });
});

describe("certificate requests", () => {
  const ask = (signerName: string, request: string) =>
    said("CREATE", {
      resource: "certificatesigningrequests",
      object: {
        apiVersion: "certificates.k8s.io/v1",
        kind: "CertificateSigningRequest",
        metadata: { generateName: "csr-" },
        spec: { signerName, request },
      },
    });
  const serving = "kubernetes.io/kubelet-serving";
  const client = "kubernetes.io/kube-apiserver-client-kubelet";
  const refusal = (why: string) =>
    forbidden("certificatesigningrequests.certificates.k8s.io", "csr-", why);
  const wrong = refusal("can only create a node CSR with CN=system:node:mynode");

  test.each([
    [serving, "system:node:mynode", ""],
    [client, "system:node:mynode", ""],
    ["kubernetes.io/kube-apiserver-client", "some-other-identity", ""],
    [serving, "system:node:othernode", wrong],
    [client, "system:node:othernode", wrong],
  ])("to %s for %s", async (signer, commonName, expected) => {
    expect(await ask(signer, await signingRequest(`CN=${commonName}`))).toBe(expected);
  });

  test("that are none", async () => {
    const message = await ask(serving, btoa("hello"));
    expect(message).toBe(
      refusal("unable to parse csr: PEM block type must be CERTIFICATE REQUEST"),
    );
  });
});

describe("everything else", () => {
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "mycm" } };
  const configMap = { resource: "configmaps", namespace: "myns", name: "mycm" };

  test.each(["CREATE", "UPDATE", "DELETE"] as const)(
    "%s of what is not here",
    async (operation) => {
      expect(await said(operation, { ...configMap, object, previous: object })).toBe("");
    },
  );

  test.each(["CREATE", "UPDATE", "DELETE"] as const)("%s by who is no node", async (operation) => {
    const previous = pods.unboundpod;
    const asked = { resource: "pods", namespace: "ns", name: "unboundpod", user: bob };
    expect(await said(operation, { ...asked, object: previous, previous })).toBe("");
    expect(
      await said(operation, { ...asked, subresource: "status", object: previous, previous }),
    ).toBe("");
  });

  test("nodes that do not say which they are", async () => {
    const user = { name: "system:node:", groups: ["system:nodes"] };
    expect(await said("CREATE", { ...configMap, object, user })).toBe(
      forbidden("configmaps", "mycm", 'could not determine node from user "system:node:"'),
    );
  });
});
