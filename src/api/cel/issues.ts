/** Faults of an expression and how they are shown: place, message, the line and a mark below it. Follows cel-go's common/error. */

export interface Issue {
  /** Code points from the start of the expression. */
  readonly at: number;
  readonly message: string;
}

/** More are counted, not shown. */
const shownMax = 100;
/** Bytes of a line that is shown; of longer ones only the place is told (cel-go, maxSnippetLength). */
const lineBytesMax = 16_384;
const encoder = new TextEncoder();

/** All issues in order of their place: `ERROR: <input>:1:5: undefined field 'x'` with the line and a mark. */
export function formatIssues(source: string, issues: readonly Issue[]): string {
  const sorted = issues.toSorted((a, b) => a.at - b.at);
  const lines = source.split("\n").map((line) => ({
    chars: Array.from(line),
    isShown: encoder.encode(line).length <= lineBytesMax,
  }));
  const shown = sorted.slice(0, shownMax).map((issue) => formatIssue(lines, issue));
  const more = sorted.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more errors were truncated`] : [])].join("\n");
}

interface Line {
  readonly chars: readonly string[];
  readonly isShown: boolean;
}

function formatIssue(lines: readonly Line[], { at, message }: Issue): string {
  let line = 0;
  let column = at;
  while (line < lines.length - 1 && column > (lines[line]?.chars.length ?? 0)) {
    column -= (lines[line]?.chars.length ?? 0) + 1;
    line += 1;
  }
  const head = `ERROR: <input>:${line + 1}:${column + 1}: ${message}`;
  const { chars = [], isShown = false } = lines[line] ?? {};
  if (!isShown) return head;
  const text = chars.map((char) => (char === "\t" ? " " : char));
  const dots = text.slice(0, column).map((char) => (isWide(char) ? "．" : "."));
  const mark = isWide(text[column] ?? "") ? "＾" : "^";
  return `${head}\n | ${text.join("")}\n | ${dots.join("")}${mark}`;
}

/** Wider than one byte in UTF-8: shown with full-width marks. */
function isWide(char: string): boolean {
  return (char.codePointAt(0) ?? 0) > 0x7f;
}
