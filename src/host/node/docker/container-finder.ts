/** Finds a cluster's containers in the daemon by their labels. */
import { isRuntimeError } from "../../../kubelet/container-runtime.ts";
import type { DockerClient } from "./docker-client.ts";
import type { Inspected } from "./inspect.ts";
import { label, labelFilter } from "./labels.ts";

interface Listed {
  readonly Id: string;
  readonly Labels: Readonly<Record<string, string>>;
}

export class ContainerFinder {
  readonly #client: DockerClient;
  readonly #cluster: string;

  constructor(client: DockerClient, cluster: string) {
    this.#client = client;
    this.#cluster = cluster;
  }

  /** Ids of those that have all of these labels. */
  async list(
    kind: "sandbox" | "container",
    labels: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<readonly string[]> {
    return (await this.#list(kind, labels, signal)).map(({ Id }) => Id);
  }

  /** All labels of those. */
  async labels(
    kind: "sandbox" | "container",
    labels: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<readonly Readonly<Record<string, string>>[]> {
    return (await this.#list(kind, labels, signal)).map(({ Labels }) => Labels);
  }

  async #list(
    kind: "sandbox" | "container",
    labels: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<readonly Listed[]> {
    const filters = labelFilter({ ...labels, [label.cluster]: this.#cluster, [label.kind]: kind });
    const options = { query: { all: 1, filters }, ...(signal ? { signal } : {}) };
    const path = "/containers/json";
    return this.#client.call("GET", path, options);
  }

  async inspectAll(
    kind: "sandbox" | "container",
    labels: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<readonly Inspected[]> {
    const ids = await this.list(kind, labels, signal);
    const all = await Promise.all(ids.map((id) => this.find(id, signal)));
    return all.filter((inspected) => inspected !== undefined);
  }

  /** Rejects with RuntimeError `notFound`. */
  inspect(id: string, signal?: AbortSignal): Promise<Inspected> {
    return this.#client.call("GET", `/containers/${id}/json`, signal ? { signal } : {});
  }

  async find(id: string, signal?: AbortSignal): Promise<Inspected | undefined> {
    try {
      return await this.inspect(id, signal);
    } catch (error) {
      if (isRuntimeError(error, "notFound")) return undefined;
      throw error;
    }
  }
}

/** The label of one Pod's containers; none for those of all. */
export function podFilter({ podUid }: { readonly podUid?: string }): Record<string, string> {
  return podUid === undefined ? {} : { [label.podUid]: podUid };
}
