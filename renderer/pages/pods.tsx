/** The list of Pods, and the same table for the Pods of another object. */
import { useMemo } from "react";
import type { Pod } from "../../src/api/generated/types.ts";
import { PODS } from "../../src/api/kinds.ts";
import type { Stored } from "../../src/api/object.ts";
import { useObjects } from "../api/cluster.tsx";
import { DataTable, type Column } from "../components/data-table.tsx";
import { ListPage } from "../components/list-page.tsx";
import { useObjectActions } from "../components/object-actions.tsx";
import { pluralKind } from "../components/sidebar.tsx";
import { EmptyState } from "../components/state.tsx";
import { Status } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { podView } from "../kubernetes/pods.ts";
import { link } from "../navigation/history.ts";
import { ageColumn, nameColumn, namespaceColumn, numberColumn, textColumn } from "./columns.tsx";

export function PodsPage() {
  const snapshot = useObjects(PODS);
  return (
    <ListPage
      title={pluralKind(PODS.kind)}
      icon="pod"
      snapshot={snapshot}
      namespaced
      columns={usePodColumns()}
      href={podHref}
      actions={useObjectActions(PODS)}
      textOf={searchText}
      defaultSort={{ column: "age", descending: false }}
    />
  );
}

export function PodTable({ pods }: { readonly pods: readonly Stored<Pod>[] }) {
  const { t } = useI18n();
  return (
    <DataTable
      inline
      label={t.detail.pods}
      rows={pods}
      columns={usePodColumns()}
      href={podHref}
      actions={useObjectActions(PODS)}
      empty={<EmptyState icon="pod" title={t.list.empty("Pods")} hint={t.list.emptyHint} />}
    />
  );
}

export function podHref({ metadata }: Stored<Pod>): string {
  return link(["pods", metadata.namespace ?? "", metadata.name]);
}

function searchText(pod: Pod): string {
  return `${podView(pod).status.text} ${pod.spec?.nodeName ?? ""} ${pod.status?.podIP ?? ""}`;
}

function usePodColumns(): readonly Column<Stored<Pod>>[] {
  const { t, f } = useI18n();
  return useMemo(
    () => [
      nameColumn(t, 240),
      namespaceColumn(t),
      {
        id: "status",
        header: t.column.status,
        min: 150,
        grow: 1,
        cell: (pod) => <Status status={podView(pod).status} />,
        sort: (pod) => podView(pod).status.text,
      },
      {
        id: "ready",
        header: t.column.ready,
        min: 64,
        align: "end",
        cell: (pod) => {
          const { ready, containers } = podView(pod);
          return <span className="numeric">{`${f.number(ready)}/${f.number(containers)}`}</span>;
        },
        sort: (pod) => podView(pod).ready,
      },
      numberColumn("restarts", t.column.restarts, {
        min: 76,
        value: (pod) => podView(pod).restarts,
        format: f.number,
      }),
      textColumn("node", t.column.node, {
        min: 130,
        grow: 1,
        text: (pod) => pod.spec?.nodeName ?? "",
      }),
      textColumn("ip", t.column.ip, {
        min: 112,
        mono: true,
        text: (pod) => pod.status?.podIP ?? "",
      }),
      ageColumn(t),
    ],
    [t, f],
  );
}
