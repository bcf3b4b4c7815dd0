/** Published tables of kube-scheduler's volume binder, on the plugin's filter and on the plan of what is to be written. */
import { describe, expect, test } from "vitest";
import type {
  CSIDriver,
  CSIStorageCapacity,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from "../../../../src/api/generated/types.ts";
import { NodeInfo } from "../../../../src/scheduler/plugins/node-info.ts";
import { ClusterSnapshot, noObjects } from "../../../../src/scheduler/plugins/snapshot.ts";
import type { ClusterObjects } from "../../../../src/scheduler/plugins/snapshot.ts";
import {
  planVolumeBindings,
  volumeBinding,
} from "../../../../src/scheduler/plugins/volume-binding.ts";
import {
  binderVectors,
  capacityClaim,
  capacityVectors,
  noRoom,
} from "../../../vectors/scheduler/volume-binder.ts";
import type {
  BinderCapacity,
  BinderClaim,
  BinderVector,
  BinderVolume,
} from "../../../vectors/scheduler/volume-binder.ts";

const provisioner = "csi.example.com";
const classOf = (name: string, more: Partial<StorageClass>): StorageClass => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name },
  provisioner: "kubernetes.io/no-provisioner",
  volumeBindingMode: "WaitForFirstConsumer",
  ...more,
});
const allowed = (...values: readonly string[]): Partial<StorageClass> => ({
  provisioner,
  allowedTopologies: [{ matchLabelExpressions: [{ key: "nodeKey", values }] }],
});
const classes = [
  classOf("wait", {}),
  classOf("immediate", { volumeBindingMode: "Immediate" }),
  classOf("made", allowed("node1", "reference-value")),
  classOf("mismatch", allowed("reference-value")),
];

const node: Node = {
  apiVersion: "v1",
  kind: "Node",
  metadata: { name: "node1", labels: { nodeKey: "node1" } },
};

function claim({ name, volume, promised, selectedNode, owner, ...rest }: BinderClaim) {
  const annotations = {
    ...(volume === undefined || promised ? {} : { "pv.kubernetes.io/bind-completed": "yes" }),
    ...(selectedNode === undefined ? {} : { "volume.kubernetes.io/selected-node": selectedNode }),
  };
  const uid = owner === "the Pod" ? "test-pod" : "another";
  const references = { apiVersion: "v1", kind: "Pod", name: uid, uid, controller: true };
  const made: PersistentVolumeClaim = {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      annotations,
      ...(owner === undefined ? {} : { ownerReferences: [references] }),
    },
    spec: {
      storageClassName: rest.class,
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: rest.size } },
      ...(volume === undefined ? {} : { volumeName: volume }),
    },
  };
  return made;
}

function volume({ name, node: on, size, class: storageClassName, claim: of }: BinderVolume) {
  const matchExpressions = [{ key: "nodeKey", operator: "In" as const, values: [on] }];
  const made: PersistentVolume = {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name },
    spec: {
      storageClassName,
      capacity: { storage: size },
      accessModes: ["ReadWriteOnce"],
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
      ...(of === undefined ? {} : { claimRef: { name: of, namespace: "default", uid: of } }),
    },
    status: { phase: of === undefined ? "Available" : "Bound" },
  };
  return made;
}

const capacityOf = (told: BinderCapacity): CSIStorageCapacity => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "CSIStorageCapacity",
  metadata: { name: "c" },
  storageClassName: told.class ?? "made",
  nodeTopology: told.node === undefined ? {} : { matchLabels: { nodeKey: told.node } },
  ...(told.capacity === undefined ? {} : { capacity: told.capacity }),
  ...(told.most === undefined ? {} : { maximumVolumeSize: told.most }),
});

/** `counts`: the driver tells of its room; undefined without a CSIDriver. */
function objectsOf(vector: BinderVector, counts: boolean | undefined): ClusterObjects {
  const claims = (vector.claims ?? []).map(claim);
  const volumes = (vector.volumes ?? []).map(volume);
  const driver: CSIDriver = {
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIDriver",
    metadata: { name: provisioner },
    spec: { storageCapacity: counts === true },
  };
  return {
    ...noObjects,
    claim: (_, name) => claims.find(({ metadata }) => metadata.name === name),
    volume: (name) => volumes.find(({ metadata }) => metadata.name === name),
    volumes: () => volumes,
    storageClass: (name) => classes.find(({ metadata }) => metadata.name === name),
    csiDriver: (name) => (counts !== undefined && name === provisioner ? driver : undefined),
    storageCapacities: () => (vector.capacities ?? []).map(capacityOf),
  };
}

function podOf({ wants, ephemeral }: BinderVector): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "test-pod", namespace: "default", uid: "test-pod" },
    spec: {
      containers: [],
      volumes: wants.map((name) =>
        ephemeral ? { name, ephemeral: {} } : { name, persistentVolumeClaim: { claimName: name } },
      ),
    },
  };
}

/** Why the node will not do, by the plugin. */
function reasonsOf(pod: Pod, objects: ClusterObjects): readonly string[] {
  const info = new NodeInfo(node, []);
  const answer = volumeBinding.preFilter?.(pod, new ClusterSnapshot([info], objects));
  if (answer === undefined || "skip" in answer) return [];
  if ("refusal" in answer) return answer.refusal.reasons;
  return volumeBinding.filter?.(answer.state, pod, info)?.reasons ?? [];
}

function check(vector: BinderVector, counts: boolean | undefined): void {
  const objects = objectsOf(vector, counts);
  const pod = podOf(vector);
  const lacking = counts === true && vector.needsCapacity === true ? [noRoom] : [];
  const reasons = vector.reasons ?? lacking;
  expect(reasonsOf(pod, objects)).toEqual(reasons);
  const plan = planVolumeBindings(pod, node, { objects });
  if (reasons.length > 0) return expect(plan).toBeUndefined();
  const matches = plan?.matches.map((each) => [
    each.claim.metadata.name ?? "",
    each.volume.metadata.name,
  ]);
  expect(Object.fromEntries(matches ?? [])).toEqual(vector.matches ?? {});
  const provisions = plan?.provisions.map(({ metadata }) => metadata.name);
  expect(provisions).toEqual(vector.provisions ?? []);
}

describe.each([
  ["no driver", undefined],
  ["a driver that tells of its room", true],
  ["a driver that does not", false],
] as const)("%s", (_, counts) => {
  test.each(binderVectors)("$name", (vector) => check(vector, counts));

  test.each(capacityVectors)("room: $name", ({ capacities, enough }) => {
    const [claims, wants] = [[capacityClaim], [capacityClaim.name]];
    const makable = enough || counts !== true;
    const answer = makable ? { provisions: wants } : { reasons: [noRoom] };
    check({ name: "", wants, claims, capacities, ...answer }, counts);
  });
});
