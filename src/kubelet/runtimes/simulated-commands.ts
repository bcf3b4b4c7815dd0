/** The commands that simulated containers know, as the small ones of BusyBox behave. Files and archives are in a file of their own. */
import {
  compileRegex,
  RegexSyntaxError,
  RegexTooCostly,
  withinStepBudget,
} from "../../api/re2/regex.ts";
import { pumpInto } from "./simulated-file-commands.ts";
import * as fileCommands from "./simulated-file-commands.ts";
import * as linkCommands from "./simulated-link-commands.ts";
import { fieldCommands } from "./simulated-field-commands.ts";
import { networkCommands } from "./simulated-network-commands.ts";
import type { CommandContext, SimulatedCommand } from "./simulated-session-place.ts";
import { shellCommands } from "./simulated-shell-commands.ts";
import { dateText, sleepMs, test as testOf } from "./simulated-shell.ts";

const decoder = new TextDecoder();
const encoder = new TextEncoder();

async function echo({ args, print }: CommandContext): Promise<number> {
  const options = /^-[ne]+$/.test(args[0] ?? "") ? (args[0] ?? "") : "";
  const text = args.slice(options === "" ? 0 : 1).join(" ");
  const shown = options.includes("e") ? unescape(text) : text;
  await print(options.includes("n") ? shown : `${shown}\n`);
  return 0;
}

function unescape(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    n: "\n",
    t: "\t",
    r: "\r",
    "\\": "\\",
    "0": "\0",
  };
  return text.replace(/\\([ntr\\0])/g, (whole, letter: string) => escapes[letter] ?? whole);
}

async function printf({ args, print, fail }: CommandContext): Promise<number> {
  const [format, ...values] = args;
  if (format === undefined) return fail("usage: printf FORMAT [ARGUMENT...]");
  const once = (from: number): { text: string; used: number } => {
    let used = from;
    const text = unescape(format).replace(/%([%sd])/g, (_whole, letter: string) => {
      if (letter === "%") return "%";
      const value = values[used++] ?? (letter === "d" ? "0" : "");
      return letter === "d" ? String(Math.trunc(Number(value)) || 0) : value;
    });
    return { text, used };
  };
  for (let at = 0; ;) {
    const { text, used } = once(at);
    await print(text);
    if (used === at || used >= values.length) return 0;
    at = used;
  }
}

async function env({ session, print }: CommandContext): Promise<number> {
  const names = [...session.exported].sort();
  await print(names.map((name) => `${name}=${session.variables.get(name) ?? ""}\n`).join(""));
  return 0;
}

async function printenv(context: CommandContext): Promise<number> {
  const { session, args, print } = context;
  if (args.length === 0) return env(context);
  let code = 0;
  for (const name of args) {
    const value = session.exported.has(name) ? session.variables.get(name) : undefined;
    if (value === undefined) code = 1;
    else await print(`${value}\n`);
  }
  return code;
}

async function id({ session, args, print }: CommandContext): Promise<number> {
  const { uid, gid, groups } = session.place.user;
  const name = (number: number): string => (number === 0 ? "0(root)" : String(number));
  if (args[0] === "-u") await print(`${uid}\n`);
  else if (args[0] === "-g") await print(`${gid}\n`);
  else {
    const all = [...new Set([gid, ...groups])].map(name).join(",");
    await print(`uid=${name(uid)} gid=${name(gid)} groups=${all}\n`);
  }
  return 0;
}

async function whoami({ session, print, fail }: CommandContext): Promise<number> {
  const { uid } = session.place.user;
  if (uid !== 0) return fail(`unknown uid ${uid}`);
  await print("root\n");
  return 0;
}

async function test(context: CommandContext): Promise<number> {
  const { session, args } = context;
  const words = args.at(-1) === "]" || args.at(-1) === "]]" ? args.slice(0, -1) : args;
  if (words[0] === "!") return (await test({ ...context, args: words.slice(1) })) === 0 ? 1 : 0;
  const [operator = "", operand = ""] = words;
  const joint = words.findIndex((word) => word === "-a" || word === "-o");
  if (joint > 0) {
    const left = await test({ ...context, args: words.slice(0, joint) });
    const right = await test({ ...context, args: words.slice(joint + 1) });
    return words[joint] === "-a" ? left | right : left & right;
  }
  if (words.length === 2 && /^-[defhLrswx]$/.test(operator)) {
    const { files } = session.place;
    const path = session.path(operand);
    if (operator === "-L" || operator === "-h") return files.entry(path)?.kind === "link" ? 0 : 1;
    const node = files.find(path);
    if (!node) return 1;
    if (operator === "-d") return node.kind === "directory" ? 0 : 1;
    if (operator === "-f") return node.kind === "file" ? 0 : 1;
    if (operator === "-s") return node.kind === "directory" || node.content.length > 0 ? 0 : 1;
    if (operator === "-e") return 0;
    return files.may(path, operator === "-r" ? 4 : operator === "-w" ? 2 : 1) ? 0 : 1;
  }
  return testOf(words) ? 0 : 1;
}

