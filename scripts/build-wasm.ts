/**
 * Compiles the AssemblyScript kernels to wasm/build/<kernel>.{debug,release}.wasm. Skips what is up to date: a stamp keeps
 * the hash of sources, compiler version and options. `node scripts/build-wasm.ts [--force]`.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import compilerPackage from "assemblyscript/package.json" with { type: "json" };

const projectDir = join(import.meta.dirname, "..");
const buildDir = join(projectDir, "wasm/build");
const stampFile = join(buildDir, "stamp.json");

// Asserts stay on in both; `--use abort=` turns a failed one into a trap, so that nothing but the memory is imported.
const sharedOptions = [
  "--runtime",
  "stub",
  "--importMemory",
  "--use",
  "abort=",
  "--enable",
  "simd",
];
const kernels: readonly { name: string; options: readonly string[] }[] = [
  {
    // Shared, so that the API thread writes columns while a worker computes. 16384 pages are 1 GiB: see layout.ts.
    name: "scheduler",
    options: [
      "--enable",
      "threads",
      "--sharedMemory",
      "--initialMemory",
      "2",
      "--maximumMemory",
      "16384",
    ],
  },
  { name: "ipvs", options: ["--initialMemory", "2"] },
];
const variants: readonly { name: string; options: readonly string[] }[] = [
  { name: "debug", options: ["--debug"] },
  { name: "release", options: ["--optimizeLevel", "3", "--shrinkLevel", "0", "--converge"] },
];

function hashOf(kernel: string, options: readonly string[]): string {
  const hash = createHash("sha256").update(compilerPackage.version).update(options.join(" "));
  const dir = join(projectDir, "wasm", kernel, "assembly");
  for (const file of readdirSync(dir).sort()) {
    hash.update(file).update(readFileSync(join(dir, file)));
  }
  return hash.digest("hex");
}

function readStamps(): Record<string, string> {
  if (!existsSync(stampFile)) return {};
  return JSON.parse(readFileSync(stampFile, "utf8")) as Record<string, string>;
}

async function build(): Promise<void> {
  const force = process.argv.includes("--force");
  const stamps = force ? {} : readStamps();
  mkdirSync(buildDir, { recursive: true });
  for (const kernel of kernels) {
    for (const variant of variants) {
      const options = [...sharedOptions, ...kernel.options, ...variant.options];
      const output = `${kernel.name}.${variant.name}.wasm`;
      const hash = hashOf(kernel.name, options);
      if (stamps[output] === hash && existsSync(join(buildDir, output))) continue;
      await compile(`wasm/${kernel.name}/assembly/index.ts`, `wasm/build/${output}`, options);
      stamps[output] = hash;
      writeFileSync(stampFile, `${JSON.stringify(stamps, undefined, 2)}\n`);
      console.log(`wasm: ${output} ${readFileSync(join(buildDir, output)).length} bytes`);
    }
  }
}

async function compile(entry: string, output: string, options: readonly string[]): Promise<void> {
  // The compiler is a big import: nothing is paid for it when everything is up to date.
  const { default: asc } = await import("assemblyscript/asc");
  const args = [entry, "--baseDir", projectDir, "--outFile", output, ...options];
  const { error, stderr } = await asc.main(args);
  if (error) throw new Error(`${entry}: ${error.message}\n${String(stderr)}`);
}

await build();
