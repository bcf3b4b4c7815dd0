/** The gateway's container: made where there is none, kept where it is the right one, made anew where it is another one's. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gatewayDir } from "../assets.ts";
import { gatewayPaths, type GatewaySettings, settingsVariable } from "../gateway/protocol.ts";
import { removeContainer } from "./container-removal.ts";
import type { ProgramArchitecture } from "./elf.ts";
import type { DockerClient } from "./docker-client.ts";
import { NoGateway } from "./gateway-image.ts";
import { label, labelFilter } from "./labels.ts";
import { netlinkProgram } from "./netlink-program.ts";
import { type TarEntry, writeTar } from "./tar.ts";

export interface GatewayPlan {
  readonly cluster: string;
  readonly network: string;
  readonly settings: GatewaySettings;
  readonly image: string;
  /** Where the image's libraries are, as LD_LIBRARY_PATH has it; empty for an image that knows by itself. */
  readonly libraryPath: string;
  readonly files: GatewayFiles;
}

export interface GatewayFiles {
  /** For the container's root. */
  readonly archive: Buffer;
  readonly hash: string;
}

/** Rejects with NoGateway where the gateway's program has not been built. */
export async function gatewayFiles(architecture: ProgramArchitecture): Promise<GatewayFiles> {
  const dir = gatewayPaths.dir.slice(1);
  let contents: readonly [string, Buffer][];
  try {
    contents = [
      [gatewayPaths.program, await readFile(`${gatewayDir}/gateway.mjs`)],
      [gatewayPaths.kernel, await readFile(`${gatewayDir}/ipvs.wasm`)],
      [gatewayPaths.netlink, netlinkProgram(architecture)],
    ];
  } catch (cause) {
    throw new NoGateway(`its program is not built: ${(cause as Error).message}`, { cause });
  }
  const entries = contents.map(([path, content]): TarEntry => ({
    path: path.slice(1),
    mode: 0o755,
    content,
  }));
  const archive = writeTar([{ path: `${dir}/`, mode: 0o755 }, ...entries]);
  return { archive, hash: createHash("sha256").update(archive).digest("hex") };
}

/** What a container of that plan is known by. */
export function planHash(plan: GatewayPlan): string {
  const { files, image, network, settings, libraryPath } = plan;
  const facts = JSON.stringify({ files: files.hash, image, network, settings, libraryPath });
  return createHash("sha256").update(facts).digest("hex").slice(0, 16);
}

/** `02:42:0a:f4:80:0a` for 10.244.128.10: always the same, for Pods remember it. */
export function macOf(address: string): string {
  const bytes = address.split(".").map((part) => Number(part).toString(16).padStart(2, "0"));
  return `02:42:${bytes.join(":")}`;
}

/** The body of POST /containers/create. `perNetwork`: the daemon takes a MAC address with the network it is for (API 1.44). */
export function gatewayBody(plan: GatewayPlan, perNetwork: boolean): Record<string, unknown> {
  const { settings, network, cluster, image, libraryPath } = plan;
  const mac = { MacAddress: macOf(settings.address) };
  return {
    Image: image,
    Hostname: "gateway",
    Entrypoint: ["node"],
    Cmd: ["--max-old-space-size=512", gatewayPaths.program],
    User: "0:0",
    Env: [
      `${settingsVariable}=${JSON.stringify(settings)}`,
      ...(libraryPath === "" ? [] : [`LD_LIBRARY_PATH=${libraryPath}`]),
    ],
    Labels: {
      [label.cluster]: cluster,
      [label.kind]: "gateway",
      [label.specHash]: planHash(plan),
    },
    ...(perNetwork ? {} : mac),
    HostConfig: {
      NetworkMode: network,
      // Services live on while no engine is there to look after it.
      RestartPolicy: { Name: "unless-stopped" },
      CapDrop: ["ALL"],
      CapAdd: ["NET_ADMIN", "NET_BIND_SERVICE"],
      SecurityOpt: ["no-new-privileges:true"],
      LogConfig: { Type: "json-file", Config: { "max-size": "1m", "max-file": "1" } },
    },
    NetworkingConfig: {
      EndpointsConfig: {
        [network]: {
          IPAMConfig: { IPv4Address: settings.address },
          ...(perNetwork ? mac : {}),
        },
      },
    },
  };
}

interface ListedContainer {
  readonly Id: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly State: string;
}

export async function findGateways(
  client: DockerClient,
  cluster: string,
  signal: AbortSignal,
): Promise<readonly ListedContainer[]> {
  const filters = labelFilter({ [label.cluster]: cluster, [label.kind]: "gateway" });
  return client.call("GET", "/containers/json", { query: { all: 1, filters }, signal });
}

/** Resolves with the id of a gateway that runs. Rejects with RuntimeError. */
export async function ensureGatewayContainer(
  client: DockerClient,
  plan: GatewayPlan,
  signal: AbortSignal,
): Promise<string> {
  const hash = planHash(plan);
  let kept: ListedContainer | undefined;
  for (const found of await findGateways(client, plan.cluster, signal)) {
    // One that was made but never started has perhaps not got its files.
    const isRight = found.Labels[label.specHash] === hash && found.State !== "created";
    if (isRight && !kept) kept = found;
    else await removeContainer(client, found.Id, signal);
  }
  const id = kept?.Id ?? (await createGateway(client, plan, signal));
  if (kept?.State !== "running") await client.call("POST", `/containers/${id}/start`, { signal });
  return id;
}

async function createGateway(
  client: DockerClient,
  plan: GatewayPlan,
  signal: AbortSignal,
): Promise<string> {
  const body = gatewayBody(plan, client.atLeast("1.44"));
  const query = { name: `kubarium_${plan.cluster}_gateway` };
  const path = "/containers/create";
  const { Id } = await client.call<{ Id: string }>("POST", path, { query, body, signal });
  await client.call("PUT", `/containers/${Id}/archive`, {
    query: { path: "/" },
    body: plan.files.archive,
    signal,
  });
  return Id;
}
