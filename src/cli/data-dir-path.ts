/** Where a cluster's state is kept, and what can be made again. Imports nothing of the engine: it is asked before that is loaded. */
import { homedir, platform } from "node:os";
import { join, resolve } from "node:path";

/** The platform's own place: XDG on Linux, Application Support on macOS, LOCALAPPDATA on Windows. */
export function defaultDataDir(environment: NodeJS.ProcessEnv): string {
  const home = environment["HOME"] || homedir();
  switch (platform()) {
    case "darwin":
      return join(home, "Library", "Application Support", "Kubarium", "default");
    case "win32":
      return join(
        environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"),
        "Kubarium",
        "default",
      );
    default:
      return join(
        environment["XDG_DATA_HOME"] || join(home, ".local", "share"),
        "kubarium",
        "default",
      );
  }
}

export function resolveDataDir(given: string | undefined, environment: NodeJS.ProcessEnv): string {
  return resolve(given ?? environment["KUBARIUM_DATA_DIR"] ?? defaultDataDir(environment));
}

/** The platform's own place for what can be made again: XDG on Linux, Caches on macOS, LOCALAPPDATA on Windows. */
export function cacheDir(environment: NodeJS.ProcessEnv): string {
  const home = environment["HOME"] || homedir();
  switch (platform()) {
    case "darwin":
      return join(home, "Library", "Caches", "Kubarium");
    case "win32":
      return join(
        environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local"),
        "Kubarium",
        "Cache",
      );
    default:
      return join(environment["XDG_CACHE_HOME"] || join(home, ".cache"), "kubarium");
  }
}
