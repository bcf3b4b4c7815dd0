/**
 * What priority and fairness shows to who looks for the reason of a wait: tables of its levels, queues and requests, under
 * /debug/api_priority_and_fairness/. Source: apiserver, pkg/util/flowcontrol/apf_controller_debug.go.
 */
import { goDurationText } from "../../api/go-duration.ts";
import { rfc3339Micro } from "../../api/time.ts";
import type { Clock } from "../../host/host.ts";
import { respondText } from "../http/respond.ts";
import type { ApiRequest, ApiResponse } from "../message.ts";
import type { FlowControl } from "./flow-control.ts";
import type { SeatedRequest } from "./flows.ts";

type Levels = ReturnType<FlowControl["levels"]>;

const root = "/debug/api_priority_and_fairness/";
const levelColumns = [
  "PriorityLevelName",
  "ActiveQueues",
  "IsIdle",
  "IsQuiescing",
  "WaitingRequests",
  "ExecutingRequests",
  "DispatchedRequests",
  "RejectedRequests",
  "TimedoutRequests",
  "CancelledRequests",
];
const queueColumns = [
  "PriorityLevelName",
  "Index",
  "PendingRequests",
  "ExecutingRequests",
  "SeatsInUse",
  "NextDispatchR",
  "InitialSeatsSum",
  "MaxSeatsSum",
  "TotalWorkSum",
];
const requestColumns = [
  "PriorityLevelName",
  "FlowSchemaName",
  "QueueIndex",
  "RequestIndexInQueue",
  "FlowDistingsher",
  "ArriveTime",
  "InitialSeats",
  "FinalSeats",
  "AdditionalLatency",
  "StartTime",
];
const detailColumns = [
  "UserName",
  "Verb",
  "APIPath",
  "Namespace",
  "Name",
  "APIVersion",
  "Resource",
  "SubResource",
];

/** Undefined where the path is none of these. */
export function dumpResponse(
  levels: () => Levels,
  { path, query }: Pick<ApiRequest, "path" | "query">,
  clock: Clock,
): ApiResponse | undefined {
  if (!path.startsWith(root)) return undefined;
  switch (path.slice(root.length)) {
    case "dump_priority_levels":
      return respondText(table([levelColumns, ...levels().map(levelRow)]));
    case "dump_queues":
      return respondText(table([queueColumns, ...levels().flatMap(queueRows)]));
    case "dump_requests": {
      const detailed = (query.get("includeRequestDetails") ?? "") !== "";
      const columns = detailed ? [...requestColumns, ...detailColumns] : requestColumns;
      const sinceMs = clock.nowMs() - clock.monotonicMs();
      const rows = levels().flatMap((level) => requestRows(level, { detailed, sinceMs }));
      return respondText(table([columns, ...rows]));
    }
    default:
      return undefined;
  }
}

function levelRow({ level, counts }: Levels[number]): readonly string[] {
  const sum = (pick: (each: (typeof counts)[number]) => number): number =>
    counts.reduce((total, each) => total + pick(each), 0);
  return [
    level.name,
    level.queues.filter(({ waiting }) => waiting.length > 0).length,
    level.isIdle,
    level.isQuiescing,
    level.waiting,
    level.executing,
    sum(({ dispatched }) => dispatched),
    sum(({ rejected }) => rejected["concurrency-limit"] + rejected["queue-full"]),
    sum(({ rejected }) => rejected["time-out"]),
    sum(({ rejected }) => rejected.cancelled),
  ].map(String);
}

function queueRows({ level }: Levels[number]): readonly (readonly string[])[] {
  const count = Math.max(level.limits.queues, level.queues.length);
  return Array.from({ length: count }, (_, index) => {
    const queue = level.queues[index];
    return [
      level.name,
      index,
      queue?.waiting.length ?? 0,
      queue?.executing ?? 0,
      queue?.seatsInUse ?? 0,
      seatSeconds(queue?.nextDispatchR),
      queue?.initialSeats ?? 0,
      queue?.maxSeats ?? 0,
      seatSeconds(queue?.work),
    ].map(String);
  });
}

function seatSeconds(value = 0): string {
  return `${value.toFixed(8)}ss`;
}

function requestRows(
  { level, executing }: Levels[number],
  /** `sinceMs`: since 1970, when the monotonic clock began. */
  { detailed, sinceMs }: { readonly detailed: boolean; readonly sinceMs: number },
): readonly (readonly string[])[] {
  const row = (request: SeatedRequest, [queue, index]: readonly [number, number]): string[] => {
    const { schema, distinguisher, arrivedMs, startedMs } = request;
    const { initialSeats, finalSeats, additionalLatencyMs } = request.estimate;
    const arrived = rfc3339Micro(sinceMs + arrivedMs);
    const started = index < 0 ? rfc3339Micro(sinceMs + startedMs) : "0001-01-01T00:00:00Z";
    const place = [level.name, schema, String(queue), String(index), distinguisher, arrived];
    const work = [String(initialSeats), String(finalSeats), goDurationText(additionalLatencyMs)];
    const cells = [...place, ...work, started];
    return detailed ? [...cells, ...detailsOf(request)] : cells;
  };
  const queues: readonly unknown[] = level.queues;
  return [
    ...executing.map((request) => row(request, [queues.indexOf(request.queue), -1])),
    ...level.queues.flatMap(({ waiting }, at) =>
      waiting.map((request, index) => row(request, [at, index])),
    ),
  ];
}

function detailsOf({ user, info }: SeatedRequest): readonly string[] {
  if (!info.isResource) return [user.name, info.verb, info.path, "", "", "", "", ""];
  const { group, version, namespace, name, resource, subresource } = info;
  const apiVersion = group === "" ? version : `${group}/${version}`;
  return [user.name, info.verb, info.path, namespace, name, apiVersion, resource, subresource];
}

/** Cells as Go's tabwriter aligns them: at least eight wide, one space between; the last is not filled up. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(8, ...rows.map((row) => Array.from(row[at] ?? "").length + 2)),
  );
  return rows
    .map((row) => {
      const last = row.length - 1;
      return `${row.map((cell, at) => (at === last ? cell : `${cell},`.padEnd(widths[at] ?? 0))).join("")}\n`;
    })
    .join("");
}
