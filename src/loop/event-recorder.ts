/**
 * Writes Events for components and keeps their number down, as client-go's tools/record does: repeated events become a
 * count on one Event, floods of similar ones become one "combined" Event, and what is still too much is dropped.
 */
import { EVENTS } from "../api/kinds.ts";
import type { Event, ObjectReference } from "../api/generated/types.ts";
import type { KubeObject, Stored } from "../api/object.ts";
import { hasReason, toStatusError } from "../api/status.ts";
import { rfc3339 } from "../api/time.ts";
import type { Host } from "../host/host.ts";
import { isNamespaceTerminating } from "./apply-plan.ts";
import type { Client, NewObject } from "./client.ts";

/** What an Event says. */
export interface EventNote {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
}

export interface EventToRecord extends EventNote {
  readonly regarding: Stored<KubeObject>;
  /** Names a part of the object: `spec.containers{web}`. */
  readonly fieldPath?: string;
  /** The node that it happened on, where one recorder serves several. */
  readonly nodeName?: string;
}

export interface EventRecorderOptions {
  readonly client: Client;
  /** Whom the events of a node are written as, where one recorder serves several; by default `client`. */
  clientOf?(nodeName: string): Client;
  readonly host: Host;
  /** `deployment-controller`, `kubelet`, ... */
  readonly component: string;
  /** The node that the component runs on, for kubelets. */
  readonly nodeName?: string;
}

/** client-go's limits: similar events before they are combined, and within which time; the flood gate's bucket. */
const similarMax = 10;
const similarWithinMs = 600_000;
const burst = 25;
const refillMs = 300_000;
const remembered = 4096;
/** Events that wait to be written; more are dropped (client-go's broadcaster has room for 1,000). */
const waitingMax = 1000;
/** Writes under way at once. Events about one object are written in their order. */
const lanes = 4;

/** Stamps that are tried for a name. */
const namingTriesMax = 8;

