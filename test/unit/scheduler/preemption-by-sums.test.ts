import { expect, test } from "vitest";
import type { Pod, PodDisruptionBudget } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { ClusterCache } from "../../../src/scheduler/cluster-cache.ts";
import { noObjects } from "../../../src/scheduler/plugins/snapshot.ts";
import { profileFramework } from "../../../src/scheduler/plugins/profile-framework.ts";
import { budgetsOf } from "../../../src/scheduler/preemption/budgets.ts";
import { NodeInfos } from "../../../src/scheduler/preemption/node-infos.ts";
import { NodeJudge } from "../../../src/scheduler/preemption/node-judge.ts";
import { aroundFit, RoomJudge } from "../../../src/scheduler/preemption/room-judge.ts";
import { defaultPluginArguments, defaultProfile } from "../../../src/scheduler/profile/profile.ts";
import type { SchedulerProfile } from "../../../src/scheduler/profile/profile.ts";
import { expandMultiPoint } from "../../../src/scheduler/profile/plugin-sets.ts";
import { NominatedPods } from "../../../src/scheduler/queue/nominated-pods.ts";
import { randomNode } from "../kernels/fuzz-cluster.ts";
import { seeded } from "../kernels/seeded.ts";
import type { Seeded } from "../kernels/seeded.ts";

const ignoring = {
  ...defaultPluginArguments.NodeResourcesFit,
  ignoredResources: ["example.com/gpu"],
};

/** Room is judged before taints here: a node may be full and refused for good. */
const roomFirst: SchedulerProfile = {
  ...defaultProfile(),
  plugins: expandMultiPoint({
    filter: { enabled: [{ name: "NodeResourcesFit", weight: 0 }], disabled: [] },
    multiPoint: {
      enabled: ["NodeResourcesFit", "NodeName", "TaintToleration", "NodeAffinity"].map((name) => ({
        name,
        weight: 0,
      })),
      disabled: [],
    },
  }),
};

const profiles: readonly SchedulerProfile[] = [
  defaultProfile(),
  { ...defaultProfile(), args: { ...defaultPluginArguments, NodeResourcesFit: ignoring } },
  roomFirst,
];

function randomPod(random: Seeded, name: string, priority: number): Stored<Pod> {
  const requests: Record<string, string> = {
    cpu: random.pick(["0", "500m", "1", "2"]),
    memory: random.chance(0.05) ? "9007199254740993" : random.pick(["0", "1Gi", "2Gi"]),
  };
  if (random.chance(0.3)) requests["example.com/gpu"] = random.pick(["1", "2"]);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels: { app: random.pick(["a", "b"]) },
    },
    spec: {
      priority,
      containers: [{ name: "c", image: "web:1", resources: { requests } }],
      ...(random.chance(0.2) ? { nodeSelector: { disk: "ssd" } } : {}),
      ...(random.chance(0.3) ? { tolerations: [{ operator: "Exists" as const }] } : {}),
    },
    status: {
      phase: "Running",
      ...(random.chance(0.7) ? { startTime: `2026-01-0${1 + random.int(9)}T00:00:00Z` } : {}),
    },
  };
}

function randomBudget(random: Seeded, app: string): Stored<PodDisruptionBudget> {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: {
      name: app,
      namespace: "default",
      uid: app,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
    },
    spec: { selector: { matchLabels: { app } } },
    status: {
      currentHealthy: 0,
      desiredHealthy: 0,
      expectedPods: 0,
      disruptionsAllowed: random.int(3),
    },
  };
}

test.each(profiles.map((profile, i) => [i, profile] as const))(
  "sums say what the filters say, of who has to go and why a node will not do (profile %i)",
  (_, profile) => {
    const found = { victims: 0, refused: 0 };
    for (let seed = 1; seed <= 1500; seed++) {
      const random = seeded(seed);
      const cache = new ClusterCache();
      const node = randomNode(random, "n");
      const allocatable = { cpu: "4", memory: "8Gi", pods: random.pick(["110", "3"]) };
      cache.setNode(random.chance(0.6) ? { ...node, status: { allocatable } } : node);
      const priorities = [0, 10, 50, 100];
      for (let i = random.int(7); i > 0; i--) {
        cache.setPod(onNode(randomPod(random, `p${i}`, random.pick(priorities))));
      }
      const nominated = new NominatedPods();
      for (let i = random.int(3); i > 0; i--) {
        const expected = randomPod(random, `e${i}`, random.pick(priorities));
        nominated.put(expected, "n");
        if (random.chance(0.7)) cache.reserve(expected, "n");
      }
      const budgets = budgetsOf(
        ["a", "b"].flatMap((app) => (random.chance(0.5) ? [randomBudget(random, app)] : [])),
      );
      const pod = randomPod(random, "urgent", random.pick([50, 100]));
      const infos = new NodeInfos(cache, noObjects);
      const framework = profileFramework(profile);
      const cycle = framework.begin(pod, infos.empty());
      const judge = new NodeJudge(framework, nominated);
      const around = aroundFit(framework);
      const entry = cache.entry("n");
      const info = infos.of(entry);
      if (around === undefined || entry === undefined || info === undefined)
        throw new Error("no node");
      const args = profile.args.NodeResourcesFit;
      const sums = new RoomJudge({ around, cycle, infos, nominated, args });
      const why = `seed ${seed}`;
      expect(sums.refusal(entry), why).toEqual(judge.refusal(cycle, info));
      const answer = judge.dryRun(cycle, info, budgets);
      expect(sums.dryRun(entry, budgets), why).toEqual(answer);
      if ("victims" in answer && answer.victims.pods.length > 0) found.victims += 1;
      else found.refused += 1;
    }
    expect(Math.min(found.victims, found.refused)).toBeGreaterThan(100);
  },
);

test("a profile that does not look at room has no sums to judge by", () => {
  const plugins = expandMultiPoint({
    multiPoint: { enabled: [{ name: "NodeName", weight: 0 }], disabled: [] },
  });
  expect(aroundFit(profileFramework({ ...defaultProfile(), plugins }))).toBeUndefined();
});

function onNode(pod: Stored<Pod>): Stored<Pod> {
  return { ...pod, spec: { containers: [], ...pod.spec, nodeName: "n" } };
}
