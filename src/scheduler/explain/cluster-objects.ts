/** The objects beside nodes and Pods that placements depend on, read from the shared informers. */
import {
  CSI_DRIVERS,
  CSI_NODES,
  CSI_STORAGE_CAPACITIES,
  NAMESPACES,
  PERSISTENT_VOLUMES,
  PERSISTENT_VOLUME_CLAIMS,
  REPLICATION_CONTROLLERS,
  REPLICA_SETS,
  SERVICES,
  STATEFUL_SETS,
  STORAGE_CLASSES,
  VOLUME_ATTACHMENTS,
} from "../../api/kinds.ts";
import type { InformerFactory } from "../../loop/informer.ts";
import type { ClusterObjects } from "../plugins/snapshot.ts";

const kinds = [
  CSI_DRIVERS,
  CSI_NODES,
  CSI_STORAGE_CAPACITIES,
  NAMESPACES,
  PERSISTENT_VOLUMES,
  PERSISTENT_VOLUME_CLAIMS,
  REPLICATION_CONTROLLERS,
  REPLICA_SETS,
  SERVICES,
  STATEFUL_SETS,
  STORAGE_CLASSES,
  VOLUME_ATTACHMENTS,
] as const;

/** Starts the informers that `clusterObjects` reads; resolves when each has its first list. */
export async function startObjectInformers(informers: InformerFactory): Promise<void> {
  const all = kinds.map((kind) => {
    const informer = informers.of(kind as (typeof kinds)[0]);
    informer.start();
    return informer.synced();
  });
  await Promise.all(all);
}

/** Always what the informers know at the moment of asking. */
export function clusterObjects(informers: InformerFactory): ClusterObjects {
  const namespaces = informers.lister(NAMESPACES);
  const claims = informers.lister(PERSISTENT_VOLUME_CLAIMS);
  const volumes = informers.lister(PERSISTENT_VOLUMES);
  const classes = informers.lister(STORAGE_CLASSES);
  const nodes = informers.lister(CSI_NODES);
  const drivers = informers.lister(CSI_DRIVERS);
  const capacities = informers.lister(CSI_STORAGE_CAPACITIES);
  const attachments = informers.lister(VOLUME_ATTACHMENTS);
  const services = informers.lister(SERVICES);
  const controllers = informers.lister(REPLICATION_CONTROLLERS);
  const replicaSets = informers.lister(REPLICA_SETS);
  const statefulSets = informers.lister(STATEFUL_SETS);
  return {
    namespaceLabels: (name) => {
      const namespace = namespaces.get(name);
      return namespace === undefined ? undefined : (namespace.metadata.labels ?? {});
    },
    claim: (namespace, name) => claims.get(`${namespace}/${name}`),
    volume: (name) => volumes.get(name),
    volumes: () => volumes.all(),
    storageClass: (name) => classes.get(name),
    csiNode: (name) => nodes.get(name),
    csiDriver: (name) => drivers.get(name),
    storageCapacities: () => capacities.all(),
    volumeAttachments: () => attachments.all(),
    services: (namespace) => services.inNamespace(namespace),
    replicationController: (namespace, name) => controllers.get(`${namespace}/${name}`),
    replicaSet: (namespace, name) => replicaSets.get(`${namespace}/${name}`),
    statefulSet: (namespace, name) => statefulSets.get(`${namespace}/${name}`),
  };
}
