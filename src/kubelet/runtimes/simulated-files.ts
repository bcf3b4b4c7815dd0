/**
 * The files of a simulated container: a small tree of its own with the Pod's volumes mounted in it. Made when somebody first looks; what
 * is written is bounded.
 */
import type { Mount, SandboxConfig, VolumeConfig } from "../container-runtime.ts";
import type { PodFiles } from "./simulated-pod-files.ts";

export type FileNode = FileEntry | Directory;

export interface FileEntry {
  readonly kind: "file";
  content: Uint8Array;
  mode: number;
  mtimeMs: number;
}

export interface Directory {
  readonly kind: "directory";
  readonly entries: Map<string, FileNode>;
  mode: number;
  mtimeMs: number;
}

/** What all files of one Pod, or of one disk, may hold together: a thousand Pods live in one process. */
export const podFileBytesMax = 32 * 1024 * 1024;
/** Files and directories of one Pod, or of one disk. */
const podFilesMax = 20_000;

/** The message is the operating system's: `No such file or directory`. */
export class FileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "FileError";
  }
}

/** How much is written, and may be. */
export class FileBudget {
  #bytes = 0;
  #files = 0;

  /** Throws FileError when it is too much. */
  account(bytes: number, files = 0): void {
    if (this.#bytes + bytes > podFileBytesMax || this.#files + files > podFilesMax) {
      throw new FileError("No space left on device");
    }
    this.#bytes += bytes;
    this.#files += files;
  }
}

/** A tree of files that outlives Pods, and what may still be written in it. */
export interface Disk {
  readonly root: Directory;
  readonly budget: FileBudget;
}

const skeleton = ["bin", "dev", "etc", "home", "proc", "root", "sys", "tmp", "usr", "var"];

export interface ContainerFilesOptions {
  readonly pod: PodFiles;
  readonly sandbox: SandboxConfig;
  readonly ip: string;
  readonly mounts: readonly Mount[];
  readonly readOnlyRoot: boolean;
  nowMs(): number;
}

interface WriteRule {
  readonly path: string;
  readonly writable: boolean;
  readonly budget: FileBudget;
}

function isLocked(volume: VolumeConfig): boolean {
  if (volume.type === "files") return true;
  return volume.type !== "emptyDir" && volume.readOnly === true;
}

/** The tree that one container sees. Paths are absolute. */
export class ContainerFiles {
  readonly #options: ContainerFilesOptions;
  readonly #root: Directory;
  /** Where nothing may be written, where it may, and on whose account; the longest path that fits decides. */
  readonly #rules: WriteRule[];
  /** What is mounted inside another volume: its mount point is that volume's, what is in it is not. */
  readonly #nested = new Map<string, FileNode>();

  constructor(options: ContainerFilesOptions) {
    const { pod, sandbox, mounts, readOnlyRoot } = options;
    this.#options = options;
    this.#root = pod.directory();
    for (const name of skeleton) pod.ensure(this.#root, [name]);
    this.#rules = [{ path: "/", writable: !readOnlyRoot, budget: pod.budget }];
    const locked = new Set(sandbox.volumes.filter(isLocked).map(({ name }) => name));
    this.#seed();
    const outerFirst = mounts.toSorted(
      (a, b) => partsOf(a.mountPath).length - partsOf(b.mountPath).length,
    );
    for (const { volume, mountPath, subPath, readOnly } of outerFirst) {
      const source = pod.volume(volume);
      if (!source) continue;
      this.#mount(mountPath, subPath === undefined ? source : this.#below(source, subPath));
      const writable = !readOnly && !locked.has(volume);
      this.#rules.push({ path: normalize(mountPath), writable, budget: pod.budgetOf(volume) });
    }
  }

  /** Throws FileError when there is none. */
  get(path: string): FileNode {
    const found = this.find(path);
    if (!found) throw new FileError("No such file or directory");
    return found;
  }

  find(path: string): FileNode | undefined {
    let at: FileNode = this.#root;
    let full = "";
    for (const part of partsOf(path)) {
      full += `/${part}`;
      const next: FileNode | undefined =
        this.#nested.get(full) ?? (at.kind === "directory" ? at.entries.get(part) : undefined);
      if (!next) return undefined;
      at = next;
    }
    return at;
  }

  read(path: string): Uint8Array {
    const node = this.get(path);
    if (node.kind === "directory") throw new FileError("Is a directory");
    return node.content;
  }

  /** Creates or replaces a file; its directory must be there. */
  write(
    path: string,
    content: Uint8Array,
    options: { mode?: number; append?: boolean } = {},
  ): void {
    const { parent, name } = this.#parent(path);
    const existing = parent.entries.get(name);
    if (existing?.kind === "directory") throw new FileError("Is a directory");
    const budget = this.#writableAt(path);
    const kept = options.append && existing ? existing.content : new Uint8Array();
    const grown = kept.length + content.length - (existing?.content.length ?? 0);
    budget.account(grown, existing ? 0 : 1);
    const whole = appended(kept, content);
    const mtimeMs = this.#options.nowMs();
    const mode = options.mode ?? existing?.mode ?? 0o644;
    if (existing) Object.assign(existing, { content: whole, mode, mtimeMs });
    else parent.entries.set(name, { kind: "file", content: whole, mode, mtimeMs });
  }

  /** `parents`: also those above it, and it is no error when it is there. */
  makeDirectory(path: string, options: { readonly parents: boolean }): void {
    const parts = partsOf(path);
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
      this.#writableAt(at).account(0, 1);
      this.#parent(at).parent.entries.set(part, this.#options.pod.directory());
    }
  }

