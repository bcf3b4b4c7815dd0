/** The log of one simulated container: its last lines with their moments, and the readers that follow it. */
import { rfc3339 } from "../../api/time.ts";
import type { LogQuery } from "../container-runtime.ts";

interface Line {
  readonly ms: number;
  readonly text: string;
  /** Undefined: it ends as lines do. */
  readonly unended?: boolean;
}

/** A thousand Pods must stay cheap: older lines are dropped, as a rotated log drops them. */
export const logLinesMax = 1000;

const encoder = new TextEncoder();

export class SimulatedLog {
  #lines: Line[] = [];
  #followers = new Set<{ line(line: Line): void; end(): void }>();
  #ended = false;

  /** `unended`: the last words of a process that did not end its line. */
  append(ms: number, text: string, unended = false): void {
    const line = unended ? { ms, text, unended } : { ms, text };
    this.#lines.push(line);
    if (this.#lines.length > logLinesMax + 100) this.#lines = this.#lines.slice(-logLinesMax);
    for (const follower of this.#followers) follower.line(line);
  }

  /** The end of what was printed, as far back as the kubelet looks for an error's message. */
  tail(linesMax: number, bytesMax: number): string {
    const lines = this.#lines.slice(-linesMax);
    const text = lines.map((line) => `${line.text}${line.unended ? "" : "\n"}`).join("");
    const bytes = encoder.encode(text);
    return new TextDecoder().decode(bytes.subarray(Math.max(0, bytes.length - bytesMax)));
  }

  /** No line will follow: readers that wait for more are let go. */
  end(): void {
    this.#ended = true;
    for (const follower of this.#followers) follower.end();
  }

  /** Writes what the query asks for; resolves at its end, at the log's end when following, or at the abort. */
  async read(
    query: LogQuery,
    write: (chunk: Uint8Array) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let left = query.limitBytes ?? Number.POSITIVE_INFINITY;
    const send = (line: Line): void => {
      const bytes = encoder.encode(
        `${query.timestamps ? `${stamp(line.ms)} ` : ""}${line.text}${line.unended ? "" : "\n"}`,
      );
      if (left > 0) write(bytes.subarray(0, Math.min(left, bytes.length)));
      left -= bytes.length;
    };
    const since = query.sinceMs ?? Number.NEGATIVE_INFINITY;
    const lines = this.#lines.filter((line) => line.ms >= since);
    const tail = query.tailLines ?? lines.length;
    for (const line of tail === 0 ? [] : lines.slice(-tail)) send(line);
    if (!query.follow || this.#ended || left <= 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const stop = (): void => {
        this.#followers.delete(follower);
        signal.removeEventListener("abort", stop);
        resolve();
      };
      const follower = {
        line: (line: Line) => {
          send(line);
          if (left <= 0) stop();
        },
        end: stop,
      };
      this.#followers.add(follower);
      signal.addEventListener("abort", stop);
    });
  }
}

/** Nanosecond stamps, as the CRI's log format has them. */
function stamp(ms: number): string {
  const millis = String(Math.floor(ms % 1000)).padStart(3, "0");
  return `${rfc3339(ms).slice(0, 19)}.${millis}000000Z`;
}
