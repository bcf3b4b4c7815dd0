/* Hashing: of backends' keys by MurmurHash3 (x86, 32 bit), of flows by something faster. */

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

/*
 * Flows are hashed as 64-bit words whose products do not wait for each other, mixed at the end (the finisher of
 * MurmurHash3's 64-bit form): a third of the time that six 32-bit steps in a row take.
 */
function mixed(hash: u64): u32 {
  let h = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
  h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53;
  return <u32>(h ^ (h >> 33));
}

function addressPart(flow: usize): u64 {
  const first = (load<u64>(flow) ^ 0x9e3779b97f4a7c15) * 0xbf58476d1ce4e5b9;
  const second = (load<u64>(flow, 8) ^ 0x2545f4914f6cdd1d) * 0x94d049bb133111eb;
  return first ^ rotl<u64>(second, 32);
}

/* Hash of a client's address alone. */
export function hashAddress(flow: usize): u32 {
  return mixed(addressPart(flow));
}

/* Hash of all that names a connection: address, service, port and protocol. */
export function hashFlow(flow: usize): u32 {
  const rest = (load<u64>(flow, 16) ^ 0xd6e8feb86659fd93) * 0xa0761d6478bd642f;
  return mixed(addressPart(flow) ^ rotl<u64>(rest, 17));
}
