/** The compiler of device selectors, once it is loaded: most clusters have none. */
import { lazyModule } from "../lazy-module.ts";

const compiler = lazyModule(
  "the compiler of device selectors",
  () => import("./device-environment.ts"),
);

export const loadDeviceCompiler = compiler.load;

/** Call `loadDeviceCompiler` first. */
export const deviceCompiler = compiler.get;
