/**
 * Takes volumes of ours apart when nobody has a claim to them any more: first what is in them, on their node, then the object.
 * Looks only when a volume or a node changes.
 */
import type { PersistentVolume } from "../api/generated/types.ts";
import { NODES, PERSISTENT_VOLUMES } from "../api/kinds.ts";
import {
  contentFinalizer,
  isLocalVolume,
  localProvisionerName,
  nodeOfLocalVolume,
} from "../api/local-volumes.ts";
import type { Stored } from "../api/object.ts";
import { hasReason } from "../api/status.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import { EventRecorder } from "../loop/event-recorder.ts";
import type { InformerFactory } from "../loop/informer.ts";
import { WorkQueue } from "../loop/work-queue.ts";
import type { ContainerRuntime } from "./container-runtime.ts";

export interface LocalVolumesParts {
  readonly client: Client;
  readonly host: Host;
  readonly informers: InformerFactory;
  /** Undefined for nodes that this engine does not run. */
  runtimeOf(nodeName: string): ContainerRuntime | undefined;
}

/** After this long, then twice that, ... a volume is tried again that could not be emptied: a Pod that was forced away has it still. */
const retryBaseMs = 1000;
const retryMaxMs = 600_000;

export class LocalVolumes {
  readonly #parts: LocalVolumesParts;
  readonly #recorder: EventRecorder;
  readonly #queue: WorkQueue;
  readonly #abort = new AbortController();
  readonly #removeHandlers: (() => void)[] = [];
  /** As they last were: those whose objects went before what is in them. */
  readonly #gone = new Map<string, Stored<PersistentVolume>>();

  /** Before the informers are started. */
  constructor(parts: LocalVolumesParts) {
    const { client, host, informers } = parts;
    this.#parts = parts;
    this.#recorder = new EventRecorder({ client, host, component: localProvisionerName });
    this.#queue = new WorkQueue(host, () => host.timers.soon(() => this.#pump()), {
      backoffBaseMs: retryBaseMs,
      backoffMaxMs: retryMaxMs,
    });
    informers.of(PERSISTENT_VOLUMES);
    informers.of(NODES);
  }

  start(): void {
    const { informers } = this.#parts;
    this.#removeHandlers.push(
      informers.of(PERSISTENT_VOLUMES).addHandlers({
        onChange: ({ before, after }) => {
          if (after) {
            if (isDone(after)) this.#queue.add(after.metadata.name);
          } else if (before && isLocalVolume(before)) {
            this.#gone.set(before.metadata.name, before);
            this.#queue.add(before.metadata.name);
          }
        },
      }),
      informers.of(NODES).addHandlers({
        onChange: ({ after }) => {
          if (after) return;
          for (const volume of informers.lister(PERSISTENT_VOLUMES).all())
            if (isDone(volume)) this.#queue.add(volume.metadata.name);
        },
      }),
    );
  }

  stop(): void {
    for (const remove of this.#removeHandlers.splice(0)) remove();
    this.#queue.stop();
    this.#abort.abort();
  }

  #pump(): void {
    for (let name = this.#queue.take(); name !== undefined; name = this.#queue.take()) {
      void this.#work(name);
    }
  }

  /** Never rejects. */
  async #work(name: string): Promise<void> {
    const volume = this.#parts.informers.lister(PERSISTENT_VOLUMES).get(name);
    try {
      if (volume === undefined) await this.#empty(this.#gone.get(name));
      else if (isDone(volume)) await this.#takeApart(volume);
      this.#gone.delete(name);
      this.#queue.forget(name);
    } catch (error) {
      this.#failed(name, volume, error);
    } finally {
      this.#queue.done(name);
    }
  }

  #failed(name: string, volume: Stored<PersistentVolume> | undefined, error: unknown): void {
    if (this.#abort.signal.aborted) return;
    // Somebody wrote first, and that write leads here again.
    if (hasReason(error, "Conflict") || hasReason(error, "NotFound")) return;
    const message = error instanceof Error ? error.message : String(error);
    this.#parts.host.log.write("warn", "volume not deleted, will be tried again", {
      name,
      message,
    });
    if (volume) {
      const reason = "VolumeFailedDelete";
      this.#recorder.record({ regarding: volume, type: "Warning", reason, message });
    }
    this.#queue.addRateLimited(name);
  }

  /** What is left of a volume that went without being asked: with a reset of the cluster, or by force. */
  async #empty(volume: Stored<PersistentVolume> | undefined): Promise<void> {
    if (volume?.spec?.persistentVolumeReclaimPolicy !== "Delete") return;
    const runtime = this.#parts.runtimeOf(nodeOfLocalVolume(volume) ?? "");
    await runtime?.removeVolume(volume.metadata.name, this.#abort.signal);
  }

  async #takeApart(volume: Stored<PersistentVolume>): Promise<void> {
    const { client, informers, runtimeOf } = this.#parts;
    const { name, uid, finalizers = [], deletionTimestamp } = volume.metadata;
    const deletes = volume.spec?.persistentVolumeReclaimPolicy === "Delete";
    const nodeName = nodeOfLocalVolume(volume);
    const runtime = nodeName === undefined ? undefined : runtimeOf(nodeName);
    if (deletes && runtime) await runtime.removeVolume(name, this.#abort.signal);
    // What is on a node that somebody else runs is theirs to delete; with a node that is gone, its volumes are.
    else if (deletes && informers.lister(NODES).get(nodeName ?? "")) return;
    if (deletes && deletionTimestamp === undefined) {
      await client.delete(PERSISTENT_VOLUMES, { name }, { preconditions: { uid } });
      return;
    }
    if (!finalizers.includes(contentFinalizer)) return;
    const kept = finalizers.filter((each) => each !== contentFinalizer);
    await client.update(PERSISTENT_VOLUMES, {
      ...volume,
      metadata: { ...volume.metadata, finalizers: kept },
    });
  }
}

/** Without a claim, and to be deleted: by its policy, or because somebody has asked for it. */
function isDone(volume: Stored<PersistentVolume>): boolean {
  if (!isLocalVolume(volume)) return false;
  const { metadata, spec, status } = volume;
  if (metadata.deletionTimestamp !== undefined) return status?.phase !== "Bound";
  const released = status?.phase === "Released" || status?.phase === "Failed";
  return released && spec?.persistentVolumeReclaimPolicy === "Delete";
}
