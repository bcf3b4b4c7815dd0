/**
 * Hints of volumerestrictions, volumezone, volumebinding and nodevolumelimits (*_test.go). Of volumebinding's tables the rows are
 * those that its code at 1.36 answers: a class or a place that is new always helps, whatever claims the Pod has.
 */
import type { Volume } from "../../../src/api/generated/types.ts";
import type { KubeObject } from "../../../src/api/object.ts";
import { podOf } from "./hint-vector.ts";
import type { HintVector, Labels } from "./hint-vector.ts";

type Row = Omit<HintVector, "plugin">;

const volumes = (...sources: readonly Omit<Volume, "name">[]) => ({
  volumes: sources.map((source, index) => ({ name: `v${index}`, ...source })),
});
const claim = (claimName: string): Omit<Volume, "name"> => ({ persistentVolumeClaim: { claimName } });
const holding = (...sources: readonly Omit<Volume, "name">[]) => podOf("p", { spec: volumes(...sources) });
const left = (...sources: readonly Omit<Volume, "name">[]) => podOf("gone", { on: "n", spec: volumes(...sources) });

const gce = (pdName: string) => ({ gcePersistentDisk: { pdName } });
const aws = (volumeID: string) => ({ awsElasticBlockStore: { volumeID } });
const rbd = (...monitors: string[]) => ({ rbd: { monitors, pool: "foo", image: "bar" } });
const iscsi = (year: number) => ({
  iscsi: { targetPortal: "127.0.0.1:3260", iqn: `iqn.${year}-12.server:storage.target01`, lun: 0 },
});

const thing = (kind: string, name: string, more: object = {}, namespace?: string): KubeObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...more,
});
const pvc = (name: string, more: object = {}, namespace = "default") => thing("PersistentVolumeClaim", name, more, namespace);

const disks: readonly (readonly [string, Omit<Volume, "name">, Omit<Volume, "name">, boolean])[] = [
  ["queue-new-object-gcedisk-conflict", gce("foo"), gce("foo"), true],
  ["skip-new-object-gcedisk-no-conflict", gce("foo"), gce("bar"), false],
  ["queue-new-object-awsdisk-conflict", aws("foo"), aws("foo"), true],
  ["skip-new-object-awsdisk-no-conflict", aws("foo"), aws("bar"), false],
  ["queue-new-object-rbddisk-conflict", rbd("a", "b"), rbd("a", "b"), true],
  ["skip-new-object-rbddisk-no-conflict", rbd("a", "b"), rbd("c", "d"), false],
  ["queue-new-object-iscsidisk-conflict", iscsi(2016), iscsi(2016), true],
  ["skip-new-object-iscsidisk-no-conflict", iscsi(2016), iscsi(2017), false],
  ["queue-has-same-claim", claim("claim-rwop"), claim("claim-rwop"), true],
  ["skip-no-same-claim", claim("claim-1-rwop"), claim("claim-2-rwop"), false],
];
const restrictions: readonly Row[] = [
  ...disks.map(([name, wanted, held, queues]) => ({ name, resource: "Pod" as const, pod: holding(wanted), before: left(held), queues })),
  { name: "queue-new-object-pvc-belong-pod", resource: "PersistentVolumeClaim", pod: holding(claim("rwx-1"), claim("rwx-2")), after: pvc("rwx-1"), queues: true },
  { name: "skip-new-object-unused", resource: "PersistentVolumeClaim", pod: holding(claim("rwx-1")), after: pvc("rwx-2"), queues: false },
  { name: "skip-new-object-namespace-not-equal-pod", resource: "PersistentVolumeClaim", pod: podOf("p", { namespace: "kube-system", spec: volumes(claim("rwx-1")) }), after: pvc("rwx-1"), queues: false },
];

