/**
 * The form of the vectors of validation: objects as the published tests of Kubernetes write them, cut down to what matters, and what its API
 * server refuses them with or warns about.
 */
import type { JsonObject } from "../../../src/api/json.ts";
import { rowsWith, type Row } from "../rows.ts";

export interface Section {
  readonly kind: string;
  /** A creation, or an update of the object or of one of its subresources. */
  readonly write: "create" | "update" | "status" | "finalize" | "ephemeralcontainers" | "resize";
  /** In the form of rows.ts, beside what the smallest of the kind has (baseOf). */
  readonly rows: string;
}

/** The smallest object of a kind. */
export function baseOf(kind: string): JsonObject {
  const isCluster = ["Node", "PersistentVolume", "Namespace"].includes(kind);
  const metadata = { name: "x", ...(isCluster ? {} : { namespace: "n" }) };
  const pod = { spec: { containers: [{ name: "c", image: "a" }] } };
  if (kind === "Pod") return { metadata, ...pod };
  if (kind === "PodTemplate") return { metadata, template: pod };
  return { metadata };
}

export function rowsOf({ kind, rows }: Section): readonly Row[] {
  return rowsWith(baseOf(kind), rows);
}
