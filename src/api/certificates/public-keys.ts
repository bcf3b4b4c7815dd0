/** Public keys out of private ones, to compare keys: of the curves P-224 to P-521 and of Ed25519. Bytes are strings of the characters 0 to 255. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256, p384, p521 } from "@noble/curves/nist.js";
import { weierstrass } from "@noble/curves/abstract/weierstrass.js";
import { bytesOf, hexOf, textOf } from "./binary-text.ts";
import type { NamedCurve } from "./curves.ts";

/** Go knows it, the library's own list does not (FIPS 186-4, D.1.2.2). */
const p224 = weierstrass({
  p: 2n ** 224n - 2n ** 96n + 1n,
  n: 0xffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3dn,
  h: 1n,
  a: 2n ** 224n - 2n ** 96n - 2n,
  b: 0xb4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4n,
  Gx: 0xb70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21n,
  Gy: 0xbd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34n,
});

const points = {
  "P-224": p224,
  "P-256": p256.Point,
  "P-384": p384.Point,
  "P-521": p521.Point,
} as const satisfies Readonly<Record<NamedCurve, unknown>>;

/** The point, uncompressed; undefined for what is no private key of the curve. */
export function ellipticPublicKey(curve: NamedCurve, secret: string): string | undefined {
  const point = points[curve];
  const scalar = BigInt(`0x0${hexOf(secret)}`);
  if (!point.Fn.isValidNot0(scalar)) return undefined;
  return textOf(point.BASE.multiply(scalar).toBytes(false));
}

/** 32 bytes, of a seed of 32 bytes; undefined for any other. */
export function ed25519PublicKey(seed: string): string | undefined {
  return seed.length === 32 ? textOf(ed25519.getPublicKey(bytesOf(seed))) : undefined;
}
