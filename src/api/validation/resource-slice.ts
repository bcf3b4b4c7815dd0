/** ResourceSlices: the devices that a driver offers. Source: pkg/apis/resource/validation. */
import type {
  CapacityRequestPolicy,
  CounterSet,
  Device,
  DeviceAttribute,
  DeviceCounterConsumption,
  ResourceSlice,
  ResourceSliceSpec,
} from "../generated/types.ts";
import { addQuantities, formatQuantity, parseQuantity, quantityValue } from "../quantity.ts";
import { validateNodeSelector } from "./affinity.ts";
import {
  deviceLimits,
  eachOf,
  validateBindingConditions,
  validateDeviceAttributeName,
  validateDeviceTaint,
  validatePoolName,
} from "./device-lists.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  required,
  tooLong,
  tooMany,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable } from "./metadata.ts";
import { utf8Length } from "../utf8.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { compareQuantityTexts } from "./quantity-order.ts";
import { validateDriverName } from "./volumes.ts";

const devicesMax = 128;
/** With taints or counters a device says more. */
const richDevicesMax = 64;
const attributesMax = 32;
const counterSetsMax = 8;
const countersMax = 32;
const consumedSetsMax = 2;
const optionsMax = 10;

const numeric = "(0|[1-9]\\d*)";
const preRelease = "(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
const build = "[0-9a-zA-Z-]+";
const semver = new RegExp(
  `^${numeric}\\.${numeric}\\.${numeric}(-${preRelease}(\\.${preRelease})*)?(\\+${build}(\\.${build})*)?$`,
);

export function validateResourceSlice(errors: FieldErrors, slice: ResourceSlice): void {
  const spec: Partial<ResourceSliceSpec> = slice.spec ?? {};
  validateDriverName(errors, "spec.driver", spec.driver ?? "");
  validatePool(errors, spec.pool);
  validateSliceNodes(errors, spec);
  if (spec.sharedCounters !== undefined && spec.devices !== undefined) {
    const message = "only one of `sharedCounters` or `devices` is allowed";
    errors.push(invalidValue("spec", "", message));
  }
  const isRich = (spec.devices ?? []).some(
    ({ taints, consumesCounters }) =>
      (taints?.length ?? 0) > 0 || (consumesCounters?.length ?? 0) > 0,
  );
  eachOf(errors, "spec.devices", {
    items: spec.devices,
    max: isRich ? richDevicesMax : devicesMax,
    key: ({ name }) => name,
    check: (device, path) => {
      validateDevice(errors, path, device);
      validateDeviceNodes(errors, path, {
        device,
        perDevice: spec.perDeviceNodeSelection === true,
      });
    },
  });
  eachOf(errors, "spec.sharedCounters", {
    items: spec.sharedCounters,
    max: counterSetsMax,
    key: ({ name }) => name,
    check: (set, path) => {
      if (!set.name) errors.push(required(`${path}.name`));
      else errors.push(...invalidAll(`${path}.name`, set.name, dnsLabel(set.name)));
      validateCounters(errors, path, set.counters);
    },
  });
}

export function validateResourceSliceUpdate(
  errors: FieldErrors,
  next: ResourceSlice,
  previous: ResourceSlice,
): void {
  for (const [path, pick] of [
    ["spec.pool.name", (slice: ResourceSlice) => slice.spec?.pool?.name],
    ["spec.driver", (slice: ResourceSlice) => slice.spec?.driver],
    ["spec.nodeName", (slice: ResourceSlice) => slice.spec?.nodeName],
  ] as const) {
    validateImmutable(errors, path, { next: pick(next), previous: pick(previous) });
  }
}

function validatePool(errors: FieldErrors, pool: ResourceSliceSpec["pool"] | undefined): void {
  const { name = "", resourceSliceCount = 0, generation = 0 } = pool ?? {};
  validatePoolName(errors, "spec.pool.name", name);
  if (resourceSliceCount <= 0) {
    const message = "must be greater than zero";
    errors.push(invalidValue("spec.pool.resourceSliceCount", resourceSliceCount, message));
  }
  if (generation < 0) {
    const message = "must be greater than or equal to zero";
    errors.push(invalidValue("spec.pool.generation", generation, message));
  }
}

