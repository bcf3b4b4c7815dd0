/**
 * The shape of API data, as everything that walks an object needs it: strict decoding, pruning, strategic merge,
 * server-side apply, protobuf. Built-in definitions and custom resources' structural schemas both become this.
 */
import type { JsonValue } from "../json.ts";

export type ScalarType =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "quantity"
  | "int-or-string"
  | "time"
  | "micro-time"
  | "bytes";

export interface ScalarSchema {
  readonly kind: "scalar";
  readonly type: ScalarType;
  /** `int32`, `int64`, `double` and the like, where the definition has one. */
  readonly format?: string;
  readonly enum?: readonly string[];
}

/** Free-form JSON: RawExtension, FieldsV1, JSON schema values, x-kubernetes-preserve-unknown-fields without properties. */
export interface AnySchema {
  readonly kind: "any";
  /** A whole object with apiVersion, kind and metadata (x-kubernetes-embedded-resource, RawExtension). */
  readonly embedded?: boolean;
}

export interface StructSchema {
  readonly kind: "struct";
  /** The definition's key (`io.k8s.api.core.v1.PodSpec`), or a path for the anonymous parts of a custom resource. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldSchema>;
  /** x-kubernetes-map-type: atomic. */
  readonly atomic: boolean;
  /** x-kubernetes-preserve-unknown-fields: unknown fields are kept, not reported. */
  readonly preserveUnknown: boolean;
}

export interface FieldSchema {
  readonly schema: TypeSchema;
  readonly required: boolean;
  /** This field of struct or map type is atomic for server-side apply, whatever its type says. */
  readonly atomic?: boolean;
  /** Go's type has it in every object, if only empty: nobody is noted as having added it. */
  readonly alwaysPresent?: true;
  /** Strategic merge of a struct or map field: `retainKeys`, or `replace` for one that is not merged. */
  readonly patchStrategy?: "retainKeys" | "replace";
}

export interface MapSchema {
  readonly kind: "map";
  readonly values: TypeSchema;
  readonly atomic: boolean;
}

export interface ListSchema {
  readonly kind: "list";
  readonly items: TypeSchema;
  /** Server-side apply. */
  readonly listType: "atomic" | "set" | "map";
  /** The key fields of `listType: map`. */
  readonly mapKeys: readonly string[];
  /** What key fields are that an item leaves out; others are no part of its key then. */
  readonly keyDefaults?: Readonly<Record<string, JsonValue>>;
  /** Strategic merge: `replace` is the default of lists. `merge` without a key merges as a set of scalars. */
  readonly patchStrategy: "replace" | "merge";
  readonly patchMergeKey?: string;
  /** Strategic merge: `$retainKeys` may be used on the items (volumes, resourceClaims). */
  readonly retainKeys: boolean;
}

export type TypeSchema = ScalarSchema | AnySchema | StructSchema | MapSchema | ListSchema;
