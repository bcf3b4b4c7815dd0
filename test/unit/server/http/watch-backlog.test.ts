/** What may wait for slow watchers: so much for one, so much for all, and the slowest go first. */
import { describe, expect, test } from "vitest";
import { WatchBacklog, type SlowReader } from "../../../../src/server/http/watch-backlog.ts";

class Reader implements SlowReader {
  bytes = 0;
  isCutOff = false;

  waiting(): number {
    return this.bytes;
  }

  cutOff(): void {
    this.isCutOff = true;
    this.bytes = 0;
  }
}

function write(backlog: WatchBacklog, reader: Reader, bytes: number): void {
  reader.bytes += bytes;
  backlog.note(reader, reader.bytes);
}

describe("the backlog of all watchers", () => {
  const make = () => new WatchBacklog({ oneMax: 1000, allMax: 100, slowMin: 10 });

  test("grows to its bound without harm to anybody", () => {
    const backlog = make();
    const readers = Array.from({ length: 10 }, () => new Reader());
    for (const reader of readers) write(backlog, reader, 10);
    expect(readers.some(({ isCutOff }) => isCutOff)).toBe(false);
  });

  test("costs the slowest its connection, not whoever comes last", () => {
    const backlog = make();
    const [slow, slower, last] = [new Reader(), new Reader(), new Reader()];
    write(backlog, slow, 30);
    write(backlog, slower, 60);
    write(backlog, last, 20);
    expect([slow, slower, last].map(({ isCutOff }) => isCutOff)).toEqual([false, true, false]);
    write(backlog, last, 40);
    expect([slow, last].map(({ isCutOff }) => isCutOff)).toEqual([false, false]);
  });

  test("is looked at anew before anybody is cut off: who has read since then stays", () => {
    const backlog = make();
    const [read, late] = [new Reader(), new Reader()];
    write(backlog, read, 90);
    read.bytes = 0;
    write(backlog, late, 90);
    expect([read, late].map(({ isCutOff }) => isCutOff)).toEqual([false, false]);
  });

  test("has no place for those who keep up, or have gone", () => {
    const backlog = make();
    const gone = new Reader();
    write(backlog, gone, 90);
    backlog.forget(gone);
    for (let at = 0; at < 100; at++) write(backlog, new Reader(), 9);
    const last = new Reader();
    write(backlog, last, 100);
    expect([gone, last].map(({ isCutOff }) => isCutOff)).toEqual([false, false]);
  });
});
