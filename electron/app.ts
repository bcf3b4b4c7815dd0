/**
 * The desktop app: one instance, a hidden storage window, the engine in a process of its own, and the dashboard's window.
 * Closing that window leaves the cluster running in the tray; quitting stops the engine before its storage.
 */
import { join } from "node:path";
import { dashboardUrl, storageUrl } from "./addresses.ts";
import type { AppWindow, DesktopApi } from "./desktop-api.ts";
import { EngineHost } from "./engine-host.ts";
import type { EngineSettings } from "./engine-messages.ts";
import { calls, guarded, ports } from "./ipc.ts";
import { servePage } from "./pages.ts";

/** Resolves when both windows are loaded and the cluster runs, or at once where another instance does. */
export async function startDesktop(
  api: DesktopApi,
  runtime: EngineSettings["runtime"],
): Promise<void> {
  let dashboard: AppWindow | undefined;
  const show = (): void => dashboard?.show();
  if (!api.takeInstanceLock(show)) {
    api.quit();
    return;
  }
  await api.whenReady();
  api.servePages((url) => servePage(api.appDir, url));
  const failures = new Failures(api);
  const storage = api.openWindow({ url: storageUrl, preload: "storage-preload.cjs", hidden: true });
  storage.onGone((reason) => failures.tell(`The storage window ended unexpectedly (${reason})`));
  const engine = new EngineHost(api, (reason) => failures.tell(reason));
  api.onQuit(async () => {
    failures.silence();
    dashboard?.destroy();
    await engine.stop();
    storage.destroy();
  });
  const window = openDashboard(api, engine);
  dashboard = window;
  api.setCommands([
    { label: "Show Kubarium", run: show },
    { label: "Quit", run: () => api.quit() },
  ]);
  await storage.load();
  const [forPage, forEngine] = api.createChannel();
  storage.sendPort(ports.storage, undefined, forPage);
  engine.start({ dataDir: join(api.userDataDir, "cluster"), runtime }, forEngine);
  await window.load();
  window.show();
  await engine.ready;
}

function openDashboard(api: DesktopApi, engine: EngineHost): AppWindow {
  const window = api.openWindow({ url: dashboardUrl, preload: "preload.cjs", hidden: false });
  window.onCloseRequest(() => window.hide());
  // The cluster is not hurt by it: the page is loaded again, and connects again.
  window.onGone(() => void window.load());
  api.handleCall(
    calls.connect.channel,
    guarded(calls.connect, async (id) => {
      await engine.ready;
      const [forPage, forEngine] = api.createChannel();
      engine.connect(forEngine);
      window.sendPort(ports.dashboard, id, forPage);
    }),
  );
  return window;
}

/** Tells the user of the first failure, and what can be done: one thing that broke often breaks another. */
class Failures {
  readonly #api: DesktopApi;
  #told = false;

  constructor(api: DesktopApi) {
    this.#api = api;
  }

  silence(): void {
    this.#told = true;
  }

  tell(reason: string): void {
    if (this.#told) return;
    this.#told = true;
    void this.#api.showError(reason, ["Restart", "Quit"]).then((chosen) => {
      if (chosen === 0) this.#api.relaunch();
      this.#api.quit();
    });
  }
}
