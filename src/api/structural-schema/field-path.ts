/**
 * JSON paths that a schema must know: `.spec.foo`, `.spec['a.b']`, as rules and selectable fields name them (apiextensions-apiserver,
 * pkg/apiserver/schema/cel/validation.go: ValidFieldPath).
 */
import { hasProperties, propertyOf, valuesOf, type JsonSchema } from "./schema.ts";

export type FieldPath =
  | {
      readonly ok: true;
      /** As field errors write it: `spec.foo`, `spec[a.b]`. */
      readonly path: string;
      readonly steps: readonly string[];
      readonly schema: JsonSchema;
    }
  | { readonly ok: false; readonly error: string };

const escapes: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "'": "'",
  "\\": "\\",
};

export function parseFieldPath(
  text: string,
  root: JsonSchema,
  { arrayNotation = true }: { readonly arrayNotation?: boolean } = {},
): FieldPath {
  const tokens = text.match(/'(?:[^'\\]|\\.)*'|[.[\]]|[^.[\]']+|'/gs) ?? [];
  const steps: string[] = [];
  let path = "";
  let schema = root;
  const fail = (error: string): FieldPath => ({ ok: false, error });
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    let name = tokens[++at];
    if (token !== "." && token !== "[") return fail(`expected [ or . but got: ${token}`);
    if (token === "[" && !arrayNotation) return fail("array notation is not allowed");
    if (name === undefined) return fail("unexpected end of JSON path");
    if (token === "[") {
      if (name.length < 2 || !name.startsWith("'") || !name.endsWith("'")) {
        return fail(`expected single quoted string but got ${name}`);
      }
      const wrong = /\\([^abfnrtv'\\])/s.exec(name);
      if (wrong) return fail(`invalid string literal: invalid escape char ${wrong[0]}`);
      name = name.slice(1, -1).replace(/\\(.)/gs, (_all, char: string) => escapes[char] ?? "");
      const close = tokens[++at];
      if (close === undefined) return fail("unexpected end of JSON path");
      if (close !== "]") return fail(`expected ] but got ${close}`);
    }
    const named = hasProperties(schema);
    const next = named ? propertyOf(schema, name) : valuesOf(schema);
    if (next === undefined) return fail("does not refer to a valid field");
    path = named ? (path === "" ? name : `${path}.${name}`) : `${path}[${name}]`;
    steps.push(name);
    schema = next;
  }
  return { ok: true, path, steps, schema };
}
