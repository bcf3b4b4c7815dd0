/** Checks of numbers, ports, percentages and enumerations that many kinds share. */
import type { FieldError } from "../status.ts";
import { invalidAll, invalidValue, notSupported, required } from "./field-errors.ts";
import { percentText, portName, rangeMessage } from "./names.ts";
import type { Int64 } from "../json.ts";

const none: readonly FieldError[] = [];

/** int32's largest. */
export const int32Max = 0x7fffffff;

export function nonNegative(field: string, value: Int64 | undefined): readonly FieldError[] {
  if (value === undefined || value >= 0) return none;
  return [invalidValue(field, value, "must be greater than or equal to 0")];
}

export function positive(field: string, value: Int64 | undefined): readonly FieldError[] {
  if (value === undefined || value > 0) return none;
  return [invalidValue(field, value, "must be greater than zero")];
}

export function portNumber(field: string, port: number): readonly FieldError[] {
  if (port >= 1 && port <= 65535) return none;
  return [invalidValue(field, port, rangeMessage(1, 65535))];
}

export function portNumberOrName(
  field: string,
  port: number | string | undefined,
): readonly FieldError[] {
  if (typeof port === "string") return invalidAll(field, port, portName(port));
  return portNumber(field, port ?? 0);
}

/** `required` for "", `Unsupported value` for what is not in the list. */
export function oneOf(
  field: string,
  value: string | undefined,
  supported: readonly string[],
): readonly FieldError[] {
  if (!value) return [required(field)];
  return supported.includes(value) ? none : [notSupported(field, value, supported)];
}

/** `oneOf` for a value that may be absent. */
export function optionalOneOf(
  field: string,
  value: string | undefined,
  supported: readonly string[],
): readonly FieldError[] {
  if (value === undefined || supported.includes(value)) return none;
  return [notSupported(field, value, supported)];
}

/** A count that is not negative, or a percentage. */
export function positiveIntOrPercent(
  field: string,
  value: number | string | undefined,
): readonly FieldError[] {
  if (typeof value === "string") return invalidAll(field, value, percentText(value));
  return nonNegative(field, value);
}

export function notMoreThan100Percent(
  field: string,
  value: number | string | undefined,
): readonly FieldError[] {
  const percent = percentOf(value);
  if (percent === undefined || percent <= 100) return none;
  return [invalidValue(field, value, "must not be greater than 100%")];
}

/** The number before the `%`, undefined for anything else. */
function percentOf(value: number | string | undefined): number | undefined {
  if (typeof value !== "string" || percentText(value).length > 0) return undefined;
  return Number(value.slice(0, -1));
}

/** The number itself or that of the percentage, 0 when it is neither. */
export function intOrPercentValue(value: number | string | undefined): number {
  return typeof value === "number" ? value : (percentOf(value) ?? 0);
}
