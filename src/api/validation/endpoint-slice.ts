/** EndpointSlices. Source: pkg/apis/discovery/validation. */
import type { EndpointSlice } from "../generated/types.ts";
import { nonSpecialIp, parseIp } from "./addresses.ts";
import {
  duplicate,
  invalidAll,
  invalidValue,
  required,
  tooMany,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable, validateLabels } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, qualifiedName } from "./names.ts";
import { oneOf } from "./numbers.ts";

const endpointsMax = 1000;
const addressesMax = 100;
const portsMax = 20_000;

export function validateEndpointSlice(errors: FieldErrors, slice: EndpointSlice): void {
  const { addressType } = slice;
  const endpoints = slice.endpoints ?? [];
  errors.push(...oneOf("addressType", addressType, ["FQDN", "IPv4", "IPv6"]));
  if (endpoints.length > endpointsMax) {
    errors.push(tooMany("endpoints", endpoints.length, endpointsMax));
    return;
  }
  for (const [index, endpoint] of endpoints.entries()) {
    const at = `endpoints[${index}]`;
    const { hostname, nodeName, deprecatedTopology } = endpoint;
    const addresses = endpoint.addresses ?? [];
    if (addresses.length === 0) {
      errors.push(required(`${at}.addresses`, "must contain at least 1 address"));
    } else if (addresses.length > addressesMax) {
      errors.push(tooMany(`${at}.addresses`, addresses.length, addressesMax));
    }
    for (const [position, address] of addresses.entries()) {
      validateAddress(errors, `${at}.addresses[${position}]`, { address, addressType });
    }
    if (nodeName !== undefined) {
      errors.push(...invalidAll(`${at}.nodeName`, nodeName, dnsSubdomain(nodeName)));
    }
    validateLabels(errors, `${at}.deprecatedTopology`, deprecatedTopology);
    if (hostname !== undefined) {
      errors.push(...invalidAll(`${at}.hostname`, hostname, dnsLabel(hostname)));
    }
  }
  validatePorts(errors, slice);
}

function validateAddress(
  errors: FieldErrors,
  path: string,
  { address, addressType }: { readonly address: string; readonly addressType: string },
): void {
  if (addressType === "FQDN") {
    const name = address.endsWith(".") ? address.slice(0, -1) : address;
    if (name === "") errors.push(required(path));
    else if (dnsSubdomain(name).length > 0) {
      errors.push(invalidValue(path, name, dnsSubdomain(name).join(",")));
    } else if (!name.includes(".")) {
      const message = "should be a domain with at least two segments separated by dots";
      errors.push(invalidValue(path, name, message));
    }
    return;
  }
  if (addressType !== "IPv4" && addressType !== "IPv6") return;
  if (parseIp(address)?.bits !== (addressType === "IPv4" ? 32 : 128)) {
    errors.push(invalidValue(path, address, `must be a valid ${addressType} address`));
  }
  errors.push(...nonSpecialIp(path, address));
}

function validatePorts(errors: FieldErrors, slice: EndpointSlice): void {
  const ports = slice.ports ?? [];
  if (ports.length > portsMax) {
    errors.push(tooMany("ports", ports.length, portsMax));
    return;
  }
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const at = `ports[${index}]`;
    const name = port.name ?? "";
    if (name !== "") errors.push(...invalidAll(`${at}.name`, name, dnsLabel(name)));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    errors.push(...oneOf(`${at}.protocol`, port.protocol, ["SCTP", "TCP", "UDP"]));
    const protocol = port.appProtocol;
    if (protocol !== undefined) {
      errors.push(...invalidAll(`${at}.appProtocol`, protocol, qualifiedName(protocol)));
    }
  }
}

export function validateEndpointSliceUpdate(
  errors: FieldErrors,
  next: EndpointSlice,
  previous: EndpointSlice,
): void {
  validateImmutable(errors, "addressType", {
    next: next.addressType,
    previous: previous.addressType,
  });
}
