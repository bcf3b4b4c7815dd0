/** The page of the hidden storage window: serves the state log, kept in this origin's IndexedDB, on the port it is handed. */
import { openDexieLog } from "../src/host/browser/dexie-log.ts";
import { ports } from "./ipc.ts";
import { serveStorage } from "./storage-service.ts";

window.addEventListener("message", (event: MessageEvent<unknown>) => {
  const [port] = event.ports;
  if (event.source !== window || event.data !== ports.storage || port === undefined) return;
  serveStorage(port, openDexieLog);
});
