/**
 * Rows of custom resources, by their additionalPrinterColumns (apiextensions-apiserver, registry/customresource/tableconvertor).
 * Of JSONPath it knows what such columns use: fields, indices, `[*]` and `[?(@.a=="b")]`.
 */
import { isJsonObject, type JsonArray, type JsonValue } from "../json.ts";
import type { KubeObject } from "../object.ts";
import { since } from "./human-duration.ts";
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

type Step = (value: JsonValue) => readonly JsonValue[];

const stepShape =
  /\.(?:[\w$/-]|\\.)+|\['((?:[^'\\]|\\.)*)'\]|\[(-?\d+|\*)\]|\[\?\(@\.([\w.-]+)\s*==\s*(?:"([^"]*)"|'([^']*)')\)\]/gy;

function field(name: string): Step {
  return (value) => {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return [];
    const part = value[name];
    return part === undefined ? [] : [part];
  };
}

function element(index: string): Step {
  return (value) => {
    if (!Array.isArray(value)) return [];
    const items: JsonArray = value;
    if (index === "*") return items;
    const item = items.at(Number(index));
    return item === undefined ? [] : [item];
  };
}

function filter(path: string, wanted: string): Step {
  const steps = path.split(".").map(field);
  return (value) => {
    if (!Array.isArray(value)) return [];
    return (value as JsonArray).filter((item) => walk(item, steps)[0] === wanted);
  };
}

function walk(value: JsonValue, steps: readonly Step[]): readonly JsonValue[] {
  return steps.reduce<readonly JsonValue[]>((values, step) => values.flatMap(step), [value]);
}

/** The steps of a path, or undefined for one that this file does not understand. */
function stepsOf(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let end = 0;
  for (const match of path.matchAll(stepShape)) {
    const [text, quoted, index, filterPath, double, single] = match;
    end += text.length;
    if (text.startsWith(".")) steps.push(field(text.slice(1).replaceAll("\\.", ".")));
    else if (quoted !== undefined) steps.push(field(quoted));
    else if (index !== undefined) steps.push(element(index));
    else if (filterPath !== undefined) steps.push(filter(filterPath, double ?? single ?? ""));
  }
  return end === path.length && end > 0 ? steps : undefined;
}

function cellOf(value: JsonValue, type: string, nowMs: number): Cell {
  switch (type) {
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      return typeof value === "string" ? since(value, nowMs) : null;
    default:
      if (typeof value === "object") return value === null ? null : JSON.stringify(value);
      return String(value);
  }
}

const columnTypes: ReadonlySet<string> = new Set(["integer", "number", "boolean", "date"]);

/** A printer for the columns; without any, the age. A value that is missing or of another type is an empty cell. */
export function customPrinter(columns: readonly CustomColumn[] = ageOnly): Printer {
  const paths = columns.map(({ jsonPath }) => stepsOf(jsonPath));
  return printer<KubeObject>({
    kinds: [],
    columns: [
      nameColumn,
      ...columns.map((each): Column => ({
        name: each.name,
        type: columnTypes.has(each.type) ? (each.type as Column["type"]) : "string",
        format: each.format ?? "",
        description: each.description ?? "",
        priority: each.priority ?? 0,
      })),
    ],
    cells: (object, nowMs) => [
      nameOf(object),
      ...columns.map(({ type }, at) => {
        const steps = paths[at];
        const found = steps && walk(object as unknown as JsonValue, steps);
        const [first] = found ?? [];
        if (found === undefined || first === undefined) return null;
        // Several values of a text column stand side by side, as in kubectl's own JSONPath output.
        if (type === "string" && found.length > 1) {
          return found.map((value) => cellOf(value, type, nowMs)).join(" ");
        }
        return cellOf(first, type, nowMs);
      }),
    ],
  });
}
