/**
 * The engine's process of the composition test: gives the built engine a `process.parentPort` as Electron would, whose
 * ports are carried by the IPC channel of an ordinary child process.
 */
import { EventEmitter } from "node:events";
import { pathToFileURL } from "node:url";
import type { ChildMessage } from "./electron-double.ts";

class ChildPort extends EventEmitter {
  readonly #id: number;
  readonly #waiting: unknown[] = [];
  #started = false;

  constructor(id: number) {
    super();
    this.#id = id;
  }

  postMessage(data: unknown): void {
    send({ type: "port", id: this.#id, data });
  }

  start(): void {
    this.#started = true;
    for (const data of this.#waiting.splice(0)) this.emit("message", { data, ports: [] });
  }

  receive(data: unknown): void {
    if (this.#started) this.emit("message", { data, ports: [] });
    else this.#waiting.push(data);
  }

  close(): void {
    send({ type: "close", id: this.#id });
  }
}

const parentPort = new EventEmitter();
const ports = new Map<number, ChildPort>();

function send(message: ChildMessage): void {
  process.send?.(message);
}

Object.assign(process, {
  parentPort: Object.assign(parentPort, {
    postMessage: (data: unknown) => send({ type: "message", data }),
  }),
});

process.on("message", (message: ChildMessage) => {
  switch (message.type) {
    case "port":
      ports.get(message.id)?.receive(message.data);
      return;
    case "close":
      ports.get(message.id)?.emit("close");
      return;
    case "message": {
      const port = message.port === undefined ? undefined : new ChildPort(message.port);
      if (port && message.port !== undefined) ports.set(message.port, port);
      parentPort.emit("message", { data: message.data, ports: port ? [port] : [] });
      return;
    }
    case "loaded":
      throw new Error("only this process says so");
  }
});

await import(pathToFileURL(process.argv[2] ?? "").href);
send({ type: "loaded" });
