/**
 * What differs from kind to kind in creating, updating and deleting: the counterpart of Kubernetes' registry strategies
 * (pkg/registry). All functions are pure: they return a new object (or the same one) and never change their input.
 */
import type { JsonObject, Int64 } from "../json.ts";
import type { KubeObject } from "../object.ts";
import type { FieldError } from "../status.ts";

/** The API version that a request names, where kinds with several are held to more in one than in another. */
export interface RequestedVersion {
  readonly group: string;
  readonly version: string;
}

export interface RuleCheck {
  readonly object: KubeObject;
  /** Absent on create. */
  readonly previous?: KubeObject;
  /** What validation has found before. */
  readonly found: readonly FieldError[];
  /** Told of the work that was done; what it answers is waited for before more is done. */
  spend(work: number): Promise<void> | undefined;
}

export interface RuleFindings {
  /** Those found before among them. */
  readonly errors: readonly FieldError[];
  /** Texts for the Warning header: of what was wrong before and may go on being so. */
  readonly warnings: readonly string[];
}

export interface Strategy {
  /**
   * Fills in every default that Kubernetes' defaulting gives the kind. Idempotent. `known`: an object that has them; what the other one
   * shares with it is not looked at again.
   */
  default(object: KubeObject, known?: KubeObject): KubeObject;

  /** Drops what a creator may not set (status, where the kind has the subresource) and sets what creation sets (generation 1, phase Pending...). */
  prepareForCreate(object: KubeObject): KubeObject;
  validateCreate(object: KubeObject, requested?: RequestedVersion): readonly FieldError[];

  /** Keeps what the main resource may not change (status) and counts `metadata.generation` up when the spec differs. */
  prepareForUpdate(next: KubeObject, previous: KubeObject): KubeObject;
  /** Validation of `next` and the rules on what may change. */
  validateUpdate(
    next: KubeObject,
    previous: KubeObject,
    requested?: RequestedVersion,
  ): readonly FieldError[];

  /** For an update: the object with the empty lists and maps of what was sent that the kind's rules tell from absent ones. */
  asSent?(object: KubeObject, sent: KubeObject): KubeObject;
  /** Validation compiles expressions: megabytes of them, at worst. */
  readonly compiles?: true;

  /** The object as validation is given it: with the empty lists and maps of what was sent, where what is allowed hinges on them. */
  asChecked?(object: KubeObject, sent: KubeObject): KubeObject;
  /** The object with all empty lists and maps of what was sent, as errors print it. */
  withEmpties?(object: KubeObject, sent: KubeObject): KubeObject;
  /** The object as it is stored: without them. */
  settle?(object: KubeObject): KubeObject;

  /**
   * For PUT and PATCH of `/status`: everything but status (and what Kubernetes lets through in metadata) stays as it was. `now` is an
   * RFC 3339 time, for kinds that write down when their status changed.
   */
  prepareForStatusUpdate(next: KubeObject, previous: KubeObject, now?: string): KubeObject;
  validateStatusUpdate(next: KubeObject, previous: KubeObject): readonly FieldError[];

  /** What is checked last, and may take its time: the rules of custom resources. */
  rules?(check: RuleCheck): RuleFindings | Promise<RuleFindings>;

  /** Texts for the Warning header on create and update (deprecated or doubtful use). */
  warnings(object: KubeObject, previous: KubeObject | undefined): readonly string[];
  /** Warnings about a new object that preparation makes go away: given the object before it. */
  creationWarnings?(object: KubeObject): readonly string[];
  /** Warnings about a new status. */
  statusWarnings?(object: KubeObject): readonly string[];

  /** PUT on a name that does not exist creates it (leases, endpoints, nodes, ...). */
  readonly allowCreateOnUpdate: boolean;
  /** PUT without a resourceVersion replaces the newest. */
  readonly allowUnconditionalUpdate: boolean;

  /** The fields that this kind's field selectors know, beyond metadata.name and metadata.namespace: `spec.nodeName` to its value. */
  selectableFields(object: KubeObject): Readonly<Record<string, string>>;

  /**
   * Seconds of grace that a delete of this object gets, 0 for at once. `asked` is DeleteOptions' value.
   * Only Pods have any: their spec's, or 0 when not scheduled, or when finished.
   */
  deletionGraceSeconds(object: KubeObject, asked: Int64 | undefined): Int64;

  /** What marking an object as under deletion changes in it beyond its metadata's own fields. */
  prepareForDeletion?(marked: KubeObject): KubeObject;

  /**
   * The propagation when the client names none: `Orphan` for ReplicationControllers and Jobs, `Background` otherwise. `Unsupported`, of
   * events: they have no dependents to be asked about, whatever the client names.
   */
  readonly defaultPropagation: "Background" | "Orphan" | "Unsupported";
}

/** Lets strategies read parts of an object without casting each time: `at(object, "spec", "nodeName")`. */
export function at(object: unknown, ...path: readonly string[]): unknown {
  let value: unknown = object;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as JsonObject)[key];
  }
  return value;
}
