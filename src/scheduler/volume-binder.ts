/**
 * Gives a placed Pod its volumes before it is bound: promises volumes to its claims, marks claims for provisioning on the
 * node, and waits until all are bound (plugins/volumebinding: Reserve and PreBind). What is promised counts at once.
 */
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod } from "../api/generated/types.ts";
import { PERSISTENT_VOLUMES, PERSISTENT_VOLUME_CLAIMS } from "../api/kinds.ts";
import { objectKey } from "../api/object.ts";
import type { Stored } from "../api/object.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import type { ClusterObjects } from "./plugins/snapshot.ts";
import { planVolumeBindings, selectedNodeAnnotation } from "./plugins/volume-binding.ts";
import type { VolumeBindings } from "./plugins/volume-binding.ts";
import { claimsOf, isFullyBound } from "./plugins/volume-claims.ts";

/** Says that the controller that binds volumes may take the binding back. */
const boundByController = "pv.kubernetes.io/bound-by-controller";
/** How often those who wait look whether their Pod still is there and time is left. */
const pollMs = 1000;

export interface VolumeBinderParts {
  readonly client: Client;
  readonly host: Host;
  /** As the API has them. */
  readonly objects: ClusterObjects;
}

/** What a Pod has been promised. */
export interface Reservation {
  readonly nodeName: string;
  readonly bindings: VolumeBindings;
}

interface Promised<T> {
  readonly before: T;
  readonly after: T;
}

export class VolumeBinder {
  /** The API's objects, with what has been promised and not yet been seen written. */
  readonly objects: ClusterObjects;
  readonly #parts: VolumeBinderParts;
  readonly #volumes = new Map<string, Promised<PersistentVolume>>();
  readonly #claims = new Map<string, Promised<PersistentVolumeClaim>>();
  readonly #waiting = new Set<() => void>();
  #stopped = false;

  constructor(parts: VolumeBinderParts) {
    this.#parts = parts;
    const { objects } = parts;
    this.objects = {
      ...objects,
      volume: (name) => current(this.#volumes, name, objects.volume(name)),
      volumes: () => {
        const all = objects.volumes();
        if (this.#volumes.size === 0) return all;
        return all.flatMap(
          (volume) => current(this.#volumes, volume.metadata.name ?? "", volume) ?? [],
        );
      },
      claim: (namespace, name) =>
        current(this.#claims, `${namespace}/${name}`, objects.claim(namespace, name)),
    };
  }

  /** Undefined when the Pod's volumes need nothing. Throws when they could not be had on that node after all. */
  reserve(pod: Pod, node: Stored<Node>): Reservation | undefined {
    if (claimsOf(pod).length === 0) return undefined;
    const nodeName = node.metadata.name;
    const bindings = planVolumeBindings(pod, node, { objects: this.objects });
    if (bindings === undefined) throw new Error("volumes have changed since the node was chosen");
    if (bindings.matches.length === 0 && bindings.provisions.length === 0) return undefined;
    for (const { claim, volume } of bindings.matches) {
      this.#volumes.set(volume.metadata.name ?? "", {
        before: volume,
        after: promisedTo(volume, claim),
      });
    }
    for (const claim of bindings.provisions) {
      this.#claims.set(objectKey(claim), {
        before: claim,
        after: markedFor(claim, nodeName),
      });
    }
    return { nodeName, bindings };
  }

  /** Takes back what was promised and not written. */
  release({ bindings }: Reservation): void {
    for (const { volume } of bindings.matches) this.#volumes.delete(volume.metadata.name ?? "");
    for (const claim of bindings.provisions) {
      this.#claims.delete(objectKey(claim));
    }
  }

  /** A claim has changed: those who wait look at once. */
  look(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Ends all waiting: those who wait are told that time is up. */
  stop(): void {
    this.#stopped = true;
    this.look();
  }

  /**
   * Writes the promises and resolves when every claim of the Pod is bound. Rejects when that takes longer than
   * `timeoutSeconds`, or when the Pod is gone.
   */
  async bind(
    pod: Stored<Pod>,
    reservation: Reservation,
    limits: { readonly timeoutSeconds: number; isGone(): boolean },
  ): Promise<void> {
    const { client, host } = this.#parts;
    const { nodeName, bindings } = reservation;
    const deadlineMs = host.clock.monotonicMs() + limits.timeoutSeconds * 1000;
    for (const { claim, volume } of bindings.matches) {
      await client.update(PERSISTENT_VOLUMES, promisedTo(volume, claim));
    }
    for (const claim of bindings.provisions) {
      if (claim.metadata.annotations?.[selectedNodeAnnotation] === nodeName) continue;
      await client.update(PERSISTENT_VOLUME_CLAIMS, markedFor(claim, nodeName));
    }
    while (!this.#isBound(pod, reservation)) {
      if (limits.isGone()) throw new Error("binding volumes: pod does not exist any more");
      if (this.#stopped || host.clock.monotonicMs() >= deadlineMs) {
        throw new Error("binding volumes: context deadline exceeded");
      }
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        timer.cancel();
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = this.#parts.host.timers.after(pollMs, wake);
      this.#waiting.add(wake);
    });
  }

  /** Throws when it has become clear that the claims will not be bound here. */
  #isBound(pod: Stored<Pod>, { nodeName, bindings }: Reservation): boolean {
    const { objects } = this.#parts;
    const namespace = pod.metadata.namespace ?? "";
    const marked = new Set(bindings.provisions.map(({ metadata }) => metadata.name));
    return claimsOf(pod).every(({ claimName }) => {
      const claim = objects.claim(namespace, claimName);
      if (claim === undefined) {
        throw new Error(`binding volumes: persistentvolumeclaim "${claimName}" not found`);
      }
      if (isFullyBound(claim)) return true;
      const written = current(this.#claims, `${namespace}/${claimName}`, claim) ?? claim;
      const selected = written.metadata.annotations?.[selectedNodeAnnotation];
      if (marked.has(claimName) && selected !== nodeName) {
        // The provisioner takes the mark away when it can make no volume there.
        throw new Error(`binding volumes: provisioning failed for PVC "${claimName}"`);
      }
      return false;
    });
  }
}

/** The promised state as long as the API shows the one it was made from; what the API shows after that. */
function current<T extends PersistentVolume | PersistentVolumeClaim>(
  promises: Map<string, Promised<T>>,
  key: string,
  known: T | undefined,
): T | undefined {
  const promise = promises.get(key);
  if (promise === undefined) return known;
  if (known?.metadata.resourceVersion === promise.before.metadata.resourceVersion) {
    return promise.after;
  }
  promises.delete(key);
  return known;
}

function promisedTo(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  const claimRef = {
    kind: "PersistentVolumeClaim",
    apiVersion: "v1",
    namespace,
    name,
    uid,
    resourceVersion,
  };
  const annotations = { ...volume.metadata.annotations, [boundByController]: "yes" };
  return {
    ...volume,
    metadata: { ...volume.metadata, annotations },
    spec: { ...volume.spec, claimRef },
  } as PersistentVolume;
}

function markedFor(claim: PersistentVolumeClaim, nodeName: string): PersistentVolumeClaim {
  const annotations = { ...claim.metadata.annotations, [selectedNodeAnnotation]: nodeName };
  return { ...claim, metadata: { ...claim.metadata, annotations } };
}
