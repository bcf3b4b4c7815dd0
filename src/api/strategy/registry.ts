/** Finds the strategy of a resource: by its group and kind for built-in ones, the custom resources' otherwise. */
import { builtInResources, type ResourceDefinition } from "../resources.ts";
import { coreRules } from "./core-rules.ts";
import type { GroupRules, KindRules } from "./kind-rules.ts";
import { makeStrategy } from "./make-strategy.ts";
import type { Strategy } from "./strategy.ts";
import { appsRules, batchRules } from "./workload-rules.ts";

const groups: Readonly<Record<string, GroupRules>> = {
  "": coreRules,
  apps: appsRules,
  batch: batchRules,
};

const noRules: KindRules = Object.freeze({});
const builtInGroups = new Set(builtInResources.map(({ group }) => group));
const made = new WeakMap<ResourceDefinition, Strategy>();

/**
 * The strategy of a resource of the registry table or of a custom resource. The same one for the same row, so rows should be kept.
 * A strategy works on objects of the row's own version: convert with conversion.ts first, where `storedAs` names another.
 */
export function strategyFor(definition: ResourceDefinition): Strategy {
  let strategy = made.get(definition);
  if (!strategy) {
    const rules = groups[definition.group]?.[definition.kind] ?? noRules;
    strategy = makeStrategy(definition, rules, builtInGroups.has(definition.group));
    made.set(definition, strategy);
  }
  return strategy;
}
