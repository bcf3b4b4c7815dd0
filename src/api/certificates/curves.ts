/** The elliptic curves that Go knows, and the arithmetic of them once it is loaded: most clusters are never given a pair of keys. */
import { lazyModule } from "../lazy-module.ts";

export type NamedCurve = "P-224" | "P-256" | "P-384" | "P-521";

/** By the hexadecimal form of their object identifiers (RFC 5480). */
const curves: ReadonlyMap<string, NamedCurve> = new Map([
  ["2b81040021", "P-224"],
  ["2a8648ce3d030107", "P-256"],
  ["2b81040022", "P-384"],
  ["2b81040023", "P-521"],
]);

export function curveNamed(oid: string): NamedCurve | undefined {
  return curves.get(oid);
}

const arithmetic = lazyModule(
  "the arithmetic of elliptic curves",
  () => import("./public-keys.ts"),
);

export const loadPublicKeys = arithmetic.load;

/** Call `loadPublicKeys` first. */
export const publicKeys = arithmetic.get;
