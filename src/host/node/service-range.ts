/** The Service range of a data directory's cluster: chosen once, for Services keep their addresses. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultServiceCidr } from "../../cluster.ts";
import { writeSecret } from "./credentials.ts";
import { stateFile } from "./data-lock.ts";

const fileOf = (dataDir: string): string => join(dataDir, "network.json");

/** Undefined for a new cluster. `elsewhere`: its state is not in the directory, so that one of before this file cannot be told from a new one. */
export async function keptServiceRange(
  dataDir: string,
  elsewhere: boolean,
): Promise<string | undefined> {
  const isNew = !elsewhere && !existsSync(stateFile(dataDir));
  try {
    const kept = JSON.parse(await readFile(fileOf(dataDir), "utf8")) as { serviceCidr?: unknown };
    // A reset removes the state alone: the next cluster may have another range.
    if (typeof kept.serviceCidr === "string" && !isNew) return kept.serviceCidr;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return isNew ? undefined : defaultServiceCidr;
}

export async function keepServiceRange(dataDir: string, serviceCidr: string): Promise<void> {
  await writeSecret(fileOf(dataDir), JSON.stringify({ serviceCidr }));
}
