/** The commands that speak to an engine that runs, or to the state that one has left. */
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { loadCredentials } from "../host/node/credentials.ts";
import { holderOf } from "../host/node/data-lock.ts";
import { readNetwork } from "../host/node/network-file.ts";
import { kubeconfigText } from "../host/node/kubeconfig.ts";
import { version } from "../server/discovery/version.ts";
import { callApi } from "./api-call.ts";
import { CliError } from "./cli-error.ts";
import { resolveDataDir } from "./data-dir-path.ts";
import { runningInstance, type Instance } from "./data-dir.ts";
import { readSettings } from "./settings.ts";
import { contextName } from "./up.ts";

/** How long `down` waits for the engine to end before it says that it has not. */
const downMs = 30_000;
const pollMs = 50;

export interface TargetOptions {
  readonly dataDir?: string;
}

function dirOf(options: TargetOptions): string {
  return resolveDataDir(options.dataDir, process.env);
}

export async function running(options: TargetOptions): Promise<Instance> {
  const dataDir = dirOf(options);
  const instance = await runningInstance(dataDir);
  if (!instance)
    throw new CliError(`no cluster is running on ${dataDir} (start one with: kubarium up)`);
  return instance;
}

export async function down(options: TargetOptions): Promise<void> {
  const dataDir = dirOf(options);
  const pid = holderOf(dataDir);
  if (pid === undefined) {
    console.log(`no cluster is running on ${dataDir}`);
    return;
  }
  process.kill(pid, "SIGTERM");
  for (let waited = 0; waited < downMs; waited += pollMs) {
    if (holderOf(dataDir) === undefined) {
      console.log(`stopped (process ${pid}); the state is kept in ${dataDir}`);
      return;
    }
    await delay(pollMs);
  }
  throw new CliError(`process ${pid} has not stopped within ${downMs / 1000} s`);
}

export async function status(options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const dataDir = dirOf(options);
  const instance = await runningInstance(dataDir);
  const ready = instance !== undefined && (await isReady(instance));
  if (options.json) {
    console.log(
      JSON.stringify(instance ? { ready, ...instance } : { ready, dataDir }, undefined, 2),
    );
  } else if (!instance) console.log(`no cluster is running on ${dataDir}`);
  else {
    console.log(`ready       ${ready ? "yes" : "no"}`);
    console.log(`API         ${instance.apiUrl}`);
    console.log(`dashboard   ${instance.dashboardUrl}`);
    console.log(`kubeconfig  ${instance.kubeconfig}`);
    console.log(`process     ${instance.pid}`);
    console.log(`state       ${instance.dataDir}`);
  }
  if (!ready) process.exitCode = 1;
}

async function isReady(instance: Instance): Promise<boolean> {
  try {
    const answer = await callApi(instance, { method: "GET", path: "/readyz", timeoutMs: 5000 });
    return answer.status === 200;
  } catch {
    // Not listening (any more): not ready.
    return false;
  }
}

/** Back to an empty cluster: of a running engine through its API, else by removing the state. Certificates and ports stay. */
export async function reset(options: TargetOptions): Promise<void> {
  const dataDir = dirOf(options);
  const instance = await runningInstance(dataDir);
  if (instance) {
    expectOk(await callApi(instance, { method: "POST", path: "/kubarium/v1/reset" }));
    console.log(`reset: the cluster at ${instance.apiUrl} is empty`);
    return;
  }
  const pid = holderOf(dataDir);
  if (pid !== undefined) throw new CliError(`process ${pid} holds ${dataDir} and is not ready yet`);
  const { removeFromDocker } = await import("../host/node/docker-node.ts");
  let endpoint: string | undefined;
  try {
    endpoint = await removeFromDocker(dataDir);
  } catch (error) {
    throw new CliError(
      `what the cluster has in Docker cannot be removed: ${(error as Error).message} (start the Docker Engine, and try again)`,
    );
  }
  for (const file of ["state.db", "state.db-wal", "state.db-shm"]) {
    await rm(join(dataDir, file), { force: true });
  }
  const containers = endpoint === undefined ? "" : ", and its containers and volumes in Docker";
  console.log(`reset: the state in ${dataDir} is gone${containers}`);
}

export async function printKubeconfig(options: TargetOptions): Promise<void> {
  const dataDir = dirOf(options);
  const instance = await runningInstance(dataDir);
  const settings = await readSettings(dataDir);
  const server = instance?.apiUrl ?? (settings && `https://127.0.0.1:${settings.apiPort}`);
  if (server === undefined) {
    throw new CliError(`there is no cluster in ${dataDir} (make one with: kubarium up)`);
  }
  const { authority, admin } = await loadCredentials({
    dataDir,
    addresses: (await readNetwork(dataDir))?.serverAddresses ?? [],
    nowMs: Date.now(),
  });
  process.stdout.write(
    kubeconfigText({
      name: contextName,
      server,
      caCertificate: authority.certificate,
      clientCertificate: admin.certificate,
      clientKey: admin.key,
    }),
  );
}

export async function saveSnapshot(file: string, options: TargetOptions): Promise<void> {
  const answer = await callApi(await running(options), {
    method: "GET",
    path: "/kubarium/v1/snapshot",
  });
  await writeFile(file, expectOk(answer));
  console.log(`saved ${file}`);
}

export async function restoreSnapshot(file: string, options: TargetOptions): Promise<void> {
  const instance = await running(options);
  let body: string;
  try {
    body = await readFile(file, "utf8");
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${(error as Error).message}`, 1, { cause: error });
  }
  expectOk(await callApi(instance, { method: "PUT", path: "/kubarium/v1/snapshot", body }));
  console.log(`restored ${file}`);
}

/** The body of a good answer; throws CliError with the Status' message for any other. */
export function expectOk({
  status: code,
  body,
}: {
  readonly status: number;
  readonly body: string;
}): string {
  if (code >= 200 && code < 300) return body;
  let message = body;
  try {
    message = (JSON.parse(body) as { message?: string }).message ?? body;
  } catch {
    // Not a Status: shown as it is.
  }
  throw new CliError(`the engine answered ${code}: ${message}`);
}

export function printVersion(): void {
  console.log(`kubarium ${version.gitVersion}`);
}
