/**
 * Volume plugins: volumebinding, volumezone, volumerestrictions, nodevolumelimits (*_test.go). Left out: scores by storage capacity
 * (StorageCapacityScoring is off), in-tree volumes that are counted for the CSI driver that has taken them over (no node here has
 * migrated any), and a StorageClass without a binding mode, which the API fills in. Objects are not found in the words of the listers.
 */
import type {
  CSINode,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
  Volume,
  VolumeAttachment,
} from "../../../src/api/generated/types.ts";
import { node, pod } from "./vector.ts";
import type { NodeVerdict, PluginVector, VectorObjects } from "./vector.ts";

type Labels = Readonly<Record<string, string>>;

const claiming = (...names: readonly string[]): Pod =>
  pod({ name: "pod-a", spec: { volumes: names.map((name) => ({ name, persistentVolumeClaim: { claimName: name } })) } });
const storageClass = (name: string, more: Partial<StorageClass> = {}): StorageClass => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name },
  provisioner: "kubernetes.io/no-provisioner",
  volumeBindingMode: "WaitForFirstConsumer",
  ...more,
});
const classes = [
  storageClass("wait"),
  storageClass("immediate", { volumeBindingMode: "Immediate" }),
  storageClass("made", { provisioner: "csi.example.com" }),
  storageClass("zonal", {
    provisioner: "csi.example.com",
    allowedTopologies: [{ matchLabelExpressions: [{ key: "zone", values: ["a", "b"] }] }],
  }),
];

interface ClaimParts {
  readonly boundTo?: string;
  readonly storage?: string;
  readonly phase?: "Lost";
  readonly selectedNode?: string;
  readonly modes?: NonNullable<PersistentVolumeClaim["spec"]>["accessModes"];
  readonly deleted?: boolean;
}

function claim(name: string, storageClassName: string, parts: ClaimParts = {}): PersistentVolumeClaim {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name,
      namespace: "default",
      uid: `uid-of-${name}`,
      annotations: {
        ...(parts.boundTo === undefined ? {} : { "pv.kubernetes.io/bind-completed": "true" }),
        ...(parts.selectedNode === undefined
          ? {}
          : { "volume.kubernetes.io/selected-node": parts.selectedNode }),
      },
      ...(parts.deleted ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {}),
    },
    spec: {
      storageClassName,
      accessModes: parts.modes ?? ["ReadWriteOnce"],
      resources: { requests: { storage: parts.storage ?? "1Gi" } },
      ...(parts.boundTo === undefined ? {} : { volumeName: parts.boundTo }),
    },
    ...(parts.phase === undefined ? {} : { status: { phase: parts.phase } }),
  };
}

function volume(
  name: string,
  storageClassName: string,
  parts: { readonly on?: Labels; readonly size?: string; readonly labels?: Labels; readonly spec?: object; readonly phase?: "Released" } = {},
): PersistentVolume {
  const matchExpressions = Object.entries(parts.on ?? {}).map(([key, value]) => ({ key, operator: "In" as const, values: [value] }));
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, labels: parts.labels ?? {} },
    spec: {
      storageClassName,
      capacity: { storage: parts.size ?? "1Gi" },
      accessModes: ["ReadWriteOnce"],
      ...(matchExpressions.length === 0 ? {} : { nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } } }),
      ...parts.spec,
    },
    status: { phase: parts.phase ?? "Available" },
  };
}

const never = (...reasons: readonly string[]): NodeVerdict => ({ never: reasons });
const conflict = "node(s) didn't match PersistentVolume's node affinity";
const unbindable = "node(s) didn't find available persistent volumes to bind";
const host = "kubernetes.io/hostname";
const hostNode = (name: string) => node(name, { [host]: name });

