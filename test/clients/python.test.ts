/** Debian's python3-kubernetes against the real command: another language's client, another idea of what the API says. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CliCluster, run } from "../fixtures/running-cluster.ts";

const script = join(import.meta.dirname, "python_client.py");
const python = findPython();

if (python === undefined) {
  test("the official Python client drives a cluster", ({ skip }) =>
    skip("no Python with the kubernetes package (Debian: python3-kubernetes)"));
}

describe.skipIf(python === undefined)("the official Python client", () => {
  const cluster = new CliCluster();
  beforeAll(() => cluster.start());
  afterAll(() => cluster.dispose());

  const scenario = async (name: string): Promise<unknown> => {
    const { code, stdout, stderr } = await run(python ?? "", [script, cluster.kubeconfig, name], {
      env: cluster.env,
    });
    if (code !== 0) throw new Error(`${name} exited ${code}:\n${stderr}`);
    return JSON.parse(stdout);
  };

  test("reads the version and every group", async () => {
    const { minor, groups } = (await scenario("versions")) as { minor: string; groups: string[] };
    expect(minor).toBe("36");
    expect(groups).toEqual(expect.arrayContaining(["apps", "batch", "rbac.authorization.k8s.io"]));
  });

  test.each([
    [
      "is told why something is refused",
      "errors",
      { status: 404, reason: "NotFound", message: 'configmaps "absent" not found' },
    ],
    ["patches by merge and by JSON patch", "patches", { b: "2" }],
    ["watches from a revision on", "watching", ["ADDED seen", "DELETED seen"]],
    ["reads a list page by page", "pages", [2, 2, 1]],
    ["creates a workload from YAML and sees it ready", "from_yaml", { ready: 2 }],
    ["creates, applies and deletes through discovery", "dynamic_client", { minAvailable: 2 }],
    ["runs a command in a Pod", "executing", { stdout: "out\n", stderr: "err\n", code: 7 }],
    ["forwards a port", "forwarding", { named: true, error: null }],
  ])("%s", async (_title, name, expected) => {
    expect(await scenario(name)).toEqual(expected);
  });
});

/** Debian's own interpreter first: another `python3` on PATH does not see Debian's packages. */
function findPython(): string | undefined {
  return ["/usr/bin/python3", "python3"].find((candidate) => {
    try {
      execFileSync(candidate, ["-c", "import kubernetes"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  });
}
