/** What Kubernetes answers where none of its servers has anything: Go's own page, no Status. */
import type { ApiResponse } from "../message.ts";
import { respondText } from "./respond.ts";

/** Thrown where a path is nobody's. */
export class PageNotFoundError extends Error {
  constructor() {
    super("404 page not found");
  }
}

export function pageNotFound(): ApiResponse {
  return respondText("404 page not found\n", 404);
}
