/** The controllers that the engine starts, and the resources that the general ones among them look after. */
import { EVENTS } from "../api/kinds.ts";
import type { ResourceRef } from "../api/object.ts";
import { builtInResources } from "../api/resources.ts";
import type { ApiReads } from "../loop/api-reads.ts";
import type { Controller } from "../loop/controller.ts";
import { certificateCleaner } from "./certificates/cleaner.ts";
import { clusterRoleAggregationController } from "./cluster-role-aggregation.ts";
import { cronJobController } from "./cron-job.ts";
import { daemonSetController } from "./daemon-set.ts";
import { deploymentController } from "./deployment.ts";
import { endpointSliceController } from "./endpoint-slice.ts";
import { endpointSliceMirroringController } from "./endpoint-slice-mirroring.ts";
import { endpointsController } from "./endpoints.ts";
import { ephemeralVolumeController } from "./ephemeral-volumes.ts";
import { garbageCollector } from "./garbage-collector.ts";
import { jobExpiryController } from "./job-expiry.ts";
import { jobController } from "./job.ts";
import { namespaceController } from "./namespace.ts";
import { nodeEvictionController } from "./node-evictions.ts";
import { nodeHealthController } from "./node-health.ts";
import { nodeTaintController } from "./node-taints.ts";
import { nodeTtlController } from "./node-ttl.ts";
import { claimController } from "./persistent-volumes/claims.ts";
import { localProvisioner } from "./persistent-volumes/local-provisioner.ts";
import { volumeController } from "./persistent-volumes/volumes.ts";
import { podAutoscalerController } from "./pod-autoscaler.ts";
import { podGarbageCollector } from "./pod-garbage.ts";
import {
  podDisruptionBudgetController,
  staleDisruptionController,
} from "./pod-disruption-budget.ts";
import { replicaSetController, replicationController } from "./replica-set.ts";
import { resourceClaimController } from "./resource-claims.ts";
import { resourceQuotaController } from "./resource-quota.ts";
import { rootCaPublisher } from "./root-ca-publisher.ts";
import { serviceAccountController } from "./service-accounts.ts";
import { serviceCidrController } from "./service-cidrs.ts";
import { serviceIpController } from "./service-ips.ts";
import { statefulSetController } from "./stateful-set.ts";
import {
  attributesClassProtection,
  claimProtection,
  volumeProtection,
} from "./storage-protection.ts";
import { taintEvictionController } from "./taint-eviction.ts";

export interface BuiltInControllersOptions {
  /** The CA bundle that clients verify the API server with, PEM; without it no root CA ConfigMaps are written. */
  readonly caPem?: string;
  /** Finished Pods that are kept; 12,500 by default. */
  readonly finishedPodsMax?: number;
  /** Whether a node's kubelet runs in this process; by default none does. */
  readonly runsNode?: (nodeName: string) => boolean;
  /** Where scales and metrics are read; without it nothing is scaled. As the account `horizontal-pod-autoscaler`. */
  readonly autoscalerReads?: ApiReads;
}

/** Every built-in resource that objects are stored of, each under one version. */
export function storedResources(): readonly ResourceRef[] {
  return builtInResources
    .filter(({ ephemeral, storedAs, verbs }) => !ephemeral && !storedAs && verbs.includes("watch"))
    .map(({ group, version, resource, kind, namespaced }) => ({
      group,
      version,
      resource,
      kind,
      namespaced,
    }));
}

export function builtInControllers(options: BuiltInControllersOptions = {}): readonly Controller[] {
  const isEvents = ({ group, resource }: ResourceRef): boolean =>
    group === EVENTS.group && resource === EVENTS.resource;
  // Events neither own nor are owned, and there are many: nothing needs a cache of them.
  const resources = storedResources().filter((resource) => !isEvents(resource));
  return [
    deploymentController,
    replicaSetController,
    replicationController,
    statefulSetController,
    daemonSetController,
    endpointSliceController,
    endpointSliceMirroringController,
    endpointsController,
    namespaceController({
      resources: resources.filter(({ namespaced }) => namespaced),
      unwatched: [EVENTS],
    }),
    garbageCollector(resources),
    serviceAccountController,
    serviceCidrController,
    serviceIpController,
    ...(options.caPem === undefined ? [] : [rootCaPublisher(options.caPem)]),
    podGarbageCollector(options.finishedPodsMax),
    nodeTaintController,
    nodeTtlController,
    nodeHealthController(options.runsNode ?? (() => false)),
    nodeEvictionController,
    taintEvictionController,
    ...(options.autoscalerReads ? [podAutoscalerController(options.autoscalerReads)] : []),
    podDisruptionBudgetController,
    staleDisruptionController,
    clusterRoleAggregationController,
    certificateCleaner,
    claimProtection,
    volumeProtection,
    attributesClassProtection,
    claimController,
    volumeController,
    localProvisioner,
    ephemeralVolumeController,
    resourceClaimController,
    resourceQuotaController(resources.filter(({ namespaced }) => namespaced)),
    jobController,
    jobExpiryController,
    cronJobController,
  ];
}
