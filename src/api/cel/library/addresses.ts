/** `ip("10.0.0.1").family()` and `cidr("10.0.0.0/8").containsIP("10.0.0.1")`. Follows apiserver's pkg/cel/library/ip.go and cidr.go. */
import { quote } from "../../validation/field-errors.ts";
import { CelError } from "../errors.ts";
import { overload, type Overload } from "../overload.ts";
import { CelOpaque, type CelValue } from "../values.ts";

interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

class IpValue extends CelOpaque {
  override readonly typeName = "net.IP";
  readonly address: Address;
  constructor(address: Address) {
    super();
    this.address = address;
  }
  override equals(other: CelOpaque): boolean {
    return other instanceof IpValue && same(other.address, this.address);
  }
  get size(): number {
    return bytesOf(this.address);
  }
}

class CidrValue extends CelOpaque {
  override readonly typeName = "net.CIDR";
  readonly address: Address;
  readonly length: number;
  constructor(address: Address, length: number) {
    super();
    this.address = address;
    this.length = length;
  }
  override equals(other: CelOpaque): boolean {
    return (
      other instanceof CidrValue &&
      other.length === this.length &&
      same(other.address, this.address)
    );
  }
  get size(): number {
    return Math.ceil(this.length / 8);
  }
}

function bytesOf({ family }: Address): number {
  return family === 4 ? 4 : 16;
}

function same(a: Address, b: Address): boolean {
  return a.family === b.family && a.bits === b.bits;
}

/** The address, or what netip.ParseAddr says of the text. */
function parseIp(text: string): Address | string {
  if (text.includes(":")) return parseV6(text);
  if (!text.includes(".")) return "unable to parse IP";
  return parseV4(text);
}

function parseV4(text: string): Address | string {
  const fields = text.split(".");
  if (fields.some((field) => field !== "" && !/^[0-9]+$/.test(field)))
    return "unexpected character";
  if (fields.length !== 4)
    return fields.length > 4 ? "IPv4 address too long" : "IPv4 address too short";
  let bits = 0n;
  for (const field of fields) {
    if (field === "") return "IPv4 field must have at least one digit";
    if (field.length > 1 && field.startsWith("0")) return "IPv4 field has octet with leading zero";
    if (Number(field) > 255) return "IPv4 field has value >255";
    bits = (bits << 8n) | BigInt(field);
  }
  return { family: 4, bits };
}

function parseV6(text: string): Address | string {
  if (text.includes("%")) return "zones are not allowed";
  const halves = text.split("::");
  if (halves.length > 2) return "multiple :: in address";
  const groups = halves.map(groupsOf);
  for (const half of groups) if (typeof half === "string") return half;
  const [left = [], right = []] = groups as readonly number[][];
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) {
    return missing > 0 ? "address string too short" : "trailing garbage after address";
  }
  let bits = 0n;
  for (const group of [...left, ...Array<number>(missing).fill(0), ...right]) {
    bits = (bits << 16n) | BigInt(group);
  }
  return { family: 6, bits };
}

function groupsOf(text: string): number[] | string {
  if (text === "") return [];
  const groups: number[] = [];
  const fields = text.split(":");
  for (const [index, field] of fields.entries()) {
    if (field.includes(".") && index === fields.length - 1) {
      const embedded = parseV4(field);
      if (typeof embedded === "string") return embedded;
      groups.push(Number(embedded.bits >> 16n), Number(embedded.bits & 0xffffn));
    } else if (/^[0-9a-fA-F]{1,4}$/.test(field)) groups.push(Number.parseInt(field, 16));
    else
      return field === ""
        ? "each colon-separated field must have at least one digit"
        : "unexpected character";
  }
  return groups;
}

function isMapped({ family, bits }: Address): boolean {
  return family === 6 && bits >> 32n === 0xffffn;
}

function ipOrFault(text: string): Address | string {
  const parsed = parseIp(text);
  if (typeof parsed === "string") {
    return `IP Address ${quote(text)} parse error during conversion from string: ParseAddr(${quote(text)}): ${parsed}`;
  }
  if (isMapped(parsed)) return `IPv4-mapped IPv6 address ${quote(text)} is not allowed`;
  return parsed;
}

function ipOf(text: string): IpValue {
  const parsed = ipOrFault(text);
  if (typeof parsed === "string") throw new CelError(parsed);
  return new IpValue(parsed);
}

function cidrOrFault(text: string): CidrValue | string {
  const fault = (why: string) =>
    `network address parse error during conversion from string: ${why}`;
  const slash = text.lastIndexOf("/");
  if (slash < 0) return fault(`netip.ParsePrefix(${quote(text)}): no '/'`);
  const address = parseIp(text.slice(0, slash));
  if (typeof address === "string") return fault(`netip.ParsePrefix(${quote(text)}): ${address}`);
  if (isMapped(address)) return `IPv4-mapped IPv6 address ${quote(text)} is not allowed`;
  const digits = text.slice(slash + 1);
  const length = Number(digits);
  if (!/^(?:0|[1-9][0-9]*)$/.test(digits)) {
    return fault(`netip.ParsePrefix(${quote(text)}): bad bits after slash: ${quote(digits)}`);
  }
  if (length > bytesOf(address) * 8) {
    return fault(`netip.ParsePrefix(${quote(text)}): prefix length out of range`);
  }
  return new CidrValue(address, length);
}

