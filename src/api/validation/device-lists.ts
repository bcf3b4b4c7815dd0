/** Names, lists and maps as the kinds of resource.k8s.io use them. Source: pkg/apis/resource/validation. */
import type { DeviceTaint, DeviceToleration } from "../generated/types.ts";
import {
  duplicate,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  tooLong,
  tooMany,
  type FieldErrors,
} from "./field-errors.ts";
import { cIdentifierName, dnsSubdomain, qualifiedName, validLabelValue } from "./names.ts";
import { oneOf } from "./numbers.ts";
import { validateDriverName } from "./volumes.ts";

export const deviceLimits = {
  requests: 32,
  constraints: 32,
  configs: 32,
  selectors: 32,
  alternatives: 8,
  expressionBytes: 10 * 1024,
  parameterBytes: 10 * 1024,
  consumers: 256,
  results: 32,
  poolNameBytes: 253,
  idBytes: 32,
  /** A domain of 63 characters, a slash and an id. */
  nameBytes: 63 + 1 + 32,
  attributeBytes: 64,
  bindingConditions: 4,
  taints: 16,
} as const;

const effects = ["NoExecute", "NoSchedule", "None"];

/** Every item in turn, unless there are too many: then that alone is said. */
export function eachOf<T>(
  errors: FieldErrors,
  path: string,
  list: {
    /** Null where a required list was not given. */
    readonly items: readonly T[] | null | undefined;
    readonly max?: number;
    /** What must be unique. */
    readonly key?: (item: T) => string;
    /** How a duplicate is printed, where it is not by its key. */
    readonly shown?: (item: T) => unknown;
    readonly check: (item: T, path: string) => void;
  },
): void {
  const { max = Infinity, key, shown = key, check } = list;
  const items = list.items ?? [];
  if (items.length > max) {
    errors.push(tooMany(path, items.length, max));
    return;
  }
  for (const [index, item] of items.entries()) check(item, `${path}[${index}]`);
  if (!key) return;
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const own = key(item);
    if (seen.has(own)) errors.push(duplicate(`${path}[${index}]`, shown?.(item)));
    seen.add(own);
  }
}

export function validatePoolName(errors: FieldErrors, path: string, name: string): void {
  if (name === "") {
    errors.push(required(path));
    return;
  }
  if (name.length > deviceLimits.poolNameBytes) {
    errors.push(tooLong(path, deviceLimits.poolNameBytes));
  }
  for (const part of name.split("/")) errors.push(...invalidAll(path, part, dnsSubdomain(part)));
}

/** `name`, or `domain/name`. */
export function validateDeviceAttributeName(errors: FieldErrors, path: string, name: string): void {
  const [first = "", second, ...more] = name.split("/");
  if (second === undefined) return validateIdentifier(errors, path, first);
  if (more.length > 0) return;
  if (first === "") errors.push(invalidValue(path, "", "the domain must not be empty"));
  else validateDriverName(errors, path, first);
  if (second === "") errors.push(invalidValue(path, "", "the name must not be empty"));
  else validateIdentifier(errors, path, second);
}

function validateIdentifier(errors: FieldErrors, path: string, id: string): void {
  if (id.length > deviceLimits.idBytes) errors.push(tooLong(path, deviceLimits.idBytes));
  errors.push(...invalidAll(path, id, cIdentifierName(id)));
}

export function validateFullDeviceName(errors: FieldErrors, path: string, name: string): void {
  validateDeviceAttributeName(errors, path, name);
  if (name.includes("/")) return;
  const message = "a fully qualified name must be a domain and a name separated by a slash";
  errors.push(invalidValue(path, name, message));
}

export function validateDeviceTaint(
  errors: FieldErrors,
  path: string,
  taint: Partial<DeviceTaint>,
): void {
  const { key = "", value = "" } = taint;
  errors.push(...invalidAll(`${path}.key`, key, qualifiedName(key)));
  if (value !== "") errors.push(...invalidAll(`${path}.value`, value, validLabelValue(value)));
  errors.push(...oneOf(`${path}.effect`, taint.effect, effects));
}

export function validateDeviceToleration(
  errors: FieldErrors,
  path: string,
  toleration: DeviceToleration,
): void {
  const { key = "", value = "", operator = "", effect = "" } = toleration;
  if (key !== "") errors.push(...invalidAll(`${path}.key`, key, qualifiedName(key)));
  switch (operator) {
    case "Exists":
      if (value === "") break;
      errors.push(invalidValue(`${path}.value`, value, "must be empty for operator `Exists`"));
      break;
    case "Equal":
      errors.push(...invalidAll(`${path}.value`, value, validLabelValue(value)));
      break;
    case "":
      errors.push(required(`${path}.operator`));
      break;
    default:
      errors.push(notSupported(`${path}.operator`, operator, ["Equal", "Exists"]));
  }
  if (effect !== "" && !effects.includes(effect)) {
    errors.push(notSupported(`${path}.effect`, effect, effects));
  }
}

export function validateBindingConditions(
  errors: FieldErrors,
  path: string,
  device: {
    readonly bindingConditions?: readonly string[];
    readonly bindingFailureConditions?: readonly string[];
  },
): void {
  const { bindingConditions: good = [], bindingFailureConditions: bad = [] } = device;
  for (const [field, items] of [
    ["bindingConditions", good],
    ["bindingFailureConditions", bad],
  ] as const) {
    eachOf(errors, `${path}.${field}`, {
      items,
      max: deviceLimits.bindingConditions,
      key: (name) => name,
      check: (name, at) => errors.push(...invalidAll(at, name, qualifiedName(name))),
    });
  }
  for (const [index, name] of bad.entries()) {
    if (!good.includes(name)) continue;
    const message = "bindingFailureConditions must not overlap with bindingConditions";
    errors.push(invalidValue(`${path}.bindingFailureConditions[${index}]`, name, message));
  }
  if (good.length === 0 && bad.length > 0) {
    const message = "bindingConditions are required to use bindingFailureConditions";
    errors.push(invalidValue(`${path}.bindingConditions`, null, message));
  }
  if (bad.length === 0 && good.length > 0) {
    const message = "bindingFailureConditions are required to use bindingConditions";
    errors.push(invalidValue(`${path}.bindingFailureConditions`, null, message));
  }
}
