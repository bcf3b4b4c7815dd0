/** A state log that lives as long as its contents object does: for tests and throw-away clusters. */
import { StateLogError, assertFollows } from "./state-log.ts";
import type { LogSegment, SnapshotChunk, SnapshotHeader, StateLog } from "./state-log.ts";

/** What a memory log has stored. Keep it and open another log on it to restart from it. */
export interface MemoryLogContents {
  segments: LogSegment[];
  chunks: SnapshotChunk[];
  snapshot: SnapshotHeader | undefined;
}

export function emptyContents(): MemoryLogContents {
  return { segments: [], chunks: [], snapshot: undefined };
}

export class MemoryLog implements StateLog {
  readonly contents: MemoryLogContents;
  #closed = false;

  constructor(contents: MemoryLogContents = emptyContents()) {
    this.contents = contents;
  }

  async recover(): Promise<SnapshotHeader | undefined> {
    this.#assertOpen();
    this.#sweep();
    return this.contents.snapshot;
  }

  async readChunk(index: number): Promise<SnapshotChunk | undefined> {
    this.#assertOpen();
    const { chunks, snapshot } = this.contents;
    return chunks.find(
      (chunk) => chunk.snapshotRevision === snapshot?.revision && chunk.index === index,
    );
  }

  async readSegments(afterRevision: number): Promise<readonly LogSegment[]> {
    this.#assertOpen();
    return this.contents.segments.filter((segment) => segment.lastRevision > afterRevision);
  }

  async append(segment: LogSegment): Promise<void> {
    this.#assertOpen();
    assertFollows(segment, this.contents.segments.at(-1)?.lastRevision);
    this.contents.segments.push(segment);
  }

  async truncate(firstRevision: number): Promise<void> {
    this.#assertOpen();
    const { segments } = this.contents;
    this.contents.segments = segments.filter((segment) => segment.firstRevision < firstRevision);
  }

  async writeChunk(chunk: SnapshotChunk): Promise<void> {
    this.#assertOpen();
    const { snapshotRevision, index } = chunk;
    const others = this.contents.chunks.filter(
      (each) => each.snapshotRevision !== snapshotRevision || each.index !== index,
    );
    this.contents.chunks = [...others, chunk];
  }

  async commitSnapshot(header: SnapshotHeader): Promise<void> {
    this.#assertOpen();
    this.contents.snapshot = header;
    this.#sweep();
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #sweep(): void {
    const { chunks, segments, snapshot } = this.contents;
    const revision = snapshot?.revision ?? 0;
    this.contents.chunks = chunks.filter((chunk) => chunk.snapshotRevision === revision);
    this.contents.segments = segments.filter((segment) => segment.lastRevision > revision);
  }

  #assertOpen(): void {
    if (this.#closed) throw new StateLogError("the state log is closed");
  }
}

/** A log that keeps nothing beyond the program's end. */
export function createMemoryLog(): StateLog {
  return new MemoryLog();
}
