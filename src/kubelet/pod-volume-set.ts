/** The volumes of one running Pod: their content as it is now, and whether that is what the runtime was given last. */
import type { VolumeConfig } from "./container-runtime.ts";
import { type NodeContext, notePod } from "./node-context.ts";
import { PodTokens } from "./pod-tokens.ts";
import type { PodObject } from "./pod-view.ts";
import { podVolumes, volumesKey } from "./pod-volumes.ts";

/** Whether a Pod has volumes whose content the kubelet writes and keeps up to date. */
export function hasFileVolumes(pod: PodObject): boolean {
  return (pod.spec?.volumes ?? []).some(
    (volume) => volume.configMap ?? volume.secret ?? volume.projected ?? volume.downwardAPI,
  );
}

export class PodVolumeSet {
  readonly #node: NodeContext;
  readonly #tokens: PodTokens;
  #written = "";

  constructor(node: NodeContext) {
    this.#node = node;
    this.#tokens = new PodTokens(node);
  }

  /** Undefined when something that a volume needs is missing; a FailedMount event says what. */
  async build(
    pod: PodObject,
    podIp: string,
    options: { readonly mounted: boolean },
  ): Promise<readonly VolumeConfig[] | undefined> {
    const node = this.#node;
    const issue = (audience: string | undefined, seconds: number) =>
      this.#tokens.get(pod, audience, seconds);
    const tokens = node.runtime.keepsVolumes
      ? { token: issue }
      : { token: undefined, tokenLater: issue };
    const { nodeIp, allocatable, sources, storage } = node;
    const view = { pod, nodeIp, podIp, allocatable };
    try {
      return await podVolumes({ view, sources, storage, ...options, ...tokens });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      notePod(node, pod, { type: "Warning", reason: "FailedMount", message });
      return undefined;
    }
  }

  /** Whether these differ from what was written last. Unknown after a restart, hence written once. */
  changed(volumes: readonly VolumeConfig[]): boolean {
    return volumesKey(volumes) !== this.#written;
  }

  written(volumes: readonly VolumeConfig[]): void {
    this.#written = volumesKey(volumes);
  }
}
