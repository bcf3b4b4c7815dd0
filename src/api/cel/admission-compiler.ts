/** The compiler of expressions in webhook configurations and admission policies, once it is loaded: most clusters have neither. */
type AdmissionCompiler = typeof import("./admission-environment.ts");

let compiler: AdmissionCompiler | undefined;

/** Undefined when there is nothing to wait for. */
export function loadAdmissionCompiler(): Promise<void> | undefined {
  if (compiler) return undefined;
  return import("./admission-environment.ts").then((loaded) => {
    compiler = loaded;
  });
}

/** Call `loadAdmissionCompiler` first. */
export function admissionCompiler(): AdmissionCompiler {
  if (!compiler) throw new Error("the compiler of admission's expressions was not loaded");
  return compiler;
}
