/**
 * What a list or watch may be asked for, and at which revision it is answered (apimachinery,
 * pkg/apis/meta/internalversion/validation; apiserver, pkg/storage: predicates, continue tokens, errors).
 */
import { goKindOf } from "../../api/decode/decode-error.ts";
import { jsonFault } from "../../api/decode/json-scan.ts";
import { escapeHtml } from "../../api/go-json.ts";
import { isJsonObject, type JsonValue } from "../../api/json.ts";
import {
  badRequest,
  expired,
  invalid,
  StatusError,
  timeout,
  unknownError,
  type FieldError,
} from "../../api/status.ts";
import { quote } from "../../api/validation/field-errors.ts";
import type { ListQuery } from "./read.ts";

/** Where a list goes on: at the first key that is not before `start`, at a revision (-1: whatever is newest). */
export interface Continue {
  readonly rv: number;
  /** A key just behind the last one that was listed: its name, and a zero. */
  readonly start: ListKey;
}

export type ListKey = readonly [namespace: string, name: string];

/** The part of a key that a token does not tell: that of the list's own namespace. Undefined for a list of everything. */
export interface ListScope {
  readonly namespaced: boolean;
  readonly namespace: string;
}

/** The token that goes on behind `last`, in letters that need no escape in a query (apiserver, pkg/storage/continue.go). */
export function encodeContinue(rv: number, last: ListKey, scope: ListScope): string {
  return encodeToken(rv, keyText([last[0], `${last[1]}\0`], scope));
}

function encodeToken(rv: number, start: string): string {
  const bytes = new TextEncoder().encode(
    escapeHtml(JSON.stringify({ v: "meta.k8s.io/v1", rv, start })),
  );
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function keyText([namespace, name]: ListKey, scope: ListScope): string {
  return isAcross(scope) ? `${namespace}/${name}` : name;
}

function isAcross({ namespaced, namespace }: ListScope): boolean {
  return namespaced && namespace === "";
}

/** Throws StatusError 400, in the words of the decoder that finds the fault. */
export function decodeContinue(token: string, scope: ListScope): Continue {
  const { v, rv, start } = parseToken(token);
  if (v !== "meta.k8s.io/v1")
    throw badToken(`: server does not recognize this encoded version ${v}`);
  const meant = "(version meta.k8s.io/v1)";
  if (rv === 0) throw badToken(`: incorrect encoded start resourceVersion ${meant}`);
  if (start === "") throw badToken(`: encoded start key empty ${meant}`);
  const key = start.startsWith("/") ? start.slice(1) : start;
  // A key that leads elsewhere: a clean path has no such parts.
  if (key !== "" && key.split("/").some((part) => part === "" || part === "." || part === "..")) {
    throw badToken(`: ${start}`);
  }
  if (!isAcross(scope)) return { rv, start: [scope.namespace, key] };
  const slash = key.indexOf("/");
  return { rv, start: slash < 0 ? [key, ""] : [key.slice(0, slash), key.slice(slash + 1)] };
}

function badToken(why: string): StatusError {
  return badRequest(`invalid continue token: continue key is not valid${why}`);
}

function parseToken(token: string): {
  readonly v: string;
  readonly rv: number;
  readonly start: string;
} {
  const bytes = decodeUrlBase64(token);
  if (typeof bytes === "number") throw badToken(`: illegal base64 data at input byte ${bytes}`);
  const text = new TextDecoder().decode(bytes);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw badToken(`: ${jsonFault(bytes) ?? (error as Error).message}`);
  }
  if (value !== null && !isJsonObject(value)) {
    throw badToken(
      `: json: cannot unmarshal ${goKindOf(value)} into Go value of type storage.continueToken`,
    );
  }
  const { v, rv, start } = value ?? {};
  return { v: memberText(v, "v"), rv: memberNumber(rv), start: memberText(start, "start") };
}

