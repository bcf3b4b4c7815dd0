/** The parts of the Docker runtime that need no daemon. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  cleanSubPath,
  containerBody,
  sandboxBody,
  volumeMount,
} from "../../../../src/host/node/docker/container-spec.ts";
import { compareVersions } from "../../../../src/host/node/docker/docker-client.ts";
import { dockerEndpoints } from "../../../../src/host/node/docker/endpoint.ts";
import { containerOf, type Inspected } from "../../../../src/host/node/docker/inspect.ts";
import { Demultiplexer } from "../../../../src/host/node/docker/log-stream.ts";
import { sandboxImage } from "../../../../src/host/node/docker/sandbox-image.ts";
import { sandboxProgram } from "../../../../src/host/node/docker/sandbox-program.ts";
import { writeTar } from "../../../../src/host/node/docker/tar.ts";
import { volumeArchive } from "../../../../src/host/node/docker/volume-archive.ts";
import { containerConfigOf, sandboxConfigOf } from "../../../conformance/container-runtime.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe("the sandbox program", () => {
  it.each([
    ["amd64", 282, 62, "564b0cc44cd3ec50d6143beef8bf50779e876666d5e88de6ab1f876844edd013"],
    ["arm64", 304, 183, "8fc4741cce37db190ee04e596ee305613fe44d473759a89b6ec6ca32899de02b"],
  ] as const)("for %s is the golden ELF file", (architecture, length, machine, golden) => {
    const program = sandboxProgram(architecture);
    expect(program).toHaveLength(length);
    expect(program.subarray(0, 4).toString("latin1")).toBe("\x7fELF");
    expect(program.readUInt16LE(18)).toBe(machine);
    expect(sha256(program)).toBe(golden);
  });

  it("makes the same image each time", () => {
    expect(sandboxImage("amd64").name).toBe("localhost/kubarium/sandbox:af3e4bb5f4a4");
    expect(sandboxImage("amd64").archive.equals(sandboxImage("amd64").archive)).toBe(true);
    expect(sandboxImage("arm64").name).not.toBe(sandboxImage("amd64").name);
  });
});

/** `type mode path -> link (gid): content` of each entry. */
function listTar(tar: Buffer): readonly string[] {
  const lines: string[] = [];
  const text = (at: number, length: number): string =>
    tar.toString("utf8", at, at + length).replace(/\0.*$/s, "");
  for (let at = 0; at < tar.length && tar[at] !== 0;) {
    const size = parseInt(text(at + 124, 12), 8);
    const prefix = text(at + 345, 155);
    const path = `${prefix === "" ? "" : `${prefix}/`}${text(at, 100)}`;
    const link = text(at + 157, 100);
    const content = tar.toString("utf8", at + 512, at + 512 + size);
    const gid = parseInt(text(at + 116, 8), 8);
    lines.push(
      `${parseInt(text(at + 100, 8), 8).toString(8)} ${path}${link === "" ? "" : ` -> ${link}`}${gid === 0 ? "" : ` (${gid})`}${content === "" ? "" : `: ${content}`}`,
    );
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return lines;
}

describe("the archive of a pod's volumes", () => {
  const content = (text: string) => new TextEncoder().encode(text);
  const files = [
    { path: "a", content: content("A"), mode: 0o644 },
    { path: "sub/b", content: content("B"), mode: 0o400 },
  ];

  it("lays files out as the kubelet does, so that an update is one link", () => {
    const volumes = [
      { type: "files", name: "conf", memory: false, files },
      { type: "emptyDir", name: "work", memory: false },
      { type: "hostPath", name: "host", path: "/srv", kind: "" },
    ] as const;
    const tar = volumeArchive(volumes, { revision: 7, fsGroup: undefined });
    expect(listTar(tar ?? Buffer.alloc(0))).toEqual([
      "777 conf/",
      "755 conf/..r7/",
      "644 conf/..r7/a: A",
      "755 conf/..r7/sub/",
      "400 conf/..r7/sub/b: B",
      "777 conf/..data -> ..r7",
      "777 conf/a -> ..data/a",
      "777 conf/sub -> ..data/sub",
      "777 work/",
    ]);
  });

  it("gives everything to the fsGroup, which can read it", () => {
    const volumes = [{ type: "files", name: "v", memory: true, files: files.slice(1) }] as const;
    const tar = volumeArchive(volumes, { revision: 1, fsGroup: 2000 });
    expect(listTar(tar ?? Buffer.alloc(0))).toContain("440 v/..r1/sub/b (2000): B");
    expect(listTar(tar ?? Buffer.alloc(0))[0]).toBe("2777 v/ (2000)");
  });

  it("is none when there is nothing to write", () => {
    expect(volumeArchive([], { revision: 1, fsGroup: undefined })).toBeUndefined();
  });

  it("takes long paths apart and refuses what no archive can hold", () => {
    const long = `${"d".repeat(90)}/${"e".repeat(90)}`;
    expect(listTar(writeTar([{ path: long, mode: 0o644 }]))).toEqual([`644 ${long}`]);
    expect(() => writeTar([{ path: "f".repeat(101), mode: 0o644 }])).toThrow("path too long");
  });
});

describe("framed output", () => {
  it.each([1, 3, 8, 1000])("is put together from pieces of %d bytes", (size) => {
    const frame = (text: string): Buffer => {
      const header = Buffer.alloc(8);
      header[0] = 1;
      header.writeUInt32BE(text.length, 4);
      return Buffer.concat([header, Buffer.from(text)]);
    };
    const all = Buffer.concat([frame("hello "), frame(""), frame("world\n")]);
    let text = "";
    const frames = new Demultiplexer((chunk) => (text += chunk.toString()));
    for (let at = 0; at < all.length; at += size) frames.push(all.subarray(at, at + size));
    expect(text).toBe("hello world\n");
  });
});

describe("the search for a Docker endpoint", () => {
  const base = { env: {}, home: "/nowhere", platform: "linux", uid: 1000 };

  it.each([
    [{ ...base, flag: "/tmp/x.sock" }, ["unix:///tmp/x.sock"]],
    [{ ...base, env: { DOCKER_HOST: "tcp://h:1" } }, ["tcp://h:1"]],
    [{ ...base, flag: "unix:///a", env: { DOCKER_HOST: "tcp://h:1" } }, ["unix:///a"]],
  ])("takes what is named: %j", (search, wanted) => {
    expect(dockerEndpoints(search)).toEqual(wanted);
  });

  it("follows the current Docker context", () => {
    const home = mkdtempSync(join(tmpdir(), "kubarium-context-"));
    const id = createHash("sha256").update("colima").digest("hex");
    const meta = join(home, ".docker", "contexts", "meta", id);
    mkdirSync(meta, { recursive: true });
    writeFileSync(join(home, ".docker", "config.json"), '{"currentContext":"colima"}');
    const host = { Endpoints: { docker: { Host: "unix:///colima.sock" } } };
    writeFileSync(join(meta, "meta.json"), JSON.stringify(host));
    expect(dockerEndpoints({ ...base, home })).toEqual(["unix:///colima.sock"]);
    const env = { DOCKER_CONTEXT: "default" };
    expect(dockerEndpoints({ ...base, home, env })[0]).toBe("unix:///var/run/docker.sock");
    rmSync(home, { recursive: true });
  });

  it("knows where each system's products put their sockets", () => {
    expect(dockerEndpoints(base)).toContain("unix:///run/user/1000/docker.sock");
    expect(dockerEndpoints({ ...base, platform: "darwin" })).toContain(
      "unix:///nowhere/.orbstack/run/docker.sock",
    );
    expect(dockerEndpoints({ ...base, platform: "win32" })[0]).toBe(
      "npipe:////./pipe/docker_engine",
    );
  });

  it("says what to do with ssh", () => {
    expect(() => dockerEndpoints({ ...base, flag: "ssh://me@host" })).toThrow("ssh -L");
  });

  it.each([
    ["1.9", "1.41", -1],
    ["1.41", "1.41", 0],
    ["1.47", "1.41", 1],
    ["2.0", "1.99", 1],
  ])("compares versions %s and %s by their numbers", (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });
});

describe("a container in Docker's words", () => {
  const at = {
    cluster: "c",
    image: "pause",
    network: "net",
    hostAddresses: ["127.0.0.1", "10.244.0.1"],
  };

  it("is joined to its sandbox, labelled, limited and never restarted by the daemon", () => {
    const config = containerConfigOf("busybox", ["sleep"], {
      args: ["5"],
      env: [{ name: "A", value: "b=c" }],
      resources: {
        cpuRequestMilli: 250,
        cpuLimitMilli: 500,
        memoryRequestBytes: 1,
        memoryLimitBytes: 1024,
        oomScoreAdj: -997,
      },
    });
    const pod = sandboxConfigOf("u1");
    const plan = { cluster: "c", pod, sandboxId: "S", mounts: [], binds: [], messageFile: 0 };
    expect(containerBody(config, plan)).toMatchObject({
      Image: "busybox",
      Entrypoint: ["sleep"],
      Cmd: ["5"],
      Env: ["A=b=c"],
      Labels: {
        "dev.kubarium.cluster": "c",
        "dev.kubarium.kind": "container",
        "dev.kubarium.pod.uid": "u1",
        "dev.kubarium.container": "main",
        "dev.kubarium.attempt": "0",
      },
      HostConfig: {
        NetworkMode: "container:S",
        IpcMode: "container:S",
        RestartPolicy: { Name: "no" },
        CpuShares: 256,
        NanoCpus: 500_000_000,
        Memory: 1024,
        MemorySwap: 1024,
        OomScoreAdj: 0,
      },
    });
  });

  it.each([
    [{}, undefined],
    [{ runAsUser: 1000 }, "1000"],
    [{ runAsUser: 1000, runAsGroup: 3000 }, "1000:3000"],
    [{ runAsGroup: 3000 }, "0:3000"],
  ])("runs as %j by User %s", (security, user) => {
    const base = containerConfigOf("i", []);
    const config = { ...base, security: { ...base.security, ...security } };
    const plan = {
      cluster: "c",
      pod: sandboxConfigOf("u"),
      sandboxId: "S",
      mounts: [],
      binds: [],
      messageFile: 0,
    };
    expect(containerBody(config, plan)["User"]).toBe(user);
  });

  it("publishes host ports to this machine alone, unless an address is named", () => {
    const hostPorts = [
      { containerPort: 80, hostPort: 8080 },
      { containerPort: 53, hostPort: 53, protocol: "UDP", hostIP: "192.0.2.1" },
      { containerPort: 80, hostPort: 8081, hostIP: "0.0.0.0" },
      { containerPort: 81, hostPort: 8082, hostIP: "::" },
    ] as const;
    expect(sandboxBody(sandboxConfigOf("u", { hostPorts }), at)).toMatchObject({
      ExposedPorts: { "80/tcp": {}, "53/udp": {}, "81/tcp": {} },
      HostConfig: {
        PortBindings: {
          "80/tcp": [
            { HostIp: "127.0.0.1", HostPort: "8080" },
            { HostIp: "10.244.0.1", HostPort: "8080" },
            { HostIp: "127.0.0.1", HostPort: "8081" },
            { HostIp: "10.244.0.1", HostPort: "8081" },
          ],
          "53/udp": [{ HostIp: "192.0.2.1", HostPort: "53" }],
          "81/tcp": [
            { HostIp: "127.0.0.1", HostPort: "8082" },
            { HostIp: "10.244.0.1", HostPort: "8082" },
          ],
        },
      },
    });
  });

  it("has a sandbox with the pod's names, or the host's network and none of its own", () => {
    const dns = { servers: ["10.0.0.10"], searches: ["svc"], options: ["ndots:5"] };
    expect(sandboxBody(sandboxConfigOf("u", { dns }), at)).toMatchObject({
      Hostname: "pod-u",
      HostConfig: { NetworkMode: "net", Dns: ["10.0.0.10"], DnsSearch: ["svc"], CapDrop: ["ALL"] },
    });
    const host = sandboxBody(sandboxConfigOf("u", { hostNetwork: true }), at);
    expect(host).toMatchObject({ HostConfig: { NetworkMode: "host" } });
    expect(host).not.toHaveProperty("Hostname");
  });

  const of = { cluster: "c", podUid: "u" };
  const empty = { type: "emptyDir", name: "v", memory: false } as const;
  it.each([
    [{ subpaths: true }, { Type: "volume", VolumeOptions: { Subpath: "a/b" } }],
    [{ subpaths: false }, { Type: "bind", Source: "/data/a/b" }],
  ])("mounts a sub-path by %j", ({ subpaths }, wanted) => {
    const mount = { volume: "v", mountPath: "/m", subPath: "/a//./b", readOnly: false };
    expect(volumeMount(mount, empty, { of, subpaths, mountpoint: "/data" })).toMatchObject(wanted);
  });

  it("refuses a sub-path that leaves its volume", () => {
    expect(() => cleanSubPath("a/../../b")).toThrow('must not contain ".."');
  });
});

describe("a container's state in Docker's words", () => {
  const never = "0001-01-01T00:00:00Z";
  const state = {
    Status: "exited",
    Running: false,
    OOMKilled: false,
    ExitCode: 0,
    Error: "",
    StartedAt: "2026-01-01T00:00:01Z",
    FinishedAt: "2026-01-01T00:00:02.5Z",
  };
  it.each([
    [{ Running: true }, { state: "running" }],
    [{}, { state: "exited", exitCode: 0, reason: "Completed", finishedAtMs: 1767225602500 }],
    [{ ExitCode: 2 }, { state: "exited", exitCode: 2, reason: "Error" }],
    [
      { ExitCode: 137, OOMKilled: true },
      { state: "exited", reason: "OOMKilled" },
    ],
    [
      { ExitCode: 0, OOMKilled: true },
      { state: "exited", reason: "Completed" },
    ],
    [{ StartedAt: never, FinishedAt: never }, { state: "created" }],
    [
      { StartedAt: never, FinishedAt: never, ExitCode: 127, Error: "not found" },
      { state: "exited", exitCode: 128, reason: "StartError", message: "not found" },
    ],
  ])("%j is %j", (more, wanted) => {
    const inspected: Inspected = {
      Id: "i",
      Created: "2026-01-01T00:00:00Z",
      Image: "sha256:x",
      State: { ...state, ...more },
      Config: { Labels: {}, Tty: false },
      HostConfig: { NetworkMode: "container:S" },
      NetworkSettings: {},
    };
    expect(containerOf(inspected, "id")).toMatchObject(wanted);
  });
});
