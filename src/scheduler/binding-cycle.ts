/**
 * Brings a placed Pod to its node: its volumes first, then the binding; takes everything back when that fails. After
 * kube-scheduler's binding cycle (pkg/scheduler/schedule_one.go).
 */
import type { Node } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { hasReason } from "../api/status.ts";
import type { ClusterCache } from "./cluster-cache.ts";
import type { ClusterWatch } from "./cluster-watch.ts";
import type { OutcomeWriter } from "./outcome-writer.ts";
import type { KeptRoom } from "./preemption/kept-room.ts";
import { isEnabled } from "./profile/profile.ts";
import type { QueuedPod } from "./queue/waiting-pod.ts";
import type { SchedulingQueue } from "./scheduling-queue.ts";
import type { SchedulingMetrics } from "./scheduling-metrics.ts";
import type { Reservation, VolumeBinder } from "./volume-binder.ts";

export interface BindingCycleParts {
  readonly cache: ClusterCache;
  readonly queue: SchedulingQueue;
  readonly room: KeptRoom;
  readonly volumes: VolumeBinder;
  readonly watch: ClusterWatch;
  writerOf(queued: QueuedPod): OutcomeWriter;
  readonly metrics: SchedulingMetrics;
}

export class BindingCycle {
  readonly #parts: BindingCycleParts;
  #boundTotal = 0;

  constructor(parts: BindingCycleParts) {
    this.#parts = parts;
  }

  /** Pods bound so far. */
  get boundTotal(): number {
    return this.#boundTotal;
  }

  /**
   * Counts a taken Pod on its node and binds it; resolves when that is done, or has failed and been told. The Pod counts
   * when this returns, before it resolves.
   */
  async run(queued: QueuedPod, nodeName: string): Promise<void> {
    const { cache, queue, metrics } = this.#parts;
    let reserved: Reservation | undefined;
    try {
      const node = cache.entry(nodeName)?.node;
      reserved = metrics.timed("Reserve", queued, () => this.#reserve(queued, node));
    } catch (error) {
      metrics.attempted(queued, "error");
      cache.markStale(nodeName);
      queue.putBack(queued);
      return this.#tell(
        queued,
        `running Reserve plugin "VolumeBinding": ${(error as Error).message}`,
      );
    }
    cache.assume(queued.pod, nodeName);
    this.#parts.room.end(queued.pod.metadata.uid);
    queue.placed(queued);
    let step = 'PreBind plugin "VolumeBinding"';
    try {
      if (reserved !== undefined) {
        const promised = reserved;
        await this.#parts.writerOf(queued).expect(queued.pod, nodeName);
        await metrics.timed("PreBind", queued, () => this.#bindVolumes(queued, promised));
      }
      step = 'Bind plugin "DefaultBinder"';
      const writer = this.#parts.writerOf(queued);
      await metrics.timed("Bind", queued, () => writer.bind(queued.pod, nodeName));
    } catch (error) {
      metrics.attempted(queued, "error");
      return this.#rollBack(queued, { nodeName, reserved, step, error: error as Error });
    }
    this.#boundTotal += 1;
    metrics.attempted(queued, "scheduled");
    queue.done(queued.pod.metadata.uid);
  }

  /** What the Pod's volumes have been promised, if they need anything. */
  #reserve(queued: QueuedPod, node: Stored<Node> | undefined): Reservation | undefined {
    if (node === undefined || !isEnabled(queued.profile, "reserve", "VolumeBinding")) {
      return undefined;
    }
    return this.#parts.volumes.reserve(queued.pod, node);
  }

  async #bindVolumes({ pod, profile }: QueuedPod, reserved: Reservation): Promise<void> {
    const { queue, volumes } = this.#parts;
    const timeoutSeconds = profile.args.VolumeBinding.bindTimeoutSeconds;
    const isGone = (): boolean => !queue.has(pod.metadata.uid);
    await volumes.bind(pod, reserved, { timeoutSeconds, isGone });
  }

  async #rollBack(
    queued: QueuedPod,
    failure: {
      readonly nodeName: string;
      readonly reserved: Reservation | undefined;
      readonly step: string;
      readonly error: Error;
    },
  ): Promise<void> {
    const { cache, queue, room, volumes, watch } = this.#parts;
    const { nodeName, reserved, step, error } = failure;
    const { pod } = queued;
    const { uid } = pod.metadata;
    if (reserved !== undefined) volumes.release(reserved);
    cache.forget(uid);
    watch.released({ ...pod, spec: { containers: [], ...pod.spec, nodeName } });
    const isGone = step.startsWith("Bind") && hasReason(error, "NotFound");
    if (isGone || !queue.has(uid)) return queue.remove(uid);
    room.nominate(uid, "");
    queue.putBack(queued);
    await this.#tell(queued, `running ${step}: ${error.message}`);
  }

  async #tell(queued: QueuedPod, message: string): Promise<void> {
    const failure = { reason: "SchedulerError", message, nominatedNodeName: "" } as const;
    await this.#parts.writerOf(queued).fail(queued.pod, failure);
  }
}
