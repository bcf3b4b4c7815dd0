/** What every container runtime must do, whatever it is made of: run by the test of each of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  ContainerConfig,
  ContainerRuntime,
  RuntimeContainer,
  SandboxConfig,
} from "../../src/kubelet/container-runtime.ts";

import { TestStreams } from "./container-streams.ts";

export interface RuntimeWorld {
  readonly runtime: ContainerRuntime;
  readonly image: string;
  /** Lets time pass: virtual or real. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

/** A real runtime may have to wait for other tests that use the same machine. */
const openTimeoutMs = 240_000;

export const signal = AbortSignal.timeout(600_000);

export function sandboxConfigOf(uid: string, more: Partial<SandboxConfig> = {}): SandboxConfig {
  return {
    uid,
    namespace: "default",
    name: `pod-${uid}`,
    attempt: 0,
    nodeName: "node-1",
    hostname: `pod-${uid}`,
    labels: {},
    annotations: {},
    dns: { servers: [], searches: [], options: [] },
    hostAliases: [],
    hostNetwork: false,
    hostPid: false,
    hostIpc: false,
    sharePid: false,
    sysctls: {},
    volumes: [],
    tcpPorts: [],
    ...more,
  };
}

export function containerConfigOf(
  image: string,
  command: readonly string[],
  more: Partial<ContainerConfig> = {},
): ContainerConfig {
  return {
    name: "main",
    attempt: 0,
    image,
    command,
    env: [],
    mounts: [],
    security: {
      runAsNonRoot: false,
      supplementalGroups: [],
      privileged: false,
      readOnlyRootFilesystem: false,
      noNewPrivileges: false,
      addCapabilities: [],
      dropCapabilities: [],
    },
    resources: {
      cpuRequestMilli: 0,
      cpuLimitMilli: 0,
      memoryRequestBytes: 0,
      memoryLimitBytes: 0,
      oomScoreAdj: 1000,
    },
    tty: false,
    stdin: false,
    stdinOnce: false,
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    specHash: "hash",
    tcpPorts: [],
    lifetime: "service",
    ...more,
  };
}

export async function readLog(
  runtime: ContainerRuntime,
  id: string,
  query: Partial<Parameters<ContainerRuntime["containerLogs"]>[1]> = {},
): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  const full = { follow: false, timestamps: false, ...query };
  await runtime.containerLogs(
    id,
    full,
    (chunk) => {
      text += decoder.decode(chunk, { stream: true });
    },
    signal,
  );
  return text;
}

