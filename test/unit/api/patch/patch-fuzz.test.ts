/** Patches on random objects: no input changes, and nothing is ever thrown but a StatusError, or the fault of a JSON patch. Every failure names its seed. */
import { describe, expect, it } from "vitest";
import { deepFreeze, type JsonObject, type JsonValue } from "../../../../src/api/json.ts";
import { applyJsonPatch, JsonPatchFault } from "../../../../src/api/patch/json-patch.ts";
import { mergePatch } from "../../../../src/api/patch/merge-patch.ts";
import { strategicMerge } from "../../../../src/api/patch/strategic-merge.ts";
import { StatusError } from "../../../../src/api/status.ts";
import { mergeItem } from "./merge-item-schema.ts";
import { RandomJson } from "./random-json.ts";

const rounds = 1500;
const names = (
  "name value other mergingList mergingIntList simpleMap replacingItem retainKeysMap mergeItemPtr nonMergingList " +
  "$patch $retainKeys __proto__ constructor $setElementOrder $setElementOrder/mergingList " +
  "$setElementOrder/mergingIntList $deleteFromPrimitiveList/mergingIntList"
).split(" ");
const scalars: readonly JsonValue[] = ["a", "b", 1, 2, true, null, "delete", "replace", "merge"];

function run(seed: number, patch: () => unknown): unknown {
  try {
    return patch();
  } catch (error) {
    if (error instanceof StatusError) return error.status;
    if (error instanceof JsonPatchFault) return error.message;
    throw new Error(`seed ${seed}`, { cause: error });
  }
}

function randomOperations(random: RandomJson): readonly JsonObject[] {
  return Array.from({ length: 1 + random.below(4) }, () => ({
    op: random.pick(["add", "remove", "replace", "move", "copy", "test"]),
    path: random.pointer(),
    from: random.pointer(),
    value: random.value(2),
  }));
}

describe("patches on random objects", () => {
  it("throw nothing but what they say, change no input and repeat themselves", () => {
    for (let seed = 1; seed <= rounds; seed += 1) {
      const random = new RandomJson(seed, { names, scalars });
      const original = deepFreeze(random.object(3));
      const patch = deepFreeze(random.object(3));
      const operations = deepFreeze(randomOperations(random));
      const before = JSON.stringify(original);
      for (const apply of [
        () => strategicMerge(original, patch, mergeItem),
        () => mergePatch(original, patch),
        () => applyJsonPatch(original, operations),
      ]) {
        const first = run(seed, apply);
        expect(run(seed, apply), `seed ${seed}`).toEqual(first);
      }
      expect(JSON.stringify(original), `seed ${seed}`).toBe(before);
      expect(Object.getPrototypeOf({}), `seed ${seed}`).toBe(Object.prototype);
    }
  });

  it("give back the original for an empty patch", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const original: JsonObject = deepFreeze(new RandomJson(seed, { names, scalars }).object(3));
      expect(strategicMerge(original, {}, mergeItem), `seed ${seed}`).toEqual(original);
      expect(mergePatch(original, {}), `seed ${seed}`).toEqual(original);
      expect(applyJsonPatch(original, []), `seed ${seed}`).toEqual(original);
    }
  });
});
