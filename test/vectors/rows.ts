/**
 * The rows of vectors of what is written: what an object has that differs from a base, and what it is refused for or warned about. Blocks
 * with an empty line between them; `#` heads the rows of a published test.
 *
 * - `  path: value`: what the object has, in JSON; `-` where it lacks that;
 * - `- path: value`: what only the stored object has, `+ path: value`: what only the update has;
 * - `! field: message`: an error, in their order; `~ text`: a warning.
 *
 * `{{x*63}}` stands for as many of one character, `{{label}}` and the like for the words of a format, `⏎` for a line's end.
 */
import type { JsonObject, JsonValue } from "../../src/api/json.ts";

const words: Readonly<Record<string, string>> = {
  subdomain: String.raw`a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
  label: `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`,
  labelValue: `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  labelName: `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
  tick: "`",
  dollar: "$",
};

export function spelledOut(text: string): string {
  return text
    .replaceAll("⏎", "\n")
    .replace(/\{\{(.)\*(\d+)\}\}/g, (_, char: string, times: string) => char.repeat(Number(times)))
    .replace(/\{\{(\w+)\}\}/g, (whole, name: string) => words[name] ?? whole);
}

/** One block, taken apart. */
export interface Row {
  readonly title: string;
  readonly stored: JsonObject;
  readonly sent: JsonObject;
  /** As the block has them: `! field: message` and `~ text`. */
  readonly expected: readonly string[];
}

/** Takes blocks apart; `base` is what every object begins as. */
export function rowsWith(base: JsonObject, rows: string): readonly Row[] {
  const blocks = rows
    .split("\n")
    .filter((line) => !line.startsWith("# "))
    .join("\n")
    .split("\n\n");
  return blocks.filter((block) => block.trim() !== "").map((block) => rowOf(base, block));
}

function rowOf(base: JsonObject, block: string): Row {
  const lines = block.replace(/^\n+|\n+$/g, "").split("\n");
  const stored = structuredClone(base);
  const sent = structuredClone(base);
  for (const line of lines.map(spelledOut)) {
    const [, mark = "", path = "", value = ""] = /^([-+ ]) (\S+): (.*)$/s.exec(line) ?? [];
    if (mark === "-" || mark === " ") assign(stored, path, value);
    if (mark === "+" || mark === " ") assign(sent, path, value);
  }
  const expected = lines.filter((line) => /^[!~] /.test(line)).map(spelledOut);
  const title = lines.filter((line) => !/^[!~] /.test(line)).join("; ") || "(as it is)";
  return { title, stored, sent, expected };
}

/** `a.b[0].c`; there is no other syntax, for odd keys are part of values. */
function assign(object: JsonObject, path: string, value: string): void {
  const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
  let parent = object as Record<string | number, JsonValue>;
  for (const [i, key] of keys.slice(0, -1).entries()) {
    parent[key] ??= /^\d+$/.test(keys[i + 1] ?? "") ? [] : {};
    parent = parent[key] as Record<string | number, JsonValue>;
  }
  const last = keys.at(-1) ?? "";
  if (value === "-") Reflect.deleteProperty(parent, last);
  else parent[last] = JSON.parse(value) as JsonValue;
}
