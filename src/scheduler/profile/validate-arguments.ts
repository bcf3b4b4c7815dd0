/** Checks of plugin arguments, in kube-scheduler's words (apis/config/validation/validation_pluginargs.go). */
import type { FieldErrors } from "../../api/validation/field-errors.ts";
import {
  duplicate,
  forbiddenField,
  invalidAll,
  invalidValue,
  notSupported,
  required,
} from "../../api/validation/field-errors.ts";
import { qualifiedName } from "../../api/validation/names.ts";
import { checkNodeSelectors } from "./check-node-selectors.ts";
import type {
  NodeResourcesFitArgs,
  PluginArguments,
  PodTopologySpreadArgs,
  ResourceWeight,
  ShapePoint,
} from "./profile.ts";

type Check<A> = (errors: FieldErrors, path: string, args: A) => void;

/** By plugin name. Arguments come with their defaults filled in. What NodeResourcesFit has is looked at when it is made. */
export const argumentChecks: {
  readonly [P in Exclude<keyof PluginArguments, "NodeResourcesFit">]: Check<PluginArguments[P]>;
} = {
  DefaultPreemption(errors, path, args) {
    const { minCandidateNodesPercentage: percentage, minCandidateNodesAbsolute: absolute } = args;
    const [ofPercentage, ofAbsolute] = [
      `${path}.minCandidateNodesPercentage`,
      `${path}.minCandidateNodesAbsolute`,
    ];
    if (percentage < 0 || percentage > 100) {
      errors.push(invalidValue(ofPercentage, percentage, "not in valid range [0, 100]"));
    }
    if (absolute < 0)
      errors.push(invalidValue(ofAbsolute, absolute, "not in valid range [0, inf)"));
    if (percentage !== 0 || absolute !== 0) return;
    const together = "cannot be zero at the same time as";
    errors.push(
      invalidValue(ofPercentage, 0, `${together} minCandidateNodesAbsolute`),
      invalidValue(ofAbsolute, 0, `${together} minCandidateNodesPercentage`),
    );
  },

  InterPodAffinity(errors, path, { hardPodAffinityWeight: weight }) {
    if (weight >= 0 && weight <= 100) return;
    errors.push(
      invalidValue(`${path}.hardPodAffinityWeight`, weight, "not in valid range [0, 100]"),
    );
  },

  NodeAffinity(errors, path, { addedAffinity }) {
    if (addedAffinity === undefined) return;
    checkNodeSelectors(errors, `${path}.addedAffinity`, addedAffinity);
  },

  NodeResourcesBalancedAllocation(errors, path, { resources }) {
    const seen = new Set<string>();
    for (const [i, { name, weight }] of resources.entries()) {
      const at = `${path}.resources[${i}]`;
      if (seen.has(name)) errors.push(duplicate(`${at}.name`, name));
      seen.add(name);
      if (weight !== 1) errors.push(invalidValue(`${at}.weight`, weight, "must be 1"));
    }
  },

  PodTopologySpread: checkSpread,

  VolumeBinding(errors, path, { bindTimeoutSeconds: seconds }) {
    if (seconds >= 0) return;
    const detail = "invalid BindTimeoutSeconds, should not be a negative value";
    errors.push(invalidValue(`${path}.bindTimeoutSeconds`, seconds, detail));
  },
};

const strategies = ["LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"];

