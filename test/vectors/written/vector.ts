/**
 * The form of the vectors of what is written: objects as the published tests of Kubernetes write them, told apart from one of their
 * kind that is as it should be, and what the strategies of 1.36 refuse them with or warn about.
 */
import type { JsonObject } from "../../../src/api/json.ts";
import { rowsWith, spelledOut, type Row } from "../rows.ts";

export interface Section {
  readonly apiVersion: string;
  readonly kind: string;
  readonly write: "create" | "update" | "status";
  /** In JSON. */
  readonly base: string;
  /** In the form of rows.ts; `# (altered)` heads those of accepted objects in which one field was altered. */
  readonly rows: string;
}

export function rowsOf({ base, rows }: Section): readonly Row[] {
  return rowsWith(JSON.parse(spelledOut(base)) as JsonObject, rows);
}
