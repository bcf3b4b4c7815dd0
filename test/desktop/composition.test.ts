/** The desktop app's own main code, over a real Chromium and a real engine process, without Electron's binary. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startDesktop } from "../../electron/app.ts";
import { calls } from "../../electron/ipc.ts";
import { build } from "../../scripts/build.ts";
import { chromiumPath } from "../browser/dexie-chromium.ts";
import { ElectronDouble } from "./electron-double.ts";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

interface Answer {
  readonly status: number;
  readonly body: { readonly data?: Record<string, string> };
}

/** Asks the cluster from the dashboard's page, by its own `window.kubarium.connect()`. */
async function ask(double: ElectronDouble, request: Record<string, unknown>): Promise<Answer> {
  const page = double.windows[1]?.page;
  if (!page) throw new Error("the dashboard has no page");
  return page.evaluate(async (request) => {
    const { kubarium } = globalThis as unknown as {
      kubarium: { connect(): Promise<MessagePort> };
    };
    const port = await kubarium.connect();
    return new Promise<Answer>((resolve, reject) => {
      let status = 0;
      let text = "";
      port.onmessage = ({ data }: MessageEvent<Record<string, unknown>>) => {
        if (typeof data["status"] === "number") status = data["status"];
        if (typeof data["data"] === "string") text += data["data"];
        if (data["error"] !== undefined) reject(new Error(String(data["error"])));
        if (data["end"]) resolve({ status, body: JSON.parse(text) as Answer["body"] });
      };
      port.postMessage({ id: 1, ...request });
    });
  }, request);
}

interface Place {
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

async function newPlace(): Promise<Place> {
  const directory = await mkdtemp(join(tmpdir(), "kubarium-desktop-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const environment = { ...process.env, KUBECONFIG: join(directory, "kubeconfig") };
  return { directory, environment };
}

function openChromium({ directory }: Place): Promise<BrowserContext> {
  return chromium.launchPersistentContext(join(directory, "profile"), {
    executablePath: chromiumPath ?? "",
    headless: true,
    args: flags,
  });
}

/** The whole app from its start until it has quit, with `use` in between. */
async function runDesktop(
  place: Place,
  use: (double: ElectronDouble) => Promise<void>,
): Promise<ElectronDouble> {
  const context = await openChromium(place);
  const userDataDir = join(place.directory, "user-data");
  const double = new ElectronDouble({ context, userDataDir, environment: place.environment });
  try {
    await startDesktop(double, "simulated");
    await use(double);
    double.quit();
    await double.quitted();
  } finally {
    double.engine?.kill("SIGKILL");
    await context.close();
  }
  return double;
}

const configMaps = "/api/v1/namespaces/default/configmaps";
const json = { "content-type": "application/json" };
const reason = "no Chromium found; set KUBARIUM_CHROMIUM to the path of one";

describe("the desktop app", () => {
  beforeAll(async () => {
    if (chromiumPath !== undefined) {
      await build(["schema", "kernels", "dashboard", "electron"]);
    }
  }, 180_000);

  test("a ConfigMap written from the dashboard is there after a restart of everything", async (context) => {
    if (chromiumPath === undefined) context.skip(reason);
    const place = await newPlace();
    await runDesktop(place, async (double) => {
      const object = { metadata: { name: "kept" }, data: { colour: "teal" } };
      const body = JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", ...object });
      const request = { method: "POST", path: configMaps, headers: json, body };
      expect((await ask(double, request)).status).toBe(201);
      expect(double.errors).toEqual([]);
    });
    expect(await readFile(join(place.directory, "kubeconfig"), "utf8")).toContain("name: kubarium");
    await runDesktop(place, async (double) => {
      const answer = await ask(double, { method: "GET", path: `${configMaps}/kept` });
      expect(answer).toMatchObject({ status: 200, body: { data: { colour: "teal" } } });
    });
  }, 120_000);

  test("closing the window keeps the cluster, quitting stops the engine before its storage", async (context) => {
    if (chromiumPath === undefined) context.skip(reason);
    const double = await runDesktop(await newPlace(), async (running) => {
      const [storage, dashboard] = running.windows;
      expect(storage?.options.hidden).toBe(true);
      expect(storage?.visible).toBe(false);
      expect(dashboard?.visible).toBe(true);
      dashboard?.closeRequested?.();
      expect(dashboard?.visible).toBe(false);
      expect((await ask(running, { method: "GET", path: configMaps })).status).toBe(200);
      running.commands.find(({ label }) => label === "Show Kubarium")?.run();
      expect(dashboard?.visible).toBe(true);
    });
    expect(double.events).toEqual([
      "preload.cjs destroyed",
      "engine ended",
      "storage-preload.cjs destroyed",
      "quit",
    ]);
    expect(double.errors).toEqual([]);
  }, 120_000);

  test("an engine that dies is told of, once, with the choice to quit", async (context) => {
    if (chromiumPath === undefined) context.skip(reason);
    const double = await runDesktop(await newPlace(), async (running) => {
      const ended = new Promise((resolve) => running.engine?.once("exit", resolve));
      running.engine?.kill("SIGKILL");
      await ended;
      await running.quitted();
    });
    expect(double.errors).toEqual(["The engine ended unexpectedly (code -1)"]);
    expect(double.events.at(-1)).toBe("quit");
  }, 120_000);

  test("the dashboard shows the cluster under its content security policy", async (context) => {
    if (chromiumPath === undefined) context.skip(reason);
    const double = await runDesktop(await newPlace(), async ({ windows }) => {
      const page = windows[1]?.page;
      await page?.getByText("node-1").first().waitFor({ timeout: 15_000 });
    });
    expect(double.pageErrors).toEqual([]);
  }, 120_000);

  test("a storage window that dies is told of, and the engine ends without it", async (context) => {
    if (chromiumPath === undefined) context.skip(reason);
    const double = await runDesktop(await newPlace(), async (running) => {
      const page = running.windows[0]?.page;
      const crashed = page?.waitForEvent("crash");
      const session = await page?.context().newCDPSession(page);
      // Nobody is left to answer it.
      session?.send("Page.crash").catch(() => undefined);
      await crashed;
      await running.quitted();
    });
    expect(double.errors).toEqual(["The storage window ended unexpectedly (crashed)"]);
    expect(double.events).toContain("engine ended");
  }, 120_000);

  test("a second instance quits and opens nothing", async () => {
    const done: string[] = [];
    const api = {
      takeInstanceLock: () => false,
      quit: () => void done.push("quit"),
    };
    await startDesktop(api as unknown as ElectronDouble, "simulated");
    expect(done).toEqual(["quit"]);
  });

  test.each([
    ["another origin", { url: "app://storage/", isMainFrame: true }, [1]],
    ["a site of the web", { url: "https://kubarium/", isMainFrame: true }, [1]],
    ["a frame inside the page", { url: "app://kubarium/", isMainFrame: false }, [1]],
    ["a frame without a URL", { url: "", isMainFrame: true }, [1]],
    ["no id", { url: "app://kubarium/", isMainFrame: true }, []],
    ["an id that is no number", { url: "app://kubarium/", isMainFrame: true }, ["1"]],
    ["one argument too many", { url: "app://kubarium/", isMainFrame: true }, [1, 2]],
  ])("refuses a call from %s", async (_name, caller, values) => {
    const { guarded } = await import("../../electron/ipc.ts");
    const called: number[] = [];
    const handler = guarded(calls.connect, async (id) => void called.push(id));
    await expect(handler(caller, values)).rejects.toThrow("kubarium:connect");
    expect(called).toEqual([]);
  });
});
