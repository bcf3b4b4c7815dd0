/** The volumes of a simulated Pod, shared by its containers. Made when somebody first looks. */
import type { VolumeConfig, VolumeFile } from "../container-runtime.ts";
import { type Directory, type Disk, FileBudget, partsOf } from "./simulated-files.ts";

/** The volumes of one Pod, and how much is written in it. */
export class PodFiles {
  readonly budget = new FileBudget();
  readonly #volumes = new Map<string, Directory>();
  readonly #budgets = new Map<string, FileBudget>();
  readonly #written: WrittenVolume[] = [];
  readonly #nowMs: () => number;

  /** `diskOf`: where a volume is kept that is not the Pod's own. */
  constructor(
    volumes: readonly VolumeConfig[],
    nowMs: () => number,
    diskOf: (volume: VolumeConfig) => Disk | undefined = () => undefined,
  ) {
    this.#nowMs = nowMs;
    for (const volume of volumes) {
      const disk = diskOf(volume);
      const root = disk?.root ?? this.directory();
      this.#volumes.set(volume.name, root);
      if (disk) this.#budgets.set(volume.name, disk.budget);
      if (volume.type !== "files") continue;
      const written = { root, current: volume.current, paths: new Set<string>() };
      this.#write(written, volume.files);
      this.#written.push(written);
    }
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
    for (const { path, content, mode } of files) {
      const parts = partsOf(path);
      const name = parts.pop();
      if (name === undefined) continue;
      paths.add(path);
      gone.delete(path);
      const { entries } = this.ensure(root, parts);
      const known = entries.get(name);
      if (known?.kind === "file" && known.mode === mode && isSame(known.content, content)) continue;
      entries.set(name, { kind: "file", content, mode, mtimeMs: this.#nowMs() });
    }
    for (const path of gone) {
      paths.delete(path);
      removeFile(root, partsOf(path));
    }
  }

  volume(name: string): Directory | undefined {
    return this.#volumes.get(name);
  }

  budgetOf(volume: string): FileBudget {
    return this.#budgets.get(volume) ?? this.budget;
  }

  directory(): Directory {
    return { kind: "directory", entries: new Map(), mode: 0o755, mtimeMs: this.#nowMs() };
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
