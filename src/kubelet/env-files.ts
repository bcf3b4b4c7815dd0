/** Variables of files that init containers leave in volumes (KEP-3721): reads the files that a container names. */
import type { Container } from "../api/generated/types.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import { envFileKey, type EnvFiles } from "./env-file-text.ts";
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
  const files = new Map<string, string | undefined>();
  for (const { valueFrom } of env) {
    const { volumeName: volume, path } = valueFrom?.fileKeyRef ?? {};
    if (volume === undefined || path === undefined) continue;
    const key = envFileKey(volume, path);
    if (files.has(key)) continue;
    if (!readsVolumes(runtime))
      throw new ConfigError("variables of files are not supported by this node");
    const content = await runtime.readVolumeFile(at.sandboxId, { volume, path }, at.signal);
    files.set(key, content && new TextDecoder().decode(content));
  }
  return files;
}

function readsVolumes(runtime: ContainerRuntime): runtime is ContainerRuntime & VolumeReader {
  return "readVolumeFile" in runtime;
}
