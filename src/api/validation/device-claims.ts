/** ResourceClaims, their templates and DeviceClasses. Source: pkg/apis/resource/validation. */
import type {
  AllocationResult,
  DeviceClass,
  DeviceSelector,
  DeviceSubRequest,
  ExactDeviceRequest,
  ObjectMeta,
  OpaqueDeviceConfiguration,
  ResourceClaimSpec,
  ResourceClaimTemplate,
  ResourceV1ResourceClaim,
} from "../generated/types.ts";
import {
  deviceLimits,
  eachOf,
  validateBindingConditions,
  validateDeviceToleration,
  validateFullDeviceName,
  validatePoolName,
} from "./device-lists.ts";
import { deviceCompiler } from "../cel/device-compiler.ts";
import { validateNodeSelector } from "./affinity.ts";
import {
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
  tooLong,
  type FieldErrors,
} from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { sharedDevice, validateDeviceReport, validateShareId } from "./device-status.ts";
import { validateAnnotations, validateLabels } from "./metadata.ts";
import { utf8Length } from "../utf8.ts";
import { dnsLabel, dnsSubdomain } from "./names.ts";
import { isExtendedResourceName } from "./resources.ts";
import { same } from "./same.ts";
import { validateDriverName } from "./volumes.ts";
import { exactJson } from "../wide-integers.ts";

type DeviceClaim = NonNullable<ResourceClaimSpec["devices"]>;
type DeviceRequest = NonNullable<DeviceClaim["requests"]>[number];
type Status = NonNullable<ResourceV1ResourceClaim["status"]>;

/** Names of a claim's requests, each with those of its alternatives. */
type RequestNames = ReadonlyMap<string, ReadonlySet<string>>;

export function validateResourceClaim(errors: FieldErrors, claim: ResourceV1ResourceClaim): void {
  validateClaimDevices(errors, "spec", claim.spec);
}

export function validateResourceClaimUpdate(
  errors: FieldErrors,
  next: ResourceV1ResourceClaim,
  previous: ResourceV1ResourceClaim,
): void {
  if (same(next.spec, previous.spec)) return;
  const value = goValue("resource.ResourceClaimSpec", next.spec ?? {});
  errors.push(invalidValue("spec", value, "field is immutable"));
}

export function validateClaimTemplate(errors: FieldErrors, template: ResourceClaimTemplate): void {
  const { labels, annotations }: Pick<ObjectMeta, "labels" | "annotations"> =
    template.spec?.metadata ?? {};
  validateLabels(errors, "spec.metadata.labels", labels);
  validateAnnotations(errors, "spec.metadata.annotations", annotations);
  validateClaimDevices(errors, "spec.spec", template.spec?.spec);
}

export function validateClaimTemplateUpdate(
  errors: FieldErrors,
  next: ResourceClaimTemplate,
  previous: ResourceClaimTemplate,
): void {
  if (same(next.spec, previous.spec)) return;
  const value = goValue("resource.ResourceClaimTemplateSpec", next.spec ?? {});
  errors.push(invalidValue("spec", value, "field is immutable"));
}

export function validateDeviceClass(errors: FieldErrors, deviceClass: DeviceClass): void {
  const { selectors, config, extendedResourceName }: Partial<DeviceClass["spec"]> =
    deviceClass.spec ?? {};
  validateSelectors(errors, "spec.selectors", selectors);
  eachOf(errors, "spec.config", {
    items: config,
    max: deviceLimits.configs,
    check: ({ opaque }, path) => validateConfiguration(errors, path, opaque),
  });
  if (extendedResourceName !== undefined && !isExtendedResourceName(extendedResourceName)) {
    const message = "must be a valid extended resource name";
    errors.push(invalidValue("spec.extendedResourceName", extendedResourceName, message));
  }
}

function validateClaimDevices(
  errors: FieldErrors,
  path: string,
  spec: ResourceClaimSpec | undefined,
): void {
  const { requests, constraints, config } = spec?.devices ?? {};
  const names = namesOf(requests);
  eachOf(errors, `${path}.devices.requests`, {
    items: requests,
    max: deviceLimits.requests,
    key: ({ name }) => name,
    check: (request, at) => validateRequest(errors, at, request),
  });
  eachOf(errors, `${path}.devices.constraints`, {
    items: constraints,
    max: deviceLimits.constraints,
    check: (constraint, at) => {
      validateReferences(errors, `${at}.requests`, { requests: constraint.requests, names });
      const { matchAttribute, distinctAttribute } = constraint;
      if (matchAttribute !== undefined) {
        validateFullDeviceName(errors, `${at}.matchAttribute`, matchAttribute);
      } else if (distinctAttribute !== undefined) {
        validateFullDeviceName(errors, `${at}.distinctAttribute`, distinctAttribute);
      } else {
        const message =
          'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set';
        errors.push(required(at, message));
      }
    },
  });
  eachOf(errors, `${path}.devices.config`, {
    items: config,
    max: deviceLimits.configs,
    check: ({ requests: asked, opaque }, at) => {
      validateReferences(errors, `${at}.requests`, { requests: asked, names });
      validateConfiguration(errors, at, opaque);
    },
  });
}

