import { defineConfig } from "vitest/config";
import { SkipReasons } from "./test/reporters/skip-reasons.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", new SkipReasons()],
    // Two cores: more workers only fight for them.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
