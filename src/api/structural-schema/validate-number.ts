/** The checks of numbers: range of their format, bounds, multiples (kube-openapi, pkg/validation/validate). */
import type { JsonSchema } from "./schema.ts";
import type { ValidationResult } from "./validation-result.ts";

interface NumberNode {
  readonly schema: JsonSchema;
  readonly types: readonly string[];
  readonly format: string | undefined;
  readonly path: string;
}

const int64Limit = 2 ** 63;

export function validateNumber(
  result: ValidationResult,
  value: number | bigint,
  node: NumberNode,
): void {
  result.matchCount++;
  checkRange(result, value, { ...node, what: "Checked" });
  checkMultiple(result, value, node);
  checkBound(result, value, { ...node, bound: node.schema.maximum, what: "Maximum boundary" });
  checkBound(result, value, { ...node, bound: node.schema.minimum, what: "Minimum boundary" });
}

// A bigint is never more than 64 bits long.
const isInt64 = (value: number | bigint): boolean =>
  typeof value === "bigint" ||
  (Number.isInteger(value) && value >= -int64Limit && value < int64Limit);

/** Whether a number, the value or one of the schema's, is of the schema's type and format. Adds a fault where not. */
function checkRange(
  result: ValidationResult,
  value: number | bigint,
  { types, format, path, what }: NumberNode & { readonly what: string },
): boolean {
  const [type] = types.length === 1 ? types : [];
  let fits = true;
  if (type === "integer") {
    fits = isInt64(value) && (format !== "int32" || value === (Number(value) | 0));
  } else if (type === "number" && format === "float") {
    fits = Math.abs(Number(value)) <= 3.402_823_466_385_288_6e38;
  }
  if (fits) return true;
  const shown = format === undefined ? "(default format)" : `with format ${format}`;
  const message = `${what} value must be of type ${type} ${shown} in ${path}`;
  result.add({ code: "composite", message });
  return false;
}

function checkMultiple(result: ValidationResult, value: number | bigint, node: NumberNode): void {
  const { multipleOf } = node.schema;
  const { path } = node;
  if (multipleOf === undefined) return;
  const native = checkRange(result, multipleOf, { ...node, what: "MultipleOf" });
  const whole = native && isInt64(value);
  const factor = whole ? Math.trunc(multipleOf) : multipleOf;
  if (factor <= 0) {
    const message = `factor MultipleOf declared for ${path} must be positive: ${factor}`;
    result.add({ code: "other", path, value: factor, message });
    return;
  }
  const fits = whole
    ? isMultiple(value, factor)
    : isAlmostInteger(factor < 1 ? (1 / factor) * Number(value) : Number(value) / factor);
  if (fits) return;
  const message = `${path} in body should be a multiple of ${factor}`;
  result.add({ code: "other", path, value, message });
}

function isMultiple(value: number | bigint, factor: number): boolean {
  return typeof value === "bigint" ? value % BigInt(factor) === 0n : value % factor === 0;
}

/** Go's swag.IsFloat64AJSONInteger: a whole number, but for rounding. */
function isAlmostInteger(value: number): boolean {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return false;
  const whole = Math.trunc(value);
  if (value === whole) return true;
  return Math.abs(value - whole) / (Math.abs(value) + Math.abs(whole)) < 1e-9;
}

function checkBound(
  result: ValidationResult,
  value: number | bigint,
  node: NumberNode & { readonly bound: number | undefined; readonly what: string },
): void {
  const { path, schema, bound, what } = node;
  if (bound === undefined) return;
  const native = checkRange(result, bound, node);
  const limit = native && isInt64(value) ? Math.trunc(bound) : bound;
  const isMaximum = what.startsWith("Maximum");
  const exclusive = isMaximum ? schema.exclusiveMaximum : schema.exclusiveMinimum;
  const [low, high] = isMaximum ? [value, limit] : [limit, value];
  if (exclusive === true ? low < high : low <= high) return;
  const word = isMaximum ? "less" : "greater";
  const relation = exclusive === true ? `${word} than` : `${word} than or equal to`;
  const message = `${path} in body should be ${relation} ${limit}`;
  result.add({ code: "other", path, value, message });
}
