/** States of disruption budgets and of Pods marked for a disruption, for the laws of controllers. */
import { DEPLOYMENTS, JOBS, POD_DISRUPTION_BUDGETS, REPLICA_SETS } from "../../../src/api/kinds.ts";
import {
  podDisruptionBudgetController,
  staleDisruptionController,
} from "../../../src/controllers/pod-disruption-budget.ts";
import {
  labels,
  owned,
  placed,
  pod,
  podTemplate,
  type LawWorld,
  type Placed,
} from "./law-worlds.ts";

function budget(spec: object, status?: object): Placed {
  return placed(POD_DISRUPTION_BUDGETS, {
    name: "web",
    spec: { selector: { matchLabels: labels }, ...spec },
    ...(status === undefined ? {} : { status }),
  });
}

function workload(replicas: number): { readonly objects: readonly Placed[]; readonly set: Placed } {
  const spec = { replicas, selector: { matchLabels: labels }, template: podTemplate("nginx:1") };
  const deployment = placed(DEPLOYMENTS, { name: "web", spec });
  const set = placed(REPLICA_SETS, {
    name: "web-1",
    metadata: { ownerReferences: owned(deployment) },
    spec: { ...spec, replicas: 1 },
  });
  return { objects: [deployment, set], set };
}

function worlds(): readonly LawWorld[] {
  const { objects, set } = workload(4);
  const ofSet = (name: string, ready: boolean) =>
    pod(name, { ready, metadata: { ownerReferences: owned(set) } });
  const job = placed(JOBS, { name: "sum", spec: { template: podTemplate("sum:1") } });
  const world = (state: string, ...all: readonly Placed[]): LawWorld => ({
    state,
    controller: podDisruptionBudgetController,
    objects: all,
  });
  const marked = pod("web-a", { ready: true });
  const target = {
    type: "DisruptionTarget",
    status: "True",
    reason: "EvictionByEvictionAPI",
    lastTransitionTime: "2025-12-31T23:30:00Z",
  };
  const [resource, object] = marked;
  const status = { ...(object as { status?: object }).status, conditions: [target] };
  return [
    world("a budget of no Pods", budget({ minAvailable: 1 })),
    world(
      "a budget in parts of a Deployment",
      budget({ maxUnavailable: "50%" }),
      ...objects,
      ofSet("web-1-a", true),
      ofSet("web-1-b", true),
      ofSet("web-1-c", false),
      pod("lone", { ready: true }),
    ),
    world(
      "a budget with evictions on their way and overdue",
      budget(
        { minAvailable: 1 },
        {
          disruptedPods: { "web-a": "2025-12-31T23:59:30Z", "web-b": "2025-12-31T23:10:00Z" },
          disruptionsAllowed: 1,
        },
      ),
      pod("web-a", { ready: true }),
      pod("web-b", { ready: true }),
      pod("web-c", { ready: true }),
    ),
    world(
      "a budget in parts of what has no scale",
      budget({ minAvailable: "50%" }),
      job,
      pod("sum-a", { ready: true, metadata: { ownerReferences: owned(job) } }),
    ),
    {
      state: "a Pod that is marked in vain",
      controller: staleDisruptionController,
      objects: [[resource, { ...object, status } as Placed[1]]],
    },
  ];
}

export const disruptionLawWorlds: readonly LawWorld[] = worlds();
