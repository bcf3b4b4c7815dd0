/** The commands of simulated containers that work on lines, fields and names: awk's print, cut, seq, basename, dirname, hexdump, sort. */
import type { CommandContext, SimulatedCommand } from "./simulated-session-place.ts";

const decoder = new TextDecoder();

/** The lines of the named files, or of the input, without their ends. */
async function linesOf(context: CommandContext, files: readonly string[]): Promise<string[]> {
  const { session, stdin } = context;
  const parts =
    files.length === 0
      ? [await stdin.all()]
      : files.map((name) => session.place.files.read(session.path(name)));
  return parts.flatMap((bytes) => {
    const lines = decoder.decode(bytes).split("\n");
    if (lines.at(-1) === "") lines.pop();
    return lines;
  });
}

/** Of awk only `{print $1, $NF}`, with -F: anything else is refused. */
async function awk(context: CommandContext): Promise<number> {
  const { args, print, fail } = context;
  const separated = args[0]?.startsWith("-F") ? args[0].slice(2) || args[1] : undefined;
  const rest = args.slice(separated === undefined ? 0 : args[0] === "-F" ? 2 : 1);
  const [program = "", ...files] = rest;
  const match = /^\s*\{\s*print((?:\s*,?\s*(?:\$(?:\d+|NF)|"[^"\\]*"))*)\s*;?\s*\}\s*$/.exec(
    program,
  );
  if (!match) return fail("only {print $1, ...} is understood (this container is simulated)");
  const items = (match[1] ?? "").match(/,|\$(?:\d+|NF)|"[^"]*"/g) ?? [];
  for (const line of await linesOf(context, files)) {
    const fields = separated === undefined ? line.trim().split(/\s+/) : line.split(separated);
    const shown = items.map((item) => {
      if (item === ",") return " ";
      if (item.startsWith('"')) return item.slice(1, -1);
      if (item === "$0") return line;
      return fields[item === "$NF" ? fields.length - 1 : Number(item.slice(1)) - 1] ?? "";
    });
    await print(`${items.length === 0 ? line : shown.join("")}\n`);
  }
  return 0;
}

/** `cut -d : -f 1,3-4`, `cut -c 1-3`. */
async function cut(context: CommandContext): Promise<number> {
  let delimiter = "\t";
  let list: string | undefined;
  let characters = false;
  const files: string[] = [];
  for (let at = 0; at < context.args.length; at++) {
    const arg = context.args[at] ?? "";
    const option = /^-([dfc])/.exec(arg)?.[1];
    if (!option) {
      if (arg !== "-s") files.push(arg);
      continue;
    }
    const value = arg.length > 2 ? arg.slice(2) : (context.args[++at] ?? "");
    if (option === "d") delimiter = value;
    else {
      list = value;
      characters = option === "c";
    }
  }
  if (list === undefined || !/^\d*(?:-\d*)?(?:,\d*(?:-\d*)?)*$/.test(list))
    return context.fail("expected a list of bytes, characters, or fields");
  const wanted = rangesOf(list);
  for (const line of await linesOf(context, files)) {
    const parts = characters ? Array.from(line) : line.split(delimiter);
    const whole = !characters && parts.length === 1;
    const kept = parts.filter((_part, i) => wanted.some(([from, to]) => i + 1 >= from && i < to));
    await context.print(`${whole ? line : kept.join(characters ? "" : delimiter)}\n`);
  }
  return 0;
}

function rangesOf(list: string): readonly (readonly [number, number])[] {
  return list.split(",").map((part) => {
    const [from = "", to] = part.split("-");
    const first = Number(from) || 1;
    return [first, to === undefined ? first : Number(to) || Number.POSITIVE_INFINITY] as const;
  });
}

const countMax = 100_000;

async function seq({ args, print, fail }: CommandContext): Promise<number> {
  const numbers = args.map(Number);
  if (numbers.length === 0 || numbers.some((number) => !Number.isInteger(number)))
    return fail(`invalid number '${args.find((arg) => !Number.isInteger(Number(arg))) ?? ""}'`);
  const first = numbers.length > 1 ? (numbers[0] ?? 1) : 1;
  const step = numbers.length > 2 ? (numbers[1] ?? 1) : 1;
  const last = numbers.at(-1) ?? 1;
  if (step === 0 || (last - first) / step > countMax) return fail("too many numbers");
  for (let at = first; step > 0 ? at <= last : at >= last; at += step) await print(`${at}\n`);
  return 0;
}

async function sort(context: CommandContext): Promise<number> {
  const options = context.args.filter((arg) => arg.startsWith("-")).join("");
  const lines = await linesOf(
    context,
    context.args.filter((arg) => !arg.startsWith("-")),
  );
  const byNumber = (a: string, b: string): number =>
    (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0);
  const sorted = options.includes("n") ? lines.toSorted(byNumber) : lines.toSorted();
  if (options.includes("r")) sorted.reverse();
  const shown = options.includes("u") ? [...new Set(sorted)] : sorted;
  await context.print(shown.map((line) => `${line}\n`).join(""));
  return 0;
}

async function uniq(context: CommandContext): Promise<number> {
  const lines = await linesOf(
    context,
    context.args.filter((arg) => !arg.startsWith("-")),
  );
  const shown = lines.filter((line, i) => i === 0 || line !== lines[i - 1]);
  await context.print(shown.map((line) => `${line}\n`).join(""));
  return 0;
}

async function basename({ args, print }: CommandContext): Promise<number> {
  const [path = "", suffix = ""] = args;
  const name = path.replace(/\/+$/, "").split("/").at(-1) ?? "";
  const cutOff = suffix !== "" && name !== suffix && name.endsWith(suffix);
  await print(`${cutOff ? name.slice(0, -suffix.length) : name || "/"}\n`);
  return 0;
}

async function dirname({ args, print }: CommandContext): Promise<number> {
  const parts = (args[0] ?? "").replace(/\/+$/, "").split("/");
  parts.pop();
  const folder = parts.join("/");
  await print(`${folder === "" ? ((args[0] ?? "").startsWith("/") ? "/" : ".") : folder}\n`);
  return 0;
}

/** `hexdump -C`: offset, sixteen bytes, and what of them can be printed. */
async function hexdump(context: CommandContext): Promise<number> {
  const { session, args, stdin, print, fail } = context;
  const [file, ...more] = args.filter((arg) => arg !== "-C");
  if (!args.includes("-C") || more.length > 0)
    return fail("only -C FILE is understood (this container is simulated)");
  const bytes =
    file === undefined ? await stdin.all() : session.place.files.read(session.path(file));
  const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const cells = row.map((byte, i) => `${i === 8 ? " " : ""}${hex(byte, 2)}`).join(" ");
    const shown = row.map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".",
    );
    await print(`${hex(at, 8)}  ${cells.padEnd(48)}  |${shown.join("")}|\n`);
  }
  if (bytes.length > 0) await print(`${hex(bytes.length, 8)}\n`);
  return 0;
}

export const fieldCommands: readonly (readonly [string, SimulatedCommand])[] = [
  ["awk", awk],
  ["basename", basename],
  ["cut", cut],
  ["dirname", dirname],
  ["hexdump", hexdump],
  ["seq", seq],
  ["sort", sort],
  ["uniq", uniq],
];
