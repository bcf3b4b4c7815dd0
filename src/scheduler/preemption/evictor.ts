/**
 * Makes the room that preemption has decided on: marks the victims, deletes them through the API, says so, and takes the
 * node from Pods of lower priority that were promised it (framework/preemption/executor.go).
 */
import { PODS } from "../../api/kinds.ts";
import type { Pod, PodCondition } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import { hasReason, toStatusError } from "../../api/status.ts";
import { rfc3339 } from "../../api/time.ts";
import type { Host } from "../../host/host.ts";
import type { Client } from "../../loop/client.ts";
import type { NominatedPods } from "../queue/nominated-pods.ts";
import { priority } from "../queue/waiting-pod.ts";
import type { QueuedPod } from "../queue/waiting-pod.ts";
import type { Candidate } from "./dry-runs.ts";

export interface EvictorParts {
  readonly client: Client;
  readonly host: Host;
  readonly nominated: NominatedPods;
  /** Records the event that tells of a victim. */
  announce(victim: Stored<Pod>, preemptor: QueuedPod, nodeName: string): void;
}

interface Departure {
  readonly seen: Promise<void>;
  readonly see: () => void;
}

export class Evictor {
  readonly #parts: EvictorParts;
  /** Victims that the scheduler's own view does not show leaving yet, by uid. */
  readonly #departures = new Map<string, Departure>();
  #stopped = false;

  constructor(parts: EvictorParts) {
    this.#parts = parts;
  }

  /** Victims that are not on their way out already. */
  static victimsOf({ victims }: Candidate): readonly Stored<Pod>[] {
    const all = victims.pods as readonly Stored<Pod>[];
    return all.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  /** The scheduler's view shows the Pod on its way out, or no more. */
  left(uid: string): void {
    this.#departures.get(uid)?.see();
    this.#departures.delete(uid);
  }

  /** Nothing is seen any more: nobody waits for it. */
  stop(): void {
    this.#stopped = true;
    for (const uid of this.#departures.keys()) this.left(uid);
  }

  /**
   * Resolves when the scheduler's view shows every victim leaving: whoever tried again on an older one would evict once more. False
   * when something could not be done, which is logged; what is gone already counts as done.
   */
  async makeRoom(preemptor: QueuedPod, candidate: Candidate): Promise<boolean> {
    const lower = [...this.#parts.nominated.on(candidate.nodeName)].filter(
      (pod) => priority(pod) < priority(preemptor.pod),
    );
    const writes = [
      ...lower.map((pod) => this.#clearNomination(pod)),
      ...Evictor.victimsOf(candidate).map((victim) => this.#evict(victim, preemptor, candidate)),
    ];
    const done = await Promise.all(writes.map((write) => this.#isDone(write, preemptor)));
    return done.every(Boolean);
  }

  async #isDone(write: Promise<void>, { key }: QueuedPod): Promise<boolean> {
    try {
      await write;
      return true;
    } catch (error) {
      if (hasReason(error, "NotFound")) return true;
      this.#parts.host.log.write("warn", "preemption not finished", {
        preemptor: key,
        error: toStatusError(error).message,
      });
      return false;
    }
  }

  async #clearNomination(pod: Stored<Pod>): Promise<void> {
    if (!pod.status?.nominatedNodeName) return;
    await this.#patchStatus(pod, { nominatedNodeName: null });
  }

  async #evict(victim: Stored<Pod>, preemptor: QueuedPod, candidate: Candidate): Promise<void> {
    const { namespace = "", name, uid } = victim.metadata;
    const condition = this.#condition(victim, preemptor.profile.schedulerName);
    const seen = this.#departureOf(uid);
    try {
      if (condition !== undefined) await this.#patchStatus(victim, { conditions: [condition] });
      await this.#parts.client.delete(PODS, { namespace, name }, { preconditions: { uid } });
      this.#parts.announce(victim, preemptor, candidate.nodeName);
    } catch (error) {
      if (!hasReason(error, "NotFound")) {
        this.left(uid);
        throw error;
      }
    }
    await seen;
  }

  #departureOf(uid: string): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    const known = this.#departures.get(uid);
    if (known !== undefined) return known.seen;
    let see = (): void => undefined;
    const seen = new Promise<void>((resolve) => {
      see = resolve;
    });
    this.#departures.set(uid, { seen, see });
    return seen;
  }

  async #patchStatus(pod: Stored<Pod>, status: object): Promise<void> {
    const { namespace = "", name, uid } = pod.metadata;
    await this.#parts.client.patch(
      PODS,
      { namespace, name },
      { metadata: { uid }, status: { ...status } },
      { type: "strategic", subresource: "status" },
    );
  }

  /** The condition to write; undefined when the victim has it already. */
  #condition(victim: Stored<Pod>, schedulerName: string): PodCondition | undefined {
    const known = victim.status?.conditions?.find(({ type }) => type === "DisruptionTarget");
    const reason = "PreemptionByScheduler";
    const message = `${schedulerName}: preempting to accommodate a higher priority pod`;
    if (known?.status === "True" && known.reason === reason && known.message === message) {
      return undefined;
    }
    const { generation } = victim.metadata;
    return {
      type: "DisruptionTarget",
      status: "True",
      reason,
      message,
      lastTransitionTime:
        known?.status === "True" && known.lastTransitionTime
          ? known.lastTransitionTime
          : rfc3339(this.#parts.host.clock.nowMs()),
      ...(generation === undefined ? {} : { observedGeneration: generation }),
    };
  }
}
