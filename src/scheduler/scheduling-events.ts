/**
 * Writes the scheduler's Events as kube-scheduler's recorder does (client-go's tools/events): in the form of events.k8s.io/v1,
 * with an action and a related object. One that repeats becomes a series, whose count is written with its second event, every
 * half hour, and when it has ended.
 */
import { EVENTS } from "../api/kinds.ts";
import type { Event, ObjectReference, Pod } from "../api/generated/types.ts";
import type { Stored } from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import { rfc3339Micro } from "../api/time.ts";
import type { Host, Timer } from "../host/host.ts";
import { isNamespaceTerminating } from "../loop/apply-plan.ts";
import type { Client, NewObject } from "../loop/client.ts";
import { hashText } from "./node-columns.ts";

export interface SchedulingEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly action: "Binding" | "Scheduling" | "Preempting";
  /** At most 1,024 bytes (validation.NoteLengthLimit): what is more is cut off. */
  readonly note: string;
  readonly regarding: Stored<Pod>;
  readonly related?: Stored<Pod>;
}

export interface SchedulingEventsOptions {
  readonly client: Client;
  readonly host: Host;
  /** The profile's schedulerName. */
  readonly controller: string;
}

/** Events that wait to be written; more are dropped. kube-scheduler's have no limit once they are on their way. */
const waitingMax = 8000;
/** Writes under way at once. Events about one Pod are written in their order. */
const lanes = 32;
/** finishTime: a series that has been quiet for so long is over. */
const finishMs = 360_000;
/** refreshTime: how often the count of one that goes on is written. */
const refreshMs = 1_800_000;
/** Events whose repetition would be noticed. */
const rememberedMax = 8192;
const noteBytesMax = 1024;
/** The machine's name where kube-scheduler has its own: every component of this cluster is on the one machine. */
const hostName = "kubarium";
/** Stamps that are tried for a name: another component's Event about the Pod may have the very same. */
const namingTriesMax = 8;

interface Recorded {
  readonly first: SchedulingEvent;
  readonly firstMs: number;
  name: string;
  count: number;
  lastMs: number;
  /** The count that the API has, and since when. */
  written: number;
  writtenMs: number;
}

export class SchedulingEvents {
  readonly #options: SchedulingEventsOptions;
  readonly #recorded = new Map<string, Recorded>();
  readonly #lanes: Promise<void>[] = Array.from({ length: lanes }, () => Promise.resolve());
  #waiting = 0;
  #dropped = 0;
  #lastStampMs = 0;
  #timer: Timer | undefined;

  constructor(options: SchedulingEventsOptions) {
    this.#options = options;
  }

  /** Events that were thrown away since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Queues the event; returns at once. A write that fails is logged and disturbs nobody. */
  record(event: SchedulingEvent): void {
    const key = keyOf(event);
    const nowMs = this.#options.host.clock.nowMs();
    const known = this.#recorded.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.lastMs = nowMs;
      if (known.count === 2) this.#queue(event, () => this.#tell(known));
      return;
    }
    if (this.#waiting >= waitingMax) {
      this.#dropped += 1;
      return;
    }
    const counts = { count: 1, lastMs: nowMs, written: 1, writtenMs: nowMs };
    const recorded: Recorded = { first: event, firstMs: nowMs, name: "", ...counts };
    this.#recorded.set(key, recorded);
    for (const [oldest, each] of this.#recorded) {
      if (this.#recorded.size <= rememberedMax) break;
      this.#recorded.delete(oldest);
      this.#finish(each);
    }
    this.#timer ??= this.#options.host.timers.after(finishMs, () => this.#onTime());
    this.#queue(event, () => this.#create(recorded));
  }

