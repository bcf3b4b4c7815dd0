/**
 * The files of a simulated container: a small tree of its own with the Pod's volumes mounted in it. Made when somebody first looks; what
 * is written is bounded.
 */
import type { Mount, SandboxConfig, VolumeConfig } from "../container-runtime.ts";
import {
  appended,
  bytesOf,
  countOf,
  type Directory,
  type DirectoryEntry,
  FileBudget,
  FileError,
  type FileNode,
  type FileUser,
  linksMax,
  mayAccess,
  normalize,
  partsOf,
  rootUser,
} from "./simulated-file-nodes.ts";
import type { PodFiles } from "./simulated-pod-files.ts";
import { seedRoot } from "./simulated-root-files.ts";

export interface ContainerFilesOptions {
  readonly pod: PodFiles;
  readonly sandbox: SandboxConfig;
  readonly ip: string;
  readonly mounts: readonly Mount[];
  readonly readOnlyRoot: boolean;
  /** Root by default. */
  readonly user?: FileUser;
  /** A file of the container's own, writable for everybody, whose content the kubelet reads when it has ended. */
  readonly terminationMessagePath?: string;
  nowMs(): number;
}

interface WriteRule {
  readonly path: string;
  readonly writable: boolean;
  readonly budget: FileBudget;
  /** As mount(8) names it. */
  readonly filesystem: string;
}

function isLocked(volume: VolumeConfig): boolean {
  if (volume.type === "files") return true;
  return volume.type !== "emptyDir" && volume.readOnly === true;
}

/** The tree that one container sees. Paths are absolute. */
export class ContainerFiles {
  readonly #options: ContainerFilesOptions;
  readonly #root: Directory;
  readonly #user: FileUser;
  /** Where nothing may be written, where it may, and on whose account; the longest path that fits decides. */
  readonly #rules: WriteRule[];
  /** What is mounted inside another volume: its mount point is that volume's, what is in it is not. */
  readonly #nested = new Map<string, FileNode>();

