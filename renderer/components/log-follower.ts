/** A container's log, followed: lines gathered to one update a frame, held back while paused. A store; no React here. */
import { PODS } from "../../src/api/kinds.ts";
import type { ApiClient } from "../api/client.ts";
import { ConnectionLost } from "../api/connection.ts";
import type { Frames } from "../api/frames.ts";
import { objectPath, withQuery } from "../api/paths.ts";
import { appendLog, emptyLog, type LogBuffer } from "./log-buffer.ts";

export interface LogSource {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

export interface FollowedLog {
  /** What is shown: all lines so far, or those up to the moment of the pause. */
  readonly buffer: LogBuffer;
  readonly paused: boolean;
  /** Lines that came while paused and are not shown yet. */
  readonly held: number;
  readonly phase: "reading" | "ended";
  readonly error: Error | undefined;
}

const tailLines = 500;
const fresh: FollowedLog = {
  buffer: emptyLog,
  paused: false,
  held: 0,
  phase: "reading",
  error: undefined,
};

export class LogFollower {
  readonly #client: ApiClient;
  readonly #frames: Frames;
  readonly #source: LogSource;
  readonly #listeners = new Set<() => void>();
  #snapshot = fresh;
  /** All lines, those that are held back too. */
  #buffer = emptyLog;
  #waiting: string[] = [];
  #stop: (() => void) | undefined;

  constructor(client: ApiClient, frames: Frames, source: LogSource) {
    this.#client = client;
    this.#frames = frames;
    this.#source = source;
  }

  readonly getSnapshot = (): FollowedLog => this.#snapshot;

  /** Reads while somebody listens. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.restart();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop?.();
    };
  };

  /** Reads it anew from the last lines. */
  readonly restart = (): void => {
    this.#stop?.();
    this.#buffer = emptyLog;
    this.#waiting = [];
    this.#publish({ ...fresh, paused: this.#snapshot.paused });
    const { namespace, pod, container, previous } = this.#source;
    const query = { container, follow: !previous, previous, tailLines, timestamps: true };
    const path = withQuery(`${objectPath(PODS, namespace, pod)}/log`, query);
    this.#stop = this.#client.stream(
      { method: "GET", path },
      { onLines: (lines) => this.#receive(lines), onEnd: (error) => this.#ended(error) },
    );
  };

  readonly setPaused = (paused: boolean): void => {
    if (paused) this.#publish({ ...this.#snapshot, paused });
    else this.#publish({ ...this.#snapshot, paused, held: 0, buffer: this.#buffer });
  };

  #receive(lines: readonly string[]): void {
    if (this.#waiting.length === 0) this.#frames.next(() => this.#flush());
    this.#waiting.push(...lines);
  }

  #flush(): void {
    const count = this.#waiting.length;
    if (count === 0) return;
    this.#buffer = appendLog(this.#buffer, this.#waiting);
    this.#waiting = [];
    const { paused, held } = this.#snapshot;
    if (paused) this.#publish({ ...this.#snapshot, held: held + count });
    else this.#publish({ ...this.#snapshot, buffer: this.#buffer });
  }

  #ended(error: Error | undefined): void {
    // The wire broke, not the log: read on as soon as it is back.
    if (error instanceof ConnectionLost) return this.restart();
    this.#flush();
    this.#publish({ ...this.#snapshot, phase: "ended", error });
  }

  #publish(snapshot: FollowedLog): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}
