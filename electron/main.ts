/** The entry of the desktop app's main process. */
import { startDesktop } from "./app.ts";
import { createElectronApi } from "./electron-api.ts";
import type { EngineSettings } from "./engine-messages.ts";

const api = createElectronApi();
startDesktop(api, wantedRuntime(process.env["KUBARIUM_RUNTIME"])).catch((error: unknown) => {
  // What broke has been shown already where it was the engine or the storage window.
  console.error(error);
});

/** As the CLI's --runtime; `auto` where nothing is said. */
function wantedRuntime(value: string | undefined): EngineSettings["runtime"] {
  return value === "docker" || value === "simulated" ? value : "auto";
}
