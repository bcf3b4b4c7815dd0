/** What drivers report of the devices of a claim. Source: pkg/apis/resource/validation/validation.go (validateDeviceStatus). */
import type { AllocatedDeviceStatus } from "../generated/types.ts";
import { interfaceAddress } from "./canonical-addresses.ts";
import { validateConditions } from "./conditions.ts";
import { eachOf } from "./device-lists.ts";
import { invalidValue, required, tooLong, tooMany, type FieldErrors } from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import type { GoText } from "./go-text.ts";
import { utf8Length } from "../utf8.ts";
import { exactJson } from "../wide-integers.ts";

const conditionsMax = 8;
const addressesMax = 16;
const interfaceNameBytesMax = 256;
const hardwareAddressBytesMax = 128;
const dataBytesMax = 10 * 1024;

interface DeviceId {
  readonly driver?: string;
  readonly pool?: string;
  readonly device?: string;
  readonly shareID?: string;
}

/** As errors print it. */
export function sharedDevice({ driver, pool, device, shareID = "" }: DeviceId): GoText {
  return goValue("resource.SharedDeviceID", { driver, pool, device, shareID });
}

export function validateShareId(errors: FieldErrors, path: string, id: string | undefined): void {
  if (id === undefined) return;
  const digits = id.replace(/^urn:uuid:|^\{|\}$/gi, "").replaceAll("-", "");
  if (![32, 36, 38, 45].includes(id.length)) {
    const message = `error validating uid: invalid UUID length: ${id.length}`;
    errors.push(invalidValue(path, id, message));
  } else if (!/^[\da-f]{32}$/i.test(digits)) {
    errors.push(invalidValue(path, id, "error validating uid: invalid UUID format"));
  } else if (id.length !== 36 || id !== id.toLowerCase()) {
    const message =
      "uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters";
    errors.push(invalidValue(path, id, message));
  }
}

/** Beside its driver, pool and device. */
export function validateDeviceReport(
  errors: FieldErrors,
  path: string,
  device: AllocatedDeviceStatus,
): void {
  const { networkData } = device;
  const conditions = (device.conditions as AllocatedDeviceStatus["conditions"] | null) ?? [];
  if (conditions.length > conditionsMax) {
    errors.push(tooMany(`${path}.conditions`, conditions.length, conditionsMax));
  }
  validateConditions(errors, `${path}.conditions`, conditions);
  validateData(errors, `${path}.data`, device.data);
  if (!networkData) return;
  const at = `${path}.networkData`;
  const { interfaceName = "", hardwareAddress = "", ips } = networkData;
  if (utf8Length(interfaceName) > interfaceNameBytesMax) {
    errors.push(tooLong(`${at}.interfaceName`, interfaceNameBytesMax));
  }
  if (utf8Length(hardwareAddress) > hardwareAddressBytesMax) {
    errors.push(tooLong(`${at}.hardwareAddress`, hardwareAddressBytesMax));
  }
  eachOf(errors, `${at}.ips`, {
    items: ips,
    max: addressesMax,
    key: (address) => address,
    check: (address, where) => errors.push(...interfaceAddress(where, address)),
  });
}

function validateData(errors: FieldErrors, path: string, data: unknown): void {
  if (data === undefined) return;
  if (data === null) errors.push(required(path));
  else if (utf8Length(exactJson(data)) > dataBytesMax) errors.push(tooLong(path, dataBytesMax));
  else if (typeof data !== "object" || Array.isArray(data)) {
    errors.push(invalidValue(path, "<value omitted>", "must be a valid JSON object"));
  }
}