const bindingRows: readonly {
  readonly name: string;
  readonly pod: Pod;
  readonly claims?: readonly PersistentVolumeClaim[];
  readonly volumes?: readonly PersistentVolume[];
  readonly nodes?: readonly ReturnType<typeof node>[];
  readonly filter: Readonly<Record<string, NodeVerdict>>;
}[] = [
  { name: "pod has not pvcs", pod: pod(), filter: { "node-a": "fits" } },
  { name: "all bound", pod: claiming("pvc-a"), claims: [claim("pvc-a", "wait", { boundTo: "pv-a" })], volumes: [volume("pv-a", "wait")], filter: { "node-a": "fits" } },
  { name: "PVC does not exist", pod: claiming("pvc-a"), filter: { "node-a": never(`persistentvolumeclaim "pvc-a" not found`) } },
  { name: "part of PVCs do not exist", pod: claiming("pvc-a", "pvc-b"), claims: [claim("pvc-a", "wait", { boundTo: "pv-a" })], filter: { "node-a": never(`persistentvolumeclaim "pvc-b" not found`) } },
  { name: "immediate claims not bound", pod: claiming("pvc-a"), claims: [claim("pvc-a", "immediate")], filter: { "node-a": never("pod has unbound immediate PersistentVolumeClaims") } },
  { name: "unbound claims no matches", pod: claiming("pvc-a"), claims: [claim("pvc-a", "wait")], filter: { "node-a": never(unbindable) } },
  {
    name: "all bound with local volumes",
    pod: claiming("pvc-a", "pvc-b"),
    claims: [claim("pvc-a", "wait", { boundTo: "pv-a" }), claim("pvc-b", "wait", { boundTo: "pv-b" })],
    volumes: [volume("pv-a", "wait", { on: { [host]: "node-a" } }), volume("pv-b", "wait", { on: { [host]: "node-a" } })],
    nodes: [hostNode("node-a"), hostNode("node-b")],
    filter: { "node-a": "fits", "node-b": never(conflict) },
  },
  {
    name: "bound and unbound unsatisfied",
    pod: claiming("pvc-a", "pvc-b"),
    claims: [claim("pvc-a", "wait", { boundTo: "pv-a" }), claim("pvc-b", "wait")],
    volumes: [volume("pv-a", "wait", { on: { foo: "bar" } })],
    nodes: [node("node-a", { foo: "barbar" })],
    filter: { "node-a": never(conflict, unbindable) },
  },
  { name: "pv not found", pod: claiming("pvc-a"), claims: [claim("pvc-a", "wait", { boundTo: "pv-a" })], filter: { "node-a": never("node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)") } },
  { name: "pv not found claim lost", pod: claiming("pvc-a"), claims: [claim("pvc-a", "wait", { boundTo: "pv-a", phase: "Lost" })], filter: { "node-a": never(`persistentvolumeclaim "pvc-a" bound to non-existent persistentvolume "pv-a"`) } },
  { name: "claim is being deleted", pod: claiming("pvc-a"), claims: [claim("pvc-a", "wait", { deleted: true })], filter: { "node-a": never(`persistentvolumeclaim "pvc-a" is being deleted`) } },
  {
    name: "local volumes where they are",
    pod: claiming("pvc-a"),
    claims: [claim("pvc-a", "wait", { storage: "50Gi" })],
    volumes: [volume("pv-a-0", "wait", { size: "200Gi", on: { [host]: "node-a" } }), volume("pv-b-0", "wait", { size: "100Gi", on: { [host]: "node-b" } })],
    nodes: [hostNode("node-a"), hostNode("node-b"), hostNode("node-c")],
    filter: { "node-a": "fits", "node-b": "fits", "node-c": never(unbindable) },
  },
  {
    name: "volumes too small, released or of another class",
    pod: claiming("pvc-a"),
    claims: [claim("pvc-a", "wait", { storage: "50Gi" })],
    volumes: [volume("small", "wait", { size: "49Gi" }), volume("gone", "wait", { size: "100Gi", phase: "Released" }), volume("other", "made", { size: "100Gi" })],
    filter: { "node-a": never(unbindable) },
  },
  {
    name: "two claims want two volumes",
    pod: claiming("pvc-a", "pvc-b"),
    claims: [claim("pvc-a", "wait"), claim("pvc-b", "wait")],
    volumes: [volume("pv-a", "wait", { on: { [host]: "node-a" } }), volume("pv-b", "wait", { on: { [host]: "node-b" } }), volume("pv-b2", "wait", { on: { [host]: "node-b" } })],
    nodes: [hostNode("node-a"), hostNode("node-b")],
    filter: { "node-a": never(unbindable), "node-b": "fits" },
  },
  { name: "a volume can be made", pod: claiming("pvc-a"), claims: [claim("pvc-a", "made")], filter: { "node-a": "fits" } },
  {
    name: "a volume can be made in allowed topologies only",
    pod: claiming("pvc-a"),
    claims: [claim("pvc-a", "zonal")],
    nodes: [node("node-a", { zone: "a" }), node("node-c", { zone: "c" }), node("node-x")],
    filter: { "node-a": "fits", "node-c": never(unbindable), "node-x": never(unbindable) },
  },
  {
    name: "a selected node is kept to",
    pod: claiming("pvc-a"),
    claims: [claim("pvc-a", "made", { selectedNode: "node-b" })],
    nodes: [hostNode("node-a"), hostNode("node-b")],
    filter: { "node-a": never(unbindable), "node-b": "fits" },
  },
];

