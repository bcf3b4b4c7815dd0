import { expect, test } from "vitest";
import { fuzzKernel, fuzzTogether, fuzzedKernels } from "./fuzz-run.ts";

/** A few seconds' worth; test/fuzz runs the rest. */
const clusters = 250;

test.each(fuzzedKernels)(
  "%s kernel places, scores and refuses as the plain plugins do",
  { timeout: 120_000 },
  async (kind) => {
    expect(await fuzzKernel(kind, clusters)).toBeGreaterThan(0);
  },
);

test.each(["release", "debug"] as const)(
  "workers that place a batch together, %s build, do as one alone and as the plain plugins do",
  { timeout: 120_000 },
  async (build) => {
    expect(await fuzzTogether(build, clusters / 2)).toBeGreaterThan(0);
  },
);
