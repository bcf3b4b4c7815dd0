/** The conformance texts of sig-node about what runs in containers: commands, messages, users, files of the kubelet. */
import { expect } from "vitest";
import {
  type ConformanceApi,
  type ConformanceSuite,
  describeConformance,
} from "./conformance-suite.ts";
import { agnhost, expectInLog, expectOutput, logOf, never, shellPod } from "./pod-output.ts";

const sh = (script: string) => ({ command: ["/bin/sh", "-c", script] });

/** matchTerminationMessage. */
async function expectMessage(
  api: ConformanceApi,
  container: object,
  { phase, message }: { readonly phase: string; readonly message: string },
): Promise<void> {
  await api.post(api.path("v1/pods"), shellPod("termination-message", container));
  const path = api.path("v1/pods/termination-message");
  const { status } = await api.until(path, (pod) => expect(pod["status"].phase).toBe(phase));
  const { terminated } = status["containerStatuses" as never][0]["state"] as never;
  expect(terminated["message" as never] ?? "").toBe(message);
  await api.delete(path);
}

function terminationTexts(suite: ConformanceSuite): void {
  const fallback = {
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "FallbackToLogsOnError",
  };
  suite.test(
    "Container Runtime, TerminationMessagePath, non-root user and non-default path",
    (api) =>
      expectMessage(
        api,
        {
          ...sh("/bin/echo -n DONE > /dev/termination-custom-log"),
          terminationMessagePath: "/dev/termination-custom-log",
          securityContext: { runAsUser: 10_000 },
        },
        { phase: "Succeeded", message: "DONE" },
      ),
  );
  suite.test(
    "Container Runtime, TerminationMessage, from container's log output of failing container",
    (api) =>
      expectMessage(
        api,
        { ...sh("/bin/echo -n DONE; /bin/false"), ...fallback },
        { phase: "Failed", message: "DONE" },
      ),
  );
  suite.test(
    "Container Runtime, TerminationMessage, from log output of succeeding container",
    (api) =>
      expectMessage(
        api,
        { ...sh("/bin/echo -n DONE; /bin/true"), ...fallback },
        { phase: "Succeeded", message: "" },
      ),
  );
  suite.test("Container Runtime, TerminationMessage, from file of succeeding container", (api) =>
    expectMessage(
      api,
      { ...sh("/bin/echo -n OK > /dev/termination-log; /bin/echo DONE; /bin/true"), ...fallback },
      { phase: "Succeeded", message: "OK" },
    ),
  );
}

/** It fails at the first run, succeeds at the second, then runs for ever. */
const countingScript = `
f=/restart-count/restartCount
count=$(echo 'hello' >> $f ; wc -l $f | awk {'print $1'})
if [ $count -eq 1 ]; then
	exit 1
fi
if [ $count -eq 2 ]; then
	exit 0
fi
while true; do sleep 1; done
`;

async function expectRestarts(
  api: ConformanceApi,
  name: string,
  of: {
    readonly restartPolicy: string;
    readonly phase: string;
    readonly state: "running" | "terminated";
    readonly restarts: number;
    readonly ready: boolean;
  },
): Promise<void> {
  const volumeMounts = [{ mountPath: "/restart-count", name: "restart-count" }];
  await api.post(
    api.path("v1/pods"),
    shellPod(
      name,
      { name, command: ["sh", "-c", countingScript], volumeMounts },
      {
        restartPolicy: of.restartPolicy,
        volumes: [{ name: "restart-count", emptyDir: { medium: "Memory" } }],
      },
    ),
  );
  const path = api.path(`v1/pods/${name}`);
  const { status } = await api.until(path, (pod) => {
    expect(pod["status"].containerStatuses?.[0]?.restartCount).toBe(of.restarts);
    expect(pod["status"].phase).toBe(of.phase);
    expect(Object.keys(pod["status"].containerStatuses[0].state)).toEqual([of.state]);
  });
  const conditions = status["conditions" as never] as readonly { type: string; status: string }[];
  const ready = conditions.find(({ type }) => type === "Ready")?.status === "True";
  expect(ready).toBe(of.ready);
  await api.delete(path);
  await api.expectGone(path);
}

