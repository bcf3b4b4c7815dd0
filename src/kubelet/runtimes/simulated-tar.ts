/** Archives in the ustar format with GNU's long names: what `kubectl cp` speaks, over the files of a simulated container. */
import { type DirectoryEntry, FileError } from "./simulated-file-nodes.ts";
import type { ContainerFiles } from "./simulated-files.ts";

const blockBytes = 512;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The archive of what lies at `path`, its entries named `name` and below. */
export function* archive(node: DirectoryEntry, name: string): Generator<Uint8Array> {
  if (node.kind === "link") {
    const { mode, mtimeMs, target } = node;
    yield* header(name, { size: 0, mode, mtimeMs, type: "2", target });
    return;
  }
  if (node.kind === "file") {
    yield* header(name, {
      size: node.content.length,
      mode: node.mode,
      mtimeMs: node.mtimeMs,
      type: "0",
    });
    yield node.content;
    const rest = node.content.length % blockBytes;
    if (rest > 0) yield new Uint8Array(blockBytes - rest);
    return;
  }
  yield* header(`${name}/`, { size: 0, mode: node.mode, mtimeMs: node.mtimeMs, type: "5" });
  const names = [...node.entries.keys()].sort();
  for (const child of names) {
    const entry = node.entries.get(child);
    if (entry) yield* archive(entry, `${name}/${child}`);
  }
}

/** What an archive ends with. */
export const archiveEnd = new Uint8Array(blockBytes * 2);

interface Meta {
  readonly size: number;
  readonly mode: number;
  readonly mtimeMs: number;
  /** `0` file, `2` symbolic link, `5` directory, `L` and `K` the long name and the long target of the next entry. */
  readonly type: string;
  /** Of a link. */
  readonly target?: string;
}

function* header(name: string, meta: Meta): Generator<Uint8Array> {
  yield* longText(meta.target ?? "", "K", meta);
  yield* longText(name, "L", meta);
  yield block(name, meta);
}

function* longText(text: string, type: "K" | "L", meta: Meta): Generator<Uint8Array> {
  const bytes = encoder.encode(text);
  if (bytes.length <= 100) return;
  yield block("././@LongLink", { ...meta, size: bytes.length + 1, type, target: "" });
  const padded = new Uint8Array(Math.ceil((bytes.length + 1) / blockBytes) * blockBytes);
  padded.set(bytes);
  yield padded;
}

function block(name: string, { size, mode, mtimeMs, type, target = "" }: Meta): Uint8Array {
  const bytes = new Uint8Array(blockBytes);
  const put = (text: string, at: number, max: number): void => {
    bytes.set(encoder.encode(text).subarray(0, max), at);
  };
  const octal = (value: number, at: number, digits: number): void => {
    put(`${value.toString(8).padStart(digits, "0")}\0`, at, digits + 1);
  };
  put(name, 0, 100);
  octal(mode & 0o7777, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(Math.max(0, Math.floor(mtimeMs / 1000)), 136, 11);
  put("        ", 148, 8);
  put(type, 156, 1);
  put(target, 157, 100);
  put("ustar", 257, 6);
  put("00", 263, 2);
  put("root", 265, 32);
  put("root", 297, 32);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148, 8);
  return bytes;
}

/**
 * Unpacks an archive below `into`. A hard link becomes a copy; devices are skipped, as is what would lie outside. Throws FileError for
 * what is no archive, or does not fit.
 */
export function unpack(files: ContainerFiles, bytes: Uint8Array, into: string): readonly string[] {
  const names: string[] = [];
  let longName: string | undefined;
  let longTarget: string | undefined;
  for (let at = 0; at + blockBytes <= bytes.length;) {
    const head = bytes.subarray(at, at + blockBytes);
    if (head.every((byte) => byte === 0)) break;
    checkSum(head);
    const size = number(head, 124, 12);
    const content = bytes.subarray(at + blockBytes, at + blockBytes + size);
    if (content.length < size) throw new FileError("Unexpected EOF in archive");
    at += blockBytes + Math.ceil(size / blockBytes) * blockBytes;
    const type = String.fromCharCode(head[156] ?? 0);
    if (type === "L") {
      longName = text(content, 0, size);
      continue;
    }
    if (type === "K") {
      longTarget = text(content, 0, size);
      continue;
    }
    if (type === "x") {
      const records = decoder.decode(content);
      longName = paxRecord(records, "path") ?? longName;
      longTarget = paxRecord(records, "linkpath") ?? longTarget;
      continue;
    }
    const prefix = text(head, 345, 155);
    const short = text(head, 0, 100);
    const name = longName ?? (prefix === "" ? short : `${prefix}/${short}`);
    const target = longTarget ?? text(head, 157, 100);
    longName = undefined;
    longTarget = undefined;
    if (name.split("/").includes("..")) continue;
    const mode = number(head, 100, 8) & 0o7777;
    if (extract(files, { into, name, type, content, mode, target })) names.push(name);
  }
  return names;
}

interface Member {
  readonly into: string;
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
  readonly mode: number;
  readonly target: string;
}

/** False for what is skipped. */
function extract(files: ContainerFiles, member: Member): boolean {
  const { into, name, type, content, mode, target } = member;
  const path = `${into}/${name}`;
  if (type === "5") {
    files.makeDirectory(path, { parents: true });
    return true;
  }
  const isFile = type === "0" || type === "\0" || type === "7";
  if (!isFile && type !== "1" && type !== "2") return false;
  files.makeDirectory(path.slice(0, path.replace(/\/+$/, "").lastIndexOf("/")), { parents: true });
  if (type === "2") files.link(path, target, { replace: true });
  else {
    // What is written takes the place of a link, and does not go through it.
    if (files.entry(path)?.kind === "link") files.remove(path, { recursive: false });
    const whole = isFile ? content.slice() : files.read(`${into}/${target}`).slice();
    files.write(path, whole, { mode });
  }
  return true;
}

function checkSum(head: Uint8Array): void {
  const wanted = number(head, 148, 8);
  let sum = 0;
  for (const [i, byte] of head.entries()) sum += i >= 148 && i < 156 ? 0x20 : byte;
  if (sum !== wanted) throw new FileError("This does not look like a tar archive");
}

function number(bytes: Uint8Array, at: number, length: number): number {
  const digits = text(bytes, at, length).trim();
  if (!/^[0-7]*$/.test(digits)) throw new FileError("This does not look like a tar archive");
  return digits === "" ? 0 : Number.parseInt(digits, 8);
}

function text(bytes: Uint8Array, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

/** A value among a pax header's records, `27 path=some/name\n`. */
function paxRecord(records: string, key: "path" | "linkpath"): string | undefined {
  return new RegExp(`(?:^|\\n)\\d+ ${key}=([^\\n]*)\\n`).exec(records)?.[1];
}
