/** Images of the daemon: status and pull. The daemon's local images are the cluster's own. */
import {
  type ImageStatus,
  type RegistryAuth,
  RuntimeError,
  isRuntimeError,
} from "../../../kubelet/container-runtime.ts";
import type { DockerClient } from "./docker-client.ts";

interface InspectedImage {
  readonly Id: string;
  readonly RepoDigests?: readonly string[] | null;
  readonly Size: number;
  readonly Config?: { readonly User?: string } | null;
}

export async function imageStatus(
  client: DockerClient,
  image: string,
  signal: AbortSignal,
): Promise<ImageStatus | undefined> {
  try {
    const found = await client.call<InspectedImage>("GET", `/images/${image}/json`, { signal });
    const nonRoot = isNonRoot(found.Config?.User ?? "");
    return {
      id: imageIdOf(found),
      sizeBytes: found.Size,
      ...(nonRoot === undefined ? {} : { runsAsNonRoot: nonRoot }),
    };
  } catch (error) {
    if (isRuntimeError(error, "notFound")) return undefined;
    throw error;
  }
}

/** A digest that others can pull, or the local ID of an image that came from no registry. */
function imageIdOf(image: InspectedImage): string {
  return image.RepoDigests?.[0] ?? image.Id;
}

/** A user's name says nothing without the image's files. */
function isNonRoot(user: string): boolean | undefined {
  const [name = ""] = user.split(":");
  if (name === "" || name === "root") return false;
  return /^\d+$/.test(name) ? Number(name) !== 0 : undefined;
}

/** Rejects with RuntimeError `pullFailed` and the registry's own words. */
export async function pullImage(
  client: DockerClient,
  image: string,
  options: { readonly auth: RegistryAuth | undefined; readonly signal: AbortSignal },
): Promise<ImageStatus> {
  const { auth, signal } = options;
  const tail = image.slice(image.lastIndexOf("/") + 1);
  const named = image.includes("@") || tail.includes(":");
  try {
    const response = await client.stream("POST", "/images/create", {
      query: { fromImage: named ? image : `${image}:latest` },
      ...(auth ? { headers: { "x-registry-auth": registryAuth(auth) } } : {}),
      signal,
    });
    let text = "";
    for await (const chunk of response) {
      text += (chunk as Buffer).toString("utf8");
      text = throwFailureIn(text);
    }
    throwFailureIn(`${text}\n`);
  } catch (error) {
    signal.throwIfAborted();
    if (isRuntimeError(error, "unavailable") || isRuntimeError(error, "pullFailed")) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new RuntimeError("pullFailed", why, { cause: error });
  }
  const status = await imageStatus(client, image, signal);
  if (!status) throw new RuntimeError("pullFailed", `${image} was pulled but cannot be found`);
  return status;
}

/** A pull that fails still answers 200: the error is a line of its own. Returns what follows the last whole line. */
function throwFailureIn(text: string): string {
  const lines = text.split("\n");
  const rest = lines.pop() ?? "";
  for (const line of lines) {
    if (!line.includes('"error')) continue;
    const { error, errorDetail } = JSON.parse(line) as {
      error?: string;
      errorDetail?: { message?: string };
    };
    const message = errorDetail?.message ?? error;
    if (message) throw new RuntimeError("pullFailed", message);
  }
  return rest;
}

/** base64url with its padding: without it old daemons ignore the header without a word. */
function registryAuth(auth: RegistryAuth): string {
  const { username, password, serverAddress } = auth;
  const json = JSON.stringify({ username, password, serveraddress: serverAddress });
  return Buffer.from(json).toString("base64").replaceAll("+", "-").replaceAll("/", "_");
}
