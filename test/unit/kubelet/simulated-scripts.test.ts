/** Containers of known images, whose scripts are run as they stand: shells, files with owners, messages, and programs that listen. */
import { describe, expect, it } from "vitest";
import type { Container, PodSpec } from "../../../src/api/generated/types.ts";
import { evaluate } from "../../../src/kubelet/runtimes/simulated-arithmetic.ts";
import { ContainerFiles } from "../../../src/kubelet/runtimes/simulated-files.ts";
import { isRunnable, knownImage } from "../../../src/kubelet/runtimes/simulated-images.ts";
import { PodFiles } from "../../../src/kubelet/runtimes/simulated-pod-files.ts";
import { nodeWorld, one, startEngine } from "./node-world.ts";

const busybox = (script: string, spec: Partial<PodSpec> = {}, container: Partial<Container> = {}) =>
  one(
    { image: "busybox:1", command: ["sh", "-c", script], ...container },
    { restartPolicy: "Never", ...spec },
  );

/** What a script prints, and how its container ends within a minute. */
async function ran(
  script: string,
  spec: Partial<PodSpec> = {},
  container: Partial<Container> = {},
) {
  const world = await nodeWorld();
  await world.run("pod", busybox(script, spec, container));
  await world.host.advance(60_000);
  const { state } = await world.container("pod");
  return { log: await world.log("pod"), code: state?.terminated?.exitCode, state };
}