const betaZone = "failure-domain.beta.kubernetes.io/zone";
const betaRegion = "failure-domain.beta.kubernetes.io/region";
const zone = "topology.kubernetes.io/zone";
const region = "topology.kubernetes.io/region";
const zoneConflict = never("node(s) had no available volume zone");
const zoneRows: readonly [string, Labels, Labels, NodeVerdict][] = [
  ["node without labels", { [betaZone]: "us-west1-a" }, {}, "fits"],
  ["beta zone label matched", { [betaZone]: "us-west1-a" }, { [betaZone]: "us-west1-a", uselessLabel: "none" }, "fits"],
  ["beta region label matched", { [betaRegion]: "us-west1", uselessLabel: "none" }, { [betaRegion]: "us-west1", uselessLabel: "none" }, "fits"],
  ["beta region label doesn't match", { [betaRegion]: "us-west1", uselessLabel: "none" }, { [betaRegion]: "no_us-west1", uselessLabel: "none" }, zoneConflict],
  ["region label matched", { [region]: "us-west1", uselessLabel: "none" }, { [region]: "us-west1", uselessLabel: "none" }, "fits"],
  ["several zones, node without labels", { [betaZone]: "us-west1-c__us-west1-a" }, {}, "fits"],
  ["several beta zones, one matches", { [betaZone]: "us-west1-c__us-west1-a" }, { [betaZone]: "us-west1-a", uselessLabel: "none" }, "fits"],
  ["several zones, none matches", { [zone]: "us-west1-c__us-west1-a" }, { [zone]: "us-west1-b" }, zoneConflict],
  ["beta zone label doesn't match", { [betaZone]: "us-west1-a" }, { [betaZone]: "no_us-west1-a" }, zoneConflict],
  ["zone label matched", { [zone]: "us-west1-a" }, { [zone]: "us-west1-a" }, "fits"],
  ["zone label doesn't match", { [zone]: "us-west1-a" }, { [zone]: "no_us-west1-a" }, zoneConflict],
  ["region label doesn't match", { [region]: "us-west1" }, { [region]: "no_us-west1" }, zoneConflict],
  ["pv with zone and region, node with only zone", { [zone]: "us-west1-a", [region]: "us-west1-a" }, { [zone]: "us-west1-a" }, zoneConflict],
  ["pv with zone, node with beta zone", { [zone]: "us-west1-a" }, { [betaZone]: "us-west1-a" }, zoneConflict],
  ["pv with beta label, node with ga label, matched", { [betaZone]: "us-west1-a" }, { [zone]: "us-west1-a" }, "fits"],
  ["pv with beta label, node with ga label, don't match", { [betaZone]: "us-west1-a" }, { [zone]: "us-west1-b" }, zoneConflict],
  ["several zones, one matches", { [zone]: "us-west1-c__us-west1-a" }, { [zone]: "us-west1-a" }, "fits"],
];
const zoneNode = node("host1", { [zone]: "us-west1-a" });
const zoneFaults: readonly [string, PersistentVolumeClaim, NodeVerdict][] = [
  ["unbound volume empty storage class", claim("pvc", ""), never("PersistentVolumeClaim had no pv name and storageClass name")],
  ["unbound volume no storage class", claim("pvc", "Class_0"), never(`storageclass.storage.k8s.io "Class_0" not found`)],
  ["unbound volume immediate binding mode", claim("pvc", "immediate"), never("PersistentVolume had no name")],
  ["unbound volume wait binding mode", claim("pvc", "wait"), "fits"],
  ["bound to a volume that is not there", claim("pvc", "wait", { boundTo: "gone" }), never(`persistentvolume "gone" not found`)],
];

