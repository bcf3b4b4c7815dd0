/**
 * Public keys out of private ones: of the curves P-224 to P-521 (FIPS 186-4, SEC 1) and of Ed25519 (RFC 8032). Only to compare keys: it
 * takes a time that depends on the key. Bytes are strings of the characters 0 to 255.
 */
import { sha512 } from "./sha512.ts";

interface Curve {
  readonly prime: bigint;
  readonly order: bigint;
  readonly base: readonly [x: bigint, y: bigint];
  readonly bytes: number;
}

/** By the hexadecimal form of their object identifiers: those that Go knows. */
const curves: Readonly<Record<string, () => Curve>> = {
  "2b81040021": () =>
    curve(28, 2n ** 224n - 2n ** 96n + 1n, [
      "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
      "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
      "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
    ]),
  "2a8648ce3d030107": () =>
    curve(32, 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n, [
      "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
      "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
      "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
    ]),
  "2b81040022": () =>
    curve(48, 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n, [
      "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
      "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
      "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
    ]),
  "2b81040023": () =>
    curve(66, 2n ** 521n - 1n, [
      "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
      "0c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
      "11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650",
    ]),
};

function curve(bytes: number, prime: bigint, parts: readonly [string, string, string]): Curve {
  const [order, x, y] = parts.map((hex) => BigInt(`0x${hex}`)) as [bigint, bigint, bigint];
  return { prime, order, base: [x, y], bytes };
}

export function isKnownCurve(oid: string): boolean {
  return Object.hasOwn(curves, oid);
}

/** The point, uncompressed. Undefined for a curve that nobody knows and for what is no private key of it. */
export function ellipticPublicKey(oid: string, secret: string): string | undefined {
  const known = isKnownCurve(oid) ? curves[oid]?.() : undefined;
  const scalar = numberOf(secret);
  if (!known || scalar === 0n || scalar >= known.order) return undefined;
  const [x, y] = multiplied(known, scalar);
  return `\u0004${bytesOf(x, known.bytes)}${bytesOf(y, known.bytes)}`;
}

type Projective = readonly [x: bigint, y: bigint, z: bigint];

/** In Jacobian coordinates, on curves whose first coefficient is -3; the order is prime, so that no sum on the way is of equals. */
function multiplied({ prime, base }: Curve, scalar: bigint): readonly [bigint, bigint] {
  const modulo = (value: bigint): bigint => residue(value, prime);
  const [baseX, baseY] = base;
  const doubled = ([x, y, z]: Projective): Projective => {
    const [squareY, squareZ] = [modulo(y * y), modulo(z * z)];
    const s = modulo(4n * x * squareY);
    const m = modulo(3n * (x - squareZ) * (x + squareZ));
    const nextX = modulo(m * m - 2n * s);
    return [nextX, modulo(m * (s - nextX) - 8n * squareY * squareY), modulo(2n * y * z)];
  };
  const plusBase = ([x, y, z]: Projective): Projective => {
    const squareZ = modulo(z * z);
    const h = modulo(baseX * squareZ - x);
    const r = modulo(baseY * squareZ * z - y);
    const squareH = modulo(h * h);
    const [cubeH, v] = [modulo(squareH * h), modulo(x * squareH)];
    const nextX = modulo(r * r - cubeH - 2n * v);
    return [nextX, modulo(r * (v - nextX) - y * cubeH), modulo(z * h)];
  };
  let point: Projective = [baseX, baseY, 1n];
  for (const bit of scalar.toString(2).slice(1)) {
    point = doubled(point);
    if (bit === "1") point = plusBase(point);
  }
  const [x, y, z] = point;
  const inverse = power(z, prime - 2n, prime);
  const square = modulo(inverse * inverse);
  return [modulo(x * square), modulo(y * square * inverse)];
}

const edwards = {
  prime: 2n ** 255n - 19n,
  d: 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n,
  x: 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an,
  y: 0x6666666666666666666666666666666666666666666666666666666666666658n,
} as const;

/** 32 bytes, of a seed of 32 bytes; undefined for any other. */
export function ed25519PublicKey(seed: string): string | undefined {
  if (seed.length !== 32) return undefined;
  const digest = sha512(Uint8Array.from(seed, (char) => char.charCodeAt(0)));
  const little = String.fromCharCode(...digest.subarray(0, 32).toReversed());
  const scalar = (numberOf(little) & ((1n << 254n) - 8n)) | (1n << 254n);
  const { prime, d } = edwards;
  const modulo = (value: bigint): bigint => residue(value, prime);
  const base: Projective = [edwards.x, edwards.y, 1n];
  const sum = (a: Projective, b: Projective): Projective => {
    const c = modulo(a[2] * b[2]);
    const square = modulo(c * c);
    const [x, y] = [modulo(a[0] * b[0]), modulo(a[1] * b[1])];
    const e = modulo(d * x * y);
    const [less, more] = [square - e, square + e];
    const cross = (a[0] + a[1]) * (b[0] + b[1]) - x - y;
    return [modulo(c * less * cross), modulo(c * more * (y + x)), modulo(less * more)];
  };
  let point: Projective = [0n, 1n, 1n];
  for (const bit of scalar.toString(2)) {
    point = sum(point, point);
    if (bit === "1") point = sum(point, base);
  }
  const inverse = power(point[2], prime - 2n, prime);
  const sign = (modulo(point[0] * inverse) & 1n) << 255n;
  const encoded = bytesOf(modulo(point[1] * inverse) | sign, 32);
  return Array.from(encoded).toReversed().join("");
}

function residue(value: bigint, prime: bigint): bigint {
  const rest = value % prime;
  return rest < 0n ? rest + prime : rest;
}

function power(base: bigint, exponent: bigint, prime: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % prime;
    if (bit === "1") result = (result * base) % prime;
  }
  return result;
}

function numberOf(bytes: string): bigint {
  const hex = Array.from(bytes, (char) => char.charCodeAt(0).toString(16).padStart(2, "0"));
  return BigInt(`0x0${hex.join("")}`);
}

function bytesOf(value: bigint, length: number): string {
  const hex = value.toString(16).padStart(length * 2, "0");
  return hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
}
