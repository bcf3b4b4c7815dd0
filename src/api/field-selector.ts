/**
 * Field selectors (`metadata.name=a,spec.nodeName!=b`), matched against the flat map of fields that a kind offers.
 * Follows apimachinery, pkg/fields/selector.go.
 */
import { badRequest, type StatusError } from "./status.ts";

export interface FieldRequirement {
  readonly field: string;
  readonly operator: "=" | "!=";
  readonly value: string;
}

/** All requirements must hold; none matches everything. */
export interface FieldMatcher {
  readonly requirements: readonly FieldRequirement[];
}

export type SelectableFields = Readonly<Record<string, string>>;

/** Splits at commas that no backslash precedes. */
function splitTerms(text: string): readonly string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === ",") {
      terms.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...terms, text.slice(start)];
}

const termShape = /^(.*?)(!=|==|=)(.*)$/s;

function unescape(text: string): string {
  let value = "";
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (char === "\\") {
      at += 1;
      const escaped = text[at] ?? "";
      if (!["\\", ",", "="].includes(escaped) || escaped === "") {
        throw badRequest(`invalid field selector: invalid escape sequence: \\${escaped}`);
      }
      value += escaped;
    } else if (char === "," || char === "=") {
      throw badRequest(`invalid field selector: unescaped character in value: ${char}`);
    } else {
      value += char;
    }
  }
  return value;
}

/** Parses the `fieldSelector` query parameter. Throws StatusError 400. */
export function parseFieldSelector(text: string): FieldMatcher {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    if (term === "") continue;
    const match = termShape.exec(term);
    if (match === null) {
      throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    }
    const [, field = "", operator, value = ""] = match;
    requirements.push({
      field,
      operator: operator === "!=" ? "!=" : "=",
      value: unescape(value),
    });
  }
  return { requirements };
}

/** A field that the object does not have counts as the empty string. */
export function matchesFields(matcher: FieldMatcher, fields: SelectableFields): boolean {
  return matcher.requirements.every(({ field, operator, value }) => {
    const actual = Object.hasOwn(fields, field) ? (fields[field] ?? "") : "";
    return (actual === value) === (operator === "=");
  });
}

/** The value that the selector asks of `field` by `=`, as the way to answer a list by name with one read. */
export function requiredFieldValue(matcher: FieldMatcher, field: string): string | undefined {
  return matcher.requirements.find((asked) => asked.field === field && asked.operator === "=")
    ?.value;
}

/**
 * What is wrong with a selector on a kind whose fields are `known` (metadata.name and metadata.namespace always are),
 * as a StatusError 400 to throw; undefined when nothing is. Custom resources have words of their own.
 */
export function unknownFieldError(
  matcher: FieldMatcher,
  known: readonly string[],
  isCustom = false,
): StatusError | undefined {
  const extra = known.filter((name) => name !== "metadata.name" && name !== "metadata.namespace");
  for (const { field } of matcher.requirements) {
    if (field === "metadata.name" || field === "metadata.namespace" || extra.includes(field)) {
      continue;
    }
    return badRequest(
      extra.length > 0 || isCustom
        ? `field label not supported: ${field}`
        : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
  return undefined;
}
