/** A long expression is no longer one piece of work: others are served between its reading and its checking. */
import { expect, test } from "vitest";
import { compileCel } from "../../../../src/api/cel/compile.ts";
import { INT } from "../../../../src/api/cel/types.ts";
import { Slicewise } from "../../../../src/api/slicewise.ts";

const long = Array.from({ length: 6000 }, (_, at) => `self != ${at}`).join(" && ");

/** What compiling gives, and how often it waited. */
async function compiled(source: string) {
  let waits = 0;
  const spend = (): Promise<void> => {
    waits += 1;
    return Promise.resolve();
  };
  const result = await new Slicewise(spend).run(() =>
    compileCel(source, { variables: { self: INT } }),
  );
  return { waits, result };
}

test.each([
  ["short", "self > 1", 0],
  ["long", long, 2],
  ["long and wrong", `${long} && nobody > 1`, 2],
])("%s", async (_, source, waits) => {
  const sliced = await compiled(source);
  expect(sliced.waits).toBe(waits);
  const whole = compileCel(source, { variables: { self: INT } });
  expect(sliced.result.ok).toBe(whole.ok);
  if (!whole.ok) expect(sliced.result).toEqual(whole);
});

test("cel-go's limit is refused before anything is read", async () => {
  const { result } = await compiled(`${"1 + ".repeat(25_000)}1 > 0`);
  expect(result).toEqual({
    ok: false,
    error: expect.stringContaining(
      "expression code point size exceeds limit: size: 100005, limit 100000",
    ) as string,
  });
});
