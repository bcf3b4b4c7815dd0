/** The four live charts of the overview: CPU, memory, scheduling, API requests. */
import { useMemo, type ReactNode } from "react";
import { useStats } from "../api/cluster.tsx";
import type { Sample } from "../api/sampling.ts";
import { LiveChart, type Series } from "../charts/live-chart.tsx";
import { Panel } from "../components/panel.tsx";
import { useI18n } from "../i18n/i18n.tsx";

interface Reading {
  readonly title: string;
  readonly value: string;
  readonly unit?: string;
  readonly note: string;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  readonly atLeast: number;
  readonly base: 2 | 10;
}

export function LoadCharts(): ReactNode {
  const { samples } = useStats();
  const times = useMemo(() => samples.map((sample) => sample.atMs), [samples]);
  return useReadings(samples).map((reading) => (
    <ChartPanel key={reading.title} reading={reading} times={times} />
  ));
}

function ChartPanel(props: { readonly reading: Reading; readonly times: readonly number[] }) {
  const { t } = useI18n();
  const { reading, times } = props;
  return (
    <Panel title={reading.title} className="quarter reading">
      <div className="reading-value">
        <b>{times.length === 0 ? "–" : reading.value}</b>
        {reading.unit && <span className="unit">{reading.unit}</span>}
        <span className="muted">{times.length === 0 ? t.overview.noStats : reading.note}</span>
      </div>
      <LiveChart
        label={t.overview.chartNow(reading.title, `${reading.value} ${reading.unit ?? ""}`)}
        times={times}
        series={reading.series}
        format={reading.format}
        atLeast={reading.atLeast}
        base={reading.base}
      />
    </Panel>
  );
}

function useReadings(samples: readonly Sample[]): readonly Reading[] {
  const { t, f } = useI18n();
  return useMemo(() => {
    const last = samples.at(-1);
    const pick = (name: keyof Sample) => samples.map((sample) => sample[name]);
    const share = (value = 0, of = 0) => f.percent(of > 0 ? value / of : 0);
    const cores = (value: number) => f.short(value);
    const cpuCapacity = last?.cpuCapacity ?? 0;
    return [
      {
        title: t.overview.cpu,
        value: f.short(last?.cpu ?? 0),
        note: `${t.overview.of(t.overview.cores(cpuCapacity, f.short(cpuCapacity)))} · ${share(last?.cpu, cpuCapacity)}`,
        series: [
          { label: t.overview.used, colour: "--chart-1", filled: true, values: pick("cpu") },
        ],
        format: cores,
        atLeast: Math.min(1, cpuCapacity || 1),
        base: 10,
      },
      {
        title: t.overview.memory,
        value: f.bytes(last?.memory ?? 0),
        note: `${t.overview.of(f.bytes(last?.memoryCapacity ?? 0))} · ${share(last?.memory, last?.memoryCapacity)}`,
        series: [
          { label: t.overview.used, colour: "--chart-2", filled: true, values: pick("memory") },
        ],
        format: f.bytes,
        atLeast: 2 ** 20,
        base: 2,
      },
      {
        title: t.overview.scheduling,
        value: f.short(last?.bound ?? 0),
        unit: t.overview.perSecond,
        note: t.overview.pending(f.number(last?.pending ?? 0)),
        series: [
          {
            label: t.overview.scheduling,
            colour: "--chart-3",
            filled: true,
            values: pick("bound"),
          },
        ],
        format: f.short,
        atLeast: 1,
        base: 10,
      },
      {
        title: t.overview.api,
        value: f.short((last?.reads ?? 0) + (last?.writes ?? 0)),
        unit: t.overview.perSecond,
        note: t.overview.readsWrites(f.short(last?.reads ?? 0), f.short(last?.writes ?? 0)),
        series: [
          { label: t.overview.reads, colour: "--chart-1", filled: true, values: pick("reads") },
          { label: t.overview.writes, colour: "--chart-4", values: pick("writes") },
        ],
        format: f.short,
        atLeast: 1,
        base: 10,
      },
    ];
  }, [samples, t, f]);
}
