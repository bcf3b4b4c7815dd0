/** The commands of simulated containers that work on files: cat, cp, ls, mkdir, mv, rm, tar, touch. */
import type { ByteReader } from "../../server/streaming/byte-channel.ts";
import {
  type DirectoryEntry,
  FileError,
  normalize,
  permissionText,
} from "./simulated-file-nodes.ts";
import type { CommandContext } from "./simulated-session-place.ts";
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
export async function failOn(
  error: unknown,
  fail: (text: string) => Promise<number>,
  text: (why: string) => string,
): Promise<number> {
  if (!(error instanceof FileError)) throw error;
  return fail(text(error.message));
}

export function split(args: readonly string[]): { options: string; names: readonly string[] } {
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
  const show = async (shown: string, node: DirectoryEntry): Promise<void> => {
    const where = node.kind === "link" ? ` -> ${node.target}` : "";
    await print(long ? `${longLine(node)} ${shown}${where}\n` : `${shown}\n`);
  };
  let code = 0;
  const wanted = names.length === 0 ? [session.cwd] : names;
  const { files } = session.place;
  for (const name of wanted) {
    const path = session.path(name);
    // Links that are named are looked through, unless they are to be shown themselves, or lead nowhere.
    const itself = files.entry(path);
    const node = long || options.includes("d") ? itself : (files.find(path) ?? itself);
    if (!node) {
      code = await fail(`${name}: No such file or directory`);
      continue;
    }
    if (node.kind !== "directory" || options.includes("d")) {
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

function longLine(node: DirectoryEntry): string {
  const size = sizeOf(node);
  const name = (id: number): string => (id === 0 ? "root" : String(id)).padEnd(8);
  return `${modeText(node)}    1 ${name(node.uid)} ${name(node.gid)} ${String(size).padStart(9)}`;
}

function sizeOf(node: DirectoryEntry): number {
  if (node.kind === "link") return new TextEncoder().encode(node.target).length;
  return node.kind === "file" ? node.content.length : 4096;
}

const kindLetters = { directory: "d", file: "-", link: "l" };
const kindNames = { directory: "directory", file: "regular file", link: "symbolic link" };

/** As ls(1) shows it. */
function modeText({ kind, mode }: DirectoryEntry): string {
  const letters = `${kindLetters[kind]}${permissionText(mode)}`;
  const withGroup = mode & 0o2000 ? `${letters.slice(0, 6)}s${letters.slice(7)}` : letters;
  return mode & 0o1000 ? `${withGroup.slice(0, 9)}t` : withGroup;
}

/** `stat [-L] -c FORMAT FILE`, of which %a %A %u %g %U %G %s %n %N %F %Y are known; without a format a summary. */
export async function stat({ session, args, print, fail }: CommandContext): Promise<number> {
  const at = args.findIndex((arg) => arg === "-c" || arg === "--format");
  const format =
    at < 0 ? "  File: %n\n  Size: %s\t%F\nAccess: (%a/%A)  Uid: %u  Gid: %g" : args[at + 1];
  if (format === undefined) return fail("option requires an argument -- 'c'");
  const names = args.filter((arg, i) => !arg.startsWith("-") && (at < 0 || i !== at + 1));
  let code = 0;
  for (const name of names) {
    const path = session.path(name);
    const { files } = session.place;
    const node = args.includes("-L") ? files.find(path) : files.entry(path);
    if (!node) {
      code = await fail(`can't stat '${name}': No such file or directory`);
      continue;
    }
    const owner = (id: number): string => (id === 0 ? "root" : "UNKNOWN");
    const values: Readonly<Record<string, string>> = {
      a: (node.mode & 0o7777).toString(8),
      A: modeText(node),
      u: String(node.uid),
      g: String(node.gid),
      U: owner(node.uid),
      G: owner(node.gid),
      s: String(sizeOf(node)),
      n: name,
      N: node.kind === "link" ? `'${name}' -> '${node.target}'` : name,
      F: kindNames[node.kind],
      Y: String(Math.floor(node.mtimeMs / 1000)),
    };
    await print(
      `${format.replace(/%([aAugUGsnNFY])/g, (_all, letter: string) => values[letter] ?? "")}\n`,
    );
  }
  return code;
}

/** Octal modes, and `u+x`, `a-w`, `+x`, `g=rw` one after another. */
export async function changeMode({ session, args, fail }: CommandContext): Promise<number> {
  const [mode = "", ...names] = args.filter((arg) => arg !== "-R");
  const { files } = session.place;
  let code = 0;
  for (const name of names) {
    try {
      const now = files.get(session.path(name)).mode;
      const wanted = changedMode(now, mode);
      if (wanted === undefined) return await fail(`invalid mode '${mode}'`);
      files.change(session.path(name), { mode: wanted });
    } catch (error) {
      code = await failOn(error, fail, (why) => `${name}: ${why}`);
    }
  }
  return code;
}

function changedMode(now: number, text: string): number | undefined {
  if (/^[0-7]{3,4}$/.test(text)) return Number.parseInt(text, 8);
  let mode = now;
  for (const part of text.split(",")) {
    const match = /^([ugoa]*)([-+=])([rwx]*)$/.exec(part);
    if (!match) return undefined;
    const [, who = "", operator, what = ""] = match;
    const bits = Array.from(what).reduce(
      (sum, letter) => sum | { r: 4, w: 2, x: 1 }[letter as "r"],
      0,
    );
    const all = who === "" || who.includes("a");
    for (const [letter, shift] of [
      ["u", 6],
      ["g", 3],
      ["o", 0],
    ] as const) {
      if (!all && !who.includes(letter)) continue;
      if (operator === "+") mode |= bits << shift;
      else if (operator === "-") mode &= ~(bits << shift);
      else mode = (mode & ~(7 << shift)) | (bits << shift);
    }
  }
  return mode;
}

/** `chown 1000:2000 FILE...`, in numbers. */
export async function changeOwner({ session, args, fail }: CommandContext): Promise<number> {
  const [owner = "", ...names] = args.filter((arg) => arg !== "-R");
  const match = /^(\d+|root)?(?::(\d+|root))?$/.exec(owner);
  if (!match) return fail(`unknown user/group ${owner}`);
  const id = (text: string): number => (text === "root" ? 0 : Number(text));
  const to = {
    ...(match[1] === undefined ? {} : { uid: id(match[1]) }),
    ...(match[2] === undefined ? {} : { gid: id(match[2]) }),
  };
  let code = 0;
  for (const name of names) {
    try {
      session.place.files.change(session.path(name), to);
    } catch (error) {
      code = await failOn(error, fail, (why) => `${name}: ${why}`);
    }
  }
  return code;
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
  const recursive = /[ra]/i.test(options);
  const asLinks = (recursive && !options.includes("L")) || /[dP]/.test(options);
  const node =
    (asLinks ? files.entry(session.path(from)) : undefined) ?? files.get(session.path(from));
  if (node.kind === "directory" && !recursive) return fail(`omitting directory '${from}'`);
  const target = files.find(session.path(to));
  const name = from.split("/").findLast((part) => part !== "") ?? "";
  const path = session.path(target?.kind === "directory" ? `${to}/${name}` : to);
  const write = (source: DirectoryEntry, at: string): void => {
    if (source.kind === "link") {
      files.link(at, source.target, { replace: true });
      return;
    }
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
    const node = files.entry(name.startsWith("/") ? name : `${folder}/${name}`);
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