function commandTexts(suite: ConformanceSuite): void {
  const tester = (name: string, container: object) =>
    shellPod(name, { name: "agnhost-container", image: agnhost, ...container });
  suite.test("Containers, without command and arguments", async (api) => {
    const pod = tester("client-containers", {});
    await api.runPod(pod);
    await expectInLog(api, pod, "Paused");
  });
  suite.test("Containers, with arguments", (api) =>
    expectOutput(
      api,
      tester("client-containers", { args: ["entrypoint-tester", "override", "arguments"] }),
      ["[/agnhost entrypoint-tester override arguments]"],
    ),
  );
  suite.test("Containers, with command", (api) =>
    expectOutput(
      api,
      tester("client-containers", { command: ["/agnhost-2"], args: ["entrypoint-tester"] }),
      ["[/agnhost-2 entrypoint-tester]"],
    ),
  );
  suite.test("Containers, with command and arguments", (api) =>
    expectOutput(
      api,
      tester("client-containers", {
        command: ["/agnhost-2"],
        args: ["entrypoint-tester", "override", "arguments"],
      }),
      ["[/agnhost-2 entrypoint-tester override arguments]"],
    ),
  );
  const env = [{ name: "TEST_VAR", value: "test-value" }];
  suite.test("Environment variables, command expansion", (api) =>
    expectOutput(
      api,
      shellPod("var-expansion", {
        command: ["sh", "-c", 'TEST_VAR=wrong echo "$(TEST_VAR)"'],
        env,
      }),
      ["test-value"],
    ),
  );
  suite.test("Environment variables, command argument expansion", (api) =>
    expectOutput(
      api,
      shellPod("var-expansion", {
        command: ["sh", "-c"],
        args: ['TEST_VAR=wrong echo "$(TEST_VAR)"'],
        env,
      }),
      ["test-value"],
    ),
  );
}

function kubeletTexts(suite: ConformanceSuite): void {
  suite.test("Kubelet, log output, default", async (api) => {
    const pod = shellPod("busybox-scheduling", {
      command: ["sh", "-c", "echo 'Hello World' ; sleep 240"],
    });
    await api.runPod(pod);
    await api.eventually(async () => expect(await logOf(api, pod)).toBe("Hello World\n"), 60_000);
  });

  suite.test("Kubelet, pod with read only root file system", async (api) => {
    const pod = shellPod("busybox-readonly-fs", {
      ...sh("echo test > /file; sleep 240"),
      securityContext: { readOnlyRootFilesystem: true },
    });
    await api.runPod(pod);
    const wanted = "/bin/sh: can't create /file: Read-only file system\n";
    await api.eventually(async () => expect(await logOf(api, pod)).toBe(wanted), 60_000);
  });

  suite.test("Kubelet, hostAliases", async (api) => {
    const pod = shellPod("busybox-host-aliases", sh("cat /etc/hosts; sleep 6000"), {
      ...never,
      hostAliases: [{ ip: "123.45.67.89", hostnames: ["foo", "bar"] }],
    });
    await api.runPod(pod);
    await expectInLog(api, pod, "123.45.67.89\tfoo\tbar");
  });

  suite.test("Kubelet, managed etc hosts", async (api) => {
    const original = { name: "host-etc-hosts", mountPath: "/etc/hosts-original" };
    const container = (name: string, ...more: object[]) => ({
      name,
      image: agnhost,
      volumeMounts: [original, ...more],
    });
    const volumes = [
      { name: "host-etc-hosts", hostPath: { path: "/etc/hosts", type: "FileOrCreate" } },
    ];
    const own = container("busybox-3", { name: "host-etc-hosts", mountPath: "/etc/hosts" });
    const two = [container("busybox-1"), container("busybox-2")];
    await api.runPod({
      metadata: { name: "test-pod" },
      spec: { containers: [...two, own], volumes },
    });
    await api.runPod({
      metadata: { name: "test-host-network-pod" },
      spec: { hostNetwork: true, containers: two, volumes },
    });
    const isManaged = async (name: string, container: string): Promise<boolean> => {
      const read = async (path: string): Promise<string> => {
        const pod = { namespace: api.namespace, name };
        const { stdout } = await api.cluster.exec(pod, { container, command: ["cat", path] });
        expect(stdout).not.toBe("");
        return stdout;
      };
      const hosts = await read("/etc/hosts");
      const header = "# Kubernetes-managed hosts file.";
      return hosts.startsWith(header) && hosts !== (await read("/etc/hosts-original"));
    };
    expect(await isManaged("test-pod", "busybox-1")).toBe(true);
    expect(await isManaged("test-pod", "busybox-2")).toBe(true);
    expect(await isManaged("test-pod", "busybox-3")).toBe(false);
    expect(await isManaged("test-host-network-pod", "busybox-1")).toBe(false);
    expect(await isManaged("test-host-network-pod", "busybox-2")).toBe(false);
  });

  suite.test("Sysctl, test sysctls", async (api) => {
    const sysctls = [{ name: "kernel.shm_rmid_forced", value: "1" }];
    await expectOutput(
      api,
      shellPod(
        "sysctl",
        { command: ["/bin/sysctl", "kernel.shm_rmid_forced"] },
        { ...never, securityContext: { sysctls } },
      ),
      ["kernel.shm_rmid_forced = 1"],
    );
  });
}

