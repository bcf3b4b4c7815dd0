/**
 * Builds the Go programs that tests drive a cluster with (the module in test/clients/go pins them and all that they are made of), once a
 * machine: Go's own build cache keeps what has been compiled. What cannot be had is a reason to skip, what does not compile a failure.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type RunResult, run } from "../fixtures/running-cluster.ts";

const root = resolve(import.meta.dirname, "../..");
const moduleDir = join(import.meta.dirname, "go");
const outputDir = join(root, "node_modules/.cache/go-clients");

/** Cold, on two cores: three minutes or four for all of them, downloads included. */
export const buildMsMax = 600_000;
const downloadMsMax = 180_000;

export type GoProgram = { readonly path: string } | { readonly skipped: string };

/**
 * The path of a package's program, built if need be. `packagePath` is `.` for the test's own; `variables` of packages get the texts that
 * releases are built with. Throws what the compiler says.
 */
export async function goProgram(
  name: string,
  packagePath: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<GoProgram> {
  const go = findGo();
  if (go === undefined) return { skipped: "no go command" };
  mkdirSync(outputDir, { recursive: true });
  const unlock = await lock(join(outputDir, "building"));
  try {
    const fetched = await runGo(go, ["mod", "download"], downloadMsMax);
    if (fetched.code !== 0) {
      const [line = ""] = fetched.stderr.split("\n");
      return {
        skipped: `the Go modules of the test cannot be had: ${line || "no answer in time"}`,
      };
    }
    const path = join(outputDir, process.platform === "win32" ? `${name}.exe` : name);
    const texts = Object.entries(variables).map(([variable, text]) => `-X ${variable}=${text}`);
    // Without what a debugger needs, a third smaller.
    const flags = ["-s", "-w", ...texts].join(" ");
    const args = ["build", "-o", path, "-ldflags", flags, packagePath];
    const built = await runGo(go, args, buildMsMax);
    if (built.code !== 0) throw new Error(`go build ${packagePath}:\n${built.stderr}`);
    return { path };
  } finally {
    unlock();
  }
}

/** The folder of one of the modules that the test's own is made of; undefined where it cannot be had. */
export async function goModuleDir(module: string): Promise<string | undefined> {
  const go = findGo();
  if (go === undefined) return undefined;
  const { code, stdout } = await runGo(go, ["list", "-m", "-f", "{{.Dir}}", module], 60_000);
  return code === 0 ? stdout.trim() : undefined;
}

/** Two compilers at once are enough for a test machine. */
function runGo(go: string, args: readonly string[], timeoutMs: number): Promise<RunResult> {
  const flags = `${process.env["GOFLAGS"] ?? ""} -p=2 -trimpath -mod=readonly`.trim();
  const env = { ...process.env, GOFLAGS: flags, GOWORK: "off", CGO_ENABLED: "0" };
  return run(go, ["-C", moduleDir, ...args], { env, timeoutMs });
}

function findGo(): string | undefined {
  const dirs = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/local/go/bin"];
  return dirs
    .filter((dir) => dir !== "")
    .map((dir) => join(dir, "go"))
    .find((path) => spawnSync(path, ["version"]).status === 0);
}

/** Test files run at the same time: the second one waits for what the first compiles. A lock whose owner is gone is nobody's. */
async function lock(path: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx" });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isAbandoned(path)) rmSync(path, { force: true });
      await delay(200);
    }
  }
}

/** Nobody holds it for longer than a download and a build may take, whoever has the number of its process by then. */
function isAbandoned(path: string): boolean {
  try {
    const heldMs = Date.now() - statSync(path).mtimeMs;
    return heldMs > downloadMsMax + buildMsMax || !isRunning(Number(readFileSync(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  // Its owner is about to write who it is.
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process runs as well.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
