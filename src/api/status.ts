/**
 * The one error of the API: `StatusError` holds a Kubernetes `Status`, and the functions below make each kind of it with
 * Kubernetes' own reason, code and wording (apimachinery, pkg/api/errors). Nothing else in the engine writes a Status.
 */

import { quote } from "./validation/field-errors.ts";

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

export interface ApiStatus {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  /** `continue` is what a list may go on with whose own token has expired. */
  readonly metadata: { readonly continue?: string; readonly name?: never };
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/** What needs no code: the answer has one. */
export type SuccessStatus = Omit<ApiStatus, "code">;

/** The resource that an error speaks of: `{ group: "apps", resource: "deployments" }`. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

export class StatusError extends Error {
  readonly status: ApiStatus;

  constructor(status: ApiStatus, options?: ErrorOptions) {
    super(status.message, options);
    this.name = "StatusError";
    this.status = status;
  }

  get code(): number {
    return this.status.code;
  }

  get reason(): string {
    return this.status.reason ?? "";
  }
}

/** True for a StatusError with that reason: `hasReason(error, "NotFound")`. */
export function hasReason(error: unknown, reason: string): error is StatusError {
  return error instanceof StatusError && error.reason === reason;
}

function failure(
  code: number,
  reason: string,
  message: string,
  details?: StatusDetails,
): StatusError {
  return new StatusError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    reason,
    ...(details ? { details } : {}),
    code,
  });
}

function qualified(resource: GroupResource): string {
  return resource.group === "" ? resource.resource : `${resource.resource}.${resource.group}`;
}

function detailsOf(resource: GroupResource, name: string): StatusDetails {
  return {
    ...(name === "" ? {} : { name }),
    ...(resource.group === "" ? {} : { group: resource.group }),
    kind: resource.resource,
  };
}

export function notFound(resource: GroupResource, name: string): StatusError {
  const message = `${qualified(resource)} ${quote(name)} not found`;
  return failure(404, "NotFound", message, detailsOf(resource, name));
}

/** A path that no resource answers to. */
export function unknownPath(): StatusError {
  return failure(404, "NotFound", "the server could not find the requested resource", {});
}

export function alreadyExists(resource: GroupResource, name: string): StatusError {
  const message = `${qualified(resource)} ${quote(name)} already exists`;
  return failure(409, "AlreadyExists", message, detailsOf(resource, name));
}

/** `why` follows the colon; the default is the optimistic-lock message that every client knows. */
export function conflict(
  resource: GroupResource,
  name: string,
  why = "the object has been modified; please apply your changes to the latest version and try again",
): StatusError {
  const message = `Operation cannot be fulfilled on ${qualified(resource)} ${quote(name)}: ${why}`;
  return failure(409, "Conflict", message, detailsOf(resource, name));
}

/** Conflict between field managers in server-side apply: message and causes are the caller's. */
export function applyConflict(message: string, causes: readonly StatusCause[]): StatusError {
  return failure(409, "Conflict", message, { causes });
}

/** One refused field: `type` is the cause's reason (`FieldValueRequired`), `detail` the text after the field's path. */
export interface FieldError {
  readonly type:
    | "FieldValueNotFound"
    | "FieldValueRequired"
    | "FieldValueDuplicate"
    | "FieldValueInvalid"
    | "FieldValueNotSupported"
    | "FieldValueForbidden"
    | "FieldValueTooLong"
    | "FieldValueTooMany"
    | "FieldValueTypeInvalid"
    | "InternalError";
  readonly field: string;
  /** What follows the field's path, e.g. `Required value: must be set`. */
  readonly message: string;
}

