/**
 * The admission plugins that every write goes through, in kube-apiserver's recommended order (pkg/kubeapiserver/options,
 * AllOrderedPlugins): earlier ones change what later ones see, and the quota counts what all others have let pass.
 */
import type { Host } from "../../host/host.ts";
import type { Store } from "../../store/store.ts";
import { deviceRights } from "../auth/device-rights.ts";
import { escalationCheck } from "../auth/escalation.ts";
import type { ClusterAuthorizer } from "../auth/cluster-authorizer.ts";
import type { AdmissionPlugin } from "./chain.ts";
import {
  certificateApproval,
  certificateRequester,
  certificateSigning,
  certificateSubjectRestriction,
} from "./certificates.ts";
import { defaultIngressClass, defaultStorageClass } from "./defaults.ts";
import { limitRanger } from "./limit-ranger.ts";
import { namespaceLifecycle } from "./namespace-lifecycle.ts";
import { nodeFeatures } from "./node-features.ts";
import { nodeRestriction } from "./node-restriction/plugin.ts";
import { defaultTolerations, priorityAdmission } from "./pod-defaults.ts";
import { taintNewNodes } from "./node-taints.ts";
import { podResize } from "./pod-resize.ts";
import { podSecurity } from "./pod-security/plugin.ts";
import { resourceQuota } from "./resource-quota.ts";
import { runtimeClass } from "./runtime-class.ts";
import { serviceAccountAdmission } from "./service-account.ts";
import { claimResize, storageProtection } from "./storage.ts";
import { topologyLabels } from "./topology-labels.ts";

export interface BuiltInAdmissionOptions {
  readonly host: Host;
  readonly store: Store;
  readonly authorizer: ClusterAuthorizer;
  /** MutatingAdmissionPolicy and MutatingAdmissionWebhook: after what defaults, before what only refuses. */
  readonly mutating?: readonly AdmissionPlugin[];
  /** ValidatingAdmissionPolicy and ValidatingAdmissionWebhook: just before the quota. */
  readonly validating?: readonly AdmissionPlugin[];
}

export function builtInAdmission(options: BuiltInAdmissionOptions): readonly AdmissionPlugin[] {
  const { host, store, authorizer, mutating = [], validating = [] } = options;
  const { rbac } = authorizer;
  return [
    namespaceLifecycle(store),
    limitRanger(store),
    serviceAccountAdmission(store, host),
    nodeRestriction(store, authorizer),
    taintNewNodes(),
    podSecurity(store),
    priorityAdmission(store),
    defaultTolerations(),
    defaultStorageClass(store),
    storageProtection(),
    claimResize(store),
    runtimeClass(store),
    certificateRequester(),
    certificateApproval(rbac),
    certificateSigning(rbac),
    certificateSubjectRestriction(),
    defaultIngressClass(store),
    topologyLabels(store),
    nodeFeatures(store),
    podResize(store),
    ...mutating,
    escalationCheck(rbac),
    deviceRights(store, authorizer),
    ...validating,
    resourceQuota(store, host),
  ];
}
