/**
 * Installs what the tests can use beyond npm (Chromium, a Docker engine, a static busybox,
 * Python's Kubernetes client), where that is ours to do: on
 * Debian, as root. Anywhere else it says what is missing, and the tests that need it are skipped with their reason.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

interface Tool {
  readonly name: string;
  /** Any of these on PATH will do; an absolute one is taken as it is. */
  readonly programs: readonly string[];
  /** Debian's package. */
  readonly packageName: string;
}

const tools: readonly Tool[] = [
  {
    name: "Chromium",
    programs: ["chromium", "chromium-browser", "google-chrome"],
    packageName: "chromium",
  },
  { name: "a Docker engine", programs: ["dockerd"], packageName: "docker.io" },
  { name: "a static busybox", programs: ["busybox"], packageName: "busybox-static" },
  {
    name: "Python's Kubernetes client",
    programs: ["/usr/lib/python3/dist-packages/kubernetes"],
    packageName: "python3-kubernetes",
  },
];

const missing = tools.filter(({ programs }) => !programs.some(isOnPath));
if (missing.length > 0) {
  const names = missing.map(({ name }) => name).join(", ");
  if (!mayInstall())
    console.log(`not on this machine: ${names}. Tests that need them are skipped.`);
  else install(names);
}

function isOnPath(program: string): boolean {
  if (isAbsolute(program)) return existsSync(program);
  const dirs = `${process.env["PATH"] ?? ""}${delimiter}/usr/sbin${delimiter}/sbin`.split(
    delimiter,
  );
  return dirs.some((dir) => dir !== "" && existsSync(join(dir, program)));
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync("/etc/debian_version");
}

function install(names: string): void {
  console.log(`installing for the tests: ${names}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const packages = missing.map(({ packageName }) => packageName);
  const apt = (...args: string[]) =>
    spawnSync("apt-get", ["-qq", ...args], { env, stdio: ["ignore", "ignore", "inherit"] }).status;
  if (apt("update") === 0 && apt("install", "-y", "--no-install-recommends", ...packages) === 0)
    return;
  console.log(`could not install ${packages.join(", ")}. Tests that need them are skipped.`);
}
