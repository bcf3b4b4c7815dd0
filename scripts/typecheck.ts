/** Type-checks every project of the tree, and sees that each fence fails to compile, for the reason that it names. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const tsc = join(root, "node_modules/typescript/bin/tsc");
const projects = ["src", "src/host/node", "test", "bench", "scripts", "renderer", "electron"];

let failed = false;
for (const project of projects) {
  const { status, stdout } = compile(["-p", project]);
  if (status === 0) continue;
  failed = true;
  process.stdout.write(stdout);
}
for (const fence of readdirSync(join(root, "test/fences")).filter((name) =>
  name.endsWith(".fence.ts"),
)) {
  const path = join("test/fences", fence);
  const expected = /^\/\/ expects: (.+)$/m.exec(readFileSync(join(root, path), "utf8"))?.[1];
  const { stdout } = compile(["-p", join("test/fences", fence.replace(".fence.ts", ".json"))]);
  const errors = stdout.split("\n").filter((line) => line.includes("error TS"));
  const right =
    errors.length > 0 && errors.every((line) => expected !== undefined && line.includes(expected));
  if (right) continue;
  failed = true;
  console.log(
    `${path}: expected only errors with "${expected ?? "(no expects line)"}", got\n${stdout}`,
  );
}
process.exitCode = failed ? 1 : 0;

function compile(args: readonly string[]): { status: number | null; stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, [tsc, ...args, "--pretty", "false"], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, stdout };
}