  constructor(options: ContainerFilesOptions) {
    const { pod, sandbox, mounts, readOnlyRoot } = options;
    this.#options = options;
    this.#root = pod.directory();
    this.#user = options.user ?? rootUser;
    const { budget } = pod;
    this.#rules = [
      { path: "/", writable: !readOnlyRoot, budget, filesystem: "overlay" },
      { path: "/dev", writable: true, budget, filesystem: "tmpfs" },
      { path: "/proc", writable: false, budget, filesystem: "proc" },
    ];
    seedRoot(this.#root, options);
    const volumes = new Map(sandbox.volumes.map((volume) => [volume.name, volume]));
    const outerFirst = mounts.toSorted(
      (a, b) => partsOf(a.mountPath).length - partsOf(b.mountPath).length,
    );
    for (const { volume, mountPath, subPath, readOnly } of outerFirst) {
      const source = pod.volume(volume);
      const config = volumes.get(volume);
      if (!source || !config) continue;
      this.#mount(mountPath, subPath === undefined ? source : this.#below(source, subPath));
      this.#rules.push({
        path: normalize(mountPath),
        writable: !readOnly && !isLocked(config),
        budget: pod.budgetOf(volume),
        filesystem: "memory" in config && config.memory ? "tmpfs" : "ext4",
      });
    }
    if (options.terminationMessagePath) this.#addTerminationFile(options.terminationMessagePath);
  }

  /** What kind of file system a path lies on: `overlay`, `tmpfs`, `ext4`, `proc`. */
  filesystem(path: string): string {
    return this.#ruleAt(path).filesystem;
  }

  /** Throws FileError when there is none. */
  get(path: string): FileNode {
    const found = this.#at(this.real(path));
    if (!found || found.kind === "link") throw new FileError("No such file or directory");
    return found;
  }

  /** What a path leads to, through links. */
  find(path: string): FileNode | undefined {
    const found = this.#walk(partsOf(path));
    if (found.links === undefined) return found.node;
    try {
      const node = this.#at(this.real(path));
      return node?.kind === "link" ? undefined : node;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  /** What stands at a path: a link itself. */
  entry(path: string): DirectoryEntry | undefined {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) return this.#root;
    return this.#at(`${this.real(`/${parts.join("/")}`)}/${name}`);
  }

  /** The path without links in it, of what is there and of what is not there yet. Throws FileError for links in a circle. */
  real(path: string): string {
    let parts = partsOf(path);
    for (let hops = 0; hops <= linksMax; hops++) {
      const { links } = this.#walk(parts);
      if (links === undefined) return `/${parts.join("/")}`;
      const { at, target } = links;
      const before = target.startsWith("/") ? [] : parts.slice(0, at);
      parts = partsOf([...before, target, ...parts.slice(at + 1)].join("/"));
    }
    throw new FileError("Too many levels of symbolic links");
  }

  /** As far as the first link, if there is one. */
  #walk(parts: readonly string[]): {
    readonly node: FileNode | undefined;
    readonly links?: { readonly at: number; readonly target: string };
  } {
    let node: FileNode = this.#root;
    let full = "";
    for (const [at, part] of parts.entries()) {
      full += `/${part}`;
      const next: DirectoryEntry | undefined =
        this.#nested.get(full) ?? (node.kind === "directory" ? node.entries.get(part) : undefined);
      if (!next) return { node: undefined };
      if (next.kind === "link") return { node: undefined, links: { at, target: next.target } };
      node = next;
    }
    return { node };
  }

  /** What stands at a path without links before its end. */
  #at(real: string): DirectoryEntry | undefined {
    const parts = partsOf(real);
    const name = parts.pop();
    if (name === undefined) return this.#root;
    const { node } = this.#walk(parts);
    const full = normalize(real);
    return (
      this.#nested.get(full) ?? (node?.kind === "directory" ? node.entries.get(name) : undefined)
    );
  }

  read(path: string): Uint8Array {
    const node = this.get(path);
    if (!mayAccess(node, this.#user, 4)) throw new FileError("Permission denied");
    if (node.kind === "directory") throw new FileError("Is a directory");
    return node.content;
  }

  /** Whether the container's user may do that (4 read, 2 write, 1 search or run), as access(2) says it. */
  may(path: string, bits: 4 | 2 | 1): boolean {
    const node = this.find(path);
    if (!node || !mayAccess(node, this.#user, bits)) return false;
    return bits !== 2 || this.#ruleAt(this.real(path)).writable;
  }

  /** Only root and the owner may. Throws FileError. */
  change(
    path: string,
    to: { readonly mode?: number; readonly uid?: number; readonly gid?: number },
  ): void {
    const node = this.get(path);
    this.#writableAt(this.real(path));
    const { uid } = this.#user;
    if (uid !== 0 && (node.uid !== uid || to.uid !== undefined)) {
      throw new FileError("Operation not permitted");
    }
    Object.assign(node, to);
  }

  /** Creates or replaces a file; its directory must be there. */
  write(
    path: string,
    content: Uint8Array,
    options: { mode?: number; append?: boolean } = {},
  ): void {
    const real = this.real(path);
    if (real === "/dev/null") return;
    const { parent, name } = this.#parent(real);
    const existing = this.find(real);
    if (existing?.kind === "directory") throw new FileError("Is a directory");
    const budget = this.#writableAt(real);
    if (!mayAccess(existing ?? parent, this.#user, 2)) throw new FileError("Permission denied");
    const kept = options.append && existing ? existing.content : new Uint8Array();
    const grown = kept.length + content.length - (existing?.content.length ?? 0);
    budget.account(grown, existing ? 0 : 1);
    const whole = appended(kept, content);
    const mtimeMs = this.#options.nowMs();
    const mode = options.mode ?? existing?.mode ?? 0o644;
    if (existing) Object.assign(existing, { content: whole, mode, mtimeMs });
    else {
      const owner = this.#ownerIn(parent);
      parent.entries.set(name, { kind: "file", content: whole, mode, mtimeMs, ...owner });
    }
  }

  /** A symbolic link; what is there must be none of the container's, or a link or file where it may be replaced. Throws FileError. */
  link(path: string, target: string, options: { readonly replace?: boolean } = {}): void {
    const { parent, name } = this.#parent(path);
    const existing = parent.entries.get(name);
    if (existing && !(options.replace && existing.kind !== "directory")) {
      throw new FileError("File exists");
    }
    const budget = this.#writableAt(this.#inRealFolder(path));
    if (!mayAccess(parent, this.#user, 2)) throw new FileError("Permission denied");
    budget.account(existing ? -bytesOf(existing) : 0, existing ? 0 : 1);
    const mtimeMs = this.#options.nowMs();
    const owner = this.#ownerIn(parent);
    parent.entries.set(name, { kind: "link", target, mode: 0o777, mtimeMs, ...owner });
  }

  /** `parents`: also those above it, and it is no error when it is there. */
  makeDirectory(path: string, options: { readonly parents: boolean }): void {
    const parts = partsOf(this.real(path));
    let at = "";
    for (const [i, part] of parts.entries()) {
      at += `/${part}`;
      const found = this.find(at);
      const isLast = i === parts.length - 1;
      if (found) {
        if (found.kind === "file") throw new FileError("Not a directory");
        if (isLast && !options.parents) throw new FileError("File exists");
        continue;
      }
      if (!isLast && !options.parents) throw new FileError("No such file or directory");
      const budget = this.#writableAt(at);
      const { parent } = this.#parent(at);
      if (!mayAccess(parent, this.#user, 2)) throw new FileError("Permission denied");
      budget.account(0, 1);
      const made = this.#options.pod.directory();
      const setGroupId = parent.mode & 0o2000;
      Object.assign(made, { mode: made.mode | setGroupId, ...this.#ownerIn(parent) });
      parent.entries.set(part, made);
    }
  }

  remove(path: string, options: { readonly recursive: boolean }): void {
    const real = this.#inRealFolder(path);
    const { parent, name } = this.#parent(real);
    const node = this.#at(real);
    if (!node) throw new FileError("No such file or directory");
    if (node.kind === "directory" && !options.recursive) throw new FileError("Is a directory");
    const budget = this.#writableAt(real);
    if (!mayAccess(parent, this.#user, 2)) throw new FileError("Permission denied");
    const busy = this.#rules.some(
      ({ path: mount }) => mount !== "/" && `${mount}/`.startsWith(`${real}/`),
    );
    if (busy) throw new FileError("Resource busy");
    budget.account(-bytesOf(node), -countOf(node));
    parent.entries.delete(name);
  }

  /** A directory with set-group-ID gives its group to what is made in it. */
  #ownerIn(parent: Directory): { uid: number; gid: number } {
    return { uid: this.#user.uid, gid: parent.mode & 0o2000 ? parent.gid : this.#user.gid };
  }

  #addTerminationFile(path: string): void {
    const { pod, nowMs } = this.#options;
    const parts = partsOf(path);
    const name = parts.pop();
    const folder = name === undefined ? undefined : this.#makeWithin(parts);
    if (name === undefined || !folder || folder.entries.has(name)) return;
    const content = new Uint8Array();
    const file = { kind: "file", content, mode: 0o666, uid: 0, gid: 0, mtimeMs: nowMs() } as const;
    folder.entries.set(name, { ...file });
    const { budget } = pod;
    this.#rules.push({ path: normalize(path), writable: true, budget, filesystem: "ext4" });
  }

  #parent(path: string): { parent: Directory; name: string } {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) throw new FileError("Is a directory");
    const parent = this.find(`/${parts.join("/")}`);
    if (!parent) throw new FileError("No such file or directory");
    if (parent.kind === "file") throw new FileError("Not a directory");
    return { parent, name };
  }

  /** The path of a link itself, or of anything else: only what is before its last part is followed. */
  #inRealFolder(path: string): string {
    const parts = partsOf(path);
    const name = parts.pop();
    return name === undefined ? "/" : normalize(`${this.real(`/${parts.join("/")}`)}/${name}`);
  }

  /** Who pays for what is written at a path. Throws FileError where nothing may be. */
  #writableAt(path: string): FileBudget {
    const rule = this.#ruleAt(path);
    if (!rule.writable) throw new FileError("Read-only file system");
    return rule.budget;
  }

  #ruleAt(path: string): WriteRule {
    const full = normalize(path);
    let rule: WriteRule = this.#rules[0] ?? {
      path: "/",
      writable: false,
      budget: new FileBudget(),
      filesystem: "overlay",
    };
    for (const candidate of this.#rules) {
      const prefix = candidate.path === "/" ? "/" : `${candidate.path}/`;
      if (`${full}/`.startsWith(prefix) && candidate.path.length >= rule.path.length) {
        rule = candidate;
      }
    }
    return rule;
  }

  #mount(path: string, node: FileNode): void {
    const parts = partsOf(path);
    const name = parts.pop();
    if (name === undefined) return;
    const { pod } = this.#options;
    if (this.#ruleAt(path).path === "/") {
      pod.ensure(this.#root, parts).entries.set(name, node);
      return;
    }
    const outer = this.find(`/${parts.join("/")}`);
    const within = outer?.kind === "directory" ? outer : this.#makeWithin(parts);
    if (!within.entries.has(name)) within.entries.set(name, pod.directory());
    this.#nested.set(normalize(path), node);
  }

  /** The directory at a path that leads through volumes, made where it is missing. */
  #makeWithin(parts: readonly string[]): Directory {
    const { pod } = this.#options;
    let at: Directory = this.#root;
    let full = "";
    for (const part of parts) {
      full += `/${part}`;
      const known = this.find(full);
      at = known?.kind === "directory" ? known : pod.ensure(at, [part]);
    }
    return at;
  }

  /** What the kubelet makes for a subPath has the mode of the volume itself. */
  #below(source: FileNode, subPath: string): FileNode {
    let at: FileNode = source;
    for (const part of partsOf(subPath)) {
      if (at.kind === "file") throw new FileError("Not a directory");
      let next = at.entries.get(part);
      // A link could lead out of the volume: the kubelet refuses to follow it, too.
      if (next?.kind === "link") throw new FileError("Not a directory");
      if (!next) {
        const { mode, uid, gid } = at;
        next = Object.assign(this.#options.pod.directory(), { mode, uid, gid });
        at.entries.set(part, next);
      }
      at = next;
    }
    return at;
  }
}
