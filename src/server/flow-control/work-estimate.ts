/**
 * How many seats a request takes, and for how long: lists by what they load, writes by those who watch what is written. Source:
 * apiserver, pkg/util/flowcontrol/request (width.go, list_work_estimator.go, mutating_work_estimator.go, config.go) at 1.36.
 */
import { listQueryOf } from "../http/query.ts";
import type { RequestInfo, ResourceRequestInfo } from "../request-info.ts";
import type { ListQuery } from "../operations/read.ts";

/** Immutable, and shared by all requests that take as much. */
export interface WorkEstimate {
  /** While the request is served. */
  readonly initialSeats: number;
  /** For so long after its answer, which does not wait for it: while those who watch are told. */
  readonly finalSeats: number;
  readonly additionalLatencyMs: number;
  /** The greater of both: what is taken throughout. */
  readonly maxSeats: number;
  /** In seat-seconds. */
  readonly work: number;
}

/** Of the objects of a resource. */
export interface ObjectStatistics {
  readonly count: number;
  /** 0 where it is not known. */
  readonly bytesAverage: number;
}

export interface EstimateSources {
  /** Undefined for what is not kept here. */
  objects(info: ResourceRequestInfo): ObjectStatistics | undefined;
  /** How many watches are told of what the request writes. */
  watches(info: ResourceRequestInfo): number;
}

/** What a request belongs to. */
export interface EstimatedFlow {
  /** What one request of the level may take; 0 where the level does not say. */
  readonly level: { readonly limits: { readonly requestSeatsMax: number } };
  /** Is told of the watches of each write. */
  readonly counts: { readonly watches: { observe(count: number): void } };
}

/** What a request may take at most, by what it does. */
const listSeatsMax = 100;
const writeSeatsMax = 10;
const watchesPerSeat = 10;
/** Of one event, at the seats that it takes. */
const eventMs = 5;
const bytesPerSeat = 100_000;
/** What is read from memory is written as it is read. */
const cachedBytesMax = 1_000_000;
const objectBytesMax = 1_500_000;

/** What a request is taken to last before it is known. */
export const serviceSecondsEstimated = 0.003;

function estimateOf(
  initialSeats: number,
  finalSeats: number,
  additionalLatencyMs: number,
): WorkEstimate {
  return Object.freeze({
    initialSeats,
    finalSeats,
    additionalLatencyMs,
    maxSeats: Math.max(initialSeats, finalSeats),
    work: initialSeats * serviceSecondsEstimated + (finalSeats * additionalLatencyMs) / 1000,
  });
}

const widths: readonly WorkEstimate[] = Array.from({ length: listSeatsMax + 1 }, (_, seats) =>
  estimateOf(Math.max(1, seats), 0, 0),
);
/** What nearly every request takes. */
export const oneSeat = widths[1] as WorkEstimate;

/** The same work after the answer, at fewer seats and for longer, where there are not more than so many. */
export function narrowed(estimate: WorkEstimate, seats: number): WorkEstimate {
  const { initialSeats, finalSeats, additionalLatencyMs } = estimate;
  if (finalSeats <= seats) return estimate;
  return estimateOf(initialSeats, seats, (finalSeats * additionalLatencyMs) / seats);
}

export class WorkEstimator {
  readonly #sources: EstimateSources;

  constructor(sources: EstimateSources) {
    this.#sources = sources;
  }

  /** The query is asked for where it counts alone. */
  estimate(
    info: RequestInfo,
    request: { readonly query: URLSearchParams },
    { level, counts }: EstimatedFlow,
  ): WorkEstimate {
    if (!info.isResource) return oneSeat;
    const { requestSeatsMax } = level.limits;
    switch (info.verb) {
      case "list":
      case "watch":
        return estimateList(info, request.query, {
          objects: this.#sources.objects(info),
          seatsMax: atMost(requestSeatsMax, listSeatsMax),
        });
      case "create":
      case "update":
      case "patch":
      case "delete": {
        // Nobody is told of a token.
        if (info.subresource === "token" && info.resource === "serviceaccounts") return oneSeat;
        const watches = this.#sources.watches(info);
        counts.watches.observe(watches);
        return watches < watchesPerSeat
          ? oneSeat
          : estimateWrite(watches, atMost(requestSeatsMax, writeSeatsMax));
      }
      default:
        return oneSeat;
    }
  }
}

function atMost(levelSeatsMax: number, limit: number): number {
  return levelSeatsMax === 0 || levelSeatsMax > limit ? limit : levelSeatsMax;
}

function estimateList(
  info: ResourceRequestInfo,
  query: URLSearchParams,
  {
    objects,
    seatsMax,
  }: { readonly objects: ObjectStatistics | undefined; readonly seatsMax: number },
): WorkEstimate {
  const asked = readable(query);
  // It will be refused.
  if (asked === undefined) return widths[seatsMax] as WorkEstimate;
  const isWatch = info.verb === "watch";
  if (isWatch && !beginsWithList(asked)) return oneSeat;
  if (objects === undefined) return oneSeat;
  const bytes = bytesLoaded(objects, asked, {
    isOne: info.name !== "",
    isCached: isWatch || isFromCache(asked),
  });
  const seats = Math.ceil(bytes / bytesPerSeat);
  return widths[Math.max(1, Math.min(seats, seatsMax))] as WorkEstimate;
}

function readable(query: URLSearchParams): ListQuery | undefined {
  try {
    return listQueryOf(query);
  } catch {
    // Who answers says what is wrong with it.
    return undefined;
  }
}

/** What there is comes first as WatchList asks for it, and as watches from no revision have always had it. */
function beginsWithList({ sendInitialEvents, resourceVersion = "" }: ListQuery): boolean {
  return sendInitialEvents === true || resourceVersion === "" || resourceVersion === "0";
}

/** Whether the watch cache of kube-apiserver would answer, as it does what has to be consistent too (ShouldDelegateList). */
function isFromCache(asked: ListQuery): boolean {
  const { resourceVersionMatch: match = "", resourceVersion: from = "" } = asked;
  if (match !== "") return match === "NotOlderThan";
  if ((asked.continueToken ?? "") !== "") return false;
  const isExact = (asked.limit ?? 0) > 0 && from !== "" && from !== "0";
  return !isExact;
}

function bytesLoaded(
  { count, bytesAverage }: ObjectStatistics,
  { limit = 0, labelSelector = "", fieldSelector = "" }: ListQuery,
  { isOne, isCached }: { readonly isOne: boolean; readonly isCached: boolean },
): number {
  const bytesEach = bytesAverage <= 0 && count !== 0 ? objectBytesMax : bytesAverage;
  const limited = limit > 0 && limit < count ? limit : count;
  if (isOne) return isCached ? Math.min(bytesEach, cachedBytesMax) : bytesEach;
  if (isCached) return Math.min(limited * bytesEach, cachedBytesMax);
  const isSelected = labelSelector !== "" || fieldSelector !== "";
  return (isSelected ? Math.max(limited, Math.floor(count / 2)) : limited) * bytesEach;
}

function estimateWrite(watches: number, seatsMax: number): WorkEstimate {
  return narrowed(estimateOf(1, Math.ceil(watches / watchesPerSeat), eventMs), seatsMax);
}
