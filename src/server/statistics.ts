/** Counts of what the API server has done, for the dashboard's charts and `/metrics`. */

export class ApiStatistics {
  readsTotal = 0;
  writesTotal = 0;
  watches = 0;
  /** Answered requests by `verb resource code`. */
  readonly requests = new Map<string, number>();

  count(kind: "read" | "write"): void {
    if (kind === "read") this.readsTotal++;
    else this.writesTotal++;
  }

  answered(verb: string, resource: string, code: number): void {
    const key = `${verb} ${resource} ${code}`;
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1);
  }
}
