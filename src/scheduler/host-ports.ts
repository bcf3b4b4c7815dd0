/** Host ports as bits of the kernel's columns, and which of them exclude each other (framework.HostPortInfo). */
import type { HostPort } from "../api/host-ports.ts";

const anyAddress = "0.0.0.0";

/** Gives every distinct host port a bit number, and knows which bits exclude which. */
export class HostPortBits {
  readonly #bits = new Map<string, Map<string, number>>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  bitOf(port: HostPort): number {
    const group = `${port.protocol}/${port.port}`;
    const addresses = this.#bits.get(group) ?? new Map<string, number>();
    this.#bits.set(group, addresses);
    let bit = addresses.get(port.ip);
    if (bit === undefined) {
      bit = this.#count;
      this.#count += 1;
      addresses.set(port.ip, bit);
    }
    return bit;
  }

  /** Bits of all ports known so far that cannot be on one node with `port`: its own among them. */
  conflictsOf(port: HostPort): readonly number[] {
    this.bitOf(port);
    const addresses = this.#bits.get(`${port.protocol}/${port.port}`) ?? new Map<string, number>();
    return [...addresses]
      .filter(([ip]) => ip === port.ip || ip === anyAddress || port.ip === anyAddress)
      .map(([, bit]) => bit);
  }
}
