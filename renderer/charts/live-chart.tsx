/** A chart of the last five minutes: thin lines, no animation, the page's colours; new samples move it along. */
import {
  CategoryScale,
  Chart,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
  type ChartConfiguration,
} from "chart.js";
import { useEffect, useEffectEvent, useRef } from "react";
import { samplesMax } from "../api/sampling.ts";
import { niceTop } from "./nice-top.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { useShownTheme } from "../navigation/settings.ts";

Chart.register(
  CategoryScale,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

export interface Series {
  readonly label: string;
  /** A custom property of the style sheet: `--chart-1`. */
  readonly colour: string;
  readonly filled?: boolean;
  readonly dashed?: boolean;
  readonly values: readonly number[];
}

export interface LiveChartProps {
  /** Read aloud in the chart's place. */
  readonly label: string;
  readonly times: readonly number[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** The axis reaches at least to here. */
  readonly atLeast: number;
  /** Round numbers of the axis are 1, 2 and 5 times a power of ten, or powers of two (for bytes). */
  readonly base: 2 | 10;
  readonly stacked?: boolean;
}

type LineChart = Chart<"line", { x: number; y: number }[]>;

/** Colours are read once, so another theme or language makes another chart. */
export function LiveChart(props: LiveChartProps) {
  const theme = useShownTheme();
  const { locale } = useI18n();
  return <ChartCanvas key={`${theme} ${locale}`} {...props} />;
}

function ChartCanvas(props: LiveChartProps) {
  const { f } = useI18n();
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LineChart | undefined>(undefined);
  const create = useEffectEvent((element: HTMLCanvasElement): LineChart => {
    return new Chart(element, configuration(props, f.time));
  });

  useEffect(() => {
    if (!canvas.current) return undefined;
    const created = create(canvas.current);
    chart.current = created;
    return () => {
      chart.current = undefined;
      created.destroy();
    };
  }, []);

  useEffect(() => {
    if (chart.current) show(chart.current, props);
  });
  return (
    <div className="chart">
      <canvas ref={canvas} role="img" aria-label={props.label} />
    </div>
  );
}

function show(chart: LineChart, { times, series, atLeast, stacked, base }: LiveChartProps): void {
  chart.data.datasets = series.map((entry, index) => ({
    ...chart.data.datasets[index],
    ...styleOf(entry),
    data: entry.values.map((y, at) => ({ x: times[at] ?? 0, y })),
    ...(stacked ? { stack: "all" } : {}),
  }));
  const end = times.at(-1) ?? 0;
  const { x, y } = chart.options.scales ?? {};
  if (x) Object.assign(x, { min: end - (samplesMax - 1) * 1_000, max: end });
  const top = niceTop(Math.max(atLeast, ...series.flatMap(({ values }) => values)), base);
  if (y) Object.assign(y, { max: top, ticks: { ...y.ticks, stepSize: top / 2 } });
  chart.update("none");
}

function styleOf({ label, colour, filled, dashed }: Series) {
  const stroke = token(colour);
  return {
    label,
    borderColor: stroke,
    backgroundColor: filled ? `color-mix(in srgb, ${stroke} 14%, transparent)` : "transparent",
    fill: filled ? "origin" : false,
    borderDash: dashed ? [3, 4] : [],
    borderWidth: dashed ? 1 : 1.5,
    pointRadius: 0,
    pointHitRadius: 0,
    tension: 0.25,
  } as const;
}

function configuration(
  props: LiveChartProps,
  formatTime: (ms: number) => string,
): ChartConfiguration<"line", { x: number; y: number }[]> {
  const faint = token("--text-faint");
  const font = { family: token("--font-sans"), size: 10.5 };
  return {
    type: "line",
    data: { datasets: [] },
    options: {
      animation: false,
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: "index", intersect: false },
      plugins: {
        tooltip: {
          backgroundColor: token("--tooltip"),
          titleColor: token("--tooltip-text"),
          bodyColor: token("--tooltip-text"),
          titleFont: { ...font, weight: "normal" },
          bodyFont: font,
          padding: 8,
          cornerRadius: 6,
          boxWidth: 8,
          boxHeight: 8,
          boxPadding: 4,
          usePointStyle: true,
          callbacks: {
            title: ([item]) => formatTime(item?.parsed.x ?? 0),
            label: (item) => ` ${item.dataset.label ?? ""}  ${props.format(item.parsed.y ?? 0)}`,
          },
        },
      },
      scales: {
        x: { type: "linear", display: false },
        y: {
          min: 0,
          stacked: props.stacked ?? false,
          border: { display: false },
          grid: { color: token("--grid-line"), drawTicks: false },
          ticks: {
            color: faint,
            font,
            maxTicksLimit: 4,
            padding: 6,
            callback: (value) => props.format(Number(value)),
          },
        },
      },
    },
  };
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
