/** What the kubelet gives real containers beside their volumes: hosts, resolv.conf, names, host ports, settings; and their last words. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Container, PodSpec } from "../../src/api/generated/types.ts";
import { NODES } from "../../src/api/kinds.ts";
import { label } from "../../src/host/node/docker/labels.ts";
import { clusterIdOf } from "../../src/host/node/docker-node.ts";
import { DockerCluster } from "./cluster-fixture.ts";
import { type TestDaemon, daemonObstacle, startDaemon, startTimeoutMs } from "./docker-daemon.ts";

const obstacle = daemonObstacle();
let daemon: TestDaemon;
let cluster: DockerCluster;
let dns: string;

const container = (name: string, script: string, more: Partial<Container> = {}): Container => ({
  name,
  image: daemon.image,
  command: ["sh", "-c", script],
  ...more,
});

/** A Pod that waits, and what it has in a file. */
async function fileOf(name: string, path: string, spec: Partial<PodSpec>): Promise<string> {
  await cluster.pod(name, { containers: [container("main", "exec sleep 1000")], ...spec });
  await cluster.ready(name);
  return cluster.run(name, "cat", path);
}

describe.skipIf(obstacle !== undefined)(
  `what real containers are given${obstacle ? ` (${obstacle})` : ""}`,
  () => {
    beforeAll(async () => {
      daemon = await startDaemon();
      cluster = new DockerCluster(daemon);
      await cluster.start(0);
      const node = await cluster.client.get(NODES, { name: "docker" });
      const ip = node.status?.addresses?.find(({ type }) => type === "InternalIP")?.address ?? "";
      dns = `${ip.split(".").slice(0, 2).join(".")}.128.10`;
    }, startTimeoutMs);
    afterAll(async () => {
      try {
        await cluster?.deletePods();
        await cluster?.stop();
      } finally {
        cluster?.remove();
        await daemon?.stop();
      }
    });

    it.each<[string, Partial<PodSpec>, () => string]>([
      [
        "by-default",
        {},
        () =>
          `search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver ${dns}\noptions ndots:5\n`,
      ],
      [
        "with-more",
        {
          dnsConfig: {
            nameservers: ["192.0.2.53"],
            searches: ["my.example"],
            options: [{ name: "ndots", value: "2" }, { name: "edns0" }],
          },
        },
        () =>
          `search default.svc.cluster.local svc.cluster.local cluster.local my.example\nnameserver ${dns}\nnameserver 192.0.2.53\noptions ndots:2 edns0\n`,
      ],
      [
        "of-its-own",
        { dnsPolicy: "None", dnsConfig: { nameservers: ["192.0.2.53"], searches: ["my.example"] } },
        () => "search my.example\nnameserver 192.0.2.53\n",
      ],
      [
        "of-the-node",
        { dnsPolicy: "Default", dnsConfig: { nameservers: ["192.0.2.53"] } },
        () => "nameserver 127.0.0.11\nnameserver 192.0.2.53\n",
      ],
      [
        "on-the-node",
        { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" },
        () =>
          `search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver ${dns}\noptions ndots:5\n`,
      ],
    ])("a resolv.conf as dnsPolicy and dnsConfig say: %s", async (name, spec, expected) => {
      expect(await fileOf(name, "/etc/resolv.conf", spec)).toBe(expected());
    });

    it("a hosts file with the Pod's full name and its aliases, and a hostname", async () => {
      const aliases = [{ ip: "192.0.2.9", hostnames: ["foo.example", "bar.example"] }];
      const spec = { hostname: "me", subdomain: "sub", hostAliases: aliases };
      const text = await fileOf("named", "/etc/hosts", spec);
      const { status } = await cluster.ready("named");
      expect(text.startsWith("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n")).toBe(
        true,
      );
      expect(text).toContain(`\n${status?.podIP}\tme.sub.default.svc.cluster.local\tme\n`);
      expect(
        text.endsWith("\n# Entries added by HostAliases.\n192.0.2.9\tfoo.example\tbar.example\n"),
      ).toBe(true);
      expect(await cluster.run("named", "hostname")).toBe("me\n");
    });

    it("no hosts file where the Pod mounts its own", async () => {
      const main = container("main", "exec sleep 1000", {
        volumeMounts: [{ name: "own", mountPath: "/etc/hosts", subPath: "hosts" }],
      });
      const init = container("init", "echo own > /own/hosts", {
        volumeMounts: [{ name: "own", mountPath: "/own" }],
      });
      const spec = {
        initContainers: [init],
        containers: [main],
        volumes: [{ name: "own", emptyDir: {} }],
      };
      expect(await fileOf("own-hosts", "/etc/hosts", spec)).toBe("own\n");
    });

    it("files for their last words, of which the end is read", async () => {
      const fallback = { terminationMessagePolicy: "FallbackToLogsOnError" } as const;
      const log = "/dev/termination-log";
      await cluster.pod("last-words", {
        restartPolicy: "Never",
        containers: [
          container("said", `echo -n DONE > ${log}`),
          container("custom", "echo -n mine > /dev/custom-log", {
            terminationMessagePath: "/dev/custom-log",
            securityContext: { runAsUser: 1000 },
          }),
          container(
            "long",
            `head -c 5000 /dev/zero | tr '\\0' x > ${log}; echo -n END >> ${log}; exit 1`,
          ),
          container("fallback", "echo from the log; exit 3", fallback),
          container("well", "echo from the log", fallback),
          container("both", `echo from the log; echo -n from the file > ${log}; exit 3`, fallback),
          container("lines", "seq 1 1000; exit 1", {
            ...fallback,
            securityContext: { readOnlyRootFilesystem: true },
          }),
          container("much", "head -c 3000 /dev/zero | tr '\\0' y; exit 1", fallback),
        ],
      });
      const { status } = await cluster.until(
        "last-words",
        (pod) =>
          pod.status?.containerStatuses?.every(({ state }) => state?.terminated !== undefined) ===
          true,
      );
      const words = Object.fromEntries(
        (status?.containerStatuses ?? []).map(({ name, state }) => [
          name,
          state?.terminated?.message,
        ]),
      );
      const lines = Array.from({ length: 80 }, (_, i) => `${921 + i}\n`).join("");
      // Eight containers share twelve kilobytes: 1536 bytes are left to each, of the end that was read.
      expect(words).toEqual({
        said: "DONE",
        custom: "mine",
        long: "x".repeat(1536),
        fallback: "from the log\n",
        well: undefined,
        both: "from the file",
        lines,
        much: "y".repeat(1536),
      });
    });

    it("the words of the time before, when they are started again", async () => {
      const script = `echo -n "attempt $(($(cat /count/n 2>/dev/null || echo 0) + 1))" > /dev/termination-log
        echo $(($(cat /count/n 2>/dev/null || echo 0) + 1)) > /count/n; exit 2`;
      const volumeMounts = [{ name: "count", mountPath: "/count" }];
      await cluster.pod("again", {
        containers: [container("main", script, { volumeMounts })],
        volumes: [{ name: "count", emptyDir: {} }],
      });
      const { status } = await cluster.until("again", (pod) => {
        const [one] = pod.status?.containerStatuses ?? [];
        return one?.restartCount === 1 && one.state?.waiting?.reason === "CrashLoopBackOff";
      });
      expect(status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
        exitCode: 2,
        message: "attempt 2",
      });
    });

    it("kernel settings, each other's processes, and the users that they ask for", async () => {
      await cluster.pod("secure", {
        shareProcessNamespace: true,
        securityContext: {
          sysctls: [{ name: "kernel.shm_rmid_forced", value: "1" }],
          runAsUser: 1234,
          runAsGroup: 2345,
          supplementalGroups: [3456],
        },
        containers: [
          container("main", "exec sleep 1001", {
            securityContext: {
              readOnlyRootFilesystem: true,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ["ALL"] },
            },
          }),
          container("other", "exec sleep 1002"),
        ],
      });
      await cluster.ready("secure");
      const script = `cat /proc/sys/kernel/shm_rmid_forced; id -u; id -G; ps -o args | grep 'sleep 100[2]'
        grep -E 'NoNewPrivs|CapBnd' /proc/self/status; touch /x 2>&1`;
      const { stdout } = await cluster.engine.exec(
        { namespace: "default", name: "secure" },
        { container: "main", command: ["sh", "-c", script] },
      );
      expect(
        stdout
          .replaceAll(/[\t ]+/g, " ")
          .trim()
          .split("\n"),
      ).toEqual([
        "1",
        "1234",
        "2345 3456",
        "sleep 1002",
        "CapBnd: 0000000000000000",
        "NoNewPrivs: 1",
        "touch: /x: Read-only file system",
      ]);
    });

    it("no volumes that outlive them: what an engine that died left is found by the next", async () => {
      const docker = await daemon.client();
      const of = clusterIdOf(cluster.dataDir);
      const labels = { [label.cluster]: of, [label.podUid]: "gone" };
      const [left, claimed] = [`kubarium_${of}_gone_data`, `kubarium_${of}_pv_claimed`];
      for (const [Name, kind] of [
        [left, "volume"],
        [claimed, "persistent-volume"],
      ] as const)
        await docker.call("POST", "/volumes/create", {
          body: { Name, Labels: { ...labels, [label.kind]: kind } },
        });
      await cluster.pod("stays", { containers: [container("main", "exec sleep 1000")] });
      await cluster.ready("stays");
      await cluster.stop();
      await cluster.start(0);
      await expect(docker.call("GET", `/volumes/${left}`)).rejects.toThrow(/no such volume/i);
      await docker.call("DELETE", `/volumes/${claimed}`);
      await cluster.ready("stays");
      docker.close();
    });

    it("a port of this machine where they ask for one", async () => {
      const port = 20_000 + (process.pid % 10_000);
      const serve = container(
        "main",
        "cd /tmp; echo by host port > index.html; exec httpd -f -p 80",
        {
          ports: [{ containerPort: 80, hostPort: port }],
          readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 1 },
        },
      );
      await cluster.pod("host-port", { containers: [serve] });
      await cluster.ready("host-port");
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      expect(await answer.text()).toBe("by host port\n");
    });
  },
);
