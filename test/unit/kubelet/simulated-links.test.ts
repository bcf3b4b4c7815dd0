/** Symbolic links in simulated containers: made, followed, listed, removed, archived. Words are those of busybox. */
import { expect, test } from "vitest";
import { createSimulatedHost } from "../../../src/host/simulated.ts";
import type { VolumeConfig } from "../../../src/kubelet/container-runtime.ts";
import { ContainerFiles } from "../../../src/kubelet/runtimes/simulated-files.ts";
import { LineReader } from "../../../src/kubelet/runtimes/simulated-lines.ts";
import { PodFiles } from "../../../src/kubelet/runtimes/simulated-pod-files.ts";
import { Session } from "../../../src/kubelet/runtimes/simulated-session.ts";
import { BytePipe } from "../../../src/server/streaming/byte-pipe.ts";

const data: VolumeConfig = { type: "emptyDir", name: "data", memory: false };

function container(uid = 0) {
  const host = createSimulatedHost();
  const nowMs = () => host.clock.nowMs();
  const pod = new PodFiles([data], nowMs);
  const user = { uid, gid: uid, groups: [] };
  const files = new ContainerFiles({
    pod,
    sandbox: {
      hostname: "pod-1",
      volumes: [data],
      dns: { servers: [], searches: [], options: [] },
      hostAliases: [],
    } as never,
    ip: "10.244.1.2",
    mounts: [
      { volume: "data", mountPath: "/data", readOnly: false },
      { volume: "data", mountPath: "/locked", readOnly: true },
    ],
    readOnlyRoot: false,
    user,
    nowMs,
  });
  const place = { host, hostname: "pod-1", files, user, refresh: () => pod.ready() };
  return async (script: string, input: Uint8Array = new Uint8Array()) => {
    const stdin = new BytePipe(Number.POSITIVE_INFINITY);
    void stdin.write(input);
    stdin.end();
    const written: [Uint8Array[], Uint8Array[]] = [[], []];
    const [stdout, stderr] = written.map((chunks) => ({
      write: (chunk: Uint8Array) => Promise.resolve(void chunks.push(chunk.slice())),
      end: () => {},
      abort: () => {},
    })) as [never, never];
    const { signal } = new AbortController();
    const session = new Session({ place, env: {}, workingDir: "/tmp", signal, tty: false });
    await session.run(["sh", "-c", script], { stdin: new LineReader(stdin), stdout, stderr });
    const [bytes, errors] = [Buffer.concat(written[0]), Buffer.concat(written[1])];
    return { bytes, said: bytes.toString() + errors.toString() };
  };
}

test.each([
  ["ln -s a l; echo x > a; cat l; readlink l", "x\na\n"],
  ["mkdir d; echo x > d/f; ln -s d l; cat l/f; ls l; cd l; cat f", "x\nf\nx\n"],
  [
    "mkdir d; ln -s /tmp/d l; echo y > l/n; cat d/n; [ -L l ] && [ -d l ] && echo both",
    "y\nboth\n",
  ],
  ["ln -s nowhere l; cat l", "cat: can't open 'l': No such file or directory\n"],
  ["ln -s a l; echo x > l; cat a; [ -L l ] && echo still", "x\nstill\n"],
  ["ln -s nowhere l; [ -e l ] || echo no; [ -L l ] && echo link; ls l", "no\nlink\nl\n"],
  ["ln -s b a; ln -s a b; cat a", "cat: can't open 'a': Too many levels of symbolic links\n"],
  ["echo x > a; ln -s a l; rm l; ls", "a\n"],
  ["mkdir d; touch d/f; ln -s d l; rm -r l; ls d", "f\n"],
  ["touch a; ln -s b a", "ln: a: File exists\n"],
  ["touch a; ln -sf b a; readlink a", "b\n"],
  ["touch a; ln a b", "ln: there are no hard links (this container is simulated)\n"],
  ["mkdir d; ln -s /etc/hosts d; readlink d/hosts", "/etc/hosts\n"],
  ["mkdir d e; ln -s d l; ln -sfn e l; readlink l", "e\n"],
  [
    "mkdir d; ln -s d l; ln -s ../x/y l/z; readlink d/z; readlink -f d/z || echo none",
    "../x/y\nnone\n",
  ],
  ["mkdir -p d/e; ln -s d/e l; touch d/e/f; readlink -f l/f; realpath l", "/tmp/d/e/f\n/tmp/d/e\n"],
  ["realpath none", "realpath: none: No such file or directory\n"],
  ["echo x > a; ln -s a l; cp l c; [ -L c ] || cat c; cp -d l p; readlink p", "x\na\n"],
  ["mkdir d; ln -s a d/l; cp -r d e; readlink e/l; mv e/l m; readlink m; ls e", "a\na\n"],
  ["ln -s a l; stat -c '%F %s %a %N' l", "symbolic link 1 777 'l' -> 'a'\n"],
  ["echo x > a; ln -s a l; stat -L -c '%F %s' l", "regular file 2\n"],
  ["ln -s a l; ls -l l", "lrwxrwxrwx    1 root     root             1 l -> a\n"],
  ["ln -s /tmp /data/l; echo x > /locked/l/f; cat f", "x\n"],
  ["ln -s x /locked/l", "ln: /locked/l: Read-only file system\n"],
  ["touch /data/f; ln -s /locked/f l; echo x > l", "sh: can't create l: Read-only file system\n"],
])("%s", async (script, said) => {
  expect((await container()(script)).said).toBe(said);
});

test("nobody makes one where he may not write", async () => {
  const { said } = await container(1000)("ln -s a /etc/l");
  expect(said).toBe("ln: /etc/l: Permission denied\n");
});

test("archives hold them, their targets long or short, and not what they lead to", async () => {
  const long = `${"t".repeat(60)}/${"u".repeat(70)}`;
  const from = container();
  await from(`mkdir d; echo x > d/f; ln -s f d/short; ln -s ${long} d/long; ln -s /etc d/out`);
  const { bytes } = await from("tar cf - d");
  const to = container();
  const listed = "for l in short long out; do readlink d/$l; done; cat d/short";
  expect((await to(`tar xf -; ${listed}`, bytes)).said).toBe(`f\n${long}\n/etc\nx\n`);
  // Once more over what is there, and a file in the place of a link: nothing is written through it.
  await to("rm d/f; ln -s /etc/hosts d/f");
  expect((await to("tar xf -; cat d/f; [ -L d/f ] || echo file", bytes)).said).toBe("x\nfile\n");
});