function validateSliceNodes(errors: FieldErrors, spec: Partial<ResourceSliceSpec>): void {
  const { nodeName, nodeSelector, allNodes, perDeviceNodeSelection } = spec;
  const set: string[] = [];
  if (nodeName === "") {
    const message = "must be either unset or set to a non-empty string";
    errors.push(invalidValue("spec.nodeName", nodeName, message));
  } else if (nodeName !== undefined) {
    set.push("`nodeName`");
    errors.push(...invalidAll("spec.nodeName", nodeName, dnsSubdomain(nodeName)));
  }
  if (nodeSelector) {
    set.push("`nodeSelector`");
    validateNodeSelector(errors, "spec.nodeSelector", nodeSelector);
    const terms = nodeSelector.nodeSelectorTerms;
    if (terms?.length !== 1) {
      const message = "must have exactly one node selector term";
      errors.push(invalidValue("spec.nodeSelector.nodeSelectorTerms", terms, message));
    }
  }
  for (const [field, value] of Object.entries({ allNodes, perDeviceNodeSelection })) {
    if (value === undefined) continue;
    if (value) set.push(`\`${field}\``);
    else {
      errors.push(invalidValue(`spec.${field}`, value, "must be either unset or set to true"));
    }
  }
  const one =
    "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";
  if (set.length === 0) errors.push(required("spec", one));
  if (set.length > 1) {
    const value = `{${set.join(", ")}}`;
    errors.push(invalidValue("spec", value, `${one}, but multiple fields are set`));
  }
}

function validateDevice(errors: FieldErrors, path: string, device: Device): void {
  const given: Partial<Device> = device;
  const { name = "", attributes = {}, capacity = {}, taints, consumesCounters } = given;
  errors.push(...invalidAll(`${path}.name`, name, dnsLabel(name)));
  const total = Object.keys(attributes).length + Object.keys(capacity).length;
  if (total > attributesMax) {
    const message = `the total number of attributes and capacities must not exceed ${attributesMax}`;
    errors.push(invalidValue(path, total, message));
  }
  for (const [key, attribute] of Object.entries(attributes)) {
    const at = `${path}.attributes[${shortened(key)}]`;
    validateDeviceAttributeName(errors, `${path}.attributes`, key);
    validateAttribute(errors, at, attribute);
  }
  for (const [key, { value, requestPolicy }] of Object.entries(capacity)) {
    const at = `${path}.capacity[${shortened(key)}]`;
    validateDeviceAttributeName(errors, at, key);
    if (!requestPolicy) continue;
    if (device.allowMultipleAllocations) {
      validatePolicy(errors, `${at}.requestPolicy`, { policy: requestPolicy, capacity: value });
    } else {
      const message = "allowMultipleAllocations must be true";
      errors.push(forbiddenField(`${at}.requestPolicy`, message));
    }
  }
  eachOf(errors, `${path}.taints`, {
    items: taints,
    max: deviceLimits.taints,
    check: (taint, at) => validateDeviceTaint(errors, at, taint),
  });
  eachOf(errors, `${path}.consumesCounters`, {
    items: consumesCounters,
    max: consumedSetsMax,
    key: ({ counterSet }) => counterSet,
    check: ({ counterSet = "", counters }: Partial<DeviceCounterConsumption>, at) => {
      if (counterSet === "") errors.push(required(`${at}.counterSet`));
      else errors.push(...invalidAll(`${at}.counterSet`, counterSet, dnsLabel(counterSet)));
      validateCounters(errors, at, counters);
    },
  });
  validateBindingConditions(errors, path, device);
}

/** A key of a message: the middle of what is too long is left out. */
function shortened(key: string): string {
  const max = deviceLimits.nameBytes;
  if (key.length <= max) return key;
  const remaining = max - 3;
  return `${key.slice(0, Math.floor((remaining + 1) / 2))}...${key.slice(key.length - Math.floor(remaining / 2))}`;
}

function validateAttribute(errors: FieldErrors, path: string, attribute: DeviceAttribute): void {
  const { string, version } = attribute;
  for (const [field, text] of Object.entries({ string, version })) {
    if (text === undefined) continue;
    if (field === "version" && !semver.test(text)) {
      const message = "must be a string compatible with semver.org spec 2.0.0";
      errors.push(invalidValue(`${path}.version`, text, message));
    }
    if (utf8Length(text) > deviceLimits.attributeBytes) {
      errors.push(tooLong(`${path}.${field}`, deviceLimits.attributeBytes));
    }
  }
  const given = Object.values(attribute).filter((value) => value !== undefined).length;
  if (given === 1) return;
  const value = given === 0 ? "" : attribute;
  errors.push(invalidValue(path, value, "exactly one value must be specified"));
}

function validateCounters(
  errors: FieldErrors,
  path: string,
  counters: CounterSet["counters"] | undefined,
): void {
  const names = Object.keys(counters ?? {});
  const at = `${path}.counters`;
  if (names.length === 0) errors.push(required(at));
  else if (names.length > countersMax) errors.push(tooMany(at, names.length, countersMax));
  else {
    for (const name of names) errors.push(...invalidAll(`${at}[${name}]`, name, dnsLabel(name)));
  }
}