const PVC1 = holding(claim("PVC_1"));
const bound = (volumeName: string) => ({ spec: { volumeName } });
const pv = (labels: Labels): KubeObject => ({ apiVersion: "v1", kind: "PersistentVolume", metadata: { name: "Vol_1", labels } });
const beta = "failure-domain.beta.kubernetes.io/zone";
const zone = "topology.kubernetes.io/zone";
const zones: readonly Row[] = [
  { name: "pvc-was-added-but-pod-refers-no-pvc", resource: "PersistentVolumeClaim", pod: podOf("p"), after: pvc("PVC_1", bound("Vol_1")), queues: false },
  { name: "pvc-was-added-and-pod-was-bound-to-different-pvc", resource: "PersistentVolumeClaim", pod: holding(claim("PVC_2")), after: pvc("PVC_1", bound("Vol_1")), queues: false },
  { name: "pvc-was-added-and-pod-was-bound-to-pvc-but-different-ns", resource: "PersistentVolumeClaim", pod: PVC1, after: pvc("PVC_1", bound("Vol_1"), "ns1"), queues: false },
  { name: "pvc-was-added-and-pod-was-bound-to-the-pvc", resource: "PersistentVolumeClaim", pod: PVC1, after: pvc("PVC_1", bound("Vol_1")), queues: true },
  { name: "pvc-was-updated-and-pod-was-bound-to-the-pvc", resource: "PersistentVolumeClaim", pod: PVC1, before: pvc("PVC_1", bound("")), after: pvc("PVC_1", bound("Vol_1")), queues: true },
  { name: "pvc-was-updated-but-pod-refers-no-pvc", resource: "PersistentVolumeClaim", pod: podOf("p"), before: pvc("PVC_1", bound("")), after: pvc("PVC_1", bound("Vol_1")), queues: false },
  { name: "sc-doesn't-have-volume-binding-mode", resource: "StorageClass", pod: PVC1, after: thing("StorageClass", "SC_1"), queues: false },
  { name: "new-sc-is-wait-for-first-consumer-mode", resource: "StorageClass", pod: PVC1, after: thing("StorageClass", "SC_1", { volumeBindingMode: "WaitForFirstConsumer" }), queues: true },
  { name: "new-pv-was-added", resource: "PersistentVolume", pod: PVC1, after: pv({ [beta]: "us-west1-b" }), queues: true },
  { name: "pv-was-updated-and-changed-topology", resource: "PersistentVolume", pod: PVC1, before: pv({ [beta]: "us-west1-a" }), after: pv({ [beta]: "us-west1-b" }), queues: true },
  { name: "pv-was-updated-and-added-topology-label", resource: "PersistentVolume", pod: PVC1, before: pv({ [beta]: "us-west1-a" }), after: pv({ [beta]: "us-west1-a", [zone]: "zone" }), queues: true },
  { name: "pv-was-updated-but-no-topology-is-changed", resource: "PersistentVolume", pod: PVC1, before: pv({ [beta]: "us-west1-a", [zone]: "zone" }), after: pv({ [beta]: "us-west1-a", [zone]: "zone" }), queues: false },
];

const two = holding(claim("pvc-a"), claim("pvc-b"));
const ephemeral = podOf("pod-a", { spec: { volumes: [{ name: "ephemeral-a", ephemeral: {} }] } });
const empty = holding({ emptyDir: {} });
const sc = (name: string, ...hosts: readonly string[]) =>
  thing("StorageClass", name, hosts.length === 0 ? {} : { allowedTopologies: [{ matchLabelExpressions: [{ key: "kubernetes.io/hostname", values: hosts }] }] });
