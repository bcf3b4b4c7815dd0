/** IP addresses and CIDRs, as text and as numbers. Source: apimachinery pkg/util/validation/ip.go, core's ValidateNonSpecialIP. */
import type { FieldError } from "../status.ts";
import { invalidValue } from "./field-errors.ts";

/** An address as its bytes' value; `bits` is 32 or 128. */
export interface IpAddress {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Cidr extends IpAddress {
  readonly prefix: number;
}

/** Leading zeroes in IPv4 are refused, as in Kubernetes' strict parsers. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(":") ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): IpAddress | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9][0-9]{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return { bits: 32, value };
}

function parseIpv6(text: string): IpAddress | undefined {
  let source = text;
  const lastColon = source.lastIndexOf(":");
  if (source.includes(".")) {
    const tail = parseIpv4(source.slice(lastColon + 1));
    if (!tail) return undefined;
    const high = (tail.value >> 16n).toString(16);
    source = `${source.slice(0, lastColon + 1)}${high}:${(tail.value & 0xffffn).toString(16)}`;
  }
  const halves = source.split("::");
  if (halves.length > 2) return undefined;
  const head = halves[0] ? halves[0].split(":") : [];
  const tail = halves[1] ? halves[1].split(":") : [];
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  let value = 0n;
  for (const group of groups) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    value = value * 65536n + BigInt(`0x${group}`);
  }
  return { bits: 128, value };
}

export function parseCidr(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const address = parseIp(text.slice(0, slash));
  const prefix = text.slice(slash + 1);
  if (!address || !/^(0|[1-9][0-9]{0,2})$/.test(prefix)) return undefined;
  return Number(prefix) <= address.bits ? { ...address, prefix: Number(prefix) } : undefined;
}

/** True when `address` lies in `block`; addresses of the other family never do. */
export function contains(block: Cidr, address: IpAddress): boolean {
  if (block.bits !== address.bits) return false;
  const shift = BigInt(block.bits - block.prefix);
  return block.value >> shift === address.value >> shift;
}

const none: readonly FieldError[] = [];

export function validIp(field: string, text: string): readonly FieldError[] {
  if (parseIp(text)) return none;
  return [
    invalidValue(field, text, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"),
  ];
}

export function validCidr(field: string, text: string): readonly FieldError[] {
  if (parseCidr(text)) return none;
  return [
    invalidValue(field, text, "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"),
  ];
}

const blocks = (...texts: readonly string[]): readonly Cidr[] =>
  texts.map(parseCidr).filter((block) => block !== undefined);

const special: readonly { readonly blocks: readonly Cidr[]; readonly message: string }[] = [
  {
    blocks: blocks("127.0.0.0/8", "::1/128"),
    message: "may not be in the loopback range (127.0.0.0/8, ::1/128)",
  },
  {
    blocks: blocks("169.254.0.0/16", "fe80::/10"),
    message: "may not be in the link-local range (169.254.0.0/16, fe80::/10)",
  },
  {
    blocks: blocks("224.0.0.0/24", "ff02::/16"),
    message: "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
  },
];

/** Refuses addresses that cannot be an endpoint's: unspecified, loopback, link-local. */
export function nonSpecialIp(field: string, text: string): readonly FieldError[] {
  const address = parseIp(text);
  if (!address) return [invalidValue(field, text, "must be a valid IP address")];
  const errors: FieldError[] = [];
  if (address.value === 0n) {
    errors.push(invalidValue(field, text, `may not be unspecified (${text})`));
  }
  for (const { blocks: ranges, message } of special) {
    if (ranges.some((range) => contains(range, address))) {
      errors.push(invalidValue(field, text, message));
    }
  }
  return errors;
}
