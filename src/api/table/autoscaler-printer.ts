/** The HorizontalPodAutoscaler's row: what it measures against what it aims at (kubernetes, pkg/printers/internalversion: formatHPAMetrics). */
import type { KubeObject } from "../object.ts";
import { ageColumn, ageOf, column, listWithMore, nameColumn, nameOf, printer } from "./printer.ts";

interface Reading {
  readonly averageUtilization?: number;
  readonly averageValue?: string;
  readonly value?: string;
}

/** One metric of a spec (`target`) or a status (`current`). */
interface Source {
  readonly name?: string;
  readonly target?: Reading;
  readonly current?: Reading;
}

interface Metric {
  readonly type: string;
  readonly resource?: Source;
  readonly containerResource?: Source;
  readonly pods?: Source;
  readonly object?: Source;
  readonly external?: Source;
}

/** Autoscalers of v2 and, with one CPU target, of v1. */
interface AnyAutoscaler extends KubeObject {
  readonly spec?: {
    readonly scaleTargetRef?: { readonly kind: string; readonly name: string };
    readonly minReplicas?: number;
    readonly maxReplicas?: number;
    readonly metrics?: readonly Metric[];
    readonly targetCPUUtilizationPercentage?: number;
  };
  readonly status?: {
    readonly currentReplicas?: number;
    readonly currentMetrics?: readonly Metric[] | null;
    readonly currentCPUUtilizationPercentage?: number;
  };
}

const shownMax = 2;
const unknown = "<unknown>";

function percent(value: number | undefined, otherwise: string): string {
  return value === undefined ? otherwise : `${value}%`;
}

function utilizationText(spec: Source, status: Source | undefined): string {
  const { averageValue, averageUtilization } = spec.target ?? {};
  if (averageValue !== undefined) {
    return `${spec.name ?? ""}: ${status?.current?.averageValue ?? unknown}/${averageValue}`;
  }
  const current = percent(status?.current?.averageUtilization, unknown);
  return `${spec.name ?? ""}: ${current}/${percent(averageUtilization, "<auto>")}`;
}

function valueText(spec: Source, status: Source | undefined): string {
  const { averageValue, value } = spec.target ?? {};
  if (averageValue !== undefined) {
    return `${status?.current?.averageValue ?? unknown}/${averageValue} (avg)`;
  }
  return `${status?.current?.value ?? unknown}/${value ?? "0"}`;
}

function metricText(spec: Metric, status: Metric | undefined): string {
  switch (spec.type) {
    case "External":
      return valueText(spec.external ?? {}, status?.external);
    case "Object":
      return valueText(spec.object ?? {}, status?.object);
    case "Pods":
      return `${status?.pods?.current?.averageValue ?? unknown}/${spec.pods?.target?.averageValue ?? "0"}`;
    case "Resource":
      return utilizationText(spec.resource ?? {}, status?.resource);
    case "ContainerResource":
      return utilizationText(spec.containerResource ?? {}, status?.containerResource);
    default:
      return "<unknown type>";
  }
}

function targetsText({ spec, status }: AnyAutoscaler): string {
  const cpu = spec?.targetCPUUtilizationPercentage;
  if (cpu !== undefined) {
    return `cpu: ${percent(status?.currentCPUUtilizationPercentage, unknown)}/${cpu}%`;
  }
  const metrics = spec?.metrics ?? [];
  const texts = metrics.map((metric, at) => metricText(metric, status?.currentMetrics?.[at]));
  return texts.length === 0 ? "<none>" : listWithMore(texts, shownMax, ", ");
}

export const autoscalerPrinter = printer<AnyAutoscaler>({
  kinds: ["autoscaling/HorizontalPodAutoscaler"],
  columns: [
    nameColumn,
    column("Reference", "What is scaled."),
    column("Targets", "Each metric as it is, and as it should be."),
    column("MinPods", "The lowest number of replicas."),
    column("MaxPods", "The highest number of replicas."),
    column("Replicas", "The number of replicas that there are."),
    ageColumn,
  ],
  cells: (object, nowMs) => [
    nameOf(object),
    `${object.spec?.scaleTargetRef?.kind ?? ""}/${object.spec?.scaleTargetRef?.name ?? ""}`,
    targetsText(object),
    String(object.spec?.minReplicas ?? "<unset>"),
    object.spec?.maxReplicas ?? 0,
    object.status?.currentReplicas ?? 0,
    ageOf(object, nowMs),
  ],
});
