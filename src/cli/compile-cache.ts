/**
 * What V8 has made of the program's own code, kept in the user's cache directory: from the second command on, whatever cluster it is
 * for, nothing is compiled again. Half of what a start costs is compilation.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import nodeModule from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Holds for what is imported from now on. Where nothing can be kept, or others could write it, everything works without. */
export function useCompileCache(cacheDir: string): void {
  const all = join(cacheDir, "compiled");
  // Another build, other names: what was kept of the last one would lie there for ever.
  const own = join(all, Math.trunc(statSync(fileURLToPath(import.meta.url)).mtimeMs).toString(36));
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
    if (![cacheDir, all, own].every(isOwnersAlone)) return;
    for (const name of readdirSync(all)) {
      if (join(all, name) !== own) rmSync(join(all, name), { recursive: true });
    }
  } catch {
    // A read-only home, a full disk: nobody needs to know.
    return;
  }
  // An older Node lacks it, and is told by the command that it is too old.
  nodeModule.enableCompileCache?.(own);
}

/** Writes down what has been compiled since; nothing where it came from the cache itself. */
export function keepCompiled(): void {
  nodeModule.flushCompileCache();
}

function isOwnersAlone(directory: string): boolean {
  // Windows has no such bits and no such ids; its profile directories are their user's.
  if (!process.getuid) return true;
  const { uid, mode } = statSync(directory);
  return uid === process.getuid() && (mode & 0o022) === 0;
}
