/** The Event's row, for events of both groups (kubernetes, pkg/printers/internalversion: printEvent). */
import type { KubeObject } from "../object.ts";
import { parseTime } from "../time.ts";
import { since } from "./human-duration.ts";
import { type Cell, column, nameColumn, nameOf, printer, wide } from "./printer.ts";

interface Reference {
  readonly kind?: string;
  readonly name?: string;
  readonly fieldPath?: string;
}

interface Source {
  readonly component?: string;
  readonly host?: string;
}

/** What core/v1 and events.k8s.io/v1 events say, each under its own names. */
interface AnyEvent extends KubeObject {
  readonly involvedObject?: Reference;
  readonly regarding?: Reference;
  readonly message?: string;
  readonly note?: string;
  readonly type?: string;
  readonly reason?: string;
  readonly source?: Source;
  readonly deprecatedSource?: Source;
  readonly reportingComponent?: string;
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly firstTimestamp?: string;
  readonly deprecatedFirstTimestamp?: string;
  readonly lastTimestamp?: string;
  readonly deprecatedLastTimestamp?: string;
  readonly eventTime?: string;
  readonly count?: number;
  readonly deprecatedCount?: number;
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string };
}

function known(time: string | undefined): string | undefined {
  return parseTime(time) === undefined ? undefined : time;
}

function times(event: AnyEvent): { readonly first?: string; readonly last?: string } {
  const first =
    known(event.firstTimestamp ?? event.deprecatedFirstTimestamp) ?? known(event.eventTime);
  const last = known(event.lastTimestamp ?? event.deprecatedLastTimestamp) ?? first;
  const latest = event.series === undefined ? last : known(event.series.lastObservedTime);
  return {
    ...(first === undefined ? {} : { first }),
    ...(latest === undefined ? {} : { last: latest }),
  };
}

function sourceText(event: AnyEvent): string {
  const source = event.source ?? event.deprecatedSource;
  const reporter = event.reportingComponent ?? event.reportingController ?? "";
  const component = source?.component || reporter;
  const host = source?.host || (event.reportingInstance ?? "");
  return host === "" ? component : `${component}, ${host}`;
}

function cells(event: AnyEvent, nowMs: number): readonly Cell[] {
  const target = event.involvedObject ?? event.regarding ?? {};
  const kind = (target.kind ?? "").toLowerCase();
  const { first, last } = times(event);
  const count = event.series
    ? (event.series.count ?? 0)
    : event.count || event.deprecatedCount || 1;
  return [
    since(last, nowMs),
    event.type ?? "",
    event.reason ?? "",
    target.name ? `${kind}/${target.name}` : kind,
    target.fieldPath ?? "",
    sourceText(event),
    (event.message ?? event.note ?? "").trim(),
    since(first, nowMs),
    count,
    nameOf(event),
  ];
}

export const eventPrinter = printer<AnyEvent>({
  kinds: ["/Event", "events.k8s.io/Event"],
  columns: [
    column("Last Seen", "Time since this last happened."),
    column("Type", "Normal or Warning."),
    column("Reason", "Why it happened, in one word."),
    column("Object", "The object that it is about."),
    wide("Subobject", "The part of the object that it is about."),
    wide("Source", "Who reported it."),
    column("Message", "What happened."),
    wide("First Seen", "Time since this first happened."),
    wide("Count", "How often it happened."),
    { ...nameColumn, priority: 1 },
  ],
  cells,
});
