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

/** Leading zeroes in IPv4 are refused, as in Kubernetes' strict parsers; IPv4-mapped IPv6 is 128 bits wide. */
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

/** As Kubernetes once read every address: leading zeroes count for nothing. An IPv4 address in IPv6's clothes is IPv4. */
export function parseIpSloppy(text: string): IpAddress | undefined {
  const address = parseIp(withoutLeadingZeroes(text));
  return address && isMapped(address) ? { bits: 32, value: address.value & 0xffffffffn } : address;
}

/** As `parseIpSloppy`, of a block; the prefix may have leading zeroes too. */
export function parseCidrSloppy(text: string): Cidr | undefined {
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const prefix = text.slice(slash + 1).replace(/^0+(?=[0-9])/, "");
  return parseCidr(`${withoutLeadingZeroes(text.slice(0, slash))}/${prefix}`);
}

function withoutLeadingZeroes(text: string): string {
  if (!text.includes(".") || !/^[0-9a-fA-F:.]*$/.test(text)) return text;
  const start = text.lastIndexOf(":") + 1;
  const parts = text.slice(start).split(".");
  return text.slice(0, start) + parts.map((part) => part.replace(/^0+(?=[0-9])/, "")).join(".");
}

/** ::ffff:0:0/96. */
export function isMapped({ bits, value }: IpAddress): boolean {
  return bits === 128 && value >> 32n === 0xffffn;
}

/** An address in the fields that are older than the strict rules (StrictIPCIDRValidation, on in 1.36). */
export function validIp(field: string, text: string): readonly FieldError[] {
  const strict = parseIp(text);
  if (strict && !isMapped(strict)) return none;
  const why = strict
    ? "must not be an IPv4-mapped IPv6 address"
    : parseIpSloppy(text)
      ? "must not have leading 0s"
      : "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
  return [invalidValue(field, text, why)];
}

/** A block in the fields that are older than the strict rules. */
export function validCidr(field: string, text: string): readonly FieldError[] {
  const strict = parseCidr(text);
  if (!strict) {
    const why = parseCidrSloppy(text)
      ? "must not have leading 0s in IP or prefix length"
      : "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
    return [invalidValue(field, text, why)];
  }
  if (isMapped(strict)) {
    return [invalidValue(field, text, "must not have an IPv4-mapped IPv6 address")];
  }
  if (networkOf(strict).value === strict.value) return none;
  return [invalidValue(field, text, "must not have bits set beyond the prefix length")];
}

/** The block's first address. */
export function networkOf({ bits, value, prefix }: Cidr): IpAddress {
  const shift = BigInt(bits - prefix);
  return { bits, value: (value >> shift) << shift };
}

/** RFC 5952: lower case, the first of the longest runs of zeroes left out. */
export function formatIp({ bits, value }: IpAddress): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((at) => `${(value >> at) & 0xffn}`).join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const joined = groups.join(":");
  let longest = "";
  for (const [run] of joined.matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)) {
    if (run.length > longest.length) longest = run;
  }
  if (longest === "") return joined;
  const start = joined.search(new RegExp(`(?<![0-9a-f])${longest}(?![0-9a-f])`));
  const head = joined.slice(0, start).replace(/:$/, "");
  const tail = joined.slice(start + longest.length).replace(/^:/, "");
  return `${head}::${tail}`;
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
  const address = parseIpSloppy(text);
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