/** 422 for an object of `kind` (`{ group: "apps", kind: "Deployment" }`) with at least one field error. */
export function invalid(
  kind: { readonly group: string; readonly kind: string },
  name: string,
  errors: readonly FieldError[],
): StatusError {
  const qualifiedKind = kind.group === "" ? kind.kind : `${kind.kind}.${kind.group}`;
  const texts = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))];
  const all = texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`;
  return failure(422, "Invalid", `${qualifiedKind} ${quote(name)} is invalid: ${all}`, {
    ...(name === "" ? {} : { name }),
    ...(kind.group === "" ? {} : { group: kind.group }),
    kind: kind.kind,
    causes: errors.map((error) => ({
      reason: error.type,
      message: error.message,
      field: error.field,
    })),
  });
}

export function badRequest(message: string): StatusError {
  return failure(400, "BadRequest", message);
}

export function unauthorized(): StatusError {
  return failure(401, "Unauthorized", "Unauthorized");
}

/** `why` is the authorizer's or admission plugin's text. */
export function forbidden(resource: GroupResource, name: string, why: string): StatusError {
  const subject = name === "" ? qualified(resource) : `${qualified(resource)} ${quote(name)}`;
  return failure(403, "Forbidden", `${subject} is forbidden: ${why}`, detailsOf(resource, name));
}

/** A non-resource path that the user may not use. */
export function forbiddenPath(why: string): StatusError {
  return failure(403, "Forbidden", `forbidden: ${why}`, {});
}

export function methodNotSupported(resource: GroupResource, action: string): StatusError {
  const message = `${action} is not supported on resources of kind "${qualified(resource)}"`;
  return failure(405, "MethodNotAllowed", message, detailsOf(resource, ""));
}

export function methodNotAllowed(): StatusError {
  const message = "the server does not allow this method on the requested resource";
  return failure(405, "MethodNotAllowed", message, {});
}

export function notAcceptable(message: string): StatusError {
  return failure(406, "NotAcceptable", message);
}

export function unsupportedMediaType(message: string): StatusError {
  return failure(415, "UnsupportedMediaType", message);
}

/** 410: the revision asked for is compacted, or a continue token is too old. */
export function expired(message: string): StatusError {
  return failure(410, "Expired", message);
}

/** 410 "Gone" as a watch says it: `too old resource version: 5 (17)`. */
export function tooOldResourceVersion(asked: number, oldest: number): StatusError {
  return expired(`too old resource version: ${asked} (${oldest})`);
}

export function requestEntityTooLarge(message: string): StatusError {
  return failure(413, "RequestEntityTooLarge", message);
}

export function tooManyRequests(message: string, retryAfterSeconds: number): StatusError {
  return failure(429, "TooManyRequests", message, { retryAfterSeconds });
}

/** 429 of the eviction subresource, with its DisruptionBudget cause. */
export function disruptionBudget(
  message: string,
  cause: string,
  retryAfterSeconds = 0,
): StatusError {
  return failure(429, "TooManyRequests", message, {
    causes: [{ reason: "DisruptionBudget", message: cause }],
    ...(retryAfterSeconds > 0 ? { retryAfterSeconds } : {}),
  });
}

export function timeout(message: string, retryAfterSeconds = 0): StatusError {
  return failure(504, "Timeout", `Timeout: ${message}`, { retryAfterSeconds });
}

export function serviceUnavailable(message: string): StatusError {
  return failure(503, "ServiceUnavailable", message);
}

/** 500 for a fault of ours: `cause` is kept for the log and never shown to a client. */
export function internalError(message: string, cause?: unknown): StatusError {
  const status = failure(500, "InternalError", `Internal error occurred: ${message}`, {
    causes: [{ message }],
  }).status;
  return new StatusError(status, cause === undefined ? undefined : { cause });
}

/** What Kubernetes answers with where it gives an error no reason: server-side apply with what is not of the kind's schema. */
export function unknownError(message: string): StatusError {
  const { reason: _reason, ...status } = failure(500, "", message).status;
  return new StatusError(status);
}

/** The body of a successful DELETE that returns no object; it says no code. */
export function success(details: StatusDetails): SuccessStatus {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details };
}

/** The answer to a POST that stores no object of its own: a binding, an eviction. */
export function done(): ApiStatus {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 };
}

/** Any thrown value as the Status to answer with; what is not a StatusError is an internal error. */
export function toStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  return internalError(error instanceof Error ? error.message : String(error), error);
}
