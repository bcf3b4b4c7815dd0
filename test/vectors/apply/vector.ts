/** The form of the vectors of server-side apply: facts of structured-merge-diff's published test tables. */

/** What a type of a table is made of; the names of scalars are Kubernetes'. `whole`: owned as one; by itself: anything; `self`: the whole type again. */
export type Shape =
  | "string"
  | "number"
  | "boolean"
  | "any"
  | "whole"
  | "self"
  | {
      readonly struct: Readonly<Record<string, Shape>>;
      /** What keys have that an item leaves out. */
      readonly defaults?: Readonly<Record<string, string | number | boolean>>;
      readonly whole?: true;
      /** Has fields that it does not declare, too. */
      readonly open?: true;
    }
  | { readonly map: Shape; readonly whole?: true }
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
  /** What is wrong with the configuration. */
  readonly error?: string;
}

/** From here on the type is another one. */
export interface SchemaStep {
  readonly do: "schema";
  readonly shape: Shape;
}

export interface Vector {
  readonly name: string;
  readonly steps: readonly (Step | SchemaStep)[];
  /** YAML of the object in the end; absent where the last step fails. */
  readonly object?: string;
  /** The version that the object is compared in. Default: v1. */
  readonly version?: string;
  /** By manager: the version, then the paths of its fields, as conflicts show them. Absent: the table does not tell. */
  readonly managed?: Readonly<Record<string, readonly [version: string, ...paths: string[]]>>;
  /** By version: what nobody comes to own. */
  readonly ignored?: Readonly<Record<string, readonly string[]>>;
}

export interface Table {
  /** The functions of the test file that the rows are of. */
  readonly of: string;
  readonly shape: Shape;
  /**
   * How versions differ: `repeated` has the letters of its keys as often as the version's number says; `reliant` names
   * `required_field_bar` of v2 `field_foo_rely_on_bar` in v1, and cannot do without. Default: in their names alone.
   */
  readonly conversion?: "repeated" | "reliant";
  readonly rows: readonly Vector[];
}

/** Rows of one type; each file says what is in them: objects as YAML, sets as managedFields hold them. */
export interface TypedTable {
  readonly of: string;
  readonly shape: Shape;
  readonly rows: readonly (readonly string[])[];
}

const step =
  (what: Step["do"]) =>
  (by: string, object: string, more: Partial<Step> = {}): Step => ({ do: what, by, object, ...more });

export const apply = step("apply");
export const force = step("force");
export const update = step("update");
