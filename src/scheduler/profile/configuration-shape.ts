/** What fields a KubeSchedulerConfiguration (v1) has, and the strict reading of a document against them. */
import type { JsonObject, JsonValue } from "../../api/json.ts";
import { goKindOf } from "../../api/decode/decode-error.ts";
import { quote } from "../../api/validation/field-errors.ts";

/** Scalars go by the names of their Go types. */
export type Shape =
  | Scalar
  | "any"
  | { readonly list: Shape }
  /** `struct` is the Go type; of package v1 where none is named. */
  | { readonly struct: string; readonly fields: Readonly<Record<string, Shape>> };

type Scalar = "string" | "int32" | "int64" | "bool";

const struct = (name: string, fields: Readonly<Record<string, Shape>>): Shape => ({
  struct: name,
  fields,
});

const strings: Shape = { list: "string" };
const resources: Shape = { list: struct("ResourceSpec", { name: "string", weight: "int64" }) };
const points: Shape = {
  list: struct("UtilizationShapePoint", { utilization: "int32", score: "int32" }),
};
const requirements: Shape = {
  list: struct("NodeSelectorRequirement", { key: "string", operator: "string", values: strings }),
};
const term = struct("NodeSelectorTerm", {
  matchExpressions: requirements,
  matchFields: requirements,
});
const plugins: Shape = { list: struct("Plugin", { name: "string", weight: "int32" }) };
const pluginSet = struct("PluginSet", { enabled: plugins, disabled: plugins });

export const pluginPoints = [
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
  "multiPoint",
] as const;

const leaderElection = struct("v1alpha1.LeaderElectionConfiguration", {
  leaderElect: "bool",
  leaseDuration: "string",
  renewDeadline: "string",
  retryPeriod: "string",
  resourceLock: "string",
  resourceName: "string",
  resourceNamespace: "string",
});

const clientConnection = struct("v1alpha1.ClientConnectionConfiguration", {
  kubeconfig: "string",
  acceptContentTypes: "string",
  contentType: "string",
  qps: "any",
  burst: "int32",
});

const managedResource = struct("ExtenderManagedResource", {
  name: "string",
  ignoredByScheduler: "bool",
});

const extender = struct("Extender", {
  urlPrefix: "string",
  filterVerb: "string",
  preemptVerb: "string",
  prioritizeVerb: "string",
  weight: "int64",
  bindVerb: "string",
  enableHTTPS: "bool",
  tlsConfig: "any",
  httpTimeout: "string",
  nodeCacheCapable: "bool",
  managedResources: { list: managedResource },
  ignorable: "bool",
});

const profile = struct("KubeSchedulerProfile", {
  schedulerName: "string",
  percentageOfNodesToScore: "int32",
  plugins: struct("Plugins", Object.fromEntries(pluginPoints.map((point) => [point, pluginSet]))),
  pluginConfig: { list: struct("PluginConfig", { name: "string", args: "any" }) },
});

export const configurationShape = struct("KubeSchedulerConfiguration", {
  apiVersion: "string",
  kind: "string",
  parallelism: "int32",
  leaderElection,
  clientConnection,
  enableProfiling: "bool",
  enableContentionProfiling: "bool",
  percentageOfNodesToScore: "int32",
  podInitialBackoffSeconds: "int64",
  podMaxBackoffSeconds: "int64",
  profiles: { list: profile },
  extenders: { list: extender },
  delayCacheUntilActive: "bool",
});

const args = (plugin: string, fields: Readonly<Record<string, Shape>>): Shape =>
  struct(`${plugin}Args`, { apiVersion: "string", kind: "string", ...fields });

const constraint = struct("TopologySpreadConstraint", {
  maxSkew: "int32",
  topologyKey: "string",
  whenUnsatisfiable: "string",
  labelSelector: "any",
  minDomains: "int32",
  nodeAffinityPolicy: "string",
  nodeTaintsPolicy: "string",
  matchLabelKeys: strings,
});

