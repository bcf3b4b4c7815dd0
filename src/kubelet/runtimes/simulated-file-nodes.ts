/** What the files of simulated containers are made of: nodes with owners and modes, paths, and how much may be written. */

/** What a path leads to. */
export type FileNode = FileEntry | Directory;

/** What a directory holds. */
export type DirectoryEntry = FileNode | SymbolicLink;

interface Owned {
  /** Permission bits, with set-group-ID (02000) and sticky (01000). */
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
}

export interface FileEntry extends Owned {
  readonly kind: "file";
  content: Uint8Array;
}

export interface Directory extends Owned {
  readonly kind: "directory";
  readonly entries: Map<string, DirectoryEntry>;
}

/** Its mode is always 0777, and means nothing. */
export interface SymbolicLink extends Owned {
  readonly kind: "link";
  /** As it was written: relative to the directory that the link is in, unless it starts with a slash. */
  readonly target: string;
}

/** How many links one path may lead through, as Linux has it. */
export const linksMax = 40;

/** Who a process runs as. */
export interface FileUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

export const rootUser: FileUser = { uid: 0, gid: 0, groups: [] };

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
  readonly root: FileNode;
  readonly budget: FileBudget;
}

/** `bits`: 4 to read, 2 to write, 1 to search. Root may do everything, as a container's root with its capabilities may. */
export function mayAccess(node: FileNode, user: FileUser, bits: 4 | 2 | 1): boolean {
  if (user.uid === 0) return true;
  if (node.uid === user.uid) return ((node.mode >> 6) & bits) === bits;
  const inGroup = node.gid === user.gid || user.groups.includes(node.gid);
  return ((node.mode >> (inGroup ? 3 : 0)) & bits) === bits;
}

/** `rwxr-xr-x`. */
export function permissionText(mode: number): string {
  const bits = ["---", "--x", "-w-", "-wx", "r--", "r-x", "rw-", "rwx"];
  return [6, 3, 0].map((shift) => bits[(mode >> shift) & 7]).join("");
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

export function bytesOf(node: DirectoryEntry): number {
  if (node.kind === "file") return node.content.length;
  if (node.kind === "link") return 0;
  return [...node.entries.values()].reduce((sum, entry) => sum + bytesOf(entry), 0);
}

export function countOf(node: DirectoryEntry): number {
  if (node.kind !== "directory") return 1;
  return [...node.entries.values()].reduce((sum, entry) => sum + countOf(entry), 1);
}

/** Buffers of ours, with room after what is in use: a file that grows by pieces is not copied for each of them. */
const roomy = new WeakSet<ArrayBufferLike>();

export function appended(kept: Uint8Array, more: Uint8Array): Uint8Array {
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
