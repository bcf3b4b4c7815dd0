/** Streams to and from real containers by the real command and a real kubectl: exec, a terminal, cp, port-forward, debug, attach, proxy. */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../fixtures/eventually.ts";
import { KubectlRunner, noKubectl, pickKubectls } from "../fixtures/kubectl.ts";
import { CliCluster } from "../fixtures/running-cluster.ts";
import { daemonObstacle, startDaemon, startTimeoutMs, type TestDaemon } from "./docker-daemon.ts";

const [kubectl] = pickKubectls().slice(-1);
const obstacle = daemonObstacle() ?? (kubectl ? undefined : noKubectl);
const folder = mkdtempSync(join(tmpdir(), "kubarium-docker-streams-"));
const cluster = new CliCluster();
let daemon: TestDaemon;

describe.skipIf(obstacle !== undefined)(
  `streams of Docker Pods${obstacle ? ` (${obstacle})` : ""}`,
  () => {
    const k = new KubectlRunner(kubectl ?? { path: "", version: "" }, {
      kubeconfig: cluster.kubeconfig,
      home: cluster.home,
    });

    beforeAll(async () => {
      daemon = await startDaemon();
      await cluster.start(["--runtime", "docker", "--docker-host", daemon.endpoint]);
      const command = [
        "sh",
        "-c",
        "echo from-a-container > /www/index.html; exec httpd -f -p 8080 -h /www",
      ];
      const pod = {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "site" },
        spec: {
          terminationGracePeriodSeconds: 1,
          containers: [
            {
              name: "main",
              image: daemon.image,
              imagePullPolicy: "IfNotPresent",
              command,
              ports: [{ containerPort: 8080 }],
              volumeMounts: [{ name: "www", mountPath: "/www" }],
            },
          ],
          volumes: [{ name: "www", emptyDir: {} }],
        },
      };
      await eventually(() => k.ok(["create", "-f", "-"], JSON.stringify(pod)));
      await k.ok(["wait", "--for=condition=Ready", "pod/site", "--timeout=25s"]);
    }, startTimeoutMs);
    afterAll(async () => {
      if (daemon) await k.run(["delete", "pod", "--all", "--now"]);
      await cluster.dispose();
      await daemon?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test("a command has its streams, its stdin and its exit code", async () => {
      const script = "cat; echo err >&2; exit 5";
      const ran = await k.run(["exec", "-i", "site", "--", "sh", "-c", script], "typed\n");
      expect(ran).toMatchObject({ code: 5, stdout: "typed\n" });
      expect(ran.stderr).toContain("err\n");
      const none = await k.run(["exec", "site", "--", "no-such-command"]);
      expect(none.code).toBeGreaterThan(0);
      expect(none.stdout + none.stderr).toContain("no-such-command");
    });

    test("files are copied there and back", async () => {
      const content = randomBytes(3_000_000);
      writeFileSync(join(folder, "random"), content);
      await k.ok(["cp", join(folder, "random"), "site:/www/random"]);
      await k.ok(["cp", "site:/www/random", join(folder, "back")]);
      expect(readFileSync(join(folder, "back")).equals(content)).toBe(true);
    });

    test("a port is forwarded, and the proxy reaches it too", async () => {
      expect(
        await k.ok(["get", "--raw", "/api/v1/namespaces/default/pods/site/proxy/index.html"]),
      ).toBe("from-a-container\n");
      const forward = spawn(kubectl?.path ?? "", ["port-forward", "pod/site", ":8080"], {
        env: { ...process.env, HOME: cluster.home, KUBECONFIG: cluster.kubeconfig },
      });
      let said = "";
      forward.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
      try {
        const port = await eventually(async () => {
          const found = /127\.0\.0\.1:(\d+) -> 8080/.exec(said)?.[1];
          expect(found).toBeDefined();
          return found ?? "";
        });
        const wanted = readFileSync(join(folder, "random"));
        const fetched = await Promise.all(
          Array.from({ length: 3 }, async () =>
            (await fetch(`http://127.0.0.1:${port}/random`)).arrayBuffer(),
          ),
        );
        for (const body of fetched) expect(Buffer.from(body).equals(wanted)).toBe(true);
      } finally {
        forward.kill();
      }
    });

    test("an ephemeral container sees the processes of the one that it targets", async () => {
      const image = `--image=${daemon.image}`;
      await k.ok([
        "debug",
        "site",
        image,
        "--image-pull-policy=IfNotPresent",
        "-c",
        "dbg",
        "--target=main",
        "--",
        "sleep",
        "100",
      ]);
      await eventually(async () => {
        const path = "jsonpath={.status.ephemeralContainerStatuses[0].state.running.startedAt}";
        expect(await k.ok(["get", "pod", "site", "-o", path])).toMatch(/^2/);
      });
      expect(await k.ok(["exec", "site", "-c", "dbg", "--", "ps"])).toContain("httpd -f -p 8080");
    });

    test("a shell is run, attached to, and removed afterwards", async () => {
      const args = [
        `--image=${daemon.image}`,
        "--image-pull-policy=IfNotPresent",
        "--restart=Never",
      ];
      const ran = await k.run(
        ["run", "once", ...args, "-i", "--rm", "--", "sh"],
        "echo in-a-shell; exit 0\n",
      );
      expect(ran.stdout).toContain("in-a-shell\n");
      expect(ran.stdout).toContain('pod "once" deleted');
    });
  },
);
