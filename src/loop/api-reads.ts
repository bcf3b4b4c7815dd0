/** What a controller asks the API for that no cache holds: subresources, and what aggregated servers answer. */
import type { JsonObject } from "../api/json.ts";
import type { ResourceRef } from "../api/object.ts";

export interface ApiReads {
  /** GET of a path, as the controller's own account. Rejects with StatusError; a path that nobody serves is a 404. */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<JsonObject>;
  /** Every resource that objects are stored of, each under one version. */
  servedResources(): readonly ResourceRef[];
}
