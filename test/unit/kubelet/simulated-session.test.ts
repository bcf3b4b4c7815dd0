/** What can be run in a simulated container: commands over its files, pipes, terminals, archives; honest where it cannot. */
import { describe, expect, it } from "vitest";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import { BytePipe } from "../../../src/server/streaming/byte-pipe.ts";
import type { VolumeConfig, VolumeFile } from "../../../src/kubelet/container-runtime.ts";
import { podFileBytesMax } from "../../../src/kubelet/runtimes/simulated-file-nodes.ts";
import { ContainerFiles } from "../../../src/kubelet/runtimes/simulated-files.ts";
import { PodFiles } from "../../../src/kubelet/runtimes/simulated-pod-files.ts";
import { LineReader } from "../../../src/kubelet/runtimes/simulated-lines.ts";
import { Session } from "../../../src/kubelet/runtimes/simulated-session.ts";
import { openTerminal } from "../../../src/kubelet/runtimes/simulated-terminal.ts";

const encoder = new TextEncoder();
const config: VolumeConfig = {
  type: "files",
  name: "config",
  memory: false,
  files: [
    { path: "app.conf", content: encoder.encode("port=80\nname=web\n"), mode: 0o644 },
    { path: "nested/deep", content: encoder.encode("deep\n"), mode: 0o600 },
  ],
};
const filesOf = (contents: Readonly<Record<string, string>>): readonly VolumeFile[] =>
  Object.entries(contents).map(([path, text]) => ({
    path,
    content: encoder.encode(text),
    mode: 0o644,
  }));
const scratch: VolumeConfig = { type: "emptyDir", name: "scratch", memory: false };

function container(pod?: PodFiles, options: { readOnlyRoot?: boolean; uid?: number } = {}) {
  const host = createSimulatedHost();
  const nowMs = () => host.clock.nowMs();
  const volumes = [config, scratch];
  const shared = pod ?? new PodFiles(volumes, nowMs);
  const files = new ContainerFiles({
    pod: shared,
    sandbox: {
      hostname: "pod-1",
      volumes,
      dns: { servers: ["10.96.0.10"], searches: ["ns.svc"], options: [] },
      hostAliases: [{ ip: "1.2.3.4", hostnames: ["db"] }],
    } as never,
    ip: "10.244.1.2",
    mounts: [
      { volume: "config", mountPath: "/etc/app", readOnly: false },
      { volume: "scratch", mountPath: "/data", readOnly: false },
      { volume: "scratch", mountPath: "/locked", readOnly: true },
    ],
    readOnlyRoot: options.readOnlyRoot ?? false,
    nowMs,
  });
  const user = { uid: options.uid ?? 0, gid: options.uid ?? 0, groups: [] };
  const refresh = () => shared.ready();
  return { host, files, place: { host, hostname: "pod-1", files, user, refresh } };
}

class Sink {
  readonly chunks: Uint8Array[] = [];
  write(chunk: Uint8Array): Promise<void> {
    this.chunks.push(chunk.slice());
    return Promise.resolve();
  }
  end(): void {}
  abort(): void {}
  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
  get text(): string {
    return this.bytes.toString();
  }
}

async function run(
  argv: readonly string[],
  options: {
    world?: ReturnType<typeof container>;
    stdin?: string | Uint8Array;
    tty?: boolean;
  } = {},
) {
  const world = options.world ?? container();
  const stdin = new BytePipe(Number.POSITIVE_INFINITY);
  if (options.stdin !== undefined) {
    void stdin.write(
      typeof options.stdin === "string" ? encoder.encode(options.stdin) : options.stdin,
    );
  }
  stdin.end();
  const [stdout, stderr] = [new Sink(), new Sink()];
  const session = new Session({
    place: world.place,
    env: { NAME: "Eve", PATH: "/bin", HOME: "/root" },
    workingDir: "/",
    signal: new AbortController().signal,
    tty: options.tty ?? false,
  });
  const code = await session.run(argv, { stdin: new LineReader(stdin), stdout, stderr });
  return { code, out: stdout.text, err: stderr.text, bytes: stdout.bytes, world };
}
const sh = (script: string, options?: Parameters<typeof run>[1]) =>
  run(["sh", "-c", script], options);

