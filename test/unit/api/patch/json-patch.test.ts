/** JSON patch and merge patch: the tables of evanphx/json-patch v4 and of json-patch-tests, and what is beside them. */
import { describe, expect, it } from "vitest";
import { deepFreeze, type JsonObject, type JsonValue } from "../../../../src/api/json.ts";
import {
  applyJsonPatch,
  JsonPatchFault,
  operationsOf,
} from "../../../../src/api/patch/json-patch.ts";
import { mergePatch } from "../../../../src/api/patch/merge-patch.ts";
import { StatusError } from "../../../../src/api/status.ts";
import * as evanphx from "../../../vectors/json-patch/evanphx.ts";
import * as suite from "../../../vectors/json-patch/suite.ts";

const read = (text: string): JsonValue => deepFreeze(JSON.parse(text) as JsonValue);

function applied(document: JsonValue, patch: JsonValue): JsonValue {
  return applyJsonPatch(document, operationsOf(patch));
}

function faultOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof JsonPatchFault) return error.message;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe.each([
  ["evanphx/json-patch", evanphx],
  ["json-patch-tests", suite],
])("%s", (_of, table) => {
  it.each(table.applied)("%s with %s is %s", (document, patch, result) => {
    expect(applied(read(document), read(patch))).toEqual(read(result));
  });

  // Upstream's test sets another limit of copies; ours is below.
  const rows = table.refused.filter(([, , fault]) => !fault.includes("exceeding the limit"));
  it.each(rows)("%s with %s is refused", (document, patch, fault) => {
    expect(faultOf(() => applied(read(document), read(patch)))).toBe(fault);
  });
});

describe("evanphx/json-patch's merge patches", () => {
  // What is patched is always an object here.
  const rows = evanphx.merged.filter(([document]) => document.startsWith("{"));
  it.each(rows)("%s with %s is %s", (document, patch, result) => {
    expect(mergePatch(read(document) as JsonObject, read(patch))).toEqual(read(result));
  });

  it.each(evanphx.mergeRefused.filter(([document]) => document.startsWith("{")))(
    "%s with %s is refused",
    (document, patch, error) => {
      expect(() => mergePatch(read(document) as JsonObject, read(patch))).toThrow(
        expect.objectContaining({ code: 400, message: error }),
      );
    },
  );
});

describe("a JSON patch", () => {
  it.each<[JsonValue, string]>([
    [{ op: "remove" }, "json: cannot unmarshal object into Go value of type jsonpatch.Patch"],
    ["[]", "json: cannot unmarshal string into Go value of type jsonpatch.Patch"],
    [[1], "json: cannot unmarshal number into Go value of type jsonpatch.Operation"],
  ])("is none: %j", (patch, message) => {
    expect(() => operationsOf(patch)).toThrow(StatusError);
    expect(() => operationsOf(patch)).toThrow(expect.objectContaining({ code: 400, message }));
  });

  it("stops copies that grow without end", () => {
    const patch = [
      { op: "add", path: "/a", value: ["x".repeat(1000)] },
      ...Array.from({ length: 30 }, () => ({ op: "copy", from: "/a", path: "/a/-" })),
    ];
    expect(faultOf(() => applied({}, patch))).toContain("exceeding the limit 3145728");
  });

  it("treats __proto__ as a name like any other", () => {
    const result = applied({}, [
      { op: "add", path: "/__proto__", value: { polluted: true } },
    ]) as object;
    expect(Object.hasOwn(result, "__proto__")).toBe(true);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("shares what it does not touch", () => {
    const document = deepFreeze({ a: { b: 1 }, c: [{ d: 1 }, { d: 2 }] });
    const result = applied(document, [
      { op: "replace", path: "/c/1/d", value: 3 },
    ]) as unknown as typeof document;
    expect(result.a).toBe(document.a);
    expect(result.c[0]).toBe(document.c[0]);
    expect(document.c[1]).toEqual({ d: 2 });
  });
});