function cidrOf(text: string): CidrValue {
  const parsed = cidrOrFault(text);
  if (typeof parsed === "string") throw new CelError(parsed);
  return parsed;
}

function networkOf(address: Address, length: number): bigint {
  const shift = BigInt(bytesOf(address) * 8 - length);
  return (address.bits >> shift) << shift;
}

function containsIp(cidr: CidrValue, { address }: IpValue): boolean {
  return (
    cidr.address.family === address.family &&
    networkOf(cidr.address, cidr.length) === networkOf(address, cidr.length)
  );
}

function containsCidr(cidr: CidrValue, other: CidrValue): boolean {
  return other.length >= cidr.length && containsIp(cidr, new IpValue(other.address));
}

/** RFC 5952: lower case, the longest run of zeros shortened. */
export function formatAddress({ family, bits }: Address): string {
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join(".");
  }
  const groups = Array.from({ length: 8 }, (_, at) => (bits >> BigInt(112 - at * 16)) & 0xffffn);
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0n) end++;
    if (end - at > length) [start, length] = [at, end - at];
  }
  const text = (part: readonly bigint[]) => part.map((group) => group.toString(16)).join(":");
  if (start < 0) return text(groups);
  return `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}

function isCanonical(text: string): boolean {
  return formatAddress(ipOf(text).address) === text;
}

/** Whether the address begins with these bits. */
function within(
  address: Address,
  family: 4 | 6,
  [prefix, length]: readonly [bigint, number],
): boolean {
  if (address.family !== family) return false;
  return address.bits >> BigInt(bytesOf(address) * 8 - length) === prefix;
}

const isUnspecified = ({ bits }: Address): boolean => bits === 0n;
const isLoopback = (address: Address): boolean =>
  within(address, 4, [127n, 8]) || within(address, 6, [1n, 128]);
const isLinkLocalMulticast = (address: Address): boolean =>
  within(address, 4, [0xe00000n, 24]) ||
  (address.family === 6 && ((address.bits >> 112n) & 0xff0fn) === 0xff02n);
const isLinkLocalUnicast = (address: Address): boolean =>
  within(address, 4, [0xa9fen, 16]) || within(address, 6, [0x3fan, 10]);
const isMulticast = (address: Address): boolean =>
  within(address, 4, [0xen, 4]) || within(address, 6, [0xffn, 8]);
const isGlobalUnicast = (address: Address): boolean =>
  !isUnspecified(address) &&
  !isLoopback(address) &&
  !isMulticast(address) &&
  !isLinkLocalUnicast(address) &&
  !within(address, 4, [0xffffffffn, 32]);

export function addressOverloads(): readonly Overload[] {
  const test = (name: string, holds: (address: Address) => boolean) =>
    overload(`ip_${name}`, `net.IP.${name}(): bool`, ({ address }: IpValue) => holds(address));
  const masked = ({ address, length }: CidrValue): CelValue =>
    new CidrValue({ ...address, bits: networkOf(address, length) }, length);
  return [
    overload("string_to_ip", "::ip(string): net.IP", ipOf),
    overload(
      "is_ip",
      "::isIP(string): bool",
      (text: string) => typeof ipOrFault(text) !== "string",
    ),
    overload("ip_is_canonical", "::ip.isCanonical(string): bool", isCanonical),
    overload("ip_to_string", "::string(net.IP): string", ({ address }: IpValue) =>
      formatAddress(address),
    ),
    overload("ip_family", "net.IP.family(): int", ({ address }: IpValue) => BigInt(address.family)),
    test("isUnspecified", isUnspecified),
    test("isLoopback", isLoopback),
    test("isLinkLocalMulticast", isLinkLocalMulticast),
    test("isLinkLocalUnicast", isLinkLocalUnicast),
    test("isGlobalUnicast", isGlobalUnicast),
    overload("string_to_cidr", "::cidr(string): net.CIDR", cidrOf),
    overload(
      "is_cidr",
      "::isCIDR(string): bool",
      (text: string) => typeof cidrOrFault(text) !== "string",
    ),
    overload(
      "cidr_to_string",
      "::string(net.CIDR): string",
      ({ address, length }: CidrValue) => `${formatAddress(address)}/${length}`,
    ),
    overload("cidr_contains_ip_ip", "net.CIDR.containsIP(net.IP): bool", containsIp),
    overload(
      "cidr_contains_ip_string",
      "net.CIDR.containsIP(string): bool",
      (cidr: CidrValue, text: string) => containsIp(cidr, ipOf(text)),
    ),
    overload("cidr_contains_cidr", "net.CIDR.containsCIDR(net.CIDR): bool", containsCidr),
    overload(
      "cidr_contains_cidr_string",
      "net.CIDR.containsCIDR(string): bool",
      (cidr: CidrValue, text: string) => containsCidr(cidr, cidrOf(text)),
    ),
    overload("cidr_ip", "net.CIDR.ip(): net.IP", ({ address }: CidrValue) => new IpValue(address)),
    overload("cidr_masked", "net.CIDR.masked(): net.CIDR", masked),
    overload("cidr_prefix_length", "net.CIDR.prefixLength(): int", ({ length }: CidrValue) =>
      BigInt(length),
    ),
  ];
}