function securityTexts(suite: ConformanceSuite): void {
  suite.test("Security Context, runAsUser=65534", (api) =>
    expectOutput(
      api,
      shellPod("busybox-user-65534", {
        command: ["sh", "-c", "test $(id -u) -eq 65534"],
        securityContext: { runAsUser: 65_534 },
      }),
      [],
    ),
  );
  suite.test("Security Context, readOnlyRootFilesystem=false.", (api) =>
    expectOutput(
      api,
      shellPod("busybox-readonly-false", {
        command: ["sh", "-c", "touch checkfile"],
        securityContext: { readOnlyRootFilesystem: false },
      }),
      [],
    ),
  );
  suite.test("Security Context, privileged=false.", (api) =>
    expectOutput(
      api,
      shellPod("busybox-privileged-false", {
        command: ["sh", "-c", "ip link add dummy0 type dummy || true"],
        securityContext: { privileged: false },
      }),
      ["Operation not permitted"],
    ),
  );
  suite.test("Security Context, test RunAsGroup at container level", (api) =>
    expectOutput(
      api,
      shellPod(
        "security-context",
        { command: ["sh", "-c", "id"], securityContext: { runAsUser: 1001, runAsGroup: 2002 } },
        { ...never, securityContext: { runAsUser: 1000 } },
      ),
      ["uid=1001", "gid=2002"],
    ),
  );
  suite.test("Security Context, test RunAsGroup at pod level", (api) =>
    expectOutput(
      api,
      shellPod(
        "security-context",
        { command: ["sh", "-c", "id"] },
        { ...never, securityContext: { runAsUser: 1001, runAsGroup: 2002 } },
      ),
      ["uid=1001", "gid=2002"],
    ),
  );
}

describeConformance(
  "sig-node",
  (suite) => {
    suite.test("Container Runtime, Restart Policy, Pod Phases", async (api) => {
      await expectRestarts(api, "terminate-cmd-rpa", {
        restartPolicy: "Always",
        phase: "Running",
        state: "running",
        restarts: 2,
        ready: true,
      });
      await expectRestarts(api, "terminate-cmd-rpof", {
        restartPolicy: "OnFailure",
        phase: "Succeeded",
        state: "terminated",
        restarts: 1,
        ready: false,
      });
      await expectRestarts(api, "terminate-cmd-rpn", {
        restartPolicy: "Never",
        phase: "Failed",
        state: "terminated",
        restarts: 0,
        ready: false,
      });
    });
    terminationTexts(suite);
    commandTexts(suite);
    kubeletTexts(suite);
    securityTexts(suite);
  },
  { clock: "virtual" },
);
