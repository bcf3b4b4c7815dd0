/**
 * What every StateLog must do, as plain cases without a test runner, so that the same ones run in Node and inside a
 * browser page.
 */
import { createSimulatedHost } from "../../src/host/simulated.ts";
import { openStore } from "../../src/store/engine.ts";
import { sealSegment } from "../../src/store/record.ts";
import { checksumOf } from "../../src/store/state-log.ts";
import type { LogSegment, SnapshotChunk, StateLog } from "../../src/store/state-log.ts";
import type { KubeObject } from "../../src/api/object.ts";

/** One place where a log can be kept; each case gets a fresh one. */
export interface LogPlace {
  /** Opens the log that is kept here, as it was left. */
  open(): Promise<StateLog>;
  /** Whether a log that is open cannot be opened a second time. */
  readonly exclusive: boolean;
}

export interface LogCase {
  readonly name: string;
  readonly run: (place: LogPlace) => Promise<void>;
}

const awkward = `"quotes" \\ \u00e9 \u4e2d\u6587 \u{1f680} \u2028\u0001\n`;

function segment(first: number, last: number, body = `body of ${first}${awkward}`): LogSegment {
  return sealSegment(body, first, last);
}

function chunk(snapshotRevision: number, index: number, body: string): SnapshotChunk {
  return { snapshotRevision, index, body, checksum: checksumOf(body) };
}

