/** The engine's own counters, as `GET /kubarium/v1/stats` gives them: one JSON line a second with `?watch=true`, else one. */

export interface ClusterStats {
  /** When these were read, milliseconds since 1970. */
  readonly nowMs: number;
  readonly revision: number;
  readonly api: {
    readonly readsTotal: number;
    readonly writesTotal: number;
    readonly watches: number;
  };
  readonly scheduler: { readonly boundTotal: number; readonly pending: number };
  /** Sums over all nodes; capacity is allocatable. */
  readonly usage: {
    readonly cpuNanoCores: number;
    readonly memoryBytes: number;
    readonly cpuCapacityNanoCores: number;
    readonly memoryCapacityBytes: number;
  };
}
