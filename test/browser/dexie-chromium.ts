/** Starts a real Chromium on a page of ours: bundled by rolldown, served from loopback, with a profile of its own. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { BrowserContext, Page } from "playwright-core";
import { rolldown } from "rolldown";

/** Where a Chromium is looked for; the first is for those who have it elsewhere. */
const candidates = [
  process.env["KUBARIUM_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
];

export const chromiumPath = candidates.find((path) => path !== undefined && existsSync(path));

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface ServedPage {
  readonly page: Page;
  /** Bounds what the page may store. */
  limitStorage(bytesMax: number): Promise<void>;
  /** Crashes the whole browser and starts it again on the same profile; gives the new page. */
  crash(): Promise<Page>;
  close(): Promise<void>;
}

async function bundle(entry: string): Promise<string> {
  const build = await rolldown({ input: entry, platform: "browser", logLevel: "silent" });
  const { output } = await build.generate({ format: "iife", name: "page" });
  await build.close();
  return output[0].code;
}

/** `entry` is the path of a TypeScript file. Requires `chromiumPath`. */
export async function servePage(entry: string): Promise<ServedPage> {
  const code = await bundle(entry);
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(
      isScript ? code : "<!doctype html><title>page</title><script src=/page.js></script>",
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const profile = mkdtempSync(join(tmpdir(), "kubarium-chromium-"));
  let { context, page } = await start(profile, url);
  return {
    page,
    async limitStorage(bytesMax) {
      const session = await context.newCDPSession(page);
      const { origin } = new URL(url);
      await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: bytesMax });
    },
    async crash() {
      const session = await context.newCDPSession(page);
      const closed = new Promise((resolve) => context.once("close", resolve));
      // Nobody is left to answer it.
      await session.send("Browser.crash").catch(() => undefined);
      await closed;
      ({ context, page } = await start(profile, url));
      return page;
    },
    async close() {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

async function start(
  profile: string,
  url: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath ?? "",
    headless: true,
    args: flags,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(url);
  return { context, page };
}
