/**
 * What files of variables say (KEP-3721), which containers name by volume and path: `NAME='value'` and nothing else. Pure. Follows
 * pkg/kubelet/util/env/env_util.go (ParseEnv), which reads no further than to the name that is asked for.
 */

/** The texts of the files that a container names, by `envFileKey`; undefined for files that are not there. */
export type EnvFiles = ReadonlyMap<string, string | undefined>;

export const envFileKey = (volume: string, path: string): string => `${volume}:${path}`;

/** Nothing, or nothing but a comment. */
const blankOrComment = /^[ \t]*(?:#|$)/;
const isBlank = (text: string | undefined): boolean => text === " " || text === "\t";

/** The value of a name, "" without one; undefined where a line up to it is none of such a file. */
export function envFileValue(text: string, key: string): string | undefined {
  const lines = linesOf(text);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (blankOrComment.test(line)) continue;
    // A name without a blank at its end, `=`, and a quote; or a blank, after which a shell assigns nothing.
    const equals = line.indexOf("=");
    const name = line.slice(0, Math.max(equals, 0)).replace(/^[ \t]+/, "");
    const next = line[equals + 1];
    if (name === "" || isBlank(name.at(-1))) return undefined;
    if (isBlank(next)) {
      if (name === key) return "";
      continue;
    }
    if (next !== "'") return undefined;
    const quoted: string[] = [];
    let rest = line.slice(equals + 2);
    while (!rest.includes("'")) {
      quoted.push(rest);
      const following = lines[++at];
      if (following === undefined) return undefined;
      rest = following;
    }
    const end = rest.indexOf("'");
    if (!blankOrComment.test(rest.slice(end + 1))) return undefined;
    if (name === key) return [...quoted, rest.slice(0, end)].join("\n");
  }
  return "";
}

/** As bufio.ScanLines reads them: without carriage returns, and without an empty line at the end. */
function linesOf(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}
