import { describe, expect, test } from "vitest";
import {
  defaultConfiguration,
  defaultProfile,
  scoreWeight,
} from "../../../src/scheduler/profile/profile.ts";
import type { PluginArguments } from "../../../src/scheduler/profile/profile.ts";
import { expandMultiPoint } from "../../../src/scheduler/profile/plugin-sets.ts";
import { configurationErrors } from "../../vectors/scheduler/configuration-errors.ts";
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
      "NodeDeclaredFeatures",
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

  // framework_test.go, TestNewFrameworkMultiPointExpansion, with plugins of the tree.
  type Sets = Parameters<typeof expandMultiPoint>[0];
  const set = (enabled: Readonly<Record<string, number>>, ...disabled: readonly string[]) => ({
    enabled: Object.entries(enabled).map(([name, weight]) => ({ name, weight })),
    disabled: disabled.map((name) => ({ name })),
  });
  test.each<readonly [string, Sets, Readonly<Record<string, readonly string[]>>]>([
    [
      "a plugin where it has a say",
      { multiPoint: set({ NodeAffinity: 5 }) },
      {
        preFilter: ["NodeAffinity"],
        filter: ["NodeAffinity"],
        preScore: ["NodeAffinity"],
        score: ["NodeAffinity 5"],
      },
    ],
    [
      "not where it is disabled",
      {
        multiPoint: set({ NodeAffinity: 0 }),
        preScore: set({}, "NodeAffinity"),
        score: set({}, "NodeAffinity"),
      },
      { preFilter: ["NodeAffinity"], filter: ["NodeAffinity"] },
    ],
    [
      "several in their order",
      { multiPoint: set({ TaintToleration: 0, ImageLocality: 0 }) },
      {
        filter: ["TaintToleration"],
        preScore: ["TaintToleration"],
        score: ["TaintToleration 1", "ImageLocality 1"],
      },
    ],
    [
      "none at a point that disables all",
      { multiPoint: set({ TaintToleration: 0, ImageLocality: 0 }), preScore: set({}, "*") },
      { filter: ["TaintToleration"], score: ["TaintToleration 1", "ImageLocality 1"] },
    ],
    [
      "a point's own first, in its order",
      {
        multiPoint: set({ NodeAffinity: 0, TaintToleration: 0, ImageLocality: 0 }, "x"),
        preFilter: set({}, "*"),
        preScore: set({}, "*"),
        filter: set({}, "*"),
        score: set({ ImageLocality: 0, TaintToleration: 0 }),
      },
      { score: ["ImageLocality 1", "TaintToleration 1", "NodeAffinity 1"] },
    ],
    [
      "a point's own last where the others are not to be everywhere",
      {
        multiPoint: set({ TaintToleration: 0, ImageLocality: 0 }),
        preScore: set({}, "*"),
        filter: set({}, "*"),
        score: set({ NodeAffinity: 0, ImageLocality: 0, TaintToleration: 0 }),
      },
      { score: ["ImageLocality 1", "TaintToleration 1", "NodeAffinity 1"] },
    ],
    [
      "other weights at the point",
      {
        multiPoint: set({ TaintToleration: 0, ImageLocality: 0 }),
        preScore: set({}, "*"),
        filter: set({}, "*"),
        score: set({ ImageLocality: 5, NodeAffinity: 5, TaintToleration: 3 }),
      },
      { score: ["ImageLocality 5", "TaintToleration 3", "NodeAffinity 5"] },
    ],
    [
      "what multiPoint disables and enables again",
      { multiPoint: set({ PrioritySort: 0, DefaultBinder: 0, ImageLocality: 0 }, "*") },
      { queueSort: ["PrioritySort"], bind: ["DefaultBinder"], score: ["ImageLocality 1"] },
    ],
    [
      "what multiPoint disables and enables again by name",
      { multiPoint: set({ DefaultBinder: 0, ImageLocality: 0 }, "ImageLocality") },
      { bind: ["DefaultBinder"], score: ["ImageLocality 1"] },
    ],
  ])("has %s", (_, sets, expected) => {
    const points = Object.entries(expandMultiPoint(sets))
      .map(([point, plugins]) => {
        const texts = plugins.map(({ name, weight }) =>
          weight === 0 ? name : `${name} ${weight}`,
        );
        return [point, texts] as const;
      })
      .filter(([, texts]) => texts.length > 0);
    expect(Object.fromEntries(points)).toEqual(expected);
  });

  // defaults_test.go, TestPluginArgsDefaults.
  const even = [
    { name: "cpu", weight: 1 },
    { name: "memory", weight: 1 },
  ];
  test.each<readonly [keyof PluginArguments, string, object]>([
    ["DefaultPreemption", "", { minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 }],
    [
      "DefaultPreemption",
      "minCandidateNodesPercentage: 50",
      { minCandidateNodesPercentage: 50, minCandidateNodesAbsolute: 100 },
    ],
    ["InterPodAffinity", "", { hardPodAffinityWeight: 1 }],
    ["InterPodAffinity", "hardPodAffinityWeight: 0", { hardPodAffinityWeight: 0 }],
    ["InterPodAffinity", "hardPodAffinityWeight: 5", { hardPodAffinityWeight: 5 }],
    ["NodeResourcesBalancedAllocation", "", { resources: even }],
    ["NodeResourcesBalancedAllocation", "resources: []", { resources: even }],
    [
      "NodeResourcesBalancedAllocation",
      "resources: [{name: scalar0}, {name: scalar1, weight: 1}]",
      {
        resources: [
          { name: "scalar0", weight: 1 },
          { name: "scalar1", weight: 1 },
        ],
      },
    ],
    ["NodeResourcesFit", "", { scoringStrategy: { type: "LeastAllocated", resources: even } }],
    [
      "NodeResourcesFit",
      "scoringStrategy: {type: MostAllocated}",
      { scoringStrategy: { type: "MostAllocated", resources: even } },
    ],
    [
      "NodeResourcesFit",
      "scoringStrategy: {type: MostAllocated, resources: [{name: cpu, weight: 0}, {name: memory, weight: 3}]}",
      {
        scoringStrategy: {
          type: "MostAllocated",
          resources: [
            { name: "cpu", weight: 1 },
            { name: "memory", weight: 3 },
          ],
        },
      },
    ],
    [
      "NodeResourcesFit",
      "scoringStrategy: {type: RequestedToCapacityRatio, requestedToCapacityRatio: {shape: [{utilization: 0, score: 10}]}}",
      {
        scoringStrategy: {
          type: "RequestedToCapacityRatio",
          resources: even,
          requestedToCapacityRatio: { shape: [{ utilization: 0, score: 10 }] },
        },
      },
    ],
    ["PodTopologySpread", "", { defaultingType: "System" }],
    ["PodTopologySpread", "defaultConstraints: []", { defaultingType: "System" }],
    [
      "PodTopologySpread",
      "defaultingType: List",
      { defaultingType: "List", defaultConstraints: [] },
    ],
    ["VolumeBinding", "", { bindTimeoutSeconds: 600 }],
    ["VolumeBinding", "bindTimeoutSeconds: 0", { bindTimeoutSeconds: 0 }],
  ])("fills in the arguments of %s: {%s}", (name, args, expected) => {
    const { profiles } = read(`profiles: [{pluginConfig: [{name: ${name}, args: {${args}}}]}]`);
    expect(profiles[0]?.args[name]).toMatchObject(expected);
  });

  test.each(configurationErrors)("$name", ({ text, message }) => {
    if (message === undefined) expect(() => read(text)).not.toThrow();
    else expect(() => read(text)).toThrow(new Error(message));
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
