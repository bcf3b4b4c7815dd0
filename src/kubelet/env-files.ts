/**
 * Variables of files that init containers leave in volumes (KEP-3721): reads the files that a container names, and what is in them.
 * The syntax is that of the documentation's "Env file syntax": `NAME='value'` and nothing else.
 */
import type { Container } from "../api/generated/types.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { envFileKey, type EnvFiles } from "./env-file-keys.ts";
import { ConfigError } from "./pod-env.ts";

/** What runtimes have that can be asked for files of volumes. */
export interface VolumeReader {
  /** Undefined when there is no such file. Rejects with RuntimeError. */
  readVolumeFile(
    sandboxId: string,
    file: { readonly volume: string; readonly path: string },
    signal: AbortSignal,
  ): Promise<Uint8Array | undefined>;
}

/** The files that a container's variables are in. Rejects with ConfigError. */
export async function readEnvFiles(
  { env = [] }: Container,
  runtime: ContainerRuntime,
  at: { readonly sandboxId: string; readonly signal: AbortSignal },
): Promise<EnvFiles> {
  const files = new Map<string, ReadonlyMap<string, string> | undefined>();
  for (const { valueFrom } of env) {
    const { volumeName: volume, path } = valueFrom?.fileKeyRef ?? {};
    if (volume === undefined || path === undefined) continue;
    const key = envFileKey(volume, path);
    if (files.has(key)) continue;
    if (!readsVolumes(runtime))
      throw new ConfigError("variables of files are not supported by this node");
    const content = await runtime.readVolumeFile(at.sandboxId, { volume, path }, at.signal);
    files.set(key, content && parseEnvFile(new TextDecoder().decode(content), path));
  }
  return files;
}

function readsVolumes(runtime: ContainerRuntime): runtime is ContainerRuntime & VolumeReader {
  return "readVolumeFile" in runtime;
}

/** Names and values; of a name that is there twice the last one holds. Throws ConfigError for what is no such file. */
export function parseEnvFile(text: string, path: string): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  const lines =
    /[ \t]*(?:#[^\n]*|([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*'([^']*)'[ \t\r]*|\r?)(?:\n|$)/y;
  while (lines.lastIndex < text.length) {
    const from = lines.lastIndex;
    const match = lines.exec(text);
    if (!match) {
      const line = text.slice(0, from).split("\n").length;
      throw new ConfigError(
        `couldn't parse env file ${JSON.stringify(path)}: invalid line ${line}`,
      );
    }
    const [, name, value = ""] = match;
    if (name !== undefined) variables.set(name, value);
  }
  return variables;
}
