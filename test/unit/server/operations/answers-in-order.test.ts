/**
 * What a write is answered while another one to the same object is not durable yet. etcd decides by what is committed: who is told
 * of a conflict, of an object that is there or of one that is gone finds it so when he reads.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { MemoryLog } from "../../../../src/store/memory-log.ts";
import type { LogSegment } from "../../../../src/store/state-log.ts";
import { startApiOnly, type ApiOnly } from "../../../fixtures/api-only.ts";

/** Takes no segment while it is held. */
class HeldLog extends MemoryLog {
  #open = (): void => undefined;
  #gate = Promise.resolve();

  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  release(): void {
    this.#open();
  }

  override async append(segment: LogSegment): Promise<void> {
    await this.#gate;
    await super.append(segment);
  }
}

const maps = "/api/v1/namespaces/default/configmaps";
const json = { "content-type": "application/json" };
const merge = { "content-type": "application/merge-patch+json" };
let log: HeldLog;
let api: ApiOnly;

beforeEach(async () => {
  log = new HeldLog();
  api = await startApiOnly({ log });
});
afterEach(() => {
  log.release();
  return api.stop();
});

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

type Write = readonly [method: string, body?: object, headers?: Record<string, string>];
const create: Write = ["POST", { metadata: { name: "a" }, data: { x: "2" } }, json];
const change: Write = ["PATCH", { data: { x: "2" } }, merge];
const remove: Write = ["DELETE"];
const stale: Write = ["PUT", { metadata: { name: "a", resourceVersion: "1" } }, json];
const preconditions = { preconditions: { uid: "another" } };

test.each<[what: string, first: Write, second: Write, code: number, reads: number]>([
  ["that the object is there", create, create, 409, 200],
  ["of a conflict", change, stale, 409, 200],
  ["that nothing has to be changed", change, change, 200, 200],
  ["that the object is gone: to a change", remove, change, 404, 404],
  ["that the object is gone: to a deletion", remove, remove, 404, 404],
  ["of another uid", change, ["DELETE", preconditions, json], 409, 200],
])("a client is told %s when readers see it", async (_what, first, second, code, reads) => {
  const send = async ([method, body, headers]: Write) =>
    api.call(method, method === "POST" ? maps : `${maps}/a`, body, headers);
  if (first !== create) {
    expect(await send(["POST", { metadata: { name: "a" }, data: { x: "1" } }, json])).toMatchObject(
      { status: 201 },
    );
  }
  const before = await api.call("GET", `${maps}/a`);
  log.hold();
  const answered: string[] = [];
  const one = send(first).then(() => answered.push("the first"));
  await turns();
  const two = send(second).then((answer) => {
    answered.push("the second");
    return answer;
  });
  await turns();
  expect(answered).toEqual([]);
  expect(await api.call("GET", `${maps}/a`)).toMatchObject({
    status: before.status,
    body: before.body,
  });
  log.release();
  expect((await two).status).toBe(code);
  const after = await api.call("GET", `${maps}/a`);
  expect(after.status).toBe(reads);
  if (reads === 200) expect(after.body.data).toEqual({ x: "2" });
  await one;
});
