/** The objects of a vector as plugins look them up. */
import { noObjects, type ClusterObjects } from "../../../src/scheduler/plugins/snapshot.ts";
import type { VectorObjects } from "./vector.ts";

type Named = { readonly metadata: { readonly name?: string } };

export function clusterObjectsOf(objects: VectorObjects = {}): ClusterObjects {
  const byName = <T extends Named>(all: readonly T[] | undefined, name: string): T | undefined =>
    all?.find(({ metadata }) => metadata.name === name);
  return {
    ...noObjects,
    namespaceLabels: (name) => objects.namespaces?.[name],
    claim: (_, name) => byName(objects.claims, name),
    volume: (name) => byName(objects.volumes, name),
    volumes: () => objects.volumes ?? [],
    storageClass: (name) => byName(objects.classes, name),
    csiNode: (name) => byName(objects.csiNodes, name),
    volumeAttachments: () => objects.attachments ?? [],
    services: () => objects.services ?? [],
  };
}
