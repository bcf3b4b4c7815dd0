/** The lists of Services, EndpointSlices and Ingresses. */
import { useMemo } from "react";
import type { EndpointSlice, Ingress, Service } from "../../src/api/generated/types.ts";
import { ENDPOINT_SLICES, INGRESSES, SERVICES } from "../../src/api/kinds.ts";
import type { Stored } from "../../src/api/object.ts";
import { useObjects } from "../api/cluster.tsx";
import type { Column } from "../components/data-table.tsx";
import { ListPage } from "../components/list-page.tsx";
import { useObjectActions } from "../components/object-actions.tsx";
import { pluralKind } from "../components/sidebar.tsx";
import { Status } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { externalAddresses, portText, readyEndpoints } from "../kubernetes/services.ts";
import { link } from "../navigation/history.ts";
import { ageColumn, chipColumn, nameColumn, namespaceColumn, textColumn } from "./columns.tsx";

const serviceNameLabel = "kubernetes.io/service-name";

function serviceText({ spec }: Service): string {
  return `${spec?.type ?? ""} ${spec?.clusterIP ?? ""}`;
}

function useServiceColumns(): readonly Column<Stored<Service>>[] {
  const { t, f } = useI18n();
  const { items: slices } = useObjects(ENDPOINT_SLICES);
  const endpoints = useMemo(() => readyEndpoints(slices), [slices]);
  return useMemo(
    () => [
      nameColumn(t),
      namespaceColumn(t),
      chipColumn("type", t.column.type, { min: 112, text: (row) => row.spec?.type ?? "" }),
      textColumn("clusterIp", t.column.clusterIp, {
        min: 116,
        mono: true,
        text: (row) => row.spec?.clusterIP ?? "",
      }),
      textColumn("externalIp", t.column.externalIp, {
        min: 116,
        mono: true,
        text: (row) => externalAddresses(row).join(", "),
      }),
      textColumn("ports", t.column.ports, {
        min: 150,
        grow: 1,
        mono: true,
        text: (row) => (row.spec?.ports ?? []).map(portText).join(", "),
      }),
      {
        id: "endpoints",
        header: t.column.endpoints,
        min: 96,
        cell: (row) => {
          const ready = endpoints.get(`${row.metadata.namespace ?? ""}/${row.metadata.name}`) ?? 0;
          const tone = ready > 0 ? "good" : row.spec?.selector ? "bad" : "idle";
          return <Status status={{ text: f.number(ready), tone }} />;
        },
        sort: (row) => endpoints.get(`${row.metadata.namespace ?? ""}/${row.metadata.name}`) ?? 0,
      },
      ageColumn(t),
    ],
    [t, f, endpoints],
  );
}

export function ServicesPage() {
  return (
    <ListPage
      title={pluralKind(SERVICES.kind)}
      icon="service"
      snapshot={useObjects(SERVICES)}
      namespaced
      columns={useServiceColumns()}
      href={({ metadata }) => link(["services", metadata.namespace ?? "", metadata.name])}
      actions={useObjectActions(SERVICES)}
      textOf={serviceText}
      defaultSort={{ column: "name", descending: false }}
    />
  );
}

export function EndpointSlicesPage() {
  const { t } = useI18n();
  const columns = useMemo<readonly Column<Stored<EndpointSlice>>[]>(
    () => [
      nameColumn(t),
      namespaceColumn(t),
      textColumn("service", t.column.service, {
        min: 150,
        grow: 1,
        text: (row) => row.metadata.labels?.[serviceNameLabel] ?? "",
      }),
      chipColumn("type", t.column.type, { min: 80, text: (row) => row.addressType }),
      textColumn("addresses", t.column.addresses, {
        min: 220,
        grow: 3,
        mono: true,
        text: (row) => (row.endpoints ?? []).flatMap(({ addresses }) => addresses).join(", "),
      }),
      textColumn("ports", t.column.ports, {
        min: 90,
        mono: true,
        text: (row) => (row.ports ?? []).map(({ port }) => String(port ?? "")).join(", "),
      }),
      ageColumn(t),
    ],
    [t],
  );
  return (
    <ListPage
      title={pluralKind(ENDPOINT_SLICES.kind)}
      icon="endpoint"
      snapshot={useObjects(ENDPOINT_SLICES)}
      namespaced
      columns={columns}
      href={({ metadata }) => link(["endpointslices", metadata.namespace ?? "", metadata.name])}
      actions={useObjectActions(ENDPOINT_SLICES)}
      defaultSort={{ column: "name", descending: false }}
    />
  );
}

export function IngressesPage() {
  const { t } = useI18n();
  const columns = useMemo<readonly Column<Stored<Ingress>>[]>(
    () => [
      nameColumn(t),
      namespaceColumn(t),
      textColumn("class", t.column.class, {
        min: 120,
        text: (row) => row.spec?.ingressClassName ?? "",
      }),
      textColumn("hosts", t.column.hosts, {
        min: 200,
        grow: 2,
        text: (row) => (row.spec?.rules ?? []).map(({ host }) => host ?? "*").join(", "),
      }),
      textColumn("addresses", t.column.addresses, {
        min: 140,
        mono: true,
        text: (row) =>
          (row.status?.loadBalancer?.ingress ?? [])
            .map(({ ip, hostname }) => ip ?? hostname ?? "")
            .join(", "),
      }),
      ageColumn(t),
    ],
    [t],
  );
  return (
    <ListPage
      title={pluralKind(INGRESSES.kind)}
      icon="ingress"
      snapshot={useObjects(INGRESSES)}
      namespaced
      columns={columns}
      href={({ metadata }) => link(["ingresses", metadata.namespace ?? "", metadata.name])}
      actions={useObjectActions(INGRESSES)}
      defaultSort={{ column: "name", descending: false }}
    />
  );
}
