/** Random clusters, Pods and profiles as Kubernetes objects, from a seed: small vocabularies, so that everything meets everything. */
import type {
  Container,
  LabelSelector,
  Node,
  NodeSelectorTerm,
  Pod,
  PodAffinityTerm,
  ReplicaSet,
  Service,
  Taint,
  Toleration,
  TopologySpreadConstraint,
} from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { defaultProfile } from "../../../src/scheduler/profile/profile.ts";
import type { SchedulerProfile } from "../../../src/scheduler/profile/profile.ts";
import type { Seeded } from "./seeded.ts";

const namespaces = ["red", "blue"];
const apps = ["a", "b", "c"];
const zones = ["z1", "z2", "z3"];
const zoneKey = "topology.kubernetes.io/zone";
const hostKey = "kubernetes.io/hostname";
const taintKeys = ["t1", "t2"];
/** Every node says the same of an image's size: whose word counts where they differ is left open. */
const imageSizes: Readonly<Record<string, number>> = {
  "img:1": 5_000_000,
  "img:2": 300_000_000,
  "img:3": 2_000_000_000,
};
const images = Object.keys(imageSizes);

function meta(name: string, namespace?: string): Stored<Node>["metadata"] {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: `uid-${name}`,
    resourceVersion: "1",
    creationTimestamp: "2026-01-01T00:00:00Z",
    generation: 1,
  };
}

function some<T>(random: Seeded, most: number, make: () => T): T[] {
  return Array.from({ length: random.int(most + 1) }, make);
}

export function randomNode(random: Seeded, name: string): Stored<Node> {
  const labels: Record<string, string> = {};
  if (random.chance(0.92)) labels[hostKey] = name;
  if (random.chance(0.85)) labels[zoneKey] = random.pick(zones);
  if (random.chance(0.5)) labels["disk"] = random.pick(["ssd", "hdd", "7"]);
  const taint = (): Taint => ({
    key: random.pick(taintKeys),
    value: random.pick(["x", "y"]),
    effect: random.pick(["NoSchedule", "PreferNoSchedule", "PreferNoSchedule", "NoExecute"]),
  });
  const allocatable: Record<string, string> = {
    cpu: random.pick(["4", "2", "1500m", "0", "64"]),
    memory: random.pick(["8Gi", "4Gi", "1000", "0", "9007199254740993"]),
    pods: random.pick(["110", "4", "2", "0"]),
  };
  if (random.chance(0.4)) allocatable["example.com/gpu"] = random.pick(["0", "1", "4"]);
  if (random.chance(0.4)) allocatable["ephemeral-storage"] = "10Gi";
  // A node that says nothing at all, as one that has just joined.
  const silent = random.chance(0.03);
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { ...meta(name), ...(silent ? {} : { labels }) },
    ...(silent
      ? {}
      : {
          spec: {
            ...(random.chance(0.08) ? { unschedulable: true } : {}),
            ...(random.chance(0.35) ? { taints: distinct(some(random, 3, taint)) } : {}),
          },
          status: {
            allocatable,
            images: some(random, 3, () => {
              const name = random.pick(images);
              return { names: [name], sizeBytes: imageSizes[name] ?? 0 };
            }),
          },
        }),
  };
}

/** A node's taints differ in key or effect: validation sees to it. */
function distinct(taints: readonly Taint[]): Taint[] {
  return taints.filter(
    ({ key, effect }, i) =>
      taints.findIndex((other) => other.key === key && other.effect === effect) === i,
  );
}

function selector(random: Seeded): LabelSelector {
  switch (random.int(6)) {
    case 0:
      return {};
    case 1:
      return { matchExpressions: [{ key: "app", operator: "Exists" }] };
    case 2:
      return { matchExpressions: [{ key: "app", operator: "NotIn", values: [random.pick(apps)] }] };
    default:
      return { matchLabels: { app: random.pick(apps) } };
  }
}

function topologyKey(random: Seeded): string {
  return random.pick([zoneKey, hostKey, zoneKey, "disk"]);
}

function affinityTerm(random: Seeded): PodAffinityTerm {
  return {
    topologyKey: topologyKey(random),
    ...(random.chance(0.95) ? { labelSelector: selector(random) } : {}),
    ...(random.chance(0.2) ? { namespaces: [random.pick(namespaces)] } : {}),
    ...(random.chance(0.2)
      ? { namespaceSelector: random.chance(0.5) ? {} : { matchLabels: { team: "one" } } }
      : {}),
    ...(random.chance(0.1) ? { matchLabelKeys: ["rev"] } : {}),
    ...(random.chance(0.1) ? { mismatchLabelKeys: ["rev"] } : {}),
  };
}