  remove(path: string, options: { readonly recursive: boolean }): void {
    const { parent, name } = this.#parent(path);
    const node = this.get(path);
    if (node.kind === "directory" && !options.recursive) throw new FileError("Is a directory");
    const budget = this.#writableAt(path);
    const busy = this.#rules.some(
      ({ path: mount }) => mount !== "/" && `${mount}/`.startsWith(`${normalize(path)}/`),
    );
    if (busy) throw new FileError("Resource busy");
    budget.account(-bytesOf(node), -countOf(node));
    parent.entries.delete(name);
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

  #below(source: Directory, subPath: string): FileNode {
    const parts = partsOf(subPath);
    let at: FileNode = source;
    for (const part of parts) {
      const next: FileNode | undefined = at.kind === "directory" ? at.entries.get(part) : undefined;
      if (!next) return this.#options.pod.ensure(source, parts);
      at = next;
    }
    return at;
  }

  #seed(): void {
    const { sandbox, ip, nowMs, pod } = this.#options;
    const etc = pod.ensure(this.#root, ["etc"]);
    const put = (name: string, text: string): void => {
      const content = encoder.encode(text);
      etc.entries.set(name, { kind: "file", content, mode: 0o644, mtimeMs: nowMs() });
    };
    const { servers, searches, options } = sandbox.dns;
    put("hostname", `${sandbox.hostname}\n`);
    put("os-release", 'NAME="Kubarium simulated container"\nID=kubarium\n');
    const aliases = sandbox.hostAliases.map(
      (alias) => `${alias.ip}\t${alias.hostnames.join("\t")}\n`,
    );
    put(
      "hosts",
      `# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n${ip}\t${sandbox.hostname}\n${aliases.join("")}`,
    );
    put(
      "resolv.conf",
      [
        ...(searches.length > 0 ? [`search ${searches.join(" ")}`] : []),
        ...servers.map((server) => `nameserver ${server}`),
        ...(options.length > 0 ? [`options ${options.join(" ")}`] : []),
        "",
      ].join("\n"),
    );
  }
}

const encoder = new TextEncoder();
/** Buffers of ours, with room after what is in use: a file that grows by pieces is not copied for each of them. */
const roomy = new WeakSet<ArrayBufferLike>();

function appended(kept: Uint8Array, more: Uint8Array): Uint8Array {
  const length = kept.length + more.length;
  let { buffer } = kept;
  if (!roomy.has(buffer) || buffer.byteLength < length) {
    buffer = new ArrayBuffer(kept.length === 0 ? length : Math.max(length, kept.length * 2));
    roomy.add(buffer);
    new Uint8Array(buffer).set(kept);
  }
  const whole = new Uint8Array(buffer, 0, length);
  whole.set(more, kept.length);
  return whole;
}

/** Without `.`, `..`, doubled and trailing slashes. */
export function normalize(path: string): string {
  return `/${partsOf(path).join("/")}`;
}

/** Of a path: without `.`, `..` and what is empty. */
export function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

function bytesOf(node: FileNode): number {
  if (node.kind === "file") return node.content.length;
  return [...node.entries.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);
}

function countOf(node: FileNode): number {
  if (node.kind === "file") return 1;
  return [...node.entries.values()].reduce((sum, entry) => sum + countOf(entry), 1);
}