function validatePolicy(
  errors: FieldErrors,
  path: string,
  { policy, capacity }: { policy: CapacityRequestPolicy; capacity: string },
): void {
  const { default: normal, validValues = [], validRange } = policy;
  if (validValues.length > 0 && validRange) {
    const message =
      'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time';
    errors.push(forbiddenField(path, message));
  } else if (validValues.length > 0) {
    if (normal === undefined) {
      errors.push(required(`${path}.default`, "required when validValues is defined"));
    } else
      validateOptions(errors, `${path}.validValues`, { normal, capacity, options: validValues });
  } else if (validRange) {
    if (normal === undefined) {
      errors.push(required(`${path}.default`, "required when validRange is defined"));
    } else validateRange(errors, `${path}.validRange`, { normal, capacity, range: validRange });
  }
}

function validateOptions(
  errors: FieldErrors,
  path: string,
  { normal, capacity, options }: { normal: string; capacity: string; options: readonly string[] },
): void {
  for (const [index, option] of options.entries()) {
    const before = options[index - 1];
    if (before === undefined || compareQuantityTexts(before, option) <= 0) continue;
    const message = "values must be sorted in ascending order";
    errors.push(invalidValue(`${path}[${index}]`, option, message));
  }
  eachOf(errors, path, {
    items: options,
    max: optionsMax,
    key: (option) => String(quantityValue(option)),
    check: (option, at) => {
      if (compareQuantityTexts(option, capacity) <= 0) return;
      errors.push(invalidValue(at, option, `option is larger than capacity value: ${capacity}`));
    },
  });
  if (options.some((option) => compareQuantityTexts(option, normal) === 0)) return;
  const message = "default value is not valid according to the requestPolicy";
  errors.push(invalidValue(path, normal, message));
}

function validateRange(
  errors: FieldErrors,
  path: string,
  args: {
    normal: string;
    capacity: string;
    range: NonNullable<CapacityRequestPolicy["validRange"]>;
  },
): void {
  const { normal, capacity } = args;
  const { min, max, step }: Partial<typeof args.range> = args.range;
  if (min === undefined) {
    errors.push(required(`${path}.min`, "required when validRange is defined"));
    return;
  }
  const wrong = (field: string, value: string, message: string) =>
    errors.push(invalidValue(`${path}.${field}`, value, message));
  if (compareQuantityTexts(min, capacity) > 0) {
    wrong("min", min, `min is larger than capacity value: ${capacity}`);
  }
  if (compareQuantityTexts(normal, min) < 0)
    wrong("min", normal, `default is less than min: ${min}`);
  if (max !== undefined) {
    if (compareQuantityTexts(min, max) > 0) wrong("max", min, `min is larger than max: ${max}`);
    if (compareQuantityTexts(max, capacity) > 0) {
      wrong("max", max, `max is larger than capacity value: ${capacity}`);
    }
    if (compareQuantityTexts(normal, max) > 0)
      wrong("max", normal, `default is more than max: ${max}`);
  }
  if (step === undefined) return;
  const added = sum(min, step);
  if (compareQuantityTexts(added, capacity) > 0) {
    wrong("step", step, `one step ${added} is larger than capacity value: ${capacity}`);
  }
  for (const value of max === undefined ? [normal] : [normal, max]) {
    const steps =
      ((quantityValue(value) ?? 0) - (quantityValue(min) ?? 0)) % (quantityValue(step) ?? 1);
    if (steps === 0) continue;
    wrong("step", value, `value is not a multiple of a given step (${step}) from (${min})`);
  }
}

function sum(a: string, b: string): string {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left.ok && right.ok ? formatQuantity(addQuantities(left.quantity, right.quantity)) : a;
}

function validateDeviceNodes(
  errors: FieldErrors,
  path: string,
  { device, perDevice }: { device: Device; perDevice: boolean },
): void {
  const { nodeName, nodeSelector, allNodes } = device;
  if (!perDevice) {
    if (nodeName === undefined && !nodeSelector && allNodes === undefined) return;
    const message =
      "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec";
    errors.push(invalidValue(path, undefined, message));
    return;
  }
  const set: string[] = [];
  if (nodeName === "") {
    errors.push(invalidValue(`${path}.nodeName`, nodeName, "must not be empty"));
  } else if (nodeName !== undefined) {
    set.push("`nodeName`");
    errors.push(...invalidAll(`${path}.nodeName`, nodeName, dnsSubdomain(nodeName)));
  }
  if (nodeSelector) {
    set.push("`nodeSelector`");
    validateNodeSelector(errors, `${path}.nodeSelector`, nodeSelector);
  }
  if (allNodes === false) {
    const message = "must be either unset or set to true";
    errors.push(invalidValue(`${path}.allNodes`, allNodes, message));
  } else if (allNodes) set.push("`allNodes`");
  const one =
    "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec";
  if (set.length === 0) errors.push(required(path, one));
  if (set.length > 1) errors.push(invalidValue(path, `{${set.join(", ")}}`, one));
}
