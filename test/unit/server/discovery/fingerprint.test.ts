import { expect, test } from "vitest";
import { fingerprint } from "../../../../src/server/discovery/fingerprint.ts";

test("a fingerprint is 128 bits in upper-case hexadecimal, and always the same", () => {
  expect(fingerprint("")).toMatch(/^[0-9A-F]{32}$/);
  expect(fingerprint("deployments")).toBe(fingerprint("deployments"));
});

test("texts that differ in one place have different fingerprints, in every quarter", () => {
  const quarters = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  const texts = Array.from({ length: 3000 }, (_, i) => `{"a":${i},"b":"${"x".repeat(i % 7)}"}`);
  for (const text of texts) {
    const mark = fingerprint(text);
    for (const [i, quarter] of quarters.entries()) quarter.add(mark.slice(i * 8, i * 8 + 8));
  }
  for (const quarter of quarters) expect(quarter.size).toBeGreaterThan(2990);
});
