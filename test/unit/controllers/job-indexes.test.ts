import { expect, it } from "vitest";

import { formatIndexes, parseIndexes } from "../../../src/controllers/job/indexes.ts";

it.each([
  ["", []],
  ["7", [7]],
  ["0-2,5,8-9", [0, 1, 2, 5, 8, 9]],
])("the indexes %s are read and written as Kubernetes does", (text, indexes) => {
  expect([...parseIndexes(text)]).toEqual(indexes);
  expect(formatIndexes(new Set([...indexes].reverse()))).toBe(text);
});