interface Similar {
  readonly messages: Set<string>;
  lastMs: number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

interface Recorded {
  name: string;
  namespace: string;
  count: number;
  firstTimestamp: string;
}

export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #buckets = new Map<string, Bucket>();
  readonly #similar = new Map<string, Similar>();
  readonly #recorded = new Map<string, Recorded>();
  readonly #lanes: Promise<void>[] = Array.from({ length: lanes }, () => Promise.resolve());
  #waiting = 0;
  #dropped = 0;
  #lastStamp = 0;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
  }

  /** Events that were thrown away since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Queues the event; returns at once. A failed write is logged and does not disturb the caller. */
  record(event: EventToRecord): void {
    if (this.#waiting >= waitingMax || !this.#admit(event)) {
      this.#dropped++;
      return;
    }
    const message = this.#combine(event);
    const lane = laneOf(identityOf(event.regarding));
    this.#waiting++;
    this.#lanes[lane] = (this.#lanes[lane] ?? Promise.resolve())
      .then(() => this.#write({ ...event, message }))
      .catch((error: unknown) => this.#failed(event, error))
      .finally(() => this.#waiting--);
  }

  #failed(event: EventToRecord, error: unknown): void {
    // An Event cannot be kept in a namespace that goes away: nobody will miss it.
    if (isNamespaceTerminating(error) || hasReason(error, "NotFound")) return;
    this.#options.host.log.write("warn", "event not recorded", {
      component: this.#options.component,
      reason: event.reason,
      error: toStatusError(error).message,
    });
  }

  /** Resolves when all events recorded so far are written. */
  async flush(): Promise<void> {
    await Promise.all(this.#lanes);
  }

  /** The flood gate: 25 events about an object, then one every 5 minutes. */
  #admit(event: EventToRecord): boolean {
    const nowMs = this.#options.host.clock.monotonicMs();
    const key = identityOf(event.regarding);
    const bucket = this.#buckets.get(key) ?? { tokens: burst, atMs: nowMs };
    bucket.tokens = Math.min(burst, bucket.tokens + (nowMs - bucket.atMs) / refillMs);
    bucket.atMs = nowMs;
    remember(this.#buckets, key, bucket);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** The event's own message, or the combined one when too many differ only in their messages. */
  #combine(event: EventToRecord): string {
    const nowMs = this.#options.host.clock.monotonicMs();
    const key = `${identityOf(event.regarding)} ${event.type} ${event.reason} ${event.fieldPath ?? ""}`;
    const known = this.#similar.get(key);
    const similar =
      known !== undefined && nowMs - known.lastMs <= similarWithinMs
        ? known
        : { messages: new Set<string>(), lastMs: nowMs };
    similar.lastMs = nowMs;
    similar.messages.add(event.message);
    remember(this.#similar, key, similar);
    if (similar.messages.size < similarMax) return event.message;
    // The last message stays in, so that the set keeps its size.
    for (const oldest of similar.messages) {
      if (similar.messages.size <= similarMax) break;
      similar.messages.delete(oldest);
    }
    return `(combined from similar events): ${event.message}`;
  }

  #clientOf({ nodeName }: EventToRecord): Client {
    const { client, clientOf } = this.#options;
    return (nodeName === undefined ? undefined : clientOf?.(nodeName)) ?? client;
  }

  async #write(event: EventToRecord): Promise<void> {
    const { host } = this.#options;
    const client = this.#clientOf(event);
    const combined = event.message.startsWith("(combined from similar events): ");
    const parts = [
      identityOf(event.regarding),
      event.type,
      event.reason,
      event.fieldPath ?? "",
      combined ? "" : event.message,
    ];
    const key = parts.join(" ");
    const known = this.#recorded.get(key);
    const lastTimestamp = rfc3339(host.clock.nowMs());
    if (known !== undefined) {
      const count = known.count + 1;
      const patch = { count, lastTimestamp, message: event.message };
      try {
        await client.patch(EVENTS, known, patch, { type: "merge" });
        known.count = count;
        return;
      } catch (error) {
        if (!hasReason(error, "NotFound")) throw error;
      }
    }
    const created = await this.#create(event, lastTimestamp);
    const { name, namespace = "" } = created.metadata;
    remember(this.#recorded, key, { name, namespace, count: 1, firstTimestamp: lastTimestamp });
  }

  async #create(event: EventToRecord, timestamp: string): Promise<Stored<Event>> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#clientOf(event).create(EVENTS, this.#eventOf(event, timestamp));
      } catch (error) {
        // Another component's Event about the same object has the very same stamp: the next one will do.
        if (tries >= namingTriesMax || !hasReason(error, "AlreadyExists")) throw error;
      }
    }
  }

  #eventOf(event: EventToRecord, timestamp: string): NewObject<Event> {
    const { component } = this.#options;
    const nodeName = event.nodeName ?? this.#options.nodeName;
    const { metadata } = event.regarding;
    return {
      apiVersion: "v1",
      kind: "Event",
      metadata: {
        name: `${metadata.name}.${this.#stamp()}`,
        namespace: metadata.namespace ?? "default",
      },
      involvedObject: referenceTo(event.regarding, event.fieldPath),
      reason: event.reason,
      message: event.message,
      source: { component, ...(nodeName === undefined ? {} : { host: nodeName }) },
      firstTimestamp: timestamp,
      lastTimestamp: timestamp,
      count: 1,
      type: event.type,
      reportingComponent: component,
      reportingInstance: nodeName ?? "",
    };
  }

  /** Nanoseconds since 1970 in hexadecimal, as client-go names events by; never the same twice. */
  #stamp(): string {
    const nowMs = this.#options.host.clock.nowMs();
    this.#lastStamp = Math.max(nowMs, this.#lastStamp + 0.0009765625);
    const wholeMs = Math.floor(this.#lastStamp);
    const nanoseconds = Math.round((this.#lastStamp - wholeMs) * 1_000_000);
    return (BigInt(wholeMs) * 1_000_000n + BigInt(nanoseconds)).toString(16);
  }
}

function laneOf(identity: string): number {
  let sum = 0;
  for (let i = 0; i < identity.length; i++) sum += identity.charCodeAt(i);
  return sum % lanes;
}

function identityOf({ kind, metadata }: Stored<KubeObject>): string {
  return metadata.uid || `${kind}/${metadata.namespace ?? ""}/${metadata.name}`;
}

/** The reference that an Event holds to its object. Some controllers know it by its name alone. */
function referenceTo(object: Stored<KubeObject>, fieldPath: string | undefined): ObjectReference {
  const { metadata } = object;
  return {
    kind: object.kind,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    name: metadata.name,
    ...(metadata.uid ? { uid: metadata.uid } : {}),
    apiVersion: object.apiVersion,
    ...(metadata.resourceVersion ? { resourceVersion: metadata.resourceVersion } : {}),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}

/** Puts an entry in as the youngest one and forgets the oldest beyond the limit. */
function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= remembered) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
}
