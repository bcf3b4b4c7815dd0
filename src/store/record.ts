/**
 * What the texts of a state log mean. A body is two lines a record: a JSON array `[resource, namespace, name, revision]`
 * (a fifth element, 1, marks a deletion) and the object's JSON as it was stored, which is not parsed when it is read.
 */
import type { Entry } from "./entry.ts";
import type { ObjectKey } from "./store.ts";
import { StateLogError, checksumOf } from "./state-log.ts";
import type { LogSegment } from "./state-log.ts";

export interface LogRecord {
  readonly key: ObjectKey;
  readonly revision: number;
  readonly deleted: boolean;
  readonly text: string;
}

/** Records on their way to be the body of a segment or of a chunk. */
export class RecordTexts {
  /** Joined only once: reading a text that is made of others, letter by letter, takes several times as long. */
  readonly #parts: string[] = [];
  /** The length of the body. */
  chars = 0;
  count = 0;

  add({ key, revision, text }: Entry, deleted: boolean): void {
    const { resource, namespace, name } = key;
    const fields = [resource, namespace, name, revision];
    if (deleted) fields.push(1);
    const header = JSON.stringify(fields);
    this.#parts.push(header, "\n", text, "\n");
    this.chars += header.length + text.length + 2;
    this.count += 1;
  }

  body(): string {
    return this.#parts.join("");
  }
}

export function sealSegment(body: string, firstRevision: number, lastRevision: number): LogSegment {
  return { firstRevision, lastRevision, body, checksum: checksumOf(body) };
}

/** Calls `visit` for each record of a body whose checksum holds. Throws StateLogError where it is not a list of records. */
export function decodeRecords(body: string, visit: (record: LogRecord) => void): void {
  let at = 0;
  while (at < body.length) {
    const headerEnd = body.indexOf("\n", at);
    const textEnd = headerEnd < 0 ? -1 : body.indexOf("\n", headerEnd + 1);
    if (textEnd < 0) throw new StateLogError(`a record of the state log is cut off at ${at}`);
    visit(decodeRecord(body.slice(at, headerEnd), body.slice(headerEnd + 1, textEnd)));
    at = textEnd + 1;
  }
}

function decodeRecord(header: string, slice: string): LogRecord {
  const fields = parseHeader(header);
  const [resource, namespace, name, revision, deleted] = fields;
  if (
    typeof resource !== "string" ||
    typeof namespace !== "string" ||
    typeof name !== "string" ||
    !Number.isSafeInteger(revision) ||
    (deleted !== undefined && deleted !== 1)
  ) {
    throw new StateLogError(`not a record of the state log: ${header.slice(0, 200)}`);
  }
  const key = Object.freeze({ resource, namespace, name });
  return { key, revision: revision as number, deleted: deleted === 1, text: ownText(slice) };
}

function parseHeader(header: string): readonly unknown[] {
  try {
    const fields: unknown = JSON.parse(header);
    if (Array.isArray(fields)) return fields;
  } catch (error) {
    throw new StateLogError(`not a record of the state log: ${header.slice(0, 200)}`, {
      cause: error,
    });
  }
  throw new StateLogError(`not a record of the state log: ${header.slice(0, 200)}`);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
let scratch = new Uint8Array(64 * 1024);

/** A copy: JavaScript engines let a slice keep the whole body alive, for as long as one object of it lives. */
function ownText(slice: string): string {
  // UTF-8 takes at most three bytes for a UTF-16 code unit.
  if (scratch.length < slice.length * 3) scratch = new Uint8Array(slice.length * 6);
  const { written } = encoder.encodeInto(slice, scratch);
  return decoder.decode(scratch.subarray(0, written));
}
