/** The scheduling kernel's workers as Web Workers in a real Chromium, cross-origin isolated and not. */
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { chromiumPath, servePage } from "./dexie-chromium.ts";
import type { ServedPage } from "./dexie-chromium.ts";
import type { BrowserPlacement } from "./kernels-page.ts";

const root = join(import.meta.dirname, "../..");
const kernel = "/kernels/scheduler.release.wasm";
const files = { [kernel]: join(root, "wasm/build/scheduler.release.wasm") };
const scripts = { "/worker.js": join(root, "src/kernels/web-worker.ts") };

/** What the page's bundle leaves in its global scope. */
declare const page: { placeWith(workers: number, worker: string): Promise<BrowserPlacement> };

let served: ServedPage | undefined;
afterEach(() => served?.close());

if (chromiumPath === undefined) {
  console.log("skipped: no Chromium found; set KUBARIUM_CHROMIUM to the path of one");
}

async function place(isolated: boolean, workers: number, worker = "/worker.js") {
  const entry = join(import.meta.dirname, "kernels-page.ts");
  served = await servePage(entry, { isolated, files, scripts });
  const placement = await served.page.evaluate(([count, path]) => page.placeWith(count, path), [
    workers,
    worker,
  ] as const);
  return { ...placement, running: served.page.workers().length };
}

describe.skipIf(chromiumPath === undefined)("kernels in Web Workers", () => {
  test.each([1, 2, 3])("%d Web Workers place what the reference places", async (workers) => {
    const { placed, expected, told, running } = await place(true, workers);
    expect(told).toEqual([]);
    expect(placed).toEqual(expected);
    // 4,200 nodes are for two at most.
    expect(running).toBe(Math.min(workers, 2));
  });

  test("a page that is not isolated shares no memory: it places by itself, and says so", async () => {
    const { placed, expected, told, running } = await place(false, 2);
    expect(told).toEqual([
      "0 of 2 workers for the scheduling kernel: memory cannot be shared here",
    ]);
    expect(placed).toEqual(expected);
    expect(running).toBe(0);
  });

  test("a worker's module that is not there is told of", async () => {
    const { placed, expected, told } = await place(true, 2, "/nowhere.js");
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^0 of 2 workers for the scheduling kernel: .*\/nowhere\.js$/);
    expect(placed).toEqual(expected);
  });
});
