/** The list of Nodes with what is asked of each. */
import { useMemo } from "react";
import type { Node } from "../../src/api/generated/types.ts";
import { NODES, PODS } from "../../src/api/kinds.ts";
import type { Stored } from "../../src/api/object.ts";
import { useObjects } from "../api/cluster.tsx";
import type { Column } from "../components/data-table.tsx";
import { ListPage } from "../components/list-page.tsx";
import { useObjectActions } from "../components/object-actions.tsx";
import { Status, UsageBar } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import {
  nodeAllocations,
  nodeRoles,
  nodeStatus,
  type NodeAllocation,
} from "../kubernetes/nodes.ts";
import { link } from "../navigation/history.ts";
import { ageColumn, nameColumn, textColumn } from "./columns.tsx";

export function NodesPage() {
  const { t } = useI18n();
  const snapshot = useObjects(NODES);
  const { items: pods } = useObjects(PODS);
  const allocations = useMemo(() => nodeAllocations(snapshot.items, pods), [snapshot.items, pods]);
  return (
    <ListPage
      title={t.nav.nodes}
      icon="node"
      snapshot={snapshot}
      namespaced={false}
      columns={useNodeColumns(allocations)}
      href={(node) => link(["nodes", node.metadata.name])}
      actions={useObjectActions(NODES)}
    />
  );
}

function useNodeColumns(
  allocations: ReadonlyMap<string, NodeAllocation>,
): readonly Column<Stored<Node>>[] {
  const { t, f } = useI18n();
  return useMemo(() => {
    const usage = (
      id: "cpu" | "memory" | "pods",
      header: string,
      format: (value: number) => string,
    ): Column<Stored<Node>> => {
      const of = `${id}Allocatable` as const satisfies keyof NodeAllocation;
      const read = (node: Stored<Node>) => allocations.get(node.metadata.name);
      return {
        id,
        header,
        min: id === "memory" ? 172 : 116,
        grow: 1,
        cell: (node) => {
          const entry = read(node);
          if (!entry) return null;
          const text = `${format(entry[id])} / ${format(entry[of])}`;
          return <UsageBar label={header} value={entry[id]} of={entry[of]} text={text} />;
        },
        sort: (node) => {
          const entry = read(node);
          return entry && entry[of] > 0 ? entry[id] / entry[of] : 0;
        },
      };
    };
    return [
      nameColumn(t, 120),
      {
        id: "status",
        header: t.column.status,
        min: 164,
        cell: (node) => <Status status={nodeStatus(node)} />,
        sort: (node) => nodeStatus(node).text,
      },
      textColumn("roles", t.column.roles, { min: 92, text: (node) => nodeRoles(node).join(", ") }),
      usage("cpu", t.column.cpu, f.short),
      usage("memory", t.column.memory, f.bytes),
      usage("pods", t.column.pods, f.number),
      textColumn("version", t.column.version, {
        min: 126,
        text: (node) => node.status?.nodeInfo?.kubeletVersion ?? "",
      }),
      ageColumn(t),
    ];
  }, [t, f, allocations]);
}