export function describeContainerRuntime(name: string, open: () => Promise<RuntimeWorld>): void {
  describe(`the ${name} runtime`, () => {
    let world: RuntimeWorld;
    let next = 0;

    beforeAll(async () => {
      world = await open();
    }, openTimeoutMs);
    afterAll(() => world.close());

    const uid = (): string => `uid-${(next += 1)}`;
    const find = async (podUid: string): Promise<RuntimeContainer | undefined> =>
      (await world.runtime.listContainers({ podUid }, signal))[0];
    const run = async (
      podUid: string,
      command: readonly string[],
      more: Partial<ContainerConfig> = {},
    ): Promise<string> => {
      const config = sandboxConfigOf(podUid);
      const sandbox = await world.runtime.runPodSandbox(config, signal);
      const container = containerConfigOf(world.image, command, more);
      const options = { sandbox: config, signal };
      const id = await world.runtime.createContainer(sandbox.id, container, options);
      await world.runtime.startContainer(id, signal);
      return id;
    };
    const exited = async (podUid: string): Promise<RuntimeContainer> => {
      for (let tries = 0; tries < 200; tries++) {
        const container = await find(podUid);
        if (container?.state === "exited") return container;
        await world.pass(100);
      }
      throw new Error("the container did not exit");
    };
    const remove = async (podUid: string): Promise<void> => {
      for (const { id } of await world.runtime.listPodSandboxes({ podUid }, signal))
        await world.runtime.removePodSandbox(id, signal);
    };

    it("runs a sandbox with an address of its own, and forgets it when it is removed", async () => {
      const { runtime } = world;
      const [one, two] = [uid(), uid()];
      const first = await runtime.runPodSandbox(sandboxConfigOf(one), signal);
      const second = await runtime.runPodSandbox(sandboxConfigOf(two), signal);
      expect(first).toMatchObject({ uid: one, namespace: "default", attempt: 0, state: "ready" });
      expect(first.ip).toMatch(/^10\.\d+\.\d+\.\d+$/);
      expect(second.ip).not.toBe(first.ip);
      await runtime.stopPodSandbox(first.id, signal);
      await runtime.stopPodSandbox(first.id, signal);
      expect(await runtime.listPodSandboxes({ podUid: one }, signal)).toMatchObject([
        { id: first.id, state: "notReady" },
      ]);
      await runtime.removePodSandbox(first.id, signal);
      await runtime.removePodSandbox(first.id, signal);
      expect(await runtime.listPodSandboxes({ podUid: one }, signal)).toEqual([]);
      expect(await runtime.listPodSandboxes({ podUid: two }, signal)).toHaveLength(1);
      await remove(two);
    });

    it.each([
      { script: "exit 0", exitCode: 0, reason: "Completed" },
      { script: "exit 3", exitCode: 3, reason: "Error" },
    ])("reports `$script` as $reason with $exitCode", async ({ script, exitCode, reason }) => {
      const podUid = uid();
      const id = await run(podUid, ["sh", "-c", script], { attempt: 2, specHash: "abc" });
      expect(await exited(podUid)).toMatchObject({
        id,
        podUid,
        name: "main",
        attempt: 2,
        specHash: "abc",
        image: world.image,
        exitCode,
        reason,
      });
      await remove(podUid);
      expect(await find(podUid)).toBeUndefined();
    });

    it("keeps the log of a container: whole, its tail, with times, cut at a limit, after its end too", async () => {
      const podUid = uid();
      const id = await run(podUid, ["sh", "-c", "echo one; echo two; echo $GREETING"], {
        env: [{ name: "GREETING", value: "hello world" }],
      });
      await exited(podUid);
      const { runtime } = world;
      expect(await readLog(runtime, id)).toBe("one\ntwo\nhello world\n");
      expect(await readLog(runtime, id, { tailLines: 1 })).toBe("hello world\n");
      expect(await readLog(runtime, id, { limitBytes: 6 })).toBe("one\ntw");
      expect(await readLog(runtime, id, { follow: true })).toBe("one\ntwo\nhello world\n");
      expect(await readLog(runtime, id, { timestamps: true, tailLines: 1 })).toMatch(
        /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z hello world\n$/,
      );
      await remove(podUid);
    });

    it("lets a log be followed until the container ends, or until the reader leaves", async () => {
      const podUid = uid();
      const id = await run(podUid, ["sh", "-c", "echo begin; sleep 1; echo end"]);
      const whole = readLog(world.runtime, id, { follow: true });
      const leaving = new AbortController();
      let heard = "";
      const partly = world.runtime.containerLogs(
        id,
        { follow: true, timestamps: false },
        (chunk) => {
          heard += new TextDecoder().decode(chunk);
          leaving.abort();
        },
        leaving.signal,
      );
      await world.pass(2_000);
      await partly;
      expect(heard).toBe("begin\n");
      expect(await whole).toBe("begin\nend\n");
      await remove(podUid);
    });

    it("tells its subscribers when a container ends by itself", async () => {
      const podUid = uid();
      const heard: string[] = [];
      const stop = world.runtime.subscribe((event) => heard.push(event.podUid));
      await run(podUid, ["sh", "-c", "sleep 1"]);
      await exited(podUid);
      for (let tries = 0; tries < 100 && !heard.includes(podUid); tries++) await world.pass(50);
      expect(heard).toContain(podUid);
      stop();
      await remove(podUid);
    });

    it("stops a container with its signal, and kills what does not listen when the grace is over", async () => {
      const podUid = uid();
      const id = await run(podUid, ["sh", "-c", "while true; do sleep 1; done"]);
      expect((await find(podUid))?.state).toBe("running");
      const stopped = world.runtime.stopContainer(id, 1, signal);
      await world.pass(1_500);
      await stopped;
      const container = await find(podUid);
      expect(container?.state).toBe("exited");
      expect([137, 143]).toContain(container?.exitCode);
      await world.runtime.stopContainer(id, 1, signal);
      await remove(podUid);
    });

    it("runs commands in a running container", async () => {
      const podUid = uid();
      const id = await run(podUid, ["sleep", "1000"]);
      const options = { timeoutMs: 10_000, signal };
      expect(await world.runtime.execSync(id, ["sh", "-c", "echo hi; exit 4"], options)).toEqual({
        exitCode: 4,
        output: "hi\n",
      });
      await remove(podUid);
    });

    it("gives a command its streams apart, its stdin to the end, and its exit code", async () => {
      const podUid = uid();
      const id = await run(podUid, ["sleep", "1000"]);
      const streams = new TestStreams({ stdin: true });
      const script = "echo ready; cat; echo bad >&2; exit 6";
      const options = { streams, tty: false, signal };
      const done = world.runtime.exec(id, ["sh", "-c", script], options);
      const text = "typed\n".repeat(5000);
      await streams.type(text);
      streams.stdin?.end();
      expect(await done).toBe(6);
      expect([streams.stdout.text, streams.stderr.text]).toEqual([`ready\n${text}`, "bad\n"]);
      await remove(podUid);
    });

    it("runs a shell on a terminal, which echoes and ends with exit", async () => {
      const podUid = uid();
      const id = await run(podUid, ["sleep", "1000"]);
      const streams = new TestStreams({ stdin: true, tty: true });
      const done = world.runtime.exec(id, ["sh"], { streams, tty: true, signal });
      streams.sizes?.push({ width: 100, height: 30 });
      await streams.type("echo to-$((40+2))\r");
      await streams.type("exit 3\r");
      expect(await done).toBe(3);
      expect(streams.stdout.text).toContain("echo to-$((40+2))\r\n");
      expect(streams.stdout.text).toContain("to-42\r\n");
      await remove(podUid);
    });

    it("attaches to a process that reads, and sees it end", async () => {
      const podUid = uid();
      const more = { stdin: true, stdinOnce: true, lifetime: "job" } as const;
      const id = await run(podUid, ["sh"], more);
      const streams = new TestStreams({ stdin: true });
      const attached = world.runtime.attach(id, { streams, signal });
      await streams.type("echo attached; exit 5\n");
      await attached;
      expect(streams.stdout.text).toBe("attached\n");
      expect(await exited(podUid)).toMatchObject({ exitCode: 5 });
      expect(await readLog(world.runtime, id)).toBe("attached\n");
      await remove(podUid);
    });

    it("changes what a container may use while it runs", async () => {
      const podUid = uid();
      const id = await run(podUid, ["sleep", "1000"]);
      const before = await find(podUid);
      const resources = {
        cpuRequestMilli: 200,
        cpuLimitMilli: 500,
        memoryRequestBytes: 64 * 2 ** 20,
        memoryLimitBytes: 128 * 2 ** 20,
        oomScoreAdj: 900,
      };
      await world.runtime.updateContainer(id, resources, signal);
      expect(await find(podUid)).toEqual(before);
      await expect(
        world.runtime.updateContainer("0".repeat(64), resources, signal),
      ).rejects.toThrow();
      await remove(podUid);
    });

    it("lets go of a client that leaves", async () => {
      const podUid = uid();
      const id = await run(podUid, ["sleep", "1000"]);
      const gone = new AbortController();
      const streams = new TestStreams();
      const attached = world.runtime.attach(id, { streams, signal: gone.signal });
      await world.pass(50);
      gone.abort();
      await attached;
      expect((await find(podUid))?.state).toBe("running");
      await remove(podUid);
    });

    it("knows which images are there", async () => {
      const { runtime, image } = world;
      const pod = sandboxConfigOf(uid());
      const status =
        (await runtime.imageStatus(image, signal)) ??
        (await runtime.pullImage(image, undefined, { pod, signal }));
      expect(status.sizeBytes).toBeGreaterThan(0);
      expect(await runtime.imageStatus(image, signal)).toEqual(status);
      expect(await runtime.imageStatus("kubarium-test/none:9", signal)).toBeUndefined();
    });

    it("refuses connections to ports where nobody listens", async () => {
      const podUid = uid();
      await run(podUid, ["sleep", "1000"], { tcpPorts: [80] });
      const [sandbox] = await world.runtime.listPodSandboxes({ podUid }, signal);
      await world.runtime.stopContainer((await find(podUid))?.id ?? "", 0, signal);
      await expect(world.runtime.connectPort(sandbox?.id ?? "", 81, signal)).rejects.toMatchObject({
        code: "refused",
      });
      await remove(podUid);
    });

    it("shows the usage of what runs", async () => {
      const podUid = uid();
      await run(podUid, ["sleep", "1000"]);
      const stats = (await world.runtime.stats(signal)).filter((one) => one.podUid === podUid);
      expect(stats).toHaveLength(1);
      expect(stats[0]?.memoryBytes).toBeGreaterThan(0);
      await remove(podUid);
      expect((await world.runtime.stats(signal)).some((one) => one.podUid === podUid)).toBe(false);
    });
  });
}
