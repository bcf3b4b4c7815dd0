/** What names a client's connection, and addresses as the connection kernel takes them. */

/** An IPv6 address, or an IPv4 one mapped into it (RFC 4291, 2.5.5.2), as four big-endian words. */
export type AddressWords = readonly [number, number, number, number];

export interface Flow {
  readonly service: number;
  readonly address: AddressWords;
  readonly port: number;
  /** IP protocol number: 6 for TCP, 17 for UDP, 132 for SCTP. */
  readonly protocol: number;
}

/** The words of an address in text, or undefined when it is none. A zone (`fe80::1%eth0`) is left out. */
export function addressWords(text: string): AddressWords | undefined {
  const [plain = ""] = text.split("%");
  if (!plain.includes(":")) {
    const v4 = ipv4Word(plain);
    return v4 === undefined ? undefined : [0, 0, 0xffff, v4];
  }
  const halves = plain.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => groupsOf(half));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  const word = (index: number): number =>
    (((groups[index * 2] ?? 0) << 16) | (groups[index * 2 + 1] ?? 0)) >>> 0;
  return [word(0), word(1), word(2), word(3)];
}

function ipv4Word(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  const bytes = match.slice(1).map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((word, byte) => word * 256 + byte, 0);
}

function groupsOf(text: string): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  for (const part of text.split(":")) {
    if (part.includes(".")) {
      const v4 = ipv4Word(part);
      if (v4 === undefined) return undefined;
      groups.push(v4 >>> 16, v4 & 0xffff);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}
