/** What all Pod workers of one node share. */
import type { Node } from "../api/generated/types.ts";
import type { Host } from "../host/host.ts";
import type { Client } from "../loop/client.ts";
import type { ClaimSources } from "./claim-volumes.ts";
import type { ContainerRuntime } from "./container-runtime.ts";
import type { EventNote, EventRecorder } from "../loop/event-recorder.ts";
import type { ImagePuller } from "./image-puller.ts";
import type { PodSources } from "./pod-env.ts";
import { type PodObject, type SpecContainer, containerFieldPath } from "./pod-view.ts";
import type { ClusterDns } from "./sandbox-config.ts";

export interface NodeContext {
  readonly host: Host;
  readonly client: Client;
  readonly runtime: ContainerRuntime;
  /** Scheme of container IDs: `docker`, `simulated`. */
  readonly runtimeName: string;
  readonly recorder: EventRecorder;
  readonly sources: PodSources;
  readonly storage: ClaimSources;
  readonly puller: ImagePuller;
  readonly nodeName: string;
  readonly nodeIp: string;
  readonly dns: ClusterDns | undefined;
  /** `v1.36.0+kubarium.1`. */
  readonly version: string;
  readonly allocatable: Readonly<Record<string, string>>;
  /** The node as the API has it; undefined where that is not known. */
  node(): Node | undefined;
  readonly memoryBytes: number;
}

/** Records an event about a Pod, or about one of its containers. */
export function notePod(
  context: NodeContext,
  pod: PodObject,
  note: EventNote,
  container?: SpecContainer,
): void {
  context.recorder.record({
    ...note,
    regarding: pod,
    nodeName: context.nodeName,
    ...(container ? { fieldPath: containerFieldPath(container) } : {}),
  });
}
