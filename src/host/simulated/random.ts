/** The seeded randomness of the simulated host: sfc32 (Chris Doty-Humphrey's PractRand), seeded through splitmix32. */
import type { Random } from "../host.ts";

/** Floats and bytes come from one stream: the same seed and the same order of calls give the same values. */
export function createSeededRandom(seed: number): Random {
  let mixed = seed >>> 0;
  const splitmix = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = mixed ^ (mixed >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
  let a = splitmix();
  let b = splitmix();
  let c = splitmix();
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // sfc32's authors discard the first outputs, which still show the seed.
  for (let i = 0; i < 12; i += 1) next();

  return {
    float: () => next() / 0x1_0000_0000,
    bytes(length) {
      const bytes = new Uint8Array(length);
      let word = 0;
      for (let i = 0; i < length; i += 1) {
        if (i % 4 === 0) word = next();
        bytes[i] = (word >>> ((i % 4) * 8)) & 0xff;
      }
      return bytes;
    },
  };
}
