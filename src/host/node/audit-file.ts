/**
 * The audit log as a file: one JSON line an event, appended; closed without losing any. A file that is full makes room for a new one,
 * as kube-apiserver's --audit-log-maxsize, --audit-log-maxbackup and --audit-log-maxage have it (lumberjack:
 * `audit-2006-01-02T15-04-05.000.log`; apiserver, server/options/audit.go).
 */
/* oxlint-disable no-restricted-globals -- Files are named by the machine's own clock. */
import { createWriteStream, fstatSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import type { WriteStream } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { finished } from "node:stream/promises";

export interface AuditFile {
  write(line: string): void;
  /** Resolves when all that was written is with the operating system. Rejects with Node's error where it could not be. */
  close(): Promise<void>;
}

export interface AuditFileOptions {
  /** A file becomes no larger than this, but for a single line that is; 0: as large as it comes. Default 100 MiB. */
  readonly bytesMax?: number;
  /** Of the files that were full, the newest so many are kept; 0: all of them. Default 100. */
  readonly backupsMax?: number;
  /** They are kept for so many days, by the time in their names; 0: for ever. Default 366. */
  readonly ageDaysMax?: number;
}

const bytesMaxDefault = 100 * 1024 * 1024;
const backupsMaxDefault = 100;
const ageDaysMaxDefault = 366;
const dayMs = 24 * 60 * 60 * 1000;

/** Opens the file, made where there is none, readable to its owner alone. Rejects with Node's error (ENOENT, EACCES, ...). */
export async function openAuditFile(
  path: string,
  onError: (error: Error) => void,
  options: AuditFileOptions = {},
): Promise<AuditFile> {
  return new RotatedFile(path, onError, options);
}

class RotatedFile implements AuditFile {
  readonly #path: string;
  readonly #onError: (error: Error) => void;
  readonly #bytesMax: number;
  readonly #backupsMax: number;
  readonly #ageDaysMax: number;
  #stream: WriteStream;
  #bytes: number;
  /** Files that were full, and not yet written to their ends. */
  readonly #full = new Set<Promise<void>>();
  #failure: Error | undefined;
  #rotatedMs = 0;

  constructor(path: string, onError: (error: Error) => void, options: AuditFileOptions) {
    this.#path = path;
    this.#onError = onError;
    this.#bytesMax = options.bytesMax ?? bytesMaxDefault;
    this.#backupsMax = options.backupsMax ?? backupsMaxDefault;
    this.#ageDaysMax = options.ageDaysMax ?? ageDaysMaxDefault;
    ({ stream: this.#stream, bytes: this.#bytes } = this.#open());
    this.#removeOldest();
  }

  write(line: string): void {
    if (this.#failure) return;
    const text = `${line}\n`;
    const bytes = Buffer.byteLength(text);
    const isFull = this.#bytesMax > 0 && this.#bytes + bytes > this.#bytesMax;
    if (isFull && this.#bytes > 0) this.#rotate();
    this.#bytes += bytes;
    this.#stream.write(text);
  }

  async close(): Promise<void> {
    await Promise.all(this.#full);
    if (this.#failure) throw this.#failure;
    this.#stream.end();
    await finished(this.#stream);
  }

  #open(): { readonly stream: WriteStream; readonly bytes: number } {
    const fd = openSync(this.#path, "a", 0o600);
    const stream = createWriteStream(this.#path, { fd });
    stream.on("error", (error) => this.#fail(error));
    return { stream, bytes: fstatSync(fd).size };
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#onError(error);
  }

  /** What is still to be written goes to the file that it was meant for, whatever that is called by now. */
  #rotate(): void {
    const full = this.#stream;
    full.end();
    // A failure is told by the stream's own listener.
    const over = finished(full).catch(() => undefined);
    this.#full.add(over);
    void over.then(() => this.#full.delete(over));
    try {
      renameSync(this.#path, this.#backupPath());
      ({ stream: this.#stream, bytes: this.#bytes } = this.#open());
      this.#removeOldest();
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #backupPath(): string {
    // Two within a millisecond, or a clock that was put back, must not take each other's name.
    this.#rotatedMs = Math.max(Date.now(), this.#rotatedMs + 1);
    const time = inName(new Date(this.#rotatedMs).toISOString());
    const { stem, extension } = this.#name();
    return join(dirname(this.#path), `${stem}-${time}${extension}`);
  }

  #name(): { readonly stem: string; readonly extension: string } {
    const extension = extname(this.#path);
    return { stem: basename(this.#path, extension), extension };
  }

  #removeOldest(): void {
    const { stem, extension } = this.#name();
    const timeOf = (name: string) => name.slice(stem.length + 1, name.length - extension.length);
    const backups = readdirSync(dirname(this.#path))
      .filter((name) => name.startsWith(`${stem}-`) && name.endsWith(extension))
      .filter((name) => time.test(timeOf(name)))
      .sort();
    const surplus = this.#backupsMax === 0 ? 0 : backups.length - this.#backupsMax;
    const oldest = new Date(Date.now() - this.#ageDaysMax * dayMs).toISOString();
    const isOld = (name: string) => this.#ageDaysMax > 0 && timeOf(name) < inName(oldest);
    for (const [at, name] of backups.entries()) {
      if (at < surplus || isOld(name)) rmSync(join(dirname(this.#path), name));
    }
  }
}

/** Sorts as the time does. */
function inName(iso: string): string {
  return iso.slice(0, 23).replaceAll(":", "-");
}

const time = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}$/;
