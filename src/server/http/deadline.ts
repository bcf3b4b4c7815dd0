/**
 * How long a request may take: a minute, or less where its query says so; what runs long by its nature has no limit. Source:
 * apiserver, pkg/endpoints/filters/request_deadline.go, pkg/server/filters/timeout.go and longrunning.go.
 */
import { badRequest, StatusError, timeout } from "../../api/status.ts";
import type { Host } from "../../host/host.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import type { RequestInfo } from "../request-info.ts";
import { goDuration } from "../../api/go-duration.ts";

/** kube-apiserver's --request-timeout. */
export const requestTimeoutMs = 60_000;

const longVerbs = new Set(["watch", "proxy"]);
const readVerbs = new Set(["get", "list", "watch"]);
const longSubresources = new Set(["attach", "exec", "proxy", "log", "portforward"]);

/** The engine's own documents (snapshots, statistics, replays) take the time that they take. */
export function isLongRunning(info: RequestInfo): boolean {
  if (!info.isResource) return info.path.startsWith("/kubarium/");
  return longVerbs.has(info.verb) || longSubresources.has(info.subresource);
}

/** Milliseconds; undefined for what runs long. Throws StatusError 400 for a `timeout` that is no duration. */
export function timeLimitMs(request: ApiRequest, info: RequestInfo): number | undefined {
  return isLongRunning(info) ? undefined : writeLimitMs(request);
}

/** Milliseconds that a write may take, whatever is written. Throws as `timeLimitMs` does. */
export function writeLimitMs(request: ApiRequest): number {
  const text = request.search === "" ? null : request.query.get("timeout");
  return text === null || text === "" ? requestTimeoutMs : limitOf(text);
}

function limitOf(text: string): number {
  const asked = goDuration(text);
  if (typeof asked === "string") {
    throw badRequest(`invalid timeout specified in the request URL - ${asked}`);
  }
  return asked.ms > 0 && asked.ms < requestTimeoutMs ? asked.ms : requestTimeoutMs;
}

const outOfTime = "request did not complete within the allotted timeout";

/** Whether a request was ended because its time was over. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof StatusError && error.code === 504 && error.message.endsWith(outOfTime);
}

interface Waiting {
  readonly dueMs: number;
  expire(): void;
}

/** Requests on their way. One timer stands for all that have the usual minute: they come due in the order in which they came. */
export class Deadlines {
  readonly #host: Pick<Host, "clock" | "timers">;
  readonly #waiting = new Set<Waiting>();
  /** Of those that are waited for, by apiserver's kinds of requests. */
  readonly inFlight = { readOnly: 0, mutating: 0 };
  #armed = false;
  #onIdle: (() => void) | undefined;

  constructor(host: Pick<Host, "clock" | "timers">) {
    this.#host = host;
  }

  /** The answer, or a rejection with 504 when it is not there in time; the work itself goes on. */
  within(
    limitMs: number | undefined,
    answer: Promise<ApiResponse>,
    info: RequestInfo,
  ): Promise<ApiResponse> {
    if (limitMs === undefined) return answer;
    const kind = readVerbs.has(info.verb) ? "readOnly" : "mutating";
    this.inFlight[kind] += 1;
    return new Promise((resolve, reject) => {
      const expire = (): void => reject(timeout(outOfTime));
      const leave = this.#enter(limitMs, expire);
      const end = (): void => {
        this.inFlight[kind] -= 1;
        leave();
        if (this.#onIdle && this.#isIdle) this.#onIdle();
      };
      answer.then(
        (response) => {
          end();
          resolve(response);
        },
        (error: unknown) => {
          end();
          reject(error);
        },
      );
    });
  }

  /** Resolves when nothing is waited for any more, but after `graceMs` at the latest. */
  settled(graceMs: number): Promise<void> {
    if (this.#isIdle) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#host.timers.after(graceMs, resolve);
      this.#onIdle = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  get #isIdle(): boolean {
    return this.inFlight.readOnly + this.inFlight.mutating === 0;
  }

  #enter(limitMs: number, expire: () => void): () => void {
    const { clock, timers } = this.#host;
    if (limitMs !== requestTimeoutMs) {
      const timer = timers.after(limitMs, expire);
      return () => timer.cancel();
    }
    const entry: Waiting = { dueMs: clock.monotonicMs() + limitMs, expire };
    this.#waiting.add(entry);
    if (!this.#armed) this.#arm(limitMs);
    return () => this.#waiting.delete(entry);
  }

  #arm(afterMs: number): void {
    this.#armed = true;
    this.#host.timers.after(afterMs, () => {
      this.#armed = false;
      const nowMs = this.#host.clock.monotonicMs();
      for (const entry of this.#waiting) {
        if (entry.dueMs > nowMs) return this.#arm(entry.dueMs - nowMs);
        this.#waiting.delete(entry);
        entry.expire();
      }
    });
  }
}
