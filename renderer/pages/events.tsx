/** The list of events, and the same table for those about one object. */
import { useMemo } from "react";
import type { Event } from "../../src/api/generated/types.ts";
import { EVENTS } from "../../src/api/kinds.ts";
import type { KubeObject, Stored } from "../../src/api/object.ts";
import { useObjects } from "../api/cluster.tsx";
import { Segmented } from "../components/button.tsx";
import { DataTable, type Column } from "../components/data-table.tsx";
import { ListPage } from "../components/list-page.tsx";
import { EmptyState } from "../components/state.tsx";
import { Age, Status } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { eventCount, eventsOf, lastSeenMs } from "../kubernetes/events.ts";
import { link, replaceQuery, useRoute } from "../navigation/history.ts";
import { objectPagePath } from "../navigation/pages.ts";
import { namespaceColumn, numberColumn, textColumn } from "./columns.tsx";

type Row = Stored<Event>;

const kinds = ["", "Warning", "Normal"] as const;

export function EventsPage() {
  const { t } = useI18n();
  const snapshot = useObjects(EVENTS);
  const asked = useRoute().query["type"];
  const type = kinds.find((kind) => kind === asked) ?? "";
  const items = useMemo(
    () => (type === "" ? snapshot.items : snapshot.items.filter((event) => event.type === type)),
    [snapshot.items, type],
  );
  return (
    <ListPage
      title={t.nav.events}
      icon="event"
      snapshot={{ ...snapshot, items }}
      namespaced
      columns={useEventColumns(true)}
      textOf={searchText}
      defaultSort={{ column: "seen", descending: false }}
      toolbar={
        <Segmented
          label={t.events.show}
          value={type}
          onChange={(value) => replaceQuery({ type: value })}
          options={[
            { value: "", label: t.events.all },
            { value: "Warning", label: t.events.warnings },
            { value: "Normal", label: t.events.normal },
          ]}
        />
      }
    />
  );
}

export function ObjectEvents({ object }: { readonly object: KubeObject }) {
  const { t } = useI18n();
  const { items } = useObjects(EVENTS);
  const rows = useMemo(() => eventsOf(object, items), [object, items]);
  return (
    <DataTable
      inline
      label={t.detail.events}
      rows={rows}
      columns={useEventColumns(false)}
      empty={<EmptyState icon="event" title={t.detail.noEvents} hint={t.detail.noEventsHint} />}
    />
  );
}

function searchText(event: Event): string {
  const { reason, message, involvedObject: about } = event;
  return `${reason ?? ""} ${message ?? ""} ${about.kind ?? ""} ${about.name ?? ""}`;
}

function useEventColumns(withObject: boolean): readonly Column<Row>[] {
  const { t, f } = useI18n();
  return useMemo(() => {
    const about: readonly Column<Row>[] = withObject
      ? [
          {
            id: "object",
            header: t.column.object,
            min: 220,
            grow: 2,
            cell: (row) => <About event={row} />,
            sort: ({ involvedObject: object }) => `${object.kind ?? ""} ${object.name ?? ""}`,
          },
          namespaceColumn<Row>(t),
        ]
      : [];
    return [
      {
        id: "reason",
        header: t.column.reason,
        min: 160,
        grow: 1,
        cell: (row) => (
          <Status
            status={{ text: row.reason ?? "", tone: row.type === "Warning" ? "busy" : "idle" }}
          />
        ),
        sort: (row) => row.reason,
      },
      ...about,
      textColumn<Row>("message", t.column.message, {
        min: 260,
        grow: 5,
        text: (row) => row.message ?? "",
      }),
      numberColumn<Row>("times", t.column.times, { min: 64, value: eventCount, format: f.number }),
      {
        id: "seen",
        header: t.column.seen,
        min: 96,
        align: "end",
        cell: (row) => <Age time={lastSeenMs(row)} />,
        sort: (row) => -lastSeenMs(row),
      },
    ];
  }, [t, f, withObject]);
}

function About({ event }: { readonly event: Event }) {
  const { kind = "", name = "", namespace, apiVersion } = event.involvedObject;
  const path = objectPagePath({
    kind,
    name,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(namespace === undefined ? {} : { namespace }),
  });
  const text = (
    <>
      <span className="muted">{kind}</span> {name}
    </>
  );
  return path ? (
    <a href={link(path)} className="clip">
      {text}
    </a>
  ) : (
    <span className="clip">{text}</span>
  );
}