function equal(actual: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: got ${a?.slice(0, 500)}, expected ${b?.slice(0, 500)}`);
}

async function refused(promise: Promise<unknown>, message: RegExp, what: string): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error(`${what}: was not refused`);
  if (!message.test(error.message)) throw new Error(`${what}: refused with "${error.message}"`);
}

/** Every segment above a revision, page by page. */
async function readAll(log: StateLog, after = 0): Promise<{ all: LogSegment[]; pages: number }> {
  const all: LogSegment[] = [];
  for (let pages = 0; ; pages += 1) {
    const page = await log.readSegments(all.at(-1)?.lastRevision ?? after);
    if (page.length === 0) return { all, pages };
    all.push(...page);
  }
}

async function spans(log: StateLog, after = 0): Promise<string> {
  const { all } = await readAll(log, after);
  return all.map((each) => `${each.firstRevision}-${each.lastRevision}`).join(" ");
}

async function withLog<T>(place: LogPlace, use: (log: StateLog) => Promise<T>): Promise<T> {
  const log = await place.open();
  try {
    return await use(log);
  } finally {
    await log.close();
  }
}

/** Appends segments of one revision each. */
async function fill(log: StateLog, first: number, last: number): Promise<void> {
  for (let revision = first; revision <= last; revision += 1) {
    await log.append(segment(revision, revision));
  }
}

const segmentCases: readonly LogCase[] = [
  {
    name: "a new log has no snapshot and no segments",
    run: (place) =>
      withLog(place, async (log) => {
        equal(await log.recover(), undefined, "snapshot");
        equal(await log.readSegments(0), [], "segments");
      }),
  },
  {
    name: "segments come back as they were written, in order, after the log is opened again",
    async run(place) {
      const written = [segment(2, 4), segment(5, 5, ""), segment(6, 9), segment(10, 10)];
      await withLog(place, async (log) => {
        await log.recover();
        for (const each of written) await log.append(each);
      });
      await withLog(place, async (log) => {
        await log.recover();
        const { all } = await readAll(log);
        for (const [index, each] of written.entries()) {
          equal(all[index]?.body, each.body, `body ${index}`);
          equal(all[index]?.checksum, checksumOf(each.body), `checksum ${index}`);
        }
        equal(await spans(log), "2-4 5-5 6-9 10-10", "spans");
      });
    },
  },
  {
    name: "reading after a revision begins with the segment that has the next one",
    run: (place) =>
      withLog(place, async (log) => {
        await log.recover();
        for (const [first, last] of [
          [2, 4],
          [5, 5],
          [6, 9],
        ] as const) {
          await log.append(segment(first, last));
        }
        const rows = [
          [1, "2-4 5-5 6-9"],
          [2, "2-4 5-5 6-9"],
          [4, "5-5 6-9"],
          [5, "6-9"],
          [8, "6-9"],
          [9, ""],
          [99, ""],
        ] as const;
        for (const [after, expected] of rows) equal(await spans(log, after), expected, `${after}`);
      }),
  },
  {
    name: "long logs are read in pages that together have everything",
    run: (place) =>
      withLog(place, async (log) => {
        await log.recover();
        const body = `${"0123456789abcdef".repeat(64 * 1024)}${awkward}`;
        for (let at = 2; at < 14; at += 1) await log.append(segment(at, at, body));
        const { all, pages } = await readAll(log);
        equal(all.length, 12, "segments");
        equal(
          all.every((each) => each.body === body),
          true,
          "bodies are whole",
        );
        if (pages > 12) throw new Error(`${pages} pages for 12 segments`);
      }),
  },
  {
    name: "a segment that leaves a hole, overlaps or runs backwards is refused and changes nothing",
    run: (place) =>
      withLog(place, async (log) => {
        await log.recover();
        await log.append(segment(2, 4));
        for (const [first, last] of [
          [6, 6],
          [4, 5],
          [2, 4],
          [5, 4],
        ] as const) {
          await refused(log.append(segment(first, last)), /segment/, `${first}-${last}`);
        }
        await log.append(segment(5, 6));
        equal(await spans(log), "2-4 5-6", "spans");
      }),
  },
  {
    name: "calls that overlap are carried out in the order in which they were made",
    run: (place) =>
      withLog(place, async (log) => {
        await log.recover();
        const order: number[] = [];
        const calls = Array.from({ length: 20 }, async (_, index) => {
          await log.append(segment(index + 2, index + 2));
          order.push(index);
        });
        await Promise.all(calls);
        equal(
          order,
          Array.from({ length: 20 }, (_, index) => index),
          "order",
        );
        equal((await readAll(log)).all.length, 20, "segments");
      }),
  },
  {
    name: "a tail that is cut off stays away and can be written anew",
    async run(place) {
      await withLog(place, async (log) => {
        await log.recover();
        await fill(log, 2, 6);
        await log.truncate(5);
        equal(await spans(log), "2-2 3-3 4-4", "after the cut");
        await log.append(segment(5, 8));
      });
      await withLog(place, async (log) => {
        await log.recover();
        equal(await spans(log), "2-2 3-3 4-4 5-8", "after opening again");
      });
    },
  },
  {
    name: "a closed log has finished what was asked, refuses the rest, and may be closed twice",
    async run(place) {
      const log = await place.open();
      await log.recover();
      const pending = log.append(segment(2, 2));
      await log.close();
      await pending;
      await log.close();
      await refused(log.append(segment(3, 3)), /closed/, "append");
      await refused(log.readSegments(0), /closed/, "readSegments");
      await withLog(place, async (again) => {
        await again.recover();
        equal(await spans(again), "2-2", "spans");
      });
    },
  },
  {
    name: "a log that is open cannot be opened again, and can be once it is closed",
    async run(place) {
      if (!place.exclusive) return;
      await withLog(place, async (log) => {
        await refused(place.open(), /in use/, "second open");
        await log.recover();
        await log.append(segment(2, 2));
      });
      await withLog(place, async (log) => equal(await spans(log), "2-2", "spans"));
    },
  },
];

const snapshotCases: readonly LogCase[] = [
  {
    name: "a committed snapshot takes the place of the segments before it, but not of one that it cuts",
    async run(place) {
      await withLog(place, async (log) => {
        await log.recover();
        await fill(log, 2, 5);
        await log.append(segment(6, 9));
        await log.writeChunk(chunk(7, 0, `zero${awkward}`));
        await log.writeChunk(chunk(7, 1, "one"));
        await log.commitSnapshot({ revision: 7, chunkCount: 2 });
        await log.append(segment(10, 10));
      });
      await withLog(place, async (log) => {
        equal(await log.recover(), { revision: 7, chunkCount: 2 }, "header");
        equal((await log.readChunk(0))?.body, `zero${awkward}`, "chunk 0");
        equal((await log.readChunk(1))?.checksum, checksumOf("one"), "chunk 1");
        equal(await log.readChunk(2), undefined, "chunk 2");
        equal(await spans(log), "6-9 10-10", "spans");
      });
    },
  },
  {
    name: "a snapshot that was never committed is not seen and can be begun again",
    async run(place) {
      await withLog(place, async (log) => {
        await log.recover();
        await fill(log, 2, 3);
        await log.writeChunk(chunk(3, 0, "broken off"));
        await log.writeChunk(chunk(3, 0, "interrupted"));
      });
      await withLog(place, async (log) => {
        equal(await log.recover(), undefined, "header");
        equal(await spans(log), "2-2 3-3", "spans");
        await log.writeChunk(chunk(3, 0, "whole"));
        await log.commitSnapshot({ revision: 3, chunkCount: 1 });
        equal((await log.readChunk(0))?.body, "whole", "chunk");
        equal(await spans(log), "", "spans after");
      });
    },
  },
  {
    name: "a later snapshot replaces the earlier one, many segments and chunks at a time",
    async run(place) {
      await withLog(place, async (log) => {
        await log.recover();
        await fill(log, 2, 80);
        for (let i = 0; i < 80; i += 1) await log.writeChunk(chunk(40, i, `first ${i}`));
        await log.commitSnapshot({ revision: 40, chunkCount: 80 });
        await log.writeChunk(chunk(79, 0, "second"));
        await log.commitSnapshot({ revision: 79, chunkCount: 1 });
      });
      await withLog(place, async (log) => {
        equal(await log.recover(), { revision: 79, chunkCount: 1 }, "header");
        equal((await log.readChunk(0))?.body, "second", "chunk 0");
        equal(await log.readChunk(1), undefined, "chunk 1");
        equal(await spans(log), "80-80", "spans");
      });
    },
  },
  {
    name: "the snapshot of an empty state has no chunks and still ends the history",
    async run(place) {
      await withLog(place, async (log) => {
        await log.recover();
        await fill(log, 2, 4);
        await log.commitSnapshot({ revision: 4, chunkCount: 0 });
        await log.append(segment(5, 5));
      });
      await withLog(place, async (log) => {
        equal(await log.recover(), { revision: 4, chunkCount: 0 }, "header");
        equal(await spans(log, 4), "5-5", "spans");
      });
    },
  },
];

const podOf = (name: string, value: number): KubeObject & { value: number } => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", annotations: { awkward } },
  value,
});
const keyOf = (name: string) => ({ resource: "pods", namespace: "default", name });

const storeCases: readonly LogCase[] = [
  {
    name: "a store finds its objects, history and counter again, before and after compaction",
    async run(place) {
      const host = createSimulatedHost();
      let store = await openStore({ log: await place.open(), host });
      await Promise.all(["a", "b", "c"].map((name) => store.put(keyOf(name), podOf(name, 1), 0)));
      await store.put(keyOf("b"), podOf("b", 2), 3);
      await store.delete(keyOf("a"), 2);
      const before = JSON.stringify(store.exportSnapshot());
      await store.close();
      store = await openStore({ log: await place.open(), host });
      equal(JSON.stringify(store.exportSnapshot()), before, "after opening again");
      equal(store.list("pods", { revision: 4 }).entries.length, 3, "the past");
      await store.compact(5);
      await store.put(keyOf("d"), podOf("d", 4), 0);
      const after = JSON.stringify(store.exportSnapshot());
      await store.close();
      store = await openStore({ log: await place.open(), host });
      equal(store.compactedRevision, 5, "compacted revision");
      equal(store.revision, 7, "revision");
      equal(JSON.stringify(store.exportSnapshot()), after, "after compaction");
      equal(store.list("pods", { revision: 5 }).entries.length, 3, "the past that is left");
      await store.close();
    },
  },
  {
    name: "a store cuts a torn last segment off and goes on from the revision before it",
    async run(place) {
      const host = createSimulatedHost();
      let store = await openStore({ log: await place.open(), host });
      await store.put(keyOf("a"), podOf("a", 1), 0);
      await store.close();
      await withLog(place, async (log) => {
        await log.recover();
        await log.append({ ...segment(3, 3, '["pods","default","b",3]\n{"apiV'), checksum: 7 });
      });
      store = await openStore({ log: await place.open(), host });
      equal(store.revision, 2, "revision");
      equal(host.logged.at(-1)?.level, "warn", "said so");
      await store.put(keyOf("b"), podOf("b", 1), 0);
      await store.close();
      store = await openStore({ log: await place.open(), host });
      equal(store.get(keyOf("b"))?.revision, 3, "written again");
      await store.close();
    },
  },
  {
    name: "a store refuses a log that is damaged before its end, or whose snapshot is not whole",
    async run(place) {
      const host = createSimulatedHost();
      await withLog(place, async (log) => {
        await log.recover();
        await log.append({ ...segment(2, 2, '["pods","default","b",2]\n{"apiV'), checksum: 7 });
        await log.append(segment(3, 3, '["pods","default","c",3]\n{}\n'));
      });
      await refused(openStore({ log: await place.open(), host }), /damaged.*2-2/, "torn middle");
      await withLog(place, async (log) => {
        await log.recover();
        await log.truncate(2);
        await log.commitSnapshot({ revision: 3, chunkCount: 1 });
      });
      await refused(openStore({ log: await place.open(), host }), /chunk 0 .*missing/, "chunk");
      await withLog(place, async (log) => {
        await log.recover();
        await log.commitSnapshot({ revision: 4, chunkCount: 0 });
        await log.append(segment(6, 6, '["pods","default","c",6]\n{}\n'));
      });
      await refused(openStore({ log: await place.open(), host }), /5-5 are missing/, "hole");
    },
  },
];

export const stateLogCases: readonly LogCase[] = [...segmentCases, ...snapshotCases, ...storeCases];