describe("a command in a simulated container", () => {
  it.each([
    ["grep -E '(a+)+$' /data/long", 1, ""],
    ["grep '(x' /data/long", 2, ""],
    ["ls /data/*a*a*a*a*a*a*a*a*a*a*b", 1, ""],
  ])("takes no time over a pattern that could take years: %s", async (command, code, out) => {
    const name = "a".repeat(60);
    const script = `echo ${name}b${name}! > /data/long; echo x > /data/${name}; ${command}`;
    const ran = await sh(script);
    expect([ran.code, ran.out]).toEqual([code, out]);
  });

  it.each([
    ["echo hello; exit 3", 3, "hello\n"],
    ["echo -n a; echo -e 'b\\nc'", 0, "ab\nc\n"],
    ["printf '%s=%d\\n' a 1 b 2", 0, "a=1\nb=2\n"],
    ["cat /etc/app/app.conf", 0, "port=80\nname=web\n"],
    ["cat /etc/hostname; hostname", 0, "pod-1\npod-1\n"],
    ["cat /etc/resolv.conf", 0, "search ns.svc\nnameserver 10.96.0.10\n"],
    ["ls /etc/app", 0, "app.conf\nnested\n"],
    ["ls -d /data; test -d /data && echo yes", 0, "/data\nyes\n"],
    ["test -f /data || echo no", 0, "no\n"],
    ["[ ! -d /none ] && echo none", 0, "none\n"],
    ["cd /etc/app && pwd && cat nested/deep", 0, "/etc/app\ndeep\n"],
    ["id; id -u; whoami", 0, "uid=0(root) gid=0(root) groups=0(root)\n0\nroot\n"],
    ["env | grep NAME", 0, "NAME=Eve\n"],
    ["printenv NAME NONE", 1, "Eve\n"],
    ["export A=1; B=2; env | grep -c '^[AB]='", 0, "1\n"],
    ["date", 0, "Thu Jan  1 00:00:00 UTC 2026\n"],
    ["echo one > /tmp/f; echo two >> /tmp/f; cat < /tmp/f | tail -n 1", 0, "two\n"],
    [
      "cat /none 2> /tmp/err; echo $?; cat /tmp/err",
      0,
      "1\ncat: can't open '/none': No such file or directory\n",
    ],
    ["cat /none 2>&1 | wc -l", 0, "1\n"],
    ["echo $(hostname)-$(echo $((2 + 3)))", 0, "pod-1-5\n"],
    ['echo "$NAME" \'$NAME\' "a  b" \\$x "q\\"q"', 0, 'Eve $NAME a  b $x q"q\n'],
    ["for f in /etc/app/*; do echo $f; done", 0, "/etc/app/app.conf\n/etc/app/nested\n"],
    ["mkdir -p /data/a/b && touch /data/a/b/c && mv /data/a /data/z && ls /data/z/b", 0, "c\n"],
    [
      "cp -r /etc/app /data/copy && cat /data/copy/nested/deep && rm -r /data/copy && ls /data",
      0,
      "deep\n",
    ],
    ["no-such-program || echo failed", 0, "failed\n"],
    ["echo a | tee /data/t | cat - /data/t", 0, "a\na\n"],
    ["printf 'a\\nb\\nc\\n' | head -n 2 | tail -c +3", 0, "b\n"],
    ["true && false || echo x; sh -c 'exit 4'; echo $?", 0, "x\n4\n"],
    ["tty", 1, "not a tty\n"],
  ])("`%s`", async (script, code, out) => {
    expect(await sh(script)).toMatchObject({ code, out });
  });

  it("that is unknown ends with 127 and says that the container is simulated", async () => {
    for (const argv of [
      ["kubectl", "get", "pods"],
      ["sh", "-c", "nginx -v"],
    ]) {
      const { code, err } = await run(argv);
      expect(code).toBe(127);
      expect(err).toMatch(/: not found \(this container is simulated: try "help"\)/);
    }
    expect((await sh("case x in y) ;; esac")).code).toBe(2);
  });

  it("sleeps in the host's time", async () => {
    const world = container();
    let code: number | undefined;
    void sh("sleep 60; exit 5", { world }).then((done) => (code = done.code));
    await world.host.advance(59_000);
    expect(code).toBeUndefined();
    await world.host.advance(1000);
    expect(code).toBe(5);
  });

  it("stops at the first failure with -e", async () => {
    expect(await run(["sh", "-ec", "echo a; false; echo b"])).toMatchObject({
      code: 1,
      out: "a\n",
    });
  });

  it("reads its stdin to the end", async () => {
    expect((await run(["cat"], { stdin: "typed" })).out).toBe("typed");
    expect((await sh("wc -l", { stdin: "a\nb\n" })).out).toBe("2\n");
  });
});

