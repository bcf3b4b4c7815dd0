/** The last decisions of the scheduler, each with the nodes and Pods that it was made on. Bounded in memory. */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import type { NodeStates } from "./node-states.ts";
import type { RememberedVolumes } from "./remembered-volumes.ts";

export interface Decision {
  /** As it was when it was decided about. */
  readonly pod: Stored<Pod>;
  /** Host clock, milliseconds since 1970. */
  readonly atMs: number;
  readonly schedulerName: string;
  /** What it was decided on: before the Pod itself was counted. */
  readonly states: NodeStates;
  /** What was known of the Pod's claims; absent where there was nothing to know, or too much to keep. */
  readonly volumes?: RememberedVolumes;
  /** As the scheduler found it; absent when the Pod went nowhere. */
  readonly nodeName?: string;
  readonly total?: number;
  readonly feasibleCount: number;
  /** Why it went nowhere. */
  readonly message?: string;
  /** Where room is being made for it. */
  readonly nominatedNodeName?: string;
}

/** How many are kept: what a decision keeps alive is a few kilobytes. */
const decisionsMax = 512;

export class DecisionLog {
  readonly #byUid = new Map<string, Decision>();

  /** Replaces an earlier decision about the same Pod. */
  record(decision: Decision): void {
    const { uid } = decision.pod.metadata;
    this.#byUid.delete(uid);
    this.#byUid.set(uid, decision);
    if (this.#byUid.size <= decisionsMax) return;
    const [oldest] = this.#byUid.keys();
    if (oldest !== undefined) this.#byUid.delete(oldest);
  }

  get(uid: string): Decision | undefined {
    return this.#byUid.get(uid);
  }

  /** The newest first. */
  all(): readonly Decision[] {
    return [...this.#byUid.values()].reverse();
  }
}
