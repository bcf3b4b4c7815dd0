/**
 * Where the Docker API may be: what the user said, the environment, the current Docker context, then the places where the known
 * products put their sockets. Pure search; docker-client.ts asks who answers.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** `unix:///path`, `npipe:////./pipe/name` or `tcp://host:port`. */
export type DockerEndpoint = string;

export interface EndpointSearch {
  /** From --docker-host. */
  readonly flag?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: string;
  readonly uid: number;
}

/** Candidates in order; the first alone when the user or the environment named one. */
export function dockerEndpoints(search: EndpointSearch): readonly DockerEndpoint[] {
  const named = search.flag || search.env["DOCKER_HOST"];
  if (named) return [normalize(named)];
  const context = search.env["DOCKER_CONTEXT"] || currentContext(search);
  if (context && context !== "default") {
    const endpoint = contextEndpoint(search, context);
    if (endpoint) return [normalize(endpoint)];
  }
  return wellKnown(search);
}

function normalize(endpoint: string): DockerEndpoint {
  if (endpoint.startsWith("ssh://")) {
    throw new Error(
      `${endpoint} is an ssh endpoint, which cannot be used directly: forward it with "ssh -L" and name the local socket`,
    );
  }
  return endpoint.includes("://") ? endpoint : `unix://${endpoint}`;
}

function dockerConfigDir(search: EndpointSearch): string {
  return search.env["DOCKER_CONFIG"] ?? join(search.home, ".docker");
}

function currentContext(search: EndpointSearch): string | undefined {
  const value = readJson(join(dockerConfigDir(search), "config.json"))?.["currentContext"];
  return typeof value === "string" ? value : undefined;
}

function contextEndpoint(search: EndpointSearch, name: string): string | undefined {
  const id = createHash("sha256").update(name).digest("hex");
  const meta = readJson(join(dockerConfigDir(search), "contexts", "meta", id, "meta.json"));
  const endpoints = meta?.["Endpoints"] as { docker?: { Host?: unknown } } | undefined;
  const host = endpoints?.docker?.Host;
  return typeof host === "string" ? host : undefined;
}

/** A file that is missing or not JSON says nothing. */
function readJson(path: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function wellKnown({ env, home, platform, uid }: EndpointSearch): readonly DockerEndpoint[] {
  if (platform === "win32") {
    return [
      "npipe:////./pipe/docker_engine",
      "npipe:////./pipe/dockerDesktopLinuxEngine",
      "npipe:////./pipe/podman-machine-default",
    ];
  }
  const run = env["XDG_RUNTIME_DIR"] ?? `/run/user/${uid}`;
  const linux = [
    "/var/run/docker.sock",
    `${run}/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
    `${home}/.rd/docker.sock`,
    `${run}/podman/podman.sock`,
    "/run/podman/podman.sock",
  ];
  const mac = [
    `${home}/.docker/run/docker.sock`,
    "/var/run/docker.sock",
    `${home}/.orbstack/run/docker.sock`,
    `${home}/.colima/default/docker.sock`,
    `${home}/.config/colima/default/docker.sock`,
    `${home}/.rd/docker.sock`,
    `${home}/.lima/docker/sock/docker.sock`,
    `${home}/.lima/default/sock/docker.sock`,
    `${home}/.local/share/containers/podman/machine/podman.sock`,
  ];
  return (platform === "darwin" ? mac : linux).map((path) => `unix://${path}`);
}