describe("a script in an image that is little more than a shell", () => {
  it.each([
    ["echo a > /tmp/f; cat /tmp/f", "a\n"],
    ["A=1 env | grep ^A=; echo [$A]", "A=1\n[]\n"],
    ["A='x  y'; echo $A; echo \"$A\"", "x y\nx  y\n"],
    ["(cd /tmp; A=1); pwd; echo [$A]", "/\n[]\n"],
    ["{ echo a; echo b; } | wc -l", "2\n"],
    ["for i in $(seq 3); do [ $i -eq 2 ] && continue; echo $i; done", "1\n3\n"],
    ["i=0; while true; do i=$((i + 1)); [ $i -gt 3 ] && break; done; echo $i", "4\n"],
    ["for i in 1 2; do echo $i; done > /tmp/f; cat /tmp/f", "1\n2\n"],
    ["if false; then echo a; elif true; then echo b; else echo c; fi", "b\n"],
    ["! false && echo yes", "yes\n"],
    ["echo `hostname` $(basename /a/b.txt .txt)", "pod b\n"],
    ["printf 'a b\\nc d\\n' | while read x y; do echo $y; done", "b\nd\n"],
    ["printf '1:2:3\\n' | cut -d : -f 2-; printf 'a b\\n' | awk '{print $2, $1}'", "2:3\nb a\n"],
    ["sh -c 'exit 3'; echo $?; sh -c 'echo $0 $1' a b", "3\na b\n"],
    ["sh -c 'echo $0'", "sh\n"],
    ["exec echo last; echo never", "last\n"],
    ["test -e /none -o -d /tmp && echo $?", "0\n"],
    [
      "stat -c '%a %U' /tmp; touch /tmp/f; chmod u+x,o-r /tmp/f; stat -c %a /tmp/f",
      "1777 root\n740\n",
    ],
    ["echo x >&2; echo y > /dev/stderr", "x\ny\n"],
    ["echo -n a; sleep 5; echo b", "ab\n"],
  ])("runs as it stands: %s", async (script, log) => {
    expect(await ran(script)).toMatchObject({ log, code: 0 });
  });

  it.each([
    ["set -e; false; echo never", 1, ""],
    ["set -e; if false; then :; fi; false || true; echo on", 0, "on\n"],
    ["echo ${A#b}", 2, "sh: bad substitution (this container is simulated)\n"],
    ["echo $((1 / 0))", 2, "sh: divide by zero\n"],
    ["cat < /none", 1, "sh: can't open /none: no such file\n"],
    ["echo x > /none/x", 1, "sh: can't create /none/x: nonexistent directory\n"],
    ["kill_me() { :; }", undefined, undefined],
    ["my-server & wait", undefined, undefined],
    ["echo $(my-server)", undefined, undefined],
  ])("ends as a shell would, or is not taken for one: %s", async (script, code, log) => {
    const image = knownImage("busybox");
    const runnable = image !== undefined && isRunnable(image, ["sh", "-c", script]);
    expect(runnable).toBe(code !== undefined);
    if (code !== undefined) expect(await ran(script)).toMatchObject({ code, log });
  });

  it("counts only in images whose content is known", () => {
    expect(knownImage("registry.example:5000/a/busybox:1.36@sha256:0")).toBeDefined();
    expect(knownImage("example/busybox-web")).toBeUndefined();
    expect(knownImage("nginx")).toBeUndefined();
  });

  it("leaves its message, or the end of its log after an error where the Pod asks for that", async () => {
    const message = async (script: string, container: Partial<Container> = {}) =>
      (await ran(script, {}, container)).state?.terminated?.message;
    const fallback = { terminationMessagePolicy: "FallbackToLogsOnError" } as const;
    expect(await message("echo why > /dev/termination-log; exit 1")).toBe("why\n");
    expect(await message("echo why; exit 1")).toBeUndefined();
    expect(await message("echo a; echo why; exit 1", fallback)).toBe("a\nwhy\n");
    expect(await message("echo why", fallback)).toBeUndefined();
    expect(await message("echo -n own > /tmp/m", { terminationMessagePath: "/tmp/m" })).toBe("own");
  });

  it("is not more than its user: owners and modes decide", async () => {
    const user = { securityContext: { runAsUser: 1000, runAsGroup: 2000 } };
    const script = "echo x > /etc/f; echo y > /tmp/f; stat -c '%u %g' /tmp/f; id -u";
    expect(await ran(script, user)).toMatchObject({
      log: "sh: can't create /etc/f: Permission denied\n1000 2000\n1000\n",
    });
  });

  it("goes on when the engine starts anew, from where it was", async () => {
    const world = await nodeWorld();
    const script =
      "i=0; while true; do echo $i >> /tmp/f; tail -n 1 /tmp/f; i=$((i+1)); sleep 10; done";
    await world.run("pod", busybox(script));
    await world.host.advance(25_000);
    expect(await world.log("pod")).toBe("0\n1\n2\n");
    await world.agents.stop();
    await world.host.advance(10_000);
    const agents = await startEngine(world);
    await world.host.advance(6_000);
    const { state, restartCount } = await world.container("pod");
    expect([restartCount, state?.running === undefined]).toEqual([0, false]);
    const options = { container: "main", previous: false, follow: false, timestamps: false };
    const stream = await agents.podLogs(
      await world.pod("pod"),
      options,
      new AbortController().signal,
    );
    const log = await new Promise<string>((resolve) => {
      let text = "";
      stream.start({
        write: (chunk) => {
          text += typeof chunk === "string" ? chunk : new TextDecoder().decode(chunk);
          return 0;
        },
        end: () => resolve(text),
      });
    });
    expect(log).toBe("0\n1\n2\n3\n4\n");
    await agents.stop();
  });

  it("that needs what others wrote before the engine started anew runs on without it", async () => {
    const world = await nodeWorld();
    const volumeMounts = [{ name: "shared", mountPath: "/shared" }];
    const spec = {
      ...busybox("cat /shared/f; sleep 1000", {}, { volumeMounts }),
      volumes: [{ name: "shared", emptyDir: {} }],
      initContainers: [
        {
          name: "init",
          image: "busybox",
          command: ["sh", "-c", "echo x > /shared/f"],
          volumeMounts,
        },
      ],
    };
    await world.run("pod", spec);
    await world.host.advance(5_000);
    expect((await world.container("pod")).state?.running).toBeDefined();
    await world.agents.stop();
    const agents = await startEngine(world);
    await world.host.advance(5_000);
    expect((await world.container("pod")).state?.running).toBeDefined();
    await agents.stop();
  });
});

