/** Writes the state at a revision as a snapshot, chunk by chunk between other work, so that the segments before it can go. */
import type { Host } from "../host/host.ts";
import type { Entry } from "./entry.ts";
import { RecordTexts } from "./record.ts";
import type { State } from "./state.ts";
import { checksumOf } from "./state-log.ts";
import type { StateLog } from "./state-log.ts";

/** About the length at which a chunk ends: some milliseconds to write, thousands of chunks for a very large cluster. */
const chunkChars = 256 * 1024;

/**
 * Resolves when the log recovers from the state at `revision` on; the history in memory is the caller's to trim.
 * The state may go on changing meanwhile.
 */
export async function writeSnapshot(
  source: { readonly state: State; readonly log: StateLog; readonly host: Host },
  revision: number,
): Promise<void> {
  const { state, log, host } = source;
  // Lists never change once handed out: these are the state at that moment, at the cost of pointers.
  const lists = state.resources().map((name) => state.list(name, undefined, revision));
  let chunkCount = 0;
  for (const body of chunksOf(lists)) {
    await log.writeChunk({
      snapshotRevision: revision,
      index: chunkCount,
      body,
      checksum: checksumOf(body),
    });
    chunkCount += 1;
    await new Promise<void>((resolve) => host.timers.soon(resolve));
  }
  await log.commitSnapshot({ revision, chunkCount });
}

function* chunksOf(lists: readonly (readonly Entry[])[]): Generator<string> {
  let records = new RecordTexts();
  for (const list of lists) {
    for (const entry of list) {
      records.add(entry, false);
      if (records.chars < chunkChars) continue;
      yield records.body();
      records = new RecordTexts();
    }
  }
  if (records.count > 0) yield records.body();
}
