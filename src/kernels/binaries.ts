/** How compiled kernels reach the engine: their bytes are the host's business (a file, a bundled asset, a fetch). */

export type KernelName = "scheduler" | "ipvs";

export interface KernelBinaries {
  /** The compiled module; compiled once, then shared. Rejects when the host has no such file. */
  module(kernel: KernelName): Promise<WebAssembly.Module>;
}

/** Binaries from a function that reads bytes: `node:fs` in Node, `fetch` in a browser. */
export function binariesFrom(read: (kernel: KernelName) => Promise<BufferSource>): KernelBinaries {
  const modules = new Map<KernelName, Promise<WebAssembly.Module>>();
  return {
    module(kernel) {
      let module = modules.get(kernel);
      if (module === undefined) {
        module = read(kernel).then((bytes) => WebAssembly.compile(bytes));
        modules.set(kernel, module);
      }
      return module;
    },
  };
}
