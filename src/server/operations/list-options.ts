/**
 * What a list or watch may be asked for, and at which revision it is answered (apimachinery,
 * pkg/apis/meta/internalversion/validation; apiserver, pkg/storage: predicates, continue tokens, errors).
 */
import {
  badRequest,
  expired,
  invalid,
  StatusError,
  timeout,
  type FieldError,
} from "../../api/status.ts";
import type { ListQuery } from "./read.ts";

/** What a continue token holds: the revision of the first page (-1: whatever is newest), and the key to go on after. */
export interface Continue {
  readonly v: "kubarium/v1";
  readonly rv: number;
  readonly after: readonly [namespace: string, name: string];
}

export function encodeContinue(token: Continue): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify(token))));
}

export function decodeContinue(token: string): Continue {
  try {
    const bytes = Uint8Array.from(atob(token), (c) => c.charCodeAt(0));
    const value = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Continue>;
    if (value.v === "kubarium/v1" && Number.isSafeInteger(value.rv) && isKey(value.after)) {
      return value as Continue;
    }
  } catch {
    // Not ours: answered below.
  }
  throw badRequest("continue key is not valid: encoded continue key is malformed");
}

function isKey(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string")
  );
}

/** The revision that a list must be at; undefined: the newest, which is never older than what was asked for. */
export function listRevision(
  query: ListQuery,
  current: number,
  from: Continue | undefined,
): number | undefined {
  checkListOptions(query);
  const revision = parseRevision(query.resourceVersion);
  if (from) {
    if (revision !== 0) {
      throw badRequest("specifying resource version is not allowed when using continue");
    }
    return from.rv < 0 ? undefined : from.rv;
  }
  if (revision === 0) return undefined;
  if (revision > current) throw tooLargeResourceVersion(revision, current);
  const { resourceVersionMatch: match, limit = 0 } = query;
  // A page of a named revision has always been of just that one.
  const exact = match === "Exact" || (!match && limit > 0);
  return exact ? revision : undefined;
}

function checkListOptions(query: ListQuery): void {
  const { resourceVersion, resourceVersionMatch: match, continueToken } = query;
  const errors: FieldError[] = [];
  if (query.sendInitialEvents) {
    errors.push(refusal("sendInitialEvents", "sendInitialEvents is forbidden for list"));
  }
  if (match) {
    if (!resourceVersion) {
      errors.push(
        refusal(matchField, "resourceVersionMatch is forbidden unless resourceVersion is provided"),
      );
    }
    if (continueToken) errors.push(refusal(matchField, withContinue));
    if (match !== "Exact" && match !== "NotOlderThan") {
      errors.push(unsupported(match, ["Exact", "NotOlderThan", ""]));
    }
    if (match === "Exact" && resourceVersion === "0") {
      const why = 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"';
      errors.push(refusal(matchField, why));
    }
  }
  throwAll(errors);
}

/** Throws 422 for options that a watch does not take. */
export function checkWatchOptions(query: ListQuery): void {
  const { resourceVersionMatch: match, sendInitialEvents, continueToken } = query;
  const errors: FieldError[] = [];
  if (sendInitialEvents !== undefined && match !== "NotOlderThan") {
    const why = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
    errors.push(refusal(matchField, why));
  }
  if (match) {
    if (sendInitialEvents === undefined) {
      const why =
        "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided";
      errors.push(refusal(matchField, why));
    }
    if (match !== "NotOlderThan") errors.push(unsupported(match, ["NotOlderThan"]));
    if (continueToken) errors.push(refusal(matchField, withContinue));
  }
  throwAll(errors);
}

const matchField = "resourceVersionMatch";
const withContinue = "resourceVersionMatch is forbidden when continue is provided";

function refusal(field: string, message: string): FieldError {
  return { type: "FieldValueForbidden", field, message: `Forbidden: ${message}` };
}

function unsupported(value: string, supported: readonly string[]): FieldError {
  const list = supported.map((each) => `"${each}"`).join(", ");
  return {
    type: "FieldValueNotSupported",
    field: matchField,
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`,
  };
}

function throwAll(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalid({ group: "meta.k8s.io", kind: "ListOptions" }, "", errors);
}

/** 504 for a revision from the future: the client may wait for it, as after a restore it must list again. */
export function tooLargeResourceVersion(asked: number, current: number): StatusError {
  const { status } = timeout(`Too large resource version: ${asked}, current: ${current}`, 1);
  const cause = { reason: "ResourceVersionTooLarge", message: "Too large resource version" };
  return new StatusError({ ...status, details: { ...status.details, causes: [cause] } });
}

/** 410 for a list at a revision that is compacted; with a token to go on without consistency, where one was used. */
export function expiredList(from: Continue | undefined): StatusError {
  if (!from) return expired("The resourceVersion for the provided list is too old.");
  const { status } = expired(
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without " +
      "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
      "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or " +
      "deleted between the time the first chunk was returned and now may show up in the list.",
  );
  return new StatusError({
    ...status,
    metadata: { continue: encodeContinue({ ...from, rv: -1 }) },
  });
}

export function parseRevision(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  if (!/^\d{1,16}$/.test(text)) {
    throw badRequest(
      `Invalid value: "${text}": strconv.ParseUint: parsing "${text}": invalid syntax`,
    );
  }
  return Number(text);
}
