/** The audit log as a file: one JSON line an event, appended; closed without losing any. */
import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";

export interface AuditFile {
  write(line: string): void;
  /** Resolves when all that was written is with the operating system. Rejects with Node's error where it could not be. */
  close(): Promise<void>;
}

/** Opens the file, made where there is none, readable to its owner alone. Rejects with Node's error (ENOENT, EACCES, ...). */
export async function openAuditFile(
  path: string,
  onError: (error: Error) => void,
): Promise<AuditFile> {
  const stream = createWriteStream(path, { flags: "a", mode: 0o600 });
  await once(stream, "open");
  let failure: Error | undefined;
  stream.on("error", (error) => {
    failure = error;
    onError(error);
  });
  return {
    write(line) {
      if (!failure) stream.write(`${line}\n`);
    },
    async close() {
      if (failure) throw failure;
      stream.end();
      await finished(stream);
    },
  };
}
