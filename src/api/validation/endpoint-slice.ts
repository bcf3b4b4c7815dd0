/** EndpointSlices. Source: pkg/apis/discovery/validation. */
import type { Endpoint, EndpointHints, EndpointSlice } from "../generated/types.ts";
import { nonSpecialIp, parseIpSloppy, validIp } from "./addresses.ts";
import { canonicalIp } from "./canonical-addresses.ts";
import {
  duplicate,
  invalidAll,
  invalidValue,
  required,
  tooMany,
  type FieldErrors,
} from "./field-errors.ts";
import { validateImmutable, validateLabels } from "./metadata.ts";
import { dnsLabel, dnsSubdomain, qualifiedName, validLabelValue } from "./names.ts";
import { oneOf, optionalOneOf } from "./numbers.ts";
import { same } from "./same.ts";

const endpointsMax = 1000;
const addressesMax = 100;
const portsMax = 20_000;
const topologyMax = 16;
const hintsMax = 8;

/** `previous` is the slice that an update replaces: endpoints that it keeps may be what new ones may not. */
export function validateEndpointSlice(
  errors: FieldErrors,
  slice: EndpointSlice,
  previous?: EndpointSlice,
): void {
  errors.push(...oneOf("addressType", slice.addressType, ["FQDN", "IPv4", "IPv6"]));
  validatePorts(errors, slice);
  const faults: FieldErrors = [];
  validateEndpoints(faults, slice);
  if (faults.length === 0) return;
  if (!previous || !same(previous.endpoints, slice.endpoints)) errors.push(...faults);
}

function validateEndpoints(errors: FieldErrors, slice: EndpointSlice): void {
  const endpoints = slice.endpoints ?? [];
  if (endpoints.length > endpointsMax) {
    errors.push(tooMany("endpoints", endpoints.length, endpointsMax));
    return;
  }
  for (const [index, endpoint] of endpoints.entries()) {
    validateEndpoint(errors, `endpoints[${index}]`, {
      endpoint,
      addressType: slice.addressType ?? "",
    });
  }
}

function validateEndpoint(
  errors: FieldErrors,
  path: string,
  context: { readonly endpoint: Endpoint; readonly addressType: string },
): void {
  const { endpoint, addressType } = context;
  const { hostname, nodeName, deprecatedTopology, hints } = endpoint;
  const addresses = endpoint.addresses ?? [];
  const at = `${path}.addresses`;
  if (addresses.length === 0) errors.push(required(at, "must contain at least 1 address"));
  else if (addresses.length > addressesMax) {
    errors.push(tooMany(at, addresses.length, addressesMax));
  }
  for (const [position, address] of addresses.entries()) {
    validateAddress(errors, at, { address, addressType, position });
  }
  if (nodeName !== undefined) {
    errors.push(...invalidAll(`${path}.nodeName`, nodeName, dnsSubdomain(nodeName)));
  }
  const labels = Object.keys(deprecatedTopology ?? {}).length;
  const topologyAt = `${path}.deprecatedTopology`;
  if (labels > topologyMax) errors.push(tooMany(topologyAt, labels, topologyMax));
  validateLabels(errors, topologyAt, deprecatedTopology);
  if (hostname !== undefined) {
    errors.push(...invalidAll(`${path}.hostname`, hostname, dnsLabel(hostname)));
  }
  if (hints) validateHints(errors, `${path}.hints`, hints);
}

interface Address {
  readonly address: string;
  readonly addressType: string;
  readonly position: number;
}

function validateAddress(errors: FieldErrors, path: string, context: Address): void {
  const { address, addressType, position } = context;
  const at = `${path}[${position}]`;
  if (addressType === "FQDN") {
    validateDomain(errors, at, address);
    return;
  }
  if (addressType !== "IPv4" && addressType !== "IPv6") return;
  const isIpv4 = addressType === "IPv4";
  const faults = isIpv4 ? validIp(at, address) : canonicalIp(at, address);
  errors.push(...faults);
  if (faults.length > 0) return;
  if (parseIpSloppy(address)?.bits !== (isIpv4 ? 32 : 128)) {
    errors.push(invalidValue(path, address, `must be an ${addressType} address`));
  }
  errors.push(...nonSpecialIp(at, address));
}

function validateDomain(errors: FieldErrors, path: string, address: string): void {
  const name = address.endsWith(".") ? address.slice(0, -1) : address;
  if (name === "") {
    errors.push(required(path));
    return;
  }
  const faults = dnsSubdomain(name);
  if (faults.length > 0) errors.push(invalidValue(path, name, faults.join(",")));
  else if (!name.includes(".")) {
    const message = "should be a domain with at least two segments separated by dots";
    errors.push(invalidValue(path, name, message));
  }
}

function validateHints(errors: FieldErrors, path: string, hints: EndpointHints): void {
  for (const [field, check] of [
    ["forZones", validLabelValue],
    ["forNodes", dnsSubdomain],
  ] as const) {
    const list = hints[field] ?? [];
    if (list.length > hintsMax) {
      errors.push(tooMany(`${path}.${field}`, list.length, hintsMax));
      return;
    }
    const names = new Set<string>();
    for (const [index, { name = "" }] of list.entries()) {
      const at = `${path}.${field}[${index}].name`;
      if (names.has(name)) errors.push(duplicate(at, name));
      names.add(name);
      errors.push(...invalidAll(at, name, check(name)));
    }
  }
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
    errors.push(...optionalOneOf(`${at}.protocol`, port.protocol, ["SCTP", "TCP", "UDP"]));
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
  validateEndpointSlice(errors, next, previous);
  validateImmutable(errors, "addressType", {
    next: next.addressType,
    previous: previous.addressType,
  });
}
