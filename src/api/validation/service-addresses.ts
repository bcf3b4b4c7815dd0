/** IPAddresses and ServiceCIDRs. Source: pkg/apis/networking/validation. */
import type { IPAddress, ServiceCIDR } from "../generated/types.ts";
import { parseCidrSloppy } from "./addresses.ts";
import { canonicalCidr, canonicalIp } from "./canonical-addresses.ts";
import { invalidAll, invalidValue, required, type FieldErrors } from "./field-errors.ts";
import { goValue } from "./go-form.ts";
import { dnsSubdomain, pathSegmentName, type NameCheck } from "./names.ts";
import { same } from "./same.ts";

const immutable = "field is immutable";

/** Names of IPAddresses are the addresses. */
export const ipAddressName: NameCheck = (name) =>
  canonicalIp("", name).map(({ message }) => message.slice(message.lastIndexOf('": ') + 3));

export function validateIpAddress(errors: FieldErrors, address: IPAddress): void {
  const path = "spec.parentRef";
  const reference = address.spec?.parentRef;
  if (!reference) {
    errors.push(required(path));
    return;
  }
  const { group, resource, name, namespace } = reference;
  if (group) errors.push(...invalidAll(`${path}.group`, group, dnsSubdomain(group)));
  for (const [field, value] of Object.entries({ resource, name })) {
    if (!value) errors.push(required(`${path}.${field}`));
    else errors.push(...invalidAll(`${path}.${field}`, value, pathSegmentName(value)));
  }
  if (namespace) {
    errors.push(...invalidAll(`${path}.namespace`, namespace, pathSegmentName(namespace)));
  }
}

export function validateIpAddressUpdate(
  errors: FieldErrors,
  next: IPAddress,
  previous: IPAddress,
): void {
  const reference = next.spec?.parentRef;
  if (same(reference, previous.spec?.parentRef)) return;
  const value = goValue("networking.ParentReference", reference);
  errors.push(invalidValue("spec.parentRef", value, immutable));
}

export function validateServiceCidr(errors: FieldErrors, range: ServiceCIDR): void {
  const path = "spec.cidrs";
  const cidrs = range.spec?.cidrs ?? [];
  if (cidrs.length === 0) {
    errors.push(required(path, "at least one CIDR required"));
    return;
  }
  if (cidrs.length > 2) {
    const value = goValue("networking.ServiceCIDRSpec", range.spec);
    errors.push(invalidValue(path, value, "may only hold up to 2 values"));
    return;
  }
  for (const [index, cidr] of cidrs.entries()) {
    errors.push(...canonicalCidr(`${path}[${index}]`, cidr));
  }
  const [first, second] = cidrs.map((cidr) => parseCidrSloppy(cidr)?.bits);
  if (first === undefined || first !== second) return;
  const message =
    "may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64";
  errors.push(invalidValue(path, cidrs, message));
}

/** A second range may join the first; nothing else changes. */
export function validateServiceCidrUpdate(
  errors: FieldErrors,
  next: ServiceCIDR,
  previous: ServiceCIDR,
): void {
  const path = "spec.cidrs";
  const cidrs = next.spec?.cidrs ?? [];
  const old = previous.spec?.cidrs ?? [];
  if (cidrs.length !== old.length && (old.length !== 1 || cidrs.length !== 2)) {
    errors.push(invalidValue(path, next.spec?.cidrs, immutable));
    return;
  }
  for (const [index, cidr] of old.entries()) {
    if (cidr === cidrs[index]) continue;
    errors.push(invalidValue(`${path}[${index}]`, cidrs[index], immutable));
  }
  if (cidrs.length !== old.length) validateServiceCidr(errors, next);
}