function misfit(kind: string, member: string, type: string): StatusError {
  const field = `Go struct field continueToken.${member} of type ${type}`;
  return badToken(`: json: cannot unmarshal ${kind} into ${field}`);
}

function memberText(value: JsonValue | undefined, member: string): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  throw misfit(goKindOf(value), member, "string");
}

function memberNumber(value: JsonValue | undefined): number {
  if (value === undefined || value === null) return 0;
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw misfit(typeof value === "number" ? `number ${value}` : goKindOf(value), "rv", "int64");
}

/** Base64 for URLs without padding; the place of what is none of it, as Go's decoder tells it. */
function decodeUrlBase64(text: string): Uint8Array | number {
  const wrong = /[^A-Za-z0-9_\-\r\n]/.exec(text);
  if (wrong) return wrong.index;
  const letters = text.replace(/[\r\n]/g, "");
  if (letters.length % 4 === 1) return text.length - 1;
  const binary = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/** The revision that a list must be at; undefined: the newest, which is never older than what was asked for. */
export function listRevision(
  query: ListQuery,
  current: number,
  from: Continue | undefined,
): number | undefined {
  const { resourceVersion: asked = "" } = query;
  if (from) {
    if (asked !== "" && asked !== "0") {
      throw badRequest("specifying resource version is not allowed when using continue");
    }
    // As after a restore of an older state: etcd says so, and nobody puts it in other words.
    if (from.rv > current) {
      throw unknownError("etcdserver: mvcc: required revision is a future revision");
    }
    return from.rv < 0 ? undefined : from.rv;
  }
  const revision = checkedRevision(asked);
  if (revision === 0) return undefined;
  if (revision > current) throw tooLargeResourceVersion(revision, current);
  const { resourceVersionMatch: match, limit = 0 } = query;
  // A page of a named revision has always been of just that one.
  const exact = match === "Exact" || (!match && limit > 0);
  return exact ? revision : undefined;
}

/**
 * Throws 422 for options that a list does not take together, and 400 for a revision that is none: both are found before the token to
 * go on with is looked at.
 */
export function checkListOptions(query: ListQuery): void {
  const { resourceVersion, resourceVersionMatch: match, continueToken } = query;
  const errors: FieldError[] = [];
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
  if (query.sendInitialEvents !== undefined) {
    errors.push(refusal("sendInitialEvents", "sendInitialEvents is forbidden for list"));
  }
  throwAll(errors);
  checkedRevision(resourceVersion);
}

function checkedRevision(text = ""): number {
  const revision = revisionOf(text);
  if (typeof revision === "string") throw badRequest(`invalid resource version: ${revision}`);
  return revision;
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
export function expiredList(from: Continue | undefined, scope: ListScope): StatusError {
  if (!from) return expired("The resourceVersion for the provided list is too old.");
  const { status } = expired(
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without " +
      "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
      "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or " +
      "deleted between the time the first chunk was returned and now may show up in the list.",
  );
  return new StatusError({
    ...status,
    metadata: { continue: encodeToken(-1, keyText(from.start, scope)) },
  });
}

/**
 * The revision that a read or a watch of one names; 0 where it names none. Throws 500 for what is no revision, as Kubernetes does of
 * all but lists (kubernetes/kubernetes#139485).
 */
export function parseRevision(text: string | undefined): number {
  const revision = revisionOf(text ?? "");
  if (typeof revision === "string") throw unknownError(revision);
  return revision;
}

/** What is wrong with it, where it is none: an unsigned integer of 64 bits (apiserver, pkg/storage/api_object_versioner.go). */
function revisionOf(text: string): number | string {
  if (text === "") return 0;
  const fault = !/^\d+$/.test(text)
    ? "invalid syntax"
    : BigInt(text) > uint64Max
      ? "value out of range"
      : undefined;
  if (fault === undefined) return Number(text);
  const quoted = quote(text);
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: ${fault}`;
}

const uint64Max = 2n ** 64n - 1n;
