/** Published tables of preemption, on the dry run that asks the plugins, on the one that sums up room, and on the decision as a whole. */
import { describe, expect, test } from "vitest";
import type { Node, Pod, PodDisruptionBudget } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { ClusterCache } from "../../../src/scheduler/cluster-cache.ts";
import { noObjects } from "../../../src/scheduler/plugins/snapshot.ts";
import { profileFramework } from "../../../src/scheduler/plugins/profile-framework.ts";
import { budgetsOf } from "../../../src/scheduler/preemption/budgets.ts";
import { DryRuns } from "../../../src/scheduler/preemption/dry-runs.ts";
import type { Judge, Sample } from "../../../src/scheduler/preemption/dry-runs.ts";
import { NodeInfos } from "../../../src/scheduler/preemption/node-infos.ts";
import { NodeJudge } from "../../../src/scheduler/preemption/node-judge.ts";
import { Preemption } from "../../../src/scheduler/preemption/preemption.ts";
import { aroundFit, RoomJudge } from "../../../src/scheduler/preemption/room-judge.ts";
import { defaultProfile } from "../../../src/scheduler/profile/profile.ts";
import { NominatedPods } from "../../../src/scheduler/queue/nominated-pods.ts";
import { preemptionVectors } from "../../vectors/scheduler/preemption.ts";
import type { PreemptionVector, Size } from "../../vectors/scheduler/preemption.ts";

const units: Readonly<Record<Size, number>> = { none: 0, small: 1, medium: 2, large: 3, whole: 5 };
const profile = defaultProfile();

interface PodParts {
  readonly name: string;
  readonly priority: number;
  readonly size: Size;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly spec?: object | undefined;
  readonly metadata?: object | undefined;
  readonly status?: object | undefined;
}

function pod({ name, priority, size, labels = {}, spec, metadata, status }: PodParts): Stored<Pod> {
  const unit = units[size];
  const requests = unit === 0 ? {} : { cpu: `${unit}00m`, memory: `${unit}00` };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      namespace: "default",
      uid: name,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels,
      ...metadata,
    },
    spec: { priority, containers: [{ name: "c", resources: { requests } }], ...spec },
    status: { ...status },
  };
}

function node(text: string, podsMax = 32): Stored<Node> {
  const [hostname = "", zone] = text.split("/");
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name: hostname,
      uid: hostname,
      resourceVersion: "1",
      creationTimestamp: "2026-01-01T00:00:00Z",
      labels: zone === undefined ? { hostname } : { hostname, zone },
    },
    status: { allocatable: { cpu: "500m", memory: "500", pods: String(podsMax) } },
  };
}

function budgetsIn({ budget }: PreemptionVector): readonly Stored<PodDisruptionBudget>[] {
  if (budget === undefined) return [];
  const disrupted = (budget.disrupted ?? []).map((name) => [name, "2026-01-01T00:00:00Z"] as const);
  return [
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: {
        name: "foo",
        namespace: "default",
        uid: "foo",
        resourceVersion: "1",
        creationTimestamp: "2026-01-01T00:00:00Z",
      },
      spec: { selector: { matchLabels: { app: "foo" } } },
      status: {
        currentHealthy: 0,
        desiredHealthy: 0,
        expectedPods: 0,
        disruptionsAllowed: budget.allowed,
        disruptedPods: Object.fromEntries(disrupted),
      },
    },
  ];
}

function world(vector: PreemptionVector) {
  const cache = new ClusterCache();
  for (const text of vector.nodes) cache.setNode(node(text, vector.podsMax));
  for (const { node: nodeName, started, spec, status, ...rest } of vector.pods) {
    const startTime =
      started === undefined ? {} : { startTime: new Date(started * 1000).toISOString() };
    const placed = pod({
      ...rest,
      spec: { ...spec, nodeName },
      status: { phase: "Running", ...startTime, ...status },
    });
    cache.setPod(placed);
  }
  const { priority, size, labels, spec, nominatedNodeName } = vector.wants;
  const status = nominatedNodeName === undefined ? {} : { nominatedNodeName };
  const wanting = pod({ name: "p", priority, size, labels, spec, status });
  const infos = new NodeInfos(cache, noObjects);
  return { cache, infos, wanting, nominated: new NominatedPods(), budgets: budgetsIn(vector) };
}

