/** What a data directory's cluster has chosen for its network, and where its containers are: `network.json`. Read by commands that load nothing else. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeSecret } from "./credentials.ts";

const fileOf = (dataDir: string): string => join(dataDir, "network.json");

export interface ChosenNetwork {
  readonly serviceCidr: string;
  /** The API server's addresses in the cluster, which its certificate names. */
  readonly serverAddresses: readonly string[];
  /** The Docker Engine's endpoint; absent without one. */
  readonly dockerHost?: string | undefined;
}

/** Undefined where nothing is written down. */
export async function readNetwork(dataDir: string): Promise<ChosenNetwork | undefined> {
  try {
    const kept = JSON.parse(await readFile(fileOf(dataDir), "utf8")) as Partial<ChosenNetwork>;
    const { serviceCidr, serverAddresses = [], dockerHost } = kept;
    return serviceCidr === undefined ? undefined : { serviceCidr, serverAddresses, dockerHost };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}

/** What was written down of an endpoint stays where this run has none: containers may be left there. */
export async function keepNetwork(dataDir: string, network: ChosenNetwork): Promise<void> {
  const dockerHost = network.dockerHost ?? (await readNetwork(dataDir))?.dockerHost;
  await writeSecret(fileOf(dataDir), JSON.stringify({ ...network, dockerHost }));
}

export async function forgetNetwork(dataDir: string): Promise<void> {
  await rm(fileOf(dataDir), { force: true });
}
