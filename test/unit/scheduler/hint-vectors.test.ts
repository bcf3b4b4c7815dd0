/** kube-scheduler's tables of queueing hints, each event told apart as the scheduler's watch tells it apart. */
import { describe, expect, test } from "vitest";
import type { Node, Pod } from "../../../src/api/generated/types.ts";
import type { Stored } from "../../../src/api/object.ts";
import { defaultPluginArguments, defaultProfile } from "../../../src/scheduler/profile/profile.ts";
import { nodeUpdates, plainEvent, podUpdates } from "../../../src/scheduler/queue/cluster-event.ts";
import type { ClusterEvent } from "../../../src/scheduler/queue/cluster-event.ts";
import { isWorthRequeuing } from "../../../src/scheduler/queue/queueing-hints.ts";
import type { HintVector } from "../../vectors/scheduler/hint-vector.ts";
import { hintsByNode } from "../../vectors/scheduler/hints-by-node.ts";
import { hintsByPod } from "../../vectors/scheduler/hints-by-pod.ts";
import { hintsByVolume } from "../../vectors/scheduler/hints-by-volume.ts";

const vectors = [...hintsByNode, ...hintsByPod, ...hintsByVolume];

describe.each([...new Set(vectors.map(({ plugin }) => plugin))])("%s", (plugin) => {
  const own = vectors.filter((vector) => vector.plugin === plugin);
  test.each(own.map((vector) => [vector.resource, vector.name, vector] as const))(
    "%s: %s",
    (_, __, vector) => {
      const context = {
        profile: {
          ...defaultProfile(),
          args: { ...defaultPluginArguments, ...vector.args },
        },
        namespaceLabels: () => ({}),
      };
      const pod = vector.pod as Stored<Pod>;
      const queues = eventsOf(vector).some((event) =>
        isWorthRequeuing(plugin, { pod, event }, context),
      );
      expect(queues).toBe(vector.queues);
    },
  );
});

function eventsOf({ resource, before, after }: HintVector): readonly ClusterEvent[] {
  const change = {
    ...(before === undefined ? {} : { before: before as Stored<Pod> }),
    ...(after === undefined ? {} : { after: after as Stored<Pod> }),
  };
  if (resource === "Node" && before !== undefined && after !== undefined) {
    return nodeUpdates(before as Stored<Node>, after as Stored<Node>);
  }
  if (resource !== "Pod") return [plainEvent(resource, change)];
  if (change.before !== undefined && change.after !== undefined) {
    return podUpdates(change.before, change.after);
  }
  const isAssigned = Boolean((change.after ?? change.before)?.spec?.nodeName);
  return [plainEvent(isAssigned ? "AssignedPod" : "UnscheduledPod", change)];
}
