/** Rows of custom resources, by their additionalPrinterColumns (apiextensions-apiserver, registry/customresource/tableconvertor). */
import { sorted } from "../go-json.ts";
import { exactJson } from "../wide-integers.ts";
import type { JsonValue } from "../json.ts";
import type { KubeObject } from "../object.ts";
import { parseTime } from "../time.ts";
import { since } from "./human-duration.ts";
import { type JsonPath, JsonPathError, parseJsonPath } from "./json-path.ts";
import { type Cell, type Column, nameColumn, nameOf, printer, type Printer } from "./printer.ts";

/** One entry of additionalPrinterColumns. */
export interface CustomColumn {
  readonly name: string;
  readonly type: string;
  readonly jsonPath: string;
  readonly description?: string;
  readonly format?: string;
  readonly priority?: number;
}

const ageOnly: readonly CustomColumn[] = [
  {
    name: "Age",
    type: "date",
    jsonPath: ".metadata.creationTimestamp",
    description: "Time since the object was created.",
  },
];

/** The columns of a custom resource's scale (apiextensions-apiserver, getScaleColumnsForVersion). */
export const customScaleColumns: readonly CustomColumn[] = [
  {
    name: "Desired",
    type: "integer",
    description: "Number of desired replicas",
    jsonPath: ".spec.replicas",
  },
  {
    name: "Available",
    type: "integer",
    description: "Number of actual replicas",
    jsonPath: ".status.replicas",
  },
  ...ageOnly,
];

function cellOf(value: JsonValue, type: string, nowMs: number): Cell {
  if (type === "string") return textOf(value);
  switch (type) {
    case "integer":
      if (typeof value === "bigint") return value;
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      if (typeof value !== "string") return null;
      if (value !== "" && parseTime(value) === undefined) return "<invalid>";
      return since(value, nowMs);
    default:
      return null;
  }
}

/** As a Go template prints it, members of objects by name. */
function textOf(value: JsonValue): string {
  if (value === null) return "<no value>";
  if (typeof value !== "object") return String(value);
  return exactJson(sorted(value));
}

/** The first value that a path finds; null where it finds none or cannot be followed. */
function cellAt(path: JsonPath, object: KubeObject, { type, nowMs }: CellContext): Cell {
  let first: JsonValue | undefined;
  try {
    [first] = path(object as unknown as JsonValue);
  } catch (error) {
    if (error instanceof JsonPathError) return null;
    throw error;
  }
  return first === undefined ? null : cellOf(first, type, nowMs);
}

interface CellContext {
  readonly type: string;
  readonly nowMs: number;
}

/** Columns behind one whose path cannot be read are not shown, nor is that. */
function readable(
  columns: readonly CustomColumn[],
): readonly (readonly [CustomColumn, JsonPath])[] {
  const found: [CustomColumn, JsonPath][] = [];
  for (const column of columns) {
    try {
      found.push([column, parseJsonPath(column.jsonPath)]);
    } catch (error) {
      if (error instanceof JsonPathError) return found;
      throw error;
    }
  }
  return found;
}

const columnTypes: ReadonlySet<string> = new Set(["integer", "number", "boolean", "date"]);

/** A printer for the columns; without any, the age. A value that is missing or of another type is an empty cell. */
export function customPrinter(columns: readonly CustomColumn[] = ageOnly): Printer {
  const shown = readable(columns);
  return printer<KubeObject>({
    kinds: [],
    columns: [
      nameColumn,
      ...shown.map(([each]): Column => ({
        name: each.name,
        type: columnTypes.has(each.type) ? (each.type as Column["type"]) : "string",
        format: each.format ?? "",
        description:
          each.description ||
          `Custom resource definition column (in JSONPath format): ${each.jsonPath}`,
        priority: each.priority ?? 0,
      })),
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      ...shown.map(([{ type }, path]) => cellAt(path, object, { type, nowMs })),
    ],
  });
}
