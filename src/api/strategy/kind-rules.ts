/** What a kind may say of itself beyond what all kinds share; make-strategy.ts turns it into a Strategy. */
import type { KubeObject } from "../object.ts";
import type { FieldErrors } from "../validation/field-errors.ts";
import type { NameCheck } from "../validation/names.ts";
import type { RequestedVersion, Strategy } from "./strategy.ts";
import type { Int64 } from "../json.ts";

/**
 * One part of what is checked, in the order of the kind's own validation, beyond what every update is checked for:
 * `whole`, metadata as at creation; `update`, what may change in metadata; `rest`, `validate`; `change`, `validateUpdate`.
 */
export type UpdateStep = "whole" | "update" | "rest" | "change";

/** New objects are checked like new ones, then for what changed. */
export const wholeFirst: readonly UpdateStep[] = ["whole", "rest", "update", "change"];
/** New objects are checked like new ones, and for changes of their own fields alone. */
export const wholeOnly: readonly UpdateStep[] = ["whole", "rest", "change"];

/** Every member is optional: a kind without rules is treated as a custom resource is. */
export interface KindRules<T extends KubeObject = KubeObject> {
  /** See Strategy.default. */
  default?(object: T, known?: T): T;

  /** The format of `metadata.name`; a DNS subdomain where absent. */
  readonly name?: NameCheck;
  /** The kind's own validation leaves metadata to what every kind is checked for, which comes after it. */
  readonly metadataLast?: true;
  /** The order of an update's errors: Kubernetes repeats those of metadata in each part. `update`, `rest`, `change` where absent. */
  readonly updateOrder?: readonly UpdateStep[];
  /** As `updateOrder`, for `/status`; `change` is `validateStatusUpdate`. `update`, `change` where absent. */
  readonly statusOrder?: readonly UpdateStep[];

  /** Names so old that they have no format: metadata.name is not checked at all. */
  readonly anyName?: true;
  /** Finalizers need not be qualified: kinds whose validation is not core's own. */
  readonly anyFinalizer?: true;

  /**
   * How `metadata.generation` counts: `spec` (1 on creation, up with every change outside metadata and status), `annotations` (and
   * with those of annotations), `labels` (and with those of labels), `fixed` (1 forever), `updates` (as `spec`, but as the client says on creation), `none` (as the client says). `spec` where absent.
   */
  readonly generation?: "spec" | "annotations" | "labels" | "fixed" | "updates" | "none";

  /**
   * Fields in which an update tells an empty list or map from none (reflect.DeepEqual): in what it counts as a change, and in what
   * `validateUpdate` is given.
   */
  readonly empties?: readonly string[];

  /** After the shared steps: status is gone, where the kind has the subresource, and generation is set. */
  prepareForCreate?(object: T): T;
  /** After the shared steps: status is the previous one, and generation not yet counted. */
  prepareForUpdate?(next: T, previous: T): T;
  /** After the shared steps: everything but status and metadata is the previous one. */
  prepareForStatusUpdate?(next: T, previous: T, now?: string): T;
  /** Creation keeps the status that the client gives. */
  readonly keepsStatusOnCreate?: true;
  /** Which metadata a write of `/status` may change: all but `ownerReferences`, all but `labels`, none (`reset`), or all. */
  readonly statusMetadata?: "ownerReferences" | "labels" | "reset" | "all";

  /** See Strategy.compiles. */
  readonly compiles?: true;

  /** Beyond metadata; runs on creation and on update. */
  validate?(errors: FieldErrors, object: T, requested?: RequestedVersion): void;
  /** Rules for creation alone; runs after `validate`. */
  validateCreate?(errors: FieldErrors, object: T, requested?: RequestedVersion): void;
  /** Rules on what may change; runs after `validate`. */
  validateUpdate?(errors: FieldErrors, next: T, previous: T, requested?: RequestedVersion): void;
  /** Rules on a new status. */
  validateStatusUpdate?(errors: FieldErrors, next: T, previous: T): void;

  warnings?(object: T, previous: T | undefined): readonly string[];
  /** See Strategy.creationWarnings. */
  creationWarnings?(object: T): readonly string[];
  /** See Strategy.statusWarnings. */
  statusWarnings?(object: T): readonly string[];
  selectableFields?(object: T): Readonly<Record<string, string>>;
  /** See Strategy.prepareForDeletion. */
  prepareForDeletion?(marked: T): T;
  deletionGraceSeconds?(object: T, asked: Int64 | undefined): Int64;

  readonly allowCreateOnUpdate?: boolean;
  /** True where absent. */
  readonly allowUnconditionalUpdate?: boolean;
  readonly defaultPropagation?: Strategy["defaultPropagation"];
}

/** Rules by kind within one group: `{ Deployment: ... }`. */
export type GroupRules = Readonly<Record<string, KindRules>>;

/** Checks rules against the kind's own type and forgets the type: rules are only ever given objects of their kind. */
export function rules<T extends KubeObject>(kindRules: KindRules<T>): KindRules {
  return kindRules;
}
