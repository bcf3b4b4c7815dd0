/**
 * What strict decoding finds wrong with a text that can be read all the same: unknown fields, and fields that are there twice, in the
 * order and in the words of Kubernetes. Follows sigs.k8s.io/json (saveStrictError), sigs.k8s.io/yaml, and the endpoints' handlers
 * (addStrictDecodingWarnings).
 */
import type { StatusError } from "../status.ts";
import { cannotBeHandled, type ExpectedKind } from "./decode-error.ts";
import { strictErrorsMax } from "./json-scan.ts";

/** Fields that a text has twice. */
export interface Doubles {
  readonly duplicateFields: readonly string[];
  /** Of JSON: the paths of its keys as they come. */
  readonly keys?: readonly string[] | undefined;
  /** Of YAML: what is said of each, with its line. */
  readonly yamlLines?: readonly string[] | undefined;
  /** The text was written anew, as that of what a patch makes is, with its keys in order. */
  readonly sorted?: boolean;
}

export interface StrictFaults {
  /** One by one, as `Strict` joins them. */
  readonly errors: readonly string[];
  /** As `Warn` tells them. */
  readonly warnings: readonly string[];
}

export function strictFaults(
  unknownFields: readonly string[],
  { duplicateFields, keys, yamlLines = [], sorted = false }: Doubles,
): StrictFaults {
  if (yamlLines.length > 0) {
    // Its JSON has the keys in their order.
    const unknown = unknownFields.toSorted(byKeys).map(unknownField);
    const doubled = `yaml: unmarshal errors:\n  ${yamlLines.join("\n  ")}`;
    return { errors: [doubled, ...unknown], warnings: [...yamlLines, ...unknown] };
  }
  const unknown = sorted ? unknownFields.toSorted(byKeys) : unknownFields;
  const found =
    keys === undefined
      ? [...unknown.map(unknownField), ...duplicateFields.map(duplicateField)]
      : inOrder(keys, new Set(unknownFields), new Set(duplicateFields));
  const errors = found.slice(0, strictErrorsMax);
  return { errors, warnings: errors };
}

/**
 * The 400 of fieldValidation=Strict on create and update: `Deployment in version "v1" cannot be handled as a Deployment:
 * strict decoding error: unknown field "spec.foo"`. There is at least one error.
 */
export function strictDecodingError(kind: ExpectedKind, { errors }: StrictFaults): StatusError {
  return cannotBeHandled(kind, kind.kind, `strict decoding error: ${errors.join(", ")}`);
}

const unknownField = (path: string): string => `unknown field "${path}"`;
const duplicateField = (path: string): string => `duplicate field "${path}"`;

/** An unknown field is told of where it comes first, another where it comes again; into unknown ones nobody looks. */
function inOrder(
  keys: readonly string[],
  unknown: ReadonlySet<string>,
  duplicates: ReadonlySet<string>,
): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  for (const path of keys) {
    if (unknown.has(path)) found.add(unknownField(path));
    else if (seen.has(path) && duplicates.has(path) && !isBelow(path, unknown)) {
      found.add(duplicateField(path));
    }
    seen.add(path);
  }
  return [...found];
}

function isBelow(path: string, unknown: ReadonlySet<string>): boolean {
  for (const above of unknown) {
    if (path.startsWith(above) && /^[.[]/.test(path.slice(above.length))) return true;
  }
  return false;
}

function byKeys(a: string, b: string): number {
  const [left, right] = [stepsOf(a), stepsOf(b)];
  for (const [at, step] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (step === other) continue;
    if (step.startsWith("[") && other.startsWith("[")) {
      return Number(step.slice(1, -1)) - Number(other.slice(1, -1));
    }
    return step < other ? -1 : 1;
  }
  return left.length - right.length;
}

const stepsOf = (path: string): readonly string[] => path.match(/\[\d+\]|[^.[\]]+/g) ?? [];
