/**
 * Which objects the Pods of a node need (plugin/pkg/auth/authorizer/node/graph.go). Nothing is kept until the first question; from
 * then on the store's events keep what Pods name. What one look at the store tells (where a Pod or an attachment belongs) is looked up.
 */
import type {
  PersistentVolume,
  Pod,
  ResourceSlice,
  VolumeAttachment,
} from "../../../api/generated/types.ts";
import type { Store, StoredEntry, StoreEvent, StoreWatch } from "../../../store/store.ts";
import {
  claimsOfPod,
  configMapsOfPod,
  resourceClaimsOfPod,
  secretsOfPod,
  secretsOfVolumeSource,
} from "./references.ts";

/** What is asked about, by the resource that the store keeps it under. */
export type RelatedResource =
  | "secrets"
  | "configmaps"
  | "persistentvolumeclaims"
  | "persistentvolumes"
  | "serviceaccounts"
  | "pods"
  | "resourceclaims.resource.k8s.io"
  | "resourceslices.resource.k8s.io"
  | "volumeattachments.storage.k8s.io";

interface Related {
  readonly resource: RelatedResource;
  readonly namespace: string;
  readonly name: string;
}

/** What a bound Pod was last seen to need, and what that follows from. */
interface BoundPod {
  readonly uid: string;
  readonly node: string;
  /** Everything else that a Pod names never changes. */
  readonly changing: string;
  readonly needs: readonly string[];
}

const mirrorAnnotation = "kubernetes.io/config.mirror";

export class NodeGraph {
  readonly #store: Store;
  #watch: StoreWatch | undefined;
  #stopped = false;
  readonly #pods = new Map<string, BoundPod>();
  /** By what is needed: how many Pods of each node need it. */
  readonly #needed = new Map<string, Map<string, number>>();
  /** The list of PersistentVolumes that `#volumesBySecret` was made of. */
  #volumes: readonly StoredEntry[] | undefined;
  #volumesBySecret = new Map<string, readonly PersistentVolume[]>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Whether something that belongs to the node leads to the object. */
  reaches(node: string, related: Related): boolean {
    const { resource, namespace, name } = related;
    switch (resource) {
      case "pods":
        return this.#get<Pod>(related)?.spec?.nodeName === node;
      case "volumeattachments.storage.k8s.io":
        return this.#get<VolumeAttachment>(related)?.spec?.nodeName === node;
      case "resourceslices.resource.k8s.io":
        return this.#get<ResourceSlice>(related)?.spec?.nodeName === node;
      case "persistentvolumes": {
        const volume = this.#get<PersistentVolume>(related);
        return volume !== undefined && this.#leadsTo(node, volume);
      }
      case "secrets":
        return (
          this.#isNeeded(node, keyOf(resource, namespace, name)) ||
          this.#volumesWith(keyOf(resource, namespace, name)).some((volume) =>
            this.#leadsTo(node, volume),
          )
        );
      default:
        return this.#isNeeded(node, keyOf(resource, namespace, name));
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#watch?.stop();
  }

