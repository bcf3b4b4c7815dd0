/** Streams to and from Pods with real kubectl clients: exec, attach, cp, port-forward, debug, run, logs, proxy (SPDY before 1.30, WebSocket since). */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { findKubectls, type Kubectl, KubectlRunner, noKubectl } from "../fixtures/kubectl.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";

/** The oldest speaks SPDY alone, 1.30 WebSockets for exec, the newest for port-forward, too. */
const all = findKubectls();
const kubectls = [
  ...new Set([all[0], all.find(({ version }) => version === "1.30"), all.at(-1)]),
].filter((found): found is Kubectl => found !== undefined);

if (kubectls.length === 0) test("kubectl streams", ({ skip }) => skip(noKubectl));

const manifest = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "web" },
  spec: {
    containers: [
      {
        name: "web",
        image: "nginx",
        ports: [{ name: "http", containerPort: 80 }],
        env: [{ name: "COLOR", value: "blue" }],
        volumeMounts: [{ name: "data", mountPath: "/data" }],
      },
    ],
    volumes: [{ name: "data", emptyDir: {} }],
  },
};

const cluster = new CliCluster();
const folder = mkdtempSync(join(tmpdir(), "kubarium-streams-"));
beforeAll(async () => {
  if (kubectls.length > 0) await cluster.start(["--nodes", "2"]);
});
afterAll(async () => {
  await cluster.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(kubectls)("kubectl $version", (kubectl) => {
  const k = new KubectlRunner(kubectl, { kubeconfig: cluster.kubeconfig, home: cluster.home });
  const namespace = `v${kubectl.version.replace(".", "-")}`;
  const n = ["-n", namespace];

  beforeAll(async () => {
    await k.ok(["create", "namespace", namespace]);
    await eventually(() => k.ok([...n, "create", "-f", "-"], JSON.stringify(manifest)));
    await k.ok([...n, "wait", "--for=condition=Ready", "pod/web", "--timeout=20s"]);
  });

  test("runs commands with their output, environment and exit code", async () => {
    const ran = await k.run([
      ...n,
      "exec",
      "web",
      "--",
      "sh",
      "-c",
      "echo $COLOR; echo no >&2; exit 7",
    ]);
    expect(ran).toMatchObject({ code: 7, stdout: "blue\n" });
    expect(ran.stderr).toBe("no\ncommand terminated with exit code 7\n");
    const unknown = await k.run([...n, "exec", "web", "--", "no-such-program"]);
    expect(unknown.code).toBe(127);
    expect(unknown.stderr).toContain("simulated");
  });

  test("hands stdin over, and its end", async () => {
    const text = "line\n".repeat(20_000);
    expect(await k.ok([...n, "exec", "-i", "web", "--", "cat"], text)).toBe(text);
    expect((await k.ok([...n, "exec", "-i", "web", "--", "wc", "-c"], text)).trim()).toBe("100000");
  });

  test("says why a command cannot be run", async () => {
    const stderr = async (args: readonly string[]) => (await k.run([...n, ...args])).stderr.trim();
    expect(await stderr(["exec", "none", "--", "ls"])).toBe(
      'Error from server (NotFound): pods "none" not found',
    );
    expect(await stderr(["exec", "web", "-c", "x", "--", "ls"])).toMatch(
      /container (x is not valid for pod web|not found in pod web)|x is not valid for pod web/,
    );
  });

  test("copies files there and back", async () => {
    const source = join(folder, `source-${kubectl.version}`);
    mkdirSync(join(source, "sub"), { recursive: true });
    const content = randomBytes(200_000);
    writeFileSync(join(source, "random"), content);
    writeFileSync(join(source, "sub", "text"), "hello\n");
    await k.ok([...n, "cp", source, "web:/data/copy"]);
    expect(await k.ok([...n, "exec", "web", "--", "cat", "/data/copy/sub/text"])).toBe("hello\n");
    const back = join(folder, `back-${kubectl.version}`);
    await k.ok([...n, "cp", "web:/data/copy", back]);
    expect(readFileSync(join(back, "random")).equals(content)).toBe(true);
    await k.run([...n, "cp", "web:/none", join(folder, "none")]);
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  test("forwards ports, several connections at once, and tells a refused one", async () => {
    const forward = spawn(kubectl.path, [...n, "port-forward", "pod/web", ":80", ":81"], {
      env: { ...process.env, HOME: cluster.home, KUBECONFIG: cluster.kubeconfig },
    });
    let said = "";
    for (const output of [forward.stdout, forward.stderr])
      output.on("data", (chunk: Buffer) => (said += chunk.toString()));
    try {
      const [open, closed] = await eventually(async () => {
        const ports = ["80", "81"].map(
          (port) => new RegExp(`127\\.0\\.0\\.1:(\\d+) -> ${port}\\n`).exec(said)?.[1],
        );
        expect(ports.every((port) => port !== undefined)).toBe(true);
        return ports.map(Number);
      });
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, i) => fetchText(open ?? 0, `/${i}`)),
      );
      for (const [i, answer] of answers.entries()) expect(answer).toContain(`path: /${i}\n`);
      await fetchText(closed ?? 0, "/").catch(() => undefined);
      await eventually(async () =>
        expect(said).toMatch(/error forwarding port 81 to pod .*connection refused/),
      );
    } finally {
      forward.kill();
    }
  });

  test("debugs a Pod with an ephemeral container, and in a copy", async () => {
    await k.ok([...n, "debug", "web", "--image=busybox", "-c", "dbg", "--", "sleep", "100"]);
    await eventually(async () => {
      const state = await k.ok([
        ...n,
        "get",
        "pod",
        "web",
        "-o",
        "jsonpath={.status.ephemeralContainerStatuses[0].state.running.startedAt}",
      ]);
      expect(state).toMatch(/^2/);
    });
    expect(await k.ok([...n, "exec", "web", "-c", "dbg", "--", "hostname"])).toBe("web\n");
    await k.ok([
      ...n,
      "debug",
      "web",
      "--copy-to=copy",
      "--image=busybox",
      "-c",
      "dbg2",
      "--",
      "sleep",
      "100",
    ]);
    await k.ok([...n, "wait", "--for=condition=Ready", "pod/copy", "--timeout=20s"]);
    const description = await k.ok([...n, "describe", "pod", "web"]);
    expect(description).toMatch(/Ephemeral Containers:\n {2}dbg:/);
  });

  test("attaches to a shell that waits, and runs one that is removed afterwards", async () => {
    await k.ok([
      ...n,
      "run",
      "shell",
      "--image=busybox",
      "--stdin",
      "--tty=false",
      "--restart=Never",
      "--attach=false",
      "--",
      "sh",
    ]);
    await k.ok([...n, "wait", "--for=condition=Ready", "pod/shell", "--timeout=20s"]);
    const attached = await k.run([...n, "attach", "-i", "shell"], "echo from the inside; exit 0\n");
    expect(attached.stdout).toContain("from the inside\n");
    const once = await k.run(
      [...n, "run", "once", "--image=busybox", "-i", "--rm", "--restart=Never", "--", "cat"],
      "typed\n",
    );
    expect(once.stdout).toContain("typed\n");
    expect(once.stdout).toContain('pod "once" deleted');
  });

  test("reads logs with every option", async () => {
    await k.ok([
      ...n,
      "run",
      "logger",
      "--image=busybox",
      "--restart=Never",
      "--",
      "sh",
      "-c",
      "echo one; echo two; echo three",
    ]);
    await eventually(async () => {
      expect(await k.ok([...n, "get", "pod", "logger", "-o", "jsonpath={.status.phase}"])).toBe(
        "Succeeded",
      );
    });
    const logs = (...args: readonly string[]) => k.ok([...n, "logs", "logger", ...args]);
    expect(await logs()).toBe("one\ntwo\nthree\n");
    expect(await logs("--tail=1")).toBe("three\n");
    expect(await logs("--limit-bytes=5")).toBe("one\nt");
    expect(await logs("--timestamps", "--tail=1")).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z three\n$/);
    expect(await logs("--since=1h", "-f")).toBe("one\ntwo\nthree\n");
    expect(await logs("--since-time=2000-01-01T00:00:00Z")).toBe("one\ntwo\nthree\n");
    expect(await logs("--all-containers", "--prefix", "--tail=1")).toBe(
      "[pod/logger/logger] three\n",
    );
    const previous = await k.run([...n, "logs", "logger", "--previous"]);
    expect(previous.stderr.trim()).toBe(
      'Error from server (BadRequest): previous terminated container "logger" in pod "logger" not found',
    );
  });

  test("reaches Pods, Services and nodes through the API", async () => {
    await k
      .ok([
        ...n,
        "expose",
        "pod",
        "web",
        "--port=8080",
        "--target-port=80",
        "--name=web",
        "-l",
        "run=web",
      ])
      .catch(() => undefined);
    const raw = (path: string) => k.ok(["get", "--raw", path]);
    expect(await raw(`/api/v1/namespaces/${namespace}/pods/web:80/proxy/a?b=c`)).toContain(
      '"path":"/a?b=c"',
    );
    expect(await raw("/api/v1/nodes/node-1/proxy/healthz")).toBe("ok");
    const refused = await k.run([
      "get",
      "--raw",
      `/api/v1/namespaces/${namespace}/pods/web:81/proxy/`,
    ]);
    expect(refused.stderr).toContain("error trying to reach service: dial tcp");
  });
});

function fetchText(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, agent: false }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
}
