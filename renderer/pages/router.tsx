/** Which page an address shows. */
import type { ReactNode } from "react";
import { EmptyState } from "../components/state.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { workloadRefs } from "../kubernetes/workloads.ts";
import { link, useRoute } from "../navigation/history.ts";
import { kindPages } from "../navigation/pages.ts";
import { BrowsePage } from "./browse.tsx";
import { ConfigMapsPage, SecretsPage } from "./config.tsx";
import { EventsPage } from "./events.tsx";
import { EndpointSlicesPage, IngressesPage, ServicesPage } from "./network.tsx";
import { NodesPage } from "./nodes.tsx";
import { ObjectPage } from "./object-page.tsx";
import { OverviewPage } from "./overview.tsx";
import { PodsPage } from "./pods.tsx";
import { SnapshotPage } from "./snapshot.tsx";
import { WorkloadsPage } from "./workloads.tsx";

const lists: Readonly<Record<string, () => ReactNode>> = {
  overview: () => <OverviewPage />,
  pods: () => <PodsPage />,
  nodes: () => <NodesPage />,
  services: () => <ServicesPage />,
  endpointslices: () => <EndpointSlicesPage />,
  ingresses: () => <IngressesPage />,
  configmaps: () => <ConfigMapsPage />,
  secrets: () => <SecretsPage />,
  events: () => <EventsPage />,
  snapshot: () => <SnapshotPage />,
  ...Object.fromEntries(
    workloadRefs.map((ref) => [ref.resource, () => <WorkloadsPage key={ref.kind} kindRef={ref} />]),
  ),
};

export function Router(): ReactNode {
  const { path } = useRoute();
  const [first = "overview", ...rest] = path;
  if (first === "browse") return <BrowsePage path={rest} />;
  const page = kindPages.find((ref) => ref.resource === first);
  const [namespace, name, tab] = page?.namespaced ? rest : ["", ...rest];
  if (page && name !== undefined) {
    const own = page.namespaced ? [first, namespace ?? "", name] : [first, name];
    return (
      <ObjectPage
        key={own.join("/")}
        kindRef={page}
        namespace={namespace ?? ""}
        name={name}
        tab={tab ?? ""}
        listPath={[first]}
        path={own}
      />
    );
  }
  const list = rest.length === 0 ? lists[first] : undefined;
  return list ? list() : <NotFound />;
}

function NotFound() {
  const { t } = useI18n();
  return (
    <EmptyState icon="search" title={t.shell.notFound} hint={t.shell.notFoundHint}>
      <a className="button plain" href={link(["overview"])}>
        {t.shell.goOverview}
      </a>
    </EmptyState>
  );
}
