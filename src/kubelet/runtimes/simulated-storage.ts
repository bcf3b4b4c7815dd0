/**
 * What simulated nodes keep longer than Pods, in memory: PersistentVolumes, one tree each, and the file system of each node,
 * of which hostPath volumes are parts. Made when somebody first looks; gone with the engine.
 */
import type { VolumeConfig } from "../container-runtime.ts";
import {
  type Directory,
  type DirectoryEntry,
  type Disk,
  FileBudget,
  type FileNode,
  partsOf,
} from "./simulated-file-nodes.ts";

export class SimulatedStorage {
  readonly #disks = new Map<string, NodeDisk>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The same on all nodes: an id is one volume. */
  volume(id: string): Disk {
    return this.#disk(`volume/${id}`);
  }

  /** A part of a node's own file system, made where it is missing: a file where `kind` is one of a file, else a directory. */
  path(nodeName: string, path: string, kind = ""): Disk {
    const { root, budget } = this.#node(nodeName);
    const parts = partsOf(path);
    let at: FileNode = root;
    for (const [i, part] of parts.entries()) {
      // What is no directory cannot be gone through: a new one takes its place.
      if (at.kind === "file") break;
      const entry: DirectoryEntry | undefined = at.entries.get(part);
      // Links lead to places that only containers know.
      const known: FileNode | undefined = entry?.kind === "link" ? undefined : entry;
      const isLast = i === parts.length - 1;
      if (known && (isLast || known.kind === "directory")) at = known;
      else {
        const made: FileNode =
          isLast && kind.startsWith("File") ? this.#file("") : this.#directory();
        at.entries.set(part, made);
        at = made;
      }
    }
    return { root: at, budget };
  }

  /** Where a volume of a Pod is kept; undefined for those that are the Pod's own. */
  diskOf(nodeName: string, volume: VolumeConfig): Disk | undefined {
    if (volume.type === "persistent") return this.volume(volume.id);
    return volume.type === "hostPath" ? this.path(nodeName, volume.path, volume.kind) : undefined;
  }

  removeVolume(id: string): void {
    this.#disks.delete(`volume/${id}`);
  }

  #node(nodeName: string): NodeDisk {
    const known = this.#disks.get(`node/${nodeName}`);
    if (known) return known;
    const made = this.#disk(`node/${nodeName}`);
    const etc = this.#directory(0o755);
    etc.entries.set("hosts", this.#file(`127.0.0.1\tlocalhost\n127.0.1.1\t${nodeName}\n`));
    etc.entries.set("hostname", this.#file(`${nodeName}\n`));
    made.root.entries.set("etc", etc);
    return made;
  }

  #disk(key: string): NodeDisk {
    const known = this.#disks.get(key);
    if (known) return known;
    const made = { root: this.#directory(), budget: new FileBudget() };
    this.#disks.set(key, made);
    return made;
  }

  #file(text: string): FileNode {
    const content = new TextEncoder().encode(text);
    return { kind: "file", content, mode: 0o644, uid: 0, gid: 0, mtimeMs: this.#nowMs() };
  }

  #directory(mode = 0o777): Directory {
    return { kind: "directory", entries: new Map(), mode, uid: 0, gid: 0, mtimeMs: this.#nowMs() };
  }
}

interface NodeDisk extends Disk {
  readonly root: Directory;
}
