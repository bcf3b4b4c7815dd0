/**
 * A watch as a response body: one JSON line an event. Events are encoded once and shared by all watchers; what a tick brought
 * goes out in one write; a reader that falls too far behind is cut off without harm to the others.
 */
import type { TypeMeta } from "../../api/encode/protobuf.ts";
import type { JsonObject } from "../../api/json.ts";
import { apiVersionOf, type KubeObject, type Stored } from "../../api/object.ts";
import { schemaOf } from "../../api/schema/built-in.ts";
import { toStatusError, type ApiStatus } from "../../api/status.ts";
import type { Timer } from "../../host/host.ts";
import type { StoredEntry } from "../../store/store.ts";
import type { ServerCore, Target } from "../core.ts";
import type { ApiRequest, ApiResponse, BodySink } from "../message.ts";
import type { WatchedResource } from "../metrics/watch-metrics.ts";
import type { Selection } from "../operations/selection.ts";
import { watchObjects } from "../operations/watch.ts";
import type { WatchedEvent } from "../operations/watched-events.ts";
import { shownKind, viewOf, type View } from "./view.ts";
import { WatchBacklog, type SlowReader } from "./watch-backlog.ts";
import { zeroBody } from "../../api/typed-form/zero-form.ts";
import { watchFormOf, type WatchForm } from "./watch-form.ts";

/** How often a watcher that asked for bookmarks is told how far it has seen, when something happened (KEP-956: about a minute). */
const bookmarkMs = 60_000;
/** How long before its end a watch sends its last one (apiserver, storage/cacher/cache_watcher.go). */
const lastBookmarkMs = 2000;
/** Watches end by themselves after this long (kube-apiserver, --min-request-timeout 1800). */
const defaultTimeoutMs = 1_800_000;
/** Bytes of a text are wrapped in 2 ns at most, where those of an object that has to be read and written take 10. */
const bytesOfWrapStep = 5;

export interface WatchRequest {
  readonly selection: Selection;
  readonly view: View;
  readonly fromRevision: number;
  /** Sent as ADDED before everything else. */
  readonly initial: readonly StoredEntry[];
  /** WatchList: a bookmark marks the end of the initial events. */
  readonly markInitialEnd: boolean;
  readonly bookmarks: boolean;
  /** When the request came, on the monotonic clock. */
  readonly startedMs: number;
  readonly timeoutMs?: number | undefined;
}

/** One for each server. */
const backlogs = new WeakMap<ServerCore, WatchBacklog>();

function backlogOf(core: ServerCore): WatchBacklog {
  const known = backlogs.get(core);
  if (known) return known;
  const made = new WatchBacklog();
  backlogs.set(core, made);
  return made;
}

export function watchResponse(
  core: ServerCore,
  target: Target,
  args: { request: ApiRequest; watch: WatchRequest },
): ApiResponse {
  const form = watchFormOf(args.watch.view.accepted, target, args.request);
  return {
    status: 200,
    headers: { "content-type": form.contentType, "cache-control": "no-cache, private" },
    body: { start: (sink) => new WatchStream(core, target, { ...args, sink, form }).start() },
  };
}

class WatchStream implements SlowReader {
  readonly #core: ServerCore;
  readonly #target: Target;
  readonly #watch: WatchRequest;
  readonly #sink: BodySink;
  readonly #form: WatchForm;
  readonly #kind: TypeMeta;
  /** What watchers see together who see all that happens: undefined for the others, and for Tables, which tell how old things are. */
  readonly #sight: string | undefined;
  readonly #signal: AbortSignal;
  readonly #counts: WatchedResource;
  #stops: (() => void)[] = [];
  #ended = false;
  #headersSent = false;
  /** Undefined where the bytes are shared with others: they are held once, however many wait for them. */
  #backlog: WatchBacklog | undefined;
  #bytesMax = 0;
  /** After the last write. */
  #waiting = 0;
  #bookmark: Timer | undefined;
  #seenRevision: number;
  /** What has happened while the initial events are sent. */
  #held: (() => void)[] | undefined;

