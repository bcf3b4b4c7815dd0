/** The compiled kernels as a test reads them: both builds, as `node scripts/build-wasm.ts` left them. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { binariesFrom } from "../../../src/kernels/binaries.ts";
import type { KernelBinaries } from "../../../src/kernels/binaries.ts";

const buildDir = join(import.meta.dirname, "../../../wasm/build");

export function kernelFiles(build: "debug" | "release"): KernelBinaries {
  return binariesFrom((kernel) => readFile(join(buildDir, `${kernel}.${build}.wasm`)));
}
