/** The lists of ConfigMaps and Secrets: their keys, never their values. */
import { useMemo } from "react";
import type { ConfigMap, Secret } from "../../src/api/generated/types.ts";
import { CONFIG_MAPS, SECRETS } from "../../src/api/kinds.ts";
import type { Stored } from "../../src/api/object.ts";
import { useObjects } from "../api/cluster.tsx";
import type { Column } from "../components/data-table.tsx";
import { ListPage } from "../components/list-page.tsx";
import { useObjectActions } from "../components/object-actions.tsx";
import { pluralKind } from "../components/sidebar.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { link } from "../navigation/history.ts";
import { ageColumn, chipColumn, nameColumn, namespaceColumn, textColumn } from "./columns.tsx";

function keysOf(row: ConfigMap | Secret): string {
  const binary = row.kind === "ConfigMap" ? Object.keys(row.binaryData ?? {}) : [];
  return [...Object.keys(row.data ?? {}), ...binary].join(", ");
}

export function ConfigMapsPage() {
  const { t } = useI18n();
  const columns = useMemo<readonly Column<Stored<ConfigMap>>[]>(
    () => [
      nameColumn(t),
      namespaceColumn(t),
      textColumn("keys", t.column.keys, { min: 220, grow: 3, mono: true, text: keysOf }),
      ageColumn(t),
    ],
    [t],
  );
  return (
    <ListPage
      title={pluralKind(CONFIG_MAPS.kind)}
      icon="config"
      snapshot={useObjects(CONFIG_MAPS)}
      namespaced
      columns={columns}
      href={({ metadata }) => link(["configmaps", metadata.namespace ?? "", metadata.name])}
      actions={useObjectActions(CONFIG_MAPS)}
      textOf={keysOf}
      defaultSort={{ column: "name", descending: false }}
    />
  );
}

export function SecretsPage() {
  const { t } = useI18n();
  const columns = useMemo<readonly Column<Stored<Secret>>[]>(
    () => [
      nameColumn(t),
      namespaceColumn(t),
      chipColumn("type", t.column.type, { min: 240, text: (row) => row.type ?? "Opaque" }),
      textColumn("keys", t.column.keys, { min: 180, grow: 3, mono: true, text: keysOf }),
      ageColumn(t),
    ],
    [t],
  );
  return (
    <ListPage
      title={pluralKind(SECRETS.kind)}
      icon="secret"
      snapshot={useObjects(SECRETS)}
      namespaced
      columns={columns}
      href={({ metadata }) => link(["secrets", metadata.namespace ?? "", metadata.name])}
      actions={useObjectActions(SECRETS)}
      textOf={keysOf}
      defaultSort={{ column: "name", descending: false }}
    />
  );
}