describe("files", () => {
  it("are shared by the containers of a Pod where a volume is, and nowhere else", async () => {
    const pod = new PodFiles([config, scratch], () => 0);
    const [first, second] = [container(pod), container(pod)];
    await sh("echo shared > /data/x; echo own > /tmp/x", { world: first });
    expect(await sh("cat /data/x; ls /tmp", { world: second })).toMatchObject({ out: "shared\n" });
  });

  it("of a volume follow their sources whenever somebody looks, and stay while a source is gone", async () => {
    let state: readonly VolumeFile[] | undefined = filesOf({ "app.conf": "one\n", old: "o\n" });
    const current = () => Promise.resolve(state);
    const pod = new PodFiles([{ ...config, current }, scratch], () => 0);
    const world = container(pod);
    expect(await sh("cat /etc/app/*", { world })).toMatchObject({ out: "one\no\n" });
    state = filesOf({ "app.conf": "two\n", "sub/new": "n\n" });
    const both = "cat /etc/app/app.conf /etc/app/sub/new; ls /etc/app";
    expect(await sh(both, { world })).toMatchObject({ out: "two\nn\napp.conf\nsub\n" });
    state = undefined;
    expect(await sh("cd /etc/app; ls", { world })).toMatchObject({ out: "app.conf\nsub\n" });
    state = filesOf({ "sub/new": "n\n" });
    expect(await run(["ls", "/etc/app"], { world })).toMatchObject({ out: "sub\n" });
    state = filesOf({});
    expect(await run(["sh"], { world, stdin: "ls /etc/app" })).toMatchObject({ out: "" });
  });

  it("are asked for only by those who may look at them", async () => {
    let asked = 0;
    const current = () => Promise.resolve((asked++, undefined));
    const pod = new PodFiles([{ ...config, current }, scratch], () => 0);
    const world = container(pod);
    const place = { ...world.place, followed: ["/etc/app"] };
    const looks = async (script: string): Promise<boolean> => {
      asked = 0;
      await sh(script, { world: { ...world, place } });
      return asked > 0;
    };
    for (const script of [
      "cat /etc/app/app.conf",
      "cd /etc/app; cat app.conf",
      "F=/etc/app/app.conf; cat $F",
      "cat < /etc/app/app.conf",
      "for f in /etc/app/*; do echo $f; done",
      "ls /etc",
      "ls /",
      "tar cf - etc",
    ])
      expect(await looks(script), script).toBe(true);
    for (const script of ["echo a", "ls /data", "i=0; echo $((i + 1))", "cat /etc/hosts"])
      expect(await looks(script), script).toBe(false);
  });

  it("mounted by a subPath stay what they were, as on a real node", async () => {
    const current = () => Promise.resolve(filesOf({ "app.conf": "two\n" }));
    const pod = new PodFiles([{ ...config, current }, scratch], () => 0);
    const entry = () => {
      const root = pod.volume("config");
      return root?.kind === "directory" ? root.entries.get("app.conf") : undefined;
    };
    const held = entry();
    await pod.ready();
    expect(held).toMatchObject({ content: encoder.encode("port=80\nname=web\n") });
    expect(entry()).toMatchObject({
      content: encoder.encode("two\n"),
    });
  });

  it.each([
    ["echo x > /etc/app/new", "sh: can't create /etc/app/new: Read-only file system"],
    ["rm /etc/app/app.conf", "rm: can't remove '/etc/app/app.conf': Read-only file system"],
    ["touch /locked/x", "touch: /locked/x: Read-only file system"],
    ["mkdir /a/b", "mkdir: can't create directory '/a/b': No such file or directory"],
    ["mkdir /tmp", "mkdir: can't create directory '/tmp': File exists"],
    ["rm -r /data", "rm: can't remove '/data': Resource busy"],
    ["cat /tmp", "cat: read error: Is a directory"],
    ["cp -r /data /data/sub", "cp: '/data' and '/data/sub' are the same file"],
  ])("refuse `%s`", async (script, err) => {
    const result = await sh(script);
    expect(result.code).toBe(1);
    expect(result.err).toBe(`${err}\n`);
  });

  it("of a read-only root take nothing, those of its volumes do", async () => {
    const world = container(undefined, { readOnlyRoot: true });
    expect((await sh("echo x > /tmp/x", { world })).code).toBe(1);
    expect((await sh("echo x > /data/x", { world })).code).toBe(0);
  });

  it("grow by pieces, and what was read of them before stays as it was", async () => {
    const { files } = container();
    const encode = (text: string): Uint8Array => encoder.encode(text);
    files.write("/tmp/f", encode("one"));
    const before = files.read("/tmp/f");
    for (let i = 0; i < 20_000; i++) files.write("/tmp/f", encode("+two"), { append: true });
    expect(new TextDecoder().decode(before)).toBe("one");
    expect(new TextDecoder().decode(files.read("/tmp/f"))).toBe(`one${"+two".repeat(20_000)}`);
    files.write("/tmp/f", encode("new"));
    expect(new TextDecoder().decode(files.read("/tmp/f"))).toBe("new");
    files.write("/tmp/g", before);
    files.write("/tmp/g", encode("!"), { append: true });
    expect(new TextDecoder().decode(before)).toBe("one");
  });

  it("have a bound", async () => {
    const world = container();
    const large = new Uint8Array(podFileBytesMax - 1000);
    expect((await sh("cat > /data/a", { world, stdin: large })).code).toBe(0);
    const more = await sh("cat > /data/b", { world, stdin: new Uint8Array(2000) });
    expect(more.err + more.out).toContain("No space left on device");
    expect((await sh("rm /data/a; echo ok > /data/b; cat /data/b", { world })).out).toBe("ok\n");
  });
});

