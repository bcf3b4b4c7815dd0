/** The compiler of expressions in webhook configurations and admission policies, once it is loaded: most clusters have neither. */
import { lazyModule } from "../lazy-module.ts";

const compiler = lazyModule(
  "the compiler of admission's expressions",
  () => import("./admission-environment.ts"),
);

export const loadAdmissionCompiler = compiler.load;

/** Call `loadAdmissionCompiler` first. */
export const admissionCompiler = compiler.get;
