/** The engine's process as main sees it: started with the storage window's port, asked for dashboard ports, stopped first. */
import type { DesktopApi, EngineProcess, PortHandle } from "./desktop-api.ts";
import type { EngineCommand, EngineReport, EngineSettings } from "./engine-messages.ts";

/** An engine that has not ended by then is ended: its state is durable at every moment. */
const stopTimeoutMs = 10_000;

export class EngineHost {
  readonly #api: DesktopApi;
  readonly #process: EngineProcess;
  /** Resolves once the cluster runs; rejects with why it does not. */
  readonly ready: Promise<void>;
  readonly #ended: Promise<void>;
  #stopping = false;

  /** `onFailure` is told, once, why the engine did not start, or that it ended unasked. */
  constructor(api: DesktopApi, onFailure: (reason: string) => void) {
    this.#api = api;
    this.#process = api.startEngine();
    const ready = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    this.ready = ready.promise;
    this.#ended = ended.promise;
    let failed = false;
    const fail = (reason: string): void => {
      ready.reject(new Error(reason));
      if (!failed && !this.#stopping) onFailure(reason);
      failed = true;
    };
    // onFailure tells it; whoever waits for `ready` hears of it too.
    this.ready.catch(() => undefined);
    this.#process.onMessage((message) => {
      const report = message as EngineReport;
      if (report.type === "ready") ready.resolve();
      else fail(report.message);
    });
    this.#process.onExit((code) => {
      ended.resolve();
      fail(`The engine ended unexpectedly (code ${code})`);
    });
  }

  start(settings: EngineSettings, storage: PortHandle): void {
    this.#send({ type: "start", settings }, storage);
  }

  connect(port: PortHandle): void {
    this.#send({ type: "connect" }, port);
  }

  /** Resolves when the process has ended. */
  async stop(): Promise<void> {
    if (!this.#stopping) {
      this.#stopping = true;
      this.#send({ type: "stop" });
    }
    const cancel = this.#api.after(stopTimeoutMs, () => this.#process.kill());
    await this.#ended;
    cancel();
  }

  #send(command: EngineCommand, port?: PortHandle): void {
    this.#process.postMessage(command, port);
  }
}
