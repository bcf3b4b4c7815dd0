/**
 * Writes the kubelet's Events: the same thing again raises a count instead of making another object, one chatty object is held back, and
 * when the API cannot keep up events are dropped, never the work. After client-go's tools/record.
 */
import type { Event, ObjectReference } from "../api/generated/types.ts";
import { EVENTS } from "../api/kinds.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import { rfc3339 } from "../api/time.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";

export interface EventNote {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

/** client-go's spam filter: a burst of 25 for one object, then one in 300 s. */
const burst = 25;
const refillMs = 300_000;
/** Events that wait to be written; more are dropped (client-go's broadcaster has room for 1,000). */
const waitingMax = 1000;
const writersMax = 4;
/** Events that can still be counted up; the oldest is forgotten first (client-go: 4,096). */
const knownMax = 4096;

interface Known {
  readonly name: string;
  readonly namespace: string;
  count: number;
  readonly firstTimestamp: string;
}

export class EventRecorder {
  readonly #client: Client;
  readonly #host: Host;
  readonly #known = new Map<string, Known>();
  readonly #budgets = new Map<string, { tokens: number; atMs: number }>();
  readonly #waiting: { about: ObjectReference; note: EventNote; component: EventSourceName }[] = [];
  #writers = 0;
  #dropped = 0;

  constructor(client: Client, host: Host) {
    this.#client = client;
    this.#host = host;
  }

  /** Events that were thrown away since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Never fails and never waits. */
  record(about: ObjectReference, note: EventNote, component: EventSourceName): void {
    if (!this.#afford(about) || this.#waiting.length >= waitingMax) {
      this.#dropped++;
      return;
    }
    this.#waiting.push({ about, note, component });
    if (this.#writers < writersMax) {
      this.#writers++;
      this.#host.timers.soon(() => void this.#drain());
    }
  }

  #afford(about: ObjectReference): boolean {
    const key = about.uid ?? `${about.kind}/${about.name}`;
    const nowMs = this.#host.clock.monotonicMs();
    const budget = this.#budgets.get(key) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, budget.tokens + (nowMs - budget.atMs) / refillMs);
    this.#budgets.delete(key);
    this.#budgets.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
    trim(this.#budgets, knownMax);
    return tokens >= 1;
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      try {
        await this.#write(next.about, next.note, next.component);
      } catch (error) {
        // A namespace that is being deleted takes no events; that is no fault.
        if (!hasReason(error, "Forbidden") && !hasReason(error, "NotFound"))
          this.#host.log.write("warn", "event not written", {
            error: toStatusError(error).message,
          });
      }
    }
    this.#writers--;
  }

  async #write(about: ObjectReference, note: EventNote, source: EventSourceName): Promise<void> {
    const { uid = "", fieldPath = "" } = about;
    const key = [uid, about.name, fieldPath, note.type, note.reason, note.message].join("\n");
    const now = rfc3339(this.#host.clock.nowMs());
    const known = this.#known.get(key);
    if (known) {
      known.count++;
      const patch = { count: known.count, lastTimestamp: now };
      try {
        await this.#client.patch(EVENTS, known, patch, { type: "merge" });
        return;
      } catch (error) {
        if (!hasReason(error, "NotFound")) throw error;
        this.#known.delete(key);
      }
    }
    await this.#create(key, about, { note, source, now });
  }

  async #create(
    key: string,
    about: ObjectReference,
    as: { note: EventNote; source: EventSourceName; now: string },
  ): Promise<void> {
    const namespace = about.namespace || "default";
    const suffix = Array.from(this.#host.random.bytes(8), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
    const name = `${about.name ?? ""}.${suffix}`;
    this.#known.set(key, { name, namespace, count: 1, firstTimestamp: as.now });
    trim(this.#known, knownMax);
    const event: Event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name, namespace },
      involvedObject: about,
      ...as.note,
      source: as.source,
      reportingComponent: as.source.component,
      reportingInstance: as.source.host,
      firstTimestamp: as.now,
      lastTimestamp: as.now,
      count: 1,
    };
    await this.#client.create(EVENTS, event);
  }
}

export interface EventSourceName {
  readonly component: string;
  readonly host: string;
}

function trim(map: Map<string, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return;
    map.delete(key);
  }
}
