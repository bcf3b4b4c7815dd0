/** The fields of custom objects that field selectors may name (KEP-4358). */
import type { SelectableField } from "../../api/generated/types.ts";
import type { KubeObject } from "../../api/object.ts";
import { at } from "../../api/strategy/strategy.ts";

/** By their names, `spec.color`; a field that an object lacks is the empty string. */
export function selectableFieldsOf(
  fields: readonly SelectableField[],
  object: KubeObject,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.map(({ jsonPath }) => {
      const name = jsonPath.replace(/^\./, "");
      const value = at(object, ...name.split("."));
      return [name, value === undefined || value === null ? "" : String(value)];
    }),
  );
}