describe("volumes of a simulated Pod", () => {
  const mounted = (fsGroup?: number) => {
    const nowMs = () => 0;
    const volumes = [
      { type: "emptyDir", name: "scratch", memory: true },
      {
        type: "files",
        name: "secret",
        memory: true,
        files: [{ path: "key", content: new Uint8Array([1]), mode: 0o400 }],
      },
    ] as const;
    return new ContainerFiles({
      pod: new PodFiles(volumes, nowMs, { fsGroup }),
      sandbox: {
        hostname: "p",
        volumes,
        dns: { servers: [], searches: [], options: [] },
        hostAliases: [],
      } as never,
      ip: "10.0.0.1",
      mounts: [
        { volume: "scratch", mountPath: "/scratch", readOnly: false },
        { volume: "scratch", mountPath: "/below", subPath: "a/b", readOnly: false },
        { volume: "secret", mountPath: "/secret", readOnly: false },
      ],
      readOnlyRoot: false,
      user: { uid: 1000, gid: 1000, groups: fsGroup === undefined ? [] : [fsGroup] },
      nowMs,
    });
  };

  it("are the group's where the Pod names one", () => {
    const files = mounted(2000);
    expect(files.read("/secret/key")).toEqual(new Uint8Array([1]));
    expect(files.get("/secret/key")).toMatchObject({ mode: 0o440, uid: 0, gid: 2000 });
    files.write("/scratch/f", new Uint8Array());
    expect(files.get("/scratch/f")).toMatchObject({ uid: 1000, gid: 2000 });
    files.makeDirectory("/scratch/d", { parents: false });
    expect(files.get("/scratch/d")).toMatchObject({ mode: 0o2755, gid: 2000 });
    expect(files.get("/below")).toMatchObject({ mode: 0o3777, gid: 2000 });
  });

  it("keep others out where it names none", () => {
    const files = mounted();
    expect(() => files.read("/secret/key")).toThrow("Permission denied");
    expect(() => files.write("/secret/x", new Uint8Array())).toThrow("Read-only file system");
    expect(() => files.remove("/etc/hosts", { recursive: false })).toThrow("Permission denied");
    expect(() => files.change("/etc/hosts", { mode: 0o777 })).toThrow("Operation not permitted");
    expect([files.filesystem("/scratch/x"), files.filesystem("/etc")]).toEqual([
      "tmpfs",
      "overlay",
    ]);
  });
});

describe("arithmetic", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["10 - 4 - 3", 3],
    ["-7 / 2", -3],
    ["-7 % 3", -1],
    ["!0 + !5", 1],
    ["2 < 3 && 3 >= 3 || 0", 1],
    ["x + none", 5],
    ["", 0],
  ])("%s is %d", (text, value) => {
    expect(evaluate(text, (name) => (name === "x" ? "5" : ""))).toBe(value);
  });

  it.each(["1 +", "1 2", "(1", "1 / 0", "1 % 0", "x", "2 ** 3", "(".repeat(300)])(
    "refuses %s",
    (text) => {
      expect(() => evaluate(text, () => "no number")).toThrow(/syntax|zero|recursion/);
    },
  );
});

