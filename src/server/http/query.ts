/** The query parameters that steer lists and watches. */
import type { Int64 } from "../../api/json.ts";
import { badRequest } from "../../api/status.ts";
import { exactInteger } from "../../api/wide-integers.ts";
import type { ListQuery } from "../operations/read.ts";
import { quote } from "../../api/validation/field-errors.ts";
import { isTrue } from "../request-info.ts";
import type { IncludeObject } from "./view.ts";

/** A whole number of 64 bits. Throws StatusError 400 for anything else, an empty text included, in strconv's words. */
export function integerParameter(query: URLSearchParams, name: string): Int64 | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const fault = integerFault(text);
  if (fault !== undefined) {
    throw badRequest(`strconv.ParseInt: parsing ${quote(text)}: ${fault}`);
  }
  return exactInteger(BigInt(text.replace("+", "")));
}

/** As integerParameter; the nearest number is enough. */
export function numberParameter(query: URLSearchParams, name: string): number | undefined {
  const value = integerParameter(query, name);
  return value === undefined ? undefined : Number(value);
}

function integerFault(text: string): string | undefined {
  if (!/^[+-]?\d+$/.test(text)) return "invalid syntax";
  const value = BigInt(text.replace("+", ""));
  return BigInt.asIntN(64, value) === value ? undefined : "value out of range";
}

/** Throws StatusError 400 for what is no number, whether or not this request makes use of it. */
export function listQueryOf(query: URLSearchParams): ListQuery {
  numberParameter(query, "timeoutSeconds");
  const limit = numberParameter(query, "limit");
  const initial = query.get("sendInitialEvents");
  return {
    labelSelector: query.get("labelSelector") ?? undefined,
    fieldSelector: query.get("fieldSelector") ?? undefined,
    ...(limit === undefined ? {} : { limit }),
    continueToken: query.get("continue") ?? undefined,
    resourceVersion: query.get("resourceVersion") ?? undefined,
    resourceVersionMatch: query.get("resourceVersionMatch") ?? undefined,
    ...(initial === null ? {} : { sendInitialEvents: isTrue(initial) }),
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
