/** The StateLog cases over Dexie and IndexedDB in a real Chromium. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { stateLogCases } from "../conformance/state-log-suite.ts";
import { chromiumPath, servePage } from "./dexie-chromium.ts";
import type { ServedPage } from "./dexie-chromium.ts";
import type { CaseResult } from "./dexie-page.ts";

const pagePath = new URL("dexie-page.ts", import.meta.url).pathname;

/** What dexie-page.ts puts on its global object. */
interface PageFunctions {
  runAll(): Promise<CaseResult[]>;
  writeForever(): Promise<never>;
  readAfterCrash(): Promise<{ revision: number; objects: number }>;
  writeOne(length: number): Promise<string>;
  takeOver(): Promise<{ first: string; second: string }>;
}

if (chromiumPath === undefined) {
  console.log("skipped: no Chromium found; set KUBARIUM_CHROMIUM to the path of one");
}

describe.skipIf(chromiumPath === undefined)("a state log", () => {
  let served: ServedPage;
  let results: readonly CaseResult[] = [];

  beforeAll(async () => {
    served = await servePage(pagePath);
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

  test("the later opener takes over where there are no Web Locks, and the earlier one is refused", async () => {
    const result = await served.page.evaluate(() =>
      (globalThis as unknown as PageFunctions).takeOver(),
    );
    expect(result).toEqual({
      first: "StateLogError: the state log was taken over by another window of this origin",
      second: "of the first, of the second; 0 after deletion",
    });
  });

  test("storage that is full refuses the write and loses nothing else", async () => {
    // A browser of its own: Chromium remembers for a while how much room there was.
    const own = await servePage(pagePath);
    onTestFinished(() => own.close());
    await own.limitStorage(1_000_000);
    const write = (length: number): Promise<string> =>
      own.page.evaluate(
        (chars) => (globalThis as unknown as PageFunctions).writeOne(chars),
        length,
      );
    expect(await write(1000)).toBe("written at 2");
    expect(await write(1_400_000)).toMatch(
      /^StatusError: Internal error occurred: the write could not be made durable: .*TransientLogError/,
    );
    expect(await write(1000)).toBe("written at 3");
  });

  test("a browser that crashes in the middle of writes has lost none that was answered", async () => {
    let answered = 0;
    const enough = new Promise<void>((resolve) => {
      served.page.on("console", (message) => {
        answered = Number(/^answered (\d+)$/.exec(message.text())?.[1] ?? answered);
        if (answered > 100) resolve();
      });
    });
    await served.page.reload();
    await served.page.evaluate(() => {
      void (globalThis as unknown as PageFunctions).writeForever();
    });
    await enough;
    const page = await served.crash();
    const found = await page.evaluate(() =>
      (globalThis as unknown as PageFunctions).readAfterCrash(),
    );
    expect(answered).toBeGreaterThan(100);
    expect(found.revision).toBeGreaterThanOrEqual(answered);
    expect(found.objects).toBe(10);
  });
});