describe("the programs of agnhost", () => {
  const get = async (
    world: Awaited<ReturnType<typeof nodeWorld>>,
    port: number,
    path: string,
  ): Promise<string> => {
    const request = { method: "GET", path, headers: {} };
    const { status, body } = await world.agents.network.answer("10.244.64.2", port, request, "c:1");
    return `${status} ${new TextDecoder().decode(body)}`;
  };
  const agnhost = (...args: string[]) => one({ image: "agnhost:2", args });

  it.each([
    ["/hostname", "200 pod"],
    ["/echo?msg=a%20b&code=418", "418 a b"],
    ["/echo?msg=x&code=no", "200 argument 'code' must be an integer or empty, got \"no\"\n"],
    ["/clientip", "200 c:1"],
    ["/shell?cmd=echo%20x%3B%20exit%203", '200 {"output":"x\\n","error":"exit status 3"}'],
    [
      "/dial?host=10.244.64.2&port=8080&request=hostname&tries=2",
      '200 {"responses":["pod","pod"]}',
    ],
    ["/dial?host=10.244.64.2&port=8081&protocol=udp&request=hostname", '200 {"responses":["pod"]}'],
    ["/dial?host=10.244.64.9&port=1&request=x", /^200 \{"errors":\[".*connection refused"\]\}$/],
    ["/dial?host=nowhere&port=1&request=x", /^400 .*no such host/],
    ["/dial?host=a&port=1", "400 request parameter not specified.\n"],
    ["/redirect?location=/x&code=307", `307 <a href="/x">Temporary Redirect</a>.\n\n`],
    ["/exit?wait=soon", /^200 argument 'wait' must be a valid golang duration/],
  ])("answer %s", async (path, wanted) => {
    const world = await nodeWorld();
    await world.run("pod", agnhost("netexec"));
    if (typeof wanted === "string") expect(await get(world, 8080, path)).toBe(wanted);
    else expect(await get(world, 8080, path)).toMatch(wanted);
  });

  it("listen where they are told, and nowhere else, until they end", async () => {
    const world = await nodeWorld();
    const spec = agnhost("netexec", "--http-port=9000", "--udp-port", "-1");
    await world.run("pod", { ...spec, restartPolicy: "Never" });
    expect(world.agents.network.listens("10.244.64.2", 8080)).toBe(false);
    expect(world.agents.network.listens("10.244.64.2", 9000)).toBe(true);
    expect(await get(world, 9000, "/exit?code=7&wait=2s")).toBe("200 ");
    await world.host.advance(3_000);
    expect((await world.container("pod")).state?.terminated?.exitCode).toBe(7);
    expect(world.agents.network.listens("10.244.64.2", 9000)).toBe(false);
  });

  it("write logs evenly over a time, as an API server might", async () => {
    const world = await nodeWorld();
    const spec = agnhost("logs-generator", "--log-lines-total", "4", "--run-duration", "8s");
    await world.run("pod", { ...spec, restartPolicy: "Never" });
    await world.host.advance(3_000);
    expect((await world.log("pod")).split("\n")).toHaveLength(3);
    await world.host.advance(6_000);
    const lines = (await world.log("pod")).split("\n").slice(0, -1);
    expect(lines).toHaveLength(4);
    for (const [id, line] of lines.entries()) {
      expect(line).toMatch(
        new RegExp(
          String.raw`^I\d{4} [\d:]{8}\.\d{6}       1 logs_generator\.go:76\] ${id} (GET|POST|PUT) /api/v1/namespaces/(kube-system|default|ns)/pods/[a-z0-9]{3,4} [2-5]\d\d$`,
        ),
      );
    }
    expect((await world.container("pod")).state?.terminated?.exitCode).toBe(0);
  });

  it("speak gRPC for probes, and say when they are not well", async () => {
    const world = await nodeWorld();
    const probe = (port: number) => ({ grpc: { port }, periodSeconds: 5, failureThreshold: 1 });
    const program = { image: "agnhost:2", args: ["grpc-health-checking"] };
    await world.run("pod", one({ ...program, readinessProbe: probe(5000) }));
    await world.host.advance(6_000);
    expect((await world.container("pod")).ready).toBe(true);
    await get(world, 8080, "/make-not-serving");
    await world.host.advance(6_000);
    expect((await world.container("pod")).ready).toBe(false);
    expect(await world.events("pod")).toContainEqual(
      expect.stringContaining('service unhealthy (responded with "NOT_SERVING")'),
    );
    await world.run("http", one({ ...program, readinessProbe: probe(8080) }));
    await world.run("nobody", one({ ...program, readinessProbe: probe(2333) }));
    await world.run("guessed", one({ readinessProbe: probe(5000) }));
    await world.host.advance(6_000);
    expect((await world.container("guessed")).ready).toBe(true);
    expect((await world.events("http")).join()).toContain("error: health rpc probe failed");
    expect((await world.events("nobody")).join()).toMatch(
      /timeout: failed to connect service "10.244.64.4:2333" within 1s: context deadline exceeded/,
    );
  });

  it("whose name is not known leave a container that just runs", async () => {
    const world = await nodeWorld();
    await world.run("pod", agnhost("guestbook", "--http-port", "3000"));
    await world.host.advance(10_000);
    expect((await world.container("pod")).state?.running).toBeDefined();
  });
});
