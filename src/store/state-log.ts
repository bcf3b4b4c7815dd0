/**
 * The port behind which a state store is durable: an append-only log of segments (one per group commit) and a
 * snapshot in chunks that the segments follow. Owns the contract, its errors and the checksum; what the texts mean is
 * record.ts's, where they are kept is the hosts'. Everything that crosses is structured-cloneable, so that a log can
 * live behind a MessagePort.
 */

/** One group commit: the records of consecutive revisions, as text. */
export interface LogSegment {
  readonly firstRevision: number;
  /** Inclusive; at least `firstRevision`. */
  readonly lastRevision: number;
  readonly body: string;
  /** `checksumOf(body)`. */
  readonly checksum: number;
}

/** One part of a snapshot: some of the objects that existed at `snapshotRevision`. */
export interface SnapshotChunk {
  readonly snapshotRevision: number;
  /** From 0, without gaps. */
  readonly index: number;
  readonly body: string;
  /** `checksumOf(body)`. */
  readonly checksum: number;
}

/** A committed snapshot: the whole state at `revision`, in `chunkCount` chunks (0 for an empty state). */
export interface SnapshotHeader {
  readonly revision: number;
  readonly chunkCount: number;
}

/**
 * A durable log. One caller at a time opens it; calls may overlap, and are carried out in the order of the calls.
 * Methods reject with an Error whose `name` is `TransientLogError` when nothing was written and the same call may be
 * tried again (no space, busy); any other rejection means that the log can no longer be trusted with writes.
 */
export interface StateLog {
  /**
   * Called first, once. Removes what an interrupted compaction left behind and gives the newest committed snapshot,
   * undefined when there is none yet.
   */
  recover(): Promise<SnapshotHeader | undefined>;
  /** A chunk of the recovered snapshot, undefined when it is not there. */
  readChunk(index: number): Promise<SnapshotChunk | undefined>;
  /**
   * Segments that hold revisions above `afterRevision`, in order: a page of at least one, empty at the end. The first
   * may begin at or before `afterRevision` where a snapshot cuts it. Bodies are given as stored, damaged or not.
   */
  readSegments(afterRevision: number): Promise<readonly LogSegment[]>;
  /** Resolves when the segment will survive a loss of power. Rejects when a segment of that first revision exists. */
  append(segment: LogSegment): Promise<void>;
  /** Removes the segments that begin at `firstRevision` or later: only ever a torn tail. */
  truncate(firstRevision: number): Promise<void>;
  /** Writes a chunk of a snapshot that is not committed yet; once more, where an attempt was broken off. */
  writeChunk(chunk: SnapshotChunk): Promise<void>;
  /**
   * Makes the chunks written for `header.revision` the current snapshot, at once and durably; afterwards removes the
   * former snapshot and the segments that end at or before it.
   */
  commitSnapshot(header: SnapshotHeader): Promise<void>;
  /** What is allocated on the disk, in bytes; absent where there is none, 0 once it is closed. */
  allocatedBytes?(): number;
  /** Waits for calls under way and lets go of everything. Later calls reject; closing twice is allowed. */
  close(): Promise<void>;
}

/** The log is damaged, taken by someone else, closed, or failed in a way after which it must not be written to. */
export class StateLogError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StateLogError";
  }
}

/** Nothing was written; the same call may succeed later. Recognised by its name, which survives a MessagePort. */
export class TransientLogError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TransientLogError";
  }
}

export function isTransient(error: unknown): boolean {
  return error instanceof Error && error.name === "TransientLogError";
}

/** Bytes are read as the words of this machine: logs stay where they are written. */
const encoded = new Uint8Array(192 * 1024);
const words = new Uint32Array(encoded.buffer);
/** UTF-8 takes at most three bytes for a UTF-16 code unit. */
const pieceUnits = encoded.length / 3;
const encoder = new TextEncoder();

/**
 * 32 bits over the text's UTF-8, with the length mixed in; finds torn and flipped text. Every step can be undone, so that one word that
 * differs always shows. Four words are mixed side by side, for a processor has no need to wait for one before it begins the next: a fifth
 * of the time of one after the other, and a thirtieth of that of letter by letter.
 */
export function checksumOf(body: string): number {
  let [first, second, third, fourth] = [0x811c9dc5, 0x9747b28c, 0x85ebca6b, 0x27d4eb2f];
  for (let at = 0; at < body.length; at += pieceUnits) {
    const count = encodeWords(body, at, 16);
    for (let word = 0; word < count; word += 4) {
      first = mixed(first, words[word] ?? 0);
      second = mixed(second, words[word + 1] ?? 0);
      third = mixed(third, words[word + 2] ?? 0);
      fourth = mixed(fourth, words[word + 3] ?? 0);
    }
  }
  return finished(mixed(mixed(mixed(first, second), third), fourth), body.length);
}

/** Puts a piece of a text in `words`, zeros behind it up to a multiple of `bytes`, and returns how many words that are. */
function encodeWords(body: string, at: number, bytes: number): number {
  const piece = body.length <= pieceUnits ? body : body.slice(at, at + pieceUnits);
  const { written } = encoder.encodeInto(piece, encoded);
  const end = Math.ceil(written / bytes) * bytes;
  encoded.fill(0, written, end);
  return end / 4;
}

function mixed(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x9e3779b1);
  return product ^ (product >>> 15);
}

function finished(hash: number, length: number): number {
  const last = Math.imul(hash ^ length ^ (hash >>> 15), 0x2c1b3c6d);
  return (last ^ (last >>> 13)) >>> 0;
}

/** What summed up the bodies of logs in times past. */
const formerChecksums = [checksumByWords, checksumByLetters];

/** Whether a body is as it was written, by this program or by one of before this checksum. */
export function isIntact({
  body,
  checksum,
}: Pick<LogSegment | SnapshotChunk, "body" | "checksum">): boolean {
  return (
    checksumOf(body) === checksum || formerChecksums.some((former) => former(body) === checksum)
  );
}

function checksumByWords(body: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < body.length; at += pieceUnits) {
    const count = encodeWords(body, at, 4);
    for (let word = 0; word < count; word += 1) hash = mixed(hash, words[word] ?? 0);
  }
  return finished(hash, body.length);
}

function checksumByLetters(body: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < body.length; at += 1) {
    hash = Math.imul(hash ^ body.charCodeAt(at), 0x01000193);
  }
  return finished(hash, body.length);
}

/** Refuses what would put a hole or an overlap into the log: `last` is the highest revision that it holds. */
export function assertFollows(segment: LogSegment, last: number | undefined): void {
  const { firstRevision, lastRevision } = segment;
  if (lastRevision < firstRevision) {
    throw new StateLogError(`segment ends (${lastRevision}) before it begins (${firstRevision})`);
  }
  if (last !== undefined && firstRevision !== last + 1) {
    throw new StateLogError(
      `segment ${firstRevision}-${lastRevision} does not follow the log, which ends at ${last}`,
    );
  }
}
