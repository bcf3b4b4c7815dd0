/** The logs tab of a Pod: which containers it has to choose from. */
import type { Pod } from "../../src/api/generated/types.ts";
import type { KubeObject } from "../../src/api/object.ts";
import { LogView } from "../components/log-view.tsx";

export function PodLogs({ pod }: { readonly pod: KubeObject }) {
  const { spec, metadata } = pod as Pod;
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return (
    <LogView
      key={metadata.uid}
      namespace={metadata.namespace ?? ""}
      pod={metadata.name ?? ""}
      containers={containers.map((container) => container.name)}
    />
  );
}
