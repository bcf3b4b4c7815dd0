/** The hashes that name what is made from a template: pod-template-hash and the names of controller revisions. */
import { canonicalJson } from "./equality.ts";

/** The letters that Kubernetes' rand.SafeEncodeString writes with: no vowels, nothing that looks like another. */
const safeLetters = "bcdfghjklmnpqrstvwxz2456789";

/**
 * FNV-1a (32 bits) of the template's canonical JSON and the collision count, in decimal, in safe letters. Kubernetes
 * hashes a Go dump of the template, so the values differ from its own; like its own they are stable.
 */
export function templateHash(template: unknown, collisionCount: number | undefined): string {
  let hash = fnv1a(new TextEncoder().encode(canonicalJson(template)), 0x811c9dc5);
  if (collisionCount !== undefined) {
    const bytes = [0, 8, 16, 24].map((shift) => (collisionCount >>> shift) & 0xff);
    hash = fnv1a(bytes, hash);
  }
  return safeEncode(String(hash));
}

/** Each byte of `text` as one safe letter. */
export function safeEncode(text: string): string {
  return Array.from(
    new TextEncoder().encode(text),
    (byte) => safeLetters[byte % safeLetters.length],
  ).join("");
}

function fnv1a(bytes: Iterable<number>, basis: number): number {
  let hash = basis;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
