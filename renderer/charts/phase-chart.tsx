/** Pods by phase as a ring, with its total in the middle and its legend beside it. */
import { ArcElement, Chart, DoughnutController } from "chart.js";
import { useEffect, useRef } from "react";
import { useI18n } from "../i18n/i18n.tsx";
import { useShownTheme } from "../navigation/settings.ts";

Chart.register(ArcElement, DoughnutController);

export interface Slice {
  readonly label: string;
  /** A custom property of the style sheet. */
  readonly colour: string;
  readonly value: number;
}

interface PhaseChartProps {
  readonly label: string;
  readonly total: string;
  readonly caption: string;
  readonly slices: readonly Slice[];
}

/** Colours are read once, so another theme makes another chart. */
export function PhaseChart(props: PhaseChartProps) {
  const theme = useShownTheme();
  return <Ring key={theme} {...props} />;
}

function Ring(props: PhaseChartProps) {
  const { f } = useI18n();
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<Chart<"doughnut"> | undefined>(undefined);
  useEffect(() => {
    if (!canvas.current) return undefined;
    const created = new Chart(canvas.current, {
      type: "doughnut",
      data: { datasets: [{ data: [] }] },
      options: {
        animation: false,
        cutout: "80%",
        events: [],
        maintainAspectRatio: false,
      },
    });
    chart.current = created;
    return () => {
      chart.current = undefined;
      created.destroy();
    };
  }, []);
  useEffect(() => {
    const [dataset] = chart.current?.data.datasets ?? [];
    if (!chart.current || !dataset) return;
    const style = getComputedStyle(document.documentElement);
    const filled = props.slices.filter((slice) => slice.value > 0).length;
    const empty = filled === 0;
    Object.assign(dataset, {
      data: empty ? [1] : props.slices.map((slice) => slice.value),
      backgroundColor: empty
        ? [style.getPropertyValue("--track")]
        : props.slices.map((slice) => style.getPropertyValue(slice.colour)),
      // A gap between slices, none in a whole ring.
      borderWidth: filled > 1 ? 2 : 0,
      borderRadius: filled > 1 ? 3 : 0,
      borderColor: style.getPropertyValue("--surface"),
    });
    chart.current.update("none");
  });
  return (
    <div className="phases">
      <div className="ring">
        <canvas ref={canvas} role="img" aria-label={props.label} />
        <div className="ring-total">
          <b>{props.total}</b>
          <span>{props.caption}</span>
        </div>
      </div>
      <ul>
        {props.slices.map((slice) => (
          <li key={slice.label} className={slice.value === 0 ? "none" : ""}>
            <span className="dot" style={{ background: `var(${slice.colour})` }} />
            {slice.label}
            <b>{f.number(slice.value)}</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
