/* Hashing of addresses: MurmurHash3 (x86, 32 bit) over whole words. */

export const CLIENT_SEED: u32 = 0x6b756261;

export function word(hash: u32, value: u32): u32 {
  const k = rotl<u32>(value * 0xcc9e2d51, 15) * 0x1b873593;
  return rotl<u32>(hash ^ k, 13) * 5 + 0xe6546b64;
}

export function finish(hash: u32, bytes: u32): u32 {
  let h = hash ^ bytes;
  h = (h ^ (h >> 16)) * 0x85ebca6b;
  h = (h ^ (h >> 13)) * 0xc2b2ae35;
  return h ^ (h >> 16);
}

/* Hash of one word under a seed. */
export function hashWord(value: u32, seed: u32): u32 {
  return finish(word(seed, value), 4);
}

/* Hash of a client's address alone. */
export function hashAddress(flow: usize): u32 {
  let h = word(CLIENT_SEED, load<u32>(flow));
  h = word(h, load<u32>(flow, 4));
  h = word(h, load<u32>(flow, 8));
  h = word(h, load<u32>(flow, 12));
  return finish(h, 16);
}

/* Hash of all that names a connection: address, service, port and protocol. */
export function hashFlow(flow: usize): u32 {
  let h = word(CLIENT_SEED, load<u32>(flow));
  h = word(h, load<u32>(flow, 4));
  h = word(h, load<u32>(flow, 8));
  h = word(h, load<u32>(flow, 12));
  h = word(h, load<u32>(flow, 16));
  h = word(h, load<u32>(flow, 20));
  return finish(h, 24);
}
