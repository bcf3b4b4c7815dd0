/**
 * Which plugins there are, where each of them has a say, and how the plugin sets of a profile (enabled, disabled, in one
 * point or in all) come down to a list a point. After kube-scheduler's default_plugins.go (mergePlugins) and
 * framework/runtime/framework.go (expandMultiPointPlugins).
 */

/** The extension points of the scheduling framework (kube-scheduler's pkg/scheduler/framework). */
export const extensionPoints = [
  "preEnqueue",
  "queueSort",
  "preFilter",
  "filter",
  "postFilter",
  "preScore",
  "score",
  "reserve",
  "permit",
  "preBind",
  "bind",
  "postBind",
] as const;

export type ExtensionPoint = (typeof extensionPoints)[number];

export interface EnabledPlugin {
  readonly name: string;
  /** At `score`: what its scores are multiplied by, at least 1. Elsewhere without meaning, and 0. */
  readonly weight: number;
}

export type PluginsByPoint = Readonly<Record<ExtensionPoint, readonly EnabledPlugin[]>>;

export interface PluginSet {
  readonly enabled: readonly PluginReference[];
  readonly disabled: readonly { readonly name: string }[];
}

export interface PluginReference {
  readonly name: string;
  /** 0: not given. */
  readonly weight: number;
}

export type PluginSets = Readonly<Partial<Record<ExtensionPoint | "multiPoint", PluginSet>>>;

/** Raised for plugin sets that no scheduler can be made of; worded as kube-scheduler words it. */
export class PluginSetError extends Error {}

/** The points at which each in-tree plugin has a say. */
const pointsOf: Readonly<Record<string, readonly ExtensionPoint[]>> = {
  SchedulingGates: ["preEnqueue"],
  PrioritySort: ["queueSort"],
  NodeUnschedulable: ["filter"],
  NodeName: ["filter"],
  TaintToleration: ["filter", "preScore", "score"],
  NodeAffinity: ["preFilter", "filter", "preScore", "score"],
  NodePorts: ["preFilter", "filter"],
  NodeResourcesFit: ["preFilter", "filter", "preScore", "score"],
  VolumeRestrictions: ["preFilter", "filter"],
  NodeVolumeLimits: ["preFilter", "filter"],
  // It scores only behind the StorageCapacityScoring gate, which is off by default.
  VolumeBinding: ["preFilter", "filter", "reserve", "preBind"],
  VolumeZone: ["preFilter", "filter"],
  PodTopologySpread: ["preFilter", "filter", "preScore", "score"],
  InterPodAffinity: ["preFilter", "filter", "preScore", "score"],
  DynamicResources: ["preEnqueue", "preFilter", "filter", "postFilter", "reserve", "preBind"],
  DefaultPreemption: ["preEnqueue", "postFilter"],
  NodeResourcesBalancedAllocation: ["preScore", "score"],
  ImageLocality: ["score"],
  DefaultBinder: ["bind"],
  NodeDeclaredFeatures: ["preFilter", "filter"],
};

const weights: Readonly<Record<string, number>> = {
  TaintToleration: 3,
  NodeAffinity: 2,
  NodeResourcesFit: 1,
  PodTopologySpread: 2,
  InterPodAffinity: 2,
  NodeResourcesBalancedAllocation: 1,
  ImageLocality: 1,
};

/** The multiPoint set of the default profile, in its order. */
export const enabledByDefault: readonly PluginReference[] = Object.keys(pointsOf).map((name) => ({
  name,
  weight: weights[name] ?? 0,
}));

export function isKnownPlugin(name: string): boolean {
  return Object.hasOwn(pointsOf, name);
}

/** A profile's sets put over the default ones. */
export function mergePluginSets(custom: PluginSets): PluginSets {
  const merged: Partial<Record<ExtensionPoint | "multiPoint", PluginSet>> = {};
  for (const point of ["multiPoint", ...extensionPoints] as const) {
    const set = custom[point] ?? none;
    merged[point] = point === "multiPoint" ? overDefaults(set) : set;
  }
  return merged;
}