const gce = (readOnly = false, pdName = "foo"): Omit<Volume, "name"> => ({ gcePersistentDisk: { pdName, readOnly } });
const ebs = (readOnly = false, volumeID = "foo"): Omit<Volume, "name"> => ({ awsElasticBlockStore: { volumeID, readOnly } });
const iscsi = (iqn: string, readOnly = false): Omit<Volume, "name"> => ({ iscsi: { targetPortal: "t", iqn, lun: 0, readOnly } });
const rbd = (monitors: readonly string[], readOnly = false): Omit<Volume, "name"> => ({ rbd: { monitors, pool: "foo", image: "bar", readOnly } });
const noDisk: NodeVerdict = { no: ["node(s) had no available disk"] };
const diskRows: readonly [string, Omit<Volume, "name">, Omit<Volume, "name">, NodeVerdict][] = [
  ["GCE: the same disk", gce(), gce(), noDisk],
  ["GCE: another disk", gce(false, "bar"), gce(), "fits"],
  ["a volume without restrictions", {}, gce(), "fits"],
  ["EBS: the same volume", ebs(), ebs(), noDisk],
  ["EBS: another volume", ebs(false, "bar"), ebs(), "fits"],
  ["RBD: the same image", rbd(["a", "b"]), rbd(["a", "b"]), noDisk],
  ["GCE: two readers", gce(true), gce(true), "fits"],
  ["GCE: a reader and a writer", gce(true), gce(), noDisk],
  ["EBS: two readers conflict as well", ebs(true), ebs(true), noDisk],
  ["ISCSI: the same qualified name", iscsi("iqn.2016-12.server:storage.target01"), iscsi("iqn.2016-12.server:storage.target01"), noDisk],
  ["ISCSI: another name", iscsi("iqn.2016-12.server:storage.target01"), iscsi("iqn.2017-12.server:storage.target01"), "fits"],
  ["RBD: monitors overlap", rbd(["a", "b"]), rbd(["c", "b"]), noDisk],
  ["RBD: no monitor in common", rbd(["a", "b"]), rbd(["c", "d"]), "fits"],
];
const once = claim("once", "wait", { boundTo: "pv", modes: ["ReadWriteOncePod"] });
const many = claim("many", "wait", { boundTo: "pv-many", modes: ["ReadWriteMany"] });
const oncePod = "node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode";

const csiNode = (name: string, count: number): CSINode => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "CSINode",
  metadata: { name },
  spec: { drivers: [{ name: "ebs.csi.aws.com", nodeID: name, allocatable: { count } }] },
});
const csi = (handle: string, driver = "ebs.csi.aws.com") =>
  volume(`pv-${handle}`, "made", { spec: { csi: { driver, volumeHandle: handle } } });
