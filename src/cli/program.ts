/** The `kubarium` command: words to options, errors to messages and exit codes. */
import { Command, InvalidArgumentError, Option } from "commander";
import { schedulerWorkersMax } from "../host/node/scheduler-workers.ts";
import { CliError } from "./cli-error.ts";
import type { UpOptions } from "./up.ts";

/** node:sqlite without a flag. */
const nodeMin = [22, 13] as const;

function checkNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > nodeMin[0] || (major === nodeMin[0] && minor >= nodeMin[1])) return;
  throw new CliError(
    `kubarium needs Node ${nodeMin.join(".")} or newer and this is ${process.versions.node} (in a clone, "npm start" brings its own)`,
  );
}

/** `why`: what the highest number comes from, where that is not plain. */
function wholeNumber(min: number, max: number, why = ""): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`a whole number from ${min} to ${max}${why} is needed.`);
  };
}

const port = wholeNumber(0, 65_535);
const dataDir = () => new Option("--data-dir <dir>", "where the cluster's state is kept");

function program(): Command {
  const root = new Command("kubarium")
    .description("A whole Kubernetes-compatible cluster in one program")
    .showHelpAfterError('(see "kubarium --help")')
    .exitOverride();
  root
    .command("up", { isDefault: true })
    .description("run a cluster with its dashboard until it is stopped")
    .addOption(dataDir())
    .option("--port <n>", "the API's port (0: any free one)", port)
    .option("--dashboard-port <n>", "the dashboard's port (0: any free one)", port)
    .option("--kubeconfig <file>", "write this file and no other")
    .addOption(
      new Option("--runtime <kind>", "what runs containers")
        .choices(["auto", "docker", "simulated"])
        .default("auto"),
    )
    .option("--docker-host <socket>", "the Docker Engine's socket")
    .option(
      "--gateway-image <image>",
      "an image with Node.js in it, for the Docker node's gateway (default: this machine's own, on Linux)",
    )
    .option(
      "--nodes <n>",
      "how many simulated nodes (default: 1, or none beside a Docker node)",
      wholeNumber(0, 15_000),
    )
    .option("--seed <n>", "makes names and choices repeatable", wholeNumber(0, 2 ** 32 - 1))
    .option("--scheduler-config <file>", "a KubeSchedulerConfiguration (v1): profiles and plugins")
    .option(
      "--scheduler-workers <n>",
      "threads that place a very large cluster's Pods together (default: 1, at most one a core)",
      wholeNumber(1, schedulerWorkersMax(), ", one for each core,"),
    )
    .option("--audit-policy <file>", "an audit Policy (audit.k8s.io/v1): what is written down")
    .option("--audit-log <file>", "where audit events are appended, one JSON line each")
    .option(
      "--audit-log-maxsize <MiB>",
      "how large the audit log grows before a new one begins (default: 100; 0: without end)",
      wholeNumber(0, 1024 * 1024),
    )
    .option(
      "--audit-log-maxbackup <n>",
      "how many full audit logs are kept (default: 100; 0: all)",
      wholeNumber(0, 1_000_000),
    )
    .option(
      "--audit-log-maxage <days>",
      "how long full audit logs are kept (default: 366; 0: for ever)",
      wholeNumber(0, 100_000),
    )
    .option("--verbose", "log everything")
    .action(async (options: UpOptions) => {
      const { up } = await import("./up.ts");
      await up(options, process.env);
    });
  addCommands(root);
  return root;
}

function addCommands(root: Command): void {
  const commands = () => import("./commands.ts");
  root
    .command("down")
    .description("stop the cluster; its state is kept")
    .addOption(dataDir())
    .action(async (options) => (await commands()).down(options));
  root
    .command("status")
    .description("say whether the cluster runs, and where")
    .addOption(dataDir())
    .option("--json", "as JSON")
    .action(async (options) => (await commands()).status(options));
  root
    .command("reset")
    .description("back to an empty cluster")
    .addOption(dataDir())
    .action(async (options) => (await commands()).reset(options));
  root
    .command("kubeconfig")
    .description("print a kubeconfig for the cluster")
    .addOption(dataDir())
    .action(async (options) => (await commands()).printKubeconfig(options));
  const snapshot = root.command("snapshot").description("save or restore the whole state");
  snapshot
    .command("save <file>")
    .description("write the state to a file")
    .addOption(dataDir())
    .action(async (file, options) => (await commands()).saveSnapshot(file, options));
  snapshot
    .command("restore <file>")
    .description("replace the state by a file's")
    .addOption(dataDir())
    .action(async (file, options) => (await commands()).restoreSnapshot(file, options));
  addSchedulingCommands(root);
  root
    .command("version")
    .description("print the version")
    .action(async () => (await commands()).printVersion());
}

const output = () =>
  new Option("-o, --output <format>", "how to print the answer").choices(["json", "wide"]);
const gather = (value: string, before: readonly string[]) => [...before, value];

function addSchedulingCommands(root: Command): void {
  root
    .command("explain <kind> <name>")
    .description("say why a Pod is on its node, or on none")
    .addOption(dataDir())
    .option("-n, --namespace <name>", "the Pod's namespace", "default")
    .addOption(output())
    .option("--now", "as if the Pod were to be placed now, not as it was decided")
    .option("--limit <n>", "how many nodes to show (default: 64)", wholeNumber(0, 20_000))
    .action(async (kind, name, options) =>
      (await import("./explain.ts")).explainPod(kind, name, options),
    );
  root
    .command("what-if")
    .description(
      "say where Pods would go, and what adding or removing nodes would do; nothing is changed",
    )
    .addOption(dataDir())
    .option("-f, --filename <file>", "a manifest: a Pod or a workload (- for standard input)")
    .option("-n, --namespace <name>", "instead of the manifest's")
    .option("--replicas <n>", "instead of the manifest's", wholeNumber(0, 10_000))
    .option(
      "--add-node <sketch>",
      "cpu=4,memory=8Gi[,name=N][,count=N][,like=NODE][,label=K=V][,taint=K=V:EFFECT] (may be repeated)",
      gather,
      [],
    )
    .option("--remove-node <name>", "take a node away (may be repeated)", gather, [])
    .addOption(output())
    .action(async (options) => (await import("./what-if.ts")).whatIf(options));
}

/** Runs the command that the process was started for; sets its exit code. */
export async function main(): Promise<void> {
  try {
    checkNode();
    await program().parseAsync();
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Says what went wrong on standard error; returns the exit code. */
function report(error: unknown): number {
  const { name, code, exitCode, message } = error as Error & { code?: string; exitCode?: number };
  // Commander has printed its own message (or the help) already.
  if (typeof code === "string" && code.startsWith("commander.")) return exitCode ?? 1;
  const expected =
    error instanceof CliError ||
    name === "DataDirectoryInUse" ||
    name === "NoDockerEngine" ||
    code === "EADDRINUSE";
  console.error(`kubarium: ${expected ? message : ((error as Error).stack ?? String(error))}`);
  return error instanceof CliError ? error.exitCode : 1;
}
