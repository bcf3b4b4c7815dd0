/** How a patch that does not apply is refused. */
import { StatusError } from "../status.ts";

/** 422 as the API server answers a well-formed patch that does not apply: it never says why (NewGenericServerResponse). */
export function patchRejected(): StatusError {
  return new StatusError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: "the server rejected our request due to an error in our request",
    reason: "Invalid",
    details: {},
    code: 422,
  });
}

/** What Go calls a JSON value's kind in its decoding errors. */
export function goKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  if (typeof value === "bigint") return "number";
  return typeof value === "boolean" ? "bool" : typeof value;
}
