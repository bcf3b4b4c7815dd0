/** What a data directory's cluster has chosen once: its Service range, for Services keep their addresses, and where its containers are. */
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { defaultServiceCidr } from "../../cluster.ts";
import { writeSecret } from "./credentials.ts";
import { stateFile } from "./data-lock.ts";

const fileOf = (dataDir: string): string => join(dataDir, "network.json");

export interface ChosenNetwork {
  readonly serviceCidr: string;
  /** The Docker Engine's endpoint; absent without one. */
  readonly dockerHost?: string | undefined;
}

/** Undefined where nothing is written down. */
export async function readNetwork(dataDir: string): Promise<ChosenNetwork | undefined> {
  try {
    const kept = JSON.parse(await readFile(fileOf(dataDir), "utf8")) as Partial<ChosenNetwork>;
    const { serviceCidr, dockerHost } = kept;
    return serviceCidr === undefined ? undefined : { serviceCidr, dockerHost };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

/** Undefined for a new cluster. `elsewhere`: its state is not in the directory, so that one of before this file cannot be told from a new one. */
export async function keptServiceRange(
  dataDir: string,
  elsewhere: boolean,
): Promise<string | undefined> {
  // A reset removes the state alone: the next cluster may have another range.
  if (!elsewhere && !existsSync(stateFile(dataDir))) return undefined;
  return (await readNetwork(dataDir))?.serviceCidr ?? defaultServiceCidr;
}

/** What was written down of an endpoint stays where this run has none: containers may be left there. */
export async function keepNetwork(dataDir: string, network: ChosenNetwork): Promise<void> {
  const dockerHost = network.dockerHost ?? (await readNetwork(dataDir))?.dockerHost;
  await writeSecret(fileOf(dataDir), JSON.stringify({ ...network, dockerHost }));
}

export async function forgetNetwork(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
}
