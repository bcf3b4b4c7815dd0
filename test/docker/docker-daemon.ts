/**
 * A Docker daemon for tests: one that is named by KUBARIUM_TEST_DOCKER_HOST, or a private one of our own in a directory of its own, and an
 * image that is made from the machine's static busybox. Where neither can be had, the reason is told and the tests are skipped.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DaemonInfo } from "../../src/host/node/docker/daemon-info.ts";
import { DockerClient, readAll } from "../../src/host/node/docker/docker-client.ts";
import { findNode } from "../../src/host/node/docker/gateway-image.ts";
import { label } from "../../src/host/node/docker/labels.ts";
import {
  streamTar,
  type TarEntry,
  type TarFile,
  writeTar,
} from "../../src/host/node/docker/tar.ts";

export interface TestDaemon {
  readonly endpoint: string;
  /** An image with a static busybox and links to its commands. */
  readonly image: string;
  /** The same with this machine's Node.js, for what a static program cannot do: ask for names, speak TLS. Made at the first call. */
  nodeImage(): Promise<string>;
  client(): Promise<DockerClient>;
  /** Ends the daemon if it is ours, and removes its directory. */
  stop(): Promise<void>;
}

const image = "kubarium-test/busybox:1";
const commands =
  "cat chmod date echo env false head hostname httpd id kill ls mkdir nc printf ps pwd rm sh sleep stat tail tar test touch true wget";

/** Why there is no daemon here, or undefined when there can be one. */
export function daemonObstacle(): string | undefined {
  if (process.env["KUBARIUM_TEST_DOCKER_HOST"]) return undefined;
  if (process.platform !== "linux") return "a private dockerd needs Linux";
  if (process.getuid?.() !== 0) return "a private dockerd needs root";
  if (!find("dockerd")) return "dockerd is not installed (npm test installs it where it may)";
  if (!find("busybox")) return "busybox-static is not installed";
  return undefined;
}

/** All that carries our label: a daemon that ends leaves its bridges behind, whose routes the next one would trip over. */
async function removeOurs(endpoint: string): Promise<void> {
  const client = await DockerClient.connect(endpoint);
  const query = { all: 1, filters: JSON.stringify({ label: [label.cluster] }) };
  const containers = await client.call<readonly { Id: string }[]>("GET", "/containers/json", {
    query,
  });
  for (const { Id } of containers)
    await client.call("DELETE", `/containers/${Id}`, { query: { force: 1, v: 1 } });
  const networks = await client.call<readonly { Id: string }[]>("GET", "/networks", { query });
  for (const { Id } of networks) await client.call("DELETE", `/networks/${Id}`);
  client.close();
}

function find(program: string): string | undefined {
  const places = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"];
  return places.map((place) => join(place, program)).find((path) => existsSync(path));
}

/** A `beforeAll` that starts a daemon may have to wait for the test files before it. */
export const startTimeoutMs = 240_000;

/**
 * One daemon at a time: two of them would fight over address ranges and packet filter rules. The lock is an abstract socket, which the
 * kernel frees however its holder ends.
 */
async function takeTurn(): Promise<Server> {
  for (;;) {
    const server = createServer();
    const taken = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false));
      server.listen({ path: "\0kubarium-test-docker" }, () => resolve(true));
    });
    if (taken) return server;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export async function startDaemon(): Promise<TestDaemon> {
  const turn = await takeTurn();
  const named = process.env["KUBARIUM_TEST_DOCKER_HOST"];
  const own = named ? undefined : await startPrivate();
  const endpoint = named ?? own?.endpoint ?? "";
  const client = await DockerClient.connect(endpoint);
  await client.call("POST", "/images/create", {
    query: { fromSrc: "-", repo: "kubarium-test/busybox", tag: "1" },
    body: busyboxImage(),
  });
  client.close();
  let nodeImage: Promise<string> | undefined;
  return {
    endpoint,
    image,
    nodeImage: () => (nodeImage ??= makeNodeImage(endpoint)),
    client: () => DockerClient.connect(endpoint),
    stop: async () => {
      await removeOurs(endpoint);
      await own?.stop();
      turn.close();
    },
  };
}

async function makeNodeImage(endpoint: string): Promise<string> {
  const client = await DockerClient.connect(endpoint);
  const info = await client.call<DaemonInfo>("GET", "/info");
  const machine = { platform: process.platform, architecture: process.arch, isElectron: false };
  const node = findNode(info, machine);
  const file = (path: string, as = path.slice(1)): TarFile => ({
    path: as,
    mode: 0o755,
    size: statSync(path).size,
    chunks: () => createReadStream(path),
  });
  const files = [file(node.path, "bin/node"), ...node.libraries.map((path) => file(path))];
  // busybox's own archive, but for its end, then the files.
  const archive = async function* (): AsyncGenerator<Buffer> {
    yield busyboxImage().subarray(0, -1024);
    yield* streamTar(files);
  };
  const response = await client.stream("POST", "/images/create", {
    query: { fromSrc: "-", repo: "kubarium-test/node", tag: "1" },
    archive: archive(),
  });
  await readAll(response);
  client.close();
  return "kubarium-test/node:1";
}

async function startPrivate(): Promise<{ endpoint: string; stop(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), "kubarium-docker-"));
  const endpoint = `unix://${directory}/docker.sock`;
  const log = openSync(join(directory, "log"), "w");
  const daemon = spawn(
    find("dockerd") ?? "dockerd",
    [
      "--data-root",
      join(directory, "data"),
      "--exec-root",
      join(directory, "exec"),
      "--pidfile",
      join(directory, "pid"),
      "-H",
      endpoint,
    ],
    { stdio: ["ignore", log, log] },
  );
  const deadline = Date.now() + 30_000;
  for (;;) {
    const client = await DockerClient.connect(endpoint).catch(() => undefined);
    if (client) {
      client.close();
      break;
    }
    if (daemon.exitCode !== null || Date.now() > deadline) {
      const text = readFileSync(join(directory, "log"), "utf8").slice(-2000);
      throw new Error(`dockerd did not start:\n${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { endpoint, stop: () => stopPrivate(daemon, directory) };
}

async function stopPrivate(daemon: ChildProcess, directory: string): Promise<void> {
  const ended = new Promise((resolve) => daemon.once("exit", resolve));
  daemon.kill("SIGTERM");
  await ended;
  // What the daemon left mounted would be deleted through: only its own directory is looked at.
  spawnSync("sh", ["-c", 'grep -o "$0[^ ]*" /proc/mounts | sort -r | xargs -r umount', directory]);
  rmSync(directory, { recursive: true, force: true });
}

function busyboxImage(): Buffer {
  const entries: TarEntry[] = [
    { path: "bin/", mode: 0o755 },
    { path: "tmp/", mode: 0o1777 },
    { path: "bin/busybox", mode: 0o755, content: readFileSync(find("busybox") ?? "") },
    ...commands.split(" ").map((name) => ({ path: `bin/${name}`, mode: 0o777, linkTo: "busybox" })),
  ];
  return writeTar(entries);
}
