/**
 * Resources by group and version in the order in which discovery lists them: groups by Kubernetes' priorities, versions
 * newest and most stable first (kube-apiserver's API service priorities; apimachinery, pkg/version/helpers.go).
 */
import type { ResourceDefinition } from "../../api/resources.ts";

export interface ServedVersion {
  readonly group: string;
  readonly version: string;
  /** By name. */
  readonly resources: readonly ResourceDefinition[];
}

export interface ServedGroup {
  readonly group: string;
  /** The first is the preferred one. */
  readonly versions: readonly ServedVersion[];
}

const priorities: Readonly<Record<string, number>> = {
  "apiregistration.k8s.io": 20_000,
  "": 18_000,
  apps: 17_800,
  "events.k8s.io": 17_750,
  "authentication.k8s.io": 17_700,
  "authorization.k8s.io": 17_600,
  autoscaling: 17_500,
  batch: 17_400,
  "certificates.k8s.io": 17_300,
  "networking.k8s.io": 17_200,
  policy: 17_100,
  "rbac.authorization.k8s.io": 17_000,
  "storage.k8s.io": 16_800,
  "admissionregistration.k8s.io": 16_700,
  "apiextensions.k8s.io": 16_700,
  "scheduling.k8s.io": 16_600,
  "coordination.k8s.io": 16_500,
  "node.k8s.io": 16_300,
  "discovery.k8s.io": 16_200,
  "resource.k8s.io": 16_200,
  "flowcontrol.apiserver.k8s.io": 16_100,
  "metrics.k8s.io": 100,
};
/** What custom resources' groups get. */
const customPriority = 1000;

/** Of two groups the one with more comes first. */
export function groupPriority(group: string): number {
  return Object.hasOwn(priorities, group) ? (priorities[group] ?? customPriority) : customPriority;
}

const byUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Every served group, most important first; groups of one priority by name. */
export function servedGroups(definitions: readonly ResourceDefinition[]): readonly ServedGroup[] {
  const groups = new Map<string, Map<string, ResourceDefinition[]>>();
  for (const definition of definitions) {
    const versions = groups.get(definition.group) ?? new Map<string, ResourceDefinition[]>();
    groups.set(definition.group, versions);
    versions.set(definition.version, [...(versions.get(definition.version) ?? []), definition]);
  }
  return [...groups]
    .sort(([a], [b]) => groupPriority(b) - groupPriority(a) || byUnits(a, b))
    .map(([group, versions]) => ({
      group,
      versions: [...versions]
        .sort(([a], [b]) => compareVersions(b, a))
        .map(([version, resources]) => ({
          group,
          version,
          resources: resources.sort((a, b) => byUnits(a.resource, b.resource)),
        })),
    }));
}

const versionShape = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/;
const stabilities: Readonly<Record<string, number>> = { alpha: 1, beta: 2 };

/** Greater is preferred: v10 > v2 > v2beta1 > v1alpha1 > anything else, of which the first by name is preferred. */
export function compareVersions(a: string, b: string): number {
  const [x, y] = [versionShape.exec(a), versionShape.exec(b)];
  if (x === null || y === null) {
    if (x !== null || y !== null) return x === null ? -1 : 1;
    return byUnits(b, a);
  }
  const stability = (match: RegExpExecArray): number => stabilities[match[2] ?? ""] ?? 3;
  return (
    stability(x) - stability(y) ||
    Number(x[1]) - Number(y[1]) ||
    Number(x[3] ?? 0) - Number(y[3] ?? 0)
  );
}
