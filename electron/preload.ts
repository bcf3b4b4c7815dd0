/**
 * Gives the dashboard `window.kubarium.connect()` and nothing else. A MessagePort cannot pass through the context
 * bridge, so it goes to the page by a message of the window, marked with the id of the attempt.
 */
import { contextBridge, ipcRenderer } from "electron";
import { calls, ports, type PortNote } from "./ipc.ts";

ipcRenderer.on(ports.dashboard, (event, id: number) => {
  const note: PortNote = { type: ports.dashboard, id };
  window.postMessage(note, "/", [...event.ports]);
});

contextBridge.executeInMainWorld({
  func: defineKubarium,
  args: [(id: number) => ipcRenderer.invoke(calls.connect.channel, id), ports.dashboard],
});

/** Runs in the page: its text is all that goes there, so it uses nothing from outside itself. */
function defineKubarium(ask: (id: number) => Promise<void>, type: string): void {
  let lastId = 0;
  const connect = (): Promise<MessagePort> => {
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      const receive = (event: MessageEvent<{ type?: unknown; id?: unknown } | null>): void => {
        const [port] = event.ports;
        if (event.source !== window || event.data?.type !== type || event.data.id !== id) return;
        window.removeEventListener("message", receive);
        if (port) resolve(port);
        else reject(new Error("no port came from the app"));
      };
      window.addEventListener("message", receive);
      ask(id).catch((error: unknown) => {
        window.removeEventListener("message", receive);
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  };
  const value = Object.freeze({ connect });
  Object.defineProperty(window, "kubarium", { value, enumerable: true });
}
