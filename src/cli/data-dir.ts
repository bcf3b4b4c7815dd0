/** Where a cluster's state is kept, and the note that a running engine leaves there for the other commands. */
import { readFile, rm } from "node:fs/promises";
import { homedir, platform } from "node:os";
import { join, resolve } from "node:path";
import { holderOf } from "../host/node/data-lock.ts";
import { writeSecret } from "../host/node/credentials.ts";

/** What a running engine says of itself. */
export interface Instance {
  readonly pid: number;
  readonly apiUrl: string;
  /** With the token. */
  readonly dashboardUrl: string;
  readonly kubeconfig: string;
  readonly dataDir: string;
  /** Milliseconds from the start of the process until /readyz answered. */
  readonly startMs: number;
}

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

export async function writeInstance(instance: Instance): Promise<void> {
  await writeSecret(instancePath(instance.dataDir), `${JSON.stringify(instance, undefined, 2)}\n`);
}

export async function removeInstance(dataDir: string): Promise<void> {
  await rm(instancePath(dataDir), { force: true });
}

/** The engine that runs on a data directory; undefined when none does (a note left by a crash does not count). */
export async function runningInstance(dataDir: string): Promise<Instance | undefined> {
  const holder = holderOf(dataDir);
  if (holder === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(instancePath(dataDir), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const instance = JSON.parse(text) as Instance;
  return instance.pid === holder ? instance : undefined;
}

function instancePath(dataDir: string): string {
  return join(dataDir, "instance.json");
}
