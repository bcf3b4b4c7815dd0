/** SHA-512 (FIPS 180-4) where its result is needed at once: Web Crypto only promises it. For short messages, seldom. */

const mask = (1n << 64n) - 1n;
const rotated = (value: bigint, by: bigint): bigint =>
  ((value >> by) | (value << (64n - by))) & mask;

interface Constants {
  readonly rounds: readonly bigint[];
  readonly initial: readonly bigint[];
}
let made: Constants | undefined;

/** The fractions of the cube roots of the first 80 primes, and of the square roots of the first eight: 64 bits each. */
function constants(): Constants {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < 80; candidate += 1n) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  return {
    rounds: primes.map((prime) => root(prime << 192n, 3n) & mask),
    initial: primes.slice(0, 8).map((prime) => root(prime << 128n, 2n) & mask),
  };
}

/** The largest whole number whose power is no more than `value`. */
function root(value: bigint, power: bigint): bigint {
  let found = 0n;
  for (let bit = 1n << 70n; bit > 0n; bit >>= 1n) {
    if ((found | bit) ** power <= value) found |= bit;
  }
  return found;
}

/** 64 bytes. */
export function sha512(message: Uint8Array): Uint8Array {
  const { rounds, initial } = (made ??= constants());
  const padded = new Uint8Array((((message.length + 16) >> 7) + 1) << 7);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  let state = initial;
  for (let at = 0; at < padded.length; at += 128) state = compressed(state, view, { at, rounds });
  const result = new DataView(new ArrayBuffer(64));
  for (const [index, word] of state.entries()) result.setBigUint64(index * 8, word);
  return new Uint8Array(result.buffer);
}

function compressed(
  state: readonly bigint[],
  view: DataView,
  { at, rounds }: { readonly at: number; readonly rounds: readonly bigint[] },
): readonly bigint[] {
  const words: bigint[] = [];
  const word = (index: number): bigint => words[index] ?? 0n;
  let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
  for (const [index, constant] of rounds.entries()) {
    if (index < 16) words.push(view.getBigUint64(at + index * 8));
    else {
      const [old, recent] = [word(index - 15), word(index - 2)];
      const first = rotated(old, 1n) ^ rotated(old, 8n) ^ (old >> 7n);
      const second = rotated(recent, 19n) ^ rotated(recent, 61n) ^ (recent >> 6n);
      words.push((word(index - 16) + first + word(index - 7) + second) & mask);
    }
    const mixedE = rotated(e, 14n) ^ rotated(e, 18n) ^ rotated(e, 41n);
    const one = h + mixedE + ((e & f) ^ (~e & mask & g)) + constant + word(index);
    const mixedA = rotated(a, 28n) ^ rotated(a, 34n) ^ rotated(a, 39n);
    const two = mixedA + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [(one + two) & mask, a, b, c, (d + one) & mask, e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((value, index) => (value + (state[index] ?? 0n)) & mask);
}
