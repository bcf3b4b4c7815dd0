/** The compiler of device selectors, once it is loaded: most clusters have none. */
type DeviceCompiler = typeof import("./device-environment.ts");

let compiler: DeviceCompiler | undefined;

/** Undefined when there is nothing to wait for. */
export function loadDeviceCompiler(): Promise<void> | undefined {
  if (compiler) return undefined;
  return import("./device-environment.ts").then((loaded) => {
    compiler = loaded;
  });
}

/** Call `loadDeviceCompiler` first. */
export function deviceCompiler(): DeviceCompiler {
  if (!compiler) throw new Error("the compiler of device selectors was not loaded");
  return compiler;
}
