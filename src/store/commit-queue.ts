/**
 * Group commit: writes get their revisions at once, wait in line, and everything that waits while one segment is being
 * made durable becomes the next. Owns the pending heads and the roll-back when the log fails.
 */
import { StatusError, internalError, serviceUnavailable } from "../api/status.ts";
import type { LoggedEvent } from "./entry.ts";
import { RecordTexts, sealSegment } from "./record.ts";
import { isTransient } from "./state-log.ts";
import type { StateLog } from "./state-log.ts";
import type { ObjectKey } from "./store.ts";

/** A segment takes no further group once its texts are this long, so that no single append holds the writers up for long. */
const segmentCharsMax = 4 * 1024 * 1024;

interface Group {
  readonly events: readonly LoggedEvent[];
  readonly resolve: () => void;
  readonly reject: (error: StatusError) => void;
}

interface CommitQueueOptions {
  readonly log: StateLog;
  /** The highest durable revision. */
  readonly revision: number;
  /** Makes durable events visible, in order. Must not throw. */
  readonly onCommit: (events: readonly LoggedEvent[]) => void;
  /** The log failed for good: the queue takes no more writes. */
  readonly onFailure: (error: unknown) => void;
}

export class CommitQueue {
  readonly #options: CommitQueueOptions;
  readonly #heads = new PendingHeads();
  #groups: Group[] = [];
  #durable: number;
  #next: number;
  #running: Promise<void> | undefined;
  #refusal: (() => StatusError) | undefined;

  constructor(options: CommitQueueOptions) {
    this.#options = options;
    this.#durable = options.revision;
    this.#next = options.revision + 1;
  }

  /** The revision that the next write gets. */
  get nextRevision(): number {
    return this.#next;
  }

  /** The newest waiting write to a key. */
  pending(key: ObjectKey): LoggedEvent | undefined {
    return this.#heads.get(key);
  }

  /** All waiting writes, the newest of each key only. */
  pendingAll(): Iterable<LoggedEvent> {
    return this.#heads.all();
  }

  /** Throws the StatusError with which writes are refused since the log failed or the store was closed. */
  assertWritable(): void {
    if (this.#refusal) throw this.#refusal();
  }

  /**
   * Queues events that become durable together or not at all; their revisions begin at `nextRevision`. Resolves with `result` once
   * they are durable and visible; rejects with a StatusError (cause kept) when the log could not take them.
   */
  commit<T>(events: readonly LoggedEvent[], result: T): Promise<T> {
    return new Promise((resolve, reject) => {
      for (const event of events) this.#heads.set(event);
      this.#next += events.length;
      this.#groups.push({ events, resolve: () => resolve(result), reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when what waits for a key now is durable or given up; undefined where nothing waits. */
  settled(key: ObjectKey): Promise<void> | undefined {
    if (!this.pending(key)) return undefined;
    return new Promise((resolve) => {
      this.#groups.push({ events: [], resolve, reject: () => resolve() });
      this.#running ??= this.#run();
    });
  }

  /** Refuses further writes and waits for those that were taken. */
  async close(): Promise<void> {
    this.#refusal ??= () => serviceUnavailable("the store is closed");
    await this.#running;
  }

  /** Refuses further writes: the log cannot be trusted any more. */
  fail(error: unknown): void {
    const message = `the state log failed, no more writes are taken: ${messageOf(error)}`;
    this.#refusal = () => new StatusError(serviceUnavailable(message).status, { cause: error });
    this.#options.onFailure(error);
  }

  async #run(): Promise<void> {
    // One microtask later: the writes of one synchronous burst share the first segment too.
    await Promise.resolve();
    while (this.#groups.length > 0) {
      const { groups, body, count } = this.#takeBatch();
      const last = this.#durable + count;
      try {
        if (count > 0) {
          await this.#options.log.append(sealSegment(body, this.#durable + 1, last));
        }
      } catch (error) {
        this.#rollBack(groups, error);
        continue;
      }
      this.#durable = last;
      this.#settle(groups);
    }
    this.#running = undefined;
  }

  #takeBatch(): { groups: readonly Group[]; body: string; count: number } {
    const records = new RecordTexts();
    let taken = 0;
    while (taken < this.#groups.length && (taken === 0 || records.chars < segmentCharsMax)) {
      for (const event of this.#groups[taken]?.events ?? []) {
        records.add(event.entry, event.type === "DELETED");
      }
      taken += 1;
    }
    const groups = this.#groups.splice(0, taken);
    return { groups, body: records.body(), count: records.count };
  }

  #settle(groups: readonly Group[]): void {
    const settled: LoggedEvent[] = [];
    for (const { events } of groups) {
      for (const event of events) {
        this.#heads.delete(event);
        settled.push(event);
      }
    }
    if (settled.length > 0) this.#options.onCommit(settled);
    for (const group of groups) group.resolve();
  }

  /** Everything that waits was checked against heads that will never be: all of it is refused with the failed batch. */
  #rollBack(batch: readonly Group[], error: unknown): void {
    if (!isTransient(error)) this.fail(error);
    const groups = [...batch, ...this.#groups];
    this.#groups = [];
    this.#heads.clear();
    this.#next = this.#durable + 1;
    const message = `the write could not be made durable: ${messageOf(error)}`;
    for (const group of groups) group.reject(internalError(message, error));
  }
}

/** The newest waiting write to each key. By name, since to put a whole key together for each look costs more than what waits is long. */
class PendingHeads {
  readonly #byName = new Map<string, LoggedEvent[]>();

  get(key: ObjectKey): LoggedEvent | undefined {
    if (this.#byName.size === 0) return undefined;
    return this.#byName.get(key.name)?.find((event) => isOf(event, key));
  }

  set(event: LoggedEvent): void {
    const { key } = event.entry;
    const alike = this.#byName.get(key.name);
    if (!alike) {
      this.#byName.set(key.name, [event]);
      return;
    }
    const at = alike.findIndex((other) => isOf(other, key));
    if (at < 0) alike.push(event);
    else alike[at] = event;
  }

  /** Unless another has come since. */
  delete(event: LoggedEvent): void {
    const { name } = event.entry.key;
    const alike = this.#byName.get(name) ?? [];
    const at = alike.indexOf(event);
    if (at < 0) return;
    if (alike.length === 1) this.#byName.delete(name);
    else alike.splice(at, 1);
  }

  clear(): void {
    this.#byName.clear();
  }

  *all(): Iterable<LoggedEvent> {
    for (const events of this.#byName.values()) yield* events;
  }
}

function isOf({ entry: { key } }: LoggedEvent, wanted: ObjectKey): boolean {
  return (
    key.name === wanted.name &&
    key.namespace === wanted.namespace &&
    key.resource === wanted.resource
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
