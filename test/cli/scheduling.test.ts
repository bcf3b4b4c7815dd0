/** `kubarium explain` and `kubarium what-if` on a running cluster: real processes, exit codes and messages. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const cluster = new CliCluster();
beforeAll(() => cluster.start());
afterAll(async () => {
  await cluster.end("SIGTERM");
  await cluster.dispose();
});

function manifest(cpu: string, more: object = {}): string {
  const file = join(cluster.home, `pod-${cpu}.json`);
  const container = { name: "c", image: "web:1", resources: { requests: { cpu } } };
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p" },
    spec: { containers: [container], ...more },
  };
  writeFileSync(file, JSON.stringify(pod));
  return file;
}

/** The default service account comes a moment after the API. */
async function whatIf(...args: readonly string[]): Promise<string> {
  return eventually(async () => {
    const { code, stdout, stderr } = await cluster.cli(["what-if", ...args]);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  });
}

test("what-if says where a Pod would go, and why nowhere", async () => {
  const file = manifest("1", { nodeSelector: { zone: "a" } });
  expect(await whatIf("-f", file)).toContain(
    "Unschedulable: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.",
  );
  const added = await whatIf("-f", file, "--add-node", "name=extra,cpu=4,memory=8Gi,label=zone=a");
  expect(added).toContain("Placed on extra");
  expect(added).toMatch(/^\+ extra +1 +1000m of 4000m/m);
  const json = JSON.parse(await whatIf("-f", file, "-o", "json"));
  expect(json).toMatchObject({ kind: "WhatIf", placed: 0 });
});

test("what-if says where the Pods of a node could go", async () => {
  expect(await whatIf("--remove-node", "node-1")).toMatch(/^- node-1/m);
});

test.each([
  [["what-if"], "pod: Required value"],
  [["what-if", "-f", "/nowhere.yaml"], "/nowhere.yaml cannot be read"],
  [["what-if", "--remove-node", "nope"], `removeNodes[0]: Not found: "nope"`],
  [["what-if", "--add-node", "cpu"], `"cpu" is not of the form key=value`],
  [["what-if", "--replicas", "-1"], "a whole number from 0 to 10000 is needed"],
  [["explain", "pod", "nope"], `pods "nope" not found`],
  [["explain", "deployment", "web"], "only Pods are placed by the scheduler"],
  [["explain", "pod", "web", "-o", "xml"], "Allowed choices are json, wide"],
])("%j fails in one line", async (args, message) => {
  const { code, stderr } = await cluster.cli(args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});
