/** The cluster at one moment, as the plugins read it: nodes with their Pods, and lookups of the objects that rules name. */
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ReplicaSet,
  ReplicationController,
  Service,
  StatefulSet,
  StorageClass,
  VolumeAttachment,
} from "../../api/generated/types.ts";
import type { Labels } from "../../api/label-selector.ts";
import { NodeInfo } from "./node-info.ts";

/** Objects other than nodes and Pods. A lookup of something that is not there gives undefined, or nothing. */
export interface ClusterObjects {
  namespaceLabels(namespace: string): Labels | undefined;
  claim(namespace: string, name: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
  csiNode(nodeName: string): CSINode | undefined;
  csiDriver(name: string): CSIDriver | undefined;
  storageCapacities(): readonly CSIStorageCapacity[];
  volumeAttachments(): readonly VolumeAttachment[];
  services(namespace: string): readonly Service[];
  replicationController(namespace: string, name: string): ReplicationController | undefined;
  replicaSet(namespace: string, name: string): ReplicaSet | undefined;
  statefulSet(namespace: string, name: string): StatefulSet | undefined;
}

const nothing: readonly never[] = [];

/** A cluster that has none of these; a starting point for tests and for hosts that lack some kinds. */
export const noObjects: ClusterObjects = {
  namespaceLabels: () => undefined,
  claim: () => undefined,
  volume: () => undefined,
  volumes: () => nothing,
  storageClass: () => undefined,
  csiNode: () => undefined,
  csiDriver: () => undefined,
  storageCapacities: () => nothing,
  volumeAttachments: () => nothing,
  services: () => nothing,
  replicationController: () => undefined,
  replicaSet: () => undefined,
  statefulSet: () => undefined,
};

export interface ImageState {
  readonly sizeBytes: number;
  /** Nodes that have the image. */
  readonly nodeCount: number;
}

export class ClusterSnapshot {
  /** In the order given; the order decides nothing but the sequence of answers. */
  readonly nodes: readonly NodeInfo[];
  readonly objects: ClusterObjects;
  readonly #byName: ReadonlyMap<string, NodeInfo>;
  #images: ReadonlyMap<string, ImageState> | undefined;

  constructor(nodes: readonly NodeInfo[], objects: ClusterObjects = noObjects) {
    this.nodes = nodes;
    this.objects = objects;
    this.#byName = new Map(nodes.map((node) => [node.name, node]));
  }

  node(name: string): NodeInfo | undefined {
    return this.#byName.get(name);
  }

  /** By the names that nodes report. Sizes may differ between nodes: the first node's counts. */
  image(name: string): ImageState | undefined {
    this.#images ??= countImages(this.nodes);
    return this.#images.get(name);
  }

  /** True when a Pod that is on some node uses the claim. */
  isClaimInUse(namespace: string, name: string): boolean {
    for (const node of this.nodes) {
      for (const { pod } of node.pods) {
        if (pod.metadata.namespace === namespace && claimNames(pod).includes(name)) return true;
      }
    }
    return false;
  }
}

/** The claims that a Pod names or owns, in the order of its volumes. */
export function claimNames(pod: Pod): readonly string[] {
  return (pod.spec?.volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim !== undefined) return volume.persistentVolumeClaim.claimName;
    return volume.ephemeral === undefined ? [] : `${pod.metadata.name ?? ""}-${volume.name}`;
  });
}

function countImages(nodes: readonly NodeInfo[]): ReadonlyMap<string, ImageState> {
  const images = new Map<string, { sizeBytes: number; nodeCount: number }>();
  for (const { node } of nodes) {
    const seen = new Set<string>();
    for (const { names, sizeBytes = 0 } of node.status?.images ?? []) {
      for (const name of names ?? []) {
        if (seen.has(name)) continue;
        seen.add(name);
        const state = images.get(name) ?? { sizeBytes: Number(sizeBytes), nodeCount: 0 };
        state.nodeCount += 1;
        images.set(name, state);
      }
    }
  }
  return images;
}