describe("archives", () => {
  it("go out and come in again, as kubectl cp asks for them", async () => {
    const long = `${"n".repeat(60)}/${"m".repeat(70)}`;
    const from = container();
    await sh(`mkdir -p /data/${"n".repeat(60)}; cat > /data/${long}`, {
      world: from,
      stdin: "long",
    });
    await sh("mkdir -p /data/empty; echo two > /data/b", { world: from });
    const packed = await run(["tar", "cf", "-", "/data"], { world: from });
    expect([packed.code, packed.err]).toEqual([0, "tar: removing leading '/' from member names\n"]);
    expect(packed.bytes.length % 512).toBe(0);
    expect(packed.bytes.subarray(257, 262).toString()).toBe("ustar");
    const to = container();
    const unpacked = await run(["tar", "-xmf", "-", "-C", "/tmp"], {
      world: to,
      stdin: packed.bytes,
    });
    expect(unpacked).toMatchObject({ code: 0, err: "" });
    expect((await sh(`cat /tmp/data/b /tmp/data/${long}; ls /tmp/data`, { world: to })).out).toBe(
      `two\nlongb\nempty\n${"n".repeat(60)}\n`,
    );
  });

  it.each([
    [["tar", "cf", "-", "/none"], "", "tar: /none: No such file or directory"],
    [["tar", "xf", "-", "-C", "/none"], "", "tar: can't change directory to '/none'"],
    [["tar", "xf", "-"], "x".repeat(1024), "tar: This does not look like a tar archive"],
    [["tar", "f", "-"], "", "tar: must specify exactly one of c, x or t"],
  ])("%j fails clearly", async (argv, stdin, err) => {
    const result = await run(argv, { stdin });
    expect(result.code).toBe(1);
    expect(result.err).toContain(err);
  });

  it("cannot write outside of their folder", async () => {
    const from = container();
    await sh("mkdir -p /data/d; echo evil > /data/d/f", { world: from });
    const { bytes } = await run(["tar", "cf", "-", "-C", "/data", "d/f"], { world: from });
    bytes.write("../f".padEnd(100, "\0"), 0);
    let sum = 0;
    for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 32 : (bytes[i] ?? 0);
    bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    const to = container();
    expect((await run(["tar", "xf", "-", "-C", "/tmp"], { world: to, stdin: bytes })).code).toBe(0);
    expect((await sh("ls / /tmp", { world: to })).out).not.toContain("f\n\n");
    expect(to.files.find("/f")).toBeUndefined();
  });
});

describe("an interactive shell", () => {
  it("reads lines, keeps its state, and ends with exit's code", async () => {
    const result = await run(["sh"], {
      stdin: "cd /etc\nA=7\npwd; echo $A\nfalse\nexit 9\necho never\n",
    });
    expect(result).toMatchObject({ code: 9, out: "/etc\n7\n" });
  });

  it("ends at the end of its input with the last code, and shows a prompt on a terminal alone", async () => {
    expect(await run(["sh"], { stdin: "false\n" })).toMatchObject({ code: 1, out: "" });
    expect((await run(["sh"], { stdin: "cd /tmp\n", tty: true })).out).toBe("/ # /tmp # ");
    const world = container(undefined, { uid: 1000 });
    expect((await run(["sh"], { world, tty: true })).out).toBe("/ $ ");
  });
});

describe("a terminal", () => {
  it("echoes, erases, and turns line ends as a screen needs them", async () => {
    const [input, screen] = [new BytePipe(), new Sink()];
    let interrupted = 0;
    const terminal = openTerminal({ input, output: screen }, () => interrupted++);
    await input.write(encoder.encode("lx\u007fs -a\r"));
    expect(new TextDecoder().decode(await terminal.input.read())).toBe("ls -a\n");
    expect(screen.text).toBe("lx\b \bs -a\r\n");
    await terminal.output.write(encoder.encode("a\nb\n"));
    expect(screen.text.endsWith("a\r\nb\r\n")).toBe(true);
    await input.write(encoder.encode("half\u0003"));
    await input.write(encoder.encode("\u0004"));
    expect(await terminal.input.read()).toBeUndefined();
    expect([interrupted, screen.text.endsWith("half^C\r\n")]).toEqual([1, true]);
  });
});