function namesOf(requests: DeviceClaim["requests"]): RequestNames {
  return new Map(
    (requests ?? []).map(({ name, firstAvailable }) => [
      name,
      new Set((firstAvailable ?? []).map((alternative) => alternative.name)),
    ]),
  );
}

function validateRequest(errors: FieldErrors, path: string, request: Partial<DeviceRequest>): void {
  const { name = "", exactly, firstAvailable } = request;
  errors.push(...invalidAll(`${path}.name`, name, dnsLabel(name)));
  const hasAlternatives = (firstAvailable?.length ?? 0) > 0;
  const one = "exactly one of `exactly` or `firstAvailable` is required";
  if (!exactly && !hasAlternatives) errors.push(required(path, one));
  else if (exactly && hasAlternatives) {
    errors.push(invalidValue(path, undefined, `${one}, but multiple fields are set`));
  } else if (exactly) validateDevices(errors, `${path}.exactly`, exactly);
  else {
    eachOf(errors, `${path}.firstAvailable`, {
      items: firstAvailable,
      max: deviceLimits.alternatives,
      key: (alternative) => alternative.name,
      check: (alternative, at) => {
        const own = alternative.name ?? "";
        errors.push(...invalidAll(`${at}.name`, own, dnsLabel(own)));
        validateDevices(errors, at, alternative);
      },
    });
  }
}

function validateDevices(
  errors: FieldErrors,
  path: string,
  request: ExactDeviceRequest | DeviceSubRequest,
): void {
  const given: Partial<ExactDeviceRequest> = request;
  const { deviceClassName = "", selectors, allocationMode = "", count = 0, tolerations } = given;
  if (deviceClassName === "") errors.push(required(`${path}.deviceClassName`));
  else {
    const messages = dnsSubdomain(deviceClassName);
    errors.push(...invalidAll(`${path}.deviceClassName`, deviceClassName, messages));
  }
  validateSelectors(errors, `${path}.selectors`, selectors);
  if (allocationMode === "All") {
    if (count !== 0) {
      const message = "must not be specified when allocationMode is 'All'";
      errors.push(invalidValue(`${path}.count`, count, message));
    }
  } else if (allocationMode === "ExactCount") {
    if (count <= 0) errors.push(invalidValue(`${path}.count`, count, "must be greater than zero"));
  } else {
    const supported = ["All", "ExactCount"];
    errors.push(notSupported(`${path}.allocationMode`, allocationMode, supported));
  }
  for (const [index, toleration] of (tolerations ?? []).entries()) {
    validateDeviceToleration(errors, `${path}.tolerations[${index}]`, toleration);
  }
}

function validateSelectors(
  errors: FieldErrors,
  path: string,
  selectors: readonly DeviceSelector[] | undefined,
): void {
  eachOf(errors, path, {
    items: selectors,
    max: deviceLimits.selectors,
    check: ({ cel }, at) => {
      if (!cel) errors.push(required(`${at}.cel`));
      else validateSelector(errors, `${at}.cel.expression`, cel.expression ?? "");
    },
  });
}

/** Whoever validates selectors loads the compiler first (cel/device-compiler.ts). */
function validateSelector(errors: FieldErrors, path: string, expression: string): void {
  if (utf8Length(expression) > deviceLimits.expressionBytes) {
    errors.push(tooLong(path, deviceLimits.expressionBytes));
    return;
  }
  const fault = deviceCompiler().deviceSelectorFault(expression);
  if (fault === undefined) return;
  errors.push(
    fault === "too complex"
      ? forbiddenField(path, "too complex, exceeds cost limit")
      : invalidValue(path, expression, fault.invalid),
  );
}

function validateReferences(
  errors: FieldErrors,
  path: string,
  { requests, names }: { requests: readonly string[] | undefined; names: RequestNames },
): void {
  eachOf(errors, path, {
    items: requests,
    max: deviceLimits.requests,
    key: (name) => name,
    check: (name, at) => validateReference(errors, at, { name, names }),
  });
}

function validateReference(
  errors: FieldErrors,
  path: string,
  { name, names }: { name: string; names: RequestNames },
): void {
  const message =
    "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";
  const segments = name.split("/");
  const [request = "", alternative] = segments;
  if (segments.length > 2) {
    errors.push(invalidValue(path, name, message));
    return;
  }
  for (const segment of segments) errors.push(...invalidAll(path, segment, dnsLabel(segment)));
  const alternatives = names.get(request);
  const known = alternatives && (alternative === undefined || alternatives.has(alternative));
  if (!known) errors.push(invalidValue(path, name, message));
}

