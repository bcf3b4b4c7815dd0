/**
 * The image that gateways run from: this machine's Node.js with the libraries that it has loaded, sent to the daemon once. Nothing is
 * pulled; where this Node.js cannot run on the daemon's machine, there is none unless the user names an image with one in it.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { isRuntimeError, RuntimeError } from "../../../kubelet/container-runtime.ts";
import { architectureOf, type DaemonInfo } from "./daemon-info.ts";
import type { DockerClient } from "./docker-client.ts";
import { readAll } from "./docker-client.ts";
import { label } from "./labels.ts";
import { streamTar, type TarFile } from "./tar.ts";

const gatewayRepository = "localhost/kubarium/gateway";
/** The oldest Node.js that the gateway's program runs on. */
const nodeMajorMin = 20;

/** A Node.js of this machine, and all files that it needs. */
export interface LocalNode {
  readonly path: string;
  readonly version: string;
  /** Absolute paths of shared libraries, the loader among them. */
  readonly libraries: readonly string[];
}

/** Why there can be no gateway, in words for the user. */
export class NoGateway extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NoGateway";
  }
}

export interface Machine {
  readonly platform: string;
  /** As Node spells it: `x64`, `arm64`. */
  readonly architecture: string;
  /** In the desktop app, whose own program is no Node.js for servers: one that the PATH leads to is taken. */
  readonly isElectron: boolean;
}

/** Throws NoGateway where none of this machine's runs on the daemon's. */
export function findNode(info: DaemonInfo, machine: Machine): LocalNode {
  if (machine.platform !== "linux")
    throw new NoGateway(`this machine's Node.js is not a program for Linux (${machine.platform})`);
  const wanted = architectureOf(info) === "arm64" ? "arm64" : "x64";
  if (machine.architecture !== wanted)
    throw new NoGateway(
      `this machine's Node.js is for ${machine.architecture}, the Docker Engine's machine is ${wanted}`,
    );
  return describeNode(machine.isElectron ? ask("node") : ownDescription());
}

const description = `process.report.excludeNetwork = true;
const { sharedObjects } = process.report.getReport();
console.log(JSON.stringify({ path: process.execPath, version: process.version, sharedObjects }))`;

interface Description {
  readonly path: string;
  readonly version: string;
  /** The kernel's own page is among them, which is in no file. */
  readonly sharedObjects: readonly string[];
}

/** What another Node.js says of itself. */
function ask(program: string): Description {
  const { stdout, error } = spawnSync(program, ["-e", description], { encoding: "utf8" });
  if (error) throw new NoGateway(`no Node.js was found: ${error.message}`, { cause: error });
  try {
    return JSON.parse(stdout) as Description;
  } catch (cause) {
    throw new NoGateway(`${program} did not say what it consists of`, { cause });
  }
}

function ownDescription(): Description {
  // Names of this machine's peers would be looked up for the report.
  Object.assign(process.report, { excludeNetwork: true });
  const { sharedObjects } = process.report.getReport() as unknown as Description;
  return { path: process.execPath, version: process.version, sharedObjects };
}

function describeNode({ path, version, sharedObjects }: Description): LocalNode {
  if (!(Number(/^v(\d+)\./.exec(version)?.[1]) >= nodeMajorMin))
    throw new NoGateway(`${path} is ${version}, older than ${nodeMajorMin}`);
  return { path, version, libraries: sharedObjects.filter((file) => isAbsolute(file)) };
}

/** The image's name: another Node.js, another image. */
export function gatewayImageName({ path, version, libraries }: LocalNode): string {
  const hash = createHash("sha256").update(version);
  for (const file of [path, ...libraries]) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`\n${file} ${size} ${mtimeMs}`);
  }
  return `${gatewayRepository}:${hash.digest("hex").slice(0, 12)}`;
}

/** Sends the image to the daemon unless it has it; gives its name. Rejects with RuntimeError. */
export async function ensureGatewayImage(
  client: DockerClient,
  node: LocalNode,
  signal: AbortSignal,
): Promise<string> {
  const name = gatewayImageName(node);
  try {
    await client.call("GET", `/images/${encodeURIComponent(name)}/json`, { signal });
    return name;
  } catch (error) {
    if (!isRuntimeError(error, "notFound")) throw error;
  }
  const files = [file(node.path, "usr/bin/node"), ...node.libraries.map((path) => file(path))];
  const [repo, tag] = name.split(/:(?=[^:]*$)/);
  const response = await client.stream("POST", "/images/create", {
    query: { fromSrc: "-", repo, tag, changes: `LABEL ${label.kind}=image` },
    archive: streamTar(files),
    signal,
  });
  const said = (await readAll(response)).toString("utf8");
  const failure = /"error":"((?:[^"\\]|\\.)*)"/.exec(said)?.[1];
  if (failure !== undefined)
    throw new RuntimeError("failed", `the gateway's image was refused: ${failure}`);
  return name;
}

function file(path: string, as = path.slice(1)): TarFile {
  return {
    path: as,
    mode: 0o755,
    size: statSync(path).size,
    chunks: () => createReadStream(path, { highWaterMark: 1024 * 1024 }),
  };
}
