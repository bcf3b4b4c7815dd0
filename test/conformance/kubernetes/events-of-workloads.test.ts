/**
 * The events by which the controllers of workloads, budgets and autoscalers tell of what they do. Expectations: the recorders' calls in
 * pkg/controller/{deployment,replicaset,statefulset,daemon,job,cronjob,disruption,podautoscaler} of Kubernetes.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConformanceCluster } from "../../fixtures/conformance.ts";
import {
  containers,
  type EventRow,
  eventsOf,
  expectEvents,
  make,
  type Step,
  storage,
  take,
} from "./told-events.ts";

let cluster: ConformanceCluster;
beforeAll(async () => {
  cluster = await ConformanceCluster.start();
});
afterAll(() => cluster.stop());

const labels = { app: "web" };
const selector = { matchLabels: labels };
const template = { metadata: { labels }, spec: { containers } };
const runs = (script: string) => ({
  metadata: { labels },
  spec: {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "busybox", command: ["sh", "-c", script] }],
  },
});
const patch = (at: string, body: object): Step => ({ verb: "patch", at, body });
const overQuota =
  'Error creating: pods "web-*" is forbidden: exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0';

const rows: readonly EventRow[] = [
  {
    what: "a Deployment that grows and shrinks",
    kind: "Deployment",
    steps: [
      make("apps/v1/deployments", "web", { replicas: 2, selector, template }),
      patch("apps/v1/deployments/web", { spec: { replicas: 3 } }),
      patch("apps/v1/deployments/web", { spec: { replicas: 1 } }),
    ],
    events: [
      "deployment-controller: Normal ScalingReplicaSet Scaled up replica set web-* from 0 to 2",
      "deployment-controller: Normal ScalingReplicaSet Scaled up replica set web-* from 2 to 3",
      "deployment-controller: Normal ScalingReplicaSet Scaled down replica set web-* from 3 to 1",
    ],
  },
  {
    what: "a ReplicaSet",
    kind: "ReplicaSet",
    steps: [
      make("apps/v1/replicasets", "web", { replicas: 1, selector, template }),
      patch("apps/v1/replicasets/web", { spec: { replicas: 0 } }),
    ],
    events: [
      "replicaset-controller: Normal SuccessfulCreate Created pod: web-*",
      "replicaset-controller: Normal SuccessfulDelete Deleted pod: web-*",
    ],
  },
  {
    what: "a ReplicaSet beyond its quota",
    kind: "ReplicaSet",
    steps: [
      make("v1/resourcequotas", "none", { hard: { pods: "0" } }),
      make("apps/v1/replicasets", "web", { replicas: 1, selector, template }),
    ],
    // Each names another Pod; the tenth of such events within ten minutes tells of all that follow (EventAggregator).
    events: [
      ...Array.from(
        { length: 9 },
        () => `replicaset-controller: Warning FailedCreate ${overQuota}`,
      ),
      `replicaset-controller: Warning FailedCreate (combined from similar events): ${overQuota}`,
    ],
  },
  {
    what: "a ReplicationController",
    kind: "ReplicationController",
    steps: [make("v1/replicationcontrollers", "web", { replicas: 1, selector: labels, template })],
    events: ["replication-controller: Normal SuccessfulCreate Created pod: web-*"],
  },
  {
    what: "a DaemonSet",
    kind: "DaemonSet",
    steps: [make("apps/v1/daemonsets", "web", { selector, template })],
    events: [
      "daemonset-controller: Normal SuccessfulCreate Created pod: web-*",
      "daemonset-controller: Normal SuccessfulCreate Created pod: web-*",
    ],
  },
  {
    what: "a StatefulSet with claims",
    kind: "StatefulSet",
    steps: [
      make("apps/v1/statefulsets", "web", {
        replicas: 1,
        selector,
        template,
        volumeClaimTemplates: [{ metadata: { name: "data" }, spec: storage }],
      }),
      patch("apps/v1/statefulsets/web", { spec: { replicas: 0 } }),
    ],
    events: [
      "statefulset-controller: Normal SuccessfulCreate create Claim data-web-0 Pod web-0 in StatefulSet web success",
      "statefulset-controller: Normal SuccessfulCreate create Pod web-0 in StatefulSet web successful",
      "statefulset-controller: Normal SuccessfulDelete delete Pod web-0 in StatefulSet web successful",
    ],
  },
  {
    what: "a Job that is done",
    kind: "Job",
    steps: [make("batch/v1/jobs", "web", { template: runs("exit 0") })],
    events: [
      "job-controller: Normal SuccessfulCreate Created pod: web-*",
      "job-controller: Normal Completed Job completed",
    ],
  },
  {
    what: "a Job that fails too often",
    kind: "Job",
    steps: [make("batch/v1/jobs", "web", { backoffLimit: 0, template: runs("exit 1") })],
    events: [
      "job-controller: Normal SuccessfulCreate Created pod: web-*",
      "job-controller: Warning BackoffLimitExceeded Job has reached the specified backoff limit",
    ],
  },
  {
    what: "a Job that takes too long",
    kind: "Job",
    steps: [
      {
        ...make("batch/v1/jobs", "web", { activeDeadlineSeconds: 3, template: runs("sleep 60") }),
        seconds: 40,
      },
    ],
    events: [
      "job-controller: Normal SuccessfulCreate Created pod: web-*",
      "job-controller: Normal SuccessfulDelete Deleted pod: web-*",
      "job-controller: Warning DeadlineExceeded Job was active longer than specified deadline",
    ],
  },
  {
    what: "a Job that is suspended and resumed",
    kind: "Job",
    steps: [
      make("batch/v1/jobs", "web", { suspend: true, template: runs("sleep 600") }),
      patch("batch/v1/jobs/web", { spec: { suspend: false } }),
    ],
    events: [
      "job-controller: Normal Suspended Job suspended",
      "job-controller: Normal SuccessfulCreate Created pod: web-*",
      "job-controller: Normal Resumed Job resumed",
    ],
  },
  {
    what: "a CronJob",
    kind: "CronJob",
    steps: [
      {
        ...make("batch/v1/cronjobs", "web", {
          schedule: "* * * * *",
          jobTemplate: { spec: { template: runs("exit 0") } },
        }),
        seconds: 65,
      },
    ],
    events: [
      "cronjob-controller: Normal SuccessfulCreate Created job web-*",
      "cronjob-controller: Normal SawCompletedJob Saw completed job: web-*, condition: Complete",
    ],
  },
  {
    what: "a CronJob of which one run is enough",
    kind: "CronJob",
    steps: [
      {
        ...make("batch/v1/cronjobs", "web", {
          schedule: "* * * * *",
          concurrencyPolicy: "Forbid",
          jobTemplate: { spec: { template: runs("sleep 600") } },
        }),
        seconds: 125,
      },
    ],
    events: [
      "cronjob-controller: Normal SuccessfulCreate Created job web-*",
      "cronjob-controller: Normal JobAlreadyActive Not starting job because prior execution is running and concurrency policy is Forbid",
    ],
  },
  {
    what: "a budget without Pods",
    kind: "PodDisruptionBudget",
    steps: [make("policy/v1/poddisruptionbudgets", "web", { minAvailable: 1, selector })],
    events: ["controllermanager: Normal NoPods No matching pods found"],
  },
  {
    what: "an autoscaler without anything to scale",
    kind: "HorizontalPodAutoscaler",
    steps: [
      {
        ...make("autoscaling/v2/horizontalpodautoscalers", "web", {
          maxReplicas: 3,
          scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "gone" },
        }),
        seconds: 16,
      },
    ],
    events: ['horizontal-pod-autoscaler: Warning FailedGetScale deployments.apps "gone" not found'],
  },
];

test.each(rows)("$what is told of", (row) => expectEvents(cluster, row));

test("what happens again is counted on one event", async () => {
  const namespace = await cluster.namespace("events");
  const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "gone" };
  const spec = { maxReplicas: 3, scaleTargetRef };
  await take(cluster, make("autoscaling/v2/horizontalpodautoscalers", "web", spec), namespace);
  await cluster.advance(60_000);
  const [event, ...others] = await eventsOf(cluster, namespace, "HorizontalPodAutoscaler");
  expect(others).toEqual([]);
  expect(event.count).toBeGreaterThan(1);
  expect(Date.parse(event.lastTimestamp)).toBeGreaterThan(Date.parse(event.firstTimestamp));
});
