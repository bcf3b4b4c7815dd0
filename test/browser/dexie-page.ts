/** Runs inside Chromium: the StateLog cases over Dexie, directly and through Comlink over a MessagePort. */
import { expose, proxy, wrap } from "comlink";
import { openDexieLog } from "../../src/host/browser/dexie-log.ts";
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

Object.assign(globalThis, { runAll });
