/** Errors of a validation, said of an object as the client sent it. */
import type { KubeObject } from "../../api/object.ts";
import type { FieldError } from "../../api/status.ts";
import type { Strategy } from "../../api/strategy/strategy.ts";

/**
 * The errors of `validate(object)` in the words that they have when the empty lists and maps of `sent` are in their places: only those
 * of the same type and field, so that what is an error does not depend on them.
 */
export function inWordsOf(
  errors: readonly FieldError[],
  { strategy, object, sent }: { strategy: Strategy; object: KubeObject; sent: KubeObject },
  validate: (object: KubeObject) => readonly FieldError[],
): readonly FieldError[] {
  const said = strategy.withEmpties?.(object, sent) ?? object;
  if (said === object) return errors;
  const found = new Map<string, FieldError[]>();
  for (const error of validate(said)) {
    const alike = found.get(keyOf(error));
    if (alike) alike.push(error);
    else found.set(keyOf(error), [error]);
  }
  return errors.map((error) => found.get(keyOf(error))?.shift() ?? error);
}

function keyOf({ type, field }: FieldError): string {
  return `${type} ${field}`;
}