const phase = (name: string, is: string) => pvc(name, { status: { phase: is } });
const annotated = (name: string, value: string) => ({ ...pvc(name), metadata: { name, namespace: "default", annotations: { "volume.beta.kubernetes.io/sample-ann": value } } });
const modes = (name: string, mode: string) => pvc(name, { spec: { accessModes: [mode] } });
const own = "pod-a-ephemeral-a";
const capacity = (more: object = {}) => thing("CSIStorageCapacity", "cap-a", { storageClassName: "sc-a", ...more }, "default");
const csiNode = (plugins?: string): KubeObject => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "CSINode",
  metadata: { name: "n", ...(plugins === undefined ? {} : { annotations: { "storage.alpha.kubernetes.io/migrated-plugins": plugins } }) },
  spec: { drivers: [] },
} as KubeObject);
const driver = (name: string, storageCapacity: boolean) => thing("CSIDriver", name, { spec: { storageCapacity } });
const inline = holding({ csi: { driver: "test1" } });
const binding: readonly Row[] = [
  { name: "storage class: pod has no pvcs", resource: "StorageClass", pod: podOf("p"), before: sc("sc-a"), after: sc("sc-a"), queues: false },
  { name: "storage class: pod has no pvc or ephemeral volumes", resource: "StorageClass", pod: empty, before: sc("sc-a"), after: sc("sc-a"), queues: false },
  { name: "storage class: unchanged", resource: "StorageClass", pod: two, before: sc("sc-b"), after: sc("sc-b"), queues: false },
  { name: "storage class: newly added", resource: "StorageClass", pod: two, after: sc("sc-b"), queues: true },
  { name: "storage class: changed AllowedTopologies", resource: "StorageClass", pod: two, before: sc("sc-b", "node1", "node2"), after: sc("sc-b", "node1", "node3"), queues: true },
  { name: "storage class: changed AllowedTopologies, ephemeral volume", resource: "StorageClass", pod: ephemeral, before: sc("sc-a", "node1", "node2"), after: sc("sc-a", "node1", "node3"), queues: true },
  { name: "pvc: pod has no pvc or ephemeral volumes", resource: "PersistentVolumeClaim", pod: empty, before: pvc("pvc-b"), after: pvc("pvc-b"), queues: false },
  { name: "pvc: newly added", resource: "PersistentVolumeClaim", pod: two, after: pvc("pvc-b"), queues: true },
  { name: "pvc: changed status.phase", resource: "PersistentVolumeClaim", pod: two, before: phase("pvc-a", "Pending"), after: phase("pvc-a", "Bound"), queues: true },
  { name: "pvc of an ephemeral volume: changed status.phase", resource: "PersistentVolumeClaim", pod: ephemeral, before: phase(own, "Pending"), after: phase(own, "Bound"), queues: true },
  { name: "pvc: changed annotations", resource: "PersistentVolumeClaim", pod: two, before: annotated("pvc-b", "1"), after: annotated("pvc-b", "2"), queues: true },
  { name: "pvc of an ephemeral volume: changed annotations", resource: "PersistentVolumeClaim", pod: ephemeral, before: annotated(own, "1"), after: annotated(own, "2"), queues: true },
  { name: "pvc: changed spec", resource: "PersistentVolumeClaim", pod: two, before: modes("pvc-b", "ReadWriteOnce"), after: modes("pvc-b", "ReadWriteOncePod"), queues: true },
  { name: "pvc of an ephemeral volume: changed spec", resource: "PersistentVolumeClaim", pod: ephemeral, before: modes(own, "ReadWriteOnce"), after: modes(own, "ReadWriteOncePod"), queues: true },
  { name: "pvc of another namespace", resource: "PersistentVolumeClaim", pod: two, after: pvc("pvc-b", {}, "elsewhere"), queues: false },
  { name: "pv: newly added", resource: "PersistentVolume", pod: two, after: pv({}), queues: true },
  { name: "pv: changed", resource: "PersistentVolume", pod: two, before: pv({}), after: pv({ a: "b" }), queues: true },
  { name: "capacity: no changes", resource: "CSIStorageCapacity", pod: two, before: capacity(), after: capacity(), queues: false },
  { name: "capacity: newly added", resource: "CSIStorageCapacity", pod: two, after: capacity(), queues: true },
  { name: "capacity: larger", resource: "CSIStorageCapacity", pod: ephemeral, before: capacity({ capacity: "1Gi" }), after: capacity({ capacity: "2Gi" }), queues: true },
  { name: "capacity: smaller", resource: "CSIStorageCapacity", pod: ephemeral, before: capacity({ capacity: "2Gi" }), after: capacity({ capacity: "1Gi" }), queues: false },
  { name: "capacity: larger maximumVolumeSize", resource: "CSIStorageCapacity", pod: two, before: capacity({ maximumVolumeSize: "1Gi" }), after: capacity({ maximumVolumeSize: "2Gi" }), queues: true },
  { name: "capacity: larger, and maximumVolumeSize what it was", resource: "CSIStorageCapacity", pod: two, before: capacity({ capacity: "1Gi", maximumVolumeSize: "1Gi" }), after: capacity({ capacity: "2Gi", maximumVolumeSize: "1Gi" }), queues: false },
  { name: "CSINode: new", resource: "CSINode", pod: two, after: csiNode(), queues: true },
  { name: "CSINode: other plugins are migrated", resource: "CSINode", pod: two, before: csiNode("test1"), after: csiNode("test1,test2"), queues: true },
  { name: "CSINode: nothing else is migrated", resource: "CSINode", pod: two, before: csiNode("test1"), after: csiNode("test1"), queues: false },
  { name: "CSIDriver: storage capacity got disabled", resource: "CSIDriver", pod: inline, before: driver("test1", true), after: driver("test1", false), queues: true },
  { name: "CSIDriver: storage capacity got enabled", resource: "CSIDriver", pod: inline, before: driver("test1", false), after: driver("test1", true), queues: false },
  { name: "CSIDriver: another one", resource: "CSIDriver", pod: inline, before: driver("test2", true), after: driver("test2", false), queues: false },
];

