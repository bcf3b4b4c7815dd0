/**
 * Helm 3 and 4 against the real command: releases by three-way merge and by server-side apply, with hooks, definitions, tests, rollbacks and
 * what Helm keeps of them in Secrets. Its warnings on standard error are failures, where a row does not name them.
 */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppsV1Api, CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { CliCluster, run, type RunResult } from "../fixtures/running-cluster.ts";
import { buildMsMax, goProgram, type GoProgram } from "./go-programs.ts";

const charts = join(import.meta.dirname, "charts");

interface Release {
  readonly version: number;
  readonly manifest: string;
  readonly info: { readonly status: string };
  readonly hooks: readonly { readonly name: string; readonly last_run: { phase: string } }[];
}

describe.each([
  {
    version: 3,
    orRollBack: "--atomic",
    wrongReplicas: [
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
      'Shelf.shop.example.com "wrong" is invalid: spec.boards: Invalid value: "string": spec.boards in body must be of type integer: "string"',
    ],
  },
  {
    version: 4,
    orRollBack: "--rollback-on-failure",
    wrongReplicas: [
      "apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string",
      "shop.example.com/v1, Kind=Shelf): .spec.boards: expected numeric (int or float), got string",
    ],
  },
])("Helm $version", ({ version, orRollBack, wrongReplicas }) => {
  const namespace = `helm-${version}`;
  const cluster = new CliCluster();
  const config = new KubeConfig();
  const chart = join(cluster.home, "shop");
  let program: GoProgram;
  let core: CoreV1Api;
  let apps: AppsV1Api;

  beforeAll(async () => {
    program = await findHelm(version);
    if ("skipped" in program) return;
    await cluster.start(["--nodes", "2"]);
    config.loadFromFile(cluster.kubeconfig);
    core = config.makeApiClient(CoreV1Api);
    apps = config.makeApiClient(AppsV1Api);
    cpSync(join(charts, "shop"), chart, { recursive: true });
  }, buildMsMax);
  beforeEach(({ skip }) => {
    if ("skipped" in program) skip(program.skipped);
  });
  afterAll(() => cluster.dispose());

  const helm = async (...args: string[]): Promise<RunResult> => {
    const env = { ...cluster.env, KUBECONFIG: cluster.kubeconfig };
    const path = "path" in program ? program.path : "";
    return run(path, [...args, "--namespace", namespace], { env });
  };
  /** Standard output of what succeeds and has nothing to complain about. */
  const quiet = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await helm(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };
  const release = async (...args: string[]): Promise<Release> =>
    JSON.parse(await quiet(...args, "--output", "json")) as Release;
  const statuses = async (name: string): Promise<unknown> => {
    const rows = JSON.parse(await quiet("history", name, "--output", "json")) as Release["info"][];
    return rows.map(({ status }) => status);
  };
  const replicas = async (name: string): Promise<number | undefined> => {
    const { status } = await apps.readNamespacedDeployment({ name, namespace });
    return status?.readyReplicas;
  };

  test("installs a chart with a definition, hooks and a subchart, and waits until it is ready", async () => {
    const wait = ["--create-namespace", "--wait", "--timeout", "20s"];
    const { info, hooks } = await release("install", "shop", chart, ...wait);
    expect(info.status).toBe("deployed");
    const ran = hooks.filter(({ last_run }) => last_run.phase === "Succeeded");
    expect(ran.map(({ name }) => name).sort()).toEqual(["shop-after", "shop-before"]);
    expect(await replicas("shop")).toBe(2);
    const note = await core.readNamespacedConfigMap({ name: "shop-note", namespace });
    expect(note.data).toEqual({ from: "sub", owner: "nobody" });
    const seen = await core.readNamespacedConfigMap({ name: "shop-seen", namespace });
    expect(seen.data).toEqual({ nodes: "2", minor: "36", budgets: "true" });
  });

  test("runs the tests of a chart, and shows their logs", async () => {
    const output = await quiet("test", "shop", "--logs", "--timeout", "20s");
    expect(output).toMatch(/Phase: +Succeeded/);
    expect(output).toMatch(/POD LOGS: shop-answers.*\npod: shop-/);
  });

  test("keeps releases in Secrets, and lists them by label", async () => {
    const { items } = await core.listNamespacedSecret({
      namespace,
      labelSelector: "owner=helm,status in (deployed)",
    });
    expect(items.map(({ type, metadata }) => [type, metadata?.name])).toEqual([
      ["helm.sh/release.v1", "sh.helm.release.v1.shop.v1"],
    ]);
    const listed = JSON.parse(await quiet("list", "--output", "json")) as { name: string }[];
    expect(listed.map(({ name }) => name)).toEqual(["shop"]);
    expect(await quiet("get", "manifest", "shop")).toContain("kind: Shelf");
  });

  test("renders against the server without writing", async () => {
    const { manifest } = await release("upgrade", "shop", chart, "--dry-run=server");
    expect(manifest).toContain('nodes: "2"');
    expect(await statuses("shop")).toEqual(["deployed"]);
  });

  test("is told what is wrong with a manifest", async () => {
    const { code, stderr } = await helm("install", "wrong", chart, "--set", "replicas=x");
    expect(code).toBe(1);
    for (const text of wrongReplicas) expect(stderr).toContain(text);
    await quiet("uninstall", "wrong");
  });

  test("keeps what others have changed, or is refused it", async () => {
    const body = [
      { op: "add", path: "/metadata/annotations/by", value: "hand" },
      { op: "replace", path: "/spec/replicas", value: 1 },
    ];
    await apps.patchNamespacedDeployment({ name: "shop", namespace, body, fieldManager: "hand" });
    const upgrade = ["upgrade", "shop", chart, "--set", "replicas=3", "--wait", "--timeout", "20s"];
    if (version >= 4) {
      const { code, stderr } = await helm(...upgrade);
      expect(code).toBe(1);
      expect(stderr).toContain(
        'Apply failed with 1 conflict: conflict with "hand" using apps/v1: .spec.replicas',
      );
      upgrade.push("--force-conflicts");
    }
    await release(...upgrade);
    const { metadata } = await apps.readNamespacedDeployment({ name: "shop", namespace });
    expect([await replicas("shop"), metadata?.annotations?.["by"]]).toEqual([3, "hand"]);
  });

  test("goes back when an upgrade fails, and when it is told to", async () => {
    const failing = ["--set", "image=Not An Image", orRollBack, "--timeout", "5s"];
    const { code, stderr } = await helm("upgrade", "shop", chart, ...failing);
    expect(code).toBe(1);
    expect(stderr).toContain("has been rolled back due to");
    expect(await replicas("shop")).toBe(3);
    await quiet("rollback", "shop", "1", "--wait", "--timeout", "20s");
    const { spec } = await apps.readNamespacedDeployment({ name: "shop", namespace });
    expect(spec?.replicas).toBe(2);
    const history = await statuses("shop");
    expect(history).toEqual(expect.arrayContaining(["failed", "superseded", "deployed"]));
  });

  test("uninstalls, keeps the history, and comes back from it", async () => {
    await quiet("uninstall", "shop", "--keep-history", "--wait", "--timeout", "20s");
    const { items } = await apps.listNamespacedDeployment({ namespace });
    expect(items).toEqual([]);
    await quiet("rollback", "shop", "1", "--wait", "--timeout", "20s");
    expect(await replicas("shop")).toBe(2);
    await quiet("uninstall", "shop", "--cascade", "foreground", "--wait", "--timeout", "20s");
    const { items: left } = await core.listNamespacedSecret({
      namespace,
      labelSelector: "owner=helm",
    });
    expect(left).toEqual([]);
  });

  test("keeps a big chart, and is told which one is too big", async () => {
    await quiet("install", "big", chartOfBytes(cluster.home, "big", 480_000));
    const { code, stderr } = await helm(
      "install",
      "huge",
      chartOfBytes(cluster.home, "huge", 800_000),
    );
    expect(code).toBe(1);
    expect(stderr).toContain(
      'Secret "sh.helm.release.v1.huge.v1" is invalid: data: Too long: may not be more than 1048576 bytes',
    );
  });
});

/** Helm as the test's Go module pins it; else one of that version on PATH. */
async function findHelm(version: number): Promise<GoProgram> {
  const built = await goProgram(`helm-v${version}`, `helm.sh/helm/v${version}/cmd/helm`);
  if ("path" in built) return built;
  try {
    const text = execFileSync("helm", ["version", "--short"], { encoding: "utf8" });
    if (text.startsWith(`v${version}.`)) return { path: "helm" };
  } catch {
    return built;
  }
  return { skipped: `no Helm ${version}, and ${built.skipped}` };
}

/** A chart with a file of so many bytes that no compression makes smaller, and the folder where it is. */
function chartOfBytes(dir: string, name: string, bytes: number): string {
  const chart = join(dir, name);
  mkdirSync(join(chart, "templates"), { recursive: true });
  writeFileSync(join(chart, "Chart.yaml"), `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
  writeFileSync(join(chart, "data.txt"), randomBytes(bytes).toString("base64"));
  writeFileSync(
    join(chart, "templates/note.yaml"),
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n",
  );
  return chart;
}
