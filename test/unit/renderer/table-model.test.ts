import { describe, expect, test } from "vitest";
import {
  filterRows,
  formatSort,
  nextSort,
  parseSort,
  sortRows,
} from "../../../renderer/components/table-model.ts";
import { matchScore, rank } from "../../../renderer/components/palette-search.ts";

describe("the order of a table", () => {
  test.each([
    ["", undefined],
    ["name", { column: "name", descending: false }],
    ["-age", { column: "age", descending: true }],
  ])("%j in the address is read and written alike", (text, order) => {
    expect(parseSort(text)).toEqual(order);
    expect(formatSort(order)).toBe(text);
  });

  test("a column is ascending first, then descending, then let go; another column starts anew", () => {
    const ascending = nextSort(undefined, "name");
    const descending = nextSort(ascending, "name");
    expect([ascending, descending, nextSort(descending, "name")].map(formatSort)).toEqual([
      "name",
      "-name",
      "",
    ]);
    expect(formatSort(nextSort(descending, "age"))).toBe("age");
  });

  test.each([
    [false, ["d1", "d2", "c", "a", "none"]],
    [true, ["a", "c", "d1", "d2", "none"]],
  ])("equal values keep their order, missing ones come last (descending: %s)", (down, names) => {
    const rows = [
      { name: "none", value: undefined },
      { name: "a", value: 3 },
      { name: "d1", value: 1 },
      { name: "c", value: 2 },
      { name: "d2", value: 1 },
    ];
    expect(sortRows(rows, (row) => row.value, down).map((row) => row.name)).toEqual(names);
  });
});

describe("the filter of a table", () => {
  const rows = ["web-1 shop app=web", "web-2 default app=web", "db-1 shop app=db"];

  test.each([
    ["", [0, 1, 2]],
    ["  ", [0, 1, 2]],
    ["web", [0, 1]],
    ["SHOP app=web", [0]],
    ["app=db", [2]],
    ["nothing", []],
  ])("%j leaves the rows that have all its words", (filter, left) => {
    const expected = left.map((index) => rows[index]);
    expect(filterRows(rows, filter, (row) => row)).toEqual(expected);
  });

  test("without words the rows are the very same array", () => {
    expect(filterRows(rows, "", (row) => row)).toBe(rows);
  });
});

describe("the palette's ranking", () => {
  test.each([
    ["pods", "Pods", true],
    ["rs", "ReplicaSets", true],
    ["web 1", "web-1", true],
    ["sp", "Pods", false],
    ["x", "Pods", false],
  ])("%j finds %j: %s", (query, text, found) => {
    expect(matchScore(query, text) !== undefined).toBe(found);
  });

  test("what begins with the words comes before what has them inside, and both before scattered letters", () => {
    const candidates = ["wrong-ear-box", "my-web", "web-server", "web"];
    expect(rank(candidates, "web", { textOf: (text) => text, limit: 3 })).toEqual([
      "web",
      "web-server",
      "my-web",
    ]);
  });
});
