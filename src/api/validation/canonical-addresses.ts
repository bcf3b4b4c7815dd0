/** Addresses in fields that take one form of each only. Source: IsValidIP, IsValidCIDR and IsValidInterfaceAddress of apimachinery. */
import type { FieldError } from "../status.ts";
import {
  formatIp,
  isMapped,
  networkOf,
  parseCidrSloppy,
  parseIpSloppy,
  validCidr,
  validIp,
  type Cidr,
} from "./addresses.ts";
import { invalidValue } from "./field-errors.ts";

const none: readonly FieldError[] = [];

export function canonicalIp(field: string, text: string): readonly FieldError[] {
  const faults = validIp(field, text);
  const address = parseIpSloppy(text);
  if (faults.length > 0 || !address) return faults;
  return inForm(field, text, formatIp(address));
}

export function canonicalCidr(field: string, text: string): readonly FieldError[] {
  const faults = validCidr(field, text);
  const block = parseCidrSloppy(text);
  if (faults.length > 0 || !block) return faults;
  return inForm(field, text, `${formatIp(networkOf(block))}/${block.prefix}`);
}

/** An address with the size of its network: `10.9.8.7/24`. */
export function interfaceAddress(field: string, text: string): readonly FieldError[] {
  const block = parseCidrSloppy(text);
  if (!block) {
    const message = "must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)";
    return [invalidValue(field, text, message)];
  }
  const { bits, value, prefix } = unmapped(block);
  return inForm(field, text, `${formatIp({ bits, value })}/${prefix}`);
}

function unmapped(block: Cidr): Cidr {
  if (!isMapped(block)) return block;
  return { bits: 32, value: block.value & 0xffffffffn, prefix: Math.max(0, block.prefix - 96) };
}

function inForm(field: string, text: string, canonical: string): readonly FieldError[] {
  if (text === canonical) return none;
  return [invalidValue(field, text, `must be in canonical form ("${canonical}")`)];
}
