/** The log viewer: follow or pause, search, timestamps, wrapped lines. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { parseTime } from "../../src/api/time.ts";
import { useCluster } from "../api/cluster.tsx";
import { browserFrames } from "../api/frames.ts";
import { useI18n } from "../i18n/i18n.tsx";
import { Button, Toggle } from "./button.tsx";
import { Icon } from "./icons.tsx";
import { contains, segments, type LogLine } from "./log-buffer.ts";
import { LogFollower, type FollowedLog } from "./log-follower.ts";
import { saveFile } from "./save-file.ts";
import { EmptyState, ErrorState } from "./state.tsx";

interface LogViewProps {
  readonly namespace: string;
  readonly pod: string;
  readonly containers: readonly string[];
}

export function LogView({ namespace, pod, containers }: LogViewProps) {
  const { t, f } = useI18n();
  const [container, setContainer] = useState(containers[0] ?? "");
  const [previous, setPrevious] = useState(false);
  const [timestamps, setTimestamps] = useState(false);
  const [wrap, setWrap] = useState(false);
  const [query, setQuery] = useState("");
  const [onlyMatches, setOnlyMatches] = useState(false);
  const { client } = useCluster();
  const follower = useMemo(
    () => new LogFollower(client, browserFrames, { namespace, pod, container, previous }),
    [client, namespace, pod, container, previous],
  );
  const log = useSyncExternalStore(follower.subscribe, follower.getSnapshot);
  const { paused } = log;
  const matching = useMemo(
    () =>
      query === ""
        ? log.buffer.lines
        : log.buffer.lines.filter((line) => contains(line.text, query)),
    [log.buffer.lines, query],
  );
  const lines = onlyMatches ? matching : log.buffer.lines;
  return (
    <div className="log">
      <div className="toolbar">
        <label className="picker">
          <span className="picker-label">{t.logs.container}</span>
          <select value={container} onChange={(event) => setContainer(event.target.value)}>
            {containers.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <Icon name="chevron" />
        </label>
        <div className="filter-box">
          <Icon name="search" />
          <input
            type="text"
            aria-label={t.logs.search}
            placeholder={t.logs.search}
            value={query}
            spellCheck={false}
            onChange={(event) => setQuery(event.target.value)}
          />
          {query !== "" && (
            <span className="filter-count" role="status">
              {t.logs.matches(matching.length, f.number(matching.length))}
            </span>
          )}
        </div>
        <Toggle pressed={onlyMatches} onChange={setOnlyMatches}>
          {t.logs.onlyMatches}
        </Toggle>
        <span className="spacer" />
        <Toggle pressed={timestamps} onChange={setTimestamps}>
          {t.logs.timestamps}
        </Toggle>
        <Toggle pressed={wrap} onChange={setWrap}>
          {t.logs.wrap}
        </Toggle>
        <Toggle pressed={previous} onChange={setPrevious}>
          {t.logs.previous}
        </Toggle>
        <Button icon={paused ? "play" : "pause"} onClick={() => follower.setPaused(!paused)}>
          {paused ? t.logs.resume : t.logs.pause}
        </Button>
        <Button
          icon="down"
          onClick={() => saveFile(`${pod}-${container}.log`, textOf(log.buffer.lines))}
        >
          {t.logs.download}
        </Button>
      </div>
      <LogLines {...{ lines, query, timestamps, wrap, log }} />
      <LogFoot log={log} onRestart={follower.restart} />
    </div>
  );
}

interface LogLinesProps {
  readonly lines: readonly LogLine[];
  readonly query: string;
  readonly timestamps: boolean;
  readonly wrap: boolean;
  readonly log: FollowedLog;
}

const lineHeight = 20;

function LogLines({ lines, query, timestamps, wrap, log }: LogLinesProps) {
  const { paused } = log;
  const { t, f } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    getItemKey: (index) => lines[index]?.number ?? index,
    overscan: 30,
    useFlushSync: false,
  });
  useEffect(() => {
    if (atEnd && !paused && lines.length > 0) virtual.scrollToIndex(lines.length - 1);
  }, [lines, atEnd, paused, wrap, virtual]);
  if (lines.length === 0) {
    if (log.error) return <ErrorState title={t.logs.failed} error={log.error} />;
    return <EmptyState icon="logs" title={t.logs.empty} hint={t.logs.emptyHint} />;
  }
  return (
    <div className="log-frame">
      <div
        ref={scroller}
        className={`log-lines ${wrap ? "wrap" : ""}`}
        role="log"
        aria-label={t.detail.logs}
        aria-live="off"
        tabIndex={0}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          setAtEnd(scrollHeight - scrollTop - clientHeight < lineHeight * 2);
        }}
      >
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            if (!line) return null;
            const ms = timestamps ? parseTime(line.time) : undefined;
            return (
              <div
                key={item.key}
                ref={wrap ? virtual.measureElement : undefined}
                data-index={item.index}
                className="log-line"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {ms !== undefined && <time title={line.time}>{f.time(ms)}</time>}
                <Marked text={line.text} query={query} />
              </div>
            );
          })}
        </div>
      </div>
      {!atEnd && (
        <Button
          className="to-end"
          icon="down"
          onClick={() => {
            setAtEnd(true);
            virtual.scrollToIndex(lines.length - 1);
          }}
        >
          {t.logs.toEnd}
        </Button>
      )}
    </div>
  );
}

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  return (
    <span>
      {segments(text, query).map((segment) =>
        segment.found ? (
          <mark key={segment.start}>{segment.text}</mark>
        ) : (
          <span key={segment.start}>{segment.text}</span>
        ),
      )}
    </span>
  );
}

function LogFoot(props: { readonly log: FollowedLog; readonly onRestart: () => void }) {
  const { t, f } = useI18n();
  const { log } = props;
  const { paused } = log;
  const { lines, dropped } = log.buffer;
  return (
    <div className="log-foot">
      <span className={`dot ${log.phase === "ended" ? "idle" : paused ? "busy" : "good"}`} />
      <span>
        {paused
          ? t.logs.paused(f.number(log.held))
          : t.logs.lines(lines.length, f.number(lines.length))}
      </span>
      {dropped > 0 && <span>· {t.logs.dropped(f.number(dropped))}</span>}
      {log.phase === "ended" && (
        <>
          <span>· {log.error ? log.error.message : t.logs.ended}</span>
          <button type="button" className="text-button" onClick={props.onRestart}>
            {t.logs.reconnect}
          </button>
        </>
      )}
    </div>
  );
}

function textOf(lines: readonly LogLine[]): string {
  return lines
    .map((line) => (line.time ? `${line.time} ${line.text}\n` : `${line.text}\n`))
    .join("");
}
