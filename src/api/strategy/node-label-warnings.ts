/** Labels of nodes that have gone out of use, where selectors name them. Source: pkg/api/node/util.go. */
import type { LabelSelector, NodeSelectorTerm } from "../generated/types.ts";
import { validLabelValue } from "../validation/names.ts";

export const oldNodeLabels: ReadonlyMap<string, string> = new Map([
  ["beta.kubernetes.io/arch", 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ["beta.kubernetes.io/os", 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  [
    "failure-domain.beta.kubernetes.io/region",
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  ],
  [
    "failure-domain.beta.kubernetes.io/zone",
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  ],
  [
    "beta.kubernetes.io/instance-type",
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  ],
  ["app.kubernetes.io/created-by", "deprecated since v1.9"],
  [
    "scheduler.alpha.kubernetes.io/preferAvoidPods",
    "deprecated since v1.22; use Taints and Tolerations instead",
  ],
  ["node-role.kubernetes.io/master", 'use "node-role.kubernetes.io/control-plane" instead'],
]);

/** `checkValues`: the term is a preference, whose values are not validated. */
export function termWarnings(
  path: string,
  term: NodeSelectorTerm | undefined,
  checkValues: boolean,
): readonly string[] {
  return (term?.matchExpressions ?? []).flatMap(({ key, values }, index) => {
    const at = `${path}.matchExpressions[${index}]`;
    const text = oldNodeLabels.get(key);
    const found = text === undefined ? [] : [`${at}.key: ${key} is ${text}`];
    if (!checkValues) return found;
    const wrong = (values ?? []).flatMap((value, position) =>
      validLabelValue(value).map((why) => `${at}.values[${position}]: ${value} is invalid, ${why}`),
    );
    return [...found, ...wrong];
  });
}

export function selectorWarnings(
  path: string,
  selector: LabelSelector | undefined,
): readonly string[] {
  const keys = [
    ...(selector?.matchExpressions ?? []).map(({ key }, index) => ({
      at: `${path}.matchExpressions[${index}].key: ${key} is`,
      key,
    })),
    ...Object.keys(selector?.matchLabels ?? {}).map((key) => ({
      at: `${path}.matchLabels.${key}:`,
      key,
    })),
  ];
  return keys.flatMap(({ at, key }) => {
    const text = oldNodeLabels.get(key);
    return text === undefined ? [] : [`${at} ${text}`];
  });
}
