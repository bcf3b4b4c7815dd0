/** Walks over a Pod's containers of all kinds, in Kubernetes' order. Source: VisitContainersWithPath in pkg/apis/core/pods. */
import type { Container, EphemeralContainer, PodSpec } from "../generated/types.ts";

export interface ContainerAt {
  readonly container: Container | EphemeralContainer;
  /** `spec.initContainers[0]`. */
  readonly path: string;
}

const lists = ["initContainers", "containers", "ephemeralContainers"] as const;

/** `path` is the spec's. */
export function containersOf(path: string, spec: PodSpec): readonly ContainerAt[] {
  return lists.flatMap((list) =>
    (spec[list] ?? []).map((container, index) => ({
      container,
      path: `${path}.${list}[${index}]`,
    })),
  );
}
