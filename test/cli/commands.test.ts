/** The `kubarium` command as a user meets it: real processes, exit codes and messages. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { parse } from "yaml";
import { CliCluster, cliPath, run } from "../fixtures/running-cluster.ts";

const cluster = new CliCluster();
afterEach(() => cluster.end("SIGTERM"));
afterAll(() => cluster.dispose());

test("up announces its addresses, and SIGTERM stops it cleanly", async () => {
  const status = await cluster.start();
  expect(cluster.output).toContain(`Kubernetes API  ${status.apiUrl}`);
  expect(cluster.output).toContain(`Dashboard       ${status.dashboardUrl}`);
  expect(cluster.output).toMatch(/^kubectl {9}kubectl --kubeconfig .* get nodes$/m);
  expect(status).toMatchObject({
    ready: true,
    kubeconfig: cluster.kubeconfig,
    dataDir: cluster.dataDir,
  });
  expect(status.dashboardUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/);
  expect(status.startMs).toBeGreaterThan(0);
  expect(await cluster.end("SIGTERM")).toBe(0);
  const after = await cluster.cli(["status"]);
  expect(after).toMatchObject({ code: 1 });
  expect(after.stdout).toContain("no cluster is running");
});

test("a second up on the same state says who holds it", async () => {
  const { pid } = await cluster.start();
  const second = await cluster.cli([
    "up",
    "--port",
    "0",
    "--kubeconfig",
    join(cluster.home, "other"),
  ]);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`data directory ${cluster.dataDir} is in use by process ${pid}`);
  expect(existsSync(join(cluster.home, "other"))).toBe(false);
});

test("up does not start with a configuration that no scheduler can be made of", async () => {
  const file = join(cluster.home, "scheduler.yaml");
  const text =
    "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofile: []\n";
  writeFileSync(file, text);
  const refused = await cluster.cli(["up", "--port", "0", "--scheduler-config", file]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(
    `scheduler configuration ${file}: strict decoding error: unknown field "profile"`,
  );
});

test.each(["0", "-1", "1.5", "many", "1000"])(
  "up refuses %s scheduler workers, and says how many there may be",
  async (workers) => {
    const dataDir = join(cluster.home, "refused");
    const options = ["--port", "0", "--data-dir", dataDir, `--scheduler-workers=${workers}`];
    const refused = await cluster.cli(["up", ...options]);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(
      `argument '${workers}' is invalid. a whole number from 1 to ${Math.min(16, availableParallelism())}, one for each core, is needed.`,
    );
    expect(existsSync(dataDir)).toBe(false);
  },
);

test("ports stay the same over restarts", async () => {
  const first = await cluster.start();
  await cluster.end("SIGTERM");
  const { stdout } = await cluster.cli(["kubeconfig"]);
  expect(parse(stdout).clusters[0].cluster.server).toBe(first.apiUrl);
});

test("down stops a running cluster and is calm about one that is not there", async () => {
  await cluster.start();
  const down = await cluster.cli(["down"]);
  expect(down).toMatchObject({ code: 0 });
  expect(down.stdout).toContain("stopped");
  expect((await cluster.cli(["down"])).stdout).toContain("no cluster is running");
});

test("a snapshot brings back what a reset has taken", async () => {
  await cluster.start();
  const file = join(cluster.home, "saved.json");
  expect(await cluster.cli(["snapshot", "save", file])).toMatchObject({ code: 0 });
  const saved = JSON.parse(readFileSync(file, "utf8"));
  expect(saved.objects.length).toBeGreaterThan(10);
  expect(await cluster.cli(["reset"])).toMatchObject({ code: 0 });
  expect(await cluster.cli(["snapshot", "restore", file])).toMatchObject({ code: 0 });
  const bad = join(cluster.home, "bad.json");
  writeFileSync(bad, '{"format":"something else"}');
  const refused = await cluster.cli(["snapshot", "restore", bad]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/^kubarium: the engine answered 400: /);
  const gone = await cluster.cli(["snapshot", "restore", join(cluster.home, "nowhere.json")]);
  expect(gone.stderr).toContain("cannot be read");
});

test.each([
  [["--nodes", "many"], "a whole number from 0 to 15000 is needed"],
  [["--port", "70000"], "a whole number from 0 to 65535 is needed"],
  [["--runtime", "podman"], "Allowed choices are auto, docker, simulated"],
  [["--frobnicate"], "unknown option '--frobnicate'"],
])("up %s is refused with a message", async (args, message) => {
  const { code, stderr } = await cluster.cli(["up", ...args]);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

test("version and help are printed", async () => {
  const version = await run(process.execPath, [cliPath, "version"]);
  expect(version).toMatchObject({ code: 0 });
  expect(version.stdout).toMatch(/^kubarium v1\.36\.\d+\+kubarium\.\d+\n$/);
  const help = await run(process.execPath, [cliPath, "--help"]);
  expect(help.code).toBe(0);
  expect(help.stdout).toContain("snapshot");
});

test("the user's kubeconfig keeps what it held", async () => {
  const path = join(cluster.home, ".kube", "config");
  const before =
    "apiVersion: v1\nkind: Config\n# mine\ncurrent-context: work\ncontexts:\n- name: work\n  context: {cluster: work, user: me}\n";
  const { mergeKubeconfig, removeFromKubeconfig } =
    await import("../../src/host/node/kubeconfig.ts");
  const entry = {
    name: "kubarium",
    server: "https://127.0.0.1:6443",
    caCertificate: "ca",
    clientCertificate: "cert",
    clientKey: "key",
  };
  await mergeKubeconfig(path, entry);
  writeFileSync(path, before);
  await mergeKubeconfig(path, entry);
  await mergeKubeconfig(path, { ...entry, server: "https://127.0.0.1:7443" });
  const text = readFileSync(path, "utf8");
  const merged = parse(text);
  expect(text).toContain("# mine");
  expect(merged["current-context"]).toBe("work");
  expect(merged.contexts.map(({ name }: { name: string }) => name)).toEqual(["work", "kubarium"]);
  expect(merged.clusters).toHaveLength(1);
  expect(merged.clusters[0].cluster.server).toBe("https://127.0.0.1:7443");
  await removeFromKubeconfig(path, "kubarium");
  expect(parse(readFileSync(path, "utf8")).contexts).toHaveLength(1);
  expect(existsSync(`${path}.lock`)).toBe(false);
});