  /** Resolves when all that has been recorded is written, the counts of series included. Forgets what was recorded. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const recorded of this.#recorded.values()) this.#finish(recorded);
    this.#recorded.clear();
    await Promise.all(this.#lanes);
  }

  /** What has been quiet for long enough is forgotten; of what goes on the count is written now and then. */
  #onTime(): void {
    const { clock, timers } = this.#options.host;
    const nowMs = clock.nowMs();
    for (const [key, recorded] of this.#recorded) {
      const isOver = recorded.lastMs + finishMs <= nowMs;
      if (isOver) this.#recorded.delete(key);
      if (isOver || recorded.writtenMs + refreshMs <= nowMs) this.#finish(recorded);
    }
    this.#timer =
      this.#recorded.size === 0 ? undefined : timers.after(finishMs, () => this.#onTime());
  }

  /** Writes what the API does not know of a series yet. */
  #finish(recorded: Recorded): void {
    if (recorded.count < 2 || recorded.count === recorded.written) return;
    this.#queue(recorded.first, () => this.#tell(recorded));
  }

  #queue({ regarding }: SchedulingEvent, write: () => Promise<void>): void {
    const lane = hashText(regarding.metadata.uid) % lanes;
    this.#waiting += 1;
    this.#lanes[lane] = (this.#lanes[lane] ?? Promise.resolve())
      .then(write)
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  #failed(error: unknown): void {
    // An Event cannot be kept in a namespace that goes away: nobody will miss it.
    if (isNamespaceTerminating(error) || hasReason(error, "NotFound")) return;
    const { host, controller } = this.#options;
    host.log.write("warn", "event not recorded", {
      component: controller,
      error: toStatusError(error).message,
    });
  }

  async #create(recorded: Recorded): Promise<void> {
    for (let tries = 1; ; tries++) {
      recorded.name = `${recorded.first.regarding.metadata.name}.${this.#stamp()}`;
      try {
        await this.#options.client.create(EVENTS, this.#eventOf(recorded));
        return;
      } catch (error) {
        if (tries >= namingTriesMax || !hasReason(error, "AlreadyExists")) throw error;
      }
    }
  }

  async #tell(recorded: Recorded): Promise<void> {
    recorded.written = recorded.count;
    recorded.writtenMs = recorded.lastMs;
    const { namespace = "default" } = recorded.first.regarding.metadata;
    const series = { count: recorded.count, lastObservedTime: rfc3339Micro(recorded.lastMs) };
    try {
      const name = { namespace, name: recorded.name };
      await this.#options.client.patch(EVENTS, name, { series }, { type: "merge" });
    } catch (error) {
      if (!hasReason(error, "NotFound")) throw error;
      await this.#options.client.create(EVENTS, { ...this.#eventOf(recorded), series });
    }
  }

  #eventOf({ first, firstMs, name }: Recorded): NewObject<Event> {
    const { controller } = this.#options;
    const { regarding, related } = first;
    return {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace: regarding.metadata.namespace ?? "default" },
      eventTime: rfc3339Micro(firstMs),
      involvedObject: referenceTo(regarding),
      ...(related === undefined ? {} : { related: referenceTo(related) }),
      reason: first.reason,
      action: first.action,
      message: shortened(first.note),
      type: first.type,
      source: {},
      reportingComponent: controller,
      reportingInstance: `${controller}-${hostName}`,
    };
  }

  /** Nanoseconds since 1970 in hexadecimal, as client-go names events by; never the same twice. */
  #stamp(): string {
    const nowMs = this.#options.host.clock.nowMs();
    this.#lastStampMs = Math.max(nowMs, this.#lastStampMs + 2 ** -10);
    const wholeMs = Math.floor(this.#lastStampMs);
    const nanoseconds = Math.round((this.#lastStampMs - wholeMs) * 1_000_000);
    return (BigInt(wholeMs) * 1_000_000n + BigInt(nanoseconds)).toString(16);
  }
}

/** What makes two events the same: all but what they say and when. The Pod's revision counts (client-go, getKey). */
function keyOf({ type, reason, action, regarding, related }: SchedulingEvent): string {
  const parts = [regarding.metadata, related?.metadata].map(
    (metadata) => `${metadata?.uid ?? ""} ${metadata?.resourceVersion ?? ""}`,
  );
  return [type, reason, action, ...parts].join(" ");
}

function referenceTo({ apiVersion, kind, metadata }: Stored<Pod>): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata;
  return {
    kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    uid,
    apiVersion,
    resourceVersion,
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Cut after a whole character, and marked (truncateMessage). */
function shortened(note: string): string {
  if (note.length * 3 <= noteBytesMax) return note;
  const bytes = encoder.encode(note);
  if (bytes.length <= noteBytesMax) return note;
  let end = noteBytesMax - " ...".length;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${decoder.decode(bytes.subarray(0, end))} ...`;
}
