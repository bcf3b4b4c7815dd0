/**
 * `npm run bench -- NAME... [--json FILE]`: runs the named benches (all without names) and prints their rows. A row's value is a
 * ratio inside one run wherever it has a target: machines are noisy, ratios are not.
 */
import { readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { BenchRow } from "../bench/row.ts";

const dir = join(import.meta.dirname, "../bench");
const all = readdirSync(dir)
  .filter((name) => name.endsWith(".ts") && name !== "row.ts")
  .map((name) => name.replace(/\.ts$/, ""))
  .sort();

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "string" } },
});
const unknown = positionals.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`no bench ${unknown.join(", ")}: there are ${all.join(", ")}`);
  process.exit(1);
}
const rows: BenchRow[] = [];
for (const name of positionals.length > 0 ? positionals : all) {
  const { run } = (await import(join(dir, `${name}.ts`))) as { run(): Promise<BenchRow[]> };
  const found = await run();
  rows.push(...found);
  for (const { bench, metric, value, unit, baseline, target } of found) {
    const shown = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
    console.log(
      `${bench.padEnd(10)} ${metric.padEnd(52)} ${shown.padStart(9)} ${unit.padEnd(8)} ${baseline}${target ? ` (target ${target})` : ""}`,
    );
  }
}
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify(rows, undefined, 2)}\n`);
}
