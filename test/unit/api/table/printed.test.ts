/** Tables against the columns and rows that Kubernetes publishes of its printers. */
import { expect, test } from "vitest";
import { tableFor } from "../../../../src/api/table/table.ts";
import { printedColumns, printedRows } from "../../../vectors/tables/printed.ts";

test.each(printedColumns)("%s has the published columns", (path, columns) => {
  const [group = "", kind = ""] = path.split("/");
  const table = tableFor({ group, kind }, [], {
    nowMs: 0,
    includeObject: "None",
    noHeaders: false,
  });
  expect(
    table.columnDefinitions?.map(({ name, type, format, priority }) => ({
      name,
      type,
      format,
      priority,
    })),
  ).toEqual(columns);
});

/** Wide cells are left out of rows that were printed without; so is what such rows cut short, which no server sends. */
test.each(printedRows.map((each) => [each.object.kind, JSON.stringify(each.row), each] as const))(
  "%s is printed as %s",
  (kind, _, { object, row, wide, now }) => {
    const [first = "", second] = object.apiVersion.split("/");
    const group = second === undefined ? "" : first;
    const nowMs = Date.parse(now);
    const { columnDefinitions, rows } = tableFor({ group, kind }, [object], {
      nowMs,
      includeObject: "None",
      noHeaders: false,
    });
    const cells = rows[0]?.cells ?? [];
    const narrow = cells.filter((_cell, at) => columnDefinitions?.[at]?.priority === 0);
    // PriorityClasses show their policy always, but print it with the wide cells alone.
    const shown = wide || row.length === cells.length ? cells : narrow.slice(0, row.length);
    if (kind !== "PriorityClass") expect([cells.length, narrow.length]).toContain(row.length);
    expect(shown.map(uncut(row))).toEqual(row);
  },
);

function uncut(row: readonly unknown[]): (cell: unknown, at: number) => unknown {
  return (cell, at) => {
    const expected = row[at];
    const isCut = typeof expected === "string" && /^.{13}\.\.\.$/.test(expected);
    if (!isCut) return cell;
    return String(cell).startsWith(expected.slice(0, -3)) ? expected : cell;
  };
}
