/** How admission plugins refuse: 403 with the resource and the name that the request speaks of (apiserver, admission/errors.go). */
import { forbidden, type StatusError } from "../../api/status.ts";
import type { AdmissionRequest } from "./chain.ts";

/** `why` follows the colon. What is created without a name yet is named by what its name is made from, if anything. */
export function refused(request: AdmissionRequest, why: string): StatusError {
  const { target, object, previous } = request;
  const { name, generateName } = (object ?? previous)?.metadata ?? {};
  return forbidden(target.definition, target.name || name || generateName || "Unknown", why);
}

/** How several errors read as one (apimachinery, util/errors). */
export function aggregateText(errors: readonly string[]): string {
  const distinct = [...new Set(errors)];
  return distinct.length === 1 ? (distinct[0] ?? "") : `[${distinct.join(", ")}]`;
}
