/** The overview: how the cluster is and what it is doing, at a glance and live. */
import { useMemo } from "react";
import { EVENTS, NODES, PODS } from "../../src/api/kinds.ts";
import { useObjects, useStats } from "../api/cluster.tsx";
import { PhaseChart } from "../charts/phase-chart.tsx";
import { Panel } from "../components/panel.tsx";
import { EmptyState } from "../components/state.tsx";
import { Age, UsageBar } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { eventCount, lastSeenMs, latestFirst } from "../kubernetes/events.ts";
import { nodeAllocations, nodeStatus } from "../kubernetes/nodes.ts";
import { podPhases } from "../kubernetes/pods.ts";
import { link } from "../navigation/history.ts";
import { objectPagePath } from "../navigation/pages.ts";
import { LoadCharts } from "./overview-charts.tsx";
import { WorkloadSummary } from "./overview-workloads.tsx";

export function OverviewPage() {
  const { t, f } = useI18n();
  const { latest } = useStats();
  return (
    <section className="page overview">
      <header className="page-head">
        <h1>{t.overview.title}</h1>
        <span className="spacer" />
        {latest && (
          <span className="muted numeric">
            {t.overview.watches(latest.api.watches, f.number(latest.api.watches))} ·{" "}
            {t.overview.revision(f.number(latest.revision))}
          </span>
        )}
      </header>
      <div className="overview-grid">
        <LoadCharts />
        <PodPhases />
        <NodeSummary />
        <WorkloadSummary />
        <Warnings />
      </div>
    </section>
  );
}

const phaseColours = {
  Running: "--good",
  Pending: "--busy",
  Succeeded: "--idle",
  Failed: "--bad",
  Unknown: "--text-faint",
} as const;

function PodPhases() {
  const { t, f } = useI18n();
  const { items } = useObjects(PODS);
  const slices = useMemo(() => {
    const counts = new Map<string, number>();
    for (const pod of items) {
      const phase = pod.status?.phase ?? "Pending";
      counts.set(phase, (counts.get(phase) ?? 0) + 1);
    }
    return podPhases.map((phase) => ({
      label: phase,
      colour: phaseColours[phase],
      value: counts.get(phase) ?? 0,
    }));
  }, [items]);
  const spoken = slices.map((slice) => `${slice.label} ${f.number(slice.value)}`).join(", ");
  return (
    <Panel title={t.overview.podsByPhase} className="third" aside={<SeeAll path={["pods"]} />}>
      <PhaseChart
        label={`${t.overview.podsByPhase}: ${spoken}`}
        total={f.number(items.length)}
        caption={t.overview.podsTotal}
        slices={slices}
      />
    </Panel>
  );
}

const nodesShown = 5;

function NodeSummary() {
  const { t, f } = useI18n();
  const { items: nodes } = useObjects(NODES);
  const { items: pods } = useObjects(PODS);
  const allocations = useMemo(() => nodeAllocations(nodes, pods), [nodes, pods]);
  const ready = nodes.filter((node) => nodeStatus(node).text.startsWith("Ready")).length;
  const shown = [...nodes]
    .map((node) => ({ node, allocation: allocations.get(node.metadata.name) }))
    .sort((a, b) => share(b.allocation) - share(a.allocation))
    .slice(0, nodesShown);
  const more = nodes.length - shown.length;
  return (
    <Panel
      title={t.overview.nodes}
      className="third"
      aside={
        <span className="muted">{t.overview.readyOf(f.number(ready), f.number(nodes.length))}</span>
      }
    >
      <ul className="summary-list">
        {shown.map(({ node, allocation }) => {
          const { name } = node.metadata;
          const cpu = allocation?.cpu ?? 0;
          const cpuOf = allocation?.cpuAllocatable ?? 0;
          return (
            <li key={name}>
              <a href={link(["nodes", name])}>
                <span className={`dot ${nodeStatus(node).tone}`} />
                <span className="clip">{name}</span>
              </a>
              <UsageBar
                label={`${t.column.cpu} ${t.overview.requested}`}
                value={cpu}
                of={cpuOf}
                text={`${f.short(cpu)} / ${f.short(cpuOf)}`}
              />
            </li>
          );
        })}
      </ul>
      {more > 0 && (
        <a className="text-button pad" href={link(["nodes"])}>
          {t.overview.moreNodes(more, f.number(more))}
        </a>
      )}
    </Panel>
  );
}

function share(allocation: { cpu: number; cpuAllocatable: number } | undefined): number {
  return allocation && allocation.cpuAllocatable > 0
    ? allocation.cpu / allocation.cpuAllocatable
    : 0;
}

const warningsShown = 8;

function Warnings() {
  const { t, f } = useI18n();
  const { items, phase } = useObjects(EVENTS);
  const warnings = useMemo(
    () => latestFirst(items.filter((event) => event.type === "Warning")).slice(0, warningsShown),
    [items],
  );
  return (
    <Panel
      title={t.overview.warnings}
      className="whole"
      aside={<SeeAll path={["events"]} query={{ type: "Warning" }} />}
    >
      {warnings.length === 0 && phase === "ready" && (
        <EmptyState icon="check" title={t.overview.noWarnings} hint={t.overview.noWarningsHint} />
      )}
      <ul className="warning-list">
        {warnings.map((event) => {
          const about = event.involvedObject;
          const path = objectPagePath(about);
          const name = `${about.kind ?? ""} ${about.name ?? ""}`;
          return (
            <li key={event.metadata.uid}>
              <span className="dot busy" />
              <span className="warning-reason">{event.reason}</span>
              {path ? <a href={link(path)}>{name}</a> : <span>{name}</span>}
              <span className="clip muted" title={event.message}>
                {event.message}
              </span>
              <span className="muted numeric">
                {eventCount(event) > 1 && `×${f.number(eventCount(event))} · `}
                <Age time={lastSeenMs(event)} />
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function SeeAll(props: {
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
}) {
  const { t } = useI18n();
  return (
    <a className="text-button" href={link(props.path, props.query)}>
      {t.overview.seeAll}
    </a>
  );
}