  constructor(
    core: ServerCore,
    target: Target,
    args: { request: ApiRequest; watch: WatchRequest; sink: BodySink; form: WatchForm },
  ) {
    this.#core = core;
    this.#target = target;
    this.#watch = args.watch;
    this.#sink = args.sink;
    this.#form = args.form;
    this.#signal = args.request.signal;
    this.#counts = core.watchMetrics.of(target.definition);
    const { selection, view } = args.watch;
    this.#kind = shownKind(target.definition, view.accepted);
    const { apiVersion, kind } = this.#kind;
    const isShared = selection.everything && view.accepted.as !== "Table";
    this.#sight = isShared ? `${apiVersion} ${kind}` : undefined;
    this.#seenRevision = args.watch.fromRevision;
  }

  start(): void {
    const { timeoutMs } = this.#watch;
    if (this.#signal.aborted || this.#core.ending.hasBegun) return this.#end();
    const abort = () => this.#end();
    this.#signal.addEventListener("abort", abort);
    this.#stops.push(() => this.#signal.removeEventListener("abort", abort));
    this.#stops.push(this.#core.ending.onBegin(abort));
    const timeout = this.#core.host.timers.after(timeoutMs ?? defaultTimeoutMs, abort);
    this.#stops.push(() => timeout.cancel());
    this.#backlog = this.#sight === undefined ? backlogOf(this.#core) : undefined;
    this.#bytesMax = Infinity;
    try {
      this.#follow();
      const sending = this.#sendInitial();
      if (sending === undefined) return this.#begun();
      sending
        .then(() => this.#begun())
        .catch((error: unknown) => this.#fail(toStatusError(error).status));
    } catch (error) {
      this.#fail(toStatusError(error).status);
    }
  }

  /** Throws StatusError 410 where the events since are no longer known. */
  #follow(): void {
    const { selection, fromRevision } = this.#watch;
    const watch = watchObjects(this.#core, this.#target, {
      selection,
      fromRevision,
      onEvents: (events, revision) => {
        const send = (): void => {
          this.#seenRevision = revision;
          this.#send(events);
        };
        if (this.#held) this.#held.push(send);
        else send();
      },
      onEnd: (error) => (error.code === 404 ? this.#end() : this.#fail(error.status)),
    });
    this.#stops.push(() => watch.stop());
  }

  /** In slices, since there may be thousands: a promise where they take more than one. */
  #sendInitial(from = 0): Promise<void> | undefined {
    const { initial } = this.#watch;
    const { slices } = this.#core;
    const bytesOfStep = this.#isOwn && this.#form.wraps ? bytesOfWrapStep : 1;
    const chunks: Uint8Array[] = [];
    for (let at = from; at < initial.length; at += 1) {
      const entry = initial[at];
      if (entry === undefined || this.#ended) break;
      const bytes = this.#encode({ type: "ADDED", entry });
      chunks.push(bytes);
      this.#counts.sent(bytes.length);
      const turn = slices.spend(bytes.length / bytesOfStep);
      if (turn === undefined) continue;
      this.#held ??= [];
      this.#write(join(chunks));
      return turn.then(() => this.#sendInitial(at + 1));
    }
    this.#write(join(chunks));
    return undefined;
  }

  /** What is new comes after what was there. */
  #begun(): void {
    if (this.#ended) return;
    const { markInitialEnd, bookmarks, timeoutMs } = this.#watch;
    // What it has asked for itself does not count against it.
    this.#bytesMax = this.waiting() + backlogOf(this.#core).oneMax;
    if (markInitialEnd) {
      this.#sendBookmark(true);
      const { clock } = this.#core.host;
      const seconds = (clock.monotonicMs() - this.#watch.startedMs) / 1000;
      this.#counts.listed(scopeOf(this.#target), seconds);
    }
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const send of held) send();
    if (bookmarks) this.#followProgress(timeoutMs ?? defaultTimeoutMs);
  }

  #send(events: readonly WatchedEvent[]): void {
    if (this.#ended || events.length === 0) return;
    const bytes = this.#encodeAll(events);
    for (const size of sizesOf.get(bytes) ?? [bytes.length]) this.#counts.sent(size);
    this.#write(bytes);
  }

  #write(bytes: Uint8Array): void {
    if (this.#ended || bytes.length === 0) return;
    this.#waiting = this.#sink.write(bytes);
    if (this.#waiting > this.#bytesMax) return this.cutOff();
    this.#backlog?.note(this, this.#waiting);
  }

  waiting(): number {
    return this.#sink.waiting?.() ?? this.#waiting;
  }

  cutOff(): void {
    if (this.#ended) return;
    this.#counts.cutOff += 1;
    // What waits would be held until it is read, by a client that does not read.
    this.#sink.abort?.();
    this.#end();
  }

  /** One list of events is the same bytes for every watcher that sees the same of it. */
  #encodeAll(events: readonly WatchedEvent[]): Uint8Array {
    const { joined } = this.#form;
    const sight = this.#sight;
    const known = sight === undefined ? undefined : joined.get(events)?.get(sight);
    if (known) return known;
    const chunks = events.map((event) => this.#encode(event));
    const bytes = join(chunks);
    if (chunks.length > 1) {
      sizesOf.set(
        bytes,
        chunks.map(({ length }) => length),
      );
    }
    if (sight === undefined) return bytes;
    const bySight = joined.get(events) ?? new Map<string, Uint8Array>();
    joined.set(events, bySight.set(sight, bytes));
    return bytes;
  }

  /** Objects are seen as they are stored. */
  get #isOwn(): boolean {
    const { accepted } = this.#watch.view;
    return accepted.as === "object" && !this.#target.definition.storedAs;
  }

  #encode(event: WatchedEvent): Uint8Array {
    return this.#form.stored(event, {
      kind: this.#kind,
      isOwn: this.#isOwn,
      shown: () => this.#shown(event.entry.object) as JsonObject,
    });
  }

  /** As the client asked for it. Of the tables of one watch, the first alone has headers. */
  #shown(object: Stored<KubeObject>): unknown {
    const noHeaders = this.#headersSent;
    this.#headersSent = true;
    return viewOf(this.#core, this.#target, { object, view: this.#watch.view, noHeaders });
  }

  /**
   * A bookmark is due a minute after the first revision that this watcher was not told of; an idle store costs nothing. The last one
   * comes before the watch ends, so that the next may go on where it was.
   */
  #followProgress(timeoutMs: number): void {
    const send = (): void => {
      this.#seenRevision = this.#core.store.revision;
      this.#sendBookmark(false);
    };
    if (timeoutMs > lastBookmarkMs) {
      const last = this.#core.host.timers.after(timeoutMs - lastBookmarkMs, send);
      this.#stops.push(() => last.cancel());
    }
    const progress = this.#core.store.onProgress((revision) => {
      if (revision <= this.#seenRevision || this.#bookmark) return;
      this.#bookmark = this.#core.host.timers.after(bookmarkMs, () => {
        this.#bookmark = undefined;
        send();
      });
    });
    this.#stops.push(() => {
      progress.stop();
      this.#bookmark?.cancel();
    });
  }

  /** An object of the kind with nothing but the revision, in the form of all others (apiserver, storage/cacher/cacher.go). */
  #sendBookmark(initialEnd: boolean): void {
    if (this.#ended) return;
    const { definition } = this.#target;
    const schema = definition.custom ? undefined : schemaOf(definition.definition);
    const blank = {
      kind: definition.kind,
      apiVersion: apiVersionOf(definition),
      metadata: {
        resourceVersion: String(this.#seenRevision),
        ...(initialEnd ? { annotations: { "k8s.io/initial-events-end": "true" } } : {}),
      },
      ...(schema?.kind === "struct" ? zeroBody(schema) : {}),
    } as unknown as Stored<KubeObject>;
    const object = this.#shown(blank);
    const bytes = this.#form.event("BOOKMARK", object as JsonObject);
    this.#counts.sent(bytes.length);
    this.#sink.write(bytes);
  }

  #fail(status: ApiStatus): void {
    this.#sink.write(this.#form.event("ERROR", status as unknown as JsonObject));
    this.#end();
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#backlog?.forget(this);
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#sink.end();
  }
}

/** Of events that were joined: each on its own. */
const sizesOf = new WeakMap<Uint8Array, readonly number[]>();

function scopeOf({ name, namespace }: Target): string {
  if (name !== "") return "resource";
  return namespace !== "" ? "namespace" : "cluster";
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
