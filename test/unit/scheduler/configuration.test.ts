import { describe, expect, test } from "vitest";
import {
  defaultConfiguration,
  defaultProfile,
  scoreWeight,
} from "../../../src/scheduler/profile/profile.ts";
import { readSchedulerConfiguration } from "../../../src/scheduler/profile/read-configuration.ts";

const head = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n";
const read = (text: string) => readSchedulerConfiguration(`${head}${text}`);
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe("a scheduler configuration", () => {
  test("that says nothing is kube-scheduler's default", () => {
    expect(read("")).toEqual(defaultConfiguration());
    // default_plugins_test.go, in this order and with these weights.
    const { plugins } = defaultProfile();
    expect(plugins.score).toEqual([
      { name: "TaintToleration", weight: 3 },
      { name: "NodeAffinity", weight: 2 },
      { name: "NodeResourcesFit", weight: 1 },
      { name: "PodTopologySpread", weight: 2 },
      { name: "InterPodAffinity", weight: 2 },
      { name: "NodeResourcesBalancedAllocation", weight: 1 },
      { name: "ImageLocality", weight: 1 },
    ]);
    expect(names(plugins.filter)).toEqual([
      "NodeUnschedulable",
      "NodeName",
      "TaintToleration",
      "NodeAffinity",
      "NodePorts",
      "NodeResourcesFit",
      "VolumeRestrictions",
      "NodeVolumeLimits",
      "VolumeBinding",
      "VolumeZone",
      "PodTopologySpread",
      "InterPodAffinity",
      "DynamicResources",
    ]);
    expect(names(plugins.postFilter)).toEqual(["DynamicResources", "DefaultPreemption"]);
    expect(names(plugins.queueSort)).toEqual(["PrioritySort"]);
    expect(names(plugins.bind)).toEqual(["DefaultBinder"]);
  });

  test("has profiles of its own: other weights, plugins out at one point or at all, arguments with defaults filled in", () => {
    const { profiles, podInitialBackoffSeconds, podMaxBackoffSeconds } = read(`
podInitialBackoffSeconds: 2
podMaxBackoffSeconds: 60
percentageOfNodesToScore: 30
profiles:
- schedulerName: default-scheduler
- schedulerName: packing
  percentageOfNodesToScore: 100
  plugins:
    multiPoint:
      disabled: [{name: ImageLocality}]
      enabled: [{name: InterPodAffinity, weight: 7}]
    score:
      enabled: [{name: NodeResourcesFit, weight: 5}]
      disabled: [{name: NodeAffinity}]
    postFilter:
      disabled: [{name: "*"}]
  pluginConfig:
  - name: NodeResourcesFit
    args:
      apiVersion: kubescheduler.config.k8s.io/v1
      kind: NodeResourcesFitArgs
      ignoredResourceGroups: [example.com]
      scoringStrategy:
        type: MostAllocated
        resources: [{name: cpu, weight: 3}, {name: example.com/gpu}]
  - name: PodTopologySpread
    args:
      defaultingType: List
      defaultConstraints:
      - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}
  - name: Unheard
    args: {anything: goes}
`);
    expect({ podInitialBackoffSeconds, podMaxBackoffSeconds }).toEqual({
      podInitialBackoffSeconds: 2,
      podMaxBackoffSeconds: 60,
    });
    expect(profiles.map(({ schedulerName }) => schedulerName)).toEqual([
      "default-scheduler",
      "packing",
    ]);
    const [first, packing] = profiles;
    if (first === undefined || packing === undefined) throw new Error("two profiles");
    expect(first).toEqual(defaultProfile());
    expect(packing.plugins.postFilter).toEqual([]);
    expect(packing.plugins.score).toEqual([
      // A point's own setting comes first.
      { name: "NodeResourcesFit", weight: 5 },
      { name: "TaintToleration", weight: 3 },
      { name: "PodTopologySpread", weight: 2 },
      { name: "InterPodAffinity", weight: 7 },
      { name: "NodeResourcesBalancedAllocation", weight: 1 },
    ]);
    expect(names(packing.plugins.filter)).toContain("NodeAffinity");
    expect(scoreWeight(packing, "ImageLocality")).toBe(0);
    expect(packing.args.NodeResourcesFit).toEqual({
      ignoredResources: [],
      ignoredResourceGroups: ["example.com"],
      scoringStrategy: {
        type: "MostAllocated",
        resources: [
          { name: "cpu", weight: 3 },
          { name: "example.com/gpu", weight: 1 },
        ],
      },
    });
    expect(packing.args.PodTopologySpread).toEqual({
      defaultingType: "List",
      defaultConstraints: [
        { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "ScheduleAnyway" },
      ],
    });
    expect(packing.args.DefaultPreemption.minCandidateNodesAbsolute).toBe(100);
  });

  test("may name one profile otherwise than default-scheduler, and a single one not at all", () => {
    expect(read("profiles: [{}]").profiles[0]?.schedulerName).toBe("default-scheduler");
    expect(read("profiles: [{schedulerName: mine}]").profiles[0]?.schedulerName).toBe("mine");
  });

  // validation_test.go, validation_pluginargs_test.go and framework_test.go.
  test.each([
    [
      "podInitialBackoffSeconds: -1",
      "podInitialBackoffSeconds: Invalid value: -1: must be greater than 0",
    ],
    [
      "podMaxBackoffSeconds: 1\npodInitialBackoffSeconds: 5",
      "podMaxBackoffSeconds: Invalid value: 1: must be greater than or equal to PodInitialBackoffSeconds",
    ],
    [
      "percentageOfNodesToScore: 101",
      "percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]",
    ],
    [
      "parallelism: 0",
      "parallelism: Invalid value: 0: should be an integer value greater than zero",
    ],
    ["profiles: [{schedulerName: a}, {}]", "profiles[1].schedulerName: Required value"],
    [
      "profiles: [{schedulerName: a}, {schedulerName: a}]",
      'profiles[1].schedulerName: Duplicate value: "profiles[0].schedulerName"',
    ],
    [
      "profiles: [{percentageOfNodesToScore: -1}]\nparallelism: -2",
      "[profiles[0].percentageOfNodesToScore: Invalid value: -1: not in valid range [0-100], parallelism: Invalid value: -2: should be an integer value greater than zero]",
    ],
    [
      "profiles: [{plugins: {filter: {enabled: [{name: EBSLimits}]}}}]",
      'profiles[0].plugins.filter.enabled[0]: Invalid value: "EBSLimits": was invalid in version "kubescheduler.config.k8s.io/v1" (KubeSchedulerConfiguration is version "kubescheduler.config.k8s.io/v1")',
    ],
    [
      "profiles: [{plugins: {filter: {enabled: [{name: Mine}]}}}]",
      'initializing profiles: creating profile for scheduler name default-scheduler: FilterPlugin "Mine" does not exist',
    ],
    [
      "profiles: [{plugins: {filter: {enabled: [{name: ImageLocality}]}}}]",
      'initializing profiles: creating profile for scheduler name default-scheduler: plugin "ImageLocality" does not extend FilterPlugin plugin',
    ],
    [
      "profiles: [{plugins: {score: {enabled: [{name: ImageLocality}, {name: ImageLocality}]}}}]",
      'initializing profiles: creating profile for scheduler name default-scheduler: plugin "ImageLocality" already registered as "ScorePlugin"',
    ],
    [
      'profiles: [{plugins: {queueSort: {disabled: [{name: "*"}]}}}]',
      'initializing profiles: creating profile for scheduler name default-scheduler: no queue sort plugin is enabled for profile with scheduler name "default-scheduler"',
    ],
    [
      'profiles: [{plugins: {bind: {disabled: [{name: "DefaultBinder"}]}}}]',
      'initializing profiles: creating profile for scheduler name default-scheduler: at least one bind plugin is needed for profile with scheduler name "default-scheduler"',
    ],
    [
      "profiles: [{pluginConfig: [{name: InterPodAffinity, args: {hardPodAffinityWeight: 101}}]}]",
      "profiles[0].pluginConfig[0].args.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]",
    ],
    [
      "profiles: [{pluginConfig: [{name: InterPodAffinity}, {name: InterPodAffinity}]}]",
      'profiles[0].pluginConfig[1]: Duplicate value: "InterPodAffinity"',
    ],
    [
      "profiles: [{pluginConfig: [{name: InterPodAffinity, args: {kind: NodeAffinityArgs}}]}]",
      "args for plugin InterPodAffinity were not of type InterPodAffinityArgs.kubescheduler.config.k8s.io, got NodeAffinityArgs.kubescheduler.config.k8s.io",
    ],
    [
      "profiles: [{pluginConfig: [{name: DefaultPreemption, args: {minCandidateNodesPercentage: 0, minCandidateNodesAbsolute: 0}}]}]",
      "[profiles[0].pluginConfig[0].args.minCandidateNodesPercentage: Invalid value: 0: cannot be zero at the same time as minCandidateNodesAbsolute, profiles[0].pluginConfig[0].args.minCandidateNodesAbsolute: Invalid value: 0: cannot be zero at the same time as minCandidateNodesPercentage]",
    ],
    [
      "profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: Fullest}}}]}]",
      'profiles[0].pluginConfig[0].args.scoringStrategy.type: Unsupported value: "Fullest": supported values: "LeastAllocated", "MostAllocated", "RequestedToCapacityRatio"',
    ],
    [
      "profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: RequestedToCapacityRatio}}}]}]",
      "profiles[0].pluginConfig[0].args.scoringStrategy.requestedToCapacityRatio: Required value: must be specified when type is RequestedToCapacityRatio",
    ],
    [
      "profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: {shape: [{utilization: 10, score: 3}, {utilization: 10, score: 11}]}}}}]}]",
      "[profiles[0].pluginConfig[0].args.scoringStrategy.requestedToCapacityRatio.shape[1].utilization: Invalid value: 10: values must be sorted in increasing order, profiles[0].pluginConfig[0].args.scoringStrategy.requestedToCapacityRatio.shape[1].score: Invalid value: 11: not in valid range [0, 10]]",
    ],
    [
      "profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: LeastAllocated, resources: [{name: cpu, weight: 101}]}}}]}]",
      "profiles[0].pluginConfig[0].args.scoringStrategy.resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range (0, 100]",
    ],
    [
      "profiles: [{pluginConfig: [{name: NodeResourcesBalancedAllocation, args: {resources: [{name: cpu, weight: 2}]}}]}]",
      "profiles[0].pluginConfig[0].args.resources[0].weight: Invalid value: 2: must be 1",
    ],
    [
      "profiles: [{pluginConfig: [{name: PodTopologySpread, args: {defaultConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]}}]}]",
      'profiles[0].pluginConfig[0].args.defaultingType: Invalid value: "System": when .defaultConstraints are not empty',
    ],
    [
      "profiles: [{pluginConfig: [{name: PodTopologySpread, args: {defaultingType: List, defaultConstraints: [{topologyKey: zone, labelSelector: {}}]}}]}]",
      "[profiles[0].pluginConfig[0].args.defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf), profiles[0].pluginConfig[0].args.defaultConstraints[0].whenUnsatisfiable: Required value: can not be empty, profiles[0].pluginConfig[0].args.defaultConstraints[0].labelSelector: Forbidden: constraint must not define a selector, as they deduced for each pod]",
    ],
    [
      "profiles: [{pluginConfig: [{name: VolumeBinding, args: {bindTimeoutSeconds: -1}}]}]",
      "profiles[0].pluginConfig[0].args.bindTimeoutSeconds: Invalid value: -1: invalid BindTimeoutSeconds, should not be a negative value",
    ],
    [
      "profiles: [{pluginConfig: [{name: NodeAffinity, args: {addedAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}}]}]",
      "profiles[0].pluginConfig[0].args.addedAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term",
    ],
    ["profils: []", 'strict decoding error: unknown field "profils"'],
    [
      "profiles: [{plugins: {filtre: {}}}]",
      'strict decoding error: unknown field "profiles[0].plugins.filtre"',
    ],
    [
      "profiles: none",
      "strict decoding error: json: cannot unmarshal string into Go struct field profiles of type slice",
    ],
    [
      "podMaxBackoffSeconds: 1.5",
      "strict decoding error: json: cannot unmarshal number 1.5 into Go struct field podMaxBackoffSeconds of type int32",
    ],
  ])("is refused for %s", (text, message) => {
    expect(() => read(text)).toThrow(new Error(message));
  });

  test.each([
    ["", "Object 'Kind' is missing"],
    ["just a text", "Object 'Kind' is missing"],
    ["kind: KubeSchedulerConfiguration", "Object 'apiVersion' is missing"],
    [
      "apiVersion: kubescheduler.config.k8s.io/v1beta3\nkind: KubeSchedulerConfiguration",
      'no kind "KubeSchedulerConfiguration" is registered for version "kubescheduler.config.k8s.io/v1beta3" in scheme "pkg/scheduler/apis/config/scheme"',
    ],
    ["a: [", /^error converting YAML to JSON: yaml: line 1: /],
  ])("is refused when it is no configuration: %s", (text, message) => {
    const why = typeof message === "string" ? new Error(message) : message;
    expect(() => readSchedulerConfiguration(text)).toThrow(why);
  });
});
