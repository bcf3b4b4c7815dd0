/**
 * The gateway's end of the link: whoever connects to its socket is an engine, the latest of them the one that counts. Without one the
 * tables stay as they are, and what only an engine can reach is refused.
 */
import { rmSync } from "node:fs";
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from "node:http2";
import { createServer, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { enginePaths, type GatewayReport, type GatewayUpdate } from "./protocol.ts";
import { say } from "./say.ts";

/** Bytes that may be on their way in one direction; HTTP/2's own 64 KiB would be the slowest part of the path. */
const windowBytes = 1024 * 1024;
/** What waits on all streams together; beyond Node's own limit of 10 new ones would be refused. */
const sessionMegabytesMax = 1024;
const answerBytesMax = 65_535;

export interface EngineLinkOptions {
  /** A session begins: what it tells is all that there is. */
  begin(): void;
  update(update: GatewayUpdate): void;
}

export class EngineLink {
  readonly #options: EngineLinkOptions;
  #session: ClientHttp2Session | undefined;

  constructor(options: EngineLinkOptions) {
    this.#options = options;
  }

  /** Listens on a Unix socket, in place of one that an earlier process left. */
  async listen(path: string): Promise<void> {
    rmSync(path, { force: true });
    const server = createServer((socket) => this.#accept(socket));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, resolve);
    });
    server.on("error", (error) => say(`link: ${error.message}`));
  }

  report(report: GatewayReport): void {
    const request = this.#request(enginePaths.report);
    request?.on("error", () => undefined);
    request?.resume();
    request?.end(JSON.stringify(report));
  }

  /** A stream through the engine: emits `connect` once it is through. */
  dial(path: string): Duplex {
    const request = this.#request(path);
    if (!request) {
      const none = new Duplex({ read: () => undefined });
      none.destroy(new Error("no engine"));
      return none;
    }
    request.on("response", ({ ":status": status }) => {
      if (status === 200) request.emit("connect");
      else request.destroy(new Error(`refused (${status})`));
    });
    return request;
  }

  /** One message there and one back; undefined where nobody answers. */
  async ask(path: string, message: Buffer): Promise<Buffer | undefined> {
    const request = this.#request(path);
    if (!request) return undefined;
    let status: number | undefined;
    request.on("response", (headers) => (status = headers[":status"]));
    request.end(message);
    try {
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length > answerBytesMax) return undefined;
        chunks.push(chunk);
      }
      return status === 200 ? Buffer.concat(chunks) : undefined;
    } catch {
      // The engine has gone meanwhile.
      return undefined;
    }
  }

  #request(path: string): ClientHttp2Stream | undefined {
    const session = this.#session;
    if (!session || session.closed || session.destroyed) return undefined;
    try {
      return session.request({ ":method": "POST", ":path": path });
    } catch (error) {
      // It is about to end, or has had all the streams that a session may have.
      say(`link: ${String(error)}`);
      session.close();
      return undefined;
    }
  }

  #accept(socket: Socket): void {
    this.#session?.destroy();
    const session = connect("http://engine", {
      createConnection: () => socket,
      settings: { initialWindowSize: windowBytes },
      maxSessionMemory: sessionMegabytesMax,
    });
    this.#session = session;
    session.once("connect", () => session.setLocalWindowSize(4 * windowBytes));
    session.on("error", (error) => say(`link: ${error.message}`));
    session.on("close", () => {
      socket.destroy();
      if (this.#session === session) this.#session = undefined;
    });
    this.#options.begin();
    const state = session.request({ ":path": enginePaths.state });
    state.setEncoding("utf8");
    let text = "";
    state.on("data", (chunk: string) => {
      // A session that another one has replaced has nothing more to say.
      if (this.#session !== session) return;
      const lines = (text + chunk).split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) this.#options.update(JSON.parse(line) as GatewayUpdate);
    });
    state.on("error", () => undefined);
    state.on("close", () => session.destroy());
  }
}
