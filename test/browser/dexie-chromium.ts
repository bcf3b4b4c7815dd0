/** Starts a real Chromium on a page of ours: bundled by rolldown, served from loopback, with a profile of its own. */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
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

export interface ServeOptions {
  /** Cross-origin isolated, so that memory can be shared with workers. */
  readonly isolated?: boolean;
  /** More that is served, by path: files as they are, and TypeScript files bundled. */
  readonly files?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  /** Folders of built modules and kernels, by the path that stands before their files. */
  readonly folders?: Readonly<Record<string, string>>;
}

const isolation = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** `entry` is the path of a TypeScript file. Requires `chromiumPath`. */
export async function servePage(entry: string, options: ServeOptions = {}): Promise<ServedPage> {
  const { isolated = false, files = {}, scripts = {}, folders = {} } = options;
  const served = new Map<string, { readonly type: string; readonly body: string | Buffer }>();
  const html = "<!doctype html><title>page</title><script src=/page.js></script>";
  served.set("/", { type: "text/html; charset=utf-8", body: html });
  for (const [path, file] of Object.entries({ "/page.js": entry, ...scripts })) {
    served.set(path, { type: "text/javascript", body: await bundle(file) });
  }
  for (const [path, file] of Object.entries(files)) {
    served.set(path, { type: "application/octet-stream", body: readFileSync(file) });
  }
  for (const [path, folder] of Object.entries(folders)) {
    for (const name of readdirSync(folder)) {
      const type = name.endsWith(".js") ? "text/javascript" : "application/wasm";
      served.set(`${path}${name}`, { type, body: readFileSync(join(folder, name)) });
    }
  }
  const server = createServer((request, response) => {
    const found = served.get(request.url ?? "");
    const headers = { "content-type": found?.type ?? "text/plain", ...(isolated ? isolation : {}) };
    response.writeHead(found === undefined ? 404 : 200, headers).end(found?.body ?? "");
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