/** The CSINode without limits where there is none. */
const csiObjects = (limit: number | undefined, attached = 0): VectorObjects => ({
  classes: [...classes, storageClass("ebs", { provisioner: "ebs.csi.aws.com" })],
  csiNodes: [limit === undefined ? { ...csiNode("node-a", 0), spec: { drivers: [{ name: "ebs.csi.aws.com", nodeID: "node-a" }] } } : csiNode("node-a", limit)],
  volumes: [csi("1"), csi("2"), csi("3"), csi("o", "other.csi"), volume("pv-host", "wait", { spec: { hostPath: { path: "/x" } } }), csi("a0"), csi("a1")],
  attachments: Array.from({ length: attached }, (_, i): VolumeAttachment => ({
    apiVersion: "storage.k8s.io/v1",
    kind: "VolumeAttachment",
    metadata: { name: `va-${i}` },
    spec: { attacher: "ebs.csi.aws.com", nodeName: "node-a", source: { persistentVolumeName: `pv-a${i}` } },
  })),
  claims: [
    ...["1", "2", "3"].map((each) => claim(`pvc-${each}`, "made", { boundTo: `pv-${each}` })),
    claim("pvc-o", "made", { boundTo: "pv-o" }),
    claim("pvc-host", "wait", { boundTo: "pv-host" }),
    claim("pvc-new", "ebs"),
    claim("pvc-gone", "ebs", { boundTo: "pv-gone" }),
    claim("pvc-classless", "missing"),
    ...["abc-x", "abc-y"].map((name): PersistentVolumeClaim => {
      const made = claim(name, "ebs");
      return { ...made, metadata: { ...made.metadata, ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "abc", uid: "uid-of-abc", controller: true }] } };
    }),
    claim("thief-x", "ebs"),
  ],
});
const ephemeral = (name: string, on: string | undefined, ...volumes: readonly string[]): Pod => ({
  ...pod({ name, spec: { volumes: volumes.map((each) => ({ name: each, ephemeral: {} })), ...(on === undefined ? {} : { nodeName: on }) } }),
  metadata: { name, namespace: "default", uid: `uid-of-${name}` },
});
const withConfig = (of: Pod): Pod => ({ ...of, spec: { ...of.spec, containers: [], volumes: [{ name: "c", configMap: {} }, { name: "s", secret: {} }, ...(of.spec?.volumes ?? [])] } });
const using = (on: string, ...names: readonly string[]): Pod => ({
  ...claiming(...names),
  metadata: { name: `u-${names.join("")}`, namespace: "default", uid: `u-${names.join("")}` },
  spec: { ...claiming(...names).spec, containers: [], nodeName: on },
});
const full: NodeVerdict = { no: ["node(s) exceed max volume count"] };
const limitRows: readonly [string, Pod, readonly Pod[], number | undefined, NodeVerdict, attached?: number][] = [
  ["attachments count even without Pods", claiming("pvc-1"), [], 2, full, 2],
  ["attachments below the limit", claiming("pvc-1"), [], 2, "fits", 1],
  ["a driver without limits", claiming("pvc-1"), [using("node-a", "pvc-2", "pvc-3")], undefined, "fits"],
  ["a pending claim counts", claiming("pvc-1"), [using("node-a", "pvc-new"), using("node-a", "pvc-2", "pvc-3")], 2, full],
  ["a pending claim of two Pods counts once", claiming("pvc-1"), [using("node-a", "pvc-new"), { ...using("node-a", "pvc-new"), metadata: { name: "second", namespace: "default", uid: "second" } }, using("node-a", "pvc-2", "pvc-3")], 4, "fits"],
  ["a claim whose volume is gone counts by its class", claiming("pvc-1"), [using("node-a", "pvc-gone"), using("node-a", "pvc-2", "pvc-3")], 2, full],
  ["a claim whose class is gone does not count", claiming("pvc-1"), [using("node-a", "pvc-3"), using("node-a", "pvc-classless")], 2, "fits"],
  ["volumes that no driver attaches do not count", claiming("pvc-host"), [using("node-a", "pvc-1", "pvc-2")], 2, "fits"],
  ["an ephemeral volume that is not there", ephemeral("xyz", undefined, "x"), [], undefined, never(`looking up PVC default/xyz-x: persistentvolumeclaim "xyz-x" not found`)],
  ["an ephemeral volume that is to be made", ephemeral("abc", undefined, "x"), [], undefined, "fits"],
  ["an ephemeral volume over the limit", ephemeral("abc", undefined, "x"), [using("node-a", "pvc-1", "pvc-2")], 2, full],
  ["a volume beside two ephemeral ones", claiming("pvc-1"), [using("node-a", "pvc-3"), ephemeral("abc", "node-a", "x", "y")], 2, full],
  ["ephemeral and other volumes together at the limit", claiming("pvc-1"), [using("node-a", "pvc-3"), ephemeral("abc", "node-a", "x"), using("node-a", "pvc-2")], 3, full],
  ["ephemeral and other volumes together below the limit", claiming("pvc-1"), [using("node-a", "pvc-3"), ephemeral("abc", "node-a", "x"), using("node-a", "pvc-2")], 5, "fits"],
  ["only configuration and secrets", withConfig(pod()), [using("node-a", "pvc-1", "pvc-2", "pvc-3")], 2, "fits"],
  ["a claim beside configuration and secrets", withConfig(claiming("pvc-1")), [using("node-a", "pvc-2", "pvc-3")], 2, full],
  ["an ephemeral volume beside configuration and secrets", withConfig(ephemeral("xyz", undefined, "x")), [], undefined, never(`looking up PVC default/xyz-x: persistentvolumeclaim "xyz-x" not found`)],
  ["fits when node volume limit >= new pods CSI volume", claiming("pvc-1"), [using("node-a", "pvc-2")], 4, "fits"],
  ["doesn't when node volume limit <= pods CSI volume", claiming("pvc-1"), [using("node-a", "pvc-2", "pvc-3")], 2, full],
  ["a volume that is attached already counts once", claiming("pvc-1"), [using("node-a", "pvc-1", "pvc-2")], 2, "fits"],
  ["another driver's volumes do not count", claiming("pvc-o"), [using("node-a", "pvc-1", "pvc-2")], 2, "fits"],
  ["two new volumes, room for one", claiming("pvc-1", "pvc-2"), [using("node-a", "pvc-3")], 2, full],
];

