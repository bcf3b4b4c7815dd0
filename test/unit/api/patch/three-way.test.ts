/** The three-way rows of apimachinery's strategic merge table. */
import { expect, test } from "vitest";
import { parse } from "yaml";
import { deepFreeze, type JsonObject } from "../../../../src/api/json.ts";
import { strategicMerge } from "../../../../src/api/patch/strategic-merge.ts";
import { threeWay } from "../../../vectors/strategic-merge/three-way.ts";
import { mergeItem } from "./merge-item-schema.ts";

const read = (text: string): JsonObject => deepFreeze(parse(text) as JsonObject);

test.each(threeWay)("%s", (_name, current, patch, result) => {
  expect(strategicMerge(read(current), read(patch), mergeItem)).toEqual(read(result));
});
