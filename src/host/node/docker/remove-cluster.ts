/** Takes out of Docker what a cluster has made there: by its labels, and nothing else. */
import type { Log } from "../../host.ts";
import { isRuntimeError, RuntimeError } from "../../../kubelet/container-runtime.ts";
import type { DockerClient } from "./docker-client.ts";
import { removeContainer } from "./container-removal.ts";
import { findGateways } from "./gateway-container.ts";
import { label, labelFilter } from "./labels.ts";

const timeoutMs = 60_000;

/**
 * What the engine itself needs (gateway, network, images) goes with the last Pod; while one is there it all stays, for what runs goes
 * on running. Never rejects: what could not be removed is told, and removed the next time.
 */
export async function removeEmptyCluster(
  client: DockerClient,
  cluster: string,
  log: Log,
): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const own = labelFilter({ [label.cluster]: cluster });
    const query = { all: 1, filters: own };
    const options = { query, signal };
    const all = await client.call<readonly Listed[]>("GET", "/containers/json", options);
    if (all.some(({ Labels }) => Labels[label.kind] !== "gateway")) return;
    // What the removal of a Pod had not come to when the engine was stopped; claims keep theirs.
    await removeVolumes(client, { [label.cluster]: cluster, [label.kind]: "volume" }, signal);
    await removeFrame(client, cluster, signal);
  } catch (error) {
    log.write("warn", "the cluster's network stays in Docker", { error: String(error) });
  }
}

interface Listed {
  readonly Id: string;
  readonly Labels: Readonly<Record<string, string>>;
}

/** Removes all of a cluster: its Pods' containers, its volumes and what they hold, gateway, network. Rejects with RuntimeError. */
export async function removeWholeCluster(client: DockerClient, cluster: string): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  const filters = labelFilter({ [label.cluster]: cluster });
  const query = { all: 1, filters };
  const options = { query, signal };
  const all = await client.call<readonly Listed[]>("GET", "/containers/json", options);
  for (const { Id } of all) await removeContainer(client, Id, signal);
  await removeVolumes(client, { [label.cluster]: cluster }, signal);
  await removeFrame(client, cluster, signal);
}

async function removeVolumes(
  client: DockerClient,
  labels: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const query = { filters: labelFilter(labels) };
  type Answer = { readonly Volumes?: readonly { readonly Name: string }[] | null };
  const { Volumes } = await client.call<Answer>("GET", "/volumes", { query, signal });
  for (const { Name } of Volumes ?? [])
    await client.call("DELETE", `/volumes/${Name}`, { query: { force: 1 }, signal });
}

async function removeFrame(
  client: DockerClient,
  cluster: string,
  signal: AbortSignal,
): Promise<void> {
  for (const { Id } of await findGateways(client, cluster, signal))
    await removeContainer(client, Id, signal);
  const filters = labelFilter({ [label.cluster]: cluster });
  const networks = await client.call<readonly { Id: string }[]>("GET", "/networks", {
    query: { filters },
    signal,
  });
  for (const { Id } of networks) await deleteUnlessGone(client, `/networks/${Id}`, signal);
  await removeImages(client, signal);
}

async function deleteUnlessGone(
  client: DockerClient,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.call("DELETE", path, { signal });
  } catch (error) {
    if (!isRuntimeError(error, "notFound")) throw error;
  }
}

/** Removes the images of ours that no container needs any more. */
async function removeImages(client: DockerClient, signal: AbortSignal): Promise<void> {
  const filters = labelFilter({ [label.kind]: "image" });
  const images = await client.call<readonly { readonly RepoTags?: readonly string[] | null }[]>(
    "GET",
    "/images/json",
    { query: { filters }, signal },
  );
  for (const name of images.flatMap(({ RepoTags }) => RepoTags ?? [])) {
    try {
      await client.call("DELETE", `/images/${encodeURIComponent(name)}`, { signal });
    } catch (error) {
      // Another cluster's containers run from it, or it is removed there as well.
      if (!(error instanceof RuntimeError) || error.code === "unavailable") throw error;
    }
  }
}
