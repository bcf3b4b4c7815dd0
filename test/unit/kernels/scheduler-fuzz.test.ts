import { expect, test } from "vitest";
import { fuzzKernel, fuzzedKernels } from "./fuzz-run.ts";

/** A few seconds' worth; test/fuzz runs the rest. */
const clusters = 250;

test.each(fuzzedKernels)(
  "%s kernel places, scores and refuses as the plain plugins do",
  { timeout: 120_000 },
  async (kind) => {
    expect(await fuzzKernel(kind, clusters)).toBeGreaterThan(0);
  },
);
