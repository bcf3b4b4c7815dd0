/** States of StatefulSets, DaemonSets, CronJobs and mirrored Endpoints from which the laws of controllers are tried. */
import {
  CONTROLLER_REVISIONS,
  CRON_JOBS,
  DAEMON_SETS,
  ENDPOINT_SLICES,
  ENDPOINTS,
  JOBS,
  NODES,
  SERVICES,
  STATEFUL_SETS,
} from "../../../src/api/kinds.ts";
import { cronJobController } from "../../../src/controllers/cron-job.ts";
import { daemonSetController } from "../../../src/controllers/daemon-set.ts";
import { endpointSliceMirroringController } from "../../../src/controllers/endpoint-slice-mirroring.ts";
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

function daemonSetWorlds(): readonly LawWorld[] {
  const set = placed(DAEMON_SETS, {
    name: "agent",
    spec: {
      selector: { matchLabels: labels },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
      revisionHistoryLimit: 0,
      template: podTemplate("agent:2"),
    },
  });
  const node = (name: string, spec: object = {}) => placed(NODES, { name, spec });
  const [, revision] = placed(CONTROLLER_REVISIONS, {
    name: "agent-old",
    metadata: { labels, ownerReferences: owned(set) },
  });
  const old: Placed = [CONTROLLER_REVISIONS, { ...revision, revision: 1 } as typeof revision];
  const member = (name: string, nodeName: string) =>
    pod(name, {
      ready: true,
      metadata: { ownerReferences: owned(set) },
      spec: { nodeName },
    });
  const taints = [{ key: "keep", value: "out", effect: "NoExecute" }];
  return [
    {
      state: "with a node that lacks its Pod, one with two, one tainted, and old Pods",
      controller: daemonSetController,
      objects: [
        set,
        old,
        node("node-1"),
        node("node-2"),
        node("node-3"),
        node("node-4", { taints }),
        member("agent-a", "node-1"),
        member("agent-b", "node-2"),
        member("agent-c", "node-2"),
        member("agent-d", "node-4"),
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

function mirrorWorlds(): readonly LawWorld[] {
  const service = placed(SERVICES, { name: "outside", spec: { ports: [{ port: 80 }] } });
  const [resource, endpoints] = placed(ENDPOINTS, { name: "outside", metadata: { labels } });
  const subsets = [
    {
      addresses: Array.from({ length: 150 }, (_, i) => ({ ip: `10.2.0.${i}` })),
      notReadyAddresses: [{ ip: "10.2.0.1" }, { ip: "10.2.1.1" }, { ip: "fd00::1" }],
      ports: [{ name: "http", port: 8080, protocol: "TCP" }],
    },
  ];
  const [slices, slice] = placed(ENDPOINT_SLICES, {
    name: "outside-old",
    metadata: {
      labels: {
        "kubernetes.io/service-name": "outside",
        "endpointslice.kubernetes.io/managed-by": "endpointslicemirroring-controller.k8s.io",
      },
    },
  });
  return [
    {
      state: "with more addresses than a slice holds, and a slice of other ports",
      controller: endpointSliceMirroringController,
      objects: [
        service,
        [resource, { ...endpoints, subsets } as typeof endpoints],
        [slices, { ...slice, addressType: "IPv4", ports: [], endpoints: [] } as typeof slice],
      ],
    },
  ];
}

export const workloadLawWorlds: readonly LawWorld[] = [
  ...statefulSetWorlds(),
  ...daemonSetWorlds(),
  ...cronJobWorlds(),
  ...mirrorWorlds(),
];
