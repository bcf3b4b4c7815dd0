/** Finds the strategy of a resource: by its group and kind for built-in ones, the custom resources' otherwise. */
import { builtInResources, type ResourceDefinition } from "../resources.ts";
import * as cluster from "./cluster-rules.ts";
import { coreRules } from "./core-rules.ts";
import { admissionRules, apiextensionsRules, apiregistrationRules } from "./extension-rules.ts";
import type { GroupRules, KindRules } from "./kind-rules.ts";
import { makeStrategy } from "./make-strategy.ts";
import * as network from "./network-rules.ts";
import { storageRules } from "./storage-class-rules.ts";
import type { Strategy } from "./strategy.ts";
import { appsRules, batchRules } from "./workload-rules.ts";

const groups: Readonly<Record<string, GroupRules>> = {
  "": coreRules,
  "admissionregistration.k8s.io": admissionRules,
  "apiextensions.k8s.io": apiextensionsRules,
  "apiregistration.k8s.io": apiregistrationRules,
  apps: appsRules,
  autoscaling: cluster.autoscalingRules,
  batch: batchRules,
  "certificates.k8s.io": cluster.certificatesRules,
  "coordination.k8s.io": cluster.coordinationRules,
  "discovery.k8s.io": network.discoveryRules,
  "events.k8s.io": cluster.eventsRules,
  "flowcontrol.apiserver.k8s.io": cluster.flowcontrolRules,
  "networking.k8s.io": network.networkingRules,
  "node.k8s.io": cluster.nodeRules,
  policy: cluster.policyRules,
  "rbac.authorization.k8s.io": cluster.rbacRules,
  "resource.k8s.io": cluster.resourceRules,
  "scheduling.k8s.io": cluster.schedulingRules,
  "storage.k8s.io": storageRules,
};

/** Built-in kinds without rules of their own, and custom resources: these take no update that names no resourceVersion. */
const noRules: KindRules = Object.freeze({});
const customRules: KindRules = Object.freeze({ allowUnconditionalUpdate: false });
const builtInGroups = new Set(builtInResources.map(({ group }) => group));
const made = new WeakMap<ResourceDefinition, Strategy>();

/**
 * The strategy of a resource of the registry table or of a custom resource. The same one for the same row, so rows should be kept.
 * A strategy works on objects of the row's own version: convert with conversion.ts first, where `storedAs` names another.
 */
export function strategyFor(definition: ResourceDefinition): Strategy {
  let strategy = made.get(definition);
  if (!strategy) {
    const builtIn = builtInGroups.has(definition.group);
    const rules = groups[definition.group]?.[definition.kind] ?? (builtIn ? noRules : customRules);
    strategy = makeStrategy(definition, rules, builtIn);
    made.set(definition, strategy);
  }
  return strategy;
}
