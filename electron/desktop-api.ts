/** All that the app asks of Electron, narrow enough that a test can put another browser and another process behind it. */
import type { Caller } from "./ipc.ts";

/** One end of a channel, only to be handed on: to a page, or to the engine's process. */
export type PortHandle = object;

export interface WindowOptions {
  readonly url: string;
  /** File name in dist/electron. */
  readonly preload: string;
  /** A hidden window is never shown, and is not slowed down for it. */
  readonly hidden: boolean;
}

export interface AppWindow {
  /** Resolves when the page and its scripts have been loaded. Windows are sandboxed and isolated, and stay on their page. */
  load(): Promise<void>;
  /** Hands a port to the page's preload script. */
  sendPort(channel: string, value: unknown, port: PortHandle): void;
  /** Brings it to the front. */
  show(): void;
  hide(): void;
  /** The user closes the window: it stays, and the listener decides what becomes of it. */
  onCloseRequest(listener: () => void): void;
  /** The page's process has died. */
  onGone(listener: (reason: string) => void): void;
  destroy(): void;
}

export interface EngineProcess {
  postMessage(message: unknown, port?: PortHandle): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (code: number) => void): void;
  kill(): void;
}

export interface Command {
  readonly label: string;
  run(): void;
}

export interface DesktopApi {
  /** The package's folder, or its asar. */
  readonly appDir: string;
  /** The user's own, for this app. */
  readonly userDataDir: string;
  /** False: another instance runs already, and its listener has been called. */
  takeInstanceLock(onSecondInstance: () => void): boolean;
  whenReady(): Promise<void>;
  /** Every `app:` URL is answered by `answer`. */
  servePages(answer: (url: string) => Promise<Response>): void;
  openWindow(options: WindowOptions): AppWindow;
  /** Starts dist/electron/engine.js. */
  startEngine(): EngineProcess;
  createChannel(): readonly [PortHandle, PortHandle];
  /** `handler` gets who called, with which values; what it rejects with goes to the caller. */
  handleCall(
    channel: string,
    handler: (caller: Caller, values: unknown[]) => Promise<unknown>,
  ): void;
  /** In the menu and in the tray. */
  setCommands(commands: readonly Command[]): void;
  /** Quitting waits for `stop`, whoever asked for it. */
  onQuit(stop: () => Promise<void>): void;
  quit(): void;
  /** Starts the app anew once this one has quit. */
  relaunch(): void;
  /** Resolves with the number of the button that was chosen. */
  showError(message: string, buttons: readonly string[]): Promise<number>;
  /** Calls `fn` once; returns how to cancel it. */
  after(delayMs: number, fn: () => void): () => void;
}
