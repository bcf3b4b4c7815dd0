/** What fields a KubeSchedulerConfiguration (v1) has, and the strict reading of a document against them. */
import type { JsonObject, JsonValue } from "../../api/json.ts";
import { goKindOf } from "../../api/decode/decode-error.ts";
import { quote } from "../../api/validation/field-errors.ts";

export type Shape =
  | "string"
  | "int"
  | "bool"
  | "any"
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const strings: Shape = { list: "string" };
const resources: Shape = { list: { fields: { name: "string", weight: "int" } } };
const points: Shape = { list: { fields: { utilization: "int", score: "int" } } };
const requirements: Shape = {
  list: { fields: { key: "string", operator: "string", values: strings } },
};
const term: Shape = { fields: { matchExpressions: requirements, matchFields: requirements } };
const plugins: Shape = { list: { fields: { name: "string", weight: "int" } } };
const pluginSet: Shape = { fields: { enabled: plugins, disabled: plugins } };

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

const leaderElection: Shape = {
  fields: {
    leaderElect: "bool",
    leaseDuration: "string",
    renewDeadline: "string",
    retryPeriod: "string",
    resourceLock: "string",
    resourceName: "string",
    resourceNamespace: "string",
  },
};

const clientConnection: Shape = {
  fields: {
    kubeconfig: "string",
    acceptContentTypes: "string",
    contentType: "string",
    qps: "any",
    burst: "int",
  },
};

const extender: Shape = {
  fields: {
    urlPrefix: "string",
    filterVerb: "string",
    preemptVerb: "string",
    prioritizeVerb: "string",
    weight: "int",
    bindVerb: "string",
    enableHTTPS: "bool",
    tlsConfig: "any",
    httpTimeout: "string",
    nodeCacheCapable: "bool",
    managedResources: { list: { fields: { name: "string", ignoredByScheduler: "bool" } } },
    ignorable: "bool",
  },
};

const profile: Shape = {
  fields: {
    schedulerName: "string",
    percentageOfNodesToScore: "int",
    plugins: { fields: Object.fromEntries(pluginPoints.map((point) => [point, pluginSet])) },
    pluginConfig: { list: { fields: { name: "string", args: "any" } } },
  },
};

export const configurationShape: Shape = {
  fields: {
    apiVersion: "string",
    kind: "string",
    parallelism: "int",
    leaderElection,
    clientConnection,
    enableProfiling: "bool",
    enableContentionProfiling: "bool",
    percentageOfNodesToScore: "int",
    podInitialBackoffSeconds: "int",
    podMaxBackoffSeconds: "int",
    profiles: { list: profile },
    extenders: { list: extender },
    delayCacheUntilActive: "bool",
  },
};

const kindFields = { apiVersion: "string", kind: "string" } as const;

/** Of the arguments of each plugin that has any. */
export const argumentShapes: Readonly<Record<string, Shape>> = {
  DefaultPreemption: {
    fields: {
      ...kindFields,
      minCandidateNodesPercentage: "int",
      minCandidateNodesAbsolute: "int",
    },
  },
  InterPodAffinity: {
    fields: {
      ...kindFields,
      hardPodAffinityWeight: "int",
      ignorePreferredTermsOfExistingPods: "bool",
    },
  },
  NodeAffinity: {
    fields: {
      ...kindFields,
      addedAffinity: {
        fields: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            fields: { nodeSelectorTerms: { list: term } },
          },
          preferredDuringSchedulingIgnoredDuringExecution: {
            list: { fields: { weight: "int", preference: term } },
          },
        },
      },
    },
  },
  NodeResourcesBalancedAllocation: { fields: { ...kindFields, resources } },
  NodeResourcesFit: {
    fields: {
      ...kindFields,
      ignoredResources: strings,
      ignoredResourceGroups: strings,
      scoringStrategy: {
        fields: {
          type: "string",
          resources,
          requestedToCapacityRatio: { fields: { shape: points } },
        },
      },
    },
  },
  PodTopologySpread: {
    fields: {
      ...kindFields,
      defaultConstraints: {
        list: {
          fields: {
            maxSkew: "int",
            topologyKey: "string",
            whenUnsatisfiable: "string",
            labelSelector: "any",
            minDomains: "int",
            nodeAffinityPolicy: "string",
            nodeTaintsPolicy: "string",
            matchLabelKeys: strings,
          },
        },
      },
      defaultingType: "string",
    },
  },
  VolumeBinding: { fields: { ...kindFields, bindTimeoutSeconds: "int", shape: points } },
  DynamicResources: {
    fields: { ...kindFields, filterTimeout: "string", bindingTimeout: "string" },
  },
};

/** What is wrong with the form of a value, in the words of Go's strict decoder; empty when nothing is. A null is an absence. */
export function misshapen(
  value: JsonValue | undefined,
  shape: Shape,
  path = "",
): readonly string[] {
  if (value === null || value === undefined || shape === "any") return [];
  if (typeof shape === "string") {
    return fitsScalar(value, shape) ? [] : [cannotUnmarshal(value, path, goNames[shape])];
  }
  if ("list" in shape) {
    if (!Array.isArray(value)) return [cannotUnmarshal(value, path, "slice")];
    return value.flatMap((item, i) => misshapen(item as JsonValue, shape.list, `${path}[${i}]`));
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    return [cannotUnmarshal(value, path, "struct")];
  }
  return Object.entries(value as JsonObject).flatMap(([name, item]) => {
    const at = path === "" ? name : `${path}.${name}`;
    if ("map" in shape) return misshapen(item, shape.map, at);
    const field = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    return field === undefined ? [`unknown field ${quote(at)}`] : misshapen(item, field, at);
  });
}

const goNames = { string: "string", int: "int32", bool: "bool" } as const;

function fitsScalar(value: JsonValue, shape: "string" | "int" | "bool"): boolean {
  switch (shape) {
    case "string":
      return typeof value === "string";
    case "int":
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
    case "bool":
      return typeof value === "boolean";
    default:
      return shape satisfies never;
  }
}

function cannotUnmarshal(value: JsonValue, path: string, type: string): string {
  const kind = typeof value === "number" ? `number ${value}` : goKindOf(value);
  return `json: cannot unmarshal ${kind} into Go struct field ${path} of type ${type}`;
}
