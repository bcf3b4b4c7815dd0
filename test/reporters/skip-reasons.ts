/** Prints, after everything else, which tests were skipped and why, and one plain closing line with the totals. */
import type { Reporter, TestCase, TestModule } from "vitest/node";

export class SkipReasons implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0;
    let failed = 0;
    const skipped = new Map<string, string[]>();
    for (const module of modules) {
      if (module.errors().length > 0) failed++;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") passed++;
        else if (result.state === "failed") failed++;
        else if (result.state === "skipped") {
          const reason = result.note ?? "no reason given";
          skipped.set(reason, [...(skipped.get(reason) ?? []), nameOf(module, test)]);
        }
      }
    }
    const count = [...skipped.values()].reduce((sum, names) => sum + names.length, 0);
    if (count > 0) process.stdout.write("\nSkipped:\n");
    for (const [reason, names] of skipped) {
      process.stdout.write(
        `  ${reason} (${names.length}): ${names[0] ?? ""}${names.length > 1 ? ", ..." : ""}\n`,
      );
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed, ${count} skipped\n`);
  }
}

function nameOf(module: TestModule, test: TestCase): string {
  return `${module.relativeModuleId} > ${test.fullName}`;
}
