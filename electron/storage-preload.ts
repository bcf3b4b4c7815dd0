/** Forwards the port that main hands to the storage window into its page. */
import { ipcRenderer } from "electron";
import { ports } from "./ipc.ts";

ipcRenderer.on(ports.storage, (event) => {
  window.postMessage(ports.storage, "/", [...event.ports]);
});