/** What keeps NodeResourcesFit from being made; fields are those of the arguments. */
export function checkFit(errors: FieldErrors, args: NodeResourcesFitArgs): void {
  for (const [i, name] of args.ignoredResources.entries()) {
    errors.push(...invalidAll(`ignoredResources[${i}]`, name, qualifiedName(name)));
  }
  for (const [i, group] of args.ignoredResourceGroups.entries()) {
    const at = `ignoredResourceGroups[${i}]`;
    if (group.includes("/")) {
      errors.push(invalidValue(at, group, "resource group name can't contain '/'"));
    }
    errors.push(...invalidAll(at, group, qualifiedName(group)));
  }
  const at = "scoringStrategy";
  const { type, resources, requestedToCapacityRatio: ratio } = args.scoringStrategy;
  if (!strategies.includes(type)) errors.push(notSupported(`${at}.type`, type, strategies));
  checkWeights(errors, `${at}.resources`, resources);
  const ofRatio = `${at}.requestedToCapacityRatio`;
  if (type !== "RequestedToCapacityRatio") {
    if (ratio === undefined) return;
    errors.push(forbiddenField(ofRatio, "must be nil when type is not RequestedToCapacityRatio"));
  } else if (ratio === undefined) {
    errors.push(required(ofRatio, "must be specified when type is RequestedToCapacityRatio"));
  } else checkShape(errors, `${ofRatio}.shape`, ratio.shape);
}

function checkWeights(
  errors: FieldErrors,
  path: string,
  resources: readonly ResourceWeight[],
): void {
  for (const [i, { name, weight }] of resources.entries()) {
    if (weight > 0 && weight <= 100) continue;
    const detail = `resource weight of ${name} not in valid range (0, 100]`;
    errors.push(invalidValue(`${path}[${i}].weight`, weight, detail));
  }
}

function checkShape(errors: FieldErrors, path: string, shape: readonly ShapePoint[]): void {
  if (shape.length === 0) {
    errors.push(required(path, "at least one point must be specified"));
    return;
  }
  const fallsAt = shape.findIndex(
    ({ utilization }, i) => i > 0 && (shape[i - 1]?.utilization ?? 0) >= utilization,
  );
  if (fallsAt !== -1) {
    const at = `${path}[${fallsAt}].utilization`;
    const detail = "values must be sorted in increasing order";
    errors.push(invalidValue(at, shape[fallsAt]?.utilization, detail));
  }
  for (const [i, { utilization, score }] of shape.entries()) {
    const at = `${path}[${i}]`;
    if (utilization < 0 || utilization > 100) {
      errors.push(invalidValue(`${at}.utilization`, utilization, "not in valid range [0, 100]"));
    }
    if (score < 0 || score > 10) {
      errors.push(invalidValue(`${at}.score`, score, "not in valid range [0, 10]"));
    }
  }
}

const actions = ["DoNotSchedule", "ScheduleAnyway"];

function checkSpread(errors: FieldErrors, path: string, args: PodTopologySpreadArgs): void {
  const { defaultingType, defaultConstraints } = args;
  const ofType = `${path}.defaultingType`;
  if (!["System", "List"].includes(defaultingType)) {
    errors.push(notSupported(ofType, defaultingType, ["System", "List"]));
  } else if (defaultingType === "System" && defaultConstraints.length > 0) {
    errors.push(invalidValue(ofType, defaultingType, "when .defaultConstraints are not empty"));
  }
  const seen = new Set<string>();
  for (const [i, constraint] of defaultConstraints.entries()) {
    const at = `${path}.defaultConstraints[${i}]`;
    const { maxSkew, topologyKey, whenUnsatisfiable, labelSelector } = constraint;
    if (maxSkew <= 0) {
      errors.push(invalidValue(`${at}.maxSkew`, maxSkew, "not in valid range (0, inf)"));
    }
    if (topologyKey === "") errors.push(required(`${at}.topologyKey`, "can not be empty"));
    else errors.push(...invalidAll(`${at}.topologyKey`, topologyKey, qualifiedName(topologyKey)));
    if ((whenUnsatisfiable as string) === "") {
      errors.push(required(`${at}.whenUnsatisfiable`, "can not be empty"));
    } else if (!actions.includes(whenUnsatisfiable)) {
      errors.push(notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable, actions));
    }
    if (labelSelector !== undefined) {
      const detail = "constraint must not define a selector, as they deduced for each pod";
      errors.push(forbiddenField(`${at}.labelSelector`, detail));
    }
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
    if (seen.has(pair)) errors.push(duplicate(at, pair));
    seen.add(pair);
  }
}
