/** A new user's first hour, with real kubectl clients against the real command: apply, watch, roll, undo, scale, look, delete. */
import { request } from "node:http";
import { resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { KubectlRunner, noKubectl, pickKubectls } from "../fixtures/kubectl.ts";
import { CliCluster, type Status } from "../fixtures/running-cluster.ts";

const manifest = resolve(import.meta.dirname, "../../assets/examples/guestbook.yaml");
const kubectls = pickKubectls();

if (kubectls.length === 0) {
  test("kubectl drives a cluster", ({ skip }) => skip(noKubectl));
}

describe.each(kubectls)("kubectl $version", (kubectl) => {
  const cluster = new CliCluster();
  let status: Status;
  let k: KubectlRunner;
  const namespace = "guestbook";

  beforeAll(async () => {
    status = await cluster.start(["--nodes", "3"]);
    k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
    await k.ok(["create", "namespace", namespace]);
    await k.ok(["config", "set-context", "--current", `--namespace=${namespace}`]);
  });
  afterAll(() => cluster.dispose());

  test("says which version the server has", async () => {
    const { serverVersion } = JSON.parse(await k.ok(["version", "-o", "json"]));
    expect(serverVersion.gitVersion).toMatch(/^v1\.36\.\d+\+kubarium\.\d+$/);
  });

  test("applies a manifest, and applies it again without a change", async () => {
    const first = await k.ok(["apply", "-f", manifest]);
    expect(first).toContain("deployment.apps/frontend created");
    expect(first).toContain("service/frontend created");
    expect(first).toContain("configmap/guestbook-settings created");
    const second = await k.ok(["apply", "-f", manifest]);
    expect(
      second
        .trim()
        .split("\n")
        .every((line) => line.endsWith(" unchanged")),
    ).toBe(true);
  });

  test("sees the rollout through, and every Pod running on a node", async () => {
    const said = await k.ok(["rollout", "status", "deployment/frontend", "--timeout=20s"]);
    expect(said).toContain('deployment "frontend" successfully rolled out');
    const table = await k.ok(["get", "pods", "-l", "app=guestbook", "-o", "wide"]);
    expect(table).toMatch(
      /^NAME\s+READY\s+STATUS\s+RESTARTS\s+AGE\s+IP\s+NODE\s+NOMINATED NODE\s+READINESS GATES/,
    );
    expect(table.match(/ 1\/1 +Running +0 /g)).toHaveLength(3);
  });

  test("follows a watch while the workload is scaled", async () => {
    const watching = k.run(["get", "deployment", "frontend", "-w", "--request-timeout=4s"]);
    await k.ok(["scale", "deployment/frontend", "--replicas=5"]);
    await k.ok(["rollout", "status", "deployment/frontend", "--timeout=20s"]);
    expect((await watching).stdout).toMatch(/frontend\s+5\/5\s+5\s+5/);
    await k.ok(["scale", "deployment/frontend", "--replicas=3"]);
    await k.ok(["rollout", "status", "deployment/frontend", "--timeout=20s"]);
  });

  test("answers the node port from every Pod in turn", async () => {
    const port = await k.ok([
      "get",
      "service",
      "frontend",
      "-o",
      "jsonpath={.spec.ports[0].nodePort}",
    ]);
    const names = (await k.ok(["get", "pods", "-l", "app=guestbook", "-o", "name"]))
      .trim()
      .split("\n")
      .map((name) => name.replace("pod/", ""));
    const answers = await eventually(async () => {
      const bodies = [];
      for (let i = 0; i < names.length * 2; i++) bodies.push(await get(Number(port)));
      for (const name of names)
        expect(bodies.filter((body) => body.includes(name))).toHaveLength(2);
      return bodies;
    });
    expect(answers).toHaveLength(6);
  });

  test("rolls out another image and takes it back", async () => {
    await k.ok(["set", "image", "deployment/frontend", "web=guestbook/frontend:2"]);
    await k.ok(["rollout", "status", "deployment/frontend", "--timeout=20s"]);
    const image = [
      "get",
      "deployment",
      "frontend",
      "-o",
      "jsonpath={.spec.template.spec.containers[0].image}",
    ];
    expect(await k.ok(image)).toBe("guestbook/frontend:2");
    expect(await k.ok(["rollout", "undo", "deployment/frontend"])).toContain("rolled back");
    await k.ok(["rollout", "status", "deployment/frontend", "--timeout=20s"]);
    expect(await k.ok(image)).toBe("guestbook/frontend:1");
    const history = await k.ok(["rollout", "history", "deployment/frontend"]);
    expect(history).toMatch(/\n2 .*\n3 /);
  });

  test("prints logs, descriptions and events", async () => {
    const logs = await k.ok(["logs", "deployment/frontend"]);
    expect(logs).toContain("frontend-");
    const described = await k.ok(["describe", "deployment", "frontend"]);
    expect(described).toContain("StrategyType:           RollingUpdate");
    expect(described).toMatch(/ScalingReplicaSet.*Scaled up replica set frontend-\w+ from 0 to 3/);
    const pod = await k.ok(["describe", "pod", "-l", "app=guestbook", "--show-events"]);
    expect(pod).toMatch(/Successfully assigned guestbook\/frontend-\S+ to node-\d/);
  });

  test("exposes a deployment and explains a field", async () => {
    await k.ok(["expose", "deployment", "cache-reader", "--name=readers", "--port=6379"]);
    const endpoints = await eventually(async () => {
      const text = await k.ok([
        "get",
        "endpointslices",
        "-l",
        "kubernetes.io/service-name=readers",
      ]);
      expect(text.match(/10\.244\./g)).toHaveLength(2);
      return text;
    });
    expect(endpoints).toContain("IPv4");
    const explained = await k.ok(["explain", "deployment.spec.strategy.rollingUpdate.maxSurge"]);
    expect(explained).toContain("FIELD: maxSurge <IntOrString>");
  });

  test("answers what is wrong as Kubernetes does", async () => {
    const missing = await k.run(["get", "pod", "nobody"]);
    expect(missing).toMatchObject({
      code: 1,
      stderr: 'Error from server (NotFound): pods "nobody" not found\n',
    });
    const again = await k.run(["create", "configmap", "guestbook-settings"]);
    expect(again.stderr).toContain('configmaps "guestbook-settings" already exists');
    const strict = await k.run(
      ["apply", "-f", "-"],
      JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "typo" }, daat: {} }),
    );
    expect(strict.stderr).toContain('strict decoding error: unknown field "daat"');
    const invalid = await k.run(["create", "configmap", "Upper_Case"]);
    expect(invalid.stderr).toContain(
      'ConfigMap "Upper_Case" is invalid: metadata.name: Invalid value: "Upper_Case"',
    );
  });

  test("finds everything again after kill -9", async () => {
    const before = await k.ok(["get", "deployments,services,configmaps", "-o", "name"]);
    await cluster.end("SIGKILL");
    const port = new URL(status.apiUrl).port;
    const again = await cluster.start(["--nodes", "3", "--port", port]);
    expect(again.apiUrl).toBe(status.apiUrl);
    expect(await k.ok(["get", "deployments,services,configmaps", "-o", "name"])).toBe(before);
    await k.ok(["rollout", "status", "deployment/frontend", "--timeout=20s"]);
    await k.ok(["scale", "deployment/frontend", "--replicas=4"]);
    await k.ok(["rollout", "status", "deployment/frontend", "--timeout=20s"]);
  });

  test("deletes what it applied, and the namespace with all that is left", async () => {
    await k.ok(["delete", "-f", manifest, "--timeout=20s"]);
    await eventually(async () => expect(await k.ok(["get", "pods", "-o", "name"])).toBe(""), {
      withinMs: 40_000,
    });
    await k.ok(["delete", "namespace", namespace, "--timeout=30s"]);
    const namespaces = await k.ok(["get", "namespaces", "-o", "name"]);
    expect(namespaces).not.toContain(namespace);
  }, 80_000);
});

function get(port: number): Promise<string> {
  return new Promise((resolveGet, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path: "/", agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => (body += chunk.toString()));
      response.on("end", () => resolveGet(body));
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