function spreadConstraint(random: Seeded): TopologySpreadConstraint {
  return {
    topologyKey: topologyKey(random),
    maxSkew: 1 + random.int(3),
    whenUnsatisfiable: random.pick(["DoNotSchedule", "ScheduleAnyway"]),
    ...(random.chance(0.95) ? { labelSelector: selector(random) } : {}),
    ...(random.chance(0.2) ? { minDomains: 1 + random.int(4) } : {}),
    ...(random.chance(0.2) ? { matchLabelKeys: ["rev"] } : {}),
    ...(random.chance(0.3) ? { nodeAffinityPolicy: random.pick(["Honor", "Ignore"]) } : {}),
    ...(random.chance(0.3) ? { nodeTaintsPolicy: random.pick(["Honor", "Ignore"]) } : {}),
  };
}

function nodeTerm(random: Seeded): NodeSelectorTerm {
  if (random.chance(0.15)) {
    const names = ["n0", "n1", "n2"];
    return {
      matchFields: [{ key: "metadata.name", operator: "In", values: [random.pick(names)] }],
    };
  }
  return {
    matchExpressions: [
      random.pick([
        { key: zoneKey, operator: "In" as const, values: ["z1", "z2"] },
        { key: "disk", operator: "Exists" as const },
        { key: "disk", operator: "Gt" as const, values: ["5"] },
        { key: zoneKey, operator: "NotIn" as const, values: ["z3"] },
      ]),
    ],
  };
}

function affinity(random: Seeded): NonNullable<NonNullable<Pod["spec"]>["affinity"]> {
  const weight = (): number => 1 + random.int(100);
  const terms = (): PodAffinityTerm[] => some(random, 2, () => affinityTerm(random));
  const preferred = (): { weight: number; podAffinityTerm: PodAffinityTerm }[] =>
    some(random, 2, () => ({ weight: weight(), podAffinityTerm: affinityTerm(random) }));
  return {
    ...(random.chance(0.3)
      ? {
          nodeAffinity: {
            ...(random.chance(0.5)
              ? {
                  requiredDuringSchedulingIgnoredDuringExecution: {
                    nodeSelectorTerms: [
                      nodeTerm(random),
                      ...some(random, 1, () => nodeTerm(random)),
                    ],
                  },
                }
              : {}),
            preferredDuringSchedulingIgnoredDuringExecution: some(random, 2, () => ({
              weight: weight(),
              preference: nodeTerm(random),
            })),
          },
        }
      : {}),
    ...(random.chance(0.4)
      ? {
          podAffinity: {
            ...(random.chance(0.4)
              ? { requiredDuringSchedulingIgnoredDuringExecution: terms() }
              : {}),
            preferredDuringSchedulingIgnoredDuringExecution: preferred(),
          },
        }
      : {}),
    ...(random.chance(0.4)
      ? {
          podAntiAffinity: {
            ...(random.chance(0.5)
              ? { requiredDuringSchedulingIgnoredDuringExecution: terms() }
              : {}),
            preferredDuringSchedulingIgnoredDuringExecution: preferred(),
          },
        }
      : {}),
  };
}

function container(random: Seeded, index: number): Container {
  const requests: Record<string, string> = {};
  if (random.chance(0.7)) requests["cpu"] = random.pick(["100m", "500m", "1", "0"]);
  if (random.chance(0.7)) requests["memory"] = random.pick(["128Mi", "1Gi", "1", "0"]);
  if (random.chance(0.1)) requests["example.com/gpu"] = "1";
  if (random.chance(0.1)) requests["ephemeral-storage"] = "1Gi";
  // More than any node has, and more than numbers are exact for.
  if (random.chance(0.02)) requests["memory"] = random.pick(["9007199254740993", "8Ei", "1e30"]);
  if (random.chance(0.02)) requests["cpu"] = random.pick(["9007199254740993", "1e25"]);
  return {
    name: `c${index}`,
    image: random.pick(images),
    resources: { requests },
    ...(random.chance(0.1)
      ? {
          ports: [
            {
              containerPort: 80,
              hostPort: random.pick([80, 81]),
              ...(random.chance(0.3) ? { hostIP: random.pick(["127.0.0.1", "0.0.0.0"]) } : {}),
              ...(random.chance(0.3) ? { protocol: "UDP" } : {}),
            },
          ],
        }
      : {}),
  };
}

