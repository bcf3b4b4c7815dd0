/** Every field that allOf, anyOf, oneOf or not speak of is specified outside of them as well (apiextensions-apiserver, schema/complete.go). */
import { required, type FieldErrors } from "../validation/field-errors.ts";
import { propertyOf, type JsonSchema } from "./schema.ts";

export function validateCompleteness(errors: FieldErrors, path: string, schema: JsonSchema): void {
  checkRules(errors, schema, { spine: schema, spinePath: path, path });
}

interface Place {
  /** The structural node that the rules apply to, where there is one. */
  readonly spine: JsonSchema | undefined;
  readonly spinePath: string;
  /** Where the rules stand. */
  readonly path: string;
}

function checkRules(errors: FieldErrors, rules: JsonSchema, place: Place): void {
  const { not, allOf = [], anyOf = [], oneOf = [] } = rules;
  if (not) checkNested(errors, not, { ...place, path: `${place.path}.not` });
  for (const [name, list] of Object.entries({ allOf, anyOf, oneOf })) {
    for (const [index, each] of list.entries()) {
      checkNested(errors, each, { ...place, path: `${place.path}.${name}[${index}]` });
    }
  }
}

function checkNested(errors: FieldErrors, rules: JsonSchema, place: Place): void {
  const { spine, spinePath, path } = place;
  if (spine === undefined) {
    errors.push(required(spinePath, `because it is defined in ${path}`));
    return;
  }
  checkRules(errors, rules, place);
  if (rules.items) {
    checkNested(errors, rules.items, {
      spine: spine.items,
      spinePath: `${spinePath}.items`,
      path: `${path}.items`,
    });
  }
  for (const [key, property] of Object.entries(rules.properties ?? {})) {
    checkNested(errors, property, {
      spine: propertyOf(spine, key),
      spinePath: `${spinePath}.properties[${key}]`,
      path: `${path}.properties[${key}]`,
    });
  }
}
