/** IPv4 ranges as numbers: parsing, printing, membership. */

export interface Ipv4Range {
  /** The network address as an unsigned 32-bit number. */
  readonly base: number;
  /** How many addresses the range has, network and broadcast included. */
  readonly size: number;
}

export function parseIpv4(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!parts) return undefined;
  let value = 0;
  for (const part of parts.slice(1)) {
    const byte = Number(part);
    if (byte > 255 || (part.length > 1 && part.startsWith("0"))) return undefined;
    value = value * 256 + byte;
  }
  return value;
}

export function formatIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
}

/** `10.244.128.0/17`; undefined when it is not a network in CIDR notation. */
export function parseIpv4Range(text: string): Ipv4Range | undefined {
  const [address = "", bits = ""] = text.split("/");
  const value = parseIpv4(address);
  const prefix = Number(bits);
  if (value === undefined || !/^\d{1,2}$/.test(bits) || prefix > 32) return undefined;
  const size = 2 ** (32 - prefix);
  return { base: value - (value % size), size };
}

export function formatIpv4Range({ base, size }: Ipv4Range): string {
  return `${formatIpv4(base)}/${32 - Math.log2(size)}`;
}

export function inRange(range: Ipv4Range, address: number): boolean {
  return address >= range.base && address < range.base + range.size;
}
