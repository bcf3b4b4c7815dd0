/** The volumes of one running Pod: their content as it is now, and whether that is what the runtime was given last. */
import type { VolumeConfig } from "./container-runtime.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import { PodTokens } from "./pod-tokens.ts";
import type { PodObject } from "./pod-view.ts";
import { type VolumeContext, podVolumes, volumesKey } from "./pod-volumes.ts";

/** Whether a Pod has volumes whose content the kubelet writes and keeps up to date. */
export function hasFileVolumes(pod: PodObject): boolean {
  return (pod.spec?.volumes ?? []).some(
    (volume) => volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI,
  );
}

export class PodVolumeSet {
  readonly #node: NodeContext;
  readonly #pod: () => PodObject;
  readonly #tokens: PodTokens;
  #written = "";

  /** `pod`: as it is now. */
  constructor(node: NodeContext, pod: () => PodObject) {
    this.#node = node;
    this.#pod = pod;
    this.#tokens = new PodTokens(node);
  }

  /** Undefined when something that a volume needs is missing; a FailedMount event says what. */
  async build(
    podIp: string,
    options: { readonly mounted: boolean },
  ): Promise<readonly VolumeConfig[] | undefined> {
    const node = this.#node;
    const context = this.#context(podIp, options.mounted);
    try {
      if (node.runtime.keepsVolumes) return await podVolumes(context);
      const current = () => this.#context(podIp, true);
      return await podVolumes({ ...context, token: undefined, current });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      notePod(node, context.view.pod, { type: "Warning", reason: "FailedMount", message });
      return undefined;
    }
  }

  #context(podIp: string, mounted: boolean): VolumeContext {
    const { nodeIp, allocatable, sources, storage } = this.#node;
    const pod = this.#pod();
    const token = (audience: string | undefined, seconds: number) =>
      this.#tokens.get(pod, audience, seconds);
    return { view: { pod, nodeIp, podIp, allocatable }, sources, storage, mounted, token };
  }

  /** Whether these differ from what was written last. Unknown after a restart, hence written once. */
  changed(volumes: readonly VolumeConfig[]): boolean {
    return volumesKey(volumes) !== this.#written;
  }

  written(volumes: readonly VolumeConfig[]): void {
    this.#written = volumesKey(volumes);
  }
}
