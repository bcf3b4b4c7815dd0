/** The built dashboard in a real Chromium, on a real cluster: what the dashboard's tests look at and press. */
import { chromium, type Browser, type Page } from "playwright-core";
import { chromiumPath } from "./dexie-chromium.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface OpenOptions {
  readonly locale?: string;
  readonly colorScheme?: "light" | "dark";
}

/** Whatever the page complained of: errors of the console, broken promises, refusals by the content security policy. */
export interface Complaints {
  readonly texts: readonly string[];
}

export class DashboardBrowser {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(): Promise<DashboardBrowser> {
    const executablePath = chromiumPath ?? "";
    return new DashboardBrowser(await chromium.launch({ executablePath, args: flags }));
  }

  /** Opens the dashboard in a profile of its own; `url` is the one with the token. */
  async open(url: string, options: OpenOptions = {}): Promise<{ page: Page } & Complaints> {
    const context = await this.#browser.newContext({
      locale: options.locale ?? "en-US",
      colorScheme: options.colorScheme ?? "light",
      viewport: { width: 1440, height: 900 },
      acceptDownloads: true,
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const texts: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") texts.push(message.text());
    });
    page.on("pageerror", (error) => texts.push(error.message));
    await page.goto(url);
    return { page, texts };
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

/** Shows a page of the dashboard by its address: `pods`, `pods/default/web-1/logs`. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${path}`);
}

/** The texts of a table's visible rows. */
export function rowTexts(page: Page): Promise<string[]> {
  return page.locator("[role=grid] [role=rowgroup] [role=row]").allInnerTexts();
}
