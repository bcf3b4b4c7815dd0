/** The page of one object, whatever its kind: summary, what belongs to it, events, YAML. */
import { useMemo, type ReactNode } from "react";
import type { KubeObject, ResourceRef, Stored } from "../../src/api/object.ts";
import { PODS } from "../../src/api/kinds.ts";
import { useObject, useObjects } from "../api/cluster.tsx";
import { Button } from "../components/button.tsx";
import { Icon } from "../components/icons.tsx";
import { Menu } from "../components/menu.tsx";
import { useObjectActions } from "../components/object-actions.tsx";
import { Tabs } from "../components/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "../components/state.tsx";
import { Age, Chip, Status } from "../components/status.tsx";
import { YamlPanel } from "../components/yaml-panel.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { hasPods, podsOf } from "../kubernetes/selection.ts";
import { link, navigate } from "../navigation/history.ts";
import { ObjectEvents } from "./events.tsx";
import { DataTab } from "./object-data.tsx";
import { ObjectSummary } from "./object-summary.tsx";
import { statusOf } from "./object-status.ts";
import { PodLogs } from "./pod-logs.tsx";
import { PodTable } from "./pods.tsx";

interface ObjectPageProps {
  readonly kindRef: ResourceRef;
  readonly namespace: string;
  readonly name: string;
  readonly tab: string;
  /** The path of the list that it is in, and of the object itself. */
  readonly listPath: readonly string[];
  readonly path: readonly string[];
}

export function ObjectPage(props: ObjectPageProps) {
  const { t } = useI18n();
  const { kindRef, namespace, name, listPath } = props;
  const { phase, object, error } = useObject(kindRef, namespace, name);
  if (phase === "loading") return <Skeleton rows={12} label={t.list.loading} />;
  if (phase === "failed" && error) return <ErrorState title={t.list.failed} error={error} />;
  if (!object) {
    return (
      <EmptyState
        icon="search"
        title={t.detail.goneTitle(kindRef.kind)}
        hint={`${name} · ${t.detail.goneHint}`}
      >
        <Button onClick={() => navigate(listPath)}>{t.detail.back}</Button>
      </EmptyState>
    );
  }
  return <ObjectView {...props} object={object} />;
}

interface TabEntry {
  readonly value: string;
  readonly label: string;
  readonly content: () => ReactNode;
}

function ObjectView(props: ObjectPageProps & { readonly object: Stored<KubeObject> }) {
  const { t } = useI18n();
  const { kindRef, object, path } = props;
  const tabs = useTabs(kindRef, object);
  const tab = tabs.find((entry) => entry.value === props.tab) ?? tabs[0];
  const actions = useObjectActions(kindRef)(object);
  const status = statusOf(object);
  return (
    <section className="page object-page">
      <header className="page-head">
        <Chip>{object.kind}</Chip>
        <h1 className="clip">{object.metadata.name}</h1>
        {object.metadata.deletionTimestamp ? (
          <Status status={{ text: t.detail.deleting, tone: "busy" }} />
        ) : (
          status && <Status status={status} />
        )}
        <span className="muted">
          {object.metadata.namespace && `${object.metadata.namespace} · `}
          <Age time={object.metadata.creationTimestamp} />
        </span>
        <span className="spacer" />
        {actions.slice(0, 2).map(
          (action) =>
            action.id !== "delete" && (
              <Button key={action.id} icon={action.icon ?? "more"} onClick={action.onSelect}>
                {action.label}
              </Button>
            ),
        )}
        <Menu
          label={t.list.actions}
          trigger={<Icon name="more" />}
          triggerClass="icon-button framed"
          items={actions}
        />
      </header>
      <Tabs
        label={object.metadata.name}
        value={tab?.value ?? ""}
        tabs={tabs.map(({ value, label }) => ({
          value,
          label,
          href: link(value === "summary" ? path : [...path, value]),
        }))}
      />
      <div className={`tab-content tab-${tab?.value ?? ""}`} key={tab?.value}>
        {tab?.content()}
      </div>
    </section>
  );
}

function useTabs(kindRef: ResourceRef, object: Stored<KubeObject>): readonly TabEntry[] {
  const { t } = useI18n();
  const { name, namespace, resourceVersion } = object.metadata;
  const isPod = object.kind === PODS.kind && object.apiVersion === "v1";
  const holdsData = object.kind === "ConfigMap" || object.kind === "Secret";
  const tabs: (TabEntry | false)[] = [
    {
      value: "summary",
      label: t.detail.summary,
      content: () => <ObjectSummary object={object} />,
    },
    isPod && { value: "logs", label: t.detail.logs, content: () => <PodLogs pod={object} /> },
    holdsData && {
      value: "data",
      label: t.detail.data,
      content: () => <DataTab object={object} />,
    },
    hasPods(object.kind) && {
      value: "pods",
      label: t.detail.pods,
      content: () => <PodsTab object={object} />,
    },
    { value: "events", label: t.detail.events, content: () => <ObjectEvents object={object} /> },
    {
      value: "yaml",
      label: t.detail.yaml,
      content: () => (
        <YamlPanel target={{ ref: kindRef, namespace, name }} resourceVersion={resourceVersion} />
      ),
    },
  ];
  return tabs.filter((tab) => tab !== false);
}

function PodsTab({ object }: { readonly object: KubeObject }) {
  const { items } = useObjects(PODS);
  const pods = useMemo(() => podsOf(object, items), [object, items]);
  return <PodTable pods={pods} />;
}
