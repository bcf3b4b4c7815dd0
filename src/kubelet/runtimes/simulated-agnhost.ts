/**
 * The programs of the agnhost image, which Kubernetes' own documentation and tests use, as far as they are small: those that look at
 * files here, those that answer requests in a file of their own. Follows kubernetes/test/images/agnhost.
 */
import { generateLogs } from "./simulated-agnhost-logs.ts";
import { agnhostServers } from "./simulated-agnhost-servers.ts";
import { FileError, permissionText } from "./simulated-file-nodes.ts";
import { goFlags } from "./simulated-go-flags.ts";
import type { CommandContext, SimulatedCommand } from "./simulated-session-place.ts";

async function pause({ session, print }: CommandContext): Promise<number> {
  await print("Paused\n");
  await session.sleep(Number.POSITIVE_INFINITY);
  return 0;
}

/** Prints how it was called. */
async function entrypointTester({ name, args, print }: CommandContext): Promise<number> {
  await print(`[${[name, ...args].join(" ")}]\n`);
  return 0;
}

const newContent = "mount-tester new file\n";

/** Looks at files and writes them, in the order that the original has; 1 when anything failed. */
async function mountTest(context: CommandContext): Promise<number> {
  const flags = goFlags(context.args.slice(1));
  const steps: readonly (readonly [string, (path: string) => Promise<boolean>])[] = [
    ["fs_type", (path) => showFilesystem(context, path)],
    ...[0o644, 0o666, 0o660, 0o777].map(
      (mode) =>
        [
          `new_file_0${mode.toString(8)}`,
          (path: string) => writeNewFile(context, path, mode),
        ] as const,
    ),
    ["file_mode", (path) => showMode(context, path, "mode")],
    ["file_perm", (path) => showMode(context, path, "perms")],
    ["file_owner", (path) => showOwner(context, path)],
    ["file_content", (path) => showContent(context, path)],
    ["file_content_in_loop", (path) => showContentInLoop(context, path, flags)],
  ];
  let failed = false;
  for (const [name, run] of steps) {
    const path = flags.get(name) ?? "";
    if (path !== "" && !(await run(path))) failed = true;
  }
  return failed ? 1 : 0;
}

const quote = (text: string): string => JSON.stringify(text);

/** What `look` throws as Go words it, printed; false then. */
async function attempt(
  { print }: CommandContext,
  what: (why: string) => string,
  look: () => string,
): Promise<boolean> {
  try {
    await print(look());
    return true;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await print(`${what(error.message.toLowerCase())}\n`);
    return false;
  }
}

function showFilesystem(context: CommandContext, path: string): Promise<boolean> {
  const { files } = context.session.place;
  /** Linux' magic numbers of file systems. */
  const magic: Readonly<Record<string, string>> = {
    overlay: "2035054128",
    ext4: "61267",
    proc: "40864",
  };
  return attempt(
    context,
    (why) => `error from statfs(${quote(path)}): ${why}`,
    () => {
      files.get(path);
      const kind = files.filesystem(path);
      return `mount type of ${quote(path)}: ${magic[kind] ?? kind}\n`;
    },
  );
}

function showMode(context: CommandContext, path: string, what: "mode" | "perms"): Promise<boolean> {
  const { files } = context.session.place;
  return attempt(
    context,
    (why) => `error from lstat(${quote(path)}): ${why}`,
    () => {
      const { kind, mode } = files.get(path);
      const bits = permissionText(mode);
      const kindLetters = `${kind === "directory" ? "d" : ""}${mode & 0o2000 ? "g" : ""}${mode & 0o1000 ? "t" : ""}`;
      const shown = what === "perms" || kindLetters === "" ? `-${bits}` : `${kindLetters}${bits}`;
      return `${what} of file ${quote(path)}: ${shown}\n`;
    },
  );
}

function showOwner(context: CommandContext, path: string): Promise<boolean> {
  const { files } = context.session.place;
  return attempt(
    context,
    (why) => `error from stat(${quote(path)}): ${why}`,
    () => {
      const { uid, gid } = files.get(path);
      return `owner UID of ${quote(path)}: ${uid}\nowner GID of ${quote(path)}: ${gid}\n`;
    },
  );
}

function showContent(context: CommandContext, path: string): Promise<boolean> {
  const { files } = context.session.place;
  return attempt(
    context,
    (why) => `error reading file content for ${quote(path)}: open ${path}: ${why}`,
    () => `content of file ${quote(path)}: ${new TextDecoder().decode(files.read(path))}\n`,
  );
}

async function writeNewFile(context: CommandContext, path: string, mode: number): Promise<boolean> {
  const { files } = context.session.place;
  const written = await attempt(
    context,
    (why) => `error writing new file ${quote(path)}: open ${path}: ${why}`,
    () => {
      files.write(path, new TextEncoder().encode(newContent), { mode });
      return "";
    },
  );
  return written && showContent(context, path);
}

async function showContentInLoop(
  context: CommandContext,
  path: string,
  flags: ReadonlyMap<string, string>,
): Promise<boolean> {
  const { session, print } = context;
  const { files } = session.place;
  const seconds = Number(flags.get("retry_time") ?? "180");
  const breaks = flags.get("break_on_expected_content") !== "false";
  const endMs = session.nowMs() + seconds * 1000;
  let read = true;
  while (session.nowMs() < endMs) {
    await session.refresh([path]);
    let content = "";
    read = await attempt(
      context,
      (why) => `Error reading file ${path}: open ${path}: ${why}, retrying`,
      () => {
        content = new TextDecoder().decode(files.read(path));
        return `content of file ${quote(path)}: ${content}\n`;
      },
    );
    if (read && breaks && content === newContent) break;
    if (read && breaks) await print(`Unexpected content. Expected: ${newContent}. Retrying`);
    await session.sleep(2000);
  }
  return read;
}

/** What resolv.conf says, as the image's programs print it: `a.local,b.local`. */
const resolverEntries =
  (keyword: string): SimulatedCommand =>
  async ({ session, print }) => {
    const text = new TextDecoder().decode(session.place.files.read("/etc/resolv.conf"));
    const values = text
      .split("\n")
      .filter((line) => line.startsWith(`${keyword} `))
      .flatMap((line) => line.slice(keyword.length + 1).split(" "));
    await print(values.join(","));
    return 0;
  };

const programs: Readonly<Record<string, SimulatedCommand>> = {
  "dns-server-list": resolverEntries("nameserver"),
  "dns-suffix": resolverEntries("search"),
  "entrypoint-tester": entrypointTester,
  "logs-generator": generateLogs,
  mounttest: mountTest,
  pause,
  ...agnhostServers,
};

export const agnhostSubcommands: ReadonlySet<string> = new Set(Object.keys(programs));

export async function agnhost(context: CommandContext): Promise<number> {
  const [name = "pause"] = context.args;
  const program = programs[name];
  if (program) return program(context);
  await context.fail(`unknown command "${name}" (this container is simulated)`);
  return 1;
}
