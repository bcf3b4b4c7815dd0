/** Writes and reads the few kinds of tar entries that the Docker API's archives need (POSIX ustar). */

export interface TarEntry {
  /** Directories end in `/`. At most 255 bytes, of which the last part at most 100. */
  readonly path: string;
  readonly mode: number;
  readonly content?: Uint8Array;
  /** Makes it a symbolic link to this target. */
  readonly linkTo?: string;
  readonly gid?: number;
}

const block = 512;

/** A file of an archive that is read while it is sent. */
export interface TarFile {
  readonly path: string;
  readonly mode: number;
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array>;
}

/** An archive too large for memory, piece by piece. Throws when a file has not the size that it was said to have. */
export async function* streamTar(files: readonly TarFile[]): AsyncGenerator<Buffer> {
  for (const file of files) {
    yield header(file, file.size);
    let left = file.size;
    for await (const chunk of file.chunks()) {
      left -= chunk.length;
      yield Buffer.from(chunk);
    }
    if (left !== 0) throw new Error(`${file.path} changed while it was read`);
    yield Buffer.alloc((block - (file.size % block)) % block);
  }
  yield Buffer.alloc(2 * block);
}

/** `mtimeSeconds`: when its files say that they were written; by default in 1970, so that the same entries are the same bytes. */
export function writeTar(entries: readonly TarEntry[], mtimeSeconds = 0): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? []);
    parts.push(header(entry, content.length, mtimeSeconds), content);
    const rest = content.length % block;
    if (rest > 0) parts.push(Buffer.alloc(block - rest));
  }
  parts.push(Buffer.alloc(2 * block));
  return Buffer.concat(parts);
}

function header(entry: TarEntry, size: number, mtimeSeconds = 0): Buffer {
  const buffer = Buffer.alloc(block);
  const { name, prefix } = splitPath(entry.path);
  const type = entry.linkTo === undefined ? (entry.path.endsWith("/") ? "5" : "0") : "2";
  const octal = (value: number, offset: number, length: number): void => {
    buffer.write(`${value.toString(8).padStart(length - 1, "0")}\0`, offset, "latin1");
  };
  buffer.write(name, 0, "utf8");
  octal(entry.mode & 0o7777, 100, 8);
  octal(0, 108, 8);
  octal(entry.gid ?? 0, 116, 8);
  octal(size, 124, 12);
  octal(mtimeSeconds, 136, 12);
  buffer.write("        ", 148, "latin1");
  buffer.write(type, 156, "latin1");
  buffer.write(entry.linkTo ?? "", 157, "utf8");
  buffer.write("ustar\x0000", 257, "latin1");
  buffer.write(prefix, 345, "utf8");
  let sum = 0;
  for (const byte of buffer) sum += byte;
  buffer.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return buffer;
}

function splitPath(path: string): { name: string; prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: "" };
  for (
    let at = path.lastIndexOf("/", path.length - 2);
    at > 0;
    at = path.lastIndexOf("/", at - 1)
  ) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return { name, prefix };
    if (Buffer.byteLength(name) > 100) break;
  }
  throw new Error(`path too long for a tar archive: ${path}`);
}
