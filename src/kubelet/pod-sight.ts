/** What a runtime has of one Pod, as last seen. Looks may overlap: none takes the place of a later one. */
import type { ContainerRuntime, RuntimeContainer, SandboxStatus } from "./container-runtime.ts";

type Lists = Pick<ContainerRuntime, "listPodSandboxes" | "listContainers">;

export class PodSight {
  readonly #runtime: Lists;
  readonly #podUid: string;
  /** Newest first, both. */
  #sandboxes: readonly SandboxStatus[] = [];
  #containers: readonly RuntimeContainer[] = [];
  /** How many times each container was made, by its name. */
  readonly attempts = new Map<string, number>();
  #begun = 0;
  #seen = 0;

  constructor(runtime: Lists, podUid: string) {
    this.#runtime = runtime;
    this.#podUid = podUid;
  }

  get sandboxes(): readonly SandboxStatus[] {
    return this.#sandboxes;
  }

  get containers(): readonly RuntimeContainer[] {
    return this.#containers;
  }

  /** Rejects with RuntimeError, or the signal's reason. */
  async look(signal: AbortSignal): Promise<void> {
    const turn = ++this.#begun;
    const filter = { podUid: this.#podUid };
    const sandboxes = await this.#runtime.listPodSandboxes(filter, signal);
    const containers = await this.#runtime.listContainers(filter, signal);
    if (turn < this.#seen) return;
    this.#seen = turn;
    this.#sandboxes = sandboxes;
    this.#containers = containers;
    for (const { name, attempt } of containers)
      this.attempts.set(name, Math.max(attempt, this.attempts.get(name) ?? 0));
  }
}
