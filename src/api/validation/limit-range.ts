/** LimitRanges. Source: ValidateLimitRange in pkg/apis/core/validation. */
import type { LimitRange, LimitRangeItem } from "../generated/types.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  type FieldErrors,
} from "./field-errors.ts";
import { qualifiedName } from "./names.ts";
import { compareQuantityTexts, quantityNanos } from "./quantity-order.ts";
import { anyResourceName, containerResourceName } from "./resources.ts";

const types = ["Pod", "Container", "PersistentVolumeClaim"];
const one = 1_000_000_000n;

export function validateLimitRange(errors: FieldErrors, range: LimitRange): void {
  const seen = new Set<string>();
  for (const [index, item] of (range.spec?.limits ?? []).entries()) {
    const at = `spec.limits[${index}]`;
    const type = item.type ?? "";
    const wrong = invalidAll(`${at}.type`, type, qualifiedName(type));
    errors.push(...wrong);
    if (wrong.length === 0 && !type.includes("/") && !types.includes(type)) {
      const message = "must be a standard limit type or fully qualified";
      errors.push(invalidValue(`${at}.type`, type, message));
    }
    if (seen.has(type)) errors.push(duplicate(`${at}.type`, type));
    seen.add(type);
    validateNames(errors, at, item);
    if (type === "PersistentVolumeClaim" && !item.min?.["storage"] && !item.max?.["storage"]) {
      const detail =
        "either minimum or maximum storage value is required, but neither was provided";
      errors.push(required(`${at}.limits`, detail));
    }
    for (const name of resourcesOf(item)) validateValues(errors, at, { item, name });
  }
}

const lists = ["max", "min", "default", "defaultRequest", "maxLimitRequestRatio"] as const;

function resourcesOf(item: LimitRangeItem): readonly string[] {
  const names = lists.flatMap((list) => Object.keys(item[list] ?? {}));
  return [...new Set(names)].sort();
}

function validateNames(errors: FieldErrors, path: string, item: LimitRangeItem): void {
  const inPod = item.type === "Pod" || item.type === "Container";
  const check = inPod ? containerResourceName : anyResourceName;
  for (const list of lists) {
    const names = Object.keys(item[list] ?? {});
    if (item.type === "Pod" && (list === "default" || list === "defaultRequest")) {
      if (names.length > 0) {
        const message = "may not be specified when `type` is 'Pod'";
        errors.push(forbiddenField(`${path}.${list}`, message));
      }
      continue;
    }
    for (const name of names) errors.push(...check(`${path}.${list}[${name}]`, name));
  }
}

function validateValues(
  errors: FieldErrors,
  path: string,
  { item, name }: { readonly item: LimitRangeItem; readonly name: string },
): void {
  const min = item.min?.[name];
  const max = item.max?.[name];
  const limit = item.default?.[name];
  const request = item.defaultRequest?.[name];
  const ratio = item.maxLimitRequestRatio?.[name];
  const over = (low: string | undefined, high: string | undefined): boolean =>
    low !== undefined && high !== undefined && compareQuantityTexts(low, high) > 0;
  const refuse = (field: string, value: string | undefined, message: string): void => {
    errors.push(invalidValue(`${path}.${field}[${name}]`, value, message));
  };
  if (over(min, max)) refuse("min", min, `min value ${min} is greater than max value ${max}`);
  if (over(min, request)) {
    const message = `min value ${min} is greater than default request value ${request}`;
    refuse("defaultRequest", request, message);
  }
  if (over(request, max)) {
    const message = `default request value ${request} is greater than max value ${max}`;
    refuse("defaultRequest", request, message);
  }
  if (over(request, limit)) {
    const message = `default request value ${request} is greater than default limit value ${limit}`;
    refuse("defaultRequest", request, message);
  }
  if (over(min, limit)) {
    refuse("default", min, `min value ${min} is greater than default value ${limit}`);
  }
  if (over(limit, max)) {
    refuse("default", max, `default value ${limit} is greater than max value ${max}`);
  }
  if (ratio === undefined) return;
  if (quantityNanos(ratio) < one) {
    refuse("maxLimitRequestRatio", ratio, `ratio ${ratio} is less than 1`);
  }
  if (min === undefined || max === undefined || quantityNanos(min) === 0n) return;
  const bound = Number(quantityNanos(max)) / Number(quantityNanos(min));
  if (Number(quantityNanos(ratio)) / Number(one) > bound) {
    const message = `ratio ${ratio} is greater than max/min = ${bound.toFixed(6)}`;
    refuse("maxLimitRequestRatio", ratio, message);
  }
}
