/** The commands of simulated shells that change the shell itself: its variables, its directory, the flow of its script. */
import { normalize } from "./simulated-file-nodes.ts";
import type { CommandContext, SimulatedCommand } from "./simulated-session-place.ts";

async function exportNames({ session, args }: CommandContext): Promise<number> {
  for (const arg of args) {
    const [name = "", value] = arg.split(/=(.*)/s);
    session.exported.add(name);
    if (value !== undefined) session.variables.set(name, value);
  }
  return 0;
}

async function cd({ session, args, fail }: CommandContext): Promise<number> {
  const wanted = args[0] ?? session.variables.get("HOME") ?? "/root";
  const path = session.path(wanted);
  const node = session.place.files.find(path);
  if (!node) return fail(`can't cd to ${wanted}: No such file or directory`);
  if (node.kind === "file") return fail(`can't cd to ${wanted}: Not a directory`);
  session.cwd = normalize(path);
  return 0;
}

/** The command takes the shell's place. */
async function execute(context: CommandContext): Promise<number> {
  const { session, args } = context;
  if (args.length === 0) return 0;
  return session.exit(await session.program(args, context));
}

/** `set -e`, `set +e`, and what goes with it; -u, -x and pipefail are accepted and change nothing. */
async function set({ session, args, fail }: CommandContext): Promise<number> {
  for (const arg of args) {
    if (arg === "pipefail") continue;
    if (!/^[-+][euxo]+$/.test(arg))
      return fail(`${arg}: not understood (this container is simulated)`);
    if (arg.includes("e")) session.stopAtFailure(arg.startsWith("-"));
  }
  return 0;
}

/** The fields of a line of the input, the last name taking what is left. */
async function read({ session, args, stdin }: CommandContext): Promise<number> {
  const names = args.filter((arg) => !arg.startsWith("-"));
  const line = await stdin.line();
  let rest = (line ?? "").trim();
  for (const [i, name] of (names.length === 0 ? ["REPLY"] : names).entries()) {
    const isLast = i === Math.max(names.length, 1) - 1;
    const end = isLast ? rest.length : rest.search(/[ \t]|$/);
    session.variables.set(name, rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return line === undefined ? 1 : 0;
}

async function unset({ session, args }: CommandContext): Promise<number> {
  for (const name of args) {
    session.variables.delete(name);
    session.exported.delete(name);
  }
  return 0;
}

async function exit({ session, args }: CommandContext): Promise<number> {
  return session.exit(args[0] === undefined ? undefined : Number(args[0]) & 255);
}

const jump =
  (kind: "break" | "continue"): SimulatedCommand =>
  async ({ session, args }) =>
    session.jump(kind, Number(args[0] ?? 1) || 1);

export const shellCommands: readonly (readonly [string, SimulatedCommand])[] = [
  ["break", jump("break")],
  ["cd", cd],
  ["continue", jump("continue")],
  ["exec", execute],
  ["exit", exit],
  ["export", exportNames],
  ["read", read],
  ["set", set],
  [
    "trap",
    async ({ session, args: [script = "", ...signals] }) => {
      session.traps.set(script, signals);
      return 0;
    },
  ],
  ["unset", unset],
];
