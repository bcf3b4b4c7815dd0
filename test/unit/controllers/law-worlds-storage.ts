/** The states from which the laws are tried on the controllers of volumes and their claims. */
import {
  NODES,
  PERSISTENT_VOLUME_CLAIMS,
  PERSISTENT_VOLUMES,
  PODS,
  RESOURCE_CLAIM_TEMPLATES,
  RESOURCE_CLAIMS,
  STORAGE_CLASSES,
} from "../../../src/api/kinds.ts";
import { ephemeralVolumeController } from "../../../src/controllers/ephemeral-volumes.ts";
import { claimController } from "../../../src/controllers/persistent-volumes/claims.ts";
import { localProvisioner } from "../../../src/controllers/persistent-volumes/local-provisioner.ts";
import { volumeController } from "../../../src/controllers/persistent-volumes/volumes.ts";
import { resourceClaimController } from "../../../src/controllers/resource-claims.ts";
import { owned, placed, type LawWorld, type Placed } from "./law-worlds.ts";

const modes = ["ReadWriteOnce"];

function storageClass(name: string, parts: object, annotations = {}): Placed {
  const [resource, object] = placed(STORAGE_CLASSES, { name, metadata: { annotations } });
  return [resource, { ...object, ...parts }];
}

function volume(name: string, storage: string, parts: { spec?: object; phase?: string } = {}) {
  return placed(PERSISTENT_VOLUMES, {
    name,
    spec: {
      capacity: { storage },
      accessModes: modes,
      persistentVolumeReclaimPolicy: "Retain",
      ...parts.spec,
    },
    status: { phase: parts.phase ?? "Available" },
  });
}

function claim(name: string, storage: string, parts: { spec?: object; annotations?: object } = {}) {
  return placed(PERSISTENT_VOLUME_CLAIMS, {
    name,
    metadata: { annotations: parts.annotations ?? {} },
    spec: { accessModes: modes, resources: { requests: { storage } }, ...parts.spec },
    status: { phase: "Pending" },
  });
}

const claimRef = (name: string, uid: string) => ({
  claimRef: { kind: "PersistentVolumeClaim", namespace: "default", name, uid },
});

const completed = { "pv.kubernetes.io/bind-completed": "yes" };

const claimWorlds: readonly LawWorld[] = [
  {
    state: "with claims of several sizes and volumes for some",
    controller: claimController,
    objects: [
      volume("large", "10Gi", { spec: { storageClassName: "hand" } }),
      volume("small", "1Gi", { spec: { storageClassName: "hand" } }),
      claim("fits", "1Gi", { spec: { storageClassName: "hand" } }),
      claim("too-large", "20Gi", { spec: { storageClassName: "hand" } }),
      storageClass("hand", { provisioner: "kubernetes.io/no-provisioner" }),
    ],
  },
  {
    state: "with a claim whose class came late, and one that asks for a provisioner",
    controller: claimController,
    objects: [
      storageClass(
        "default",
        { provisioner: "example.com/disk" },
        { "storageclass.kubernetes.io/is-default-class": "true" },
      ),
      claim("classless", "1Gi"),
      claim("made", "1Gi", { spec: { storageClassName: "default" } }),
    ],
  },
  {
    state: "with claims that lost their volumes",
    controller: claimController,
    objects: [
      claim("lost", "1Gi", { spec: { volumeName: "gone" }, annotations: completed }),
      claim("misbound", "1Gi", { spec: { volumeName: "taken" }, annotations: completed }),
      volume("taken", "1Gi", { spec: claimRef("other", "another-uid") }),
    ],
  },
];

const volumeWorlds: readonly LawWorld[] = [
  {
    state: "with new volumes, and some whose claims are gone",
    controller: volumeController,
    objects: [
      volume("new", "1Gi", { phase: "Pending" }),
      volume("kept", "1Gi", { spec: claimRef("gone", "uid-1"), phase: "Bound" }),
      ...["Delete", "Recycle"].map((persistentVolumeReclaimPolicy) =>
        volume(persistentVolumeReclaimPolicy.toLowerCase(), "1Gi", {
          spec: { ...claimRef("gone", "uid-1"), persistentVolumeReclaimPolicy },
          phase: "Bound",
        }),
      ),
    ],
  },
];

const provisioner = {
  provisioner: "kubarium.dev/local",
  volumeBindingMode: "WaitForFirstConsumer",
};
const marked = (node?: string) => ({
  "volume.kubernetes.io/storage-provisioner": "kubarium.dev/local",
  ...(node === undefined ? {} : { "volume.kubernetes.io/selected-node": node }),
});
const local = { storageClassName: "standard" };

const provisionWorlds: readonly LawWorld[] = [
  {
    state: "with claims whose Pods were placed, one on a node that is gone",
    controller: localProvisioner,
    objects: [
      storageClass("standard", provisioner),
      placed(NODES, { name: "n1" }),
      claim("placed", "1Gi", { spec: local, annotations: marked("n1") }),
      claim("waiting", "1Gi", { spec: local, annotations: marked() }),
      claim("stranded", "1Gi", { spec: local, annotations: marked("gone") }),
      claim("block", "1Gi", {
        spec: { ...local, volumeMode: "Block" },
        annotations: marked("n1"),
      }),
    ],
  },
];

const podWith = placed(PODS, {
  name: "user",
  spec: {
    containers: [],
    volumes: ["new", "there", "foreign"].map((name) => ({
      name,
      ephemeral: { volumeClaimTemplate: { spec: { accessModes: modes } } },
    })),
  },
});

const ephemeralWorlds: readonly LawWorld[] = [
  {
    state: "with a Pod of which one claim is missing and one is another's",
    controller: ephemeralVolumeController,
    objects: [
      podWith,
      placed(PERSISTENT_VOLUME_CLAIMS, {
        name: "user-there",
        metadata: { ownerReferences: owned(podWith) },
      }),
      placed(PERSISTENT_VOLUME_CLAIMS, { name: "user-foreign" }),
    ],
  },
];

const accelerated = placed(PODS, {
  name: "worker",
  spec: {
    containers: [],
    resourceClaims: [
      { name: "new", resourceClaimTemplateName: "gpu" },
      { name: "there", resourceClaimTemplateName: "gpu" },
      { name: "missing", resourceClaimTemplateName: "gone" },
      { name: "shared", resourceClaimName: "shared" },
    ],
  },
  status: { phase: "Pending" },
});
const reservedFor = [{ resource: "pods", name: "gone", uid: "gone" }];

const deviceWorlds: readonly LawWorld[] = [
  {
    state: "with a Pod that has claims by a template, and a claim that nobody uses any more",
    controller: resourceClaimController,
    objects: [
      accelerated,
      placed(RESOURCE_CLAIM_TEMPLATES, { name: "gpu", spec: { spec: { devices: {} } } }),
      placed(RESOURCE_CLAIMS, {
        name: "worker-there-x",
        metadata: {
          ownerReferences: owned(accelerated),
          annotations: { "resource.kubernetes.io/pod-claim-name": "there" },
        },
      }),
      placed(RESOURCE_CLAIMS, {
        name: "shared",
        metadata: { finalizers: ["resource.kubernetes.io/delete-protection"] },
        status: { reservedFor, allocation: {} },
      }),
    ],
  },
];

export const storageLawWorlds: readonly LawWorld[] = [
  ...claimWorlds,
  ...volumeWorlds,
  ...provisionWorlds,
  ...ephemeralWorlds,
  ...deviceWorlds,
];
