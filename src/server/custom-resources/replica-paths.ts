/** The scale subresource of custom resources: where its numbers stand, and whether they are any (registry/customresource, etcd.go and validator.go). */
import type { CustomResourceSubresourceScale, Scale } from "../../api/generated/types.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../api/json.ts";
import type { KubeObject, Stored } from "../../api/object.ts";
import { badRequest, internalError } from "../../api/status.ts";
import { withMember } from "../../api/patch/members.ts";
import { int32Max } from "../../api/validation/numbers.ts";
import { scaleWith, underScale } from "../subresources/scale.ts";
import { invalidValue, type FieldErrors } from "../../api/validation/field-errors.ts";

/** What a path leads to: nothing, a value, or a reason why it leads nowhere. */
type Found = { readonly value: JsonValue | undefined } | { readonly error: string };

function stepsOf(path: string): readonly string[] {
  return path.replace(/^\./, "").split(".");
}

function goTypeOf(value: JsonValue): string {
  if (value === null) return "<nil>";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float64";
  return Array.isArray(value) ? "[]interface {}" : "map[string]interface {}";
}

/** Go's %v of a value, as unstructured's errors show it. */
function goText(value: JsonValue): string {
  if (value === null) return "<nil>";
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(goText).join(" ")}]`;
  const members = Object.entries(value as JsonObject).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${members.map(([key, member]) => `${key}:${goText(member ?? null)}`).join(" ")}]`;
}

function find(object: KubeObject, path: string, wanted: "int64" | "string"): Found {
  const steps = stepsOf(path);
  let value: JsonValue | undefined = object as unknown as JsonValue;
  for (const [at, step] of steps.entries()) {
    if (value === undefined) return { value: undefined };
    if (!isJsonObject(value)) {
      if (value === null) return { value: undefined };
      const shown = steps.slice(0, at).join(".");
      const what = `${goText(value)} is of the type ${goTypeOf(value)}, expected map[string]interface{}`;
      return { error: `.${shown} accessor error: ${what}` };
    }
    value = Object.hasOwn(value, step) ? value[step] : undefined;
  }
  if (typeof value === "bigint") value = Number(value);
  if (value === undefined || goTypeOf(value) === wanted) return { value };
  const what = `${goText(value)} is of the type ${goTypeOf(value)}, expected ${wanted}`;
  return { error: `.${steps.join(".")} accessor error: ${what}` };
}

export function validateScaleSpec(
  errors: FieldErrors,
  object: KubeObject,
  scale: CustomResourceSubresourceScale,
): void {
  validateReplicas(errors, object, scale.specReplicasPath);
}

export function validateScaleStatus(
  errors: FieldErrors,
  object: KubeObject,
  scale: CustomResourceSubresourceScale,
): void {
  validateReplicas(errors, object, scale.statusReplicasPath);
  if (!scale.labelSelectorPath) return;
  const selector = find(object, scale.labelSelectorPath, "string");
  if ("error" in selector) errors.push(invalidValue(scale.labelSelectorPath, "", selector.error));
}

function validateReplicas(errors: FieldErrors, object: KubeObject, path: string): void {
  const found = find(object, path, "int64");
  if ("error" in found) {
    errors.push(invalidValue(path, 0, found.error));
    return;
  }
  const replicas = (found.value ?? 0) as number;
  if (replicas < 0) errors.push(invalidValue(path, replicas, "should be a non-negative integer"));
  else if (replicas > int32Max) {
    errors.push(invalidValue(path, replicas, `should be less than or equal to ${int32Max}`));
  }
}

function valueAt(
  object: KubeObject,
  path: string,
  wanted: "int64" | "string",
): JsonValue | undefined {
  const found = find(object, path, wanted);
  if ("error" in found) throw internalError(found.error);
  return found.value;
}

/** An object's Scale. Throws StatusError 500 when the object's own fields are of other types, or its replicas are absent. */
export function customScaleOf(
  object: Stored<KubeObject>,
  paths: CustomResourceSubresourceScale,
  { requireReplicas }: { readonly requireReplicas: boolean } = { requireReplicas: true },
): Stored<Scale> {
  const replicas = valueAt(object, paths.specReplicasPath, "int64");
  if (replicas === undefined && requireReplicas) {
    throw internalError(`the spec replicas field "${paths.specReplicasPath}" does not exist`);
  }
  const selector = paths.labelSelectorPath
    ? valueAt(object, paths.labelSelectorPath, "string")
    : undefined;
  return scaleWith(object, {
    spec: replicas === undefined ? {} : { replicas: replicas as number },
    status: {
      replicas: (valueAt(object, paths.statusReplicasPath, "int64") ?? 0) as number,
      ...(selector === undefined ? {} : { selector: selector as string }),
    },
  });
}

/** The object with the replicas (and the precondition) of a Scale. Throws 400 for a Scale without replicas. */
export function withCustomScale(
  object: Stored<KubeObject>,
  scale: KubeObject,
  paths: CustomResourceSubresourceScale,
): KubeObject {
  const { replicas } = (scale as Scale).spec ?? {};
  const current = find(object, paths.specReplicasPath, "int64");
  if (replicas === undefined && "value" in current && current.value === undefined) {
    throw badRequest(`the spec replicas field "${paths.specReplicasPath}" cannot be empty`);
  }
  const named = underScale(object, scale);
  const steps = stepsOf(paths.specReplicasPath);
  const next = setAt(named as unknown as JsonObject, steps, replicas ?? 0);
  return next as unknown as KubeObject;
}

function setAt(object: JsonObject, steps: readonly string[], value: JsonValue): JsonObject {
  const [step = "", ...rest] = steps;
  if (rest.length === 0) return withMember(object, step, value);
  const below = Object.hasOwn(object, step) ? object[step] : undefined;
  return withMember(object, step, setAt(isJsonObject(below) ? below : {}, rest, value));
}
