/** What Kubernetes says of a value that a strategic merge patch puts where another type stands: such patches are no JSON by then. */
import type { JsonValue } from "../json.ts";
import type { TypeSchema } from "../schema/type-schema.ts";

/**
 * The words of apimachinery's runtime/converter.go (FromUnstructured) for a value that does not fit, not null; `goType` is
 * the name of the type that was wanted. Undefined where it calls the type's own UnmarshalJSON, which says what it says of JSON.
 */
export function unrestored(
  value: JsonValue,
  schema: TypeSchema,
  goType: string,
): string | undefined {
  const kind = reflectKindOf(value);
  switch (schema.kind) {
    case "any":
      return undefined;
    case "map":
      return `cannot restore map from ${kind}`;
    case "list":
      return `cannot restore slice from ${kind}`;
    case "struct":
      return `cannot restore struct from: ${kind}`;
    case "scalar":
      break;
  }
  switch (schema.type) {
    case "string":
      // Go converts integers to strings, so they are refused as such; other kinds it cannot convert at all.
      return kind === "int64" ? `cannot convert int64 to ${goType}` : "unrecognized type: string";
    case "boolean":
      return "unrecognized type: bool";
    case "integer":
    case "number":
      return kind === "float64"
        ? `cannot convert float64 to ${goType}`
        : `unrecognized type: ${goType}`;
    case "bytes":
      return `cannot restore slice from ${kind}`;
    default:
      return undefined;
  }
}

/** reflect.Kind of what the patch's decoder makes of a value. */
function reflectKindOf(value: JsonValue): string {
  if (Array.isArray(value)) return "slice";
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? "int64" : "float64";
    case "bigint":
      return "int64";
    case "boolean":
      return "bool";
    case "string":
      return "string";
    default:
      return "map";
  }
}
