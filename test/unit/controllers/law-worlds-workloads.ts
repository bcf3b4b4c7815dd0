/** States of StatefulSets and CronJobs from which the laws of controllers are tried. */
import { CONTROLLER_REVISIONS, CRON_JOBS, JOBS, STATEFUL_SETS } from "../../../src/api/kinds.ts";
import { cronJobController } from "../../../src/controllers/cron-job.ts";
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

function cronJobWorlds(): readonly LawWorld[] {
  const cronJob = placed(CRON_JOBS, {
    name: "yearly",
    spec: {
      schedule: "@yearly",
      concurrencyPolicy: "Replace",
      successfulJobsHistoryLimit: 1,
      jobTemplate: { spec: { template: podTemplate("nginx:1") } },
    },
    status: { active: [{ kind: "Job", name: "gone", uid: "gone" }] },
  });
  const job = (name: string, parts: { annotations?: object; status?: object }) =>
    placed(JOBS, {
      name,
      metadata: { ownerReferences: owned(cronJob), annotations: parts.annotations ?? {} },
      status: parts.status ?? {},
    });
  const complete = (completionTime: string) => ({
    startTime: completionTime,
    completionTime,
    conditions: [{ type: "Complete", status: "True" }],
  });
  return [
    {
      state: "due, with Jobs that run and Jobs that have ended",
      controller: cronJobController,
      objects: [
        cronJob,
        job("yearly-1", { status: complete("2025-12-31T20:00:00Z") }),
        job("yearly-2", { status: complete("2025-12-31T21:00:00Z") }),
        job("yearly-3", {
          annotations: {
            "batch.kubernetes.io/cronjob-scheduled-timestamp": "2025-12-31T22:00:00Z",
          },
        }),
      ],
    },
  ];
}

export const workloadLawWorlds: readonly LawWorld[] = [...statefulSetWorlds(), ...cronJobWorlds()];
