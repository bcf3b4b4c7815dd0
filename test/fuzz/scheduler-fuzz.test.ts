import { expect, test } from "vitest";
import { fuzzKernel, fuzzTogether, fuzzedKernels } from "../unit/kernels/fuzz-run.ts";

/** About seven decisions each: a hundred thousand in all. */
const clusters = 5200;

test.each(fuzzedKernels)(
  "%s kernel places, scores and refuses as the plain plugins do, case after case",
  { timeout: 600_000 },
  async (kind) => {
    expect(await fuzzKernel(kind, clusters)).toBeGreaterThan(0);
  },
);

test(
  "workers that place a batch together do as one alone and as the plain plugins do, case after case",
  { timeout: 600_000 },
  async () => {
    expect(await fuzzTogether("release", clusters)).toBeGreaterThan(0);
  },
);
