/** The commands of simulated containers that work on files: cat, cp, ls, mkdir, mv, rm, tar, touch. */
import type { ByteReader } from "../../server/streaming/byte-channel.ts";
import { FileError, type FileNode, normalize } from "./simulated-files.ts";
import type { CommandContext } from "./simulated-session.ts";
import { archive, archiveEnd, unpack } from "./simulated-tar.ts";

export { normalize };

export async function pumpInto(
  reader: ByteReader,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<void> {
  for (;;) {
    const chunk = await reader.read();
    if (!chunk) return;
    await write(chunk);
  }
}

export async function cat({ session, args, stdin, stdout, fail }: CommandContext): Promise<number> {
  let code = 0;
  for (const name of args.length === 0 ? ["-"] : args) {
    if (name === "-") {
      await pumpInto(stdin, (chunk) => stdout.write(chunk));
      continue;
    }
    try {
      await stdout.write(session.place.files.read(session.path(name)));
    } catch (error) {
      code = await failOn(error, fail, (why) =>
        why === "Is a directory" ? `read error: ${why}` : `can't open '${name}': ${why}`,
      );
    }
  }
  return code;
}

/** Says what is wrong with a file, and gives 1; anything else is thrown on. */
async function failOn(
  error: unknown,
  fail: (text: string) => Promise<number>,
  text: (why: string) => string,
): Promise<number> {
  if (!(error instanceof FileError)) throw error;
  return fail(text(error.message));
}

function split(args: readonly string[]): { options: string; names: readonly string[] } {
  return {
    options: args
      .filter((arg) => arg.startsWith("-"))
      .map((arg) => arg.slice(1))
      .join(""),
    names: args.filter((arg) => !arg.startsWith("-")),
  };
}

export async function list(context: CommandContext): Promise<number> {
  const { session, args, print, fail } = context;
  const { options, names } = split(args);
  const long = options.includes("l");
  const all = options.includes("a") || options.includes("A");
  const show = async (shown: string, node: FileNode): Promise<void> => {
    await print(long ? `${longLine(node)} ${shown}\n` : `${shown}\n`);
  };
  let code = 0;
  const wanted = names.length === 0 ? [session.cwd] : names;
  for (const name of wanted) {
    const node = session.place.files.find(session.path(name));
    if (!node) {
      code = await fail(`${name}: No such file or directory`);
      continue;
    }
    if (node.kind === "file" || options.includes("d")) {
      await show(name, node);
      continue;
    }
    if (wanted.length > 1) await print(`${name}:\n`);
    for (const entry of [...node.entries.keys()].sort()) {
      const child = node.entries.get(entry);
      if (child && (all || !entry.startsWith("."))) await show(entry, child);
    }
  }
  return code;
}

function longLine(node: FileNode): string {
  const bits = ["---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx"];
  const mode = [6, 3, 0].map((shift) => bits[(node.mode >> shift) & 7]).join("");
  const size = node.kind === "file" ? node.content.length : 4096;
  const kind = node.kind === "directory" ? "d" : "-";
  return `${kind}${mode}    1 root     root     ${String(size).padStart(9)}`;
}

export async function makeDirectories({ session, args, fail }: CommandContext): Promise<number> {
  const { options, names } = split(args);
  let code = 0;
  for (const name of names) {
    try {
      session.place.files.makeDirectory(session.path(name), { parents: options.includes("p") });
    } catch (error) {
      code = await failOn(error, fail, (why) => `can't create directory '${name}': ${why}`);
    }
  }
  return code;
}

export async function remove({ session, args, fail }: CommandContext): Promise<number> {
  const { options, names } = split(args);
  const recursive = /r/i.test(options);
  let code = 0;
  for (const name of names) {
    try {
      session.place.files.remove(session.path(name), { recursive });
    } catch (error) {
      const missing = error instanceof FileError && error.message.startsWith("No such");
      if (options.includes("f") && missing) continue;
      code = await failOn(error, fail, (why) =>
        why === "Is a directory" ? `'${name}' is a directory` : `can't remove '${name}': ${why}`,
      );
    }
  }
  return code;
}

export async function touch({ session, args, fail }: CommandContext): Promise<number> {
  let code = 0;
  for (const name of split(args).names) {
    try {
      session.place.files.write(session.path(name), new Uint8Array(), { append: true });
    } catch (error) {
      code = await failOn(error, fail, (why) => `${name}: ${why}`);
    }
  }
  return code;
}

export async function copy(context: CommandContext): Promise<number> {
  const { session, args, fail } = context;
  const { options, names } = split(args);
  const [from, to, ...more] = names;
  if (from === undefined || to === undefined || more.length > 0)
    return fail("usage: cp SOURCE DEST");
  const { files } = session.place;
  const node = files.get(session.path(from));
  const recursive = /[ra]/i.test(options);
  if (node.kind === "directory" && !recursive) return fail(`omitting directory '${from}'`);
  const target = files.find(session.path(to));
  const name = from.split("/").findLast((part) => part !== "") ?? "";
  const path = session.path(target?.kind === "directory" ? `${to}/${name}` : to);
  const write = (source: FileNode, at: string): void => {
    if (source.kind === "file") {
      files.write(at, source.content, { mode: source.mode });
      return;
    }
    const entries = [...source.entries];
    files.makeDirectory(at, { parents: true });
    for (const [entry, child] of entries) write(child, `${at}/${entry}`);
  };
  if (`${normalize(path)}/`.startsWith(`${normalize(session.path(from))}/`)) {
    return fail(`'${from}' and '${to}' are the same file`);
  }
  write(node, path);
  return 0;
}

export async function move(context: CommandContext): Promise<number> {
  const { session, args } = context;
  const { names } = split(args);
  const code = await copy({ ...context, args: ["-r", ...names] });
  if (code === 0) session.place.files.remove(session.path(names[0] ?? ""), { recursive: true });
  return code;
}

interface TarCall {
  mode: "c" | "x" | "t" | undefined;
  file: string;
  folder: string;
  verbose: boolean;
  readonly names: string[];
}

export async function tar(context: CommandContext): Promise<number> {
  const call = parseTar(context.args);
  const { session, stdin, fail } = context;
  if (!call.mode) return fail("must specify exactly one of c, x or t");
  const folder = session.path(call.folder);
  if (call.mode === "c") return create(context, call, folder);
  const bytes =
    call.file === "-" ? await stdin.all() : session.place.files.read(session.path(call.file));
  if (bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b) {
    return fail("compressed archives are not understood (this container is simulated)");
  }
  if (session.place.files.find(folder)?.kind !== "directory") {
    return fail(`can't change directory to '${call.folder}': No such file or directory`);
  }
  const names = unpack(session.place.files, bytes, folder);
  if (call.verbose) await context.print(names.map((name) => `${name}\n`).join(""));
  return 0;
}

async function create(context: CommandContext, call: TarCall, folder: string): Promise<number> {
  const { session, stdout, fail } = context;
  const { files } = session.place;
  let code = 0;
  const path = session.path(call.file);
  const write =
    call.file === "-"
      ? (chunk: Uint8Array) => stdout.write(chunk)
      : async (chunk: Uint8Array) => files.write(path, chunk, { append: true });
  for (const name of call.names) {
    const node = files.find(name.startsWith("/") ? name : `${folder}/${name}`);
    if (!node) {
      code = await fail(`${name}: No such file or directory`);
      continue;
    }
    if (name.startsWith("/")) await fail("removing leading '/' from member names");
    const inside = name.replace(/^\/+|\/+$/g, "");
    for (const chunk of archive(node, inside === "" ? "." : inside)) await write(chunk);
  }
  await write(archiveEnd);
  if (code !== 0) await fail("error exit delayed from previous errors");
  return code;
}

/** `tar cf - PATH`, `tar -xmf - -C DIR`: the options' letters first, with or without a dash. */
function parseTar(args: readonly string[]): TarCall {
  const call: TarCall = { mode: undefined, file: "-", folder: ".", verbose: false, names: [] };
  const rest = [...args];
  let first = true;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg.startsWith("--")) {
      // kubectl's --no-same-permissions and the like change nothing here.
    } else if ((arg.startsWith("-") && arg.length > 1) || first) {
      for (const letter of arg.replace(/^-/, "")) {
        if (letter === "c" || letter === "x" || letter === "t") call.mode = letter;
        else if (letter === "f") call.file = rest.shift() ?? "-";
        else if (letter === "C") call.folder = rest.shift() ?? ".";
        else if (letter === "v") call.verbose = true;
      }
    } else call.names.push(arg);
    first = false;
  }
  return call;
}