function validateConfiguration(
  errors: FieldErrors,
  path: string,
  opaque: OpaqueDeviceConfiguration | undefined,
): void {
  if (!opaque) {
    errors.push(required(`${path}.opaque`));
    return;
  }
  validateDriverName(errors, `${path}.opaque.driver`, opaque.driver ?? "");
  const at = `${path}.opaque.parameters`;
  const parameters: unknown = opaque.parameters;
  if (parameters === undefined || parameters === null) errors.push(required(at));
  else if (utf8Length(exactJson(parameters)) > deviceLimits.parameterBytes) {
    errors.push(tooLong(at, deviceLimits.parameterBytes));
  } else if (typeof parameters !== "object" || Array.isArray(parameters)) {
    errors.push(invalidValue(at, "<value omitted>", "must be a valid JSON object"));
  }
}

export function validateClaimStatusUpdate(
  errors: FieldErrors,
  next: ResourceV1ResourceClaim,
  previous: ResourceV1ResourceClaim,
): void {
  const { allocation, reservedFor = [], devices }: Status = next.status ?? {};
  validateConsumers(errors, reservedFor);
  const allocated = new Set((allocation?.devices?.results ?? []).map(deviceKey));
  eachOf(errors, "status.devices", {
    items: devices,
    key: deviceKey,
    shown: sharedDevice,
    check: (device, path) => {
      validateDeviceRef(errors, path, device);
      validateShareId(errors, `${path}.shareID`, device.shareID);
      if (!allocated.has(deviceKey(device))) {
        const message = "must be an allocated device in the claim";
        errors.push(invalidValue(path, sharedDevice(device), message));
      }
      validateDeviceReport(errors, path, device);
    },
  });
  const before = previous.status?.allocation;
  if (reservedFor.length > 0) {
    const kept = new Set((previous.status?.reservedFor ?? []).map(({ uid }) => uid));
    const isDeleted = next.metadata.deletionTimestamp !== undefined;
    if (!allocation) {
      const message = "may not be specified when `allocated` is not set";
      errors.push(forbiddenField("status.reservedFor", message));
    } else if (isDeleted && reservedFor.some(({ uid }) => !kept.has(uid))) {
      const message =
        "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set";
      errors.push(forbiddenField("status.reservedFor", message));
    }
  }
  if (!allocation) return;
  if (!before) validateAllocation(errors, allocation, namesOf(next.spec?.devices?.requests));
  else if (!same(allocation, before)) {
    const value = goValue("resource.AllocationResult", allocation);
    errors.push(invalidValue("status.allocation", value, "field is immutable"));
  }
}

function validateConsumers(errors: FieldErrors, consumers: Status["reservedFor"]): void {
  eachOf(errors, "status.reservedFor", {
    items: consumers,
    max: deviceLimits.consumers,
    key: ({ uid }) => uid,
    check: (consumer, path) => {
      for (const field of ["resource", "name", "uid"] as const) {
        if (!consumer[field]) errors.push(required(`${path}.${field}`));
      }
    },
  });
}

interface DeviceRef {
  readonly driver: string;
  readonly pool: string;
  readonly device: string;
  readonly shareID?: string;
}

/** A device as allocations and reports name it. */
export function deviceKey({ driver, pool, device, shareID }: DeviceRef): string {
  return [driver, pool, device, ...(shareID === undefined ? [] : [shareID])].join("/");
}

function validateDeviceRef(errors: FieldErrors, path: string, ref: Partial<DeviceRef>): void {
  const { driver = "", pool = "", device = "" } = ref;
  validateDriverName(errors, `${path}.driver`, driver);
  validatePoolName(errors, `${path}.pool`, pool);
  errors.push(...invalidAll(`${path}.device`, device, dnsLabel(device)));
}

function validateAllocation(
  errors: FieldErrors,
  allocation: AllocationResult,
  names: RequestNames,
): void {
  eachOf(errors, "status.allocation.devices.results", {
    items: allocation.devices?.results,
    max: deviceLimits.results,
    check: (result, path) => {
      validateReference(errors, `${path}.request`, { name: result.request ?? "", names });
      validateDeviceRef(errors, path, result);
      validateBindingConditions(errors, path, result);
      validateShareId(errors, `${path}.shareID`, result.shareID);
    },
  });
  eachOf(errors, "status.allocation.devices.config", {
    items: allocation.devices?.config,
    max: 2 * deviceLimits.configs,
    check: ({ source, requests, opaque }, path) => {
      const supported = ["FromClaim", "FromClass"];
      if (!source) errors.push(required(`${path}.source`));
      else if (!supported.includes(source)) {
        errors.push(notSupported(`${path}.source`, source, supported));
      }
      validateReferences(errors, `${path}.requests`, { requests, names });
      validateConfiguration(errors, path, opaque);
    },
  });
  if (allocation.nodeSelector) {
    validateNodeSelector(errors, "status.allocation.nodeSelector", allocation.nodeSelector);
  }
}
