/** `kubarium` and `kubarium/browser` as package.json exports them to pages, in a real Chromium. */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { chromiumPath, servePage } from "./dexie-chromium.ts";
import type { ServedPage } from "./dexie-chromium.ts";
import type { LargePlacement, Visit } from "./library-page.ts";

const root = join(import.meta.dirname, "../..");

/** What the page's bundle leaves in its global scope. */
declare const page: {
  visit(name: string): Promise<Visit>;
  placeOnMany(): Promise<LargePlacement>;
};

let served: ServedPage | undefined;
afterEach(() => served?.close());

if (chromiumPath === undefined) {
  console.log("skipped: no Chromium found; set KUBARIUM_CHROMIUM to the path of one");
}

async function serve(): Promise<ServedPage> {
  served = await servePage(join(import.meta.dirname, "library-page.ts"), {
    isolated: true,
    folders: {
      "/package/browser/": join(root, "dist/browser"),
      "/package/kernels/": join(root, "dist/kernels"),
    },
  });
  return served;
}

test("what package.json exports to pages is built, and imports nothing but its own files", () => {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    exports: Record<string, Record<string, string>>;
  };
  const files = [exports["."]?.["browser"], exports["./browser"]?.["default"]];
  expect(files).toEqual(["./dist/browser/index.js", "./dist/browser/host.js"]);
  const folder = join(root, dirname(files[0] ?? ""));
  const foreign = readdirSync(folder).flatMap((name) =>
    Array.from(
      readFileSync(join(folder, name), "utf8").matchAll(
        /^(?:import|export)\s(?:[^;"]*?\sfrom\s)?"(?<specifier>[^"]+)";/gm,
      ),
      (match) => match.groups?.["specifier"] ?? "",
    ).filter((specifier) => !specifier.startsWith("./")),
  );
  expect(foreign).toEqual([]);
});

describe.skipIf(chromiumPath === undefined)("a page with a cluster in it", () => {
  test("runs a Deployment, and has it again on the next visit", async () => {
    const { page: tab } = await serve();
    const first = await tab.evaluate(() => page.visit("library"));
    expect(first.missing).toEqual({ code: 404, message: 'deployments.apps "page" not found' });
    expect(first.ready).toBe(3);
    expect(first.placedOn).toBe(3);
    expect(first.hostnames).toHaveLength(3);
    for (const [name, printed] of first.hostnames) expect(printed).toBe(`${name}\n`);
    expect(first.told).toEqual([]);

    await tab.reload();
    const second = await tab.evaluate(() => page.visit("library"));
    expect(second.missing.code).toBe(200);
    expect(second.uid).toBe(first.uid);
    expect(second.ready).toBe(3);
  });

  test("places on many nodes by the worker and the kernel of the package", async () => {
    const { page: tab } = await serve();
    const { placed, told } = await tab.evaluate(() => page.placeOnMany());
    expect(told).toEqual([]);
    expect(placed).toEqual(Array.from({ length: 32 }, () => 4199));
    expect(tab.workers().map((worker) => new URL(worker.url()).pathname)).toEqual([
      "/package/browser/web-worker.js",
    ]);
  });
});
