/** Filtering and sorting of tables: pure, and quick enough to run once a frame over ten thousand rows. */

export interface SortOrder {
  readonly column: string;
  readonly descending: boolean;
}

/** `name`, or `-age` for descending: as the address has it. */
export function parseSort(text: string | undefined): SortOrder | undefined {
  if (!text) return undefined;
  return text.startsWith("-")
    ? { column: text.slice(1), descending: true }
    : { column: text, descending: false };
}

export function formatSort(order: SortOrder | undefined): string {
  return order ? `${order.descending ? "-" : ""}${order.column}` : "";
}

/** Ascending, descending, and back to the table's own order. */
export function nextSort(order: SortOrder | undefined, column: string): SortOrder | undefined {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? undefined : { column, descending: true };
}

export type SortValue = string | number | undefined;

/** Rows in the order of their values; equal ones stay as they were, missing ones come last in both directions. */
export function sortRows<T>(
  rows: readonly T[],
  valueOf: (row: T) => SortValue,
  descending: boolean,
): readonly T[] {
  const keyed = rows.map((row) => ({ row, value: valueOf(row) }));
  const sign = descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.value === b.value) return 0;
    if (a.value === undefined) return 1;
    if (b.value === undefined) return -1;
    return (a.value < b.value ? -1 : 1) * sign;
  });
  return keyed.map(({ row }) => row);
}

/** Rows whose text has all words of the filter; upper and lower case are the same. */
export function filterRows<T>(
  rows: readonly T[],
  filter: string,
  textOf: (row: T) => string,
): readonly T[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = textOf(row);
    return words.every((word) => text.includes(word));
  });
}
