/** The plain JSON values that every API object is made of. A bigint is an integer that no number holds exactly; see wide-integers.ts. */

/** An integer of 64 bits: a number wherever that is exact, so that equal ones are `===`. */
export type Int64 = number | bigint;

export type JsonValue = string | Int64 | boolean | null | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export type JsonObject = { readonly [key: string]: JsonValue | undefined };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function freezePart(part: unknown): void {
  if (typeof part === "object" && part !== null) deepFreeze(part);
}

/** Freezes a JSON value and everything in it, and returns it. Already frozen parts are taken as deeply frozen. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) freezePart(value[at]);
  } else {
    for (const key in value) freezePart(value[key]);
  }
  return value;
}
