/** States of StatefulSets from which the laws of controllers are tried. */
import { CONTROLLER_REVISIONS, STATEFUL_SETS } from "../../../src/api/kinds.ts";
import { statefulSetController } from "../../../src/controllers/stateful-set.ts";
import {
  labels,
  owned,
  placed,
  pod,
  podTemplate,
  type LawWorld,
  type Placed,
} from "./law-worlds.ts";

function statefulSetWorlds(): readonly LawWorld[] {
  const set = (spec: object) =>
    placed(STATEFUL_SETS, {
      name: "web",
      spec: {
        replicas: 3,
        serviceName: "web",
        selector: { matchLabels: labels },
        template: podTemplate("nginx:2"),
        ...spec,
      },
    });
  const claims = [
    {
      metadata: { name: "data" },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
  ];
  const updated = set({
    podManagementPolicy: "Parallel",
    updateStrategy: { type: "RollingUpdate" },
  });
  const [, revision] = placed(CONTROLLER_REVISIONS, {
    name: "web-old",
    metadata: { labels, ownerReferences: owned(updated) },
  });
  const old: Placed = [CONTROLLER_REVISIONS, { ...revision, revision: 1 } as typeof revision];
  const member = (name: string, ready: boolean) =>
    pod(name, {
      ready,
      metadata: {
        labels: { ...labels, "controller-revision-hash": "web-old" },
        ownerReferences: owned(updated),
      },
    });
  return [
    {
      state: "without Pods",
      controller: statefulSetController,
      objects: [set({ volumeClaimTemplates: claims })],
    },
    {
      state: "in the middle of an update, with one Pod too many",
      controller: statefulSetController,
      objects: [
        updated,
        old,
        member("web-0", true),
        member("web-1", true),
        member("web-2", false),
        member("web-3", true),
        pod("web-4", { ready: true }),
      ],
    },
  ];
}

export const workloadLawWorlds: readonly LawWorld[] = statefulSetWorlds();
