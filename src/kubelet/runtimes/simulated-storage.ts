/**
 * What simulated nodes keep longer than Pods, in memory: PersistentVolumes, one tree each, and the file system of each node,
 * of which hostPath volumes are parts. Made when somebody first looks; gone with the engine.
 */
import type { VolumeConfig } from "../container-runtime.ts";
import { type Directory, type Disk, FileBudget, normalize } from "./simulated-files.ts";

export class SimulatedStorage {
  readonly #disks = new Map<string, Disk>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The same on all nodes: an id is one volume. */
  volume(id: string): Disk {
    return this.#disk(`volume/${id}`);
  }

  /** A directory of a node's own file system, made where it is missing. */
  directory(nodeName: string, path: string): Disk {
    const { root, budget } = this.#disk(`node/${nodeName}`);
    let at = root;
    for (const part of normalize(path).split("/").filter(Boolean)) {
      const known = at.entries.get(part);
      const next = known?.kind === "directory" ? known : this.#directory();
      if (next !== known) at.entries.set(part, next);
      at = next;
    }
    return { root: at, budget };
  }

  /** Where a volume of a Pod is kept; undefined for those that are the Pod's own. */
  diskOf(nodeName: string, volume: VolumeConfig): Disk | undefined {
    if (volume.type === "persistent") return this.volume(volume.id);
    return volume.type === "hostPath" ? this.directory(nodeName, volume.path) : undefined;
  }

  removeVolume(id: string): void {
    this.#disks.delete(`volume/${id}`);
  }

  #disk(key: string): Disk {
    const known = this.#disks.get(key);
    if (known) return known;
    const made = { root: this.#directory(), budget: new FileBudget() };
    this.#disks.set(key, made);
    return made;
  }

  #directory(): Directory {
    return { kind: "directory", entries: new Map(), mode: 0o777, mtimeMs: this.#nowMs() };
  }
}