/** `head -n 3`, `-3`, `-c 10` and the file; the number defaults to ten lines. */
async function head(context: CommandContext): Promise<number> {
  const { lines, bytes, files } = countOptions(context.args);
  const input = await textOf(context, files);
  if (bytes !== undefined)
    await context.stdout.write(encoder.encode(input).subarray(0, bytes.value));
  else await context.print(linesOf(input).slice(0, lines.value).join(""));
  return 0;
}

async function tail(context: CommandContext): Promise<number> {
  const follows = context.args.some((arg) => arg === "-f" || arg === "-F" || arg === "--follow");
  const args = context.args.filter((arg) => !/^-[fF]$|^--follow$/.test(arg));
  const { lines, bytes, files } = countOptions(args);
  const [file] = files;
  if (!follows || file === undefined) return lastOf(context, { lines, bytes, files });
  const path = context.session.path(file);
  if (context.args.includes("-F"))
    while (!context.session.place.files.find(path)) await context.session.sleep(followMs);
  const code = await lastOf(context, { lines, bytes, files });
  return code === 0 ? follow(context, path) : code;
}

/** How often a file that is followed is looked at, as tail(1) does it. */
const followMs = 1000;

/** Prints what is added to a file, until somebody ends it. */
async function follow({ session, stdout }: CommandContext, path: string): Promise<number> {
  const size = (): number => {
    const node = session.place.files.find(path);
    return node?.kind === "file" ? node.content.length : 0;
  };
  // Nothing is ever added to it: no need to look.
  if (path === "/dev/null") await session.sleep(Number.POSITIVE_INFINITY);
  for (let shown = size(); ;) {
    await session.sleep(followMs);
    await session.refresh([path]);
    const now = size();
    if (now < shown) shown = 0;
    if (now > shown) await stdout.write(session.place.files.read(path).subarray(shown));
    shown = now;
  }
}

async function lastOf(
  context: CommandContext,
  { lines, bytes, files }: ReturnType<typeof countOptions>,
): Promise<number> {
  if (bytes) {
    const whole = await bytesOf(context, files);
    const from = bytes.fromStart ? bytes.value - 1 : Math.max(0, whole.length - bytes.value);
    await context.stdout.write(whole.subarray(Math.max(0, from)));
    return 0;
  }
  const all = linesOf(await textOf(context, files));
  const from = lines.fromStart ? lines.value - 1 : Math.max(0, all.length - lines.value);
  await context.print(all.slice(Math.max(0, from)).join(""));
  return 0;
}

interface Count {
  readonly value: number;
  /** `+5`: from the fifth on. */
  readonly fromStart: boolean;
}

function countOptions(args: readonly string[]): {
  lines: Count;
  bytes: Count | undefined;
  files: readonly string[];
} {
  let lines: Count = { value: 10, fromStart: false };
  let bytes: Count | undefined;
  const files: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    const match = /^-([nc]?)(\+?\d+)?$/.exec(arg);
    if (!match || arg === "-") {
      files.push(arg);
      continue;
    }
    const text = match[2] ?? args[++i] ?? "0";
    const count = { value: Math.abs(Number(text)) || 0, fromStart: text.startsWith("+") };
    if (match[1] === "c") bytes = count;
    else lines = count;
  }
  return { lines, bytes, files };
}

async function wc(context: CommandContext): Promise<number> {
  const options = (context.args.find((arg) => arg.startsWith("-")) ?? "-lwc").slice(1);
  const files = context.args.filter((arg) => !arg.startsWith("-"));
  const bytes = await bytesOf(context, files);
  const text = decoder.decode(bytes);
  const counts = {
    l: text.split("\n").length - 1,
    w: text.split(/\s+/).filter((word) => word !== "").length,
    c: bytes.length,
  };
  const shown = (["l", "w", "c"] as const).filter((option) => options.includes(option));
  const name = files.length > 0 ? ` ${files.join(" ")}` : "";
  await context.print(`${shown.map((option) => counts[option]).join(" ")}${name}\n`);
  return 0;
}

