/** The generic browser: every resource that discovery lists, its rows as the server prints them, its objects. */
import { useEffect, useMemo, useState } from "react";
import type { KubeObject, Stored } from "../../src/api/object.ts";
import { useCluster, useRows } from "../api/cluster.tsx";
import type { TableColumn, TableRowObject } from "../api/codec.ts";
import { browsable, discover, type DiscoveredResource } from "../api/discovery.ts";
import type { Column } from "../components/data-table.tsx";
import { ListPage } from "../components/list-page.tsx";
import { useObjectActions } from "../components/object-actions.tsx";
import { pluralKind } from "../components/sidebar.tsx";
import { EmptyState, ErrorState, Skeleton } from "../components/state.tsx";
import { Chip } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { link } from "../navigation/history.ts";
import { browsePath } from "../navigation/pages.ts";
import { ageColumn, nameColumn, namespaceColumn, textColumn } from "./columns.tsx";
import { ObjectPage } from "./object-page.tsx";

/** `path` is what follows `browse` in the address: group, version, resource, then an object's namespace and name. */
export function BrowsePage({ path }: { readonly path: readonly string[] }) {
  const { t } = useI18n();
  const { resources, error } = useDiscovery();
  const [group, version, resource] = path;
  const known = useMemo(
    () =>
      resources?.find(
        (entry) =>
          (entry.group || "core") === group &&
          entry.version === version &&
          entry.resource === resource,
      ),
    [resources, group, version, resource],
  );
  if (error && !resources) return <ErrorState title={t.browse.failed} error={error} />;
  if (!resources) return <Skeleton rows={12} label={t.list.loading} />;
  if (resource === undefined) return <ResourceList resources={browsable(resources)} />;
  if (!known) return <EmptyState icon="browse" title={t.browse.unknown(resource)} />;
  const [first, second, third] = path.slice(3);
  const [namespace, name, tab] = known.namespaced ? [first, second, third] : ["", first, second];
  if (name === undefined) return <ResourceRows key={resource} resource={known} />;
  return (
    <ObjectPage
      kindRef={known}
      namespace={namespace ?? ""}
      name={name}
      tab={tab ?? ""}
      listPath={browsePath(known)}
      path={[...browsePath(known), ...(known.namespaced ? [namespace ?? ""] : []), name]}
    />
  );
}

/** Asked anew whenever the page is opened: custom resources come and go. The last answer is shown meanwhile. */
let lastDiscovery: readonly DiscoveredResource[] | undefined;

function useDiscovery() {
  const { client } = useCluster();
  const [resources, setResources] = useState(lastDiscovery);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    let gone = false;
    discover(client).then(
      (found) => {
        lastDiscovery = found;
        if (!gone) setResources(found);
      },
      (failure: unknown) => {
        if (!gone) setError(failure as Error);
      },
    );
    return () => {
      gone = true;
    };
  }, [client]);
  return { resources, error };
}

interface ResourceRow extends KubeObject {
  readonly resource: DiscoveredResource;
}

function ResourceList({ resources }: { readonly resources: readonly DiscoveredResource[] }) {
  const { t } = useI18n();
  const rows = useMemo(
    () =>
      resources.map((resource) => ({
        apiVersion: resource.version,
        kind: resource.kind,
        metadata: {
          name: resource.kind,
          uid: `${resource.group}/${resource.resource}`,
          resourceVersion: "",
          creationTimestamp: "",
        },
        resource,
      })),
    [resources],
  );
  return (
    <ListPage
      title={t.browse.title}
      subtitle={<span className="muted">{t.browse.hint}</span>}
      icon="browse"
      snapshot={{ phase: "ready", items: rows, error: undefined }}
      namespaced={false}
      columns={useResourceColumns()}
      textOf={resourceText}
      href={({ resource }) => link(browsePath(resource))}
    />
  );
}

function useResourceColumns(): readonly Column<Stored<ResourceRow>>[] {
  const { t } = useI18n();
  return useMemo(
    () => [
      nameColumn(t),
      textColumn("apiVersion", t.column.apiVersion, {
        min: 240,
        grow: 2,
        mono: true,
        text: ({ resource }) => groupVersion(resource),
      }),
      textColumn("shortNames", t.column.shortNames, {
        min: 130,
        mono: true,
        text: ({ resource }) => resource.shortNames.join(", "),
      }),
      {
        id: "scope",
        header: t.column.scope,
        min: 120,
        cell: ({ resource }) => (
          <Chip>{resource.namespaced ? t.browse.namespaced : t.browse.cluster}</Chip>
        ),
        sort: ({ resource }) => (resource.namespaced ? 1 : 0),
      },
    ],
    [t],
  );
}

function groupVersion({ group, version }: DiscoveredResource): string {
  return group === "" ? version : `${group}/${version}`;
}

function resourceText({ resource }: ResourceRow): string {
  return `${resource.resource} ${groupVersion(resource)} ${resource.shortNames.join(" ")}`;
}

function ResourceRows({ resource }: { readonly resource: DiscoveredResource }) {
  const { t } = useI18n();
  const snapshot = useRows(resource);
  const columns = useMemo<readonly Column<Stored<TableRowObject>>[]>(
    () => [
      nameColumn(t),
      ...(resource.namespaced ? [namespaceColumn<Stored<TableRowObject>>(t)] : []),
      ...printedColumns(snapshot.columns),
      ageColumn(t),
    ],
    [t, resource, snapshot.columns],
  );
  const actions = useObjectActions(resource);
  return (
    <ListPage
      title={pluralKind(resource.kind)}
      subtitle={<Chip>{groupVersion(resource)}</Chip>}
      icon="browse"
      snapshot={snapshot}
      namespaced={resource.namespaced}
      columns={columns}
      textOf={rowText}
      {...(resource.verbs.includes("delete") ? { actions } : {})}
      href={({ metadata: { namespace, name } }) =>
        link([...browsePath(resource), ...(resource.namespaced ? [namespace ?? ""] : []), name])
      }
    />
  );
}

/** The server's columns, but for name and age, which the dashboard has of its own. */
function printedColumns(
  columns: readonly TableColumn[],
): readonly Column<Stored<TableRowObject>>[] {
  return columns.flatMap((column, index) => {
    const own = column.format === "name" || /^(name|age)$/i.test(column.name);
    if (own || column.priority > 0) return [];
    return textColumn<Stored<TableRowObject>>(`printed-${index}`, column.name, {
      min: 110,
      grow: 1,
      text: (row) => cellText(row, index),
    });
  });
}

function cellText(row: TableRowObject, index: number): string {
  const cell = row.cells[index];
  if (cell === undefined || cell === null) return "";
  return typeof cell === "string" ? cell : JSON.stringify(cell);
}

function rowText(row: TableRowObject): string {
  return row.cells.map((_, index) => cellText(row, index)).join(" ");
}
