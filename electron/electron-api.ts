/** The app's view of Electron, made of the real one. */
import { join } from "node:path";
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  protocol,
  session,
  Tray,
  utilityProcess,
  type MessagePortMain,
} from "electron";
import { appScheme } from "./addresses.ts";
import type {
  AppWindow,
  Command,
  DesktopApi,
  EngineProcess,
  PortHandle,
  WindowOptions,
} from "./desktop-api.ts";

const appName = "Kubarium";
const builtDir = import.meta.dirname;
const appDir = join(builtDir, "../..");

/** To be called before the app is ready, once. */
export function createElectronApi(): DesktopApi {
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  app.setName(appName);
  // The same folder from the source tree and packed, unless another is asked for.
  if (!app.commandLine.hasSwitch("user-data-dir")) {
    app.setPath("userData", join(app.getPath("appData"), appName));
  }
  // Closing windows does not quit: only the user does.
  app.on("window-all-closed", () => undefined);
  return {
    appDir,
    userDataDir: app.getPath("userData"),
    takeInstanceLock(onSecondInstance) {
      app.on("second-instance", onSecondInstance);
      app.on("activate", onSecondInstance);
      return app.requestSingleInstanceLock();
    },
    async whenReady() {
      await app.whenReady();
      const { defaultSession } = session;
      defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
      defaultSession.setPermissionCheckHandler(() => false);
      defaultSession.setDevicePermissionHandler(() => false);
    },
    servePages: (answer) => protocol.handle(appScheme, (request) => answer(request.url)),
    openWindow,
    startEngine,
    createChannel() {
      const { port1, port2 } = new MessageChannelMain();
      return [port1, port2];
    },
    handleCall(channel, handler) {
      ipcMain.handle(channel, (event, ...values: unknown[]) => {
        const frame = event.senderFrame;
        const caller = { url: frame?.url ?? "", isMainFrame: frame !== null && !frame.parent };
        return handler(caller, values);
      });
    },
    setCommands,
    onQuit,
    quit: () => app.quit(),
    relaunch: () => app.relaunch(),
    async showError(message, buttons) {
      const { response } = await dialog.showMessageBox({
        type: "error",
        title: app.name,
        message,
        buttons: [...buttons],
      });
      return response;
    },
    after(delayMs, fn) {
      const timer = setTimeout(fn, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

function openWindow({ url, preload, hidden }: WindowOptions): AppWindow {
  const window = new BrowserWindow({
    show: false,
    width: 1360,
    height: 860,
    minWidth: 720,
    minHeight: 480,
    skipTaskbar: hidden,
    icon: join(appDir, "electron/icons/icon.png"),
    webPreferences: {
      preload: join(builtDir, preload),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      backgroundThrottling: !hidden,
      spellcheck: false,
    },
  });
  const { webContents } = window;
  webContents.on("will-navigate", (event) => event.preventDefault());
  webContents.on("will-redirect", (event) => event.preventDefault());
  webContents.on("will-attach-webview", (event) => event.preventDefault());
  webContents.setWindowOpenHandler(() => ({ action: "deny" }));
  return {
    load: () => window.loadURL(url),
    sendPort: (channel, value, port) =>
      webContents.postMessage(channel, value, [port as MessagePortMain]),
    show() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    hide: () => window.hide(),
    onCloseRequest(listener) {
      window.on("close", (event) => {
        event.preventDefault();
        listener();
      });
    },
    onGone: (listener) =>
      void webContents.on("render-process-gone", (_event, details) => listener(details.reason)),
    destroy: () => window.destroy(),
  };
}

function startEngine(): EngineProcess {
  const child = utilityProcess.fork(join(builtDir, "engine.js"), [], {
    serviceName: "Kubarium engine",
    stdio: "inherit",
  });
  return {
    postMessage: (message, port?: PortHandle) =>
      child.postMessage(message, port ? [port as MessagePortMain] : []),
    onMessage: (listener) => void child.on("message", listener),
    onExit: (listener) => void child.on("exit", listener),
    kill: () => void child.kill(),
  };
}

/** A tray that nothing refers to is collected, and disappears. */
let tray: Tray | undefined;

function setCommands(commands: readonly Command[]): void {
  const items = commands.map(({ label, run }) => ({ label, click: run }));
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: app.name, submenu: items },
      { role: "editMenu" },
      { role: "viewMenu" },
      { role: "windowMenu" },
    ]),
  );
  tray ??= new Tray(nativeImage.createFromPath(join(appDir, "electron/icons/tray.png")));
  tray.setToolTip(app.name);
  tray.setContextMenu(Menu.buildFromTemplate(items));
  tray.removeAllListeners("click");
  const [first] = commands;
  if (first) tray.on("click", () => first.run());
}

function onQuit(stop: () => Promise<void>): void {
  let phase: "running" | "stopping" | "stopped" = "running";
  app.on("before-quit", (event) => {
    if (phase === "stopped") return;
    event.preventDefault();
    if (phase === "stopping") return;
    phase = "stopping";
    stop()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        phase = "stopped";
        app.quit();
      });
  });
}