function overDefaults(custom: PluginSet): PluginSet {
  const disabled = new Set(custom.disabled.map(({ name }) => name));
  const replaced = new Set<PluginReference>();
  const kept = disabled.has("*") ? [] : enabledByDefault.filter(({ name }) => !disabled.has(name));
  const enabled = kept.map((plugin) => {
    // A plugin that is named again keeps its place; of several, the last one counts.
    const again = custom.enabled.findLast(({ name }) => name === plugin.name);
    if (again === undefined) return plugin;
    replaced.add(again);
    return again;
  });
  const added = custom.enabled.filter((plugin) => !replaced.has(plugin));
  return { enabled: [...enabled, ...added], disabled: custom.disabled };
}

/** The order in which kube-scheduler looks at the points: its first complaint is the one that is told. */
const lookedAt: readonly ExtensionPoint[] = [
  "preFilter",
  "filter",
  "postFilter",
  "reserve",
  "preScore",
  "score",
  "preBind",
  "bind",
  "postBind",
  "permit",
  "preEnqueue",
  "queueSort",
];

const none: PluginSet = { enabled: [], disabled: [] };

/**
 * The plugins of each point: first those of the point that multiPoint has as well, then the rest of multiPoint, then the
 * point's others. Throws PluginSetError.
 */
export function expandMultiPoint(sets: PluginSets): PluginsByPoint {
  for (const point of lookedAt) assertOwn(point, sets[point] ?? none);
  const entries = lookedAt.map((point) => [point, pluginsAt(point, sets)] as const);
  return Object.fromEntries(entries) as Record<ExtensionPoint, readonly EnabledPlugin[]>;
}

function assertOwn(point: ExtensionPoint, { enabled }: PluginSet): void {
  const names = new Set<string>();
  for (const { name } of enabled) {
    if (!pointsFor(name, point).includes(point)) {
      throw new PluginSetError(`plugin "${name}" does not extend ${goName(point)} plugin`);
    }
    assertNew(names, name, point);
  }
}

function assertNew(names: Set<string>, name: string, point: ExtensionPoint): void {
  if (names.has(name)) {
    throw new PluginSetError(`plugin "${name}" already registered as "${goName(point)}"`);
  }
  names.add(name);
}

function pluginsAt(point: ExtensionPoint, sets: PluginSets): readonly EnabledPlugin[] {
  const own = sets[point] ?? none;
  const ownNames = new Set(own.enabled.map(({ name }) => name));
  const multiPoint = sets.multiPoint?.enabled ?? [];
  const inMultiPoint = new Set(multiPoint.map(({ name }) => name));
  const disabled = new Set(own.disabled.map(({ name }) => name));
  const names = new Set<string>();
  const rest = (disabled.has("*") ? [] : multiPoint).filter(({ name }) => {
    if (!pointsFor(name, point).includes(point)) return false;
    if (disabled.has(name) || ownNames.has(name)) return false;
    assertNew(names, name, point);
    return true;
  });
  const overriding = own.enabled.filter(({ name }) => inMultiPoint.has(name));
  const others = own.enabled.filter(({ name }) => !inMultiPoint.has(name));
  return [...overriding, ...rest, ...others].map(({ name, weight }) => ({
    name,
    weight: point === "score" ? weight || 1 : 0,
  }));
}

function pointsFor(name: string, point: ExtensionPoint): readonly ExtensionPoint[] {
  const points = Object.hasOwn(pointsOf, name) ? pointsOf[name] : undefined;
  if (points === undefined) {
    throw new PluginSetError(`${goName(point)} "${name}" does not exist`);
  }
  return points;
}

/** `PreFilterPlugin`, as the error messages have it. */
function goName(point: ExtensionPoint): string {
  return `${point[0]?.toUpperCase()}${point.slice(1)}Plugin`;
}
