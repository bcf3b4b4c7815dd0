/** The engine's counters as a store: five minutes of samples, fed by one stream for as long as the page is open. */
import type { ClusterStats } from "../../src/server/stats.ts";
import type { ApiClient } from "./client.ts";
import { retryPauseMs, type ConnectionTimers } from "./connection.ts";
import { appendSample, sampleOf, type Sample } from "./sampling.ts";

export interface StatsSnapshot {
  readonly samples: readonly Sample[];
  readonly latest: ClusterStats | undefined;
  /** Set while the stream is refused. */
  readonly error: Error | undefined;
}

export class StatsStore {
  readonly #client: ApiClient;
  readonly #timers: ConnectionTimers;
  readonly #listeners = new Set<() => void>();
  #snapshot: StatsSnapshot = { samples: [], latest: undefined, error: undefined };
  #failures = 0;
  #started = false;

  constructor(client: ApiClient, timers: ConnectionTimers) {
    this.#client = client;
    this.#timers = timers;
  }

  readonly getSnapshot = (): StatsSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (!this.#started) {
      this.#started = true;
      this.#open();
    }
    return () => this.#listeners.delete(listener);
  };

  #open(): void {
    this.#client.stream(
      { method: "GET", path: "/kubarium/v1/stats?watch=true" },
      {
        onLines: (lines) => {
          this.#failures = 0;
          for (const line of lines)
            if (line !== "") this.#receive(JSON.parse(line) as ClusterStats);
        },
        onEnd: (error) => {
          this.#failures += 1;
          if (error) this.#publish({ ...this.#snapshot, error });
          this.#timers.after(retryPauseMs(this.#failures), () => this.#open());
        },
      },
    );
  }

  #receive(stats: ClusterStats): void {
    const { latest, samples: window } = this.#snapshot;
    // Rates need two readings: the first one is only where they start from.
    const samples = latest ? appendSample(window, sampleOf(latest, stats)) : window;
    this.#publish({ samples, latest: stats, error: undefined });
  }

  #publish(snapshot: StatsSnapshot): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}
