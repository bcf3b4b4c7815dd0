/**
 * The 400 Statuses of a body that cannot be decoded, as Kubernetes' create and update handlers word them
 * (apiserver, endpoints/handlers: transformDecodeError; apimachinery, runtime: strictDecodingError).
 */
import type { JsonObject, JsonValue } from "../json.ts";
import { badRequest, StatusError } from "../status.ts";

/** Why a body was refused, in the decoder's own words; `typed` when its kind was known by then. */
export class DecodeFault extends Error {
  readonly typed: { readonly version: string; readonly kind: string } | undefined;
  /** What is said instead where a strategic merge patch has made the object (unstructured-words.ts). */
  readonly unrestored: string | undefined;

  constructor(
    message: string,
    typed?: { readonly version: string; readonly kind: string },
    unrestored?: string,
  ) {
    super(message);
    this.name = "DecodeFault";
    this.typed = typed;
    this.unrestored = unrestored;
  }
}

/** What the request was to hold: the kind that the handler expects. */
export interface ExpectedKind {
  readonly version: string;
  readonly kind: string;
}

/** The 400 of a body of a known kind. `why` is what the decoder says, which is told otherwise of what a patch has made. */
export class UnfitObject extends StatusError {
  readonly why: string;
  /** As DecodeFault has it. */
  readonly unrestored: string | undefined;

  constructor(text: string, why: string, unrestored?: string) {
    super(badRequest(text).status);
    this.why = why;
    this.unrestored = unrestored;
  }
}

/** A fault found after the body's kind was known: `Deployment in version "v1" cannot be handled as a Deployment: ...`. */
export function cannotBeHandled(
  actual: ExpectedKind,
  expected: string,
  fault: string | DecodeFault,
): UnfitObject {
  const [why, unrestored] =
    typeof fault === "string" ? [fault, undefined] : [fault.message, fault.unrestored];
  return new UnfitObject(
    `${actual.kind} in version "${actual.version}" cannot be handled as a ${expected}: ${why}`,
    why,
    unrestored,
  );
}

/** A fault found before any kind was known. Without an expected kind, the decoder's words alone. */
export function unrecognized(
  expected: string | undefined,
  why: string,
  body: Uint8Array,
): StatusError {
  if (expected === undefined) return badRequest(why);
  return badRequest(
    `the object provided is unrecognized (must be of type ${expected}): ${why} (${summarize(body)})`,
  );
}

/** The first 30 bytes: text for JSON, hexadecimal for anything else. */
function summarize(body: Uint8Array): string {
  if (body.length === 0) return "<empty>";
  const head = body.subarray(0, 30);
  const text =
    body[0] === 0x7b
      ? new TextDecoder().decode(head)
      : Array.from(head, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return body.length > 30 ? `${text} ...` : text;
}

/** What Go's decoder calls a JSON value that does not fit. */
export function goKindOf(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean") return "bool";
  return typeof value === "bigint" ? "number" : typeof value;
}

/** What Go calls the anonymous struct that the JSON decoder first reads apiVersion and kind into. */
const typeMetaGo = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

/** What Go's decoder says of JSON that is no object. */
export function unreadable(value: JsonValue): string {
  return `couldn't get version/kind; json parse error: json: cannot unmarshal ${goKindOf(value)} into Go value of type ${typeMetaGo}`;
}

/** What it says of an object whose kind cannot be read; undefined where it can, or is left out. */
export function unreadableKind(object: JsonObject): string | undefined {
  for (const field of ["apiVersion", "kind"]) {
    const value = object[field];
    if (value === undefined || value === null || typeof value === "string") continue;
    return `couldn't get version/kind; json parse error: json: cannot unmarshal ${goKindOf(value)} into Go struct field .${field} of type string`;
  }
  const apiVersion = object["apiVersion"];
  const isVersion = typeof apiVersion !== "string" || apiVersion.split("/").length <= 2;
  return isVersion ? undefined : `unexpected GroupVersion string: ${apiVersion}`;
}
