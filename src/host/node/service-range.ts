/** The Service range of a data directory's cluster: chosen once, for Services keep their addresses. */
import { existsSync } from "node:fs";
import { defaultServiceCidr } from "../../cluster.ts";
import { stateFile } from "./data-lock.ts";
import { readNetwork } from "./network-file.ts";

/** Undefined for a new cluster. `elsewhere`: its state is not in the directory, so that one of before the file cannot be told from a new one. */
export async function keptServiceRange(
  dataDir: string,
  elsewhere: boolean,
): Promise<string | undefined> {
  // A reset removes the state alone: the next cluster may have another range.
  if (!elsewhere && !existsSync(stateFile(dataDir))) return undefined;
  return (await readNetwork(dataDir))?.serviceCidr ?? defaultServiceCidr;
}