export function randomPod(random: Seeded, name: string): Stored<Pod> {
  const namespace = random.pick(namespaces);
  const app = random.pick(apps);
  const toleration = (): Toleration => ({
    ...(random.chance(0.8) ? { key: random.pick(taintKeys) } : {}),
    ...(random.chance(0.5) ? { operator: "Exists" } : { value: random.pick(["x", "y"]) }),
    ...(random.chance(0.4) ? { effect: random.pick(["NoSchedule", "PreferNoSchedule"]) } : {}),
  });
  const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: `rs-${app}`, uid: `rs-${app}` };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...meta(name, namespace),
      labels: { ...(random.chance(0.9) ? { app } : {}), rev: random.pick(["1", "2"]) },
      ...(random.chance(0.4) ? { ownerReferences: [{ ...owner, controller: true }] } : {}),
    },
    spec: {
      containers: [container(random, 0), ...some(random, 1, () => container(random, 1))],
      ...(random.chance(0.2)
        ? {
            initContainers: [
              container(random, 2),
              { ...container(random, 3), restartPolicy: "Always" },
            ],
          }
        : {}),
      ...(random.chance(0.1) ? { overhead: { cpu: "250m", memory: "64Mi" } } : {}),
      ...(random.chance(0.1) ? { resources: { requests: { cpu: "750m" } } } : {}),
      ...(random.chance(0.4) ? { tolerations: some(random, 2, toleration) } : {}),
      ...(random.chance(0.1) ? { nodeSelector: { [zoneKey]: random.pick(zones) } } : {}),
      ...(random.chance(0.6) ? { affinity: affinity(random) } : {}),
      ...(random.chance(0.4)
        ? { topologySpreadConstraints: some(random, 3, () => spreadConstraint(random)) }
        : {}),
    },
    status: { phase: "Pending" },
  };
}

export function randomServices(random: Seeded): Service[] {
  return some(random, 3, () => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "s", namespace: random.pick(namespaces) },
    spec: { selector: { app: random.pick(apps) } },
  }));
}

export function replicaSet(namespace: string, name: string): ReplicaSet {
  const matchLabels = { app: name.slice("rs-".length) };
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: { name, namespace },
    spec: { selector: { matchLabels } },
  };
}

/** The default profile, or one whose weights, plugins and arguments are all over the place. */
export function randomProfile(random: Seeded): SchedulerProfile {
  const profile = defaultProfile();
  if (random.chance(0.5)) return profile;
  const keep = <T>(list: readonly T[]): T[] => list.filter(() => random.chance(0.9));
  const resources = [
    { name: "cpu", weight: 1 + random.int(5) },
    { name: "memory", weight: 1 + random.int(5) },
    ...(random.chance(0.5) ? [{ name: "example.com/gpu", weight: 3 }] : []),
  ];
  const type = random.pick([
    "LeastAllocated",
    "MostAllocated",
    "RequestedToCapacityRatio",
  ] as const);
  const shape = [
    { utilization: 0, score: random.int(11) },
    { utilization: 40 + random.int(30), score: random.int(11) },
    { utilization: 100, score: random.int(11) },
  ];
  return {
    ...profile,
    plugins: {
      ...profile.plugins,
      filter: keep(profile.plugins.filter),
      score: keep(profile.plugins.score).map(({ name }) => ({ name, weight: 1 + random.int(9) })),
    },
    args: {
      ...profile.args,
      NodeResourcesFit: {
        ignoredResources: random.chance(0.2) ? ["example.com/gpu"] : [],
        ignoredResourceGroups: [],
        scoringStrategy: {
          type,
          resources,
          ...(type === "RequestedToCapacityRatio" ? { requestedToCapacityRatio: { shape } } : {}),
        },
      },
      NodeResourcesBalancedAllocation: {
        resources: keep(resources).map(({ name }) => ({ name, weight: 1 })),
      },
      NodeAffinity: random.chance(0.3)
        ? {
            addedAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: {
                nodeSelectorTerms: [nodeTerm(random)],
              },
              preferredDuringSchedulingIgnoredDuringExecution: [
                { weight: 5, preference: nodeTerm(random) },
              ],
            },
          }
        : {},
      PodTopologySpread: random.chance(0.5)
        ? {
            defaultingType: "List",
            defaultConstraints: [
              { topologyKey: zoneKey, maxSkew: 1, whenUnsatisfiable: "DoNotSchedule" },
              { topologyKey: hostKey, maxSkew: 2, whenUnsatisfiable: "ScheduleAnyway" },
            ],
          }
        : profile.args.PodTopologySpread,
      InterPodAffinity: {
        hardPodAffinityWeight: random.int(101),
        ignorePreferredTermsOfExistingPods: random.chance(0.3),
      },
    },
  };
}
