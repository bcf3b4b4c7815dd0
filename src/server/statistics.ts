/** Counts of what the API server has done, for the dashboard's charts and `/metrics`. */

import { RequestMetrics } from "./metrics/request-metrics.ts";

export class ApiStatistics {
  readonly metrics = new RequestMetrics();
  readsTotal = 0;
  writesTotal = 0;
  watches = 0;
  count(kind: "read" | "write"): void {
    if (kind === "read") this.readsTotal++;
    else this.writesTotal++;
  }
}
