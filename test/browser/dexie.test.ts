/** The StateLog cases over Dexie and IndexedDB in a real Chromium. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stateLogCases } from "../conformance/state-log-suite.ts";
import { chromiumPath, servePage } from "./dexie-chromium.ts";
import type { ServedPage } from "./dexie-chromium.ts";
import type { CaseResult } from "./dexie-page.ts";

if (chromiumPath === undefined) {
  console.log("skipped: no Chromium found; set KUBARIUM_CHROMIUM to the path of one");
}

describe.skipIf(chromiumPath === undefined)("a state log", () => {
  let served: ServedPage;
  let results: readonly CaseResult[] = [];

  beforeAll(async () => {
    served = await servePage(new URL("dexie-page.ts", import.meta.url).pathname);
    results = await served.page.evaluate(() =>
      (globalThis as unknown as { runAll(): Promise<CaseResult[]> }).runAll(),
    );
  });
  afterAll(() => served.close());

  describe.each(["in IndexedDB", "in IndexedDB behind a MessagePort"])("%s", (place) => {
    test.each(stateLogCases)("$name", ({ name }) => {
      const result = results.find((each) => each.place === place && each.name === name);
      expect(result).toEqual({ place, name });
    });
  });
});