  #get<T>({ resource, namespace, name }: Related): T | undefined {
    return this.#store.get({ resource, namespace, name })?.object as T | undefined;
  }

  #leadsTo(node: string, { spec }: PersistentVolume): boolean {
    const { namespace = "", name = "" } = spec?.claimRef ?? {};
    return name !== "" && this.#isNeeded(node, keyOf("persistentvolumeclaims", namespace, name));
  }

  #volumesWith(secret: string): readonly PersistentVolume[] {
    // The store hands out the same list until one of them changes.
    const { entries } = this.#store.list("persistentvolumes");
    if (entries !== this.#volumes) {
      this.#volumes = entries;
      this.#volumesBySecret = volumesBySecret(entries);
    }
    return this.#volumesBySecret.get(secret) ?? [];
  }

  #isNeeded(node: string, key: string): boolean {
    this.#follow();
    return this.#needed.get(key)?.has(node) === true;
  }

  #follow(): void {
    if (this.#watch || this.#stopped) return;
    const { entries, revision } = this.#store.list("pods");
    for (const { object } of entries) this.#note(object as unknown as Pod);
    this.#watch = this.#store.watch("pods", { fromRevision: revision }, (events) =>
      events.forEach((event) => this.#apply(event)),
    );
  }

  #apply({ type, entry }: StoreEvent): void {
    if (type === "DELETED") this.#forget(keyOf("pods", entry.key.namespace, entry.key.name));
    else this.#note(entry.object as unknown as Pod);
  }

  #note(pod: Pod): void {
    const { namespace = "", name = "", uid = "" } = pod.metadata;
    const node = pod.spec?.nodeName ?? "";
    const key = keyOf("pods", namespace, name);
    const before = this.#pods.get(key);
    if (node === "" && before === undefined) return;
    const changing = changingPart(pod);
    if (before?.uid === uid && before.node === node && before.changing === changing) return;
    this.#forget(key);
    if (node === "") return;
    const needs = needsOf(pod);
    this.#pods.set(key, { uid, node, changing, needs });
    for (const need of needs) {
      const nodes = this.#needed.get(need);
      if (nodes) nodes.set(node, (nodes.get(node) ?? 0) + 1);
      else this.#needed.set(need, new Map([[node, 1]]));
    }
  }

  #forget(key: string): void {
    const pod = this.#pods.get(key);
    if (!pod) return;
    this.#pods.delete(key);
    for (const need of pod.needs) {
      const nodes = this.#needed.get(need);
      const count = (nodes?.get(pod.node) ?? 0) - 1;
      if (count > 0) nodes?.set(pod.node, count);
      else nodes?.delete(pod.node);
      if (nodes?.size === 0) this.#needed.delete(need);
    }
  }
}

/** No name of Kubernetes has a space. */
function keyOf(resource: RelatedResource, namespace: string, name: string): string {
  return `${resource} ${namespace} ${name}`;
}

function changingPart({ spec, status }: Pod): string {
  const { resourceClaimStatuses = [], extendedResourceClaimStatus } = status ?? {};
  const ephemeral = spec?.ephemeralContainers?.length ?? 0;
  if (resourceClaimStatuses.length === 0 && !extendedResourceClaimStatus) return String(ephemeral);
  return JSON.stringify([ephemeral, resourceClaimStatuses, extendedResourceClaimStatus]);
}

/** A mirror Pod needs nothing: its node has made it, and must not give itself anything by it. */
function needsOf(pod: Pod): readonly string[] {
  const { namespace = "", annotations } = pod.metadata;
  if (annotations?.[mirrorAnnotation] !== undefined) return [];
  const account = pod.spec?.serviceAccountName;
  const keys = (resource: RelatedResource, names: readonly string[]) =>
    names.map((name) => keyOf(resource, namespace, name));
  return [
    ...new Set([
      ...keys("serviceaccounts", account ? [account] : []),
      ...keys("secrets", secretsOfPod(pod)),
      ...keys("configmaps", configMapsOfPod(pod)),
      ...keys("persistentvolumeclaims", claimsOfPod(pod)),
      ...keys("resourceclaims.resource.k8s.io", resourceClaimsOfPod(pod)),
    ]),
  ];
}

function volumesBySecret(entries: readonly StoredEntry[]): Map<string, PersistentVolume[]> {
  const found = new Map<string, PersistentVolume[]>();
  for (const { object } of entries) {
    const volume = object as unknown as PersistentVolume;
    if (!volume.spec?.claimRef) continue;
    for (const { namespace, name } of secretsOfVolumeSource(volume)) {
      const key = keyOf("secrets", namespace, name);
      const known = found.get(key);
      if (known) known.push(volume);
      else found.set(key, [volume]);
    }
  }
  return found;
}