function sampled(vector: PreemptionVector, by: "plugins" | "room"): Sample | undefined {
  const { cache, infos, wanting, nominated, budgets } = world(vector);
  const framework = profileFramework(profile);
  const cycle = framework.begin(wanting, infos.snapshot());
  const plain = new NodeJudge(framework, nominated);
  const around = aroundFit(framework);
  if (around === undefined) throw new Error("the default profile looks at room");
  const args = profile.args.NodeResourcesFit;
  const judge: Judge =
    by === "room"
      ? new RoomJudge({ around, cycle, infos, nominated, args })
      : {
          refusal(entry) {
            const info = infos.of(entry);
            return info && plain.refusal(cycle, info);
          },
          dryRun(entry, ready) {
            const info = infos.of(entry);
            return info && plain.dryRun(cycle, info, ready);
          },
        };
  const scope = { judge, budgets: budgetsOf(budgets), budgetsVersion: 1, key: undefined };
  return new DryRuns(cache).sample(
    scope,
    (potential) => vector.sample ?? { offset: 0, enough: potential },
  );
}

const candidatesOf = (sample: Sample | undefined): object =>
  Object.fromEntries(
    (sample?.candidates ?? []).map(({ nodeName, victims: { pods, violations } }) => {
      const names = pods
        .map(({ metadata }) => metadata.name ?? "")
        .sort()
        .join(" ");
      return [nodeName, violations === 0 ? [names] : [names, violations]];
    }),
  );

/** Rules beyond one node are not for sums of room. */
const isLocal = ({ wants, pods }: PreemptionVector): boolean =>
  wants.spec?.topologySpreadConstraints === undefined &&
  pods.every(({ spec }) => spec?.affinity === undefined);

describe("the candidates", () => {
  const rows = preemptionVectors.filter(({ candidates }) => candidates !== undefined);
  test.each(rows)("by the plugins: $name", (vector) => {
    expect(candidatesOf(sampled(vector, "plugins"))).toEqual(vector.candidates);
  });

  test.each(rows.filter(isLocal))("by sums of room: $name", (vector) => {
    expect(candidatesOf(sampled(vector, "room"))).toEqual(vector.candidates);
  });
});

describe("what is decided", () => {
  const rows = preemptionVectors.filter(({ picks }) => picks !== undefined);
  test.each(rows)("$name", (vector) => {
    const { cache, infos, wanting, nominated, budgets } = world(vector);
    // The node that it has been promised does not stand in its way.
    const preemption = new Preemption({ cache, infos, nominated, budgets: () => budgets, seed: 1 });
    const framework = profileFramework(profile);
    const judge = new NodeJudge(framework, nominated);
    const cycle = framework.begin(wanting, infos.snapshot());
    const unresolvable = [...cache.nodes()].filter((entry) => {
      const info = infos.of(entry);
      return info !== undefined && judge.refusal(cycle, info)?.resolvable === false;
    }).length;
    const queued = { pod: wanting, key: "default/p", profile, sinceMs: 0, attempts: 1 };
    const misfit = { nodeCount: vector.nodes.length, unresolvable };
    const answer = preemption.postFilter(queued, misfit);
    const { picks = [], message = "" } = vector;
    if (picks.length > 0) expect(picks).toContain(answer.nominatedNodeName);
    else expect(answer.candidate).toBeUndefined();
    expect(answer.message.split(", ").slice(1).join(", ")).toBe(message);
    if (picks.length > 0) expect(answer.message).toBe("");
  });
});