/** Of the arguments of each plugin that has any. */
export const argumentShapes: Readonly<Record<string, Shape>> = {
  DefaultPreemption: args("DefaultPreemption", {
    minCandidateNodesPercentage: "int32",
    minCandidateNodesAbsolute: "int32",
  }),
  InterPodAffinity: args("InterPodAffinity", {
    hardPodAffinityWeight: "int32",
    ignorePreferredTermsOfExistingPods: "bool",
  }),
  NodeAffinity: args("NodeAffinity", {
    addedAffinity: struct("NodeAffinity", {
      requiredDuringSchedulingIgnoredDuringExecution: struct("NodeSelector", {
        nodeSelectorTerms: { list: term },
      }),
      preferredDuringSchedulingIgnoredDuringExecution: {
        list: struct("PreferredSchedulingTerm", { weight: "int32", preference: term }),
      },
    }),
  }),
  NodeResourcesBalancedAllocation: args("NodeResourcesBalancedAllocation", { resources }),
  NodeResourcesFit: args("NodeResourcesFit", {
    ignoredResources: strings,
    ignoredResourceGroups: strings,
    scoringStrategy: struct("ScoringStrategy", {
      type: "string",
      resources,
      requestedToCapacityRatio: struct("RequestedToCapacityRatioParam", { shape: points }),
    }),
  }),
  PodTopologySpread: args("PodTopologySpread", {
    defaultConstraints: { list: constraint },
    defaultingType: "string",
  }),
  VolumeBinding: args("VolumeBinding", { bindTimeoutSeconds: "int64", shape: points }),
  DynamicResources: args("DynamicResources", { filterTimeout: "string", bindingTimeout: "string" }),
};

export interface Misshapen {
  /** What a strict decoder tells of: fields that there are not. */
  readonly strict: readonly string[];
  /** The first value of another kind than its field: no decoder goes beyond that. */
  readonly mismatch?: string;
}

/** What is wrong with the form of a value, in the words of Go's decoder. A null is an absence. */
export function misshapen(value: JsonValue | undefined, shape: Shape): Misshapen {
  const strict: string[] = [];
  const mismatches: string[] = [];
  walk(value, shape, { path: "", fields: [], struct: "", strict, mismatches });
  const [mismatch] = mismatches;
  return mismatch === undefined ? { strict } : { strict, mismatch };
}

interface Place {
  readonly path: string;
  /** Names of the fields that led here, without places in lists. */
  readonly fields: readonly string[];
  /** The struct that the last of them belongs to. */
  readonly struct: string;
  readonly strict: string[];
  readonly mismatches: string[];
}

function walk(value: JsonValue | undefined, shape: Shape, place: Place): void {
  if (value === null || value === undefined || shape === "any") return;
  const { path, fields, strict, mismatches } = place;
  if (typeof shape === "string") {
    if (!fitsScalar(value, shape)) mismatches.push(cannotUnmarshal(value, shape, place));
    return;
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) {
      mismatches.push(cannotUnmarshal(value, shape, place));
      return;
    }
    for (const [i, item] of (value as readonly JsonValue[]).entries()) {
      walk(item, shape.list, { ...place, path: `${path}[${i}]` });
    }
    return;
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    mismatches.push(cannotUnmarshal(value, shape, place));
    return;
  }
  for (const [name, item] of Object.entries(value as JsonObject)) {
    const at = path === "" ? name : `${path}.${name}`;
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    if (field === undefined) strict.push(`unknown field ${quote(at)}`);
    else {
      const inner = { ...place, path: at, fields: [...fields, name], struct: shape.struct };
      walk(item, field, inner);
    }
  }
}

function goTypeOf(shape: Shape): string {
  if (typeof shape === "string") return shape;
  if ("list" in shape) return `[]${goTypeOf(shape.list)}`;
  return shape.struct.includes(".") ? shape.struct : `v1.${shape.struct}`;
}

function fitsScalar(value: JsonValue, shape: Scalar): boolean {
  switch (shape) {
    case "string":
      return typeof value === "string";
    case "int32":
      return Number.isInteger(value) && (value as number) === ((value as number) | 0);
    case "int64":
      return Number.isInteger(value) && Math.abs(value as number) <= Number.MAX_SAFE_INTEGER;
    case "bool":
      return typeof value === "boolean";
    default:
      return shape satisfies never;
  }
}

function cannotUnmarshal(value: JsonValue, shape: Shape, { fields, struct: name }: Place): string {
  const isNumber = typeof value === "number" && (shape === "int32" || shape === "int64");
  const kind = isNumber ? `number ${value}` : goKindOf(value);
  const into = fields.length === 0 ? "value" : `struct field ${[bare(name), ...fields].join(".")}`;
  return `json: cannot unmarshal ${kind} into Go ${into} of type ${goTypeOf(shape)}`;
}

/** Without its package. */
function bare(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
