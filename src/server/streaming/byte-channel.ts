/**
 * A two-way flow of bytes with backpressure: what an upgraded connection, a Pod's port and a process's streams are to the engine.
 * Hosts turn sockets into these; nothing here knows of any.
 */

export interface ByteReader {
  /** The next bytes, or undefined at the end. Rejects when the flow was broken. One call at a time. */
  read(): Promise<Uint8Array | undefined>;
  /** Nobody will read on: what waits is dropped and the writer's writes reject. */
  cancel(reason?: Error): void;
}

export interface ByteWriter {
  /** Resolves when more may be written: a writer that waits for it never fills the memory. Rejects once the reader is gone. */
  write(chunk: Uint8Array): Promise<void>;
  /** Nothing follows: the reader gets what was written, and then the end. */
  end(): void;
  /** Breaks the flow: the reader's next read rejects. */
  abort(reason: Error): void;
}

export interface ByteChannel {
  readonly reader: ByteReader;
  readonly writer: ByteWriter;
}

/** Moves everything from one to the other, the end included; what breaks on one side breaks the other. Resolves always. */
export async function pump(reader: ByteReader, writer: ByteWriter): Promise<void> {
  try {
    for (;;) {
      const chunk = await reader.read();
      if (chunk === undefined) break;
      await writer.write(chunk);
    }
    writer.end();
  } catch (error) {
    const reason = error instanceof Error ? error : new Error(String(error));
    reader.cancel(reason);
    writer.abort(reason);
  }
}
