/** The built command from its process's first moment until it says that it is ready, against a process that only listens. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../../scripts/build.ts";
import type { BenchRow } from "../row.ts";
import { median } from "../api/load.ts";

const rounds = 7;

/**
 * What a start needs at least: Node itself, a file of SQLite's, a TLS listener and a plain one, on certificates that are there
 * already. In plain JavaScript and without what an import of http loads besides: neither is to count.
 */
const bareProcess = `
  const get = process.getBuiltinModule;
  const [{ readFileSync }, { join }, { DatabaseSync }] = [get("fs"), get("path"), get("node:sqlite")];
  const directory = process.argv[1];
  const read = (name) => readFileSync(join(directory, "pki", name));
  const database = new DatabaseSync(join(directory, "bare.db"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  database.exec("CREATE TABLE segments (first INTEGER PRIMARY KEY, body TEXT)");
  const options = { ca: read("ca.crt"), cert: read("apiserver.crt"), key: read("apiserver.key") };
  const secure = get("https").createServer(options).listen(0, "127.0.0.1", () => {
    const plain = get("http").createServer().listen(0, "127.0.0.1", () => console.log("Ready"));
    process.once("SIGTERM", () => process.exit(0));
  });
`;
const root = join(import.meta.dirname, "../..");

/** Milliseconds until the process's output says "Ready"; it is told to stop then. */
async function untilReady(args: readonly string[], home: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    env: { ...process.env, HOME: home, XDG_CACHE_HOME: join(home, ".cache") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = once(child, "exit");
  let said = "";
  let readyMs: number | undefined;
  child.stdout.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (readyMs !== undefined || !said.includes("Ready")) return;
    readyMs = performance.now() - started;
    child.kill("SIGTERM");
  });
  await gone;
  if (readyMs === undefined) throw new Error(`no start: ${said}`);
  return readyMs;
}

/** Starts on an empty directory and starts on the same one again, turn about with the bare process. */
export async function startRows(): Promise<BenchRow[]> {
  await build(["schema", "kernels", "engine"]);
  const home = mkdtempSync(join(tmpdir(), "kubarium-bench-"));
  const found: { first: number; second: number; bare: number }[] = [];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      const dataDir = join(home, `data-${round}`);
      const options = { "--data-dir": dataDir, "--port": "0", "--dashboard-port": "0" };
      const up = [join(root, "dist/engine/cli.js"), "up", "--runtime", "simulated"].concat(
        Object.entries(options).flat(),
        ["--kubeconfig", join(home, `config-${round}`)],
      );
      const first = await untilReady(up, home);
      const second = await untilReady(up, home);
      const bare = await untilReady(["--input-type=commonjs", "-e", bareProcess, dataDir], home);
      // The very first one compiles the program; what it made is kept for those that follow.
      if (round > 0) found.push({ first, second, bare });
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  const bare = median(found.map((each) => each.bare));
  const row = (metric: string, ms: number): BenchRow => ({
    bench: "cluster",
    metric: `${metric}, ${Math.round(ms)} ms`,
    value: bare / ms,
    unit: "x",
    baseline: `a process that opens SQLite and the same listeners, ${Math.round(bare)} ms`,
    target: "",
  });
  return [
    row("start on an empty directory", median(found.map((each) => each.first))),
    row("start on the same directory", median(found.map((each) => each.second))),
  ];
}
