/** CPU and memory of running containers: two looks at the counters make a rate. */
import type { ContainerStats } from "../../../kubelet/container-runtime.ts";
import { isRuntimeError } from "../../../kubelet/container-runtime.ts";
import type { DockerClient } from "./docker-client.ts";

/** The parts of GET /containers/{id}/stats that are read. */
interface RawStats {
  readonly read: string;
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } };
  readonly memory_stats?: {
    readonly usage?: number;
    readonly stats?: Readonly<Record<string, number>>;
  };
}

interface Sample {
  readonly atMs: number;
  readonly cpuNanos: number;
}

export interface UsageTarget {
  readonly id: string;
  readonly podUid: string;
  readonly container: string;
}

export class UsageReader {
  readonly #client: DockerClient;
  readonly #samples = new Map<string, Sample>();

  constructor(client: DockerClient) {
    this.#client = client;
  }

  /** The first look at a container shows no CPU; later ones the mean since the look before. */
  async read(
    targets: readonly UsageTarget[],
    signal: AbortSignal,
  ): Promise<readonly ContainerStats[]> {
    const ids = new Set(targets.map(({ id }) => id));
    for (const id of this.#samples.keys()) if (!ids.has(id)) this.#samples.delete(id);
    const all = await Promise.all(targets.map((target) => this.#one(target, signal)));
    return all.filter((stats) => stats !== undefined);
  }

  async #one(target: UsageTarget, signal: AbortSignal): Promise<ContainerStats | undefined> {
    try {
      const query = { stream: false, "one-shot": true };
      const raw = await this.#client.call<RawStats>("GET", `/containers/${target.id}/stats`, {
        query,
        signal,
      });
      const { podUid, container } = target;
      return { podUid, container, ...this.#rate(target.id, raw), memoryBytes: workingSet(raw) };
    } catch (error) {
      // It ended while we asked.
      if (isRuntimeError(error, "notFound")) return undefined;
      throw error;
    }
  }

  #rate(id: string, raw: RawStats): { cpuNanoCores: number; cpuNanos: number } {
    const sample = {
      atMs: Date.parse(raw.read),
      cpuNanos: raw.cpu_stats?.cpu_usage?.total_usage ?? 0,
    };
    const before = this.#samples.get(id);
    const elapsedMs = before ? sample.atMs - before.atMs : 0;
    if (!before || elapsedMs >= 100) this.#samples.set(id, sample);
    const { cpuNanos } = sample;
    if (!before || elapsedMs <= 0) return { cpuNanoCores: 0, cpuNanos };
    const rate = ((sample.cpuNanos - before.cpuNanos) / elapsedMs) * 1000;
    return { cpuNanoCores: Math.max(0, Math.round(rate)), cpuNanos };
  }
}

/** Usage without the page cache that can be dropped, as cAdvisor counts the working set; cgroup v1 and v2 name it differently. */
function workingSet(raw: RawStats): number {
  const { usage = 0, stats = {} } = raw.memory_stats ?? {};
  return Math.max(0, usage - (stats["total_inactive_file"] ?? stats["inactive_file"] ?? 0));
}
