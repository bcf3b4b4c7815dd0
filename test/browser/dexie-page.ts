/**
 * Runs inside Chromium: the StateLog cases over Dexie, directly and through Comlink over a MessagePort, and what a test
 * needs to crash the browser and to open one log twice.
 */
import { expose, proxy, wrap } from "comlink";
import { deleteDexieLog, openDexieLog } from "../../src/host/browser/dexie-log.ts";
import { createSimulatedHost } from "../../src/host/simulated.ts";
import { openStore } from "../../src/store/engine.ts";
import type { StateStore } from "../../src/store/store.ts";
import { sealSegment } from "../../src/store/record.ts";
import type { StateLog } from "../../src/store/state-log.ts";
import { stateLogCases } from "../conformance/state-log-suite.ts";
import type { LogPlace } from "../conformance/state-log-suite.ts";

export interface CaseResult {
  readonly place: string;
  readonly name: string;
  /** Absent when the case passed. */
  readonly error?: string;
}

let databases = 0;

function dexiePlace(): LogPlace {
  databases += 1;
  const name = `case-${databases}`;
  return { exclusive: true, open: () => openDexieLog(name) };
}

/** As the desktop app has it: the log on one side of a MessagePort, the engine on the other. */
function remotePlace(): LogPlace {
  const { port1, port2 } = new MessageChannel();
  databases += 1;
  const name = `case-${databases}`;
  expose({ open: async () => proxy(await openDexieLog(name)) }, port1);
  const remote = wrap<{ open(): Promise<StateLog> }>(port2);
  return { exclusive: true, open: () => remote.open() };
}

const places: readonly { place: string; newPlace: () => LogPlace }[] = [
  { place: "in IndexedDB", newPlace: dexiePlace },
  { place: "in IndexedDB behind a MessagePort", newPlace: remotePlace },
];

async function runAll(): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { place, newPlace } of places) {
    for (const { name, run } of stateLogCases) {
      try {
        await run(newPlace());
        results.push({ place, name });
      } catch (error) {
        const text =
          error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error);
        results.push({ place, name, error: text });
      }
    }
  }
  return results;
}

/** Writes without pause, and tells each answered revision, until the browser is gone. */
async function writeForever(): Promise<never> {
  const store = await openStore({ log: await openDexieLog("crash"), host: createSimulatedHost() });
  for (;;) {
    const name = `pod-${store.revision % 10}`;
    const key = { resource: "pods", namespace: "default", name };
    const object = { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "default" } };
    const { revision } = await store.put(key, object, store.get(key)?.revision ?? 0);
    console.log(`answered ${revision}`);
  }
}

/** What is left of it: the revision, and how many objects there are. */
async function readAfterCrash(): Promise<{ revision: number; objects: number }> {
  const store = await openStore({ log: await openDexieLog("crash"), host: createSimulatedHost() });
  const found = { revision: store.revision, objects: store.list("pods").entries.length };
  await store.close();
  return found;
}

/** Without Web Locks two logs can be open at once: what the first one's append says once the second is there. */
async function takeOver(): Promise<{ first: string; second: string }> {
  Object.defineProperty(navigator, "locks", { value: undefined, configurable: true });
  const first = await openDexieLog("taken");
  await first.recover();
  await first.append(sealSegment("of the first", 2, 2));
  const second = await openDexieLog("taken");
  await second.recover();
  const outcome = await first.append(sealSegment("late", 3, 3)).then(
    () => "written",
    (error: unknown) => String(error),
  );
  await second.append(sealSegment("of the second", 3, 3));
  const bodies = (await second.readSegments(0)).map(({ body }) => body);
  await Promise.all([first.close(), second.close()]);
  await deleteDexieLog("taken");
  const left = await openDexieLog("taken");
  const count = (await left.readSegments(0)).length;
  await left.close();
  return { first: outcome, second: `${bodies.join(", ")}; ${count} after deletion` };
}

let full: StateStore | undefined;

/** Writes one object of `length` into a store that stays open: its revision, or why it was refused. */
async function writeOne(length: number): Promise<string> {
  full ??= await openStore({ log: await openDexieLog("full"), host: createSimulatedHost() });
  const name = `pod-${full.revision}`;
  // Text that does not compress, or the browser would find room for it after all.
  const bytes = createSimulatedHost().random.bytes(length / 2);
  const filler = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const object = { apiVersion: "v1", kind: "Pod", metadata: { name }, filler };
  try {
    const key = { resource: "pods", namespace: "", name };
    return `written at ${(await full.put(key, object, 0)).revision}`;
  } catch (error) {
    return `${String(error)} (${String((error as Error).cause)})`;
  }
}

Object.assign(globalThis, { writeOne, runAll, writeForever, readAfterCrash, takeOver });
