import { defineConfig } from "vitest/config";
import { SkipReasons } from "./test/reporters/skip-reasons.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", new SkipReasons()],
    // Two cores: more workers only fight for them.
    maxWorkers: 2,
    // Real processes on shared machines: one more try there, which the report names.
    retry: process.env["CI"] ? 1 : 0,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