export const volumeVectors: readonly PluginVector[] = [
  ...bindingRows.map(({ name, pod: wanted, claims = [], volumes = [], nodes = [node("node-a")], filter }): PluginVector => ({
    name,
    plugin: "VolumeBinding",
    pod: wanted,
    nodes,
    objects: { claims, volumes, classes },
    filter,
  })),
  ...zoneRows.map(([name, labels, nodeLabels, verdict]): PluginVector => ({
    name,
    plugin: "VolumeZone",
    pod: claiming("pvc"),
    nodes: [node("host1", nodeLabels)],
    objects: { claims: [claim("pvc", "wait", { boundTo: "pv" })], volumes: [volume("pv", "wait", { labels })] },
    filter: { host1: verdict },
  })),
  ...zoneFaults.map(([name, wanted, verdict]): PluginVector => ({
    name,
    plugin: "VolumeZone",
    pod: claiming("pvc"),
    nodes: [zoneNode],
    objects: { claims: [wanted], classes },
    filter: { host1: verdict },
  })),
  ...diskRows.map(([name, wanted, taken, verdict]): PluginVector => ({
    name,
    plugin: "VolumeRestrictions",
    pod: pod({ spec: { volumes: [{ name: "v", ...wanted }] } }),
    nodes: [node("node-a")],
    pods: [pod({ on: "node-a", spec: { volumes: [{ name: "v", ...taken }] } })],
    filter: { "node-a": verdict },
  })),
  {
    name: "ReadWriteOncePod claim in use anywhere",
    plugin: "VolumeRestrictions",
    pod: claiming("once"),
    nodes: [node("node-a"), node("node-b")],
    pods: [using("node-a", "once")],
    objects: { claims: [once] },
    filter: { "node-a": { no: [oncePod] }, "node-b": { no: [oncePod] } },
  },
  {
    name: "nothing wanted, a disk on the node",
    plugin: "VolumeRestrictions",
    pod: pod(),
    nodes: [node("node-a")],
    pods: [pod({ on: "node-a", spec: { volumes: [{ name: "v", ...gce() }] } })],
    filter: { "node-a": "fits" },
  },
  {
    name: "a claim that is not there",
    plugin: "VolumeRestrictions",
    pod: claiming("once"),
    nodes: [node("node-a")],
    filter: { "node-a": never(`persistentvolumeclaim "once" not found`) },
  },
  {
    name: "another claim in use",
    plugin: "VolumeRestrictions",
    pod: claiming("once"),
    nodes: [node("node-a")],
    pods: [using("node-a", "many")],
    objects: { claims: [once, many] },
    filter: { "node-a": "fits" },
  },
  {
    name: "two ReadWriteOncePod claims in use by one Pod",
    plugin: "VolumeRestrictions",
    pod: claiming("once", "once-2"),
    nodes: [node("node-a")],
    pods: [using("node-a", "once", "once-2"), using("node-a", "many")],
    objects: { claims: [once, { ...once, metadata: { ...once.metadata, name: "once-2", uid: "uid-of-once-2" } }, many] },
    filter: { "node-a": { no: [oncePod] } },
  },
  {
    name: "ReadWriteOncePod claim in use by nobody",
    plugin: "VolumeRestrictions",
    pod: claiming("once"),
    nodes: [node("node-a")],
    objects: { claims: [once] },
    filter: { "node-a": "fits" },
  },
  ...limitRows.map(([name, wanted, pods, limit, verdict, attached]): PluginVector => ({
    name,
    plugin: "NodeVolumeLimits",
    pod: wanted,
    nodes: [node("node-a")],
    pods,
    objects: csiObjects(limit, attached),
    filter: { "node-a": verdict },
  })),
];
