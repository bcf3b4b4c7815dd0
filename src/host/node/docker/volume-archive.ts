/**
 * The content of a Pod's volumes as one tar archive for the sandbox's /v. Files are laid out as the kubelet's atomic writer does: a
 * directory per revision, `..data` pointing at the newest, and a link for each top-level name.
 */
import type { VolumeConfig } from "../../../kubelet/container-runtime.ts";
import { type TarEntry, writeTar } from "./tar.ts";

export interface ArchiveOptions {
  /** Milliseconds since 1970: names the directory of this revision, and is when its files were written. */
  readonly revision: number;
  readonly fsGroup: number | undefined;
  /** Sub-directories of volumes that must exist: `["data", "sub/dir"]`. */
  readonly directories?: readonly (readonly [volume: string, path: string])[];
  /** What else is to be in it. */
  readonly files?: readonly TarEntry[];
}

/** Undefined when there is nothing to write. */
export function volumeArchive(
  volumes: readonly VolumeConfig[],
  options: ArchiveOptions,
): Buffer | undefined {
  const entries = volumes.flatMap((volume) => entriesOf(volume, options));
  for (const [volume, path] of options.directories ?? []) {
    let at = `${volume}/`;
    for (const part of path.split("/")) {
      at += `${part}/`;
      entries.push({ path: at, mode: 0o777, ...groupOf(options) });
    }
  }
  entries.push(...(options.files ?? []));
  return entries.length === 0 ? undefined : writeTar(entries, Math.floor(options.revision / 1000));
}

function groupOf({ fsGroup }: ArchiveOptions): { gid?: number } {
  return fsGroup === undefined ? {} : { gid: fsGroup };
}

function entriesOf(volume: VolumeConfig, options: ArchiveOptions): TarEntry[] {
  if (volume.type === "hostPath") return [];
  const group = groupOf(options);
  // The set-group-ID bit gives new files the volume's group, as fsGroup promises.
  const rootMode = options.fsGroup === undefined ? 0o777 : 0o2777;
  const root: TarEntry = { path: `${volume.name}/`, mode: rootMode, ...group };
  if (volume.type !== "files") return [root];
  const revision = `..r${options.revision}`;
  const directory = `${volume.name}/${revision}/`;
  const entries: TarEntry[] = [root, { path: directory, mode: 0o755, ...group }];
  const made = new Set<string>();
  const tops = new Set<string>();
  for (const file of volume.files) {
    const parts = file.path.split("/").filter((part) => part !== "");
    tops.add(parts[0] ?? "");
    for (let depth = 1; depth < parts.length; depth++) {
      const path = `${directory}${parts.slice(0, depth).join("/")}/`;
      if (made.has(path)) continue;
      made.add(path);
      entries.push({ path, mode: 0o755, ...group });
    }
    // fsGroup must be able to read what it is given.
    const mode = options.fsGroup === undefined ? file.mode : file.mode | 0o440;
    entries.push({ path: `${directory}${parts.join("/")}`, mode, content: file.content, ...group });
  }
  entries.push({ path: `${volume.name}/..data`, mode: 0o777, linkTo: revision });
  for (const top of tops)
    entries.push({ path: `${volume.name}/${top}`, mode: 0o777, linkTo: `..data/${top}` });
  return entries;
}