async function grep(context: CommandContext): Promise<number> {
  const options = context.args.filter((arg) => arg.startsWith("-")).join("");
  const [pattern = "", ...files] = context.args.filter((arg) => !arg.startsWith("-"));
  const lines = linesOf(await textOf(context, files));
  const wanted = !options.includes("v");
  let found: readonly string[];
  try {
    const source = options.includes("F") ? pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : pattern;
    const expression = compileRegex(options.includes("i") ? `(?i)${source}` : source);
    found = withinStepBudget(() =>
      lines.filter((line) => expression.test(line.replace(/\n$/, "")) === wanted),
    );
  } catch (error) {
    const isOurs = error instanceof RegexSyntaxError || error instanceof RegexTooCostly;
    if (!isOurs) throw error;
    return (await context.fail(`bad regex '${pattern}'`)) + 1;
  }
  if (options.includes("c")) await context.print(`${found.length}\n`);
  else if (!options.includes("q")) await context.print(found.join(""));
  return found.length > 0 ? 0 : 1;
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

async function bytesOf(context: CommandContext, files: readonly string[]): Promise<Uint8Array> {
  const { session, stdin } = context;
  const [file] = files;
  if (file === undefined || file === "-") return stdin.all();
  return session.place.files.read(session.path(file));
}

const textOf = async (context: CommandContext, files: readonly string[]): Promise<string> =>
  decoder.decode(await bytesOf(context, files));

async function tee(context: CommandContext): Promise<number> {
  const { session, args, stdin, stdout } = context;
  const append = args.includes("-a");
  const paths = args.filter((arg) => !arg.startsWith("-")).map((arg) => session.path(arg));
  for (const path of paths) session.place.files.write(path, new Uint8Array(), { append });
  await pumpInto(stdin, async (chunk) => {
    for (const path of paths) session.place.files.write(path, chunk, { append: true });
    await stdout.write(chunk);
  });
  return 0;
}

async function help({ print }: CommandContext): Promise<number> {
  const names = [...commands.keys()].sort().join(" ");
  await print(
    `This container is simulated by Kubarium: its image does not run. It knows\n${names}\n`,
  );
  return 0;
}

const printed =
  (text: (context: CommandContext) => string): SimulatedCommand =>
  async (context) => {
    await context.print(`${text(context)}\n`);
    return 0;
  };

export const commands: ReadonlyMap<string, SimulatedCommand> = new Map<string, SimulatedCommand>([
  [":", async () => 0],
  ["[", test],
  ["[[", test],
  ["cat", fileCommands.cat],
  ["chmod", fileCommands.changeMode],
  ["chown", fileCommands.changeOwner],
  ["cp", fileCommands.copy],
  ["date", printed(({ session }) => dateText(session.nowMs()))],
  ["echo", echo],
  ["env", env],
  ["false", async () => 1],
  ["grep", grep],
  ["head", head],
  ["help", help],
  ["hostname", printed(({ session }) => session.place.hostname)],
  ["id", id],
  ["ln", linkCommands.link],
  ["ls", fileCommands.list],
  ["mkdir", fileCommands.makeDirectories],
  ["mv", fileCommands.move],
  ["printenv", printenv],
  ["printf", printf],
  ["pwd", printed(({ session }) => session.cwd)],
  ["readlink", linkCommands.readLink],
  ["realpath", linkCommands.realPath],
  ["rm", fileCommands.remove],
  [
    "sleep",
    async ({ session, args }) => {
      await session.sleep(sleepMs(args));
      return 0;
    },
  ],
  ["stat", fileCommands.stat],
  ["tail", tail],
  ["tar", fileCommands.tar],
  ["tee", tee],
  ["test", test],
  ["touch", fileCommands.touch],
  ["true", async () => 0],
  [
    "tty",
    async ({ session, print }) => {
      await print(session.tty ? "/dev/pts/0\n" : "not a tty\n");
      return session.tty ? 0 : 1;
    },
  ],
  [
    "uname",
    printed(({ session, args }) =>
      args[0] === "-a"
        ? `Linux ${session.place.hostname} simulated`
        : args[0] === "-n"
          ? session.place.hostname
          : "Linux",
    ),
  ],
  ["wc", wc],
  ["whoami", whoami],
  ...fieldCommands,
  ...shellCommands,
  ...networkCommands,
]);
