/** The query parameters that steer lists and watches. */
import { badRequest } from "../../api/status.ts";
import type { ListQuery } from "../operations/read.ts";
import { isTrue } from "../request-info.ts";
import type { IncludeObject } from "./encode.ts";

export function numberParameter(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^-?\d{1,15}$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

export function listQueryOf(query: URLSearchParams): ListQuery {
  const limit = numberParameter(query, "limit");
  const initial = query.get("sendInitialEvents");
  return {
    labelSelector: query.get("labelSelector") ?? undefined,
    fieldSelector: query.get("fieldSelector") ?? undefined,
    ...(limit === undefined ? {} : { limit }),
    continueToken: query.get("continue") ?? undefined,
    resourceVersion: query.get("resourceVersion") ?? undefined,
    resourceVersionMatch: query.get("resourceVersionMatch") ?? undefined,
    ...(initial ? { sendInitialEvents: isTrue(initial) } : {}),
  };
}

export function includeObjectOf(query: URLSearchParams): IncludeObject {
  const value = query.get("includeObject") ?? "";
  if (value === "" || value === "Metadata") return "Metadata";
  if (value === "Object" || value === "None") return value;
  throw badRequest(
    `Unable to convert to Table as requested: includeObject: Invalid value: ${JSON.stringify(value)}: must be 'Metadata', 'Object', 'None', or empty`,
  );
}
