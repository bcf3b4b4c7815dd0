/** The form of the vectors of server-side apply: facts of structured-merge-diff's published test tables (merge/*_test.go). */

/** What a type of a table is made of; the names of scalars are Kubernetes'. */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  | { readonly struct: Readonly<Record<string, Shape>> }
  | { readonly map: Shape }
  | { readonly set: Shape }
  | { readonly keyed: Shape; readonly by: readonly string[] }
  | { readonly atomic: Shape };

export interface Step {
  readonly do: "apply" | "force" | "update";
  readonly by: string;
  /** YAML; the object without its type and name. */
  readonly object: string;
  /** Default: v1. */
  readonly version?: string;
  /** `manager path` of each conflict that an apply is refused with. */
  readonly conflicts?: readonly string[];
}

export interface Vector {
  readonly name: string;
  readonly steps: readonly Step[];
  /** YAML of the object in the end. */
  readonly object: string;
  /** The table compares sets, not the order of their items. */
  readonly anyOrder?: true;
  /** By manager: the version, then the paths of its fields, as conflicts show them. Absent: the table does not tell. */
  readonly managed?: Readonly<Record<string, readonly [version: string, ...paths: string[]]>>;
}

export const apply = (by: string, object: string, more: Partial<Step> = {}): Step => ({
  do: "apply",
  by,
  object,
  ...more,
});
export const force = (by: string, object: string, more: Partial<Step> = {}): Step => ({
  do: "force",
  by,
  object,
  ...more,
});
export const update = (by: string, object: string, more: Partial<Step> = {}): Step => ({
  do: "update",
  by,
  object,
  ...more,
});
