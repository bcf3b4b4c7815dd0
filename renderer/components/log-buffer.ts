/** The last lines of a followed log, bounded: a container that talks all day costs a fixed amount of memory. */

export interface LogLine {
  /** Counts from the start of the log; the key of the line for drawing. */
  readonly number: number;
  /** RFC 3339, empty when the line brought none. */
  readonly time: string;
  readonly text: string;
}

/** About 20 MB of text at worst with lines cut at `lineLengthMax`; far more than anyone scrolls through. */
export const logLinesMax = 10_000;
export const lineLengthMax = 2_000;

const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/;
// Colours and cursor moves (ECMA-48 control sequences).
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b\[[0-9;?]*[ -/]*[@-~]/g;

/** A line as `?timestamps=true` gives it, cut into its time and its text without terminal escapes. */
export function parseLogLine(line: string, number: number): LogLine {
  const time = stamp.exec(line)?.[1] ?? "";
  const text = (time === "" ? line : line.replace(stamp, "")).replace(escapes, "");
  const shown = text.length > lineLengthMax ? `${text.slice(0, lineLengthMax)}…` : text;
  return { number, time, text: shown.replace(/\r$/, "") };
}

export interface LogBuffer {
  readonly lines: readonly LogLine[];
  /** How many lines were let go. */
  readonly dropped: number;
}

export const emptyLog: LogBuffer = { lines: [], dropped: 0 };

export function appendLog(buffer: LogBuffer, raw: readonly string[]): LogBuffer {
  const first = buffer.dropped + buffer.lines.length;
  const added = raw.map((line, index) => parseLogLine(line, first + index));
  const all = buffer.lines.concat(added);
  const over = Math.max(0, all.length - logLinesMax);
  return { lines: over > 0 ? all.slice(over) : all, dropped: buffer.dropped + over };
}

/** Whether a text has `query` in it, without regard to case. */
export function contains(text: string, query: string): boolean {
  return text.toLowerCase().includes(query.toLowerCase());
}

export interface Segment {
  readonly start: number;
  readonly text: string;
  readonly found: boolean;
}

/** A text cut where `query` begins and ends, without regard to case; the segments joined give the text again. */
export function segments(text: string, query: string): readonly Segment[] {
  const [lower, wanted] = [text.toLowerCase(), query.toLowerCase()];
  // Some letters change their length in lower case; then positions would lie, and nothing is marked.
  if (wanted === "" || lower.length !== text.length) return [{ start: 0, text, found: false }];
  const cut: Segment[] = [];
  const push = (start: number, end: number, found: boolean) => {
    if (end > start) cut.push({ start, text: text.slice(start, end), found });
  };
  let at = 0;
  for (let hit = lower.indexOf(wanted); hit >= 0; hit = lower.indexOf(wanted, at)) {
    push(at, hit, false);
    at = hit + wanted.length;
    push(hit, at, true);
  }
  push(at, text.length, false);
  return cut;
}
