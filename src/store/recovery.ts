/** From a state log to the state in memory: snapshot, then segments, each checked; a torn tail is cut off, a hole is an error. */
import type { Log } from "../host/host.ts";
import { Entry } from "./entry.ts";
import type { HotEntries, LoggedEvent } from "./entry.ts";
import { decodeRecords } from "./record.ts";
import type { LogRecord } from "./record.ts";
import { State } from "./state.ts";
import { StateLogError, isIntact } from "./state-log.ts";
import type { LogSegment, SnapshotHeader, StateLog } from "./state-log.ts";

/** As in etcd, an empty store is at revision 1, for 0 has a meaning of its own in the API. */
const firstRevision = 1;

/**
 * Reads the whole log; bodies are checked, objects are not parsed. Throws StateLogError where the log is damaged, except
 * for one torn segment at its very end, which is removed and told to `sink`.
 */
export async function recoverState(
  log: StateLog,
  options: { readonly hot: HotEntries; readonly sink: Log },
): Promise<State> {
  const header = await log.recover();
  const state = new State(header?.revision ?? firstRevision);
  if (header) await loadSnapshot({ log, state, hot: options.hot }, header);
  let torn: LogSegment | undefined;
  for (let after = state.revision; ;) {
    const page = await log.readSegments(after);
    if (page.length === 0) break;
    for (const segment of page) {
      if (torn) throw damaged(torn, `and ${nameOf(segment)} follows it`);
      if (!isIntact(segment)) torn = segment;
      else replay(state, segment, options.hot);
    }
    after = page.at(-1)?.lastRevision ?? after;
  }
  if (torn) await cutOff(log, torn, { state, sink: options.sink });
  return state;
}

async function loadSnapshot(
  target: { readonly log: StateLog; readonly state: State; readonly hot: HotEntries },
  header: SnapshotHeader,
): Promise<void> {
  const { log, state, hot } = target;
  for (let index = 0; index < header.chunkCount; index += 1) {
    const chunk = await log.readChunk(index);
    const name = `chunk ${index} of the snapshot at revision ${header.revision}`;
    if (!chunk) throw new StateLogError(`the state log is damaged: ${name} is missing`);
    if (!isIntact(chunk)) {
      throw new StateLogError(`the state log is damaged: ${name} does not match its checksum`);
    }
    decodeRecords(chunk.body, (record) => state.load(entryOf(record, hot)));
  }
}

function replay(state: State, segment: LogSegment, hot: HotEntries): void {
  if (segment.firstRevision > state.revision + 1) {
    const missing = `${state.revision + 1}-${segment.firstRevision - 1}`;
    throw new StateLogError(`the state log is damaged: revisions ${missing} are missing`);
  }
  decodeRecords(segment.body, (record) => {
    if (record.revision <= state.history.base) return;
    if (record.revision !== state.revision + 1) {
      throw damaged(segment, `it has ${record.revision} where ${state.revision + 1} belongs`);
    }
    state.apply(eventOf(record, { previous: state.get(record.key), hot }));
  });
  if (state.revision !== segment.lastRevision) throw damaged(segment, "it ends too early");
}

function eventOf(
  record: LogRecord,
  context: { readonly previous: Entry | undefined; readonly hot: HotEntries },
): LoggedEvent {
  const { previous, hot } = context;
  const entry = entryOf(previous ? { ...record, key: previous.key } : record, hot);
  if (!previous) return { type: record.deleted ? "DELETED" : "ADDED", entry };
  return { type: record.deleted ? "DELETED" : "MODIFIED", entry, previous };
}

function entryOf(record: LogRecord, hot: HotEntries): Entry {
  return new Entry(record.key, record.revision, { text: record.text, hot });
}

async function cutOff(
  log: StateLog,
  torn: LogSegment,
  context: { readonly state: State; readonly sink: Log },
): Promise<void> {
  if (torn.firstRevision <= context.state.history.base) {
    throw damaged(torn, "and it begins before the snapshot ends");
  }
  await log.truncate(torn.firstRevision);
  context.sink.write("warn", "the last write to the state log was torn and has been removed", {
    segment: nameOf(torn),
    revision: context.state.revision,
  });
}

function nameOf(segment: LogSegment): string {
  return `segment ${segment.firstRevision}-${segment.lastRevision}`;
}

function damaged(segment: LogSegment, why: string): StateLogError {
  return new StateLogError(
    `the state log is damaged: ${nameOf(segment)} does not match its checksum or place, ${why}`,
  );
}
