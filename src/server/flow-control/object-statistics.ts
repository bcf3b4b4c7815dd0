/**
 * How many objects there are of a resource, and how large they are: what the width of a list is reckoned with. Looked at once a minute
 * and only where somebody lists, as kube-apiserver asks etcd. Source: apiserver, pkg/util/flowcontrol/request/object_count_tracker.go.
 */
import type { Store, StoredEntry } from "../../store/store.ts";
import type { ResourceRequestInfo } from "../request-info.ts";
import type { ObjectStatistics } from "./work-estimate.ts";

/** kube-apiserver's --etcd-count-metric-poll-period. */
const lookAgainMs = 60_000;
/** Entries whose size is looked at: a mean of more says little more. */
const sampleMax = 1000;
/** Anybody may ask for resources that there are not. */
const rememberedMax = 2000;

interface Kept extends ObjectStatistics {
  readonly untilMs: number;
}

export class KeptStatistics {
  readonly #store: Store;
  readonly #known = new Map<string, Kept>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** `nowMs` on the monotonic clock. Sizes are those of the JSON that is kept. */
  of({ group, resource }: ResourceRequestInfo, nowMs: number): ObjectStatistics {
    const key = group === "" ? resource : `${resource}.${group}`;
    const known = this.#known.get(key);
    if (known && nowMs < known.untilMs) return known;
    const { entries } = this.#store.list(key);
    const kept = {
      count: entries.length,
      bytesAverage: averageSize(entries),
      untilMs: nowMs + lookAgainMs,
    };
    if (this.#known.size >= rememberedMax) this.#known.clear();
    this.#known.set(key, kept);
    return kept;
  }
}

/** Bytes, of entries evenly from all of them. Text is nearly all ASCII: its units stand for its bytes. 0 where there is none. */
export function averageSize(entries: readonly StoredEntry[]): number {
  const step = Math.max(1, Math.ceil(entries.length / sampleMax));
  let bytes = 0;
  let seen = 0;
  for (let at = 0; at < entries.length; at += step) {
    const entry = entries[at] as StoredEntry;
    bytes += entry.text?.length ?? entry.json.length;
    seen += 1;
  }
  return seen === 0 ? 0 : Math.round(bytes / seen);
}