const limited = (count: number): KubeObject =>
  thing("CSINode", "n", { spec: { drivers: [{ name: "ebs.csi.aws.com", nodeID: "n", allocatable: { count } }] } });
const limits: readonly Row[] = [
  { name: "a Pod without volumes is gone", resource: "Pod", pod: PVC1, before: left(), queues: false },
  { name: "a Pod that was nowhere is gone", resource: "Pod", pod: PVC1, before: PVC1, queues: false },
  { name: "a Pod with a claim is gone", resource: "Pod", pod: PVC1, before: left(claim("PVC_2")), queues: true },
  { name: "a Pod with a volume that CSI attaches now is gone", resource: "Pod", pod: PVC1, before: left(aws("x")), queues: true },
  { name: "a Pod with a volume that nobody attaches is gone", resource: "Pod", pod: PVC1, before: left({ emptyDir: {} }), queues: false },
  { name: "a claim of the Pod's is new", resource: "PersistentVolumeClaim", pod: PVC1, after: pvc("PVC_1"), queues: true },
  { name: "another claim is new", resource: "PersistentVolumeClaim", pod: PVC1, after: pvc("PVC_2"), queues: false },
  { name: "a CSINode is new", resource: "CSINode", pod: PVC1, after: limited(1), queues: true },
  { name: "a driver takes more volumes", resource: "CSINode", pod: PVC1, before: limited(1), after: limited(2), queues: true },
  { name: "a driver takes fewer volumes", resource: "CSINode", pod: PVC1, before: limited(2), after: limited(1), queues: false },
  { name: "a driver takes as many volumes", resource: "CSINode", pod: PVC1, before: limited(2), after: limited(2), queues: false },
];

const all = (plugin: string, rows: readonly Row[]): readonly HintVector[] => rows.map((row) => ({ plugin, ...row }));

export const hintsByVolume: readonly HintVector[] = [
  ...all("VolumeRestrictions", restrictions),
  ...all("VolumeZone", zones),
  ...all("VolumeBinding", binding),
  ...all("NodeVolumeLimits", limits),
];
