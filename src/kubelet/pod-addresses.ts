/**
 * Pod addresses of simulated nodes: one /24 for each node, cut from the cluster's ranges, and inside it the next address that nobody holds,
 * going round, as the host-local CNI plugin does, so that an address is not given out again soon after it was freed.
 */

/**
 * The default ranges. Docker's Pods have 10.244.0.0/18; the next quarter makes 64 simulated nodes, and the others, which
 * nothing routes to, another 4,096 and 16,384: more than the 15,000 that can be asked for.
 */
export const SIMULATED_POD_RANGES: readonly string[] = [
  "10.244.64.0/18",
  "10.208.0.0/12",
  "10.128.0.0/10",
];

export class PodAddresses {
  readonly #ranges: readonly { readonly first: number; readonly blocks: number }[];
  readonly #taken = new Set<string>();
  #next = 0;

  constructor(ranges: readonly string[] = SIMULATED_POD_RANGES) {
    this.#ranges = ranges.map(parseRange);
  }

  /** Marks a block as given: what a node already has must never go to another. */
  reserve(cidr: string): void {
    this.#taken.add(cidr);
  }

  /** A block that no node has: `10.244.64.0/24`. Undefined when the ranges are used up. */
  allocateBlock(): string | undefined {
    for (;;) {
      const cidr = this.#blockAt(this.#next);
      if (cidr === undefined) return undefined;
      this.#next++;
      if (this.#taken.has(cidr)) continue;
      this.#taken.add(cidr);
      return cidr;
    }
  }

  #blockAt(index: number): string | undefined {
    let left = index;
    for (const range of this.#ranges) {
      if (left < range.blocks) return `${formatAddress(range.first + left * 256)}/24`;
      left -= range.blocks;
    }
    return undefined;
  }
}

/** The addresses .2 to .254 of one node's block (.0 and .255 are no hosts', .1 is the node's own). */
export class AddressBlock {
  readonly #base: number;
  readonly #held = new Set<number>();
  #last = 1;

  constructor(cidr: string) {
    this.#base = parseRange(cidr).first;
  }

  /** The next free address after the one given last, or undefined when all are held. */
  allocate(): string | undefined {
    for (let step = 1; step <= 253; step++) {
      const host = 2 + ((this.#last - 2 + step + 253) % 253);
      if (this.#held.has(host)) continue;
      this.#held.add(host);
      this.#last = host;
      return formatAddress(this.#base + host);
    }
    return undefined;
  }

  /** Takes a given address of this block; false when it is foreign or held. */
  hold(address: string): boolean {
    const host = parseAddress(address) - this.#base;
    if (!(host >= 2 && host <= 254) || this.#held.has(host)) return false;
    this.#held.add(host);
    return true;
  }

  release(address: string): void {
    this.#held.delete(parseAddress(address) - this.#base);
  }
}

function parseAddress(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function formatAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

function parseRange(cidr: string): { first: number; blocks: number } {
  const [address, length] = cidr.split("/");
  const bits = Number(length);
  if (address === undefined || !(bits >= 8 && bits <= 24)) throw new Error(`bad range "${cidr}"`);
  return { first: parseAddress(address), blocks: 2 ** (24 - bits) };
}
