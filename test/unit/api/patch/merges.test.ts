/** The tables of apimachinery's strategic merge: what each patch makes of a document, and which are refused. */
import { expect, test } from "vitest";
import { parse } from "yaml";
import { deepFreeze, type JsonObject } from "../../../../src/api/json.ts";
import { strategicMerge } from "../../../../src/api/patch/strategic-merge.ts";
import { StatusError } from "../../../../src/api/status.ts";
import { merges, refusals } from "../../../vectors/strategic-merge/merges.ts";
import { mergeItem } from "./merge-item-schema.ts";

const read = (text: string): JsonObject => deepFreeze(parse(text) as JsonObject);

test.each(merges)("%s: %s with %s", (_name, document, patch, result) => {
  expect(strategicMerge(read(document), read(patch), mergeItem)).toEqual(read(result));
});

test.each(refusals)("%s: %s with %s is refused", (_name, document, patch, error) => {
  let refusal: unknown;
  try {
    strategicMerge(read(document), read(patch), mergeItem);
  } catch (thrown) {
    refusal = thrown;
  }
  expect(refusal).toBeInstanceOf(StatusError);
  expect((refusal as StatusError).message).toBe(error);
});
