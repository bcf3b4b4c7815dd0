/** The image of sandbox containers, made in memory and loaded into the daemon: no registry, no network. */
import { createHash } from "node:crypto";
import type { DockerClient } from "./docker-client.ts";
import { label } from "./labels.ts";
import { type SandboxArchitecture, sandboxProgram } from "./sandbox-program.ts";
import { type TarEntry, writeTar } from "./tar.ts";
import { isRuntimeError } from "../../../kubelet/container-runtime.ts";

/** A fixed date, so that the same program always makes the same image. */
const created = "2026-01-01T00:00:00Z";

export interface SandboxImage {
  /** `localhost/kubarium/sandbox:<hash>`; Podman wants the registry part. */
  readonly name: string;
  /** A docker-archive for POST /images/load. */
  readonly archive: Buffer;
}

export function sandboxImage(architecture: SandboxArchitecture): SandboxImage {
  const program = sandboxProgram(architecture);
  const layer = writeTar([
    { path: "pause", mode: 0o755, content: program },
    { path: "v/", mode: 0o755 },
  ]);
  const config = Buffer.from(
    JSON.stringify({
      architecture,
      os: "linux",
      created,
      config: { Entrypoint: ["/pause"], Labels: { [label.kind]: "image" } },
      rootfs: { type: "layers", diff_ids: [`sha256:${sha256(layer)}`] },
      history: [{ created, created_by: "kubarium" }],
    }),
  );
  const hash = sha256(config);
  const name = `localhost/kubarium/sandbox:${hash.slice(0, 12)}`;
  const manifest = [{ Config: `${hash}.json`, RepoTags: [name], Layers: ["layer/layer.tar"] }];
  const entries: TarEntry[] = [
    { path: `${hash}.json`, mode: 0o644, content: config },
    { path: "layer/", mode: 0o755 },
    { path: "layer/layer.tar", mode: 0o644, content: layer },
    { path: "manifest.json", mode: 0o644, content: Buffer.from(JSON.stringify(manifest)) },
  ];
  return { name, archive: writeTar(entries) };
}

/** Loads the image unless the daemon has it. */
export async function ensureSandboxImage(
  client: DockerClient,
  architecture: SandboxArchitecture,
  signal: AbortSignal,
): Promise<string> {
  const { name, archive } = sandboxImage(architecture);
  try {
    await client.call("GET", `/images/${encodeURIComponent(name)}/json`, { signal });
  } catch (error) {
    if (!isRuntimeError(error, "notFound")) throw error;
    await client.call("POST", "/images/load", { query: { quiet: 1 }, body: archive, signal });
  }
  return name;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
