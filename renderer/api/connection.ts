/**
 * One connection to the cluster, kept open: requests wait while it is down, those in flight fail when it breaks, and it
 * is opened again with growing pauses. Its state is a small store that the page shows.
 */
import type { MuxRequest, MuxResponse } from "../../src/server/multiplex.ts";
import type { Channel, OpenChannel } from "./channel.ts";

export type ConnectionState =
  | { readonly phase: "connecting"; readonly failures: number }
  | { readonly phase: "open" }
  /** Broken; the next attempt starts at `retryAtMs` (milliseconds since 1970). */
  | { readonly phase: "waiting"; readonly failures: number; readonly retryAtMs: number };

export interface ConnectionTimers {
  nowMs(): number;
  /** Calls `fn` once; returns how to cancel it. */
  after(delayMs: number, fn: () => void): () => void;
}

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface CallHandlers {
  onStatus(status: number, headers: Readonly<Record<string, string>>): void;
  onData(text: string): void;
  onEnd(): void;
  /** The answer broke off or never came: `ConnectionLost`, or what the server said of the stream. */
  onError(error: Error): void;
}

export class ConnectionLost extends Error {
  constructor() {
    super("The connection to the cluster was lost");
    this.name = "ConnectionLost";
  }
}

const firstPauseMs = 250;
const longestPauseMs = 8_000;

/** The pause before attempt number `failures` + 1: doubling, capped. No jitter: one user, one server. */
export function retryPauseMs(failures: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** Math.max(0, failures - 1));
}

interface Call {
  readonly call: ApiCall;
  readonly handlers: CallHandlers;
  sent: boolean;
}

export class Connection {
  readonly #open: OpenChannel;
  readonly #timers: ConnectionTimers;
  readonly #calls = new Map<number, Call>();
  readonly #listeners = new Set<() => void>();
  #state: ConnectionState = { phase: "connecting", failures: 0 };
  #channel: Channel | undefined;
  #lastId = 0;
  #cancelRetry: (() => void) | undefined;
  #stopped = false;

  constructor(open: OpenChannel, timers: ConnectionTimers) {
    this.#open = open;
    this.#timers = timers;
  }

  readonly getState = (): ConnectionState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  start(): void {
    void this.#connect(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelRetry?.();
    this.#channel?.close();
  }

  /** Does not wait out the pause. */
  retryNow(): void {
    if (this.#state.phase !== "waiting") return;
    this.#cancelRetry?.();
    void this.#connect(this.#state.failures);
  }

  /** Sends a request, or keeps it until the connection is open. Returns how to cancel it; a cancelled call is silent. */
  call(call: ApiCall, handlers: CallHandlers): () => void {
    const id = ++this.#lastId;
    const entry: Call = { call, handlers, sent: false };
    this.#calls.set(id, entry);
    if (this.#channel) this.#send(id, entry);
    return () => {
      if (!this.#calls.delete(id)) return;
      if (entry.sent) this.#channel?.send({ id, cancel: true });
    };
  }

  async #connect(failures: number): Promise<void> {
    this.#setState({ phase: "connecting", failures });
    try {
      const channel = await this.#open({
        onMessage: (message) => this.#receive(message),
        onClose: () => this.#lost(0),
      });
      if (this.#stopped) return channel.close();
      this.#channel = channel;
      for (const [id, entry] of this.#calls) this.#send(id, entry);
      this.#setState({ phase: "open" });
    } catch {
      this.#lost(failures);
    }
  }

  #send(id: number, entry: Call): void {
    entry.sent = true;
    const message: MuxRequest = { id, ...entry.call };
    this.#channel?.send(message);
  }

  #receive(message: MuxResponse): void {
    const entry = this.#calls.get(message.id);
    if (!entry) return;
    if ("status" in message) return entry.handlers.onStatus(message.status, message.headers);
    if ("data" in message) return entry.handlers.onData(message.data);
    this.#calls.delete(message.id);
    if ("error" in message) entry.handlers.onError(new Error(message.error));
    else entry.handlers.onEnd();
  }

  #lost(failures: number): void {
    if (this.#stopped) return;
    this.#channel = undefined;
    const pauseMs = retryPauseMs(failures + 1);
    this.#cancelRetry = this.#timers.after(pauseMs, () => void this.#connect(failures + 1));
    this.#setState({
      phase: "waiting",
      failures: failures + 1,
      retryAtMs: this.#timers.nowMs() + pauseMs,
    });
    // What had not been sent yet waits for the next channel.
    const broken = [...this.#calls].filter(([, entry]) => entry.sent);
    for (const [id] of broken) this.#calls.delete(id);
    for (const [, entry] of broken) entry.handlers.onError(new ConnectionLost());
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
