/**
 * Brings back what no cluster is without when somebody deletes it: the API's own Service, the range that it is of, the namespace of the
 * nodes' leases; and the API's endpoints when somebody changes them. Source: pkg/controlplane/controller: kubernetesservice, defaultservicecidr, systemnamespaces, which look every so often.
 */
import type { Host } from "../../host/host.ts";
import type { ObjectKey } from "../../store/store.ts";
import type { Store } from "../../store/store.ts";

/** How often kube-apiserver looks for its Service, its endpoints and their range, and for the namespaces. */
const periodsMs: Readonly<Record<string, number>> = {
  services: 10_000,
  endpoints: 10_000,
  "endpointslices.discovery.k8s.io": 10_000,
  "servicecidrs.networking.k8s.io": 10_000,
  namespaces: 60_000,
};

export interface BootstrapKeeperOptions {
  readonly host: Pick<Host, "timers" | "log">;
  readonly store: Store;
  /** Makes what is missing; rejects where it cannot. */
  restore(): Promise<void>;
}

/** Waits for deletions; an idle cluster costs nothing. Returns what ends it. */
export function keepBootstrapped({ host, store, restore }: BootstrapKeeperOptions): () => void {
  const timers = new Map<string, { cancel(): void }>();
  const look = (resource: string): void => {
    timers.delete(resource);
    restore().catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      host.log.write("warn", "what a cluster has of itself cannot be restored", { error: text });
      soon(resource);
    });
  };
  const soon = (resource: string): void => {
    if (timers.has(resource)) return;
    const periodMs = periodsMs[resource] ?? 0;
    timers.set(
      resource,
      host.timers.after(periodMs, () => look(resource)),
    );
  };
  const watches = Object.keys(periodsMs).map((resource) =>
    store.watch(resource, { fromRevision: store.revision }, (events) => {
      const isLost = events.some(
        ({ type, entry }) => isOwn(entry.key) && (type === "DELETED" || isPutRight(resource, type)),
      );
      if (isLost) soon(resource);
    }),
  );
  return () => {
    for (const watch of watches) watch.stop();
    for (const timer of timers.values()) timer.cancel();
    timers.clear();
  };
}

function isOwn({ resource, namespace, name }: ObjectKey): boolean {
  if (resource === "namespaces") return name === "kube-node-lease";
  return name === "kubernetes" && (namespace === "" || namespace === "default");
}

/** What is looked at after a change, too: what is right then stays as it is. */
function isPutRight(resource: string, type: string): boolean {
  return type === "MODIFIED" && /^(?:services$|endpoint)/.test(resource);
}
