/** Random lives of a store, compared step by step with a naive model; a seed that fails becomes a row of its own. */
import { expect, test } from "vitest";
import { StatusError } from "../../../src/api/status.ts";
import type { Host } from "../../../src/host/host.ts";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import type { SimulatedHost } from "../../../src/host/simulated.ts";
import { openStore } from "../../../src/store/engine.ts";
import { MemoryLog, emptyContents } from "../../../src/store/memory-log.ts";
import type { MemoryLogContents } from "../../../src/store/memory-log.ts";
import { StateLogError, TransientLogError } from "../../../src/store/state-log.ts";
import type { LogSegment } from "../../../src/store/state-log.ts";
import { ConflictingWrite } from "../../../src/store/store.ts";
import type { ObjectKey, StateStore, StoreEvent, StoredEntry } from "../../../src/store/store.ts";
import { ModelStore } from "../../fixtures/store-model.ts";
import type { ModelEvent } from "../../fixtures/store-model.ts";

/** Fails one append in ten or so, some of them for good, before anything was written. */
class FlakyLog extends MemoryLog {
  readonly #host: Host;

  constructor(contents: MemoryLogContents, host: Host) {
    super(contents);
    this.#host = host;
  }

  override async append(segment: LogSegment): Promise<void> {
    const chance = this.#host.random.float();
    if (chance < 0.02) throw new StateLogError("gone for good");
    if (chance < 0.08) throw new TransientLogError("no space left");
    await super.append(segment);
  }
}

const podOf = (key: ObjectKey, value: number) => ({
  apiVersion: "v1",
  kind: "Thing",
  metadata: { name: key.name, ...(key.namespace === "" ? {} : { namespace: key.namespace }) },
  value,
});
const valueOf = (object: unknown): number => (object as { value: number }).value;

/** One store and its model. */
class Life {
  readonly host: SimulatedHost;
  readonly model = new ModelStore();
  readonly contents = emptyContents();
  store!: StateStore;
  writes = 0;
  /** The log failed for good: nothing is written until the store is opened again. */
  isBroken = false;

  constructor(seed: number) {
    this.host = createSimulatedHost({ seed });
  }

  async open(): Promise<void> {
    const log = new FlakyLog(this.contents, this.host);
    const options = { log, host: this.host, hotBytesMax: 2000, historyBytesMax: 12_000 };
    this.store = await openStore(options);
  }

  below(bound: number): number {
    return Math.floor(this.host.random.float() * bound);
  }

  key(): ObjectKey {
    const resource = ["pods", "nodes"][this.below(2)] ?? "";
    const namespace = resource === "nodes" ? "" : (["a", "a-b", "b"][this.below(3)] ?? "");
    return { resource, namespace, name: `n${this.below(12)}` };
  }

  /** Up to eight writes at once, some of them with a wrong expectation, some upon each other. */
  async writeBurst(): Promise<void> {
    const asked: { write: Promise<StoredEntry>; tell: () => boolean }[] = [];
    for (let left = 1 + this.below(8); left > 0; left -= 1) {
      const key = this.key();
      const head = this.store.head(key)?.revision ?? 0;
      const expected = this.below(10) === 0 ? head + 1 : head;
      this.writes += 1;
      const value = this.writes;
      if (this.below(4) === 0) {
        const write = this.store.delete(key, expected);
        asked.push({ write, tell: () => this.model.delete(key, expected) });
      } else {
        const write = this.store.put(key, podOf(key, value), expected);
        asked.push({ write, tell: () => this.model.put(key, value, expected) });
      }
      if (this.below(3) === 0) await Promise.resolve();
    }
    await this.hearAnswers(asked);
  }

  async hearAnswers(asked: readonly { write: Promise<StoredEntry>; tell: () => boolean }[]) {
    const answers = await Promise.allSettled(asked.map(({ write }) => write));
    for (const [index, answer] of answers.entries()) {
      const tell = asked[index]?.tell ?? (() => false);
      if (answer.status === "fulfilled") {
        expect(tell()).toBe(true);
        expect(answer.value.revision).toBe(this.model.revision);
      } else if (answer.reason instanceof ConflictingWrite) continue;
      else {
        expect(answer.reason).toBeInstanceOf(StatusError);
        this.isBroken ||= (answer.reason as StatusError).code === 503;
      }
    }
  }

  checkLists(): void {
    const { model, store } = this;
    expect(store.revision).toBe(model.revision);
    const past = store.compactedRevision + this.below(model.revision - store.compactedRevision + 1);
    for (const revision of [model.revision, past]) {
      for (const [resource, namespace] of [["pods"], ["pods", "a"], ["nodes"]] as const) {
        const options = namespace === undefined ? { revision } : { revision, namespace };
        const listed = store.list(resource, options).entries;
        expect(
          listed.map((entry) => [entry.key.name, entry.revision, valueOf(entry.object)]),
        ).toEqual(
          model
            .list(resource, namespace, revision)
            .map((each) => [each.key.name, each.revision, each.value]),
        );
      }
    }
  }

  /** Watches from a random point and checks, after `during`, that exactly the model's events came. */
  async whileWatching(during: () => Promise<void>): Promise<void> {
    const { model, store } = this;
    const from = store.compactedRevision + this.below(model.revision - store.compactedRevision + 1);
    const [resource, namespace] = this.below(2) === 0 ? ["pods", "a-b"] : ["nodes", undefined];
    const seen: unknown[] = [];
    const options = { fromRevision: from, ...(namespace === undefined ? {} : { namespace }) };
    const watch = store.watch(resource, options, (events) => seen.push(...events.map(plain)));
    await during();
    await this.host.settle();
    watch.stop();
    expect(seen).toEqual(model.eventsAfter(from, resource, namespace));
  }

  async reopen(): Promise<void> {
    await this.store.close();
    await this.open();
    this.isBroken = false;
    this.checkLists();
  }
}

function plain({ type, entry }: StoreEvent): ModelEvent {
  return { type, key: { ...entry.key }, revision: entry.revision, value: valueOf(entry.object) };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])("the life of seed %i agrees with the model", async (seed) => {
  const life = new Life(seed);
  await life.open();
  for (let round = 0; round < 60; round += 1) {
    await life.whileWatching(async () => {
      for (let burst = life.below(4); burst > 0; burst -= 1) await life.writeBurst();
    });
    life.checkLists();
    if (life.isBroken || life.below(8) === 0) await life.reopen();
  }
  expect(life.model.revision).toBeGreaterThan(150);
  expect(life.store.compactedRevision, "history was never compacted").toBeGreaterThan(1);
  await life.store.close();
});
