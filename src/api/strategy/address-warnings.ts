/** Doubtful addresses, as texts for the Warning header. Source: GetWarningsForIP and GetWarningsForCIDR in apimachinery. */
import {
  formatIp,
  isMapped,
  networkOf,
  parseCidr,
  parseCidrSloppy,
  parseIp,
  parseIpSloppy,
} from "../validation/addresses.ts";
import { quote } from "../validation/field-errors.ts";

/** Of an address that validation took: none for the usual form, one for another. */
export function ipWarnings(field: string, text: string): readonly string[] {
  const address = parseIpSloppy(text);
  if (!address) return [];
  const strict = parseIp(text);
  const usual = formatIp(address);
  if (!strict || isMapped(strict)) {
    return [`${field}: non-standard IP address ${quote(text)} is invalid: use ${quote(usual)}`];
  }
  if (strict.bits === 32 || usual === text) return [];
  const why = `should be in RFC 5952 canonical format (${quote(usual)})`;
  return [`${field}: IPv6 address ${quote(text)} ${why}`];
}

/** Of a block that validation took. */
export function cidrWarnings(field: string, text: string): readonly string[] {
  const block = parseCidrSloppy(text);
  if (!block) return [];
  const mapped = isMapped(block);
  const address = mapped ? { bits: 32 as const, value: block.value & 0xffffffffn } : block;
  const prefix = mapped ? block.prefix - 96 : block.prefix;
  const network = networkOf({ ...address, prefix });
  const usual = `${formatIp(network)}/${prefix}`;
  const warnings: string[] = [];
  if (network.value !== address.value) {
    const single = `${formatIp(address)}/${address.bits}`;
    warnings.push(
      `${field}: CIDR value ${quote(text)} is ambiguous in this context (should be ${quote(usual)} or ${quote(single)}?)`,
    );
  }
  if (!parseCidr(text) || mapped) {
    warnings.push(
      `${field}: non-standard CIDR value ${quote(text)} is invalid: use ${quote(usual)}`,
    );
  }
  if (warnings.length > 0 || address.bits === 32 || usual === text) return warnings;
  return [
    `${field}: IPv6 CIDR value ${quote(text)} should be in RFC 5952 canonical format (${quote(usual)})`,
  ];
}
