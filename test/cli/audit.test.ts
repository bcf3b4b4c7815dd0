/** `kubarium up --audit-policy --audit-log`: what a real process writes down, and that nothing of it is lost when it stops. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ApiConnection } from "../fixtures/api-connection.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

const cluster = new CliCluster();
afterAll(async () => {
  await cluster.end("SIGKILL");
  await cluster.dispose();
});

test("requests are written to the file, and slow ones with what they took", async () => {
  const [policy, log] = ["policy.yaml", "audit.log"].map((name) => join(cluster.home, name));
  if (policy === undefined || log === undefined) throw new Error("no files");
  writeFileSync(
    policy,
    "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived, ResponseStarted]\nrules: [{level: Metadata}]\n",
  );
  await cluster.start(["--nodes", "1", "--audit-policy", policy, "--audit-log", log]);
  const api = new ApiConnection(cluster.kubeconfig);
  const configMaps = "/api/v1/namespaces/default/configmaps";
  await api.call("GET", `${configMaps}?limit=7`);
  await api.call("GET", `${configMaps}?watch=1&timeoutSeconds=1`);
  await cluster.end("SIGTERM");
  const events = readFileSync(log, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { requestURI: string; annotations?: object });
  const of = (search: string) => events.find(({ requestURI }) => requestURI.includes(search));
  expect(of("limit=7")).toMatchObject({ stage: "ResponseComplete", verb: "list" });
  expect(of("limit=7")?.annotations).not.toHaveProperty(["apiserver.latency.k8s.io/total"]);
  expect(of("watch=1&timeoutSeconds=1")?.annotations).toMatchObject({
    "apiserver.latency.k8s.io/total": expect.stringMatching(/^\d[\d.]*m?s$/),
  });
});
