/** What a cluster keeps from one start to the next so that addresses stay the same: its ports. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { writeSecret } from "../host/node/credentials.ts";

export interface Settings {
  readonly apiPort: number;
  readonly dashboardPort: number;
}

/** Tried first on a new cluster: what a user of kubectl expects, and a number beside it. */
const preferred: Settings = { apiPort: 6443, dashboardPort: 6480 };

export async function readSettings(dataDir: string): Promise<Settings | undefined> {
  try {
    return JSON.parse(await readFile(join(dataDir, "settings.json"), "utf8")) as Settings;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Error(`${join(dataDir, "settings.json")} cannot be read`, { cause: error });
  }
}

export async function writeSettings(dataDir: string, settings: Settings): Promise<void> {
  await writeSecret(join(dataDir, "settings.json"), `${JSON.stringify(settings, undefined, 2)}\n`);
}

/**
 * The ports to listen on: those asked for (0: any free one), else those of the last start, else the preferred ones
 * where they are free.
 */
export async function choosePorts(
  asked: { readonly apiPort: number | undefined; readonly dashboardPort: number | undefined },
  stored: Settings | undefined,
): Promise<Settings> {
  const choose = async (key: keyof Settings): Promise<number> => {
    const wanted = asked[key];
    if (wanted !== undefined) return wanted;
    if (stored) return stored[key];
    return (await isFree(preferred[key])) ? preferred[key] : 0;
  };
  return { apiPort: await choose("apiPort"), dashboardPort: await choose("dashboardPort") };
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
