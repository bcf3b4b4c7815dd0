/**
 * A small double of the Electron API: windows are pages of a real Chromium, the engine is a real child process, and
 * the ports between them are carried through this process.
 */
import { fork, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import type {
  AppWindow,
  Command,
  DesktopApi,
  EngineProcess,
  PortHandle,
  WindowOptions,
} from "../../electron/desktop-api.ts";
import type { Caller } from "../../electron/ipc.ts";

export const root = join(import.meta.dirname, "../..");

/** Between this process and the engine's. */
export type ChildMessage =
  | { readonly type: "loaded" }
  | { readonly type: "message"; readonly data: unknown; readonly port?: number }
  | { readonly type: "port"; readonly id: number; readonly data: unknown }
  | { readonly type: "close"; readonly id: number };

/** One end of a channel: what is sent into it waits until the other end has been given to somebody. */
export class DoublePort {
  readonly id: number;
  other: DoublePort | undefined;
  /** The other end is gone. */
  onClose: (() => void) | undefined;
  readonly #waiting: unknown[] = [];
  #deliver: ((data: unknown) => void) | undefined;

  constructor(id: number) {
    this.id = id;
  }

  /** Gives this end to whoever takes the messages from the other one. */
  handTo(deliver: (data: unknown) => void): void {
    this.#deliver = deliver;
    for (const data of this.#waiting.splice(0)) deliver(data);
  }

  send(data: unknown): void {
    this.other?.receive(data);
  }

  receive(data: unknown): void {
    if (this.#deliver) this.#deliver(data);
    else this.#waiting.push(data);
  }
}

type Handler = (caller: Caller, values: unknown[]) => Promise<unknown>;

export interface DoubleOptions {
  readonly context: BrowserContext;
  readonly userDataDir: string;
  readonly environment: NodeJS.ProcessEnv;
  /** False: another instance runs. */
  readonly first?: boolean;
}

export class ElectronDouble implements DesktopApi {
  readonly appDir = root;
  readonly userDataDir: string;
  /** What happened, in order. */
  readonly events: string[] = [];
  readonly errors: string[] = [];
  /** What the pages wrote to their consoles as errors: among it, what their policy forbids. */
  readonly pageErrors: string[] = [];
  commands: readonly Command[] = [];
  engine: ChildProcess | undefined;
  readonly windows: DoubleWindow[] = [];
  readonly handlers = new Map<string, Handler>();
  readonly #options: DoubleOptions;
  answer: ((url: string) => Promise<Response>) | undefined;
  #stop: (() => Promise<void>) | undefined;
  #lastPort = 0;
  #quitting: Promise<void> | undefined;

  constructor(options: DoubleOptions) {
    this.#options = options;
    this.userDataDir = options.userDataDir;
  }

  takeInstanceLock(): boolean {
    return this.#options.first ?? true;
  }

  async whenReady(): Promise<void> {}

  servePages(answer: (url: string) => Promise<Response>): void {
    this.answer = answer;
  }

  openWindow(options: WindowOptions): AppWindow {
    const window = new DoubleWindow(this, this.#options.context, options);
    this.windows.push(window);
    return window;
  }

  startEngine(): EngineProcess {
    const child = fork(
      join(import.meta.dirname, "engine-child.ts"),
      [join(root, "dist/electron/engine.js")],
      { env: this.#options.environment, serialization: "advanced", execArgv: [] },
    );
    this.engine = child;
    const listeners: ((message: unknown) => void)[] = [];
    const ports = new Map<number, DoublePort>();
    const loaded = Promise.withResolvers<void>();
    child.on("message", (message: ChildMessage) => {
      if (message.type === "loaded") loaded.resolve();
      if (message.type === "port") ports.get(message.id)?.send(message.data);
      if (message.type === "message") for (const listener of listeners) listener(message.data);
    });
    child.once("exit", () => this.events.push("engine ended"));
    const send = (message: ChildMessage): void => {
      // As Electron does, what is told to a process that has just died is told to nobody.
      if (child.connected) child.send(message, ignore);
    };
    return {
      postMessage(data, handle?: PortHandle) {
        const port = handle as DoublePort | undefined;
        if (port) {
          ports.set(port.id, port);
          port.onClose = () => send({ type: "close", id: port.id });
        }
        // As Electron does, messages wait for the process to listen.
        void loaded.promise.then(() => {
          send({ type: "message", data, ...(port && { port: port.id }) });
          port?.handTo((value) => send({ type: "port", id: port.id, data: value }));
        });
      },
      onMessage: (listener) => void listeners.push(listener),
      onExit: (listener) => void child.once("exit", (code) => listener(code ?? -1)),
      kill: () => void child.kill("SIGKILL"),
    };
  }

  createChannel(): readonly [PortHandle, PortHandle] {
    const ends = [new DoublePort(++this.#lastPort), new DoublePort(++this.#lastPort)] as const;
    [ends[0].other, ends[1].other] = [ends[1], ends[0]];
    return ends;
  }

  handleCall(channel: string, handler: Handler): void {
    this.handlers.set(channel, handler);
  }

  setCommands(commands: readonly Command[]): void {
    this.commands = commands;
  }

  onQuit(stop: () => Promise<void>): void {
    this.#stop = stop;
  }

  quit(): void {
    this.#quitting ??= Promise.resolve(this.#stop?.()).then(() => {
      this.events.push("quit");
    });
  }

  /** Resolves when the app has quit; rejects when stopping failed. */
  async quitted(): Promise<void> {
    await this.#quitting;
  }

  relaunch(): void {
    this.events.push("relaunch");
  }

  async showError(message: string): Promise<number> {
    this.errors.push(message);
    return 1;
  }

  after(delayMs: number, fn: () => void): () => void {
    const timer = setTimeout(fn, delayMs);
    return () => clearTimeout(timer);
  }
}

/** What the shim of `require("electron")` leaves in a page. */
interface PageGlobals {
  ipcListeners: Record<string, (event: { ports: MessagePort[] }, value: unknown) => void>;
  doublePorts: Record<number, MessagePort>;
  doublePost(id: number, data: unknown): Promise<void>;
}

/** A page of Chromium whose `app:` URLs stand under https, with the built preload script in it. */
export class DoubleWindow implements AppWindow {
  readonly options: WindowOptions;
  readonly #double: ElectronDouble;
  readonly #context: BrowserContext;
  readonly #ports = new Map<number, DoublePort>();
  #line: Promise<unknown> = Promise.resolve();
  closeRequested: (() => void) | undefined;
  visible = false;
  #destroyed = false;
  #gone: ((reason: string) => void) | undefined;
  page: Page | undefined;

  constructor(double: ElectronDouble, context: BrowserContext, options: WindowOptions) {
    this.#double = double;
    this.#context = context;
    this.options = options;
  }

  async load(): Promise<void> {
    const { url, preload } = this.options;
    const page = await this.#context.newPage();
    this.page = page;
    page.on("crash", () => {
      this.#destroyed = true;
      for (const port of this.#ports.values()) port.other?.onClose?.();
      this.#gone?.("crashed");
    });
    page.on("console", (message) => {
      if (message.type() === "error") this.#double.pageErrors.push(message.text());
    });
    page.on("pageerror", (error) => this.#double.pageErrors.push(String(error)));
    const base = `https://${new URL(url).host}.test/`;
    await page.route(`${base}**`, async (route) => {
      const path = route.request().url().slice(base.length);
      const response = await this.#double.answer?.(url + path);
      if (!response) return route.abort();
      await route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    });
    await page.exposeFunction("doublePost", (id: number, data: unknown) =>
      this.#ports.get(id)?.send(data),
    );
    await page.exposeFunction("doubleInvoke", (channel: string, values: unknown[]) =>
      this.#double.handlers.get(channel)?.({ url, isMainFrame: true }, values),
    );
    const script = readFileSync(join(root, "dist/electron", preload), "utf8");
    await page.addInitScript(
      `globalThis.ipcListeners = {}; globalThis.doublePorts = {};
      ((require) => {${script}\n})(() => ({
        ipcRenderer: {
          on: (channel, listener) => { ipcListeners[channel] = listener; },
          invoke: (channel, ...values) => doubleInvoke(channel, values),
        },
        contextBridge: { executeInMainWorld: ({ func, args }) => func(...args) },
      }));`,
    );
    await page.goto(base);
  }

  sendPort(channel: string, value: unknown, handle: PortHandle): void {
    const port = handle as DoublePort;
    this.#ports.set(port.id, port);
    this.#run(
      ([channel, value, id]) => {
        const globals = globalThis as unknown as PageGlobals;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => void globals.doublePost(id, data);
        globals.doublePorts[id] = port1;
        globals.ipcListeners[channel]?.({ ports: [port2] }, value);
      },
      [channel, value, port.id] as const,
    );
    port.handTo((data) =>
      this.#run(
        ([id, data]) => {
          (globalThis as unknown as PageGlobals).doublePorts[id]?.postMessage(data);
        },
        [port.id, data] as const,
      ),
    );
  }

  /** One after another, as messages are; a page that has been destroyed takes none. */
  #run<T>(inPage: (value: T) => void, value: T): void {
    this.#line = this.#line.then(async () => {
      try {
        if (!this.#destroyed) await this.page?.evaluate(inPage as never, value);
      } catch (error) {
        // A page that goes away in the middle of it is no failure, as long as the app wanted that.
        if (!this.#destroyed && this.page?.isClosed() === false)
          this.#double.errors.push(String(error));
      }
    });
  }

  show(): void {
    this.visible = true;
  }

  hide(): void {
    this.visible = false;
  }

  onCloseRequest(listener: () => void): void {
    this.closeRequested = listener;
  }

  onGone(listener: (reason: string) => void): void {
    this.#gone = listener;
  }

  destroy(): void {
    this.#destroyed = true;
    this.#double.events.push(`${this.options.preload} destroyed`);
    void this.page?.close();
  }
}

function ignore(): void {
  // What could not be sent is of no use to anybody any more.
}
