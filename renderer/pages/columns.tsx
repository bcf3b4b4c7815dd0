/** Columns that many tables share. */
import type { KubeObject } from "../../src/api/object.ts";
import { parseTime } from "../../src/api/time.ts";
import { Chip, Age } from "../components/status.tsx";
import type { Column } from "../components/data-table.tsx";
import type { Dictionary } from "../i18n/dictionary.ts";

export function nameColumn<T extends KubeObject>(t: Dictionary, min = 220): Column<T> {
  return {
    id: "name",
    header: t.column.name,
    min,
    grow: 3,
    cell: ({ metadata }) => (
      <span className="clip" title={metadata.name}>
        {metadata.name}
      </span>
    ),
    sort: ({ metadata }) => metadata.name,
  };
}

export function namespaceColumn<T extends KubeObject>(t: Dictionary): Column<T> {
  return {
    id: "namespace",
    header: t.column.namespace,
    min: 120,
    grow: 1,
    cell: ({ metadata }) => <span className="clip muted">{metadata.namespace}</span>,
    sort: ({ metadata }) => metadata.namespace,
  };
}

/** Sorted as people read it: the youngest first. */
export function ageColumn<T extends KubeObject>(t: Dictionary): Column<T> {
  return {
    id: "age",
    header: t.column.age,
    min: 92,
    align: "end",
    cell: ({ metadata }) => <Age time={metadata.creationTimestamp} />,
    sort: ({ metadata }) => -(parseTime(metadata.creationTimestamp) ?? 0),
  };
}

/** A column of plain text. */
export function textColumn<T extends KubeObject>(
  id: string,
  header: string,
  options: { min: number; grow?: number; mono?: boolean; text: (row: T) => string },
): Column<T> {
  const { min, grow, mono, text } = options;
  return {
    id,
    header,
    min,
    ...(grow === undefined ? {} : { grow }),
    cell: (row) => {
      const value = text(row);
      return (
        <span className={`clip ${mono ? "mono" : ""} ${value ? "" : "muted"}`} title={value}>
          {value || "–"}
        </span>
      );
    },
    sort: (row) => text(row) || undefined,
  };
}

export function chipColumn<T extends KubeObject>(
  id: string,
  header: string,
  options: { min: number; text: (row: T) => string },
): Column<T> {
  return {
    id,
    header,
    min: options.min,
    cell: (row) => <Chip>{options.text(row)}</Chip>,
    sort: options.text,
  };
}

export function numberColumn<T extends KubeObject>(
  id: string,
  header: string,
  options: { min: number; value: (row: T) => number; format: (value: number) => string },
): Column<T> {
  const { min, value, format } = options;
  return {
    id,
    header,
    min,
    align: "end",
    cell: (row) => <span className="numeric">{format(value(row))}</span>,
    sort: value,
  };
}
