/** What a printer is: the columns of a kind and how one object fills them (kubernetes, pkg/printers). */
import type { KubeObject } from "../object.ts";
import { since } from "./human-duration.ts";

export interface Column {
  readonly name: string;
  readonly type: "string" | "integer" | "number" | "boolean" | "date";
  /** `name` marks the column that names the object. */
  readonly format: string;
  readonly description: string;
  /** 0 is always shown, 1 with `-o wide`. */
  readonly priority: number;
}

export type Cell = string | number | bigint | boolean | null;

export interface RowCondition {
  readonly type: "Completed";
  readonly status: "True";
  readonly reason: string;
  readonly message: string;
}

export interface Printer {
  /** `apps/Deployment`; `/Pod` in the core group. */
  readonly kinds: readonly string[];
  readonly columns: readonly Column[];
  /** One cell a column, in their order. */
  cells(object: KubeObject, nowMs: number): readonly Cell[];
  conditions?(object: KubeObject): readonly RowCondition[] | undefined;
}

/**
 * A printer of one type's objects, as one of any: only the table of printers decides which objects it sees. It must make
 * do with an object that lacks even required fields: a list is never lost to one odd object.
 */
export function printer<T extends KubeObject>(rows: {
  readonly kinds: readonly string[];
  readonly columns: readonly Column[];
  readonly cells: (object: T, nowMs: number) => readonly Cell[];
  readonly conditions?: (object: T) => readonly RowCondition[] | undefined;
}): Printer {
  return rows;
}

export function column(name: string, description: string, type: Column["type"] = "string"): Column {
  return { name, type, format: "", description, priority: 0 };
}

export function wide(name: string, description: string): Column {
  return { ...column(name, description), priority: 1 };
}

export const nameColumn: Column = {
  ...column("Name", "Name of the object, unique within its namespace and kind."),
  format: "name",
};
export const ageColumn: Column = column("Age", "Time since the object was created.");
export const createdAtColumn: Column = column(
  "Created At",
  "Moment at which the object was created.",
  "date",
);

/** Containers and Images, as `-o wide` shows them for whatever has a Pod template. */
export const containerColumns: readonly Column[] = [
  wide("Containers", "Names of the containers in the Pod template."),
  wide("Images", "Images of the containers in the Pod template."),
];
export const selectorColumn: Column = wide("Selector", "Labels by which the Pods are found.");

export function nameOf(object: KubeObject): string {
  return object.metadata.name ?? "";
}

export function ageOf(object: KubeObject, nowMs: number): string {
  return since(object.metadata.creationTimestamp, nowMs);
}

export function containerCells(
  containers: readonly { readonly name: string; readonly image?: string }[] | undefined,
): readonly [names: string, images: string] {
  const all = containers ?? [];
  return [all.map((each) => each.name).join(","), all.map((each) => each.image ?? "").join(",")];
}

/** A map of labels as labels.FormatLabels prints it: by key, `<none>` when there are none. */
export function labelsText(labels: Readonly<Record<string, string>> | undefined): string {
  const keys = Object.keys(labels ?? {}).sort();
  return keys.length === 0 ? "<none>" : keys.map((key) => `${key}=${labels?.[key]}`).join(",");
}

/** The parts that fit, and how many more there are: `a,b,c + 2 more...`. */
export function listWithMore(parts: readonly string[], max: number, separator = ","): string {
  const shown = parts.slice(0, max).join(separator);
  return parts.length > max ? `${shown} + ${parts.length - max} more...` : shown;
}
