/** `kubarium up`: runs a cluster in the foreground until it is told to stop. */
import { readFile } from "node:fs/promises";
import { openAuditFile, type AuditFile } from "../host/node/audit-file.ts";
import type { Log } from "../host/host.ts";
import type { AuditOptions } from "../server/audit/auditor.ts";
import { parseAuditPolicy, type AuditPolicy } from "../server/audit/policy.ts";
import { startNodeCluster, type NodeCluster } from "../host/node/node-cluster.ts";
import { kubeconfigPath, mergeKubeconfig } from "../host/node/kubeconfig.ts";
import type { SchedulerConfiguration } from "../scheduler/profile/profile.ts";
import { readSchedulerConfiguration } from "../scheduler/profile/read-configuration.ts";
import { CliError } from "./cli-error.ts";
import { keepCompiled } from "./compile-cache.ts";
import { resolveDataDir } from "./data-dir-path.ts";
import { removeInstance, writeInstance } from "./data-dir.ts";
import { choosePorts, readSettings, writeSettings } from "./settings.ts";
import { createConsoleLog } from "./console-log.ts";

export interface UpOptions {
  readonly dataDir?: string;
  readonly port?: number;
  readonly dashboardPort?: number;
  readonly kubeconfig?: string;
  readonly runtime: "auto" | "docker" | "simulated";
  readonly dockerHost?: string;
  readonly gatewayImage?: string;
  readonly nodes?: number;
  readonly seed?: number;
  readonly schedulerConfig?: string;
  readonly schedulerWorkers?: number;
  readonly auditPolicy?: string;
  readonly auditLog?: string;
  readonly auditLogMaxsize?: number;
  readonly auditLogMaxbackup?: number;
  readonly auditLogMaxage?: number;
  readonly verbose?: boolean;
}

/** Name of the cluster, the user and the context in the kubeconfig. */
export const contextName = "kubarium";

/** Resolves when the cluster has been stopped by a signal. */
export async function up(options: UpOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const dataDir = resolveDataDir(options.dataDir, environment);
  const stopped = waitForSignal();
  const ports = await choosePorts(
    { apiPort: options.port, dashboardPort: options.dashboardPort },
    await readSettings(dataDir),
  );
  const log = createConsoleLog(options.verbose ?? false);
  const audit = await openAudit(options, log);
  const cluster = await startNodeCluster({
    dataDir,
    ...ports,
    runtime: options.runtime,
    dockerHost: options.dockerHost,
    gatewayImage: options.gatewayImage,
    nodes: options.nodes,
    seed: options.seed,
    schedulerConfiguration: await readConfiguration(options.schedulerConfig),
    schedulerWorkers: options.schedulerWorkers,
    audit,
    log,
  });
  try {
    await announce(cluster, options, environment);
    keepCompiled();
    const reason = await stopped;
    console.log(`\n${reason}: stopping`);
  } finally {
    await removeInstance(dataDir);
    await cluster.stop();
    await audit?.close();
  }
}

/** Rejects with CliError for a policy that is none, and files that cannot be read or written. */
async function openAudit(
  { auditPolicy, auditLog, auditLogMaxsize, auditLogMaxbackup, auditLogMaxage }: UpOptions,
  log: Log,
): Promise<(AuditOptions & AuditFile) | undefined> {
  if (auditPolicy === undefined && auditLog === undefined) return undefined;
  if (auditPolicy === undefined || auditLog === undefined) {
    throw new CliError("--audit-policy and --audit-log go together");
  }
  let policy: AuditPolicy;
  try {
    policy = parseAuditPolicy(await readFile(auditPolicy, "utf8"));
  } catch (error) {
    throw new CliError(`audit policy ${auditPolicy}: ${(error as Error).message}`);
  }
  try {
    const told = (error: Error): void => {
      log.write("error", "the audit log cannot be written", { error: error.message });
    };
    const limits = {
      ...(auditLogMaxsize === undefined ? {} : { bytesMax: auditLogMaxsize * 1024 * 1024 }),
      ...(auditLogMaxbackup === undefined ? {} : { backupsMax: auditLogMaxbackup }),
      ...(auditLogMaxage === undefined ? {} : { ageDaysMax: auditLogMaxage }),
    };
    const file = await openAuditFile(auditLog, told, limits);
    return { policy, write: (line) => file.write(line), close: () => file.close() };
  } catch (error) {
    throw new CliError(`audit log ${auditLog}: ${(error as Error).message}`);
  }
}

/** Rejects with CliError when the file cannot be read, or no scheduler can be made of it. */
async function readConfiguration(file?: string): Promise<SchedulerConfiguration | undefined> {
  if (file === undefined) return undefined;
  try {
    return readSchedulerConfiguration(await readFile(file, "utf8"));
  } catch (error) {
    throw new CliError(`scheduler configuration ${file}: ${(error as Error).message}`);
  }
}

async function announce(
  cluster: NodeCluster,
  options: UpOptions,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { dataDir, apiUrl, dashboardUrl, credentials } = cluster;
  await writeSettings(dataDir, { apiPort: cluster.apiPort, dashboardPort: cluster.dashboardPort });
  const entry = {
    name: contextName,
    server: apiUrl,
    caCertificate: credentials.authority.certificate,
    clientCertificate: credentials.admin.certificate,
    clientKey: credentials.admin.key,
  };
  const kubeconfig = options.kubeconfig ?? kubeconfigPath(environment);
  await mergeKubeconfig(kubeconfig, entry);
  // Milliseconds since the process began: what a user waits for.
  const startMs = Math.round(performance.now());
  await writeInstance({ pid: process.pid, apiUrl, dashboardUrl, kubeconfig, dataDir, startMs });
  const use =
    options.kubeconfig === undefined
      ? `kubectl --context ${contextName} get nodes`
      : `kubectl --kubeconfig ${options.kubeconfig} get nodes`;
  console.log(`Kubernetes API  ${apiUrl}`);
  console.log(`Dashboard       ${dashboardUrl}`);
  console.log(`kubectl         ${use}`);
  console.log(
    `Ready in ${startMs} ms: ${cluster.description}, state in ${dataDir}. Stop with Ctrl-C.`,
  );
}

function waitForSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => resolve(signal));
    }
  });
}
