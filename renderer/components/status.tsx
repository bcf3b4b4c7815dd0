/** Small signs of state: the dot with its word, a chip, how full something is, how old it is. */
import { useSyncExternalStore, type ReactNode } from "react";
import { parseTime } from "../../src/api/time.ts";
import { useI18n } from "../i18n/i18n.tsx";
import type { StatusView } from "../kubernetes/tone.ts";

export function Status({ status }: { readonly status: StatusView }) {
  return (
    <span className="status">
      <span className={`dot ${status.tone}`} aria-hidden="true" />
      <span className="clip">{status.text}</span>
    </span>
  );
}

export function Chip({ children, tone }: { readonly children: ReactNode; readonly tone?: string }) {
  return <span className={`chip ${tone ?? ""}`}>{children}</span>;
}

const tickers = new Set<() => void>();
setInterval(() => {
  for (const tick of tickers) tick();
}, 1_000);

function subscribeToSeconds(tick: () => void): () => void {
  tickers.add(tick);
  return () => tickers.delete(tick);
}

/** How long ago a time was; drawn again only when its words change. */
export function Age({ time }: { readonly time: string | number | undefined }) {
  const { f } = useI18n();
  const ms = typeof time === "number" ? time : parseTime(time);
  const text = useSyncExternalStore(subscribeToSeconds, () =>
    ms === undefined || ms === 0 ? "–" : f.duration(Date.now() - ms),
  );
  return (
    <time title={ms ? f.dateTime(ms) : undefined} className="age">
      {text}
    </time>
  );
}

/** A bar from 0 to `of`; the words beside it say the same. */
export function UsageBar(props: {
  readonly label: string;
  readonly value: number;
  readonly of: number;
  readonly text: string;
}) {
  const share = props.of > 0 ? Math.min(1, props.value / props.of) : 0;
  const level = share > 0.9 ? "high" : share > 0.7 ? "raised" : "";
  return (
    <div className="usage">
      <div
        className={`usage-track ${level}`}
        role="meter"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={props.of}
        aria-valuenow={props.value}
        aria-valuetext={props.text}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <span className="usage-text">{props.text}</span>
    </div>
  );
}
