/**
 * What happens while Pods are being placed: kept until the last of them has its answer, so that a Pod which is rejected
 * for something that has changed meanwhile does not wait for the next change (kube-scheduler's inFlightEvents).
 */
import type { Pod } from "../../api/generated/types.ts";
import type { Stored } from "../../api/object.ts";
import type { ClusterEvent } from "./cluster-event.ts";

/** An event, and whom it can help if not everyone. */
export interface RecordedEvent extends ClusterEvent {
  readonly only?: (pod: Stored<Pod>) => boolean;
}

interface InFlight {
  readonly queued: { readonly pod: Stored<Pod> };
}

export class InFlightEvents {
  /** Who is in flight, and how many events there had been when it was taken; in that order. */
  readonly #since = new Map<InFlight, number>();
  #events: RecordedEvent[] = [];
  /** Events that were recorded before the first of those that are kept. */
  #forgotten = 0;

  enter(member: InFlight): void {
    this.#since.set(member, this.#forgotten + this.#events.length);
  }

  /** Does nothing when it is not in flight. */
  leave(member: InFlight): void {
    if (!this.#since.delete(member)) return;
    const first = this.#since.values().next();
    const needed = first.done === true ? this.#forgotten + this.#events.length : first.value;
    // In strides, so that a long flight is not paid for at each landing.
    if (needed - this.#forgotten < 256 && this.#since.size > 0) return;
    this.#events = this.#events.slice(needed - this.#forgotten);
    this.#forgotten = needed;
  }

  record(event: RecordedEvent): void {
    if (this.#since.size > 0) this.#events.push(event);
  }

  /** What has happened since it was taken, as far as it can be for it. */
  eventsFor(member: InFlight): readonly ClusterEvent[] {
    const since = this.#since.get(member);
    if (since === undefined) return [];
    const events = this.#events.slice(since - this.#forgotten);
    return events.filter(({ only }) => only === undefined || only(member.queued.pod));
  }
}
