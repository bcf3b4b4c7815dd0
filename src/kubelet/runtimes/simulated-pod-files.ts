/** The volumes of a simulated Pod, shared by its containers. Made when somebody first looks. */
import type { VolumeConfig, VolumeFile } from "../container-runtime.ts";
import {
  type Directory,
  type DirectoryEntry,
  type Disk,
  FileBudget,
  type FileNode,
  partsOf,
} from "./simulated-file-nodes.ts";

export interface PodFilesOptions {
  /** Where a volume is kept that is not the Pod's own. */
  readonly diskOf?: (volume: VolumeConfig) => Disk | undefined;
  /** The group that volumes are given to. */
  readonly fsGroup?: number | undefined;
}

/** The volumes of one Pod, and how much is written in it. */
export class PodFiles {
  readonly budget = new FileBudget();
  readonly #volumes = new Map<string, FileNode>();
  readonly #budgets = new Map<string, FileBudget>();
  readonly #written: WrittenVolume[] = [];
  readonly #nowMs: () => number;
  readonly #fsGroup: number | undefined;

  constructor(
    volumes: readonly VolumeConfig[],
    nowMs: () => number,
    options: PodFilesOptions = {},
  ) {
    this.#nowMs = nowMs;
    this.#fsGroup = options.fsGroup;
    for (const volume of volumes) {
      const disk = options.diskOf?.(volume);
      if (disk) {
        this.#volumes.set(volume.name, disk.root);
        this.#budgets.set(volume.name, disk.budget);
        if (volume.type === "persistent") this.#giveToGroup(disk.root);
        continue;
      }
      const isTmpfs = "memory" in volume && volume.memory;
      const root = Object.assign(this.directory(), { mode: isTmpfs ? 0o1777 : 0o777 });
      this.#giveToGroup(root);
      this.#volumes.set(volume.name, root);
      if (volume.type !== "files") continue;
      const { name, current } = volume;
      const written = { name, root, current, paths: new Set<string>() };
      this.#write(written, volume.files);
      this.#written.push(written);
    }
  }

  /** As the kubelet does it for fsGroup (volume_linux.go): the group may do what the owner may, and what is made inherits it. */
  #giveToGroup(node: FileNode): void {
    if (this.#fsGroup === undefined) return;
    node.gid = this.#fsGroup;
    node.mode |= node.kind === "directory" ? 0o2770 : 0o660;
  }

  /** Brings what follows its sources up to date, for somebody who is about to look. Rejects with what making a token rejects with. */
  async ready(): Promise<void> {
    for (const volume of this.#written) {
      const files = await volume.current?.();
      if (files) this.#write(volume, files);
    }
  }

  /** What has changed is a new file: who has mounted the old one by a subPath keeps that, as on a real node. */
  #write(volume: WrittenVolume, files: readonly VolumeFile[]): void {
    const { root, paths } = volume;
    const gone = new Set(paths);
    const group = this.#fsGroup;
    for (const { path, content, mode: asked } of files) {
      const mode = group === undefined ? asked : asked | 0o440;
      const parts = partsOf(path);
      const name = parts.pop();
      if (name === undefined) continue;
      paths.add(path);
      gone.delete(path);
      const { entries } = this.ensure(root, parts);
      const known = entries.get(name);
      if (known?.kind === "file" && known.mode === mode && isSame(known.content, content)) continue;
      const mtimeMs = this.#nowMs();
      entries.set(name, { kind: "file", content, mode, uid: 0, gid: group ?? 0, mtimeMs });
    }
    for (const path of gone) {
      paths.delete(path);
      removeFile(root, partsOf(path));
    }
  }

  /** Whether what is in it changes with what it was made of. */
  follows(name: string): boolean {
    return this.#written.some((volume) => volume.name === name && volume.current !== undefined);
  }

  volume(name: string): FileNode | undefined {
    return this.#volumes.get(name);
  }

  /** What is in a file of a volume; links are not followed. */
  contentOf(volume: string, path: string): Uint8Array | undefined {
    let at: DirectoryEntry | undefined = this.#volumes.get(volume);
    for (const part of partsOf(path))
      at = at?.kind === "directory" ? at.entries.get(part) : undefined;
    return at?.kind === "file" ? at.content : undefined;
  }

  budgetOf(volume: string): FileBudget {
    return this.#budgets.get(volume) ?? this.budget;
  }

  directory(): Directory {
    const mtimeMs = this.#nowMs();
    return { kind: "directory", entries: new Map(), mode: 0o755, uid: 0, gid: 0, mtimeMs };
  }

  /** The directory at a path below another one, made where it is missing. */
  ensure(from: Directory, parts: readonly string[]): Directory {
    let at = from;
    for (const part of parts) {
      const next = at.entries.get(part);
      if (next?.kind === "directory") at = next;
      else {
        const made = this.directory();
        at.entries.set(part, made);
        at = made;
      }
    }
    return at;
  }
}

/** A volume that follows its sources. */
interface WrittenVolume {
  readonly name: string;
  readonly root: Directory;
  readonly current: (() => Promise<readonly VolumeFile[] | undefined>) | undefined;
  /** The files that it got from them. */
  readonly paths: Set<string>;
}

/** Removes a file, and the directories above it that become empty. */
function removeFile(from: Directory, parts: readonly string[]): void {
  const [name, ...below] = parts;
  const entry = name === undefined ? undefined : from.entries.get(name);
  if (name === undefined || entry === undefined) return;
  if (below.length > 0 && entry.kind === "directory") {
    removeFile(entry, below);
    if (entry.entries.size > 0) return;
  }
  from.entries.delete(name);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
