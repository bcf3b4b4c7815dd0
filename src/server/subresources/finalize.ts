/** The subresources that let one part of an object change: finalize, approval, ephemeralcontainers, resize. */
import type { KubeObject, Stored } from "../../api/object.ts";
import type { Namespace } from "../../api/generated/types.ts";
import { validateNamespaceFinalizers } from "../../api/validation/core-kinds.ts";
import type { FieldErrors } from "../../api/validation/field-errors.ts";
import type { ServerCore, Target } from "../core.ts";
import type { UpdatePart } from "../operations/update.ts";
import { approvalPart } from "./approval.ts";
import { ephemeralContainersPart, resizePart } from "./pod-parts.ts";

/** Undefined for a subresource that takes no updates. */
export function finalizePart(core: ServerCore, target: Target): UpdatePart | undefined {
  switch (`${target.definition.resource}/${target.subresource}`) {
    case "namespaces/finalize":
      return {
        prepare: (next, previous) => withSpecPart(previous, next, ["finalizers"]),
        validate: (next) => {
          const errors: FieldErrors = [];
          validateNamespaceFinalizers(errors, next as Namespace);
          return errors;
        },
      };
    case "certificatesigningrequests/approval":
      return approvalPart(core);
    case "pods/ephemeralcontainers":
      return ephemeralContainersPart(core, target);
    case "pods/resize":
      return resizePart(core, target);
    default:
      return undefined;
  }
}

function specOf(object: KubeObject): Record<string, unknown> {
  return ((object as { spec?: object }).spec ?? {}) as Record<string, unknown>;
}

function withSpecPart(
  previous: Stored<KubeObject>,
  next: KubeObject,
  fields: readonly string[],
): KubeObject {
  const wanted = specOf(next);
  const spec = { ...specOf(previous) };
  for (const field of fields) {
    if (wanted[field] === undefined) delete spec[field];
    else spec[field] = wanted[field];
  }
  return { ...previous, spec } as unknown as KubeObject;
}
