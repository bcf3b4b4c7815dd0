/** The summary of an object: what every kind has, and for the well-known kinds what people look for first. */
import type { ReactNode } from "react";
import type { Node, Pod, Service } from "../../src/api/generated/types.ts";
import type { KubeObject } from "../../src/api/object.ts";
import { parseTime } from "../../src/api/time.ts";
import { Fields, Pairs, Panel, type Field } from "../components/panel.tsx";
import { Age, Status } from "../components/status.tsx";
import { useI18n } from "../i18n/i18n.tsx";
import { externalAddresses, portText } from "../kubernetes/services.ts";
import { workloadRefs, workloadView, type Workload } from "../kubernetes/workloads.ts";
import { link } from "../navigation/history.ts";
import { objectPagePath } from "../navigation/pages.ts";
import { PodContainers } from "./pod-containers.tsx";

export function ObjectSummary({ object }: { readonly object: KubeObject }) {
  const { t } = useI18n();
  const own = useKindFields(object);
  const common = useCommonFields(object);
  return (
    <div className="summary">
      <Panel title={t.detail.summary}>
        <Fields fields={[...own, ...common]} />
      </Panel>
      {object.kind === "Pod" && <PodContainers pod={object as Pod} />}
      <Conditions object={object} />
    </div>
  );
}

function useCommonFields({ metadata }: KubeObject): readonly Field[] {
  const { t, f } = useI18n();
  const createdMs = parseTime(metadata.creationTimestamp);
  const owner = metadata.ownerReferences?.find((reference) => reference.controller);
  const path =
    owner &&
    objectPagePath({
      apiVersion: owner.apiVersion,
      kind: owner.kind,
      name: owner.name,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    });
  const ownerText = owner && `${owner.kind} ${owner.name}`;
  return [
    { name: t.detail.created, value: createdMs === undefined ? "" : f.dateTime(createdMs) },
    {
      name: t.detail.controlledBy,
      value: path ? <a href={link(path)}>{ownerText}</a> : ownerText,
    },
    { name: t.detail.labels, wide: true, value: <Pairs pairs={metadata.labels} /> },
    { name: t.detail.annotations, wide: true, value: <Pairs pairs={metadata.annotations} /> },
  ];
}

function useKindFields(object: KubeObject): readonly Field[] {
  const { t, f } = useI18n();
  if (object.kind === "Pod") return podFields(object as Pod, t);
  if (object.kind === "Node") return nodeFields(object as Node, t);
  if (object.kind === "Service") return serviceFields(object as Service, t);
  if (!workloadRefs.some((ref) => ref.kind === object.kind)) return [];
  const workload = object as Workload;
  const { ready, desired, images } = workloadView(workload);
  const strategy = workload.kind === "Deployment" ? workload.spec?.strategy?.type : undefined;
  const selector = workload.kind === "CronJob" ? undefined : workload.spec?.selector?.matchLabels;
  return [
    {
      name: t.detail.replicas,
      value:
        desired === undefined ? undefined : t.overview.readyOf(f.number(ready), f.number(desired)),
    },
    {
      name: t.column.schedule,
      value: workload.kind === "CronJob" ? mono(workload.spec.schedule) : undefined,
    },
    { name: t.detail.strategy, value: strategy },
    { name: t.column.images, value: images.map((image) => mono(image)) },
    { name: t.detail.selector, wide: true, value: selector && <Pairs pairs={selector} /> },
  ];
}

type Words = ReturnType<typeof useI18n>["t"];

function podFields({ spec, status }: Pod, t: Words): readonly Field[] {
  return [
    {
      name: t.detail.node,
      value: spec?.nodeName ? (
        <a href={link(["nodes", spec.nodeName])}>{spec.nodeName}</a>
      ) : (
        <span className="muted">{t.detail.unassigned}</span>
      ),
    },
    { name: t.detail.podIp, value: status?.podIP && mono(status.podIP) },
    { name: t.detail.hostIp, value: status?.hostIP && mono(status.hostIP) },
    { name: t.detail.qos, value: status?.qosClass },
    { name: t.detail.serviceAccount, value: spec?.serviceAccountName },
    { name: t.detail.restartPolicy, value: spec?.restartPolicy },
    { name: t.detail.priority, value: spec?.priorityClassName },
  ];
}

function nodeFields({ spec, status }: Node, t: Words): readonly Field[] {
  const info = status?.nodeInfo;
  const addresses = (status?.addresses ?? []).map(({ type, address }) => [type, address] as const);
  const taints = (spec?.taints ?? []).map(
    ({ key, value, effect }) => [key, `${value ? `${value}:` : ""}${effect}`] as const,
  );
  return [
    {
      name: t.column.version,
      value: info && `${info.kubeletVersion} · ${info.containerRuntimeVersion}`,
    },
    {
      name: t.detail.system,
      value: info && `${info.osImage} · ${info.kernelVersion} · ${info.architecture}`,
    },
    { name: t.detail.addresses, value: <Pairs pairs={Object.fromEntries(addresses)} /> },
    { name: t.detail.capacity, wide: true, value: <Pairs pairs={status?.capacity} /> },
    { name: t.detail.taints, wide: true, value: <Pairs pairs={Object.fromEntries(taints)} /> },
  ];
}

function serviceFields(service: Service, t: Words): readonly Field[] {
  const { spec } = service;
  return [
    { name: t.column.type, value: spec?.type },
    { name: t.column.clusterIp, value: spec?.clusterIP && mono(spec.clusterIP) },
    {
      name: t.column.externalIp,
      value: externalAddresses(service).map((address) => mono(address)),
    },
    {
      name: t.column.ports,
      value: (spec?.ports ?? []).map((port) => (
        <span key={portText(port)} className="line">
          {mono(`${portText(port)} → ${port.targetPort ?? port.port}`)}{" "}
          <span className="muted">{port.name}</span>
        </span>
      )),
    },
    { name: t.detail.selector, wide: true, value: <Pairs pairs={spec?.selector} /> },
  ];
}

function mono(text: string): ReactNode {
  return (
    <code key={text} className="line">
      {text}
    </code>
  );
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
}

/** Conditions that are bad news when true, against the custom that true is good. */
const badWhenTrue = /Pressure$|Unavailable$|^Failed$|^ReplicaFailure$/;

function Conditions({ object }: { readonly object: KubeObject }) {
  const { t } = useI18n();
  const { conditions } =
    (object as { readonly status?: { readonly conditions?: readonly Condition[] } }).status ?? {};
  if (!conditions || conditions.length === 0) return null;
  return (
    <Panel title={t.detail.conditions}>
      <table className="plain-table">
        <thead>
          <tr>
            <th>{t.column.condition}</th>
            <th>{t.column.reason}</th>
            <th>{t.column.message}</th>
            <th className="end">{t.column.since}</th>
          </tr>
        </thead>
        <tbody>
          {conditions.map((condition) => {
            const { type, status, reason, message, lastTransitionTime } = condition;
            const well = (status === "True") !== badWhenTrue.test(type);
            const tone = status === "Unknown" ? "idle" : well ? "good" : "busy";
            return (
              <tr key={type}>
                <td>
                  <Status status={{ text: type, tone }} />
                </td>
                <td>{reason}</td>
                <td className="muted">{message}</td>
                <td className="end">
                  <Age time={lastTransitionTime} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}
