/** A short mark of a document's content, for ETags and `?hash=`: tells our own documents apart, proves nothing. */

const seeds = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f] as const;

/** 128 bits in upper-case hexadecimal, of the text's UTF-16 units. Not cryptographic. */
export function fingerprint(text: string): string {
  return seeds
    .map((seed) => lane(text, seed).toString(16).padStart(8, "0"))
    .join("")
    .toUpperCase();
}

/** FNV-1a with its own start, and the finish of MurmurHash3 to spread the last characters. */
function lane(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
