/** The lists of Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs and CronJobs: one page, a few columns apart. */
import { useMemo } from "react";
import type { CronJob } from "../../src/api/generated/types.ts";
import type { ResourceRef, Stored } from "../../src/api/object.ts";
import { useObjects } from "../api/cluster.tsx";
import type { Column } from "../components/data-table.tsx";
import type { IconName } from "../components/icons.tsx";
import { ListPage } from "../components/list-page.tsx";
import { useObjectActions } from "../components/object-actions.tsx";
import { pluralKind } from "../components/sidebar.tsx";
import { Age, Status } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { workloadView, type Workload } from "../kubernetes/workloads.ts";
import { link } from "../navigation/history.ts";
import { parseTime } from "../../src/api/time.ts";
import { ageColumn, nameColumn, namespaceColumn, textColumn } from "./columns.tsx";

type Row = Stored<Workload>;

export function WorkloadsPage({ kindRef }: { readonly kindRef: ResourceRef<Workload> }) {
  const snapshot = useObjects(kindRef);
  return (
    <ListPage<Row>
      key={kindRef.kind}
      title={pluralKind(kindRef.kind)}
      icon={iconOf(kindRef.kind)}
      snapshot={snapshot}
      namespaced
      columns={useColumns(kindRef.kind)}
      href={({ metadata }) => link([kindRef.resource, metadata.namespace ?? "", metadata.name])}
      actions={useObjectActions(kindRef)}
      textOf={searchText}
      defaultSort={{ column: "name", descending: false }}
    />
  );
}

function iconOf(kind: string): IconName {
  return kind === "Job" ? "job" : kind === "CronJob" ? "clock" : "workload";
}

function searchText(workload: Workload): string {
  const { status, images } = workloadView(workload);
  return `${status.text} ${images.join(" ")}`;
}

function useColumns(kind: string): readonly Column<Row>[] {
  const { t } = useI18n();
  return useMemo(() => {
    const progress: Column<Row> = {
      id: "ready",
      header:
        kind === "Job"
          ? t.column.completions
          : kind === "CronJob"
            ? t.column.active
            : t.column.ready,
      min: 110,
      cell: (row) => <Progress row={row} />,
      sort: (row) => workloadView(row).ready,
    };
    const cron: readonly Column<Row>[] =
      kind === "CronJob"
        ? [
            textColumn<Row>("schedule", t.column.schedule, {
              min: 120,
              mono: true,
              text: (row) => (row as CronJob).spec.schedule,
            }),
            {
              id: "lastRun",
              header: t.column.lastRun,
              min: 92,
              cell: (row) => <Age time={(row as CronJob).status?.lastScheduleTime} />,
              sort: (row) => parseTime((row as CronJob).status?.lastScheduleTime),
            },
          ]
        : [];
    return [
      nameColumn<Row>(t, 180),
      namespaceColumn<Row>(t),
      {
        id: "status",
        header: t.column.status,
        min: 130,
        cell: (row) => <Status status={workloadView(row).status} />,
        sort: (row) => workloadView(row).status.text,
      },
      progress,
      ...cron,
      textColumn<Row>("images", t.column.images, {
        min: 200,
        grow: 4,
        mono: true,
        text: (row) => workloadView(row).images.join(", "),
      }),
      ageColumn<Row>(t),
    ];
  }, [t, kind]);
}

function Progress({ row }: { readonly row: Workload }) {
  const { f } = useI18n();
  const { ready, desired, status } = workloadView(row);
  if (desired === undefined) return <span className="numeric">{f.number(ready)}</span>;
  const share = desired === 0 ? 0 : Math.min(1, ready / desired);
  return (
    <span className="progress">
      <span className={`progress-track ${status.tone}`}>
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className="numeric">{`${f.number(ready)}/${f.number(desired)}`}</span>
    </span>
  );
}
