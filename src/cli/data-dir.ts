/** The note that a running engine leaves in its data directory for the other commands. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
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
