/** Where the files beside the code are: the same in the source tree and in the built one (dist/). */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const fromSource = import.meta.url.endsWith(".ts");
/** The package's folder: above src/host/node, or above dist/engine. */
export const packageDir = join(import.meta.dirname, fromSource ? "../../.." : "../..");

/** The folder of the compiled kernels. */
export const kernelsDir = fromSource
  ? join(packageDir, "wasm/build")
  : join(packageDir, "dist/kernels");

/** The folder of the built dashboard. */
export const rendererDir = join(packageDir, "dist/renderer");

/** The folder of what runs in a gateway's container. */
export const gatewayDir = join(packageDir, "dist/gateway");

/** A worker thread's module: `kernel-worker`, `proxy-worker`. */
export function workerUrl(name: string): URL {
  return pathToFileURL(join(import.meta.dirname, `${name}.${fromSource ? "ts" : "js"}`));
}

/** What is missing of the built parts, in words for the user; undefined when all is there. */
export function missingAssets(): string | undefined {
  if (!existsSync(join(kernelsDir, "scheduler.release.wasm"))) return "the kernels are not built";
  if (!existsSync(join(rendererDir, "index.html"))) return "the dashboard is not built";
  return undefined;
}
