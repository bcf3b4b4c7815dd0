/** The conformance texts of sig-cli: the built command and the newest kubectl on this machine. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../../fixtures/eventually.ts";
import { findKubectls, noKubectl } from "../../fixtures/kubectl.ts";
import { KubectlAt } from "../../fixtures/kubectl-suite.ts";
import { CliCluster, cliPath } from "../../fixtures/running-cluster.ts";
import { describeNotRun } from "./conformance-suite.ts";

const kubectl = findKubectls().at(-1);
const missing =
  kubectl === undefined
    ? noKubectl
    : existsSync(cliPath)
      ? undefined
      : "the command is not built: npm run build";

interface PodList {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly spec: { readonly containers: readonly { readonly image: string }[] };
    readonly status: { readonly phase: string };
  }[];
}

interface RunPod {
  readonly spec: {
    readonly containers: readonly { readonly image: string }[];
    readonly restartPolicy: string;
  };
}

describe.skipIf(missing !== undefined || kubectl === undefined)("[sig-cli]", () => {
  const cluster = new CliCluster();
  if (kubectl === undefined) return;
  const at = new KubectlAt(kubectl, cluster);

  beforeAll(async () => {
    await cluster.start(["--nodes", "2"]);
    await at.enter();
    await at.ok(["create", "-f", "-"], JSON.stringify(controller("agnhost-primary", 1)));
    await running("agnhost-primary", 1);
  });
  afterAll(() => cluster.dispose());

  const controller = (name: string, replicas: number) => ({
    apiVersion: "v1",
    kind: "ReplicationController",
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { app: name },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          containers: [
            {
              name,
              image: "agnhost:2.53",
              ports: [{ name: "agnhost-server", containerPort: 6379 }],
            },
          ],
        },
      },
    },
  });

  const running = (app: string, count: number): Promise<PodList> =>
    eventually(async () => {
      const pods = await at.json<PodList>(["get", "pods", "-l", `app=${app}`]);
      expect(pods.items.map(({ status }) => status.phase)).toEqual(
        Array.from({ length: count }, () => "Running"),
      );
      return pods;
    });

  test("Kubectl, describe pod or rc", async () => {
    const { items } = await running("agnhost-primary", 1);
    const [pod] = items;
    const described = await at.ok(["describe", "pod", pod?.metadata.name ?? ""]);
    for (const line of [
      /^Name:\s+agnhost-primary-/m,
      new RegExp(`^Namespace:\\s+${at.namespace}$`, "m"),
      /^Node:\s+/m,
      /^Labels:\s+app=agnhost-primary$/m,
      /^Annotations:/m,
      /^Status:\s+Running$/m,
      /^IP:\s+/m,
      /^Controlled By:\s+ReplicationController\/agnhost-primary$/m,
      /^\s+Image:\s+agnhost:2.53$/m,
      /^\s+State:\s+Running$/m,
      /^QoS Class:\s+BestEffort$/m,
    ])
      expect(described).toMatch(line);
    const rc = await at.ok(["describe", "rc", "agnhost-primary"]);
    for (const line of [
      /^Name:\s+agnhost-primary$/m,
      /^Selector:\s+app=agnhost-primary$/m,
      /^Replicas:\s+1 current \/ 1 desired$/m,
      /^Pods Status:\s+1 Running \/ 0 Waiting \/ 0 Succeeded \/ 0 Failed$/m,
      /^Pod Template:$/m,
      /^Events:$/m,
    ])
      expect(rc).toMatch(line);
    await at.ok(["expose", "rc", "agnhost-primary", "--port=6379", "--target-port=agnhost-server"]);
    const service = await at.ok(["describe", "service", "agnhost-primary"]);
    for (const line of [
      /^Name:\s+agnhost-primary$/m,
      /^Selector:\s+app=agnhost-primary$/m,
      /^Type:\s+ClusterIP$/m,
      /^Port:\s+<unset>\s+6379\/TCP$/m,
      /^TargetPort:\s+agnhost-server\/TCP$/m,
      /^Session Affinity:\s+None$/m,
    ])
      expect(service).toMatch(line);
    await at.ok(["delete", "service", "agnhost-primary"]);
    const node = await at.ok(["describe", "node", "node-1"]);
    for (const line of [/^Name:\s+node-1$/m, /^Conditions:$/m, /^Capacity:$/m, /^Allocatable:$/m])
      expect(node).toMatch(line);
    expect(await at.ok(["describe", "namespace", at.namespace])).toMatch(/^Status:\s+Active$/m);
  });

  test("Kubectl, check version v1", async () => {
    expect((await at.ok(["api-versions"])).split("\n")).toContain("v1");
  });

  test("Kubectl, cluster info", async () => {
    expect(await at.ok(["cluster-info"])).toMatch(
      /Kubernetes control plane.* is running at .*https:\/\/127\.0\.0\.1:\d+/,
    );
  });

  test("Kubectl, version", async () => {
    const version = await at.ok(["version"]);
    expect(version).toMatch(/^Client Version: .*v1\.\d+\.\d+/m);
    expect(version).toMatch(/^Server Version: .*v1\.36\.\d+/m);
  });

  test("Kubectl, label update", async () => {
    await at.ok(["run", "pause", "--image=pause:3.10", "--labels=name=pause"]);
    const column = async (): Promise<string> =>
      (await at.ok(["get", "pod", "pause", "-L", "testing-label", "--no-headers"])).trim();
    await at.ok(["label", "pods", "pause", "testing-label=testing-label-value"]);
    expect(await column()).toMatch(/\stesting-label-value$/);
    await at.ok(["label", "pods", "pause", "testing-label-"]);
    expect(await column()).not.toContain("testing-label-value");
    await at.ok(["delete", "pod", "pause", "--now"]);
  });

  test("Kubectl, run pod", async () => {
    await at.ok(["run", "e2e-test-httpd-pod", "--restart=Never", "--image=httpd:2.4"]);
    const pod = await at.json<RunPod>(["get", "pod", "e2e-test-httpd-pod"]);
    expect(pod.spec.containers.map(({ image }) => image)).toEqual(["httpd:2.4"]);
    expect(pod.spec.restartPolicy).toBe("Never");
    await at.ok(["delete", "pod", "e2e-test-httpd-pod", "--now"]);
  });

  test("Kubectl, replace", async () => {
    const name = "e2e-test-httpd-pod";
    await at.ok(["run", name, "--image=httpd:2.4", `--labels=run=${name}`]);
    await at.ok(["wait", "pod", name, "--for=jsonpath={.status.phase}=Running", "--timeout=30s"]);
    const pod = await at.ok(["get", "pod", name, "-o", "json"]);
    await at.ok(["replace", "-f", "-"], pod.replaceAll('"httpd:2.4"', '"busybox:1.37"'));
    const replaced = await at.json<RunPod>(["get", "pod", name]);
    expect(replaced.spec.containers.map(({ image }) => image)).toEqual(["busybox:1.37"]);
    await at.ok(["delete", "pod", name, "--now"]);
  });

  test("Kubectl, diff Deployment", async () => {
    const deployment = (image: string) =>
      JSON.stringify({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "httpd-deployment" },
        spec: {
          replicas: 1,
          selector: { matchLabels: { app: "httpd" } },
          template: {
            metadata: { labels: { app: "httpd" } },
            spec: { containers: [{ name: "httpd", image }] },
          },
        },
      });
    await at.ok(["create", "-f", "-"], deployment("httpd:2.4"));
    const { code, stdout } = await at.run(["diff", "-f", "-"], deployment("busybox:1.36"));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^-.*httpd:2\.4$/m);
    expect(stdout).toMatch(/^\+.*busybox:1\.36$/m);
    await at.ok(["delete", "deployment", "httpd-deployment", "--wait=false"]);
  });

  test("Kubectl, create service, replication controller", async () => {
    const ports = async (name: string) =>
      (await at.json<{ spec: { ports: object[] } }>(["get", "service", name])).spec.ports;
    await at.ok([
      "expose",
      "rc",
      "agnhost-primary",
      "--name=rm2",
      "--port=1234",
      "--target-port=6379",
    ]);
    expect(await ports("rm2")).toMatchObject([{ port: 1234, targetPort: 6379 }]);
    await at.ok(["expose", "service", "rm2", "--name=rm3", "--port=2345", "--target-port=6379"]);
    expect(await ports("rm3")).toMatchObject([{ port: 2345, targetPort: 6379 }]);
    await eventually(async () => {
      const endpoints = await at.ok([
        "get",
        "endpoints",
        "rm3",
        "-o",
        "jsonpath={.subsets[*].ports}",
      ]);
      expect(endpoints).toContain('"port":6379');
    });
    await at.ok(["delete", "service", "rm2", "rm3"]);
  });

  test("Kubectl, patch to annotate", async () => {
    const { items } = await running("agnhost-primary", 1);
    for (const { metadata } of items)
      await at.ok(["patch", "pod", metadata.name, "-p", '{"metadata":{"annotations":{"x":"y"}}}']);
    const patched = await running("agnhost-primary", 1);
    expect(patched.items.map(({ metadata }) => metadata.annotations?.["x"])).toEqual(["y"]);
  });

  test("Kubectl, server-side dry-run Pod", async () => {
    await at.ok(["run", "e2e-test-httpd-pod", "--image=httpd:2.4", "--labels=run=e2e"]);
    const patch = {
      spec: { containers: [{ name: "e2e-test-httpd-pod", image: "busybox:1.36" }] },
    };
    const told = await at.ok([
      "patch",
      "pod",
      "e2e-test-httpd-pod",
      "-p",
      JSON.stringify(patch),
      "--dry-run=server",
    ]);
    expect(told).toContain("patched");
    const { items } = await at.json<PodList>(["get", "pods", "-l", "run=e2e"]);
    expect(items.map(({ spec }) => spec.containers[0]?.image)).toEqual(["httpd:2.4"]);
    await at.ok(["delete", "pod", "e2e-test-httpd-pod", "--force", "--wait=false"]);
  });

  test("Kubectl, proxy socket", async () => {
    const socketPath = join(cluster.home, "proxy.sock");
    await proxied([`--unix-socket=${socketPath}`], async () => {
      expect(await versions({ socketPath })).toContain("v1");
    });
  });

  test("Kubectl, proxy port zero", async () => {
    await proxied(["--port=0"], async (output) => {
      const port = /127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      expect(await versions({ host: "127.0.0.1", port: Number(port) })).toContain("v1");
    });
  });

  test("Kubectl, replication controller", async () => {
    await at.ok(["create", "-f", "-"], JSON.stringify(controller("update-demo", 2)));
    const { items } = await running("update-demo", 2);
    const template = "{{range .items}}{{.metadata.name}} {{end}}";
    const names = await at.ok([
      "get",
      "pods",
      "-l",
      "app=update-demo",
      "-o",
      "template",
      `--template=${template}`,
    ]);
    expect(names.trim().split(" ")).toHaveLength(items.length);
  });

  test("Kubectl, scale replication controller", async () => {
    for (const replicas of [1, 2]) {
      await at.ok(["scale", "rc", "update-demo", `--replicas=${replicas}`, "--timeout=1m"]);
      await eventually(async () => {
        const found = await at.json<PodList>(["get", "pods", "-l", "app=update-demo"]);
        expect(found.items.length).toBe(replicas);
      });
    }
    await at.ok(["delete", "rc", "update-demo", "--grace-period=0", "--force", "--wait=false"]);
  });

  test("Kubectl, logs", async () => {
    await at.ok([
      "run",
      "logs",
      "--image=agnhost:2.53",
      "--",
      "sh",
      "-c",
      "echo one; echo two; sleep 1000",
    ]);
    const logs = (...args: string[]) => at.ok(["logs", "logs", ...args]);
    await eventually(async () => expect(await logs()).toContain("two"));
    const last = await logs("--tail=1");
    expect(last).toMatch(/^[^\n]+\n$/);
    expect(await logs("--limit-bytes=1")).toHaveLength(1);
    const [stamp = "", ...words] = (await logs("--tail=1", "--timestamps")).trimEnd().split(" ");
    expect(stamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    expect(`${words.join(" ")}\n`).toBe(last);
    const all = (await logs()).split("\n").length;
    await eventually(async () => {
      expect((await logs("--since=1s")).split("\n").length).toBeLessThan(all);
    });
    expect((await logs("--since=24h")).split("\n").length).toBe(all);
    await at.ok(["delete", "pod", "logs", "--force", "--wait=false"]);
  });

  /** Runs `kubectl proxy` while `use` does; it is given what the proxy said when it had begun. */
  async function proxied(args: readonly string[], use: (output: string) => Promise<void>) {
    const env = { ...cluster.env, KUBECONFIG: cluster.kubeconfig };
    const child = spawn(kubectl?.path ?? "", ["proxy", ...args], { env });
    try {
      const output = await new Promise<string>((resolve, reject) => {
        let text = "";
        const take = (chunk: Buffer): void => {
          text += chunk.toString();
          if (text.includes("Starting to serve")) resolve(text);
        };
        child.stdout.on("data", take);
        child.stderr.on("data", take);
        child.once("error", reject);
        child.once("exit", () => reject(new Error(`kubectl proxy ended: ${text}`)));
      });
      await use(output);
    } finally {
      child.kill();
    }
  }
});

/** The versions that `/api/` names, over a socket or a port. */
async function versions(
  where: { readonly socketPath: string } | { readonly host: string; readonly port: number },
): Promise<readonly string[]> {
  const text = await eventually(
    () =>
      new Promise<string>((resolve, reject) => {
        const asked = request({ ...where, path: "/api/" }, (response) => {
          let body = "";
          response.on("data", (chunk: Buffer) => (body += chunk.toString()));
          response.on("end", () => resolve(body));
        });
        asked.on("error", reject);
        asked.end();
      }),
  );
  return (JSON.parse(text) as { versions: readonly string[] }).versions;
}

describeNotRun("sig-cli", {
  ...(missing === undefined ? {} : { [missing]: ["kubectl against the built command"] }),
  "needs the programs of a real image; test/kubectl/guestbook.test.ts drives its commands": [
    "Kubectl, guestbook application",
  ],
});
