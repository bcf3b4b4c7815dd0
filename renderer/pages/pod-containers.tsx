/** The containers of a Pod: what each runs, how it is, what it asks for. */
import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
} from "../../src/api/generated/types.ts";
import { parseTime } from "../../src/api/time.ts";
import { Fields, Panel } from "../components/panel.tsx";
import { Status } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { stateView } from "../kubernetes/pods.ts";

export function PodContainers({ pod }: { readonly pod: Pod }) {
  const { t } = useI18n();
  const groups = [
    {
      title: t.detail.initContainers,
      containers: pod.spec?.initContainers ?? [],
      statuses: pod.status?.initContainerStatuses ?? [],
    },
    {
      title: t.detail.containers,
      containers: pod.spec?.containers ?? [],
      statuses: pod.status?.containerStatuses ?? [],
    },
  ];
  return groups
    .filter((group) => group.containers.length > 0)
    .map((group) => (
      <Panel key={group.title} title={group.title}>
        <div className="containers">
          {group.containers.map((container) => (
            <ContainerCard
              key={container.name}
              container={container}
              status={group.statuses.find((status) => status.name === container.name)}
            />
          ))}
        </div>
      </Panel>
    ));
}

function ContainerCard(props: {
  readonly container: Container;
  readonly status: ContainerStatus | undefined;
}) {
  const { t, f } = useI18n();
  const { container, status } = props;
  const startedMs = parseTime(status?.state?.running?.startedAt);
  const { resources, env = [], volumeMounts = [], ports = [] } = container;
  return (
    <article className="container-card">
      <header>
        <b>{container.name}</b>
        <Status status={stateView(status?.state)} />
        <StateNote state={status?.state} />
        <span className="spacer" />
        {status !== undefined && status.restartCount > 0 && (
          <span className="muted numeric">
            {t.column.restarts} {f.number(status.restartCount)}
          </span>
        )}
      </header>
      <Fields
        fields={[
          { name: t.column.image, value: <code>{container.image}</code> },
          {
            name: t.column.ports,
            value: ports
              .map(({ containerPort, name, protocol = "TCP" }) =>
                name ? `${name} ${containerPort}/${protocol}` : `${containerPort}/${protocol}`,
              )
              .join(", "),
          },
          { name: t.detail.started, value: startedMs === undefined ? "" : f.dateTime(startedMs) },
          { name: t.detail.lastState, value: lastStateText(status) },
          { name: t.detail.requests, value: quantities(resources?.requests) },
          { name: t.detail.limits, value: quantities(resources?.limits) },
          {
            name: t.detail.env,
            value: env.length > 0 ? t.detail.environment(env.length, f.number(env.length)) : "",
          },
          {
            name: t.detail.mounts,
            value: volumeMounts.map(({ mountPath, name }) => (
              <span key={mountPath} className="line">
                <code>{mountPath}</code> <span className="muted">{name}</span>
              </span>
            )),
          },
        ]}
      />
    </article>
  );
}

function StateNote({ state }: { readonly state: ContainerState | undefined }) {
  const { t, f } = useI18n();
  if (state?.terminated) {
    const { exitCode, message } = state.terminated;
    return (
      <span className="muted clip">
        {t.detail.exitCode(f.number(exitCode))} {message}
      </span>
    );
  }
  return state?.waiting?.message ? (
    <span className="muted clip">{state.waiting.message}</span>
  ) : null;
}

function lastStateText(status: ContainerStatus | undefined): string {
  const ended = status?.lastState?.terminated;
  return ended ? `${ended.reason ?? ""} (${ended.exitCode})` : "";
}

function quantities(values: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(values ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
