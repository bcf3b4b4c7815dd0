/** Archives in the ustar format with GNU's long names: what `kubectl cp` speaks, over the files of a simulated container. */
import { FileError, type FileNode } from "./simulated-file-nodes.ts";
import type { ContainerFiles } from "./simulated-files.ts";

const blockBytes = 512;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The archive of what lies at `path`, its entries named `name` and below. */
export function* archive(node: FileNode, name: string): Generator<Uint8Array> {
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
  /** `0` file, `5` directory, `L` the long name of the next entry. */
  readonly type: string;
}

function* header(name: string, meta: Meta): Generator<Uint8Array> {
  const bytes = encoder.encode(name);
  if (bytes.length > 100) {
    yield block("././@LongLink", { ...meta, size: bytes.length + 1, type: "L" });
    const padded = new Uint8Array(Math.ceil((bytes.length + 1) / blockBytes) * blockBytes);
    padded.set(bytes);
    yield padded;
  }
  yield block(name, meta);
}

function block(name: string, { size, mode, mtimeMs, type }: Meta): Uint8Array {
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
  put("ustar", 257, 6);
  put("00", 263, 2);
  put("root", 265, 32);
  put("root", 297, 32);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, "0")}\0 `, 148, 8);
  return bytes;
}

/**
 * Unpacks an archive below `into`. Links and devices are skipped, as is what would lie outside. Throws FileError for what is no archive,
 * or does not fit.
 */
export function unpack(files: ContainerFiles, bytes: Uint8Array, into: string): readonly string[] {
  const names: string[] = [];
  let longName: string | undefined;
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
    if (type === "x") {
      longName = paxPath(decoder.decode(content)) ?? longName;
      continue;
    }
    const prefix = text(head, 345, 155);
    const short = text(head, 0, 100);
    const name = longName ?? (prefix === "" ? short : `${prefix}/${short}`);
    longName = undefined;
    if (name.split("/").includes("..")) continue;
    const path = `${into}/${name}`;
    if (type === "5") files.makeDirectory(path, { parents: true });
    else if (type === "0" || type === "\0" || type === "7") {
      files.makeDirectory(`${path}/..`, { parents: true });
      files.write(path, content.slice(), { mode: number(head, 100, 8) & 0o7777 });
    } else continue;
    names.push(name);
  }
  return names;
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

/** The path of a pax header's records, `27 path=some/name\n`. */
function paxPath(records: string): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records)?.[1];
}
