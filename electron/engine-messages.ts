/** What main and the engine's process say to each other. */

export interface EngineSettings {
  readonly dataDir: string;
  readonly runtime: "auto" | "docker" | "simulated";
}

/** From main. */
export type EngineCommand =
  /** The first message; with the port to the storage window. */
  | { readonly type: "start"; readonly settings: EngineSettings }
  /** With the port of a dashboard. */
  | { readonly type: "connect" }
  /** Answered by the end of the process. */
  | { readonly type: "stop" };

/** From the engine. */
export type EngineReport =
  | { readonly type: "ready"; readonly apiUrl: string; readonly description: string }
  | { readonly type: "failed"; readonly message: string };
