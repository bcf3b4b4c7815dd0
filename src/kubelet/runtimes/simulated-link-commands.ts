/** The commands of simulated containers that make and read symbolic links: ln, readlink, realpath. Words are those of busybox. */
import { FileError } from "./simulated-file-nodes.ts";
import { failOn, split } from "./simulated-file-commands.ts";
import type { CommandContext } from "./simulated-session-place.ts";

/** `ln -s [-f] [-n] TARGET... LINK|DIRECTORY`. There are no hard links here. */
export async function link({ session, args, fail }: CommandContext): Promise<number> {
  const { options, names } = split(args);
  const { files } = session.place;
  const targets = names.length > 1 ? names.slice(0, -1) : names;
  const last = names.length > 1 ? (names.at(-1) ?? "") : ".";
  if (targets.length === 0) return fail("usage: ln -s TARGET LINK");
  if (!options.includes("s")) return fail("there are no hard links (this container is simulated)");
  const isDirectory =
    files.find(session.path(last))?.kind === "directory" &&
    !(/[nT]/.test(options) && files.entry(session.path(last))?.kind === "link");
  if (targets.length > 1 && !isDirectory) return fail(`${last}: Not a directory`);
  let code = 0;
  for (const target of targets) {
    const name = target.split("/").findLast((part) => part !== "") ?? "/";
    const path = isDirectory ? `${last.replace(/\/+$/, "")}/${name}` : last;
    try {
      files.link(session.path(path), target, { replace: options.includes("f") });
    } catch (error) {
      code = await failOn(error, fail, (why) => `${path}: ${why}`);
    }
  }
  return code;
}

/** `readlink FILE`: the target, and nothing for what is no link; with `-f` the path that is meant. */
export async function readLink(context: CommandContext): Promise<number> {
  const { session, args, print } = context;
  const { options, names } = split(args);
  if (options.includes("f")) return realPaths(context, names, { missing: "silent" });
  let code = 0;
  for (const name of names) {
    const found = session.place.files.entry(session.path(name));
    if (found?.kind === "link") await print(`${found.target}\n`);
    else code = 1;
  }
  return code;
}

export async function realPath(context: CommandContext): Promise<number> {
  return realPaths(context, split(context.args).names, { missing: "told" });
}

/** Of `readlink -f` the last part need not be there. */
async function realPaths(
  { session, print, fail }: CommandContext,
  names: readonly string[],
  { missing }: { readonly missing: "told" | "silent" },
): Promise<number> {
  const { files } = session.place;
  let code = 0;
  for (const name of names) {
    try {
      const real = files.real(session.path(name));
      const needed = missing === "told" ? real : real.slice(0, real.lastIndexOf("/"));
      if (!files.find(needed)) throw new FileError("No such file or directory");
      await print(`${real}\n`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      code = missing === "told" ? await fail(`${name}: ${error.message}`) : 1;
    }
  }
  return code;
}
